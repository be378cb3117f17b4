use super::*;
use crate::error::Code;
use crate::json;
use crate::metric::MetricQuery;
use serde_json::{Value as Json, json};

const PROGRAM: &str = r"
voc: 1
name: Larkfield
fields: {ltr: int}
metrics: {nps: {kind: nps, of: ltr}}
roles:
  executive: {level: executive, sees: {numbers: company}}
  manager: {level: middle, sees: {numbers: subtree, verbatims: subtree}}
  adviser: {level: front_line, sees: {numbers: unit, verbatims: own_cases, cases: unit}}
units: {company: {}, north: {parent: company}, south: {parent: company}}
rules: {detractor: {when: 'ltr <= 6', raise: {case: recovery}}}
cases: {recovery: {}}
";

fn engine() -> Engine {
    let mut engine = Engine::new(Program::parse(PROGRAM).unwrap());
    let people = json!({
        "eve": {"units": ["company"], "role": "executive"},
        "max": {"units": ["north"], "role": "manager"},
        "ann": {"units": ["north"], "role": "adviser"},
        "ben": {"units": ["north"], "role": "adviser"},
    });
    give(
        &mut engine,
        &json!({"id": "r", "roster": {"at": "2026-03-01T00:00:00Z", "people": people}}),
    );
    for (id, unit) in [("n", "north"), ("s", "south")] {
        let signal = json!({"at": "2026-03-02T09:00:00Z", "kind": "response", "customer": id, "unit": unit, "fields": {"ltr": 3}});
        give(
            &mut engine,
            &json!({"id": id, "received": "2026-03-02T09:00:00Z", "signal": signal}),
        );
    }
    for (id, act) in [
        ("a", json!({"assign": {"to": "ann"}})),
        ("b", json!({"comment": {"text": "She cried."}})),
    ] {
        let command =
            json!({"case": {"signal": "n"}, "by": "max", "at": "2026-03-02T10:00:00Z", "do": act});
        give(
            &mut engine,
            &json!({"id": id, "received": "2026-03-02T10:00:00Z", "command": command}),
        );
    }
    engine
}

fn give(engine: &mut Engine, input: &Json) {
    json::handle(engine, &input.to_string()).unwrap();
}

fn seen(engine: &Engine, person: &str) -> Vec<(String, bool)> {
    let seen = engine.cases_for(person);
    seen.map(|one| (String::from(&one.case.customer.unwrap()), one.redacted))
        .collect()
}

#[test]
fn cases_are_seen_by_role_unit_and_holder() {
    let engine = engine();
    for (person, wanted) in [
        ("max", Some(false)),
        ("ann", Some(false)),
        ("ben", Some(true)),
        ("eve", None),
        ("nobody", None),
    ] {
        let wanted: Vec<_> = wanted
            .into_iter()
            .map(|redacted| ("n".to_owned(), redacted))
            .collect();
        assert_eq!(seen(&engine, person), wanted, "{person}");
    }
}

#[test]
fn what_is_redacted_says_nothing_in_anybodys_words() {
    let engine = engine();
    let id = engine.cases_for("ben").next().unwrap().case.id;
    let text = |person: &str| json::case_for(&engine, person, &id);
    assert!(text("ann").unwrap().contains("She cried."));
    let redacted = text("ben").unwrap();
    assert!(!redacted.contains("cried"), "{redacted}");
    // What was done, and by whom, is no secret.
    assert!(
        redacted.contains("commented") && redacted.contains("max"),
        "{redacted}"
    );
    // That there is a case is not told to those who do not see it.
    let unknown = json::case_for(&engine, "eve", "c-none").unwrap_err();
    let unseen = text("eve").unwrap_err();
    assert_eq!(unseen.code, unknown.code);
    assert_eq!(unseen.message.replace(&id, "c-none"), unknown.message);
}

#[test]
fn numbers_are_seen_by_unit() {
    let engine = engine();
    let by_unit = MetricQuery {
        by: vec!["unit".to_owned()],
        ..MetricQuery::default()
    };
    for (person, wanted) in [
        ("eve", vec!["north", "south"]),
        ("max", vec!["north"]),
        ("ben", vec!["north"]),
        ("nobody", vec![]),
    ] {
        let rows = engine.metric_for(person, "nps", &by_unit).unwrap();
        let units = rows
            .iter()
            .filter_map(|row| row.group.get("unit")?.as_deref());
        assert_eq!(units.collect::<Vec<_>>(), wanted, "{person}");
        let rows = engine.loop_by_for(person, "unit").unwrap();
        let units = rows.iter().filter_map(|row| row.group.as_deref());
        assert_eq!(units.collect::<Vec<_>>(), wanted, "{person}");
    }
    let whole = MetricQuery::default();
    assert!(engine.metric_for("eve", "nps", &whole).is_ok());
    let refused = engine.metric_for("max", "nps", &whole).unwrap_err();
    assert_eq!(refused.code, Code::NotAllowed);
    assert_eq!(refused.hint.as_deref(), Some("ask by: [unit]"));
    let refused = engine.loop_by_for("max", "channel").unwrap_err();
    assert_eq!(refused.code, Code::NotAllowed);
}
