//! Metrics of every kind, through the engine: held to a plain reading of the signals that stand.

use super::*;
use crate::json;
use crate::metric::{Estimate, Made, MetricQuery, MetricRow, Sampling, Tally, mean, weighted};
use crate::program::MetricKind;
use crate::time::Span;
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};

const PROGRAM: &str = r#"
voc: 1
name: Measured
time_zone: Europe/Berlin
lateness: P2D
kinds: {response: {}}
fields:
  ltr: int
  effort: int
  stars: int
  hoped: int
  wait: {type: number, decimals: 1}
  mood: {type: text, one_of: [angry, calm, happy]}
  solved: bool
  weight: {type: number, decimals: 2}
  survey: text
customer: {worth: number}
respondent_roles: [decides, uses]
segments: {heavy: 'customer.worth >= 2.0'}
surveys:
  relationship: {type: relationship, questions: {ltr: {text: "Would you recommend us?", scale: [0, 10]}}}
  after: {type: transactional, questions: {ltr: {text: "And after this?", scale: [0, 10]}, effort: {text: "It was easy", scale: [1, 7]}}}
metrics:
  nps: {kind: nps, of: ltr}
  nps-relationship: {kind: nps, of: ltr, survey: relationship}
  ces: {kind: ces, of: effort, scale: [1, 7], better: high, survey: after, by: [respondent_role, mood, segment]}
  top: {kind: top_box, of: stars, scale: [1, 5], top_box: 1}
  bottom: {kind: bottom_box, of: stars, scale: [1, 5]}
  best: {kind: top_box, of: stars, scale: [1, 5], better: low}
  wait: {kind: mean, of: wait, better: low}
  wait-median: {kind: median, of: wait, better: low}
  angry: {kind: share, of: mood, one_of: [angry]}
  quick: {kind: share, of: wait, when: 'wait < 5.0'}
  mood: {kind: points, of: mood, points: {angry: -1, happy: 1.5}}
  gap: {kind: gap, of: stars, expected: hoped, scale: [1, 5]}
  nps-weighted: {kind: nps, of: ltr, weight: customer.worth}
  wait-weighted: {kind: mean, of: wait, weight: weight}
  solved-weighted: {kind: share, of: solved, one_of: [true], weight: weight}
"#;

const HOUR: i64 = 3_600_000_000;
/// 2026-03-02T00:00:00Z.
const START: i64 = 1_772_409_600_000_000;

fn time(minutes: i64) -> String {
    Time::from_micros(START + minutes * HOUR / 60)
        .unwrap()
        .to_string()
}

/// A signal, as it first came.
#[derive(Debug, Clone)]
struct Said {
    who: u8,
    /// Minutes into the log.
    at: i64,
    fields: [Option<i64>; 8],
    /// The customer's weight, where it is stated.
    states: Option<i64>,
    decides: bool,
    /// What comes of it later.
    later: Later,
}

#[derive(Debug, Clone)]
enum Later {
    Stands,
    Corrected([Option<i64>; 8]),
    TakenBack,
}

fn fields() -> impl Strategy<Value = [Option<i64>; 8]> {
    let one = |low: i64, high: i64| prop::option::of(low..=high);
    let first = (one(0, 10), one(1, 7), one(1, 5), one(1, 5));
    let last = (one(-300, 300), one(0, 2), one(0, 5), one(-20, 400));
    (first, last).prop_map(
        |((ltr, effort, stars, hoped), (wait, mood, rest, weight))| {
            [ltr, effort, stars, hoped, wait, mood, rest, weight]
        },
    )
}

fn said() -> impl Strategy<Value = Said> {
    let later = prop_oneof![
        5 => Just(Later::Stands),
        1 => fields().prop_map(Later::Corrected),
        1 => Just(Later::TakenBack),
    ];
    let states = prop::option::of(0_i64..=40);
    (
        0_u8..5,
        0_i64..36 * 60,
        fields(),
        states,
        any::<bool>(),
        later,
    )
        .prop_map(|(who, at, fields, states, decides, later)| Said {
            who,
            at,
            fields,
            states,
            decides,
            later,
        })
}

/// The fields as a signal has them: `rest` is whether it was solved, and which survey it names.
fn named(fields: &[Option<i64>; 8]) -> Json {
    let [ltr, effort, stars, hoped, wait, mood, rest, weight] = *fields;
    let mut all = serde_json::Map::new();
    let mut put = |name: &str, value: Option<Json>| {
        if let Some(value) = value {
            all.insert(name.to_owned(), value);
        }
    };
    let tenths = |of: i64| json!(f64::from(i32::try_from(of).unwrap()) / 10.0);
    put("ltr", ltr.map(Json::from));
    put("effort", effort.map(Json::from));
    put("stars", stars.map(Json::from));
    put("hoped", hoped.map(Json::from));
    put("wait", wait.map(tenths));
    put(
        "mood",
        mood.map(|mood| json!(["angry", "calm", "happy"][usize::try_from(mood).unwrap()])),
    );
    put("solved", rest.map(|rest| json!(rest % 2 == 0)));
    put(
        "survey",
        rest.filter(|rest| *rest > 1)
            .map(|rest| json!(["relationship", "after"][usize::try_from(rest % 2).unwrap()])),
    );
    put("weight", weight.map(tenths));
    Json::Object(all)
}

fn signal(
    number: usize,
    said: &Said,
    fields: &[Option<i64>; 8],
    revision: u32,
    received: i64,
) -> Json {
    let mut signal = json!({"at": time(said.at), "kind": "response", "fields": named(fields),
        "respondent_role": if said.decides { "decides" } else { "uses" }});
    if said.who > 0 {
        signal["customer"] = json!(format!("c{}", said.who));
    }
    if let Some(weight) = said.states.filter(|_| said.who > 0) {
        signal["attributes"] = json!({"worth": weight});
    }
    json!({"id": format!("s{number:02}"), "received": time(received), "revision": revision, "signal": signal})
}

/// The log: every signal in the order given, then what comes of them.
fn log(all: &[Said], order: &[u32]) -> Vec<Json> {
    let end = 40 * 60;
    let mut first: Vec<usize> = (0..all.len()).collect();
    first.sort_by_key(|number| order.get(*number).copied().unwrap_or(u32::MAX));
    let mut inputs: Vec<Json> = first
        .iter()
        .map(|number| signal(*number, &all[*number], &all[*number].fields, 0, end))
        .collect();
    for (number, said) in all.iter().enumerate() {
        match &said.later {
            Later::Stands => {}
            Later::Corrected(fields) => inputs.push(signal(number, said, fields, 1, end + 1)),
            Later::TakenBack => inputs.push(json!({"id": format!("r{number:02}"),
                "received": time(end + 1), "retract": {"signal": format!("s{number:02}")}})),
        }
    }
    inputs.push(json!({"id": "t", "tick": {"at": time(end + 2)}}));
    inputs
}

fn fed(mut engine: Engine, inputs: &[Json]) -> Engine {
    for input in inputs {
        json::handle(&mut engine, &input.to_string()).unwrap();
    }
    engine
}

fn run(inputs: &[Json]) -> Engine {
    fed(Engine::new(Program::parse(PROGRAM).unwrap()), inputs)
}

fn rows(engine: &Engine, metric: &str) -> Vec<MetricRow> {
    engine.metric(metric, &MetricQuery::default()).unwrap()
}

fn number(engine: &Engine, metric: &str) -> MetricRow {
    rows(engine, metric).remove(0)
}

/// What stands in the end, each with the weight of its customer as of it.
fn standing(all: &[Said]) -> Vec<([Option<i64>; 8], Option<f64>)> {
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_key(|number| (all[*number].at, *number));
    let mut weights: BTreeMap<u8, f64> = BTreeMap::new();
    let mut found = Vec::new();
    for number in order {
        let said = &all[number];
        let fields = match &said.later {
            Later::Stands => said.fields,
            Later::Corrected(fields) => *fields,
            Later::TakenBack => continue,
        };
        if let Some(weight) = said.states.filter(|_| said.who > 0) {
            weights.insert(said.who, f64::from(i32::try_from(weight).unwrap()));
        }
        found.push((fields, weights.get(&said.who).copied()));
    }
    found
}

fn close(one: Option<f64>, other: Option<f64>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => (one - other).abs() <= 1e-9 * other.abs().max(1.0),
        (one, other) => one == other,
    }
}

fn same(found: &MetricRow, wanted: &Estimate, left_out: usize) -> Result<(), TestCaseError> {
    let one = found.estimate;
    prop_assert!(close(one.value, wanted.value), "{one} is not {wanted}");
    prop_assert!(
        close(one.low, wanted.low) && close(one.high, wanted.high),
        "{one} is not {wanted}"
    );
    prop_assert_eq!(one.n, wanted.n);
    prop_assert_eq!(
        found.left_out.unwrap_or(0),
        i64::try_from(left_out).unwrap()
    );
    Ok(())
}

fn float(whole: i64) -> f64 {
    f64::from(i32::try_from(whole).unwrap())
}

fn share(hits: impl Iterator<Item = bool>) -> Estimate {
    let hits: Vec<bool> = hits.collect();
    let yes = i64::try_from(hits.iter().filter(|hit| **hit).count()).unwrap();
    crate::metric::rate(yes, i64::try_from(hits.len()).unwrap(), 0.95).unwrap()
}

fn nps_of(answers: impl Iterator<Item = i64>) -> Estimate {
    crate::metric::nps(&answers.collect::<Vec<_>>(), 0.95).unwrap()
}

/// Every metric, read off what stands.
fn held(engine: &Engine, all: &[Said]) -> Result<(), TestCaseError> {
    let stands = standing(all);
    let part = |place: usize| stands.iter().filter_map(move |(fields, _)| fields[place]);
    let names = |rest: Option<i64>| rest.filter(|rest| *rest > 1).map(|rest| rest % 2);
    let of_survey = |place: usize, survey: i64, only: bool| {
        stands.iter().filter_map(move |(fields, _)| {
            let mine = names(fields[6]).map_or(only, |named| named == survey);
            fields[place].filter(|_| mine)
        })
    };
    same(&number(engine, "nps"), &nps_of(part(0)), 0)?;
    // Two surveys ask for `ltr`, one for `effort`.
    same(
        &number(engine, "nps-relationship"),
        &nps_of(of_survey(0, 0, false)),
        0,
    )?;
    let effort: Vec<f64> = of_survey(1, 1, true).map(float).collect();
    same(&number(engine, "ces"), &mean(&effort, 0.95).unwrap(), 0)?;
    same(
        &number(engine, "top"),
        &share(part(2).map(|stars| stars == 5)),
        0,
    )?;
    same(
        &number(engine, "bottom"),
        &share(part(2).map(|stars| stars <= 2)),
        0,
    )?;
    same(
        &number(engine, "best"),
        &share(part(2).map(|stars| stars <= 2)),
        0,
    )?;
    let wait: Vec<f64> = part(4).map(|wait| float(wait) / 10.0).collect();
    same(&number(engine, "wait"), &mean(&wait, 0.95).unwrap(), 0)?;
    let mut sorted: Vec<i64> = part(4).collect();
    sorted.sort_unstable();
    let middle = (!sorted.is_empty())
        .then(|| (float(sorted[(sorted.len() - 1) / 2]) + float(sorted[sorted.len() / 2])) / 20.0);
    prop_assert!(close(number(engine, "wait-median").estimate.value, middle));
    same(
        &number(engine, "angry"),
        &share(part(5).map(|mood| mood == 0)),
        0,
    )?;
    same(
        &number(engine, "quick"),
        &share(part(4).map(|wait| wait < 50)),
        0,
    )?;
    let points: Vec<f64> = part(5)
        .filter(|mood| *mood != 1)
        .map(|mood| if mood == 0 { -1.0 } else { 1.5 })
        .collect();
    let calm = part(5).filter(|mood| *mood == 1).count();
    same(&number(engine, "mood"), &mean(&points, 0.95).unwrap(), calm)?;
    let pair = |(fields, _): &([Option<i64>; 8], Option<f64>)| Some(float(fields[2]? - fields[3]?));
    let gaps: Vec<f64> = stands.iter().filter_map(pair).collect();
    let alone = stands
        .iter()
        .filter(|(fields, _)| fields[2].is_some() != fields[3].is_some())
        .count();
    same(&number(engine, "gap"), &mean(&gaps, 0.95).unwrap(), alone)?;
    held_weighted(engine, &stands)
}

type Stands = ([Option<i64>; 8], Option<f64>);

/// The metrics with weights; what has no weight above 0 is left out.
fn held_weighted(engine: &Engine, stands: &[Stands]) -> Result<(), TestCaseError> {
    // Weights count beside each other: tenths do as well.
    let own = |(fields, _): &Stands| fields[7].map(float);
    let of_customer = |(_, weight): &Stands| *weight;
    let score = |(fields, _): &Stands| {
        fields[0].map(|ltr| match ltr {
            9.. => 1.0,
            7.. => 0.0,
            _ => -1.0,
        })
    };
    let wait = |(fields, _): &Stands| fields[4].map(|wait| float(wait) / 10.0);
    let solved = |(fields, _): &Stands| fields[6].map(|rest| f64::from(rest % 2 == 0));
    let all: [(
        &str,
        Made,
        &dyn Fn(&Stands) -> Option<f64>,
        &dyn Fn(&Stands) -> Option<f64>,
    ); 3] = [
        (
            "nps-weighted",
            Made::Scores(MetricKind::Nps),
            &score,
            &of_customer,
        ),
        ("wait-weighted", Made::Numbers, &wait, &own),
        (
            "solved-weighted",
            Made::Scores(MetricKind::Rate),
            &solved,
            &own,
        ),
    ];
    for (metric, made, answer, weight) in all {
        let answered = stands.iter().filter(|it| answer(it).is_some());
        let counts = |it: &&Stands| weight(it).is_some_and(|weight| weight > 0.0);
        let (counted, apart): (Vec<&Stands>, Vec<&Stands>) = answered.partition(counts);
        let answers: Vec<f64> = counted.iter().filter_map(|it| answer(it)).collect();
        let weights: Vec<f64> = counted.iter().filter_map(|it| weight(it)).collect();
        let sampling = Sampling {
            weights: Some(&weights),
            population: None,
        };
        let wanted = weighted(made, &answers, sampling, 0.95).unwrap();
        let found = number(engine, metric);
        same(&found, &wanted.estimate, apart.len())?;
        prop_assert!(
            close(found.effective_n, Some(wanted.effective_n)),
            "{metric}"
        );
        prop_assert!(close(found.design_effect, wanted.design_effect), "{metric}");
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn every_metric_is_what_the_standing_signals_say(
        all in prop::collection::vec(said(), 0..24),
        order in prop::collection::vec(any::<u32>(), 24),
    ) {
        let engine = run(&log(&all, &[]));
        held(&engine, &all)?;
        // Whatever the order in which they came.
        let other = run(&log(&all, &order));
        prop_assert_eq!(other.facts_digest(), engine.facts_digest());
        // Long after, when the signals themselves are forgotten.
        let late = json!({"id": "late", "tick": {"at": time(30 * 24 * 60)}});
        held(&fed(engine.clone(), &[late]), &all)?;
        // In two engines with a part of the customers each.
        let parts: Vec<String> = (0..2).map(|part| {
            let mine = |input: &&Json| {
                let id = input.get("retract").map_or(&input["id"], |retract| &retract["signal"]);
                let id = id.as_str().unwrap();
                id == "t" || {
                    let said = &all[id[1..].parse::<usize>().unwrap()];
                    said.who % 2 == part
                }
            };
            let inputs = log(&all, &order);
            let inputs: Vec<Json> = inputs.iter().filter(mine).cloned().collect();
            let (first, last) = inputs.split_at(inputs.len() / 2);
            let engine = fed(Engine::for_part(Program::parse(PROGRAM).unwrap()), first);
            let engine = Engine::restore(Program::parse(PROGRAM).unwrap(), &engine.snapshot().unwrap());
            json::part(&fed(engine.unwrap(), last)).unwrap()
        }).collect();
        prop_assert_eq!(json::facts_digest(&parts).unwrap(), engine.facts_digest());
    }

    #[test]
    fn a_snapshot_anywhere_changes_nothing(all in prop::collection::vec(said(), 0..24), cut in 0_usize..60) {
        let inputs = log(&all, &[]);
        let (first, last) = inputs.split_at(cut.min(inputs.len()));
        let engine = fed(Engine::new(Program::parse(PROGRAM).unwrap()), first);
        let snapshot = engine.snapshot().unwrap();
        let restored = Engine::restore(Program::parse(PROGRAM).unwrap(), &snapshot).unwrap();
        prop_assert_eq!(fed(restored, last).digest(), run(&inputs).digest());
    }

    #[test]
    fn customers_who_turn_out_to_be_one_have_one_weight(all in prop::collection::vec(said(), 0..24)) {
        let merged: Vec<Said> = all.iter().cloned().map(|said| Said {
            who: if said.who == 2 { 1 } else { said.who },
            ..said
        }).collect();
        let mut inputs = log(&all, &[]);
        inputs.push(json!({"id": "m", "received": time(41 * 60), "merge": {"from": "c2", "into": "c1"}}));
        held(&run(&inputs), &merged)?;
    }

    #[test]
    fn groups_and_periods_add_up_to_all(all in prop::collection::vec(said(), 0..24)) {
        let engine = run(&log(&all, &[]));
        for metric in ["ces", "wait-median", "nps-weighted"] {
            let whole = number(&engine, metric);
            let days = MetricQuery { every: Some(Span::parse("P1D").unwrap()), ..MetricQuery::default() };
            let sum = |rows: &[MetricRow]| -> (i64, i64) {
                (rows.iter().map(|row| row.estimate.n).sum(), rows.iter().filter_map(|row| row.left_out).sum())
            };
            let days = sum(&engine.metric(metric, &days).unwrap());
            prop_assert_eq!(days, (whole.estimate.n, whole.left_out.unwrap_or(0)));
        }
        let roles = MetricQuery { by: vec!["respondent_role".to_owned()], ..MetricQuery::default() };
        let roles = engine.metric("ces", &roles).unwrap();
        let said: BTreeSet<Option<String>> = roles.iter().map(|row| row.group.get("respondent_role").unwrap().clone()).collect();
        prop_assert!(said.iter().all(|role| ["decides", "uses"].contains(&role.as_deref().unwrap())));
        prop_assert_eq!(roles.iter().map(|row| row.estimate.n).sum::<i64>(), number(&engine, "ces").estimate.n);
    }
}

#[test]
fn a_program_of_plain_counts_keeps_what_it_kept() {
    let program = r#"{"voc": 1, "name": "Plain", "fields": {"ltr": "int", "stars": "int"},
        "metrics": {"nps": {"kind": "nps", "of": "ltr"},
            "top": {"kind": "top_box", "of": "stars", "scale": [1, 5]}}}"#;
    let engine = Engine::new(Program::parse(program).unwrap());
    let inputs = [
        json!({"id": "s", "received": time(1), "signal": {"at": time(0), "kind": "response",
        "customer": "c", "fields": {"ltr": 9, "stars": 4}}}),
    ];
    let snapshot = fed(engine, &inputs).snapshot().unwrap();
    let text = String::from_utf8(snapshot).unwrap();
    assert!(
        text.contains("tallies") && !text.contains("totals"),
        "{text}"
    );
}

/// One answer a row, at noon of a day of March 2026.
fn answers(program: &str, rows: &[(u32, Json)]) -> Engine {
    told(program, rows).0
}

/// The same with what was told meanwhile.
fn told(program: &str, rows: &[(u32, Json)]) -> (Engine, Vec<Json>) {
    let mut events = Vec::new();
    let mut engine = Engine::new(Program::parse(program).unwrap());
    for (number, (day, fields)) in rows.iter().enumerate() {
        let at = format!("2026-03-{day:02}T12:00:00Z");
        let input = json!({"id": format!("s{number}"), "received": at, "signal": {
            "at": at, "kind": "response", "customer": format!("c{number}"), "fields": fields}});
        let told = json::handle(&mut engine, &input.to_string()).unwrap();
        events.extend(serde_json::from_str::<Vec<Json>>(&told).unwrap());
    }
    (engine, events)
}

/// formbricks PR 9069: a dashboard summed the NPS of days, and came to 1350; a day without answers was 0.
#[test]
fn formbricks_9069_an_nps_of_days_is_never_a_sum() {
    let program = r#"{"voc": 1, "name": "NPS", "fields": {"ltr": "int"}, "metrics": {"nps": {"kind": "nps", "of": "ltr"}}}"#;
    // 27 answers of 10 on 27 days, half of which have a detractor too; none on the 28th.
    let day = |day: u32| {
        let promoter = (day, json!({"ltr": 10}));
        let detractor = (day % 2 == 0).then(|| (day, json!({"ltr": 0})));
        [Some(promoter), detractor]
    };
    let rows: Vec<(u32, Json)> = (1..=27)
        .flat_map(day)
        .flatten()
        .chain([(29, json!({"ltr": 10}))])
        .collect();
    let engine = answers(program, &rows);
    let daily = MetricQuery {
        every: Some(Span::parse("P1D").unwrap()),
        ..MetricQuery::default()
    };
    let daily = engine.metric("nps", &daily).unwrap();
    let sum: f64 = daily.iter().filter_map(|row| row.estimate.value).sum();
    assert!((sum - 1500.0).abs() < 1e-9, "summed it is {sum}");
    assert!(
        daily
            .iter()
            .all(|row| row.period.as_deref() != Some("2026-03-28")),
        "an empty day is absent"
    );
    // 28 promoters and 13 detractors of 41.
    let found = number(&engine, "nps").estimate;
    assert!(close(found.value, Some(100.0 * 15.0 / 41.0)), "{found}");
    // What days come to together is a merge of their tallies.
    let mut tally = Tally::default();
    for row in &daily {
        let plus = i64::from(row.estimate.value.is_some());
        tally.merge(Tally {
            n: row.estimate.n,
            plus,
            minus: row.estimate.n - plus,
        });
    }
    assert_eq!(tally.estimate(MetricKind::Nps, 0.95).unwrap(), found);
}

/// va.gov-team#87053: answers without a rating stood in the denominator.
#[test]
fn va_gov_87053_what_is_not_rated_is_in_no_denominator() {
    let program = r#"{"voc": 1, "name": "Rated", "fields": {"stars": "int", "words": "text", "hoped": "int"},
        "metrics": {"csat": {"kind": "csat", "of": "stars", "scale": [1, 5]},
            "mean": {"kind": "mean", "of": "stars", "scale": [1, 5]},
            "median": {"kind": "median", "of": "stars", "scale": [1, 5]},
            "low": {"kind": "bottom_box", "of": "stars", "scale": [1, 5]},
            "five": {"kind": "share", "of": "stars", "one_of": [5]},
            "gap": {"kind": "gap", "of": "stars", "expected": "hoped", "scale": [1, 5]}}}"#;
    let rows = [
        (1, json!({"stars": 5})),
        (1, json!({"words": "no rating"})),
        (2, json!({"stars": 1, "hoped": 3})),
        (2, json!({})),
    ];
    let engine = answers(program, &rows);
    for (metric, value, n) in [
        ("csat", 0.5, 2),
        ("mean", 3.0, 2),
        ("median", 3.0, 2),
        ("low", 0.5, 2),
        ("five", 0.5, 2),
        ("gap", -2.0, 1),
    ] {
        let found = number(&engine, metric).estimate;
        assert_eq!((found.value, found.n), (Some(value), n), "{metric}");
    }
}

#[test]
fn rolling_metric_and_rolling_average_are_two_things() {
    let program = r#"{"voc": 1, "name": "Rolling", "fields": {"stars": "int"}, "metrics": {
        "mean": {"kind": "mean", "of": "stars", "scale": [1, 5]},
        "top": {"kind": "top_box", "of": "stars", "scale": [1, 5], "top_box": 1}}}"#;
    // Days: 2 — 5 5 5; 3 — 1; 4 — nothing; 5 — 3.
    let rows =
        [(2, 5), (2, 5), (2, 5), (3, 1), (5, 3)].map(|(day, stars)| (day, json!({"stars": stars})));
    let engine = answers(program, &rows);
    let asked = |metric: &str, query: Json| {
        let rows = json::metric(&engine, metric, &query.to_string()).unwrap();
        let rows: Vec<Json> = serde_json::from_str(&rows).unwrap();
        let row = |row: &Json| {
            (
                row["period"].as_str().unwrap()[8..].to_owned(),
                row["value"].as_f64().unwrap(),
                row["n"].as_i64().unwrap(),
            )
        };
        (rows.iter().map(row).collect::<Vec<_>>(), rows)
    };
    let wanted = |all: &[(&str, f64, i64)]| {
        all.iter()
            .map(|(day, value, n)| ((*day).to_owned(), *value, *n))
            .collect::<Vec<_>>()
    };
    // Two days each: 15/3; 16/4; 1/1 of the 3rd and 4th; 3/1 of the 4th and 5th.
    let (found, rows) = asked("mean", json!({"every": "P1D", "rolling": "P2D"}));
    assert_eq!(
        found,
        wanted(&[
            ("02", 5.0, 3),
            ("03", 4.0, 4),
            ("04", 1.0, 1),
            ("05", 3.0, 1)
        ])
    );
    assert_eq!(
        (&rows[1]["from"], &rows[1]["to"]),
        (&json!("2026-03-02"), &json!("2026-03-03"))
    );
    assert_eq!(rows[1]["method"], "student");
    // Two periods each: 5; (5 + 1)/2; 1, since the 4th has no number; 3.
    let (found, rows) = asked("mean", json!({"every": "P1D", "average_of": 2}));
    assert_eq!(
        found,
        wanted(&[
            ("02", 5.0, 3),
            ("03", 3.0, 4),
            ("04", 1.0, 1),
            ("05", 3.0, 1)
        ])
    );
    let periods: Vec<&Json> = rows.iter().map(|row| &row["periods"]).collect();
    assert_eq!(periods, [1, 2, 1, 1]);
    assert!(
        rows.iter()
            .all(|row| row["low"].is_null() && row["method"] == "mean_of_periods")
    );
    // By week, from Monday the 2nd: one period.
    let (found, _) = asked("top", json!({"every": "P7D", "rolling": "P1M"}));
    assert_eq!(found, wanted(&[("02", 0.6, 5)]));
    let wrong = |query: Json| {
        let query: MetricQuery = serde_json::from_value(query).unwrap();
        let error = engine.metric("mean", &query).unwrap_err();
        (error.code, error.path.unwrap())
    };
    assert_eq!(
        wrong(json!({"rolling": "P2D"})),
        (crate::error::Code::Missing, "every".into())
    );
    assert_eq!(
        wrong(json!({"every": "P1D", "rolling": "PT5H"})),
        (crate::error::Code::OutOfRange, "rolling".into())
    );
    assert_eq!(
        wrong(json!({"every": "P1D", "average_of": 1})),
        (crate::error::Code::OutOfRange, "average_of".into())
    );
    assert_eq!(
        wrong(json!({"every": "P1D", "average_of": 2, "rolling": "P2D"})),
        (crate::error::Code::Ambiguous, "average_of".into())
    );
}

#[test]
fn a_level_of_a_mean_a_median_and_of_weighted_answers() {
    let program = r#"
voc: 1
name: Levels of means
lateness: PT0S
fields: {effort: int, wait: number, weight: int, decided: bool}
metrics:
  ces: {kind: ces, of: effort, scale: [1, 7], better: high}
  wait: {kind: median, of: wait}
  decided: {kind: share, of: decided, one_of: [true], weight: weight}
rules:
  hard: {metric: ces, below: 4, min_n: 4}
  surely-hard: {metric: ces, below: 4, min_n: 4, confidence: 0.95}
  long: {metric: wait, above: 10, min_n: 3}
  undecided: {metric: decided, below: 0.5, min_n: 2}
  harder: {metric: ces, change: {by: -1}, min_n: 4}
"#;
    // Day 1: effort 4 4 4 4. Day 2: 2 3 3 4, whose mean 3 ± 3.182 · 0.408 = 1.70 to 4.30 is not surely below 4.
    // Day 3: 2 3 3 2, whose mean 2.5 ± 3.182 · 0.289 = 1.58 to 3.42 is.
    let efforts = [[4, 4, 4, 4], [2, 3, 3, 4], [2, 3, 3, 2]];
    let mut rows = Vec::new();
    for (day, efforts) in (1..).zip(efforts) {
        for (place, effort) in efforts.into_iter().enumerate() {
            // Waits of 9, 11, 12, 30 on the first day; weights 1 1 1 9 with one undecided of weight 9.
            let weight = [1, 1, 1, 9][place];
            let wait = [9, 11, 12, 30][place] - if day == 1 { 0 } else { 8 };
            rows.push((
                day,
                json!({"effort": effort, "wait": wait, "weight": weight, "decided": place < 3}),
            ));
        }
    }
    let (mut engine, mut events) = told(program, &rows);
    let tick = json!({"id": "t", "tick": {"at": "2026-03-04T00:00:00Z"}}).to_string();
    let last = json::handle(&mut engine, &tick).unwrap();
    events.extend(serde_json::from_str::<Vec<Json>>(&last).unwrap());
    let raised = events
        .iter()
        .filter(|event| event["type"] == "alert_raised");
    let fired: Vec<String> = raised
        .map(|event| {
            let of = |key: &str| event["alert"][key].as_str().unwrap();
            format!("{} {}", &of("at")[5..10], of("rule"))
        })
        .collect();
    // Medians: 11.5, then 3.5. Weighted: 3 of 12 decided, every day. A change of 1 from 4 to 3.
    let long = events
        .iter()
        .find(|event| event["alert"]["rule"] == "long")
        .unwrap();
    let words = json::explain_alert(engine.program(), &long["alert"].to_string()).unwrap();
    assert!(
        words.contains("was 11.5 (4 answers; no interval)"),
        "{words}"
    );
    assert_eq!(
        fired,
        [
            "03-02 long",
            "03-02 undecided",
            "03-03 hard",
            "03-03 harder",
            "03-04 surely-hard"
        ]
    );
}

#[test]
fn parts_judge_means_as_the_whole_does() {
    let program = r#"
voc: 1
name: Parts
lateness: PT0S
fields: {effort: int, wait: number}
metrics: {ces: {kind: ces, of: effort, scale: [1, 7], better: high}, wait: {kind: median, of: wait}}
rules:
  hard: {metric: ces, by: [unit], below: 4, min_n: 3, confidence: 0.9}
  long: {metric: wait, over: P2D, above: 5, min_n: 2}
  worse: {metric: ces, change: {by: -0.5, significant: true}, min_n: 3}
"#;
    let program = Program::parse(program).unwrap();
    let mut inputs = Vec::new();
    for (number, effort) in [5, 6, 5, 7, 6, 3, 2, 3, 2, 1, 2, 3].into_iter().enumerate() {
        let at = format!("2026-03-{:02}T{:02}:00:00Z", 2 + number / 6, number % 6);
        inputs.push(json!({"id": format!("s{number}"), "received": at, "signal": {"at": at, "kind": "response",
            "customer": format!("c{number}"), "unit": ["north", "south"][number % 2],
            "fields": {"effort": effort, "wait": number}}}));
    }
    inputs.push(json!({"id": "t", "tick": {"at": "2026-03-05T00:00:00Z"}}));
    let metrics = |events: Vec<Json>| -> Vec<Json> {
        let alerts = events
            .into_iter()
            .filter(|event| event["type"] == "alert_raised");
        alerts
            .map(|event| json!([event["at"], event["alert"]]))
            .collect()
    };
    let mut whole = Engine::new(program.clone());
    let mut events = Vec::new();
    for input in &inputs {
        let told = json::handle(&mut whole, &input.to_string()).unwrap();
        events.extend(serde_json::from_str::<Vec<Json>>(&told).unwrap());
    }
    let parts: Vec<String> = (0..3)
        .map(|part| {
            let mine = |(number, input): &(usize, &Json)| {
                input.get("tick").is_some() || number % 3 == part
            };
            let inputs: Vec<Json> = inputs
                .iter()
                .enumerate()
                .filter(mine)
                .map(|(_, input)| input.clone())
                .collect();
            json::part(&fed(Engine::for_part(program.clone()), &inputs)).unwrap()
        })
        .collect();
    let judged =
        metrics(serde_json::from_str(&json::judge_metrics(&parts, None, None).unwrap()).unwrap());
    let wanted = metrics(events);
    let rules: BTreeSet<&str> = wanted
        .iter()
        .map(|alert| alert[1]["rule"].as_str().unwrap())
        .collect();
    assert_eq!(rules, BTreeSet::from(["hard", "long", "worse"]));
    assert_eq!(judged, wanted);
    assert_eq!(json::facts_digest(&parts).unwrap(), whole.facts_digest());
}

#[test]
fn a_version_that_knows_another_survey_counts_anew() {
    let program = |more: &str| {
        format!(
            r#"{{"voc": 1, "name": "Surveys", "fields": {{"effort": "int", "survey": "text"}},
        "surveys": {{"after": {{"type": "transactional", "questions": {{"effort": {{"text": "Easy?", "scale": [1, 7]}}}}}}{more}}},
        "metrics": {{"ces": {{"kind": "ces", "of": "effort", "scale": [1, 7], "better": "high", "survey": "after"}}}}}}"#
        )
    };
    let other = r#", "then": {"type": "transactional", "questions": {"effort": {"text": "And now?", "scale": [1, 7]}}}"#;
    let answer = |id: &str, at: &str| {
        json!({"id": id, "received": at, "signal": {"at": at, "kind": "response",
        "customer": "c", "fields": {"effort": 5}}})
    };
    let newer: Json = serde_json::from_str(&program(other)).unwrap();
    let engine = fed(
        Engine::new(Program::parse(&program("")).unwrap()),
        &[
            answer("s1", "2026-03-02T10:00:00Z"),
            json!({"id": "v", "received": "2026-03-03T00:00:00Z", "program": {"at": "2026-03-03T00:00:00Z", "program": newer}}),
            answer("s2", "2026-03-03T10:00:00Z"),
        ],
    );
    // An answer that names no survey is of the only one; of two it is of none.
    assert_eq!(number(&engine, "ces").estimate.n, 0);
    let then = MetricQuery {
        version_at: Some(Time::parse("2026-03-02T10:00:00Z").unwrap()),
        ..MetricQuery::default()
    };
    assert_eq!(engine.metric("ces", &then).unwrap()[0].estimate.n, 1);
}

#[test]
fn what_an_improvement_did_is_told_of_counts() {
    let program = r#"{"voc": 1, "name": "Effects", "fields": {"stars": "int"}, "units": {"north": {}},
        "metrics": {"mean": {"kind": "mean", "of": "stars", "scale": [1, 5]}, "top": {"kind": "top_box", "of": "stars", "scale": [1, 5]}}}"#;
    let propose = |id: &str, metric: &str| {
        json!({"id": id, "received": "2026-03-02T10:00:00Z", "improvement": {
        "at": "2026-03-02T10:00:00Z", "by": "mia", "do": {"open": {"title": "Shorter letters", "kind": "communication",
            "owner": "mia", "units": ["north"], "metric": metric, "goal": {"better": "high", "by": "2026-06-01T00:00:00Z"}}}}})
    };
    let engine = fed(
        Engine::new(Program::parse(program).unwrap()),
        &[propose("a", "mean"), propose("b", "top")],
    );
    let error = engine.effect("a").unwrap_err();
    assert_eq!(error.code, crate::error::Code::NotAllowed);
    assert!(error.hint.unwrap().contains("top_box"));
    assert!(engine.effect("b").is_ok());
}
