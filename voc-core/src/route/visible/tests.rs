use super::*;
use std::fmt::Write;

const CASES: &str = include_str!("table.txt");
const NUMBERS: &str = include_str!("numbers.txt");
const SCOPES: [&str; 5] = ["none", "own_cases", "unit", "subtree", "company"];

/// A program with a role for each pair of scopes, `verbatims/cases`; the level says nothing of what is seen.
fn program() -> Program {
    let mut text = "voc: 1
name: shops
units:
  company: {}
  retail: {parent: company}
  north: {parent: retail}
  south: {parent: retail}
  shop: {parent: north}
roles:
  blind: {level: executive}
"
    .to_owned();
    for (rank, verbatims) in SCOPES.iter().enumerate() {
        for cases in SCOPES.iter().skip(rank) {
            let sees = format!("{{verbatims: {verbatims}, cases: {cases}}}");
            writeln!(
                text,
                "  {verbatims}-{cases}: {{level: front_line, sees: {sees}}}"
            )
            .unwrap();
        }
        let sees = format!("{{verbatims: {verbatims}}}");
        writeln!(text, "  {verbatims}-: {{level: middle, sees: {sees}}}").unwrap();
        if *verbatims != "own_cases" {
            let sees = format!("{{numbers: {verbatims}}}");
            writeln!(
                text,
                "  numbers-{verbatims}: {{level: middle, sees: {sees}}}"
            )
            .unwrap();
        }
    }
    Program::parse(&text).unwrap()
}

fn at(text: &str) -> Time {
    Time::parse(text).unwrap()
}

/// The viewer, and people whom they stand in for.
fn people(role: &str) -> Named<Person> {
    let person = |units: &[&str], deputy: Option<&str>, absent_until: Option<&str>| Person {
        units: units.iter().map(|unit| (*unit).to_owned()).collect(),
        role: role.to_owned(),
        deputy: deputy.map(str::to_owned),
        absent_from: None,
        absent_until: absent_until.map(at),
        capacity: None,
        names: Vec::new(),
    };
    [
        ("viewer", person(&["north"], None, None)),
        (
            "away",
            person(&["south"], Some("viewer"), Some("2026-03-02T00:00:00Z")),
        ),
        (
            "here",
            person(&["south"], Some("viewer"), Some("2026-02-01T00:00:00Z")),
        ),
        ("other", person(&["south"], None, None)),
    ]
    .into_iter()
    .map(|(id, person)| (id.to_owned(), person))
    .collect()
}

fn known<'t>(text: &'t str, unknown: &str) -> Option<&'t str> {
    (text != unknown).then_some(text)
}

fn sight(program: &Program, role: &str, unit: &str, holder: &str) -> Sight {
    let people = people(role);
    let now = at("2026-03-01T00:00:00Z");
    let viewer = Viewer::of(program, &people, "viewer", now);
    viewer.case_of(known(unit, "none"), known(holder, "nobody"))
}

/// The rows of a table, and the names of its columns.
fn table(text: &str) -> (Vec<&str>, Vec<Vec<&str>>) {
    let mut comments = text.lines().filter_map(|line| line.strip_prefix("# "));
    let head = comments.next_back().unwrap().split_whitespace().collect();
    let rows = text.lines().filter(|line| !line.starts_with('#'));
    (
        head,
        rows.map(|row| row.split_whitespace().collect()).collect(),
    )
}

#[test]
fn people_see_what_the_table_says_and_nothing_else() {
    let program = program();
    let (head, rows) = table(CASES);
    let mut checked = 0;
    for row in &rows {
        assert_eq!(row.len(), head.len(), "{row:?}");
        for (column, wanted) in head.iter().zip(row).skip(2) {
            let long = |scope: &str| match scope {
                "own" => "own_cases".to_owned(),
                "=" => String::new(),
                other => other.to_owned(),
            };
            let (verbatims, cases) = column.split_once('/').unwrap();
            let role = format!("{}-{}", long(verbatims), long(cases));
            let wanted = match *wanted {
                "w" => Sight::Whole,
                "r" => Sight::Redacted,
                "-" => Sight::Nothing,
                other => panic!("{other}"),
            };
            assert_eq!(
                sight(&program, &role, row[0], row[1]),
                wanted,
                "{role} {row:?}"
            );
            checked += 1;
        }
    }
    assert_eq!(checked, 27 * 13);
    println!("{checked} sights");
}

/// The pairs of scopes that the table leaves out are told by those that it has.
#[test]
fn every_pair_of_scopes_is_its_two_halves() {
    let program = program();
    let (_, rows) = table(CASES);
    for row in &rows {
        for (rank, verbatims) in SCOPES.iter().enumerate() {
            let alone = sight(&program, &format!("{verbatims}-"), row[0], row[1]);
            for cases in SCOPES.iter().skip(rank) {
                let both = sight(&program, &format!("{verbatims}-{cases}"), row[0], row[1]);
                let facts = sight(&program, &format!("none-{cases}"), row[0], row[1]);
                assert_eq!(both, alone.max(facts), "{verbatims}-{cases} {row:?}");
            }
        }
    }
}

#[test]
fn numbers_are_seen_as_the_table_says() {
    let program = program();
    let (head, rows) = table(NUMBERS);
    for row in &rows {
        for (scope, wanted) in head.iter().zip(row).skip(1) {
            let people = people(&format!("numbers-{scope}"));
            let viewer = Viewer::of(&program, &people, "viewer", Time::MIN);
            assert_eq!(
                viewer.numbers(known(row[0], "all")),
                *wanted == "y",
                "{scope} {row:?}"
            );
        }
    }
}

#[test]
fn whoever_is_not_known_sees_nothing() {
    let program = program();
    let roles = ["blind", "no such role", "none-"];
    for (role, person) in roles
        .into_iter()
        .map(|role| (role, "viewer"))
        .chain([("company-", "nobody")])
    {
        let people = people(role);
        let viewer = Viewer::of(&program, &people, person, Time::MIN);
        for unit in [None, Some("north"), Some("shop"), Some("company")] {
            assert_eq!(
                viewer.case_of(unit, Some(person)),
                Sight::Nothing,
                "{role} {unit:?}"
            );
            assert!(!viewer.numbers(unit), "{role} {unit:?}");
        }
    }
}

#[test]
fn what_a_role_sees_is_checked() {
    let wrong = |sees: &str| {
        let text = format!("voc: 1\nname: a\nroles: {{r: {{level: middle, sees: {sees}}}}}");
        Program::parse(&text).unwrap_err().to_string()
    };
    let numbers = wrong("{numbers: own_cases}");
    assert!(numbers.contains("roles.r.sees.numbers"), "{numbers}");
    let cases = wrong("{verbatims: subtree, cases: unit}");
    assert!(cases.contains("roles.r.sees.cases"), "{cases}");
    let scope = wrong("{cases: everything}");
    assert!(scope.contains("roles.r.sees.cases"), "{scope}");
}
