use super::*;
use crate::improvement::{ImprovementChange, ImprovementEvent, ImprovementKind, OpenImprovement};
use crate::metric::{Added, Tally, Totals};
use crate::program::MetricKind;
use crate::time::Span;

fn program() -> Program {
    Program::parse(
        r"
voc: 1
name: Larkfield
time_zone: Europe/London
fields: {csat: int}
metrics: {csat: {kind: csat, of: csat, scale: [1, 5]}, other: {kind: csat, of: csat, scale: [1, 5]}}
units:
  company: {}
  north: {parent: company}
  desk: {parent: north}
  south: {parent: company}
  east: {parent: company}
  west: {parent: company}
",
    )
    .unwrap()
}

fn time(text: &str) -> Time {
    Time::parse(text).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn happens(one: &mut Improvement, at: &str, change: ImprovementChange) {
    one.apply(&ImprovementEvent {
        at: time(at),
        by: Some("ana".into()),
        change,
    });
}

/// Proposed, begun and done on these days.
fn improvement(title: &str, units: &[&str], days: [&str; 3]) -> Improvement {
    let open = OpenImprovement {
        title: title.into(),
        kind: ImprovementKind::Process,
        owner: "ana".into(),
        units: units.iter().map(|unit| (*unit).to_owned()).collect(),
        metric: "csat".into(),
        goal: None,
        compare: Vec::new(),
        over: Span::of_days(7),
        min_n: 10,
    };
    let [opened, started, done] = days.map(|day| format!("{day}T12:00:00Z"));
    let mut one = Improvement::open(&program(), "ana", time(&opened), &open).unwrap();
    happens(&mut one, &opened, ImprovementChange::Agreed);
    happens(&mut one, &started, ImprovementChange::Started);
    happens(&mut one, &done, ImprovementChange::Done);
    one
}

const DAYS: [&str; 3] = ["2026-03-16", "2026-03-18", "2026-03-24"];

fn tally(plus: i64, n: i64) -> Gathered {
    Tally { n, plus, minus: 0 }.into()
}

/// Satisfied of 20, before and after.
fn heard(units: &[(&str, i64, i64)]) -> impl Fn(NaiveDate, NaiveDate) -> Named<Gathered> {
    let units: Vec<(String, i64, i64)> = units
        .iter()
        .map(|(unit, before, after)| ((*unit).to_owned(), *before, *after))
        .collect();
    move |first, behind| {
        assert_eq!(behind.signed_duration_since(first).num_days(), 7);
        let after = first == day("2026-03-25");
        assert!(after || first == day("2026-03-02"), "{first}");
        let one = |(unit, before, then): &(String, i64, i64)| {
            (unit.clone(), tally(if after { *then } else { *before }, 20))
        };
        units.iter().map(one).collect()
    }
}

fn effect_of(
    one: &Improvement,
    others: &[&Improvement],
    now: &str,
    answers: &dyn Fn(NaiveDate, NaiveDate) -> Named<Gathered>,
) -> Effect {
    let mut all = others.to_vec();
    all.push(one);
    let measuring = Measuring {
        improvement: one,
        program: &program(),
        reading: MetricKind::Csat.into(),
        all,
        now: Some(time(now)),
        answers,
    };
    measuring.effect()
}

fn effect(one: &Improvement, others: &[&Improvement], units: &[(&str, i64, i64)]) -> Effect {
    effect_of(one, others, "2026-04-02T00:00:00Z", &heard(units))
}

fn why(effect: &Effect) -> NoComparison {
    match effect {
        Effect::NoComparison { why, .. } => *why,
        Effect::Difference { .. } => panic!("{effect:?}"),
    }
}

const ALL: [(&str, i64, i64); 4] = [
    ("north", 10, 16),
    ("south", 12, 13),
    ("east", 14, 14),
    ("west", 10, 12),
];

#[test]
fn by_hand() {
    // Changes of 20 answers each: north 0.3; south 0.05, east 0, west 0.1, mean 0.05. Difference 0.25.
    // Squares 0 + 0.0025 + 0.0025 = 0.005 over 2 degrees: 0.0025, times 1 + 1/3: root 0.0577350.
    // Fewer answers: none has. North is no noisier than the others: 0.5 and 0.8 against means near them;
    // its noise by Agresti and Coull 0.5·0.5/24 + 0.75·0.25/24 = 0.0182292; theirs
    // (0.583333·0.416667 + 0.625·0.375)/24 = 0.0198929, (0.666667·0.333333·2)/24 = 0.0185185 and
    // (0.5·0.5 + 0.583333·0.416667)/24 = 0.0205440. t of 2 degrees 4.302653: half 0.2484138.
    let one = improvement("call", &["north"], DAYS);
    let Effect::Difference {
        value,
        low,
        high,
        df,
        before,
        after,
        comparable,
        left_out,
        windows,
        ..
    } = effect(&one, &[], &ALL)
    else {
        panic!()
    };
    assert_eq!(df, 2);
    assert!((value - 0.25).abs() < 1e-12);
    assert!((low - (0.25 - 0.248_413_8)).abs() < 1e-6, "{low}");
    assert!((high - (0.25 + 0.248_413_8)).abs() < 1e-6, "{high}");
    assert_eq!((before.value, after.value), (Some(0.5), Some(0.8)));
    let units: Vec<&str> = comparable.iter().map(|one| one.unit.as_str()).collect();
    assert_eq!(units, ["east", "south", "west"]);
    assert!(left_out.is_empty());
    // A week that ends a week before it was proposed, and the week after the day on which it was done.
    assert_eq!(windows.before, [day("2026-03-02"), day("2026-03-08")]);
    assert_eq!(windows.after, [day("2026-03-25"), day("2026-03-31")]);
}

#[test]
fn fewer_answers_make_it_wider() {
    let answers = |unit: &str, plus: [i64; 2], n: i64| UnitAnswers {
        unit: unit.into(),
        before: tally(plus[0], n),
        after: tally(plus[1], n),
    };
    let others = [answers("a", [60, 65], 100), answers("b", [60, 55], 100)];
    let of = |n: i64| {
        let unit = [answers("c", [n / 2, n / 2], n)];
        difference_in_differences(MetricKind::Csat.into(), &unit, &others, 0.95).unwrap()
    };
    assert!(
        (of(100).high - of(1000).high).abs() < 0.02,
        "more are not narrower than least squares"
    );
    assert!(of(20).high > of(100).high * 1.2);
    // By hand: changes 0.05 and −0.05, squares 0.005 over 1 degree, times 1.5: 0.0075. Noise of 10 of 20:
    // 2 · 0.25/24 = 0.0208333; of the others 0.0023 each side: (0.596154·0.403846 + 0.644231·0.355769
    // + 0.596154·0.403846 + 0.548077·0.451923)/104/2 = 0.0046073. Variance 0.0237260, root 0.1540325,
    // times 12.706205.
    assert!((of(20).high - 1.957_169).abs() < 1e-4, "{:?}", of(20));
}

#[test]
fn units_that_moved_alike_say_nothing_of_the_noise_between_them() {
    let one = improvement("call", &["north"], DAYS);
    let units = [("north", 10, 16), ("south", 10, 11), ("east", 10, 11)];
    let Effect::Difference { low, high, .. } = effect(&one, &[], &units) else {
        panic!()
    };
    assert!(low < 0.0 && high > 0.5, "{low} {high}");
}

#[test]
fn without_at_least_two_comparable_units_there_is_no_comparison() {
    let one = improvement("call", &["north"], DAYS);
    let found = effect(&one, &[], &ALL[..2]);
    let Effect::NoComparison {
        why,
        words,
        before,
        after,
        left_out,
        ..
    } = &found
    else {
        panic!("{found:?}")
    };
    assert_eq!(*why, NoComparison::TooFewUnits);
    assert!(words.starts_with("no comparison: "));
    assert_eq!(before.unwrap().value, Some(0.5));
    assert_eq!(after.unwrap().value, Some(0.8));
    assert_eq!(left_out.len(), 2);
    let json = serde_json::to_value(&found).unwrap();
    assert_eq!(json["label"], "no comparison");
    assert!(json.get("value").is_none(), "never a number called effect");
}

#[test]
fn declared_units_are_compared_with_and_those_below_count_with_them() {
    let mut one = improvement("call", &["north"], DAYS);
    one.compare = vec!["south".into(), "west".into()];
    // The desk is below north.
    let units = [
        ("desk", 10, 16),
        ("south", 12, 13),
        ("west", 10, 12),
        ("east", 0, 20),
    ];
    let Effect::Difference {
        value, comparable, ..
    } = effect(&one, &[], &units)
    else {
        panic!()
    };
    assert_eq!(comparable.len(), 2);
    assert!((value - (0.3 - 0.075)).abs() < 1e-12);
    // A unit below another of its own is counted once.
    let both = improvement("call", &["desk", "north"], DAYS);
    let Effect::Difference { units, .. } = effect(&both, &[], &ALL) else {
        panic!()
    };
    assert_eq!(units.len(), 1);
}

#[test]
fn units_in_another_improvement_are_left_out() {
    let one = improvement("call", &["north"], DAYS);
    let other = |unit, days| improvement("other", &[unit], days);
    let at_once = other("south", ["2026-03-01", "2026-03-01", "2026-03-20"]);
    let Effect::Difference {
        left_out,
        comparable,
        ..
    } = effect(&one, &[&at_once], &ALL)
    else {
        panic!()
    };
    assert_eq!(comparable.len(), 2);
    assert_eq!(left_out[0].unit, "south");
    assert_eq!(
        left_out[0].improvement.as_deref(),
        Some(at_once.id.as_str())
    );
    // Over before, begun after, or of another metric: no matter.
    let before = other("south", ["2026-02-01", "2026-02-01", "2026-03-01"]);
    let after = other("south", ["2026-04-01", "2026-04-01", "2026-04-02"]);
    let mut elsewhere = at_once.clone();
    elsewhere.metric = "other".into();
    let found = effect(&one, &[&before, &after, &elsewhere], &ALL);
    assert!(matches!(found, Effect::Difference { ref left_out, .. } if left_out.is_empty()));
    // Where it was done, above or below: the change is not its own.
    for unit in ["north", "desk", "company"] {
        let same = other(unit, ["2026-03-01", "2026-03-01", "2026-03-20"]);
        assert_eq!(
            why(&effect(&one, &[&same], &ALL)),
            NoComparison::Confounded,
            "{unit}"
        );
    }
}

#[test]
fn there_is_none_before_its_time_nor_without_answers() {
    let one = improvement("call", &["north"], DAYS);
    let answers = heard(&ALL);
    let early = effect_of(&one, &[], "2026-03-31T22:59:59Z", &answers);
    assert_eq!(why(&early), NoComparison::TooSoon);
    let Effect::NoComparison { before, after, .. } = early else {
        panic!()
    };
    assert!(before.is_some() && after.is_none());
    // Midnight in London, where the clocks went forward on the 29th.
    let over = effect_of(&one, &[], "2026-03-31T23:00:00Z", &answers);
    assert!(matches!(over, Effect::Difference { .. }));
    let few = effect(&one, &[], &ALL[1..]);
    assert_eq!(why(&few), NoComparison::TooFewAnswers);
    let mut under_way = one;
    under_way.state = ImprovementState::UnderWay;
    assert_eq!(why(&effect(&under_way, &[], &ALL)), NoComparison::NotDone);
}

#[test]
fn begun_long_after_it_was_proposed_the_window_before_ends_as_it_begins() {
    let one = improvement(
        "call",
        &["north"],
        ["2026-03-01", "2026-03-09", "2026-03-24"],
    );
    assert!(
        matches!(effect(&one, &[], &ALL), Effect::Difference { ref windows, .. }
        if windows.before == [day("2026-03-02"), day("2026-03-08")])
    );
}

/// A reading of a metric, and the answers of a unit before and after.
fn told(
    metric: &str,
    units: &[(&str, &[Totals], &[Totals])],
) -> (crate::metric::Reading, Vec<UnitAnswers>) {
    let text = "voc: 1\nname: W\nfields: {wait: {type: number, decimals: 1}, worth: int}\nmetrics:\n  mean: {kind: mean, of: wait}\n  median: {kind: median, of: wait}\n  heavy: {kind: mean, of: wait, weight: worth}\n";
    let program = Program::parse(text).unwrap();
    let reading =
        crate::metric::Reading::of_metric(&program, program.spec().metrics.get(metric).unwrap());
    let all = |parts: &[Totals]| {
        let mut all = Gathered::default();
        for part in parts {
            all.merge(&Added::Totals(part.clone()).into());
        }
        all
    };
    let unit = |(unit, before, after): &(&str, &[Totals], &[Totals])| UnitAnswers {
        unit: (*unit).to_owned(),
        before: all(before),
        after: all(after),
    };
    (reading, units.iter().map(unit).collect())
}

#[test]
fn means_by_hand() {
    // In tenths. North 1 and 3, then 4 and 8: 2 to 6, 4 more; south 2 and 4, then 3 and 5: 1 more; east 5 and 7, then
    // 5 and 7: 0. Less 0.5: 3.5. Squares 0.25 + 0.25 over 1 degree, times 1.5: 0.75. Noise of north 2/2 + 8/2 = 5; of
    // the others 2/2 + 2/2 = 2: 3 more. Variance 3.75; t of 1 degree 12.706205.
    let pair = |one: i64, other: i64| [Totals::of(10 * one), Totals::of(10 * other)];
    let (reading, units) = told(
        "mean",
        &[
            ("north", &pair(1, 3), &pair(4, 8)),
            ("south", &pair(2, 4), &pair(3, 5)),
            ("east", &pair(5, 7), &pair(5, 7)),
        ],
    );
    let found = difference_in_differences(reading, &units[..1], &units[1..], 0.95).unwrap();
    assert!((found.value - 3.5).abs() < 1e-12);
    assert!(
        (found.high - (3.5 + 12.706_204_736 * 3.75_f64.sqrt())).abs() < 1e-6,
        "{found:?}"
    );
    // The same with one weight for all.
    let heavy = |one: i64, other: i64| {
        [
            Totals::weighted(10 * one, 3),
            Totals::weighted(10 * other, 3),
        ]
    };
    let (reading, units) = told(
        "heavy",
        &[
            ("north", &heavy(1, 3), &heavy(4, 8)),
            ("south", &heavy(2, 4), &heavy(3, 5)),
            ("east", &heavy(5, 7), &heavy(5, 7)),
        ],
    );
    let same = difference_in_differences(reading, &units[..1], &units[1..], 0.95).unwrap();
    assert!((same.high - found.high).abs() < 1e-9);
    // One answer alone says nothing of how sure it is.
    let (reading, units) = told(
        "mean",
        &[
            ("north", &[Totals::of(1)], &pair(4, 8)),
            ("south", &pair(2, 4), &pair(3, 5)),
            ("east", &pair(5, 7), &pair(5, 7)),
        ],
    );
    assert_eq!(
        difference_in_differences(reading, &units[..1], &units[1..], 0.95),
        None
    );
}

#[test]
fn medians_by_hand() {
    // Medians 2 to 5, 3 to 4 and 6 to 6: 3 more, less 0.5. Squares 0.5 over 1, times 1.5: 0.75. Noise of three numbers:
    // the first and the last, 2 z apart with P(B < 1) = 1/8, z = 1.150349: of north (4/2z)² + (6/2z)² = 13/z²; of the
    // others 4/2z each: 8/z²; 5/z² more.
    let three = |numbers: [i64; 3]| numbers.map(|it| Totals::value(10 * it));
    let (reading, units) = told(
        "median",
        &[
            ("north", &three([1, 2, 5]), &three([2, 5, 8])),
            ("south", &three([1, 3, 5]), &three([3, 4, 7])),
            ("east", &three([5, 6, 9]), &three([4, 6, 8])),
        ],
    );
    let found = difference_in_differences(reading, &units[..1], &units[1..], 0.95).unwrap();
    assert!((found.value - 2.5).abs() < 1e-12);
    let z: f64 = 1.150_349_380_376_008;
    let half = 12.706_204_736 * (0.75 + 5.0 / (z * z)).sqrt();
    assert!((found.high - (2.5 + half)).abs() < 1e-6, "{found:?}");
}

#[test]
fn where_nothing_varies_there_is_no_comparison() {
    let same = |at: i64| vec![Totals::of(at); 20];
    let (reading, units) = told(
        "mean",
        &[
            ("north", &same(1), &same(4)),
            ("south", &same(2), &same(3)),
            ("east", &same(5), &same(6)),
        ],
    );
    assert_eq!(
        difference_in_differences(reading, &units[..1], &units[1..], 0.95),
        None
    );
    let mut one = improvement("call", &["north"], DAYS);
    one.compare = vec!["south".into(), "east".into()];
    let answers = |first: NaiveDate, _: NaiveDate| {
        let after = first == day("2026-03-25");
        let part = |unit: &UnitAnswers| {
            let answers = if after { &unit.after } else { &unit.before };
            (unit.unit.clone(), answers.clone())
        };
        units.iter().map(part).collect()
    };
    let measuring = Measuring {
        improvement: &one,
        program: &program(),
        reading,
        all: vec![&one],
        now: Some(time("2026-04-02T00:00:00Z")),
        answers: &answers,
    };
    let found = measuring.effect();
    assert_eq!(why(&found), NoComparison::NothingVaries);
}
