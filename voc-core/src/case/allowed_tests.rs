//! What a screen draws its buttons and forms from.

use super::{Action, Case, FORMS, Policy, TransferTo};
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
