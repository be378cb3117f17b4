//! What there is to know about a case, and for whom.

use super::*;
use crate::error::Code;
use crate::json;
use serde_json::{Value as Json, json};

const PROGRAM: &str = r#"
voc: 1
name: Larkfield
lateness: P30D
fields: {ltr: int}
roles:
  manager: {level: middle, sees: {verbatims: unit}}
  clerk: {level: front_line, sees: {verbatims: own_cases, cases: unit}}
units: {north: {}, south: {}}
touch_points:
  payout: {owner: north, needs: [check, status]}
  check: {needs: [report]}
  status: {owner: south, needs: [report]}
  report: {owner: north}
rules:
  low: {when: 'kind == "response" && ltr <= 6', raise: {case: recovery}}
  complaint: {when: 'kind == "complaint"', raise: {case: complaint, to: south}}
cases: {recovery: {carry: {journey: 3}}, complaint: {carry: {journey: 5}}}
"#;

fn program() -> Program {
    Program::parse(PROGRAM).unwrap()
}

fn give(engine: &mut Engine, input: &Json) -> Vec<Json> {
    serde_json::from_str(&json::handle(engine, &input.to_string()).unwrap()).unwrap()
}

fn at(day: u32) -> String {
    format!("2026-03-{day:02}T09:00:00Z")
}

fn signal(id: &str, day: u32, kind: &str, customer: &str) -> Json {
    let point = if kind == "response" {
        "payout"
    } else {
        "report"
    };
    json!({"id": id, "received": at(20), "signal": {"at": at(day), "kind": kind, "customer": customer,
        "unit": "north", "touch_point": point, "fields": {"ltr": 1}}})
}

fn command(id: &str, signal: &str, act: &Json) -> Json {
    json!({"id": id, "received": at(20), "command": {"case": {"signal": signal}, "by": "max", "at": at(20), "do": act}})
}

fn engine() -> Engine {
    let mut engine = Engine::new(program());
    let people = json!({
        "max": {"units": ["north"], "role": "manager"},
        "ben": {"units": ["north"], "role": "clerk"},
        "sue": {"units": ["south"], "role": "manager"},
    });
    give(
        &mut engine,
        &json!({"id": "r", "received": at(1), "roster": {"at": at(1), "people": people}}),
    );
    engine
}

fn case_of(engine: &Engine, signal: &str) -> String {
    let of = |case: &&crate::case::Case| case.alerts.iter().any(|alert| alert.signal == signal);
    engine.cases().find(of).unwrap().id.clone()
}

fn journey(engine: &Engine, signal: &str) -> Vec<String> {
    let dossier = engine.dossier(&case_of(engine, signal)).unwrap();
    dossier
        .journey
        .into_iter()
        .map(|touch| touch.signal)
        .collect()
}

#[test]
fn the_journey_is_the_last_signals_in_their_order_however_they_come() {
    let mut engine = engine();
    for (id, day, kind) in [
        ("d", 8, "call"),
        ("a", 2, "complaint"),
        ("c", 6, "call"),
        ("e", 9, "response"),
    ] {
        give(&mut engine, &signal(id, day, kind, "c1"));
    }
    give(&mut engine, &signal("x", 9, "call", "c2"));
    assert_eq!(journey(&engine, "e"), ["c", "d", "e"]);
    assert_eq!(journey(&engine, "a"), ["a", "c", "d", "e"]);
    // One that comes late stands in its place; one that is taken back is out; a correction moves.
    give(&mut engine, &signal("b", 5, "call", "c1"));
    give(
        &mut engine,
        &json!({"id": "t", "received": at(20), "retract": {"signal": "d"}}),
    );
    assert_eq!(journey(&engine, "a"), ["a", "b", "c", "e"]);
    let mut moved = signal("c", 10, "call", "c1");
    moved["revision"] = json!(1);
    give(&mut engine, &moved);
    assert_eq!(journey(&engine, "a"), ["a", "b", "e", "c"]);
    // Two customers are one.
    give(
        &mut engine,
        &json!({"id": "m", "received": at(20), "merge": {"from": "c2", "into": "c1"}}),
    );
    assert_eq!(journey(&engine, "e"), ["e", "x", "c"]);
    let restored = Engine::restore(program(), &engine.snapshot().unwrap()).unwrap();
    assert_eq!(journey(&restored, "e"), ["e", "x", "c"]);
    assert_eq!(restored.digest(), engine.digest());
}

#[test]
fn nothing_is_remembered_where_no_type_carries_it() {
    let text = PROGRAM
        .replace("carry: {journey: 3}", "")
        .replace("carry: {journey: 5}", "");
    let mut engine = Engine::new(Program::parse(&text).unwrap());
    give(&mut engine, &signal("e", 9, "response", "c1"));
    assert_eq!(journey(&engine, "e"), [""; 0]);
    let snapshot = String::from_utf8(engine.snapshot().unwrap()).unwrap();
    assert!(!snapshot.contains("journeys"));
    let many = PROGRAM.replace("journey: 5", "journey: 101");
    let error = Program::parse(&many).unwrap_err();
    assert_eq!(
        error.diagnostics[0].path.as_deref(),
        Some("cases.complaint.carry.journey")
    );
}

/// Two cases of a customer, each with promises: the complaint, of the south, and the recovery.
fn two_cases() -> Engine {
    let mut engine = engine();
    for (id, day, kind) in [("a", 2, "complaint"), ("e", 9, "response")] {
        let mut signal = signal(id, day, kind, "c1");
        signal["received"] = json!(at(day));
        give(&mut engine, &signal);
    }
    for (id, case, text, due) in [
        ("p1", "a", "a cheque", at(25)),
        ("p2", "e", "a call", at(23)),
        ("p3", "e", "flowers", at(24)),
    ] {
        give(
            &mut engine,
            &command(id, case, &json!({"promise": {"text": text, "due": due}})),
        );
    }
    let flowers = engine.case(&case_of(&engine, "e")).unwrap().promises.iter();
    let flowers = flowers
        .clone()
        .find(|one| one.text == "flowers")
        .unwrap()
        .id
        .clone();
    give(
        &mut engine,
        &command("k", "e", &json!({"keep_promise": {"promise": flowers}})),
    );
    engine
}

#[test]
fn a_dossier_has_earlier_cases_open_promises_and_what_is_needed_upstream() {
    let engine = two_cases();
    let dossier = engine.dossier(&case_of(&engine, "e")).unwrap();
    let earlier: Vec<_> = dossier
        .earlier
        .iter()
        .map(|case| case.case.clone())
        .collect();
    assert_eq!(earlier, [case_of(&engine, "a")]);
    assert_eq!(dossier.earlier[0].case_type, "complaint");
    let texts: Vec<_> = dossier
        .promises
        .iter()
        .map(|open| open.promise.text.as_str())
        .collect();
    assert_eq!(texts, ["a call", "a cheque"]);
    let upstream: Vec<_> = dossier
        .upstream
        .iter()
        .map(|point| (point.touch_point.as_str(), point.owner.as_deref()))
        .collect();
    assert_eq!(
        upstream,
        [
            ("check", None),
            ("status", Some("south")),
            ("report", Some("north"))
        ]
    );
    assert_eq!(engine.dossier(&case_of(&engine, "a")).unwrap().earlier, []);
    // A promise whose time has passed is open no more.
    let mut later = engine;
    give(&mut later, &json!({"id": "t", "tick": {"at": at(23)}}));
    assert_eq!(
        later.dossier(&case_of(&later, "e")).unwrap().promises.len(),
        1
    );
    assert_eq!(later.dossier("c-none").unwrap_err().code, Code::NotFound);
}

#[test]
fn whoever_does_not_see_a_case_or_its_words_does_not_read_them_in_a_dossier() {
    let engine = two_cases();
    let (recovery, complaint) = (case_of(&engine, "e"), case_of(&engine, "a"));
    let texts = |person: &str| -> Vec<String> {
        let dossier = engine.dossier_for(person, &recovery).unwrap();
        dossier
            .promises
            .into_iter()
            .map(|open| open.promise.text)
            .collect()
    };
    // Max sees the north, of which the recovery is; the complaint is the south's.
    assert_eq!(texts("max"), ["a call"]);
    assert_eq!(engine.dossier_for("max", &recovery).unwrap().earlier, []);
    // Ben sees the case and no words.
    assert_eq!(texts("ben"), [""]);
    let text = json::dossier(&engine, &recovery, Some("ben")).unwrap();
    assert!(!text.contains("call") && !text.contains("cheque"), "{text}");
    for (person, case) in [
        ("sue", &recovery),
        ("max", &complaint),
        ("nobody", &recovery),
    ] {
        assert_eq!(
            engine.dossier_for(person, case).unwrap_err().code,
            Code::NotFound
        );
    }
    assert_eq!(
        engine
            .dossier_for("sue", &complaint)
            .unwrap()
            .promises
            .len(),
        1
    );
}

#[test]
fn a_host_with_tables_of_its_own_has_the_same_dossier() {
    let text = PROGRAM.replace("fields: {ltr: int}", "fields: {ltr: int}\nkinds: {response: {fields: [ltr]}, complaint: {fields: [ltr]}, call: {fields: [ltr]}, seen: {fields: [ltr], subject: employee}}");
    let program = Program::parse(&text).unwrap();
    let mut engine = Engine::new(program.clone());
    let mut table = Vec::new();
    for (id, day, kind, customer) in [
        ("e", 9, "response", "c1"),
        ("x", 3, "response", "c2"),
        ("a", 2, "complaint", "c1"),
        ("d", 8, "call", "c1"),
        ("c", 6, "call", "c1"),
        ("s", 7, "seen", "c1"),
        ("y", 4, "complaint", "c2"),
    ] {
        let mut input = signal(id, day, kind, customer);
        if kind == "seen" {
            input["signal"]["employee"] = json!("ben");
        }
        give(&mut engine, &input);
        table.push((id, Input::from_json(&input.to_string()).unwrap()));
    }
    let promise = |text: &str| json!({"promise": {"text": text, "due": "2026-03-25T09:00:00Z"}});
    give(&mut engine, &command("k1", "a", &promise("a call")));
    give(&mut engine, &command("k2", "x", &promise("a letter")));
    let signals = || {
        table.iter().map(|(id, input)| match &input.body {
            crate::signal::Body::Signal(signal) => (*id, &**signal),
            _ => unreachable!(),
        })
    };
    let cases: Vec<_> = engine.cases().cloned().collect();
    let now = engine.now().unwrap();
    assert_eq!(cases.len(), 4);
    for case in &cases {
        let of = |cases: &[crate::case::Case]| {
            Dossier::of(&program, case, cases, signals(), now).unwrap()
        };
        let whole = engine.dossier(&case.id).unwrap();
        assert_eq!(of(&cases), whole);
        // In any order, and with the case among the others or not.
        let others: Vec<_> = cases
            .iter()
            .rev()
            .filter(|other| other.id != case.id)
            .cloned()
            .collect();
        assert_eq!(of(&others), whole);
        assert!(whole.journey.iter().all(|touch| touch.signal != "s"));
    }
    // What is not known to be theirs, or is later, is nobody's.
    let case = &cases[0];
    let nobody = crate::case::Case {
        customer: None,
        ..case.clone()
    };
    let alone = Dossier::of(&program, &nobody, &cases, signals(), now).unwrap();
    assert!(alone.journey.is_empty() && alone.earlier.is_empty());
    let before = Time::parse(&at(1)).unwrap();
    let early = Dossier::of(&program, case, &cases, signals(), before).unwrap();
    assert!(early.journey.is_empty());
    let unknown = crate::case::Case {
        case_type: "other".into(),
        ..case.clone()
    };
    let error = Dossier::of(&program, &unknown, &cases, signals(), now).unwrap_err();
    assert_eq!(error.code, Code::Unknown);
}
