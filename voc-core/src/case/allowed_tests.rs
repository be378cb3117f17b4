//! What a screen draws its buttons and forms from.

use super::{Action, Case, FORMS, Policy, TransferTo, WaitingOn};
use crate::error::Code;
use crate::program::Program;
use serde_json::{Map, Value, json};

fn field(command: &str, name: &str) -> Value {
    match (command, name) {
        ("transfer", "to") => json!({"unit": "billing"}),
        (_, "reached") => json!(true),
        (_, "due" | "by") => json!("2026-03-02T10:00:00Z"),
        (_, "on") => json!("partner"),
        (_, "verdict") => json!("confirmed"),
        _ => json!("words"),
    }
}

fn read(command: &str, fields: &[&str]) -> Result<Action, serde_json::Error> {
    let given = fields
        .iter()
        .map(|name| ((*name).to_owned(), field(command, name)));
    let given: Map<String, Value> = given.collect();
    let bare = FORMS
        .iter()
        .any(|form| form.command == command && form.needs.is_empty() && form.takes.is_empty());
    let action = if bare {
        json!(command)
    } else {
        json!({command: given})
    };
    serde_json::from_value(action)
}

#[test]
fn a_command_is_read_with_what_it_needs_and_not_without_any_of_it() {
    for form in FORMS {
        let action = read(form.command, form.needs).unwrap();
        assert_eq!(action.name(), form.command);
        let all = [form.needs, form.takes].concat();
        assert!(read(form.command, &all).is_ok(), "{}", form.command);
        for missing in form.needs {
            let rest: Vec<&str> = form
                .needs
                .iter()
                .copied()
                .filter(|name| name != missing)
                .collect();
            assert!(
                read(form.command, &rest).is_err(),
                "{} without {missing}",
                form.command
            );
        }
        if !all.is_empty() {
            assert!(
                read(form.command, &[&all[..], &["more"]].concat()).is_err(),
                "{}",
                form.command
            );
        }
    }
}

const PROGRAM: &str = r"
voc: 1
name: Buttons
roles: {manager: {level: middle}, adviser: {level: front_line}}
cases:
  recovery:
    require: {resolve: [root_cause, contact_attempt]}
    may: {transfer: [manager], cancel: [manager]}
";

#[test]
fn a_button_says_what_it_needs_and_why_it_is_grey() {
    let program = Program::parse(PROGRAM).unwrap();
    let policy = Policy::of(&program, "recovery").unwrap();
    let open = json!({"case_type": "recovery", "at": "2026-03-02T09:00:00Z", "customer": "c"});
    let mut case = Case::open(&policy, serde_json::from_value(open).unwrap()).unwrap();
    let at = case.opened_at;
    let button = |case: &Case, command: &str, role: &str| {
        let all = case.allowed(&policy, Some(role));
        all.into_iter().find(|one| one.command == command).unwrap()
    };
    let resolve = button(&case, "resolve", "adviser");
    assert_eq!(
        (resolve.allowed, resolve.code),
        (false, Some(Code::NotAllowed))
    );
    assert_eq!(resolve.hint.as_deref(), Some("record a `contact`"));
    assert_eq!(
        (resolve.needs, resolve.takes),
        (vec!["root_cause".to_owned()], vec!["note".to_owned()])
    );
    for action in [
        Action::Contact {
            channel: None,
            reached: true,
        },
        Action::RootCause {
            root_cause: "a leak".into(),
        },
    ] {
        for event in Case::decide(&policy, &case, "ann", None, at, &action).unwrap() {
            case.apply(&event);
        }
    }
    let resolve = button(&case, "resolve", "adviser");
    assert!(resolve.allowed && resolve.needs.is_empty() && resolve.code.is_none());
    let transfer = button(&case, "transfer", "adviser");
    assert_eq!(
        transfer.reason.as_deref(),
        Some("the role adviser may not transfer; manager may")
    );
    assert!(button(&case, "transfer", "manager").allowed);
    let action = Action::Transfer {
        to: TransferTo::Unit("billing".into()),
        ask: "look".into(),
        why: "theirs".into(),
        by: at.plus(1),
    };
    assert!(Case::decide(&policy, &case, "ann", Some("adviser"), at, &action).is_err());
    assert!(Case::decide(&policy, &case, "max", Some("manager"), at, &action).is_ok());
}

#[test]
fn who_may_give_what_is_checked() {
    for (may, wanted) in [
        ("{tranfer: [manager]}", "did you mean `transfer`"),
        ("{transfer: [manger]}", "did you mean `manager`"),
        ("{waive: [manager]}", "is said under `close`"),
        ("{transfer: []}", "nobody may transfer"),
    ] {
        let text = PROGRAM.replace("{transfer: [manager], cancel: [manager]}", may);
        let error = Program::parse(&text).unwrap_err().to_string();
        assert!(error.contains(wanted), "{error}");
    }
}

const PLACES: &str = r"
voc: 1
name: Workshop
cases:
  repair:
    targets:
      resolve: {within: P1D, pause_when: [waiting.customer, in_progress.repair, waiting.partner.ordered]}
    states:
      in_progress: {label: At work, sub_states: {inspection: {}, repair: {label: {en: In repair, de: In Reparatur}}}}
      waiting.partner: {sub_states: {ordered: {}}}
";

fn repair(actions: &[(i64, Action)]) -> (Case, Vec<String>) {
    const HOUR: i64 = 3_600_000_000;
    let program = Program::parse(PLACES).unwrap();
    let policy = Policy::of(&program, "repair").unwrap();
    let open = json!({"case_type": "repair", "at": "2026-03-02T09:00:00Z", "customer": "c"});
    let mut case = Case::open(&policy, serde_json::from_value(open).unwrap()).unwrap();
    let mut refused = Vec::new();
    for (hour, action) in actions {
        let at = case.opened_at.plus(hour * HOUR);
        match Case::decide(&policy, &case, "ann", None, at, action) {
            Ok(events) => events.iter().for_each(|event| case.apply(event)),
            Err(refusal) => refused.push(refusal.to_string()),
        }
    }
    let at = case.opened_at.plus(20 * HOUR);
    let clock = &case.clocks(&policy, at)[0];
    let ran = clock.elapsed_us / HOUR;
    refused.push(format!("{ran} hours ran"));
    (case, refused)
}

fn place(sub_state: &str) -> Action {
    Action::Place {
        sub_state: sub_state.to_owned(),
    }
}

#[test]
fn a_sub_state_is_left_with_its_state_and_may_stop_a_clock() {
    let (case, said) = repair(&[
        (1, place("repair")),
        (2, Action::Start),
        (3, place("inspecton")),
        (4, place("repair")),
        (10, place("inspection")),
    ]);
    assert_eq!(case.sub_state, Some("inspection".into()));
    assert_eq!(
        said,
        [
            "new has no sub-states",
            "command.do.place.sub_state: in_progress has no sub-state `inspecton` (did you mean `inspection`?)",
            // Six of the twenty it was in repair.
            "14 hours ran",
        ]
    );
    let wait = |on| Action::Wait { on };
    let (case, said) = repair(&[
        (1, Action::Start),
        (2, place("repair")),
        (5, wait(WaitingOn::Partner)),
        (8, place("ordered")),
        (10, wait(WaitingOn::Customer)),
        (12, Action::Resume),
    ]);
    assert_eq!(case.sub_state, None);
    // From 2 to 5 in repair, from 8 to 10 ordered, from 10 to 12 on the customer.
    assert_eq!(said, ["13 hours ran"]);
}

#[test]
fn what_is_wrong_with_states_is_found() {
    for (line, with, wanted) in [
        (
            "waiting.partner:",
            "waiting.partnr:",
            "did you mean `waiting.partner`",
        ),
        ("waiting.partner:", "closed:", "is not placed any more"),
        ("ordered: {}", "'a.b': {}", "a text without dots"),
        (
            "in_progress.repair,",
            "in_progress,",
            "is no state in which a clock stands",
        ),
        (
            "in_progress.repair,",
            "in_progress.repairs,",
            "is no state in which a clock stands",
        ),
    ] {
        let error = Program::parse(&PLACES.replace(line, with))
            .unwrap_err()
            .to_string();
        assert!(error.contains(wanted), "{with}: {error}");
    }
}
