//! What is changed by hand: priorities, who has a case, and when it is closed.

use super::due_tests::{OPENED, program};
use super::tests::{act, at, missed, open, resolved, verdict};
use super::*;
use crate::error::Code;
use crate::program::TargetName;
use crate::time::{HOUR, MINUTE};

fn set(priority: &str, reason: &str) -> Action {
    Action::SetPriority {
        priority: priority.into(),
        reason: reason.into(),
    }
}

#[test]
fn another_priority_counts_from_its_instant_on_and_is_in_the_ledger() {
    let program = program();
    let mut case = open(&program, "ranked", OPENED);
    let policy = Policy::of(&program, "ranked").unwrap();
    let target = policy.target(TargetName::Resolve).unwrap();
    let state = |case: &Case, when: &str| case.verdict_at(&target, at(when));
    let running = |due: &str| ClockState::Running { due: Some(at(due)) };
    assert_eq!(case.priority, "low");
    assert_eq!(state(&case, OPENED), running("2026-03-03T10:00:00Z"));
    // Two hours have run, then it may take two: its time is up at once. An hour before, it would not be.
    let mut late = case.clone();
    act(
        &program,
        &mut late,
        at("2026-03-02T12:00:00Z"),
        &set("high", "the press"),
    )
    .unwrap();
    let breached = at("2026-03-02T12:00:00Z");
    assert_eq!(state(&late, OPENED), running("2026-03-03T10:00:00Z"));
    assert_eq!(
        state(&late, "2026-03-02T12:00:00Z"),
        ClockState::Breached { at: breached }
    );
    act(
        &program,
        &mut case,
        at("2026-03-02T11:00:00Z"),
        &set("high", "the press"),
    )
    .unwrap();
    assert_eq!(
        state(&case, "2026-03-02T11:00:00Z"),
        running("2026-03-02T12:00:00Z")
    );
    // Lowered in time, it has eight hours, of which an hour and a half has run.
    act(
        &program,
        &mut case,
        at("2026-03-02T11:30:00Z"),
        &set("normal", "settled"),
    )
    .unwrap();
    assert_eq!(
        state(&case, "2026-03-02T11:30:00Z"),
        running("2026-03-02T18:00:00Z")
    );
    let ledger = case.clock(&target, at("2026-03-02T13:00:00Z")).ledger;
    let told = |one: &Interval| (one.from.to_string(), one.within_us);
    assert_eq!(
        ledger.iter().map(told).collect::<Vec<_>>(),
        [
            (OPENED.to_owned(), None),
            ("2026-03-02T11:00:00Z".to_owned(), Some(2 * HOUR)),
            ("2026-03-02T11:30:00Z".to_owned(), Some(8 * HOUR)),
        ]
    );
    assert_eq!(
        ledger.iter().map(|one| one.to.since(one.from)).sum::<i64>(),
        3 * HOUR
    );
    // A target that knows no priorities goes on as it was.
    let other = policy.target(TargetName::FirstContact).unwrap();
    assert_eq!(
        case.clock(&other, at("2026-03-02T13:00:00Z")).ledger.len(),
        1
    );
    // A breach stays one.
    act(
        &program,
        &mut late,
        at("2026-03-02T12:01:00Z"),
        &set("low", "no"),
    )
    .unwrap();
    assert_eq!(
        state(&late, "2026-03-02T12:01:00Z"),
        ClockState::Breached { at: breached }
    );
}

#[test]
fn priorities_and_holders_are_changed_for_a_reason() {
    let program = program();
    let mut case = open(&program, "ranked", OPENED);
    let now = case.opened_at;
    let refused = |case_type: &str, person: Option<&str>, unit: Option<&str>, action: &Action| {
        let mut one = Case {
            person: person.map(str::to_owned),
            unit: unit.map(str::to_owned),
            ..open(&program, case_type, OPENED)
        };
        let before = one.clone();
        let error = act(&program, &mut one, now, action).unwrap_err();
        assert_eq!(one, before);
        error
    };
    let unassign = |reason: &str| Action::Unassign {
        reason: reason.into(),
    };
    let claims = Some("claims");
    assert_eq!(
        refused("ranked", None, claims, &set("high", " ")).code,
        Code::Missing
    );
    let unknown = refused("ranked", None, claims, &set("hihg", "x"));
    assert_eq!(
        (unknown.code, unknown.path.as_deref()),
        (Code::Unknown, Some("command.do.set_priority.priority"))
    );
    assert!(unknown.hint.unwrap().contains("high"));
    assert_eq!(
        refused("ranked", None, claims, &set("low", "x")).code,
        Code::NotAllowed
    );
    let one = refused("plain", None, claims, &set("normal", "x"));
    assert!(one.message.contains("one priority"), "{}", one.message);
    assert_eq!(
        refused("ranked", Some("ana"), claims, &unassign("")).code,
        Code::Missing
    );
    assert!(
        refused("ranked", None, claims, &unassign("x"))
            .message
            .contains("nobody has it")
    );
    assert!(
        refused("ranked", Some("ana"), None, &unassign("x"))
            .message
            .contains("no unit")
    );
    case.person = Some("ana".into());
    act(&program, &mut case, now, &unassign("ill")).unwrap();
    assert_eq!(
        (case.person.as_deref(), case.unit.as_deref()),
        (None, claims)
    );
    assert_eq!(case.unit_at(now), case.unit.as_ref());
    // Words are not for everybody.
    act(&program, &mut case, now, &set("high", "the press")).unwrap();
    let text = serde_json::to_string(&case.redacted()).unwrap();
    assert!(!text.contains("ill\"") && !text.contains("the press") && text.contains("unassigned"));
    let closed = Case {
        state: State::Closed,
        ..case
    };
    let policy = Policy::of(&program, "ranked").unwrap();
    let allowed = closed.allowed(&policy, None);
    let of = |command: &str| {
        allowed
            .iter()
            .find(|one| one.command == command)
            .unwrap()
            .clone()
    };
    assert!(!of("unassign").allowed && !of("set_priority").allowed);
    assert_eq!(of("set_priority").needs, ["priority", "reason"]);
}

#[test]
fn by_hand_the_customers_word_is_there_before_it_is_closed() {
    let program = program();
    let policy = Policy::of(&program, "by_hand").unwrap();
    let asked = || {
        let mut case = open(&program, "by_hand", OPENED);
        act(&program, &mut case, at(OPENED), &resolved()).unwrap();
        act(&program, &mut case, at(OPENED), &Action::AskVerdict).unwrap();
        case
    };
    let now = at(OPENED).plus(MINUTE);
    // Without a word there is nothing to close on.
    let mut case = asked();
    let error = act(&program, &mut case, now, &Action::Close).unwrap_err();
    assert!(
        error.message.contains("only the customer closes"),
        "{}",
        error.message
    );
    for (word, ground) in [
        (Verdict::Confirmed, ClosedBy::Confirmed),
        (Verdict::Unreachable, ClosedBy::Unreachable),
        (Verdict::Undisputed, ClosedBy::Undisputed),
    ] {
        let mut case = asked();
        act(&program, &mut case, now, &missed()).unwrap();
        let mut later = now;
        if word == Verdict::Undisputed {
            // Silence says it by itself, and closes nothing.
            later = case.silence_due(&policy).unwrap();
            for event in case.silence(&policy, later) {
                case.apply(&event);
            }
            assert_eq!(case.silence_due(&policy), None);
        } else {
            act(&program, &mut case, now, &verdict(word)).unwrap();
        }
        assert_eq!((case.state, case.verdict), (State::Resolved, word));
        let confirmed = word == Verdict::Confirmed;
        for action in [Action::AskVerdict, Action::Waive { reason: "x".into() }] {
            let again = act(&program, &mut case.clone(), later, &action);
            assert_eq!(again.is_err(), confirmed, "{action:?} {word:?}");
        }
        // Until it is closed the customer may say otherwise, and after it too.
        let mut disputed = case.clone();
        act(&program, &mut disputed, later, &verdict(Verdict::Disputed)).unwrap();
        assert_eq!((disputed.state, disputed.disputed), (State::InProgress, 1));
        act(&program, &mut case, later, &Action::Close).unwrap();
        let last = &case.history.last().unwrap();
        assert_eq!(last.change, CaseChange::Closed { on: ground });
        assert_eq!(last.by.as_deref(), Some("ana"));
        act(&program, &mut case, later, &verdict(Verdict::Disputed)).unwrap();
        assert_eq!(case.state, State::InProgress);
    }
}
