use super::*;
use crate::error::Code;
use crate::error::Error;
use crate::json;
use crate::metric::MetricQuery;
use serde_json::{Value as Json, json};

const PROGRAM: &str = r#"
voc: 1
name: Aldersgate
time_zone: Europe/London
privacy: {contact_consent: may_contact}
kinds: {response: {fields: [ltr, csat, may_contact]}, contact: {fields: [claim_id]}}
fields: {ltr: int, csat: int, may_contact: bool, claim_id: text}
customer: {tier: text}
segments: {gold: 'customer.tier == "gold"'}
metrics:
  nps: {kind: nps, of: ltr}
  csat: {kind: csat, of: csat, scale: [1, 5]}
  gold: {kind: rate, of: 'segment("gold")', out_of: 'kind == "response"'}
roles: {manager: {level: middle}, adviser: {level: front_line}}
units: {company: {}, claims: {parent: company, calendar: office}}
touch_points: {report: {owner: claims}}
calendars: {office: {hours: {mon-fri: ["09:00-12:30", "13:30-17:30"]}, holidays: [2026-12-25]}}
rules:
  detractor: {when: 'kind == "response" && ltr <= 6', raise: {case: recovery}}
  third-contact: {when: 'kind == "contact"', count: {at_least: 3, within: P30D, same: claim_id}, raise: {case: recovery}}
  promoter: {when: 'kind == "response" && ltr >= 9', raise: {praise: true, to: employee, copy: manager}}
cases:
  recovery:
    targets: {resolve: {within: PT8H, calendar: unit, warn: PT1H, pause_when: [waiting.customer]}}
    close: {ask: survey, undisputed_after: P7D, waive: [manager]}
"#;

fn engine() -> Engine {
    let mut engine = Engine::new(Program::parse(PROGRAM).unwrap());
    let people = json!({"ana": {"units": ["claims"], "role": "manager"}, "bo": {"units": ["company"], "role": "manager"}});
    give(
        &mut engine,
        json!({"id": "r", "roster": {"at": "2026-03-01T00:00:00Z", "people": people}}),
    );
    engine
}

fn give(engine: &mut Engine, input: impl std::borrow::Borrow<Json>) -> Vec<Json> {
    serde_json::from_str(&json::handle(engine, &input.borrow().to_string()).unwrap()).unwrap()
}

fn refused(engine: &mut Engine, input: impl std::borrow::Borrow<Json>) -> Error {
    json::handle(engine, &input.borrow().to_string()).unwrap_err()
}

fn response(id: &str, at: &str, ltr: i64) -> Json {
    json!({"id": id, "received": at, "signal": {"at": at, "kind": "response", "customer": "c1", "touch_point": "report", "fields": {"ltr": ltr}}})
}

fn contact(id: &str, at: &str) -> Json {
    json!({"id": id, "signal": {"at": at, "kind": "contact", "customer": "c1", "fields": {"claim_id": "k"}}})
}

fn command(id: &str, at: &str, action: impl Into<Json>) -> Json {
    json!({"id": id, "received": at, "command": {"case": {"signal": "s1"}, "by": "ana", "at": at, "do": action.into()}})
}

fn types(events: &[Json]) -> Vec<String> {
    let name = |event: &Json| match event["type"].as_str().unwrap() {
        "case_changed" => event["event"]["change"]["type"]
            .as_str()
            .unwrap()
            .to_owned(),
        name => name.to_owned(),
    };
    events.iter().map(name).collect()
}

#[test]
fn a_complaint_goes_round_the_loop() {
    let mut engine = engine();
    let events = give(&mut engine, response("s1", "2026-03-02T10:00:00Z", 3));
    assert_eq!(
        types(&events),
        [
            "signal_accepted",
            "alert_raised",
            "alert_routed",
            "opened",
            "notice"
        ]
    );
    assert_eq!(events[2]["routed"]["person"], "ana");
    assert_eq!(
        engine.next_due().unwrap().to_string(),
        "2026-03-03T09:30:00Z",
        "warned an hour before"
    );
    give(
        &mut engine,
        command(
            "k1",
            "2026-03-02T11:00:00Z",
            json!({"wait": {"on": "customer"}}),
        ),
    );
    assert_eq!(engine.next_due(), None, "the clock stands");
    give(
        &mut engine,
        command("k2", "2026-03-02T12:00:00Z", json!("start")),
    );
    assert_eq!(
        engine.next_due().unwrap().to_string(),
        "2026-03-03T10:30:00Z"
    );
    give(
        &mut engine,
        command("k3", "2026-03-02T12:10:00Z", json!({"resolve": {}})),
    );
    let events = give(
        &mut engine,
        command("k4", "2026-03-02T12:20:00Z", json!("ask_verdict")),
    );
    assert_eq!(
        types(&events),
        ["verdict_asked"],
        "no consent, no notice to the customer"
    );
    let events = give(
        &mut engine,
        command(
            "k5",
            "2026-03-02T12:30:00Z",
            json!({"record_verdict": {"verdict": "disputed", "source": "call"}}),
        ),
    );
    assert_eq!(types(&events), ["verdict_recorded", "reopened"]);
    let health = engine.loop_health();
    assert_eq!(
        (
            health.all.answered,
            health.all.false_resolutions,
            health.all.closed
        ),
        (1, 1, 0)
    );
    let refusal = refused(
        &mut engine,
        command("k6", "2026-03-02T12:40:00Z", json!("close")),
    );
    assert_eq!(refusal.code, Code::NotAllowed);
    let counts = engine.counts();
    assert_eq!((counts.inputs, counts.accepted, counts.refused), (8, 7, 1));
}

#[test]
fn silence_is_undisputed_and_never_confirmed() {
    let mut engine = engine();
    give(&mut engine, response("s1", "2026-03-02T10:00:00Z", 3));
    give(
        &mut engine,
        command("k1", "2026-03-02T11:00:00Z", json!({"resolve": {}})),
    );
    give(
        &mut engine,
        command("k2", "2026-03-02T11:30:00Z", json!("ask_verdict")),
    );
    let events = give(
        &mut engine,
        json!({"id": "t", "tick": {"at": "2026-04-01T00:00:00Z"}}),
    );
    assert_eq!(types(&events), ["verdict_recorded", "closed"]);
    assert_eq!(
        events[1]["at"], "2026-03-09T11:30:00Z",
        "at its own instant"
    );
    let row = engine.loop_health().all;
    assert_eq!(
        row.closed_by.get(&crate::case::ClosedBy::Undisputed),
        Some(&1)
    );
    assert_eq!(row.verdicts.get(&crate::case::Verdict::Confirmed), None);
    let events = give(&mut engine, response("s2", "2026-04-02T10:00:00Z", 2));
    assert!(
        types(&events).contains(&"opened".to_owned()),
        "a concern after the closing is followed up"
    );
}

#[test]
fn the_third_contact_whatever_the_order() {
    let days = [
        "2026-03-02T10:00:00Z",
        "2026-03-02T11:00:00Z",
        "2026-03-02T12:00:00Z",
        "2026-03-02T13:00:00Z",
    ];
    let mut digests = Vec::new();
    for order in [[0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2]] {
        let mut engine = engine();
        give(
            &mut engine,
            json!({"id": "t0", "tick": {"at": "2026-03-02T14:00:00Z"}}),
        );
        let mut names = Vec::new();
        for index in order {
            names.extend(types(&give(
                &mut engine,
                contact(&format!("s{index}"), days[index]),
            )));
        }
        let raised = names.iter().filter(|name| *name == "alert_raised").count();
        let retracted = names
            .iter()
            .filter(|name| *name == "alert_retracted")
            .count();
        assert_eq!(raised - retracted, 1, "{names:?}");
        digests.push(engine.facts_digest());
    }
    assert_eq!(digests[0], digests[1]);
    assert_eq!(digests[0], digests[2]);
}

#[test]
fn a_retracted_signal_cancels_the_untouched_case_and_flags_the_other() {
    for touched in [false, true] {
        let mut engine = engine();
        give(&mut engine, response("s1", "2026-03-02T10:00:00Z", 3));
        if touched {
            give(
                &mut engine,
                command("k1", "2026-03-02T11:00:00Z", json!("acknowledge")),
            );
        }
        let events = give(&mut engine, json!({"id": "x", "retract": {"signal": "s1"}}));
        assert!(types(&events).contains(&"alert_retracted".to_owned()));
        let last = if touched { "flagged" } else { "cancelled" };
        assert!(types(&events).contains(&last.to_owned()), "{events:?}");
        assert_eq!(
            engine.metric("nps", &MetricQuery::default()).unwrap()[0]
                .estimate
                .unwrap()
                .value,
            None
        );
    }
}

#[test]
fn a_correction_replaces_and_a_clash_is_refused() {
    let mut engine = engine();
    give(&mut engine, response("s1", "2026-03-02T10:00:00Z", 3));
    assert_eq!(
        types(&give(
            &mut engine,
            response("s1", "2026-03-02T10:00:00Z", 3)
        )),
        ["duplicate"]
    );
    assert_eq!(
        refused(&mut engine, response("s1", "2026-03-02T10:00:00Z", 9)).code,
        Code::IdTaken
    );
    let mut corrected = response("s1", "2026-03-02T10:00:00Z", 9);
    corrected["revision"] = json!(1);
    let events = give(&mut engine, corrected);
    assert_eq!(types(&events)[..2], ["signal_accepted", "alert_retracted"]);
    assert_eq!(
        engine.metric("nps", &MetricQuery::default()).unwrap()[0]
            .estimate
            .unwrap()
            .value,
        Some(100.0)
    );
}

#[test]
fn late_attributes_change_what_was_counted() {
    let mut engine = engine();
    give(&mut engine, response("s1", "2026-03-02T10:00:00Z", 8));
    let gold = |engine: &Engine| {
        engine.metric("gold", &MetricQuery::default()).unwrap()[0]
            .estimate
            .unwrap()
            .value
    };
    assert_eq!(gold(&engine), Some(0.0));
    give(
        &mut engine,
        json!({"id": "a", "customer": {"at": "2026-03-02T09:00:00Z", "customer": "c1", "attributes": {"tier": "gold"}}}),
    );
    assert_eq!(gold(&engine), Some(1.0));
}

#[test]
fn snapshots_go_on_where_they_were_taken() {
    let mut engine = engine();
    let inputs = [
        response("s1", "2026-03-02T10:00:00Z", 3),
        contact("s2", "2026-03-02T10:05:00Z"),
        command("k1", "2026-03-02T11:00:00Z", json!("acknowledge")),
        json!({"id": "t", "tick": {"at": "2026-03-05T00:00:00Z"}}),
    ];
    for input in inputs {
        let mut other =
            Engine::restore(engine.program().clone(), &engine.snapshot().unwrap()).unwrap();
        assert_eq!(other.next_due(), engine.next_due());
        let (one, two) = (give(&mut engine, input.clone()), give(&mut other, input));
        assert_eq!(one, two);
        assert_eq!(engine.digest(), other.digest());
        assert_eq!(engine.facts_digest(), other.facts_digest());
    }
    assert!(
        Engine::restore(
            Program::parse("voc: 1\nname: other").unwrap(),
            &engine.snapshot().unwrap()
        )
        .is_err()
    );
    assert!(Engine::restore(engine.program().clone(), b"{}").is_err());
}

#[test]
fn unreadable_inputs_name_the_key_and_are_counted() {
    let mut engine = engine();
    for (text, part) in [
        (
            r#"{"signal": {"at": "2026-03-02T10:00:00Z", "kind": "response"}}"#,
            "`id` is missing",
        ),
        (
            r#"{"id": "x", "signal": {"at": "yesterday", "kind": "response"}}"#,
            "signal.at: `yesterday` is not a time",
        ),
        (
            r#"{"id": "x", "signal": {"at": "2026-03-02T10:00:00Z", "kind": "respons"}}"#,
            "did you mean `response`",
        ),
        (
            r#"{"id": "x", "signal": {"at": "2026-03-02T10:00:00Z", "kind": "response", "fields": {"ltr": "9"}}}"#,
            "signal.fields.ltr: expected a whole number",
        ),
        (
            r#"{"id": "x", "signal": {"at": "2026-03-02T10:00:00Z", "kind": "response", "fields": {"ltr": 11}}}"#,
            "not on the scale",
        ),
        (
            r#"{"id": "x", "signal": {"at": "2026-03-02T10:00:00Z", "kind": "response", "touch_point": "reprot"}}"#,
            "did you mean `report`",
        ),
        (r#"{"id": "x"}"#, "brings nothing"),
        ("{", "EOF"),
    ] {
        let error = json::handle(&mut engine, text).unwrap_err().to_string();
        assert!(error.contains(part), "{text}: {error}");
    }
    let counts = engine.counts();
    assert_eq!((counts.inputs, counts.refused), (9, 8));
}

#[test]
fn a_refusal_of_text_keeps_its_code_and_place() {
    let mut engine = engine();
    let no_zone = json!({"id": "s1", "signal": {"at": "2026-03-02T09:00:00", "kind": "response"}});
    let refusal = refused(&mut engine, no_zone);
    assert_eq!(
        (refusal.code, refusal.path.as_deref()),
        (Code::BadTime, Some("signal.at"))
    );
    assert!(refusal.hint.unwrap().contains("no zone"));
    let newer = json!({"voc": 2, "id": "s1", "tick": {"at": "2026-03-02T09:00:00Z"}});
    assert_eq!(refused(&mut engine, newer).code, Code::Version);
}

#[test]
fn a_whole_number_with_a_point_is_the_same_content() {
    let mut engine = engine();
    let at = "2026-03-02T09:00:00Z";
    give(&mut engine, response("s1", at, 3));
    let again = json!({"id": "s1", "received": at, "signal": {"at": at, "kind": "response", "customer": "c1", "touch_point": "report", "fields": {"ltr": 3.0}}});
    assert_eq!(give(&mut engine, again)[0]["type"], "duplicate");
}

#[test]
fn in_a_batch_what_comes_in_late_makes_nothing_else_late() {
    let input = |value: Json| Input::from_json(&value.to_string()).unwrap();
    // In order of `at`, the first would move time to the 6th, and the second be four days late.
    let delayed = json!({"id": "s1", "received": "2026-03-06T02:00:00Z", "signal":
        {"at": "2026-03-02T09:00:00Z", "kind": "contact", "customer": "c1", "fields": {"claim_id": "k"}}});
    let inputs = vec![input(delayed), input(contact("s2", "2026-03-02T10:00:00Z"))];
    let run = run(&Program::parse(PROGRAM).unwrap(), inputs, None);
    let late: Vec<(&str, bool)> = run
        .events
        .iter()
        .filter_map(|event| match event.what {
            What::SignalAccepted { late, .. } => Some((event.input.as_str(), late)),
            _ => None,
        })
        .collect();
    assert_eq!(late, [("s2", false), ("s1", true)]);
}

#[test]
fn a_retraction_may_come_before_its_signal_and_before_any_time() {
    let mut engine = Engine::new(Program::parse(PROGRAM).unwrap());
    give(&mut engine, json!({"id": "x", "retract": {"signal": "s1"}}));
    let events = give(&mut engine, response("s1", "2026-03-02T10:00:00Z", 3));
    assert_eq!(types(&events), ["signal_accepted"]);
    assert_eq!(
        engine.metric("nps", &MetricQuery::default()).unwrap()[0]
            .estimate
            .unwrap()
            .n,
        0
    );
}
