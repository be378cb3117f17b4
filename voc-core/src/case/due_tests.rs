//! What nears its due, and what was taken up.

use super::tests::{act, at, missed, open, resolved};
use super::*;
use crate::program::Program;
use crate::time::HOUR;

pub(super) const OPENED: &str = "2026-03-02T10:00:00Z";
const PROGRAM: &str = r#"
voc: 1
name: t
time_zone: Europe/London
roles: {manager: {level: middle}}
units: {claims: {calendar: office}, post: {}}
calendars: {office: {hours: {mon-fri: ["09:00-12:30", "13:30-17:30"]}}}
cases:
  told: {promises: {warn: PT4H, calendar: unit}, transfers: {warn: PT1H}}
  plain: {}
  ranked:
    priorities: [low, normal, high]
    targets: {resolve: {within: PT8H, by: {priority: {low: PT24H, high: PT2H}}}, first_contact: {within: P1D}}
  by_hand: {close: {by_hand: true, undisputed_after: P7D, unreachable_after: {attempts: 1, over: PT0S}, waive: [manager]}}
"#;

pub(super) fn program() -> Program {
    Program::parse(PROGRAM).unwrap()
}

fn falls_due(program: &Program, case: &Case) -> Option<(Time, CaseChange)> {
    case.falls_due(&Policy::of(program, &case.case_type).unwrap())
}

fn happens(program: &Program, case: &mut Case) -> Time {
    let (at, change) = falls_due(program, case).unwrap();
    case.apply(&CaseEvent::of_itself(at, change));
    at
}

fn promise(due: &str) -> Action {
    Action::Promise {
        text: "a call".into(),
        due: at(due),
    }
}

fn transfer(person: &str, due: &str) -> Action {
    Action::Transfer {
        to: TransferTo::Person(person.into()),
        ask: "look".into(),
        why: "theirs".into(),
        by: at(due),
    }
}

fn by(program: &Program, case: &mut Case, by: &str, when: &str, action: &Action) {
    let policy = Policy::of(program, &case.case_type).unwrap();
    for event in Case::decide(&policy, case, by, None, at(when), action).unwrap() {
        case.apply(&event);
    }
}

#[test]
fn a_promise_is_warned_of_in_the_hours_of_whoever_has_the_case() {
    let program = program();
    let mut case = open(&program, "told", OPENED);
    // From Monday 10:00 to Tuesday 10:00 are 2.5 + 4 + 1 hours of the office: 4 hours before that are 3.5
    // after Monday 10:00, past lunch.
    act(
        &program,
        &mut case,
        at(OPENED),
        &promise("2026-03-03T10:00:00Z"),
    )
    .unwrap();
    assert_eq!(
        falls_due(&program, &case).unwrap().0,
        at("2026-03-02T14:30:00Z")
    );
    // Due in two hours, it is warned of at once, and first.
    act(
        &program,
        &mut case,
        at(OPENED),
        &promise("2026-03-02T12:00:00Z"),
    )
    .unwrap();
    assert_eq!(happens(&program, &mut case), at(OPENED));
    assert_eq!(happens(&program, &mut case), at("2026-03-02T14:30:00Z"));
    assert_eq!(falls_due(&program, &case), None, "each once");
    // What was kept, or called off, is not warned of.
    let mut kept = open(&program, "told", OPENED);
    act(
        &program,
        &mut kept,
        at(OPENED),
        &promise("2026-03-03T10:00:00Z"),
    )
    .unwrap();
    let keep = Action::KeepPromise { promise: None };
    act(&program, &mut kept, at("2026-03-02T11:00:00Z"), &keep).unwrap();
    assert_eq!(falls_due(&program, &kept), None);
    let mut plain = open(&program, "plain", OPENED);
    act(
        &program,
        &mut plain,
        at(OPENED),
        &promise("2026-03-03T10:00:00Z"),
    )
    .unwrap();
    assert_eq!(falls_due(&program, &plain), None, "nothing is said of it");
}

#[test]
fn a_transfer_lapses_at_its_due_where_nobody_has_taken_it_up() {
    let program = program();
    let handed = || {
        let mut case = open(&program, "told", OPENED);
        let to_bo = transfer("bo", "2026-03-02T14:00:00Z");
        by(&program, &mut case, "ana", "2026-03-02T10:30:00Z", &to_bo);
        case
    };
    let due = at("2026-03-02T14:00:00Z");
    let mut case = handed();
    assert_eq!(happens(&program, &mut case), due.plus(-HOUR));
    assert_eq!(
        falls_due(&program, &case),
        Some((due, CaseChange::TransferLapsed { due }))
    );
    assert_eq!(happens(&program, &mut case), due);
    assert_eq!(falls_due(&program, &case), None);
    let comment = || Action::Comment { text: "x".into() };
    let assign = |to: &str| Action::Assign { to: to.into() };
    // Who does what to it at 11:00, and whether that takes it up.
    for (who, action, takes_up) in [
        ("bo", comment(), true),
        ("bo", Action::Acknowledge, true),
        ("ana", comment(), false),
        ("ana", Action::Start, false),
        ("ana", missed(), false),
        ("cy", comment(), false),
        ("cy", Action::Start, true),
        ("cy", missed(), true),
        ("cy", assign("di"), false),
        // Nobody is left to take it up.
        ("ana", resolved(), true),
    ] {
        let mut case = handed();
        by(&program, &mut case, who, "2026-03-02T11:00:00Z", &action);
        let due = falls_due(&program, &case);
        assert_eq!(due.is_none(), takes_up, "{who} {action:?}");
    }
    // Given to Di, it is she who takes it up; handed on, another due counts.
    let mut case = handed();
    by(
        &program,
        &mut case,
        "cy",
        "2026-03-02T11:00:00Z",
        &assign("di"),
    );
    by(
        &program,
        &mut case,
        "bo",
        "2026-03-02T11:10:00Z",
        &comment(),
    );
    assert!(falls_due(&program, &case).is_some());
    by(
        &program,
        &mut case,
        "di",
        "2026-03-02T11:20:00Z",
        &comment(),
    );
    assert_eq!(falls_due(&program, &case), None);
    let mut case = handed();
    happens(&program, &mut case);
    by(
        &program,
        &mut case,
        "ana",
        "2026-03-02T13:30:00Z",
        &transfer("cy", "2026-03-02T16:00:00Z"),
    );
    assert_eq!(
        happens(&program, &mut case),
        at("2026-03-02T15:00:00Z"),
        "warned of anew"
    );
    // At the due is too late, a microsecond before is not; told after it, either way.
    for (when, in_time) in [(due, false), (due.plus(-1), true)] {
        let mut case = handed();
        happens(&program, &mut case);
        happens(&program, &mut case);
        by(&program, &mut case, "bo", &when.to_string(), &comment());
        assert_eq!(case.lapse_overtaken(), Some(due).filter(|_| in_time));
    }
    let mut plain = open(&program, "plain", OPENED);
    by(
        &program,
        &mut plain,
        "ana",
        OPENED,
        &transfer("bo", "2026-03-02T14:00:00Z"),
    );
    assert_eq!(falls_due(&program, &plain), None);
}

#[test]
fn what_is_wrong_with_dues_is_found() {
    for (spec, path) in [
        ("promises: {}", "cases.told.promises"),
        ("promises: {warn: P1M}", "cases.told.promises.warn"),
        ("transfers: {warn: PT0S}", "cases.told.transfers.warn"),
        (
            "transfers: {calendar: offise}",
            "cases.told.transfers.calendar",
        ),
    ] {
        let text = PROGRAM.replace(
            "promises: {warn: PT4H, calendar: unit}, transfers: {warn: PT1H}",
            spec,
        );
        let error = Program::parse(&text).unwrap_err();
        assert_eq!(error.diagnostics[0].path.as_deref(), Some(path));
    }
}
