//! Metrics of every kind, through the engine: held to a plain reading of the signals that stand.

mod by_hand;
mod oracle;

use super::*;
use crate::json;
use crate::metric::{MetricQuery, MetricRow};
use crate::time::Span;
use oracle::held;
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;

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
                (rows.iter().map(|row| row.estimate.unwrap().n).sum(), rows.iter().filter_map(|row| row.left_out).sum())
            };
            let days = sum(&engine.metric(metric, &days).unwrap());
            prop_assert_eq!(days, (whole.estimate.unwrap().n, whole.left_out.unwrap_or(0)));
        }
        let roles = MetricQuery { by: vec!["respondent_role".to_owned()], ..MetricQuery::default() };
        let roles = engine.metric("ces", &roles).unwrap();
        let said: BTreeSet<Option<String>> = roles.iter().map(|row| row.group.get("respondent_role").unwrap().clone()).collect();
        prop_assert!(said.iter().all(|role| ["decides", "uses"].contains(&role.as_deref().unwrap())));
        prop_assert_eq!(roles.iter().map(|row| row.estimate.unwrap().n).sum::<i64>(), number(&engine, "ces").estimate.unwrap().n);
    }
}
