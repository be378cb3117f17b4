//! What is said of a roster that is probably not meant so.

use super::*;
use crate::error::Code;
use crate::named::Named;
use crate::program::Program;
use serde_json::{Value as Json, json};

const PROGRAM: &str = r"
voc: 1
name: Larkfield
roles: {manager: {level: middle}}
units: {north: {}}
";

fn people(people: Json) -> Named<Person> {
    serde_json::from_value(people).unwrap()
}

fn told(roster: Json) -> Vec<(String, Doubt, String)> {
    let doubts = doubts(&Program::parse(PROGRAM).unwrap(), &people(roster));
    let told = doubts.into_iter();
    told.map(|doubt| (doubt.person, doubt.doubt, doubt.name))
        .collect()
}

fn person(deputy: &str, from: Option<&str>, until: Option<&str>) -> Json {
    let mut person = json!({"units": ["north"], "role": "manager", "deputy": deputy});
    for (key, value) in [("absent_from", from), ("absent_until", until)] {
        if let Some(value) = value {
            person[key] = json!(format!("2026-03-{value}T00:00:00Z"));
        }
    }
    person
}

#[test]
fn names_that_nobody_knows_are_in_doubt() {
    let roster = json!({"mia": {"units": ["north", "nroth"], "role": "manger", "deputy": "jo"}});
    let mia = |doubt, name: &str| ("mia".to_owned(), doubt, name.to_owned());
    let wanted = [
        mia(Doubt::UnknownUnit, "nroth"),
        mia(Doubt::UnknownRole, "manger"),
        mia(Doubt::UnknownDeputy, "jo"),
    ];
    assert_eq!(told(roster), wanted);
}

#[test]
fn whom_a_score_is_used_for_is_in_the_roster() {
    let program = PROGRAM.to_owned()
        + "fields: {ltr: int}\nmetrics: {nps: {kind: nps, of: ltr}}\nuses: [{metric: nps, for: ranking, people: [mia, jo]}]\n";
    let program = Program::parse(&program).unwrap();
    let roster = |id: &str| people(json!({id: {"units": ["north"], "role": "manager"}}));
    let place = |person: &str, place: &str| RosterDoubt {
        person: person.to_owned(),
        doubt: Doubt::NotInRoster,
        name: place.to_owned(),
    };
    let jo = place("jo", "uses.0.people.1");
    assert_eq!(doubts(&program, &roster("mia")), std::slice::from_ref(&jo));
    let mia = place("mia", "uses.0.people.0");
    assert_eq!(doubts(&program, &roster("kim")), [mia, jo]);
}

#[test]
fn deputies_of_each_other_are_in_doubt_only_while_all_are_away() {
    let nobody_acts = |roster: Json| {
        let told = told(roster).into_iter();
        told.map(|(person, doubt, _)| {
            assert_eq!(doubt, Doubt::NobodyActs);
            person
        })
        .collect::<Vec<_>>()
    };
    // Each stands in for the other: as it should be.
    let none: [&str; 0] = [];
    let mutual = json!({"a": person("b", None, None), "b": person("a", None, None)});
    assert_eq!(nobody_acts(mutual), none);
    let in_turn =
        json!({"a": person("b", Some("01"), Some("05")), "b": person("a", Some("05"), Some("09"))});
    assert_eq!(nobody_acts(in_turn), none);
    let at_once =
        json!({"a": person("b", Some("01"), Some("05")), "b": person("a", Some("04"), None)});
    assert_eq!(nobody_acts(at_once), ["a", "b"]);
    let own = json!({"a": person("a", None, Some("05"))});
    assert_eq!(nobody_acts(own), ["a"]);
    // The line of c leads into a circle that she is not in: it is told of those who are.
    let led = json!({"a": person("b", Some("01"), None), "b": person("a", Some("01"), None), "c": person("a", Some("01"), None)});
    assert_eq!(nobody_acts(led), ["a", "b"]);
}

#[test]
fn whoever_is_back_before_they_leave_is_refused() {
    let roster = people(json!({"a": person("b", Some("05"), Some("05"))}));
    let refusal = check(&roster).unwrap_err();
    assert_eq!(refusal.code, Code::BadTime);
    assert_eq!(
        refusal.path.as_deref(),
        Some("roster.people.a.absent_until")
    );
}

#[test]
fn somebody_is_away_from_the_first_instant_to_before_the_last() {
    let there = |from, until, at: &str| {
        let person: Person = serde_json::from_value(person("b", from, until)).unwrap();
        person.is_there(crate::time::Time::parse(at).unwrap())
    };
    let (before, first) = ("2026-03-04T23:59:59Z", "2026-03-05T00:00:00Z");
    assert!(there(Some("05"), Some("09"), before) && !there(Some("05"), Some("09"), first));
    assert!(!there(Some("01"), Some("05"), before) && there(Some("01"), Some("05"), first));
    assert!(!there(None, Some("05"), before) && there(None, Some("05"), first));
    assert!(there(Some("05"), None, before) && !there(Some("05"), None, first));
    assert!(there(None, None, first));
}
