//! What a case keeps of what the customer said, for how long, and for whom.

use super::*;
use crate::json;
use serde_json::{Value as Json, json};

const PROGRAM: &str = r"
voc: 1
name: Larkfield
fields: {ltr: int}
topics: {bill: [invoice], wait: ['on hold'], shop: [counter]}
privacy: {retain: {verbatim: P30D}}
roles:
  manager: {level: middle, sees: {verbatims: unit}}
  clerk: {level: front_line, sees: {verbatims: own_cases, cases: unit}}
units: {north: {}, south: {}}
rules: {low: {when: 'ltr <= 6', raise: {case: recovery}}}
cases: {recovery: {carry: {verbatim: true, topics: true}}}
";
const WORDS: &str = "The INVOICE was wrong, and I was on hold";

fn give(engine: &mut Engine, input: &Json) -> Json {
    serde_json::from_str(&json::handle(engine, &input.to_string()).unwrap()).unwrap()
}

fn said(engine: &mut Engine, id: &str, at: &str, received: &str) {
    let signal = json!({"at": at, "kind": "response", "customer": id, "unit": "north",
        "verbatim": WORDS, "fields": {"ltr": 1}});
    give(
        engine,
        &json!({"id": id, "received": received, "signal": signal}),
    );
}

fn engine(program: &str) -> Engine {
    let mut engine = Engine::new(Program::parse(program).unwrap());
    let people = json!({
        "max": {"units": ["north"], "role": "manager"},
        "ben": {"units": ["north"], "role": "clerk"},
        "sue": {"units": ["south"], "role": "manager"},
    });
    let at = "2026-03-01T00:00:00Z";
    give(
        &mut engine,
        &json!({"id": "r", "received": at, "roster": {"at": at, "people": people}}),
    );
    engine
}

fn about(engine: &Engine) -> crate::case::About {
    engine.cases().next().unwrap().about.get()
}

#[test]
fn a_case_carries_the_words_and_their_topics_where_its_type_says_so() {
    let at = "2026-03-02T09:00:00Z";
    let mut all = engine(PROGRAM);
    said(&mut all, "a", at, at);
    let carried = about(&all);
    assert_eq!(carried.verbatim.as_deref(), Some(WORDS));
    assert_eq!(carried.topics, ["bill", "wait"]);
    assert_eq!(carried.signal.as_deref(), Some("a"));
    let mut topics = engine(&PROGRAM.replace("verbatim: true, ", ""));
    said(&mut topics, "a", at, at);
    assert_eq!(
        (about(&topics).verbatim, about(&topics).topics.len()),
        (None, 2)
    );
    let mut none = engine(&PROGRAM.replace("carry: {verbatim: true, topics: true}", ""));
    said(&mut none, "a", at, at);
    assert!(!json::cases(&none).unwrap().contains("INVOICE"));
    assert_eq!(about(&none).signal, None);
}

#[test]
fn words_are_seen_by_those_who_see_verbatims() {
    let mut engine = engine(PROGRAM);
    said(
        &mut engine,
        "a",
        "2026-03-02T09:00:00Z",
        "2026-03-02T09:00:00Z",
    );
    let seen = |person: &str| json::cases_for(&engine, person).unwrap();
    assert!(seen("max").contains("INVOICE"));
    // Ben sees the case and not its words; what they were about is no secret.
    assert!(!seen("ben").contains("INVOICE") && seen("ben").contains("\"bill\""));
    for stranger in ["sue", "nobody"] {
        assert_eq!(seen(stranger), "[]");
    }
}

#[test]
fn words_are_forgotten_when_their_time_has_passed_whoever_speaks() {
    let mut engine = engine(PROGRAM);
    said(
        &mut engine,
        "a",
        "2026-03-02T09:00:00Z",
        "2026-03-02T09:00:00Z",
    );
    let until = Time::parse("2026-04-01T09:00:00Z").unwrap();
    assert_eq!(engine.next_due(), Some(until));
    said(
        &mut engine,
        "b",
        "2026-04-01T08:59:59Z",
        "2026-04-01T08:59:59Z",
    );
    assert!(json::cases(&engine).unwrap().matches("INVOICE").count() == 2);
    // Another customer's input tells that the time has come; so does a snapshot taken before.
    let before = engine.snapshot().unwrap();
    let tick = json!({"id": "t", "tick": {"at": "2026-04-01T09:00:00Z"}});
    let events = give(&mut engine, &tick);
    assert_eq!(events[0]["event"]["change"]["type"], "verbatim_forgotten");
    assert_eq!(events[0]["event"]["at"], "2026-04-01T09:00:00Z");
    let mut restored = Engine::restore(Program::parse(PROGRAM).unwrap(), &before).unwrap();
    assert_eq!(give(&mut restored, &tick), events);
    assert_eq!(restored.digest(), engine.digest());
    let left = json::cases(&engine).unwrap();
    assert_eq!(left.matches("INVOICE").count(), 1);
    assert_eq!(left.matches("\"bill\"").count(), 2);
    let snapshot = String::from_utf8_lossy(&engine.snapshot().unwrap()).into_owned();
    assert!(!snapshot.contains("verbatim_until\":\"2026-04-01T09"));
}

#[test]
fn words_that_come_too_late_are_never_kept() {
    let mut engine = engine(PROGRAM);
    said(
        &mut engine,
        "a",
        "2026-03-02T09:00:00Z",
        "2026-04-01T09:00:00Z",
    );
    assert_eq!(about(&engine).verbatim, None);
    assert_eq!(engine.next_due(), None);
}

#[test]
fn a_time_of_nothing_and_topics_that_are_not_there_are_found() {
    let none = PROGRAM.replace("P30D", "PT0S");
    let error = Program::parse(&none).unwrap_err();
    assert_eq!(
        error.diagnostics[0].path.as_deref(),
        Some("privacy.retain.verbatim")
    );
    let untold = PROGRAM.replace(
        "topics: {bill: [invoice], wait: ['on hold'], shop: [counter]}",
        "",
    );
    let program = Program::parse(&untold).unwrap();
    assert_eq!(
        program.check()[0].path.as_deref(),
        Some("cases.recovery.carry.topics")
    );
}
