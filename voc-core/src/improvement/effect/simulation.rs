//! How often an improvement that changes nothing seems to have an effect. Units have a level of their own
//! and move up and down, in each window anew, and are heard by unequal numbers of answers. The figures
//! stand at `difference_in_differences`; this makes them again:
//!
//! `cargo test --release -p voc-core --lib how_often_nothing -- --ignored --nocapture`

use super::*;
use crate::improvement::{ImprovementChange, ImprovementEvent, ImprovementKind, OpenImprovement};
use crate::metric::watch::Difference;
use crate::metric::{Added, Tally, Totals};
use crate::random::Random;
use crate::time::Span;

impl Random {
    fn below(&mut self, limit: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let bits = (self.0 ^ (self.0 >> 31)).wrapping_mul(0x94D0_49BB_1331_11EB);
        u32::try_from(bits >> 32).unwrap() % limit
    }

    fn hits(&mut self, share: f64, n: u32) -> u32 {
        (0..n).map(|_| u32::from(self.chance(share))).sum()
    }
}

/// What is asked of customers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asked {
    /// Whether they are satisfied.
    Share,
    /// A number around a hundred times the share, 20 more or less; its mean, its median, and its mean with weights
    /// of 1 to 4.
    Mean,
    Median,
    Weighted,
}

impl Asked {
    fn metric(self) -> &'static str {
        match self {
            Self::Share => "csat",
            Self::Mean => "mean",
            Self::Median => "median",
            Self::Weighted => "weighted",
        }
    }

    /// So many answers.
    fn answers(self, random: &mut Random, share: f64, n: u32) -> Gathered {
        if self == Self::Share {
            let plus = random.hits(share, n).into();
            let n = n.into();
            return Tally { n, plus, minus: 0 }.into();
        }
        let mut all = Gathered::default();
        for _ in 0..n {
            #[expect(clippy::cast_possible_truncation, reason = "small")]
            let number = (100.0 * share + 20.0 * random.normal()).round() as i64;
            let one = match self {
                Self::Median => Totals::value(number),
                Self::Weighted => Totals::weighted(number, i64::from(1 + random.below(4))),
                _ => Totals::of(number),
            };
            all.merge(&Added::Totals(one).into());
        }
        all
    }
}

/// How units are.
#[derive(Debug, Clone, Copy)]
struct World {
    asked: Asked,
    units: usize,
    /// How far a unit's share moves from window to window.
    moves: f64,
    /// The least and the most answers of a unit in a window.
    answers: [u32; 2],
    /// Whether the improvement is made in the unit that was worst when it was proposed.
    worst: bool,
}

/// What nothing came to.
#[derive(Debug, Default, Clone, Copy)]
struct Seen {
    worlds: u32,
    /// The interval of the effect holds zero.
    ours: u32,
    /// The interval of before and after alone holds zero.
    alone: u32,
    /// The sum of the effects, and of the changes from before to after alone.
    sums: [f64; 2],
}

const START: &str = "2026-03-30";

/// Windows of four weeks that end as it is proposed: two before, one before, and the one after it is done.
fn window(first: NaiveDate) -> usize {
    match first.to_string().as_str() {
        "2026-02-02" => 0,
        "2026-03-02" => 1,
        "2026-04-07" => 2,
        other => panic!("{other}"),
    }
}

fn program(units: usize) -> Program {
    let units: Vec<String> = (0..units)
        .map(|unit| {
            format!(
                "  u{unit:02}: {{parent: top}}
"
            )
        })
        .collect();
    let units = units.concat();
    let text = format!(
        "voc: 1\nname: Nothing\nfields: {{csat: int, number: int, worth: int}}\nmetrics:\n  csat: {{kind: csat, of: csat, scale: [1, 5]}}\n  mean: {{kind: mean, of: number}}\n  median: {{kind: median, of: number}}\n  weighted: {{kind: mean, of: number, weight: worth}}\nunits:\n  top: {{}}\n{units}"
    );
    Program::parse(&text).unwrap()
}

fn improvement(program: &Program, metric: &str, unit: usize) -> Improvement {
    let open = OpenImprovement {
        title: "Nothing".into(),
        kind: ImprovementKind::Training,
        owner: "ana".into(),
        units: vec![format!("u{unit:02}")],
        metric: metric.into(),
        goal: None,
        compare: Vec::new(),
        over: Span::of_days(28),
        min_n: 30,
    };
    let at = |day: &str| Time::parse(&format!("{day}T09:00:00Z")).unwrap();
    let mut one = Improvement::open(program, "ana", at(START), &open).unwrap();
    for (day, change) in [
        (START, ImprovementChange::Agreed),
        ("2026-03-31", ImprovementChange::Started),
        ("2026-04-06", ImprovementChange::Done),
    ] {
        one.apply(&ImprovementEvent {
            at: at(day),
            by: None,
            change,
        });
    }
    one
}

fn nothing(world: World, count: u32, seed: u64) -> Seen {
    let program = program(world.units);
    let metric = world.asked.metric();
    let reading = Reading::of_metric(&program, program.spec().metrics.get(metric).unwrap());
    let mut sums = Seen::default();
    for at in 0..count {
        let mut random = Random(seed + u64::from(at) * 1_000_003);
        let [least, most] = world.answers;
        let mut heard: [Named<Gathered>; 3] = Default::default();
        let mut found = vec![0.0; 3 * world.units];
        for unit in 0..world.units {
            let level = 0.7 + 0.05 * random.normal();
            for (place, answers) in heard.iter_mut().enumerate() {
                let share = (level + world.moves * random.normal()).clamp(0.02, 0.98);
                let n = least + random.below(most - least + 1);
                let gathered = world.asked.answers(&mut random, share, n);
                let value = gathered.estimate(reading, 0.95).unwrap().value;
                found[place * world.units + unit] = value.unwrap();
                answers.insert(format!("u{unit:02}"), gathered);
            }
        }
        let lately = |unit: &usize| found[world.units + unit];
        let worst = (0..world.units).min_by(|one, two| lately(one).total_cmp(&lately(two)));
        let chosen = if world.worst { worst.unwrap() } else { 0 };
        let one = improvement(&program, metric, chosen);
        let measuring = Measuring {
            improvement: &one,
            program: &program,
            reading,
            all: vec![&one],
            now: Some(Time::parse("2026-06-01T00:00:00Z").unwrap()),
            answers: &|first, _| heard[window(first)].clone(),
        };
        let Effect::Difference {
            value, low, high, ..
        } = measuring.effect()
        else {
            panic!()
        };
        let unit = format!("u{chosen:02}");
        let estimate = |place: usize| {
            heard[place]
                .get(&unit)
                .unwrap()
                .estimate(reading, 0.95)
                .unwrap()
        };
        // What is done where nothing is compared: four weeks after against the last four weeks before.
        let alone = Difference::of(&estimate(2), &estimate(1)).unwrap();
        sums.worlds += 1;
        sums.ours += u32::from(low <= 0.0 && high >= 0.0);
        sums.alone += u32::from(!alone.is_significant());
        sums.sums[0] += value;
        sums.sums[1] += alone.value;
    }
    sums
}

/// The share of the intervals that hold zero, and the mean.
fn told(seen: Seen) -> [f64; 4] {
    let worlds = f64::from(seen.worlds);
    [
        f64::from(seen.ours) / worlds,
        seen.sums[0] / worlds,
        f64::from(seen.alone) / worlds,
        seen.sums[1] / worlds,
    ]
}

const CHANCE: World = World {
    asked: Asked::Share,
    units: 8,
    moves: 0.04,
    answers: [40, 160],
    worst: false,
};
const WORST: World = World {
    worst: true,
    ..CHANCE
};

#[test]
fn nothing_has_no_effect() {
    let [ours, mean, ..] = told(nothing(CHANCE, 400, 11));
    // 0.95 less three standard errors of 400 worlds.
    assert!(
        ours >= 0.95 - 3.0 * (0.95_f64 * 0.05 / 400.0).sqrt(),
        "{ours}"
    );
    assert!(mean.abs() < 0.02, "{mean}");
}

#[test]
fn a_unit_chosen_because_it_was_bad_seems_to_gain_by_nothing_and_not_with_us() {
    let [ours, mean, alone, gained] = told(nothing(WORST, 400, 23));
    assert!(
        ours >= 0.95 - 3.0 * (0.95_f64 * 0.05 / 400.0).sqrt(),
        "{ours}"
    );
    assert!(mean.abs() < 0.02, "{mean}");
    assert!(alone < 0.85, "before and after alone is fooled: {alone}");
    assert!(gained > 0.05, "{gained}");
}

#[test]
fn nothing_has_no_effect_on_means_and_medians() {
    for asked in [Asked::Mean, Asked::Median, Asked::Weighted] {
        let world = World { asked, ..WORST };
        let [ours, mean, ..] = told(nothing(world, 200, 31));
        // 0.95 less three standard errors of 200 worlds.
        let least = 0.95 - 3.0 * (0.95_f64 * 0.05 / 200.0).sqrt();
        assert!(ours >= least, "{asked:?}: {ours}");
        assert!(mean.abs() < 2.0, "{asked:?}: {mean}");
    }
}

#[test]
#[ignore = "takes minutes; measures the figures of `difference_in_differences`"]
fn how_often_nothing_has_an_effect() {
    let worlds = 5_000;
    for asked in [Asked::Share, Asked::Mean, Asked::Median, Asked::Weighted] {
        for (units, moves, answers, worst) in worlds_of() {
            let world = World {
                asked,
                units,
                moves,
                answers,
                worst,
            };
            let [ours, mean, alone, gained] = told(nothing(world, worlds, 5));
            println!(
                "{world:?}: ours holds zero in {ours:.4}, mean {mean:+.4}; before and after alone in {alone:.4}, mean {gained:+.4}"
            );
            assert!(
                ours >= 0.95 - 3.0 * (0.95_f64 * 0.05 / f64::from(worlds)).sqrt(),
                "{ours}"
            );
        }
    }
}

/// How many units, how far they move, how many answers, and whether the worst is chosen.
fn worlds_of() -> Vec<(usize, f64, [u32; 2], bool)> {
    let mut all = Vec::new();
    for units in [3, 5, 8, 20] {
        for (moves, answers) in [(0.0, [30, 30]), (0.04, [40, 160]), (0.08, [30, 400])] {
            for worst in [false, true] {
                all.push((units, moves, answers, worst));
            }
        }
    }
    all
}
