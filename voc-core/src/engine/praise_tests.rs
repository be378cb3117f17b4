//! Whom praise reaches, in whose words, and how it is counted.

use super::*;
use crate::error::Code;
use crate::json;
use crate::route::Routed;
use serde_json::{Value as Json, json};

pub(super) const PROGRAM: &str = r"
voc: 1
name: Larkfield
fields: {ltr: int}
roles:
  executive: {level: executive}
  manager: {level: middle, sees: {verbatims: unit}}
  adviser: {level: front_line, sees: {verbatims: own_cases}}
  temp: {level: front_line}
units: {company: {}, north: {parent: company}, south: {parent: company}}
rules: {promoter: {when: 'ltr >= 9', raise: {praise: true, to: employee}}}
";
pub(super) const AT: &str = "2026-03-02T09:00:00Z";

pub(super) fn give(engine: &mut Engine, input: &Json) -> Vec<Json> {
    serde_json::from_str(&json::handle(engine, &input.to_string()).unwrap()).unwrap()
}

fn person(unit: &str, role: &str, names: &[&str]) -> Json {
    json!({"units": [unit], "role": role, "names": names})
}

pub(super) fn people() -> Json {
    json!({
        "ana": person("north", "adviser", &["Ana", "Anna Li"]),
        "ann": person("south", "adviser", &["Ann"]),
        "bea": person("north", "adviser", &["ann belle", "Bea"]),
        "cy": person("south", "adviser", &["Cy"]),
        "cyn": person("north", "adviser", &["CY"]),
        "tim": person("north", "temp", &["Tim"]),
        "max": person("north", "manager", &["Max"]),
        "sue": person("south", "manager", &["Sue"]),
        "kim": person("company", "manager", &[]),
    })
}

pub(super) fn engine(program: &str, people: &Json) -> Engine {
    let mut engine = Engine::new(Program::parse(program).unwrap());
    give(
        &mut engine,
        &json!({"id": "r", "received": AT, "roster": {"at": AT, "people": people}}),
    );
    engine
}

/// A promoter's words at north.
pub(super) fn said(
    engine: &mut Engine,
    id: &str,
    words: Option<&str>,
    employee: Option<&str>,
) -> Vec<Json> {
    let mut signal = json!({"at": AT, "kind": "response", "customer": id, "unit": "north", "fields": {"ltr": 10}});
    if let Some(words) = words {
        signal["verbatim"] = json!(words);
    }
    if let Some(employee) = employee {
        signal["employee"] = json!(employee);
    }
    give(engine, &json!({"id": id, "received": AT, "signal": signal}))
}

pub(super) fn routed(events: &[Json]) -> Routed {
    let routed = events.iter().find(|event| event["type"] == "alert_routed");
    serde_json::from_value(routed.unwrap()["routed"].clone()).unwrap()
}

fn praised(events: &[Json]) -> Vec<String> {
    routed(events)
        .praised
        .into_iter()
        .map(|one| one.person)
        .collect()
}

/// Who is told, and whether in the customer's words.
fn told(events: &[Json]) -> Vec<(String, bool)> {
    let notices = events.iter().filter(|event| event["type"] == "notice");
    notices
        .map(|event| {
            let notice = &event["notice"];
            assert_eq!(notice["kind"], "praise");
            let to = &notice["to"];
            let to = to.get("person").or(to.get("unit")).unwrap();
            (
                to.as_str().unwrap().to_owned(),
                notice.get("verbatim").is_some(),
            )
        })
        .collect()
}

#[test]
fn people_are_found_by_name_in_whole_words_of_any_case() {
    for (words, wanted) in [
        ("ANA was great", vec!["ana"]),
        ("Banana! Analysis; Anas", vec![]),
        ("Thanks, anna\n li.", vec!["ana"]),
        ("bea, then Ana, then Bea again", vec!["bea", "ana"]),
        // A name within a longer one is not meant, but where it stands by itself it is.
        ("Ann Belle helped", vec!["bea"]),
        ("Ann Belle and Ann helped", vec!["bea", "ann"]),
        // Two people are called Cy; one of them works in the unit that served the customer.
        ("Cy is a star", vec!["cyn"]),
        ("nobody", vec![]),
    ] {
        let mut engine = engine(PROGRAM, &people());
        assert_eq!(
            praised(&said(&mut engine, "a", Some(words), None)),
            wanted,
            "{words}"
        );
    }
}

#[test]
fn of_two_people_of_one_name_whoever_served_is_meant_and_else_nobody_is_guessed() {
    let mut people = people();
    let mut both = engine(PROGRAM, &people);
    let events = said(&mut both, "a", Some("Cy is a star"), Some("cy"));
    assert_eq!(praised(&events), ["cy"]);
    people["cyn"]["units"] = json!(["south"]);
    let mut far = engine(PROGRAM, &people);
    let events = said(&mut far, "a", Some("Cy is a star"), None);
    assert_eq!(praised(&events), [""; 0]);
    let routed = routed(&events);
    assert_eq!(
        routed.person.as_deref(),
        Some("max"),
        "as where nobody is named"
    );
}

#[test]
fn their_managers_hear_of_it_by_themselves_and_never_of_themselves() {
    for (employee, words, wanted) in [
        (Some("ana"), "", vec!["ana", "max"]),
        // Each from their own unit.
        (Some("ana"), "Ann too", vec!["ana", "ann", "max", "sue"]),
        (Some("ana"), "and Bea", vec!["ana", "bea", "max"]),
        // The manager of a unit is praised: whoever manages the one above hears of it.
        (Some("max"), "", vec!["max", "kim"]),
        (Some("ana"), "and Max", vec!["ana", "max", "kim"]),
        (Some("kim"), "", vec!["kim"]),
        // Somebody who is not in the roster works where the customer was served.
        (Some("zed"), "", vec!["zed", "max"]),
    ] {
        let mut engine = engine(PROGRAM, &people());
        let events = said(&mut engine, "a", Some(words), employee);
        let told: Vec<_> = told(&events).into_iter().map(|(who, _)| who).collect();
        assert_eq!(told, wanted, "{employee:?} {words}");
    }
    let mut people = people();
    people["max"]["absent_from"] = json!(AT);
    let mut away = engine(PROGRAM, &people);
    let events = said(&mut away, "a", None, Some("ana"));
    assert_eq!(
        told(&events),
        [("ana".to_owned(), false), ("kim".to_owned(), false)]
    );
}

#[test]
fn a_manager_with_enough_cases_hears_of_praise_all_the_same() {
    let mut people = people();
    people["max"]["capacity"] = json!(0);
    let mut full = engine(PROGRAM, &people);
    let events = said(&mut full, "a", None, Some("ana"));
    assert_eq!(told(&events)[1].0, "max");
}

#[test]
fn words_go_to_those_who_may_see_them_alone() {
    let words = Some("Ana and Tim were great");
    let mut seen = engine(PROGRAM, &people());
    let events = said(&mut seen, "a", words, None);
    // Ana and her manager may see what is said of her; a temp may see nothing.
    let wanted = [("ana", true), ("tim", false), ("max", true)];
    assert_eq!(
        told(&events),
        wanted.map(|(who, sees)| (who.to_owned(), sees))
    );
    // The manager of another unit who gets a copy does not, nor does one whose role sees nothing.
    for blind in [
        PROGRAM.replace("{verbatims: unit}", "{numbers: company}"),
        PROGRAM.replace("{verbatims: unit}", "{verbatims: none, cases: company}"),
    ] {
        let mut engine = engine(&blind, &people());
        assert!(!told(&said(&mut engine, "a", words, None))[2].1);
    }
    let copied = PROGRAM.replace("to: employee", "to: employee, copy: south");
    let mut south = engine(&copied, &people());
    let events = said(&mut south, "a", words, None);
    assert!(
        told(&events).contains(&("sue".to_owned(), false)),
        "{:?}",
        told(&events)
    );
    // Without words there is nothing to quote, and a concern is not quoted.
    let mut none = engine(PROGRAM, &people());
    assert!(
        told(&said(&mut none, "a", None, Some("ana")))
            .iter()
            .all(|(_, quoted)| !quoted)
    );
    let concern = PROGRAM.replace("praise: true, ", "");
    let mut concern = engine(&concern, &people());
    assert!(
        !Json::from(said(&mut concern, "a", words, Some("ana")))
            .to_string()
            .contains("Tim")
    );
}

#[test]
fn recognition_is_counted_and_goes_down_when_praise_is_taken_back() {
    let mut engine = engine(PROGRAM, &people());
    let counted = |engine: &Engine, by: &str| -> Vec<(String, u64)> {
        let rows = engine.recognition(by).unwrap().into_iter();
        rows.map(|row| (row.group.unwrap(), row.n)).collect()
    };
    let rows = |rows: &[(&str, u64)]| -> Vec<(String, u64)> {
        rows.iter()
            .map(|(group, n)| ((*group).to_owned(), *n))
            .collect()
    };
    assert_eq!(counted(&engine, "person"), []);
    said(&mut engine, "a", Some("Ana!"), Some("ana"));
    said(&mut engine, "b", Some("Ana and Ann"), Some("bea"));
    assert_eq!(
        counted(&engine, "person"),
        rows(&[("ana", 2), ("ann", 1), ("bea", 1)])
    );
    assert_eq!(
        counted(&engine, "unit"),
        rows(&[("north", 3), ("south", 1)])
    );
    let mut engine = Engine::restore(
        Program::parse(PROGRAM).unwrap(),
        &engine.snapshot().unwrap(),
    )
    .unwrap();
    give(
        &mut engine,
        &json!({"id": "t", "received": AT, "retract": {"signal": "b"}}),
    );
    assert_eq!(counted(&engine, "person"), rows(&[("ana", 1)]));
    assert_eq!(counted(&engine, "unit"), rows(&[("north", 1)]));
    // The names are still known after a snapshot.
    assert_eq!(
        praised(&said(&mut engine, "c", Some("Bea!"), None)),
        ["bea"]
    );
    let unknown = engine.recognition("channel").unwrap_err();
    assert_eq!(
        (unknown.code, unknown.path.as_deref()),
        (Code::Unknown, Some("by"))
    );
}

#[test]
fn names_that_nobody_can_be_found_by_are_refused() {
    for (name, part) in [(" ".to_owned(), "empty"), ("a".repeat(201), "200 bytes")] {
        let mut engine = Engine::new(Program::parse(PROGRAM).unwrap());
        let people = json!({"ana": {"units": [], "role": "adviser", "names": ["Ana", name]}});
        let roster = json!({"id": "r", "roster": {"at": AT, "people": people}});
        let refused = json::handle(&mut engine, &roster.to_string()).unwrap_err();
        assert_eq!(refused.path.as_deref(), Some("roster.people.ana.names.1"));
        assert!(
            refused.message.contains(part) && refused.message.contains("name"),
            "{}",
            refused.message
        );
    }
}
