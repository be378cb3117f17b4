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

/// The signal `a` corrected.
fn corrected(engine: &mut Engine, revision: u32, received: &str, change: &Json) -> Json {
    let mut signal = json!({"at": "2026-03-02T09:00:00Z", "kind": "response", "customer": "a", "unit": "north",
        "verbatim": "Nobody at the counter", "fields": {"ltr": 1}});
    for (key, value) in change.as_object().unwrap() {
        signal[key] = value.clone();
    }
    let input = json!({"id": "a", "revision": revision, "received": received, "signal": signal});
    give(engine, &input)
}

#[test]
fn a_correction_corrects_the_words_and_no_old_ones_are_left() {
    let at = "2026-03-02T09:00:00Z";
    let later = "2026-03-02T10:00:00Z";
    let mut engine = engine(PROGRAM);
    said(&mut engine, "a", at, at);
    let mut before = engine.clone();
    let events = corrected(&mut engine, 1, later, &json!({}));
    let change = &events.as_array().unwrap().last().unwrap()["event"]["change"];
    assert_eq!(change["type"], "words_corrected");
    assert_eq!(change["verbatim"], "Nobody at the counter");
    let case = about(&engine);
    assert_eq!(case.verbatim.as_deref(), Some("Nobody at the counter"));
    assert_eq!(case.topics, ["shop"]);
    // What is read of the case has them once, where it has what was said; the history has none.
    let text = json::cases(&engine).unwrap();
    assert_eq!(
        (
            text.matches("counter").count(),
            text.matches("INVOICE").count()
        ),
        (1, 0)
    );
    assert!(!json::cases_for(&engine, "ben").unwrap().contains("counter"));
    // The words are forgotten when theirs are; a snapshot knows as much.
    let until = Time::parse("2026-04-01T09:00:00Z").unwrap();
    assert_eq!(engine.next_due(), Some(until));
    let restored = Engine::restore(engine.program().clone(), &engine.snapshot().unwrap()).unwrap();
    assert_eq!(
        (restored.next_due(), restored.digest()),
        (Some(until), engine.digest())
    );
    // Said again as it was, or otherwise corrected, it says nothing of the words.
    let again = corrected(&mut engine, 2, later, &json!({"channel": "web"}));
    assert!(!again.to_string().contains("words_corrected"));
    let none = corrected(&mut before, 1, later, &json!({"verbatim": null}));
    assert!(none.to_string().contains("words_corrected"));
    assert_eq!((about(&before).verbatim, before.next_due()), (None, None));
}

#[test]
fn words_that_are_taken_back_are_gone() {
    let at = "2026-03-02T09:00:00Z";
    let later = "2026-03-02T10:00:00Z";
    for touched in [false, true] {
        let mut engine = engine(PROGRAM);
        said(&mut engine, "a", at, at);
        if touched {
            let command =
                json!({"case": {"signal": "a"}, "by": "max", "at": at, "do": "acknowledge"});
            give(
                &mut engine,
                &json!({"id": "k", "received": at, "command": command}),
            );
        }
        corrected(&mut engine, 1, later, &json!({}));
        give(
            &mut engine,
            &json!({"id": "x", "received": later, "retract": {"signal": "a"}}),
        );
        let case = about(&engine);
        assert_eq!(
            (case.verbatim, case.topics.len(), engine.next_due()),
            (None, 0, None)
        );
        assert!(!json::cases(&engine).unwrap().contains("counter"));
        let snapshot = String::from_utf8_lossy(&engine.snapshot().unwrap()).into_owned();
        assert!(!snapshot.contains("counter") && !snapshot.contains("INVOICE"));
    }
}

#[test]
fn words_that_are_somebody_elses_leave_the_case() {
    let at = "2026-03-02T09:00:00Z";
    let mut engine = engine(PROGRAM);
    said(&mut engine, "a", at, at);
    corrected(
        &mut engine,
        1,
        "2026-03-02T10:00:00Z",
        &json!({"customer": "z"}),
    );
    for case in engine.cases() {
        let is_theirs = case.customer.as_deref() == Some("z");
        assert_eq!(case.about.get().verbatim.is_some(), is_theirs);
    }
    assert_eq!(engine.cases().count(), 2);
}

#[test]
fn a_duplicate_that_was_merged_has_its_words_taken_back_too() {
    let at = "2026-03-02T09:00:00Z";
    let program = PROGRAM.replace(
        "raise: {case: recovery}",
        "every: {k: 1, same: ltr}, raise: {case: recovery}",
    );
    let mut engine = engine(&program);
    said(&mut engine, "a", at, at);
    let signal = json!({"at": at, "kind": "response", "customer": "a", "unit": "north", "verbatim": "counter",
        "fields": {"ltr": 2}});
    give(
        &mut engine,
        &json!({"id": "b", "received": at, "signal": signal}),
    );
    let do_ = json!({"merge": {"into": {"signal": "a"}}});
    let command = json!({"case": {"signal": "b"}, "by": "max", "at": at, "do": do_});
    give(
        &mut engine,
        &json!({"id": "k", "received": at, "command": command}),
    );
    let mut restored =
        Engine::restore(engine.program().clone(), &engine.snapshot().unwrap()).unwrap();
    for engine in [&mut engine, &mut restored] {
        give(
            engine,
            &json!({"id": "x", "received": at, "retract": {"signal": "b"}}),
        );
        assert!(!json::cases(engine).unwrap().contains("counter"));
    }
    assert_eq!(engine.digest(), restored.digest());
}
