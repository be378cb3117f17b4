//! How often honest companies are flagged, and how often gamed units are found. Units of honest companies
//! differ: in whom they reach, in who answers, in how good they are, and in how all that moves; customers with
//! a concern answer less and score lower. This prints the figures of SURVEYS.md:
//!
//! `cargo test -p voc-core --lib trust::simulation -- --ignored --nocapture`

use super::*;
use crate::insight::funnel::{Happening, Occasion, Reached};
use crate::metric::rate;
use crate::random::Random;
use crate::time::{Span, Time};

const DAY: f64 = 86_400e6;
const DAYS: f64 = 180.0;
/// How many weeks of values each unit has, of so many answers each.
const WEEKS: usize = 104;
const TARGET: f64 = 0.8;

fn at(day: f64) -> Reached {
    let start = Time::parse("2026-01-01T00:00:00Z").unwrap();
    #[expect(clippy::cast_possible_truncation)]
    Reached::At(start.plus((day * DAY) as i64))
}

/// How a unit is.
struct Habits {
    invites: f64,
    responds: [f64; 2],
    score: [f64; 2],
    concerned: f64,
    /// The share of answers in the last days of a month, beyond those that fall there.
    late: f64,
}

impl Habits {
    fn of(random: &mut Random) -> Self {
        let responds = 0.35 + 0.05 * random.normal();
        let score = 7.2 + 0.4 * random.normal();
        Self {
            invites: 0.6 + 0.06 * random.normal(),
            responds: [responds, responds + 0.02 * random.normal()],
            score: [score, score + 0.15 * random.normal()],
            concerned: 0.15 + 0.03 * random.normal(),
            late: 0.02 * random.normal().abs(),
        }
    }
}

/// What a company leaves behind.
#[derive(Default)]
struct Company {
    occasions: Vec<Occasion>,
    happenings: Vec<Happening>,
    values: Vec<UnitValue>,
}

/// A company of so many units; the first of them is gamed where a sign is named.
fn company(seed: u64, units: usize, customers: usize, gamed: Option<Sign>) -> Company {
    let random = &mut Random(seed);
    let mut company = Company::default();
    for unit in 0..units {
        let habits = Habits::of(random);
        let mut own = Random(seed + 1_000_003 * (unit as u64 + 1));
        let is = |sign: Sign| unit == 0 && gamed == Some(sign);
        let happen = happenings(&mut own, unit, customers, is(Sign::AskedWhenGood));
        company.happenings.extend(happen);
        let values = values(&mut own, unit, WEEKS, is(Sign::JustMet));
        company.values.extend(values);
        let gamed = gamed.filter(|_| unit == 0);
        // Units are of unequal size: some have twice as many as others.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_precision_loss,
            clippy::cast_sign_loss
        )]
        let own = (customers as f64 * (0.67 + 0.67 * random.fraction())) as usize;
        for _ in 0..if gamed.is_some() { customers } else { own } {
            let one = occasion(random, &habits, unit, gamed);
            company.occasions.push(one);
        }
    }
    company
}

/// What happens to the customers of a unit: at the desk mostly good, and many are invited; in the post less good, and
/// few are. After something bad everybody is invited somewhat less, some units more so.
fn happenings(random: &mut Random, unit: usize, customers: usize, gamed: bool) -> Vec<Happening> {
    let is_good = 0.04 * random.normal();
    let invites = 1.0 + 0.1 * random.normal();
    let after_bad = 0.9 + 0.05 * random.normal();
    let one = |_| {
        let desk = random.chance(0.6);
        let good = random.chance(is_good + if desk { 0.75 } else { 0.55 });
        let after = match (good, gamed) {
            (true, _) => 1.0,
            (false, false) => after_bad,
            (false, true) => 0.35,
        };
        Happening {
            unit: Some(format!("u{unit:02}")),
            touch_point: Some(if desk { "desk" } else { "post" }.to_owned()),
            good,
            invited: random.chance(invites * after * if desk { 0.5 } else { 0.3 }),
            ..Happening::default()
        }
    };
    (0..customers).map(one).collect()
}

/// The weekly shares of a unit, that moves slowly around its own level, and in one of four units moves at once half-way;
/// where it is gamed, it turns up to two answers into content ones in nine of ten weeks in which that brings it above
/// its target.
fn values(random: &mut Random, unit: usize, weeks: usize, gamed: bool) -> Vec<UnitValue> {
    let mut level = 0.8 + 0.03 * random.normal();
    let at_once = if random.chance(0.25) { 0.05 } else { 0.0 } * random.normal();
    let week = |week: usize| {
        level += if week == weeks / 2 { at_once } else { 0.0 };
        level = (level + 0.003 * random.normal()).clamp(0.5, 0.97);
        let n = 40 + (0..40).filter(|_| random.chance(0.5)).count();
        let hits = (0..n).filter(|_| random.chance(level)).count();
        let of = |hits: usize| {
            let [hits, n] = [hits, n].map(|count| i64::try_from(count).unwrap());
            rate(hits, n, 0.95).unwrap()
        };
        let meets = |more: &usize| hits + more <= n && of(hits + more).value.unwrap() > TARGET;
        let turned = (0..=2).find(meets).filter(|_| gamed && random.chance(0.9));
        let value = of(hits + turned.unwrap_or(0));
        UnitValue {
            unit: format!("u{unit:02}"),
            period: None,
            value: value.value.unwrap(),
            low: value.low.unwrap(),
            high: value.high.unwrap(),
            n: Some(value.n),
            target: TARGET,
            at_most: false,
        }
    };
    (0..weeks).map(week).collect()
}

fn occasion(random: &mut Random, habits: &Habits, unit: usize, gamed: Option<Sign>) -> Occasion {
    let is = |sign: Sign| gamed == Some(sign);
    let day = DAYS * random.fraction();
    let half = usize::from(day > DAYS / 2.0);
    let concern = random.chance(habits.concerned);
    let mut one = Occasion {
        survey: "s".to_owned(),
        unit: Some(format!("u{unit:02}")),
        eligible: Some(at(day)),
        concern: Some(concern),
        ..Occasion::default()
    };
    let invites = match gamed {
        Some(Sign::FewInvited) => 0.25,
        Some(Sign::ConcernsLeftOut) if concern => 0.4 * habits.invites,
        _ => habits.invites,
    };
    if !random.chance(invites) {
        return one;
    }
    let waits = 1.0 + random.normal().abs();
    let waits = if is(Sign::ConcernsAskedLate) && concern {
        waits + 1.5
    } else {
        waits
    };
    one.invited = Some(at(day + waits));
    let score = habits.score[half] - if concern { 2.0 } else { 0.0 } + 2.0 * random.normal();
    let mut answer = score.round().clamp(0.0, 10.0);
    let mut responds = habits.responds[half] * if concern { 0.8 } else { 1.0 };
    if is(Sign::RateShift) && half == 1 && answer < 7.5 {
        responds *= 0.1;
    }
    if !random.chance(responds) {
        return one;
    }
    let mut answered = day + waits + 3.0 * random.fraction();
    if random.chance(habits.late) || is(Sign::PeriodEnd) && random.chance(0.5) {
        // 28 to 30 June.
        answered = 178.2 + 2.0 * random.fraction();
    }
    if is(Sign::Heaping) && (answer - 8.0).abs() < 0.5 && random.chance(0.8) {
        answer = 9.0;
    }
    one.completed = Some(at(answered));
    one.answer = Some(answer);
    one
}

fn look(company: &Company) -> Gaming {
    let query = GamingQuery {
        target: Some(9.0),
        ..GamingQuery::default()
    };
    let evidence = Evidence {
        occasions: &company.occasions,
        happenings: &company.happenings,
        values: &company.values,
    };
    gaming(evidence, &query).unwrap()
}

/// Of so many honest companies, those with any flag.
fn flagged(companies: u64, units: usize, customers: usize) -> u64 {
    let mut found = 0;
    for seed in 0..companies {
        let signs = look(&company(seed * 7_919 + 1, units, customers, None));
        assert!(signs.tests > 0);
        found += u64::from(signs.rows.iter().any(|row| row.flagged));
    }
    found
}

/// Of so many companies with one gamed unit, those where its sign is found.
fn found(companies: u64, units: usize, customers: usize, sign: Sign) -> u64 {
    let mut found = 0;
    for seed in 0..companies {
        let gamed = company(seed * 104_729 + 5, units, customers, Some(sign));
        let mut rows = look(&gamed).rows.into_iter();
        found += u64::from(rows.any(|row| row.flagged && row.sign == sign && row.unit == "u00"));
    }
    found
}

#[test]
fn honest_companies_are_seldom_flagged() {
    // At 5%, more than 10 of 100 come of a chance of 1 in 90.
    assert!(flagged(100, 12, 150) <= 10);
}

#[test]
fn gamed_units_are_found() {
    for (sign, units, customers) in [
        (Sign::FewInvited, 40, 300),
        (Sign::ConcernsLeftOut, 10, 600),
        (Sign::ConcernsAskedLate, 10, 400),
        (Sign::PeriodEnd, 40, 400),
        (Sign::Heaping, 40, 900),
        (Sign::AskedWhenGood, 20, 900),
        (Sign::JustMet, 10, 60),
    ] {
        let found = found(10, units, customers, sign);
        assert!(found >= 8, "{sign:?}: {found} of 10");
    }
}

/// An interval of 95% around what mix and answers bring holds the truth so often.
#[test]
fn intervals_of_the_mix_hold_what_is_true() {
    use crate::metric::Tally;
    use crate::program::MetricKind;
    let worlds = [([0.7, 0.3], [0.8, 0.3]), ([0.4, 0.6], [0.7, 0.35])];
    // By Kitagawa: the middle shares are 0.55 and 0.45, the middle scores 0.75 and 0.325.
    let (within, mixed) = (-0.1 * 0.55 + 0.05 * 0.45, -0.3 * 0.75 + 0.3 * 0.325);
    let mut random = Random(20_261_126);
    let (mut holds, draws) = ([0_u32; 2], 1000);
    for _ in 0..draws {
        let mut answers = Vec::new();
        for (year, (shares, scores)) in worlds.iter().enumerate() {
            for _ in 0..150 {
                let role = usize::from(random.chance(shares[1]));
                answers.push(AnswerOf {
                    group: year.to_string(),
                    role: Some(role.to_string()),
                    tally: if random.chance(scores[role]) {
                        Tally::PLUS
                    } else {
                        Tally::NEUTRAL
                    },
                });
            }
        }
        let mix = respondent_mix(&answers, &MixQuery::of(MetricKind::Csat)).unwrap();
        let change = &mix.changes[0];
        for (holds, (part, truth)) in holds
            .iter_mut()
            .zip([(change.within, within), (change.mix, mixed)])
        {
            *holds += u32::from(part.low <= truth && truth <= part.high);
        }
    }
    // 95% of 1,000 is 950, give or take 7.
    assert!(
        holds.iter().all(|holds| (930..=975).contains(holds)),
        "{holds:?}"
    );
}

#[test]
#[ignore = "prints the figures"]
fn figures() {
    for (units, customers) in [(8, 100), (8, 1000), (20, 200), (20, 1000), (50, 200)] {
        let flagged = flagged(200, units, customers);
        println!("honest, {units} units of {customers}: {flagged} of 200 companies flagged");
    }
    for sign in Sign::ALL {
        for (units, customers) in [(10, 300), (10, 1000), (40, 300), (40, 1000), (40, 3000)] {
            let found = found(20, units, customers, sign);
            println!(
                "{}, {units} units of {customers}: {found} of 20 found",
                sign.name()
            );
        }
    }
}

#[test]
#[ignore = "prints the figures"]
fn figures_of_one_test() {
    // How often p is small where nothing is behind it: at 5% of 2,000 tests 100, give or take 10.
    for sign in [Sign::AskedWhenGood, Sign::JustMet] {
        let rows = (0..100).flat_map(|seed| look(&company(seed * 31 + 7, 20, 400, None)).rows);
        let ps = rows.filter(|row| row.sign == sign).filter_map(|row| row.p);
        let small = ps.fold([0_u32; 3], |[all, five, one], p| {
            [
                all + 1,
                five + u32::from(p <= 0.05),
                one + u32::from(p <= 0.01),
            ]
        });
        println!("{}: of {small:?} tests, at 5%, at 1%", sign.name());
    }
    for (weeks, caliper) in [
        (24, 0.25),
        (52, 0.25),
        (104, 0.25),
        (156, 0.25),
        (52, 0.5),
        (104, 0.5),
    ] {
        let mut small = [0_u32; 4];
        for seed in 0..400 {
            for (place, gamed) in [(0, false), (2, true)] {
                let values = values(&mut Random(seed * 17 + 3), 0, weeks, gamed);
                let query = GamingQuery {
                    caliper,
                    ..GamingQuery::default()
                };
                let evidence = Evidence {
                    values: &values,
                    ..Evidence::default()
                };
                let found = gaming(evidence, &query).unwrap();
                let p = found.rows.first().and_then(|row| row.p).unwrap_or(1.0);
                small[place] += u32::from(p <= 0.05);
                small[place + 1] += u32::from(p <= 0.0005);
            }
        }
        println!(
            "just_met, {weeks} weeks, {caliper}: {small:?} of 400 at 0.05 and 0.0005, honest and gamed"
        );
    }
}

#[test]
fn what_is_simulated_has_the_days_it_should() {
    let span = Span::of_days(1).at_most();
    #[expect(clippy::cast_precision_loss)]
    let day = span as f64;
    assert!((day - DAY).abs() < 1.0);
}
