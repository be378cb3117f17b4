//! What a reorganisation is said to do, and what it does.

use super::*;
use crate::json;
use crate::signal::Body;
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;

const UNITS: [&str; 4] = ["company", "north", "shop", "stall"];

fn program(units: &Json, roles: &[&str]) -> Json {
    let roles = roles.iter().map(|role| {
        let level = if *role == "manager" {
            "middle"
        } else {
            "front_line"
        };
        ((*role).to_owned(), json!({"level": level}))
    });
    json!({
        "voc": 1, "name": "Larkfield", "fields": {"ltr": "int"},
        "roles": roles.collect::<serde_json::Map<_, _>>(), "units": units,
        "rules": {
            "low": {"when": "ltr <= 6 && !has(employee)", "raise": {"case": "recovery"}},
            "own": {"when": "ltr <= 6 && has(employee)", "raise": {"case": "recovery", "to": "employee"}},
        },
        "cases": {"recovery": {}},
    })
}

fn tree() -> Json {
    json!({"company": {}, "north": {"parent": "company"}, "shop": {"parent": "north"}, "stall": {"parent": "shop"}})
}

fn give(engine: &mut Engine, input: &Json) -> Vec<Json> {
    serde_json::from_str(&json::handle(engine, &input.to_string()).unwrap()).unwrap()
}

fn roster(people: &Json, day: u32) -> Json {
    let at = format!("2026-03-{day:02}T00:00:00Z");
    json!({"id": format!("r{day}"), "received": at, "roster": {"at": at, "people": people}})
}

fn signal(id: &str, unit: &str, employee: Option<&str>) -> Json {
    let at = "2026-03-02T09:00:00Z";
    let mut signal =
        json!({"at": at, "kind": "response", "customer": id, "unit": unit, "fields": {"ltr": 1}});
    if let Some(employee) = employee {
        signal["employee"] = json!(employee);
    }
    json!({"id": id, "received": at, "signal": signal})
}

fn engine(people: &Json, signals: &[Json]) -> Engine {
    let program = program(&tree(), &["manager", "adviser"]);
    let mut engine = Engine::new(Program::parse(&program.to_string()).unwrap());
    give(&mut engine, &roster(people, 1));
    for signal in signals {
        give(&mut engine, signal);
    }
    engine
}

fn person(unit: &str, role: &str) -> Json {
    json!({"units": [unit], "role": role})
}

/// Who would have the case of a customer, and what it loses, by the next roster; and what it comes to.
fn moved(engine: &mut Engine, people: &Json) -> (Vec<Reorganised>, Vec<Json>) {
    let input = roster(people, 3);
    let Body::Roster(told) = Input::from_json(&input.to_string()).unwrap().body else {
        unreachable!()
    };
    let preview = engine.preview_roster(&told).unwrap();
    (preview.cases, give(engine, &input))
}

#[test]
fn whoever_left_is_followed_by_their_deputy_else_by_their_like_else_by_a_manager_up_the_tree() {
    let ann = json!({"units": ["shop"], "role": "adviser", "deputy": "dan"});
    let all = json!({"ann": ann, "dan": person("north", "adviser"), "bea": person("shop", "adviser"),
        "max": person("shop", "manager"), "kim": person("company", "manager")});
    for (gone, heir) in [
        (vec![], "ann"),
        (vec!["ann"], "dan"),
        (vec!["ann", "dan"], "bea"),
        (vec!["ann", "dan", "bea"], "max"),
        (vec!["ann", "dan", "bea", "max"], "kim"),
        (vec!["ann", "dan", "bea", "max", "kim"], "ann"),
    ] {
        let mut engine = engine(&all, &[signal("a", "shop", Some("ann"))]);
        let mut left = all.clone();
        for id in &gone {
            left.as_object_mut().unwrap().remove(*id);
        }
        let (preview, events) = moved(&mut engine, &left);
        let case = engine.cases().next().unwrap();
        assert_eq!(case.person.as_deref(), Some(heir), "{gone:?}");
        assert_eq!(case.unit.as_deref(), Some("shop"));
        if gone.is_empty() {
            assert_eq!((preview.len(), events.len()), (0, 0));
            continue;
        }
        assert_eq!(preview[0].loses, [Loses::Person]);
        assert_eq!(preview[0].to_person.as_deref(), Some(heir));
        // Whoever has it now is told; where nobody is there, the unit.
        let told = &events
            .iter()
            .find(|event| event["type"] == "notice")
            .unwrap()["notice"]["to"];
        let wanted = if heir == "ann" {
            json!({"unit": "shop"})
        } else {
            json!({"person": heir})
        };
        assert_eq!(*told, wanted);
    }
}

#[test]
fn a_deputy_who_has_enough_to_do_is_passed_over() {
    let ann = json!({"units": ["shop"], "role": "adviser", "deputy": "dan"});
    let dan = json!({"units": ["shop"], "role": "adviser", "capacity": 1});
    let signals = [
        signal("a", "shop", Some("ann")),
        signal("b", "shop", Some("ann")),
    ];
    let mut engine = engine(
        &json!({"ann": ann, "dan": dan, "kim": person("company", "manager")}),
        &signals,
    );
    let (preview, _) = moved(
        &mut engine,
        &json!({"dan": dan, "kim": person("company", "manager")}),
    );
    let to: Vec<_> = preview
        .iter()
        .map(|case| case.to_person.clone().unwrap())
        .collect();
    assert_eq!(to, ["dan", "kim"]);
}

#[test]
fn whoever_never_was_in_a_roster_keeps_what_they_served() {
    let people = json!({"kim": person("company", "manager")});
    let mut engine = engine(&people, &[signal("a", "shop", Some("temp"))]);
    let (preview, _) = moved(&mut engine, &json!({"kim": person("company", "manager")}));
    assert_eq!(preview, []);
    assert_eq!(
        engine.cases().next().unwrap().person.as_deref(),
        Some("temp")
    );
}

#[test]
fn a_program_without_a_role_or_a_type_is_listed_and_moves_nothing() {
    let people = json!({"ann": person("shop", "adviser")});
    let mut engine = engine(&people, &[signal("a", "shop", Some("ann"))]);
    let mut next = program(&tree(), &["manager"]);
    next["cases"] = json!({"other": {}});
    next["rules"] = json!({});
    let preview = engine.preview(&Program::parse(&next.to_string()).unwrap());
    assert_eq!(preview.cases[0].loses, [Loses::Role, Loses::CaseType]);
    assert_eq!(preview.cases[0].to_person.as_deref(), Some("ann"));
    let at = "2026-03-03T00:00:00Z";
    give(
        &mut engine,
        &json!({"id": "v", "received": at, "program": {"at": at, "program": next}}),
    );
    assert_eq!(
        engine.cases().next().unwrap().person.as_deref(),
        Some("ann")
    );
}

#[test]
fn a_roster_that_would_be_refused_is_not_previewed() {
    let engine = engine(&json!({}), &[]);
    let ann = json!({"units": [], "role": "adviser", "absent_from": "2026-03-02T00:00:00Z", "absent_until": "2026-03-01T00:00:00Z"});
    let roster = json!({"at": "2026-03-03T00:00:00Z", "people": {"ann": ann}}).to_string();
    let refused = json::preview_roster(&engine, &roster).unwrap_err();
    assert_eq!(
        refused.path.as_deref(),
        Some("roster.people.ann.absent_until")
    );
}

fn some_people() -> impl Strategy<Value = Json> {
    let role = prop::sample::select(vec!["manager", "adviser"]);
    let ids = ["p0", "p1", "p2", "p3"];
    let deputy = prop::option::of(prop::sample::select(ids.to_vec()));
    let person = (
        prop::sample::subsequence(UNITS.to_vec(), 0..=2),
        role,
        deputy,
        prop::option::of(0_u32..3),
    );
    prop::collection::btree_map(prop::sample::select(ids.to_vec()), person, 0..=4).prop_map(
        |people| {
            let people = people
                .into_iter()
                .map(|(id, (units, role, deputy, capacity))| {
                    let mut person = json!({"units": units, "role": role});
                    if let Some(deputy) = deputy {
                        person["deputy"] = json!(deputy);
                    }
                    if let Some(capacity) = capacity {
                        person["capacity"] = json!(capacity);
                    }
                    (id.to_owned(), person)
                });
            Json::Object(people.collect())
        },
    )
}

/// Who has which open case.
fn held(engine: &Engine) -> BTreeMap<String, (Option<String>, Option<String>)> {
    let cases = engine.cases();
    cases
        .map(|case| (case.id.clone(), (case.unit.clone(), case.person.clone())))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, ..ProptestConfig::default() })]
    #[test]
    fn what_is_said_to_happen_happens_and_nothing_else(
        people in some_people(),
        later in some_people(),
        signals in prop::collection::vec((prop::sample::select(UNITS.to_vec()), prop::option::of(prop::sample::select(vec!["p0", "p1", "p9"]))), 1..8),
        kept in prop::sample::subsequence(UNITS[1..].to_vec(), 0..=3),
    ) {
        let signals: Vec<Json> = signals.iter().enumerate()
            .map(|(place, (unit, employee))| signal(&format!("s{place}"), unit, *employee)).collect();
        let mut engine = engine(&people, &signals);
        let before = held(&engine);
        let (preview, _) = moved(&mut engine, &later);
        check_preview(&before, &held(&engine), &preview)?;
        for case in &preview {
            prop_assert_eq!(&case.loses, &[Loses::Person]);
            prop_assert!(later.get(case.person.as_deref().unwrap()).is_none());
        }
        let mut units = tree();
        units.as_object_mut().unwrap().retain(|id, _| id == "company" || kept.contains(&id.as_str()));
        for (id, unit) in units.as_object_mut().unwrap() {
            if id != "company" {
                unit["parent"] = json!("company");
            }
        }
        let next = program(&units, &["manager", "adviser"]);
        let before = held(&engine);
        let preview = engine.preview(&Program::parse(&next.to_string()).unwrap()).cases;
        let at = "2026-03-03T00:00:00Z";
        give(&mut engine, &json!({"id": "v", "received": at, "program": {"at": at, "program": next}}));
        check_preview(&before, &held(&engine), &preview)?;
        for (unit, _) in held(&engine).into_values() {
            prop_assert!(units.get(unit.unwrap()).is_some());
        }
    }
}

type Held = BTreeMap<String, (Option<String>, Option<String>)>;

fn check_preview(
    before: &Held,
    after: &Held,
    preview: &[Reorganised],
) -> Result<(), TestCaseError> {
    let mut wanted = before.clone();
    for case in preview {
        let known = wanted.get_mut(&case.case).unwrap();
        prop_assert_eq!(&*known, &(case.unit.clone(), case.person.clone()));
        *known = (case.to_unit.clone(), case.to_person.clone());
    }
    prop_assert_eq!(&wanted, after);
    Ok(())
}

/// A case at the shop that is nobody's, with three steps of escalation to come.
fn escalating(people: &Json) -> (Engine, Json) {
    let mut program = program(&tree(), &["manager", "adviser"]);
    program["cases"]["recovery"] = json!({"escalate": [
        {"id": "one", "age": "P1D", "to": "stall"},
        {"id": "two", "age": "P2D", "to": "manager"},
        {"id": "three", "age": "P3D", "to": "up"},
    ]});
    let mut engine = Engine::new(Program::parse(&program.to_string()).unwrap());
    give(&mut engine, &roster(people, 1));
    give(&mut engine, &signal("a", "shop", Some("ann")));
    (engine, program)
}

#[test]
fn steps_of_escalation_that_would_find_nobody_are_told_and_go_on_up_the_tree() {
    let people = json!({"ann": person("shop", "adviser"), "max": person("shop", "manager"),
        "kim": person("company", "manager"), "sam": person("stall", "manager")});
    let (mut engine, mut program) = escalating(&people);
    let preview = |engine: &Engine, program: &Json| {
        engine
            .preview(&Program::parse(&program.to_string()).unwrap())
            .cases
    };
    let lost = |step: &str, to: &str, person: Option<&str>, unit: &str| LostStep {
        step: step.into(),
        to: to.into(),
        person: person.map(str::to_owned),
        unit: Some(unit.into()),
    };
    assert_eq!(preview(&engine, &program), []);
    // The stall is no more: the nearest above it is the shop, which Max manages.
    let units = program["units"].as_object_mut().unwrap();
    units.remove("stall");
    program["cases"]["recovery"]["escalate"][0]["to"] = json!("shop");
    let [found] = &preview(&engine, &program)[..] else {
        panic!("one case")
    };
    assert_eq!(found.loses, [Loses::Escalation]);
    assert_eq!(
        found.escalations,
        [lost("one", "stall", Some("max"), "shop")]
    );
    assert_eq!(
        (found.to_unit.as_deref(), found.to_person.as_deref()),
        (Some("shop"), Some("ann"))
    );
    // Neither is the role of a manager. What is lost otherwise is told with it.
    let mut bare = program.clone();
    bare["roles"] = json!({"adviser": {"level": "front_line"}, "head": {"level": "middle"}});
    bare["cases"]["recovery"]["escalate"] = json!([]);
    bare["units"] = json!({"company": {}});
    let [found] = &preview(&engine, &bare)[..] else {
        panic!("one case")
    };
    assert_eq!(found.loses, [Loses::Unit, Loses::Escalation]);
    let steps: Vec<&str> = found
        .escalations
        .iter()
        .map(|one| one.step.as_str())
        .collect();
    assert_eq!(steps, ["one", "two"]);
    // As it is told, so it happens; what has happened is not lost any more.
    let change = json!({"id": "v", "received": "2026-03-02T10:00:00Z", "program": {"at": "2026-03-02T10:00:00Z", "program": program}});
    give(&mut engine, &change);
    let events = give(
        &mut engine,
        &json!({"id": "t", "tick": {"at": "2026-03-03T09:00:00Z"}}),
    );
    let called = &events[0]["event"]["change"];
    assert_eq!(
        (&called["step"], &called["to"], &called["unit"]),
        (&json!("one"), &json!("max"), &json!("shop"))
    );
    assert_eq!(preview(&engine, &program), []);
}

#[test]
fn a_roster_in_which_nobody_is_left_to_call_for_is_told_too() {
    let people = json!({"ann": person("shop", "adviser"), "max": person("shop", "manager"),
        "kim": person("company", "manager")});
    let (mut engine, _) = escalating(&people);
    let left = json!({"ann": person("shop", "adviser"), "kim": person("company", "manager")});
    assert_eq!(moved(&mut engine.clone(), &left).0, [], "Kim is there");
    let alone = json!({"ann": person("shop", "adviser")});
    let (preview, events) = moved(&mut engine, &alone);
    assert_eq!(preview[0].loses, [Loses::Escalation]);
    let steps: Vec<_> = preview[0]
        .escalations
        .iter()
        .map(|one| (one.step.as_str(), one.person.as_ref(), one.unit.as_deref()))
        .collect();
    assert_eq!(
        steps,
        ["one", "two", "three"].map(|step| (step, None, Some("company")))
    );
    assert!(events.is_empty(), "nothing is moved for it");
}
