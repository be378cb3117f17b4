//! What scores are used for, and for whom.

use super::tests::{gaming, left_out};
use super::*;
use crate::named::Named;
use crate::program::Program;
use crate::route::Person;

const PROGRAM: &str = r#"voc: 1
name: Shop
fields: {ltr: int, csat: int, resolved: bool}
surveys: {year: {type: relationship, questions: {ltr: {text: "How likely are you to recommend us?", scale: [0, 10]}}}}
metrics:
  nps: {kind: nps, of: ltr}
  csat: {kind: csat, of: csat, scale: [1, 5]}
roles: {manager: {level: middle}, adviser: {level: front_line}}
uses:
  - {metric: nps, for: pay, roles: [manager]}
  - {metric: nps, for: improvement, roles: [manager, adviser]}
"#;

#[test]
fn a_flag_names_who_is_paid_by_the_score() {
    let program = Program::parse(PROGRAM).unwrap();
    let query = GamingQuery {
        metric: Some("nps".to_owned()),
        ..GamingQuery::default()
    };
    let found = gaming(&left_out(), &query).unwrap();
    let rows = uses(&program, &[found], None);
    let told: Vec<_> = rows
        .iter()
        .map(|row| {
            (
                row.metric.as_str(),
                row.purpose.map(crate::program::Purpose::name),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            ("csat", None),
            ("nps", Some("pay")),
            ("nps", Some("improvement"))
        ]
    );
    assert!(rows[0].signs.is_empty() && rows[0].surveys.is_empty());
    assert_eq!((rows[1].has_stakes, rows[2].has_stakes), (true, false));
    assert_eq!(rows[1].surveys, ["year"]);
    let words = &rows[1].signs[0].words;
    assert!(
        words.ends_with("a sign, not a proof. The pay of `manager` of `north` hangs on `nps`."),
        "{words}"
    );
}

/// A program in which pay hangs on the score for managers and for ann, who works in the north.
fn paid() -> Program {
    let units = "units: {company: {}, north: {parent: company}, south: {parent: company}}\n";
    let text = PROGRAM.replace(
        "for: pay, roles: [manager]",
        "for: pay, roles: [manager], people: [ann, zoe]",
    );
    Program::parse(&(text + units)).unwrap()
}

fn people() -> Named<Person> {
    let person = |unit: &str, role: &str| Person {
        units: vec![unit.to_owned()],
        role: role.to_owned(),
        deputy: None,
        absent_from: None,
        absent_until: None,
        capacity: None,
        names: Vec::new(),
    };
    let all = [
        ("ann", person("north", "adviser")),
        ("mia", person("north", "manager")),
        ("eve", person("company", "manager")),
        ("sam", person("south", "manager")),
        ("tom", person("north", "adviser")),
    ];
    all.into_iter().collect()
}

#[test]
fn people_are_named_beside_roles() {
    let query = GamingQuery {
        metric: Some("nps".to_owned()),
        ..GamingQuery::default()
    };
    let found = [gaming(&left_out(), &query).unwrap()];
    // Nobody says who works where: all that are named are told.
    let rows = uses(&paid(), &found, None);
    assert_eq!(rows[1].people, ["ann", "zoe"]);
    assert!(rows[1].touched.is_empty() && rows[1].not_in_roster.is_empty());
    let words = &rows[1].signs[0].words;
    assert!(
        words.ends_with("The pay of `manager` of `north` and `ann`, `zoe` hangs on `nps`."),
        "{words}"
    );
    let rows = uses(&paid(), &found, Some(&people()));
    let touched: Vec<_> = rows[1]
        .touched
        .iter()
        .map(|one| (one.person.as_str(), one.by_name))
        .collect();
    let wanted = [
        ("ann", true),
        ("eve", false),
        ("mia", false),
        ("sam", false),
    ];
    assert_eq!(touched, wanted);
    assert_eq!(rows[1].not_in_roster, ["zoe"]);
    // The number of the north is a part of that of the company; sam's is another.
    let sign = &rows[1].signs[0];
    assert_eq!(sign.people, ["ann", "eve", "mia"]);
    assert!(
        sign.words
            .ends_with("The pay of `manager` of `north` (`eve`, `mia`) and `ann` hangs on `nps`."),
        "{}",
        sign.words
    );
    // What nothing is registered for touches nobody.
    assert!(rows[0].touched.is_empty() && rows[0].people.is_empty());
}
