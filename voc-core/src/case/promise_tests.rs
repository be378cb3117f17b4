//! Promises: whether one was kept does not depend on when anybody looks.

use super::tests::{act, open, program};
use super::*;
use crate::error::Code;
use crate::program::Program;
use crate::time::{HOUR, MINUTE};
use proptest::prelude::*;

const OPENED: &str = "2026-03-02T10:00:00Z";

fn made(due: Time) -> Action {
    Action::Promise {
        text: "a call".into(),
        due,
    }
}

const KEEP: Action = Action::KeepPromise { promise: None };

fn call_off() -> Action {
    Action::BreakPromise {
        promise: None,
        reason: "nobody is there".into(),
    }
}

fn state(case: &Case, when: Time) -> PromiseState {
    case.promises_at(when)[0].state
}

#[test]
fn at_its_due_it_is_broken_by_itself() {
    let program = program();
    let mut case = open(&program, "strict", OPENED);
    let now = case.opened_at;
    let due = now.plus(HOUR);
    act(&program, &mut case, now, &made(due)).unwrap();
    assert_eq!(state(&case, due.plus(-1)), PromiseState::Open);
    assert_eq!(state(&case, due), PromiseState::Broken);
    assert_eq!(case.promise_due(), Some(due));
    assert!(case.lapsed(due.plus(-1)).is_empty() && case.lapsed(due).len() == 1);
    // In time by a microsecond, and too late by none.
    let mut kept = case.clone();
    act(&program, &mut kept, due.plus(-1), &KEEP).unwrap();
    assert_eq!(state(&kept, due.plus(HOUR)), PromiseState::Kept);
    assert_eq!(state(&kept, due.plus(-2)), PromiseState::Open);
    assert_eq!((kept.promise_due(), kept.lapsed(due)), (None, vec![]));
    let mut late = case.clone();
    act(&program, &mut late, due, &KEEP).unwrap();
    assert_eq!(state(&late, due.plus(HOUR)), PromiseState::Broken);
    assert_eq!(
        late.promises[0].kept_at,
        Some(due),
        "when it was kept is on record"
    );
    assert!(act(&program, &mut late, due, &KEEP).is_err(), "once");
    assert!(
        act(&program, &mut case, due, &call_off()).is_err(),
        "it is broken"
    );
}

#[test]
fn a_promise_says_what_and_until_when() {
    let program = program();
    let mut case = open(&program, "strict", OPENED);
    let now = case.opened_at;
    let code = |done: Result<(), crate::Refusal>| done.unwrap_err().code;
    assert_eq!(
        code(act(&program, &mut case, now, &made(now))),
        Code::BadTime
    );
    let blank = Action::Promise {
        text: " ".into(),
        due: now.plus(1),
    };
    assert_eq!(code(act(&program, &mut case, now, &blank)), Code::Missing);
    assert_eq!(code(act(&program, &mut case, now, &KEEP)), Code::NotAllowed);
    let due = now.plus(HOUR);
    act(&program, &mut case, now.plus(MINUTE), &made(due)).unwrap();
    assert!(
        act(&program, &mut case, now.plus(MINUTE), &made(due)).is_err(),
        "said twice"
    );
    assert_eq!(code(act(&program, &mut case, now, &KEEP)), Code::OutOfOrder);
    act(&program, &mut case, now.plus(MINUTE), &made(due.plus(1))).unwrap();
    assert_eq!(
        code(act(&program, &mut case, now.plus(HOUR - 1), &KEEP)),
        Code::Ambiguous
    );
    let unknown = Action::KeepPromise {
        promise: Some("p".into()),
    };
    assert_eq!(
        code(act(&program, &mut case, now.plus(HOUR), &unknown)),
        Code::NotFound
    );
}

#[test]
fn a_case_may_have_to_settle_its_promises_before_it_is_resolved() {
    let text = "voc: 1\nname: t\ncases: {recovery: {require: {resolve: [promises_settled]}}}";
    let program = Program::parse(text).unwrap();
    let mut case = open(&program, "recovery", OPENED);
    let now = case.opened_at;
    act(&program, &mut case, now, &made(now.plus(HOUR))).unwrap();
    let resolve = super::tests::resolved();
    assert!(act(&program, &mut case, now, &resolve).is_err());
    let mut waited = case.clone();
    act(&program, &mut waited, now.plus(HOUR), &resolve).unwrap();
    act(&program, &mut case, now, &call_off()).unwrap();
    act(&program, &mut case, now, &resolve).unwrap();
    assert_eq!(case.promises[0].reason.as_deref(), Some("nobody is there"));
    assert_eq!(
        case.verdict,
        Verdict::NotAsked,
        "it is no word of the customer's"
    );
}

proptest! {
    /// The verdict on a promise is the same whether its end is announced at its due, at any time later,
    /// or never; and the same in whatever order its facts are told.
    #[test]
    fn nobody_needs_to_look(
        due in 1_i64..100,
        kept in prop::option::of(0_i64..120),
        called_off in prop::option::of(0_i64..120),
        announced in 0_usize..4,
    ) {
        let program = program();
        let mut case = open(&program, "strict", OPENED);
        let from = case.opened_at;
        let minute = |minute: i64| from.plus(minute * MINUTE);
        act(&program, &mut case, from, &made(minute(due))).unwrap();
        let announce = |case: &mut Case| {
            for change in case.lapsed(minute(due)) {
                case.apply(&CaseEvent { at: minute(due), by: None, change });
            }
        };
        if announced == 0 {
            announce(&mut case);
        }
        let off = called_off.filter(|at| {
            let off = Action::BreakPromise {
                promise: Some(case.promises[0].id.clone()),
                reason: "nobody is there".into(),
            };
            act(&program, &mut case, minute(*at), &off).is_ok()
        });
        prop_assert_eq!(off, called_off.filter(|at| *at < due));
        if announced == 1 {
            announce(&mut case);
        }
        if let Some(kept) = kept {
            let id = case.promises[0].id.clone();
            let keep = Action::KeepPromise { promise: Some(id) };
            act(&program, &mut case, minute(kept), &keep).unwrap();
        }
        if announced == 2 {
            announce(&mut case);
        }
        let end = due.min(off.unwrap_or(due));
        for look in [0, due - 1, due, 60, 200] {
            let expected = match kept.filter(|kept| *kept < end) {
                Some(kept) if look >= kept => PromiseState::Kept,
                None if look >= end => PromiseState::Broken,
                _ => PromiseState::Open,
            };
            prop_assert_eq!(state(&case, minute(look)), expected, "at {}", look);
        }
        let mut replayed = open(&program, "strict", OPENED);
        for event in &case.history[1..] {
            replayed.apply(event);
        }
        prop_assert_eq!(replayed, case);
    }
}
