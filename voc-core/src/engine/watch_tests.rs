//! Rules over metrics, through the engine.

use super::*;
use crate::json;
use crate::metric::MetricQuery;
use serde_json::{Value as Json, json};

const PROGRAM: &str = r#"
voc: 1
name: Levels
lateness: PT6H
live_from: 2026-03-03
kinds:
  response: {fields: [csat]}
  claim_paid: {fields: [], lateness: P10D}
fields: {csat: int}
customer: {tier: text}
segments: {gold: 'customer.tier == "gold"'}
metrics:
  csat: {kind: csat, of: csat, scale: [1, 5]}
  loyal: {kind: rate, of: 'customer.tier == "gold"', out_of: 'kind == "response"'}
roles: {manager: {level: middle}}
units: {company: {}, north: {parent: company}, south: {parent: company}}
touch_points: {desk: {owner: south}}
routes: [{if: 'segment("gold")', to: company}]
rules:
  by-unit: {metric: csat, by: [unit], below: 0.5, min_n: 2, raise: {to: manager}}
  by-point: {metric: csat, by: [touch_point], below: 0.5, min_n: 2, raise: {to: owner}}
  by-segment: {metric: csat, by: [segment], below: 0.5, min_n: 2}
  trial: {metric: csat, below: 0.5, min_n: 2, shadow: true}
  loyalty: {metric: loyal, above: 0.5, min_n: 2, raise: {praise: true, to: company}}
"#;

fn give(engine: &mut Engine, input: &Json) -> Vec<Json> {
    serde_json::from_str(&json::handle(engine, &input.to_string()).unwrap()).unwrap()
}

fn answer(id: &str, at: &str, csat: i64, place: &Json) -> Json {
    let mut input = json!({"id": id, "received": at, "signal": {
        "at": at, "kind": "response", "customer": id, "fields": {"csat": csat}}});
    for (key, value) in place.as_object().unwrap() {
        input["signal"][key] = value.clone();
    }
    input
}

fn tick(id: &str, at: &str) -> Json {
    json!({"id": id, "tick": {"at": at}})
}

fn seen(events: &[Json]) -> Vec<String> {
    let line = |event: &Json| {
        let told = match event["type"].as_str().unwrap() {
            "alert_raised" => &event["alert"]["rule"],
            "alert_routed" => &event["routed"]["unit"],
            _ => &event["notice"]["to"],
        };
        format!("{} {told}", event["at"].as_str().unwrap())
    };
    events.iter().map(line).collect()
}

#[test]
fn a_group_is_routed_as_its_signals_are() {
    let mut engine = Engine::new(Program::parse(PROGRAM).unwrap());
    let people = json!({"mia": {"units": ["north"], "role": "manager"}});
    give(
        &mut engine,
        &json!({"id": "r", "roster": {"at": "2026-03-03T00:00:00Z", "people": people}}),
    );
    let north = json!({"unit": "north"});
    let desk = json!({"touch_point": "desk", "attributes": {"tier": "gold"}});
    give(
        &mut engine,
        &answer("s1", "2026-03-03T09:00:00Z", 1, &north),
    );
    assert_eq!(
        engine.next_due().unwrap().to_string(),
        "2026-03-04T06:00:00Z"
    );
    give(
        &mut engine,
        &answer("s2", "2026-03-03T10:00:00Z", 2, &north),
    );
    give(&mut engine, &answer("s3", "2026-03-03T11:00:00Z", 5, &desk));
    give(&mut engine, &answer("s4", "2026-03-03T12:00:00Z", 1, &desk));
    give(&mut engine, &answer("s5", "2026-03-03T13:00:00Z", 1, &desk));
    let events = give(&mut engine, &tick("t1", "2026-03-04T06:00:00Z"));
    let at = "2026-03-04T06:00:00Z";
    let expected = [
        "\"by-point\"",
        "\"south\"",
        r#"{"unit":"south"}"#,
        "\"by-unit\"",
        "\"north\"",
        r#"{"person":"mia"}"#,
    ];
    assert_eq!(seen(&events), expected.map(|told| format!("{at} {told}")));
    let alert = &events[0]["alert"];
    assert_eq!(alert["at"], "2026-03-04T00:00:00Z");
    assert!(alert.get("customer").is_none() && alert.get("signal").is_none());
    let why = &alert["why"]["metric"];
    assert_eq!(
        (&why["group"], &why["n"]),
        (&json!({"touch_point": "desk"}), &json!(3))
    );
    assert_eq!(
        (&why["from"], &why["to"]),
        (&json!("2026-03-03"), &json!("2026-03-03"))
    );
    // The shadow is counted, and is neither concern nor praise.
    let alerts = engine.loop_health().alerts;
    assert_eq!(
        (alerts.concerns, alerts.by_rule.get("trial")),
        (2, Some(&1))
    );
    // What hangs on the customer's attributes waits for the slowest kind.
    assert_eq!(
        engine.next_due().unwrap().to_string(),
        "2026-03-14T00:00:00Z"
    );
    let events = give(&mut engine, &tick("t2", "2026-03-20T00:00:00Z"));
    let later = [
        "\"by-segment\"",
        "\"company\"",
        r#"{"unit":"company"}"#,
        "\"loyalty\"",
        "\"company\"",
        r#"{"unit":"company"}"#,
    ];
    assert_eq!(
        seen(&events),
        later.map(|told| format!("2026-03-14T00:00:00Z {told}"))
    );
    assert_eq!(events[5]["notice"]["kind"], "praise");
    assert_eq!(engine.next_due(), None);
}

#[test]
fn before_the_program_is_live_an_alert_is_only_a_fact() {
    let mut engine = Engine::new(Program::parse(PROGRAM).unwrap());
    let facts = engine.facts_digest();
    let north = json!({"unit": "north"});
    give(
        &mut engine,
        &answer("s1", "2026-03-01T09:00:00Z", 1, &north),
    );
    give(
        &mut engine,
        &answer("s2", "2026-03-01T10:00:00Z", 2, &north),
    );
    let events = give(&mut engine, &tick("t1", "2026-03-02T06:00:00Z"));
    assert_eq!(seen(&events), ["2026-03-02T06:00:00Z \"by-unit\""]);
    assert_ne!(engine.facts_digest(), facts);
}

#[test]
fn whatever_moves_time_lets_it_be_judged_first() {
    let north = json!({"unit": "north"});
    for mover in [
        json!({"id": "m", "received": "2026-03-04T06:00:00Z", "retract": {"signal": "s2"}}),
        json!({"id": "m", "received": "2026-03-04T06:00:00Z", "retract": {"signal": "nobody-knows"}}),
        json!({"id": "m", "received": "2026-03-04T06:00:00Z", "roster": {"at": "2026-03-04T06:00:00Z", "people": {}}}),
        json!({"id": "m", "received": "2026-03-04T06:00:00Z", "customer": {"at": "2026-03-04T05:00:00Z", "customer": "c", "attributes": {}}}),
        answer("m", "2026-03-04T06:00:00Z", 5, &north),
        json!({"id": "m", "received": "2026-03-04T06:00:00Z", "signal": {"at": "2026-03-03T23:00:00Z", "kind": "response", "unit": "north", "fields": {"csat": 5}}}),
    ] {
        let mut engine = Engine::new(Program::parse(PROGRAM).unwrap());
        for id in ["s1", "s2"] {
            let mut one = answer(id, "2026-03-03T09:00:00Z", 1, &north);
            one["signal"]["customer"].take();
            give(&mut engine, &one);
        }
        let events = give(&mut engine, &mover);
        assert_eq!(events[0]["alert"]["rule"], "by-unit", "{mover}");
        assert_eq!(events[0]["alert"]["why"]["metric"]["n"], 2, "{mover}");
    }
}

#[test]
fn a_metric_that_is_watched_by_segment_can_be_asked_for_by_it() {
    let mut engine = Engine::new(Program::parse(PROGRAM).unwrap());
    let gold = json!({"attributes": {"tier": "gold"}});
    give(&mut engine, &answer("s1", "2026-03-03T09:00:00Z", 5, &gold));
    give(
        &mut engine,
        &answer("s2", "2026-03-03T09:00:00Z", 1, &json!({})),
    );
    let query = MetricQuery {
        by: vec!["segment".into()],
        ..MetricQuery::default()
    };
    let rows = engine.metric("csat", &query).unwrap();
    let rows: Vec<_> = rows
        .iter()
        .map(|row| {
            (
                row.group.get("segment").unwrap().as_deref(),
                row.estimate.unwrap().n,
            )
        })
        .collect();
    assert_eq!(rows, [(None, 1), (Some("gold"), 1)]);
    assert!(engine.metric("loyal", &query).is_err());
}

/// Engines with a part of the customers count; what they count is judged, routed and told as by one.
#[test]
fn what_parts_count_is_judged_together() {
    let program = Program::parse(PROGRAM).unwrap();
    let people = json!({"mia": {"units": ["north"], "role": "manager"}});
    let roster = json!({"at": "2026-03-01T00:00:00Z", "people": people});
    let north = json!({"unit": "north"});
    let desk = json!({"touch_point": "desk", "attributes": {"tier": "gold"}});
    let all = [
        json!({"id": "r", "received": "2026-03-01T00:00:00Z", "roster": roster}),
        // Before the program is live.
        answer("s1", "2026-03-01T09:00:00Z", 1, &north),
        answer("s2", "2026-03-01T10:00:00Z", 2, &north),
        answer("s3", "2026-03-02T10:00:00Z", 5, &north),
        answer("s4", "2026-03-02T10:00:00Z", 5, &north),
        answer("s5", "2026-03-03T09:00:00Z", 1, &north),
        answer("s6", "2026-03-03T10:00:00Z", 1, &north),
        answer("s7", "2026-03-03T11:00:00Z", 1, &desk),
        answer("s8", "2026-03-03T12:00:00Z", 1, &desk),
        tick("t1", "2026-03-05T00:00:00Z"),
        tick("t2", "2026-03-20T00:00:00Z"),
    ];
    let mut whole = Engine::new(program.clone());
    let told = |engine: &mut Engine, input: &Json| {
        let mut events = give(engine, input);
        events.retain(|event| event["type"] != "signal_accepted");
        events
    };
    let mut wanted: Vec<Json> = all.iter().flat_map(|one| told(&mut whole, one)).collect();
    for event in &mut wanted {
        event["input"] = json!(TOGETHER);
    }
    // Each pair of answers is torn apart, so that neither part would find anything.
    let mut parts = [Engine::for_part(program.clone()), Engine::for_part(program)];
    for (index, input) in all.iter().enumerate() {
        for (number, part) in parts.iter_mut().enumerate() {
            if input["signal"].is_null() || index % 2 == number {
                assert_eq!(told(part, input), Vec::<Json>::new());
            }
        }
    }
    let texts: Vec<String> = parts.iter().map(|part| json::part(part).unwrap()).collect();
    let judged = |after| {
        let found = json::judge_metrics(&texts, Some(&roster.to_string()), after).unwrap();
        serde_json::from_str::<Vec<Json>>(&found).unwrap()
    };
    assert!(wanted.len() >= 10, "{wanted:?}");
    assert_eq!(judged(None), wanted);
    let (early, late) = wanted.split_at(wanted.len() - judged(Some("2026-03-05T00:00:00Z")).len());
    assert_eq!(judged(Some("2026-03-05T00:00:00Z")), late);
    assert!(!early.is_empty() && !late.is_empty());
    assert_eq!(json::facts_digest(&texts).unwrap(), whole.facts_digest());
    // With nobody there the units are told.
    let nobody = json::judge_metrics(&texts, None, None).unwrap();
    assert!(!nobody.contains("mia") && nobody.contains("north"));
}
