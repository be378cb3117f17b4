//! Handing over, waiting and going on.

use super::tests::{act, at, open, program};
use super::*;
use crate::error::Code;
use crate::program::{Program, TargetName};
use crate::time::HOUR;

const OPENED: &str = "2026-03-02T10:00:00Z";

fn to(to: TransferTo, ask: &str, why: &str, by: Time) -> Action {
    Action::Transfer {
        to,
        ask: ask.into(),
        why: why.into(),
        by,
    }
}

#[test]
fn a_transfer_says_to_whom_what_why_and_by_when() {
    let program = program();
    let mut case = open(&program, "strict", OPENED);
    let now = case.opened_at;
    let due = now.plus(HOUR);
    let unit = |unit: &str| TransferTo::Unit(unit.into());
    let person = |person: &str| TransferTo::Person(person.into());
    for (refused, code, path) in [
        (
            to(person("bo"), " ", "w", due),
            Code::Missing,
            "command.do.transfer.ask",
        ),
        (
            to(person("bo"), "a", "", due),
            Code::Missing,
            "command.do.transfer.why",
        ),
        (
            to(person("bo"), "a", "w", now),
            Code::BadTime,
            "command.do.transfer.by",
        ),
        (
            to(person(""), "a", "w", due),
            Code::Missing,
            "command.do.transfer.to.person",
        ),
        (
            to(unit("clams"), "a", "w", due),
            Code::Unknown,
            "command.do.transfer.to.unit",
        ),
        (
            to(unit("claims"), "a", "w", due),
            Code::NotAllowed,
            "command.do.transfer.to",
        ),
    ] {
        let error = act(&program, &mut case, now, &refused).unwrap_err();
        assert_eq!((error.code, error.path.as_deref()), (code, Some(path)));
    }
    act(&program, &mut case, now, &Action::Acknowledge).unwrap();
    act(&program, &mut case, now, &to(person("bo"), "a", "w", due)).unwrap();
    act(&program, &mut case, now, &to(unit("claims"), "b", "v", due)).unwrap();
    assert_eq!(case.state, State::Acknowledged, "it stays in its state");
    assert_eq!(
        (case.unit.as_deref(), &case.person),
        (Some("claims"), &None)
    );
    let last = &case.transfers[1];
    assert_eq!(
        (last.from_person.as_deref(), last.ask.as_str()),
        (Some("bo"), "b")
    );
}

#[test]
fn a_transfer_does_not_reset_a_clock() {
    let program = program();
    let mut case = open(&program, "recovery", OPENED);
    let policy = Policy::of(&program, "recovery").unwrap();
    let resolve = |case: &Case| {
        let mut clocks = case
            .clocks(&policy, case.opened_at.plus(3 * HOUR))
            .into_iter();
        clocks
            .find(|clock| clock.target == TargetName::Resolve)
            .unwrap()
    };
    let before = resolve(&case);
    let at = case.opened_at.plus(2 * HOUR);
    let person = TransferTo::Person("bo".into());
    act(&program, &mut case, at, &to(person, "a", "w", at.plus(1))).unwrap();
    assert_eq!(resolve(&case), before);
}

/// What counted before a transfer, or before a unit is removed, goes by the hours of whoever had the case.
#[test]
fn a_clock_goes_by_the_hours_of_whoever_has_the_case() {
    let text = r#"
voc: 1
name: t
calendars: {day: {hours: {mon-fri: ["09:00-17:00"]}}, night: {hours: {mon-sun: ["20:00-24:00"]}}}
units: {company: {}, day: {parent: company, calendar: day}, night: {parent: company, calendar: night}}
cases: {c: {targets: {resolve: {within: PT4H, calendar: unit}}}}
"#;
    let program = Program::parse(text).unwrap();
    let policy = Policy::of(&program, "c").unwrap();
    let target = policy.target(TargetName::Resolve).unwrap();
    let due = |moves: &[(&str, CaseChange)]| {
        let open =
            serde_json::json!({"case_type": "c", "at": "2026-03-02T15:00:00Z", "unit": "day"});
        let mut case = Case::open(&policy, serde_json::from_value(open).unwrap()).unwrap();
        for (when, change) in moves {
            case.apply(&CaseEvent::of_itself(at(when), change.clone()));
        }
        match case.verdict_at(&target, at("2026-03-02T18:00:00Z")) {
            ClockState::Running { due } => due.unwrap().to_string(),
            other => format!("{other:?}"),
        }
    };
    let removed = |unit: &str, to: Option<&str>| CaseChange::UnitRemoved {
        unit: unit.into(),
        to: to.map(Into::into),
    };
    let four = "2026-03-02T16:00:00Z";
    assert_eq!(due(&[]), "2026-03-03T11:00:00Z");
    assert_eq!(
        due(&[(four, removed("day", Some("night")))]),
        "2026-03-02T23:00:00Z"
    );
    // A unit without a calendar, above, is always open.
    assert_eq!(
        due(&[(four, removed("day", Some("company")))]),
        "2026-03-02T19:00:00Z"
    );
    // One that the policy does not know changes nothing.
    for to in [None, Some("elsewhere")] {
        assert_eq!(due(&[(four, removed("day", to))]), "2026-03-03T11:00:00Z");
    }
    // Nor does where it was before anything that the policy knows.
    let there_and_back = [
        (four, removed("day", Some("night"))),
        ("2026-03-02T16:30:00Z", removed("night", Some("day"))),
    ];
    assert_eq!(due(&there_and_back), "2026-03-03T11:30:00Z");
}

#[test]
fn it_goes_on_where_it_stood() {
    let program = program();
    let wait = Action::Wait {
        on: WaitingOn::Customer,
    };
    for (before, after) in [
        (vec![], State::Acknowledged),
        (vec![Action::Acknowledge], State::Acknowledged),
        (vec![Action::Acknowledge, Action::Start], State::InProgress),
        (vec![Action::Start, wait.clone()], State::InProgress),
        (vec![wait.clone(), Action::Resume], State::Acknowledged),
    ] {
        let mut case = open(&program, "strict", OPENED);
        let now = case.opened_at;
        for action in before {
            act(&program, &mut case, now, &action).unwrap();
        }
        assert!(
            act(&program, &mut case.clone(), now, &Action::Resume).is_err()
                != (case.state == State::Waiting)
        );
        act(&program, &mut case, now, &wait).unwrap();
        act(&program, &mut case, now, &Action::Resume).unwrap();
        assert_eq!((case.state, case.waiting_on), (after, None));
    }
}
