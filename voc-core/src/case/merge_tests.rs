//! Duplicates of one customer, and calling for somebody else.

use super::tests::{act, at, missed, open, program, resolved, verdict};
use super::*;
use crate::error::Code;
use crate::program::Program;
use crate::time::{DAY, HOUR};

const FIRST: &str = "2026-03-02T10:00:00Z";
const SECOND: &str = "2026-03-03T10:00:00Z";

fn merged(
    program: &Program,
    duplicate: &mut Case,
    into: &mut Case,
    when: Time,
) -> Result<(), crate::Refusal> {
    let policy = Policy::of(program, &into.case_type).unwrap();
    let role = Some("manager");
    let (ends, goes_on) = Case::merge(&policy, "ana", role, when, (duplicate, into))?;
    for event in &ends {
        duplicate.apply(event);
    }
    for event in &goes_on {
        into.apply(event);
    }
    Ok(())
}

#[test]
fn the_older_case_goes_on_with_what_belongs_to_both() {
    let program = program();
    let mut older = open(&program, "recovery", FIRST);
    let mut younger = open(&program, "recovery", SECOND);
    let alert = CaseAlert {
        id: "a".into(),
        rule: "r".into(),
        signal: "s".into(),
        standing: true,
    };
    let policy = Policy::of(&program, "recovery").unwrap();
    let now = at("2026-03-04T10:00:00Z");
    for event in younger.join(&policy, alert.clone(), Some("high"), now) {
        younger.apply(&event);
    }
    let promise = |due: Time| Action::Promise {
        text: "a call".into(),
        due,
    };
    for action in [
        missed(),
        promise(now.plus(DAY)),
        promise(now.plus(HOUR)),
        Action::KeepPromise { promise: None },
    ] {
        let _ = act(&program, &mut younger, now, &action);
    }
    let kept = Action::KeepPromise {
        promise: Some(younger.promises[1].id.clone()),
    };
    act(&program, &mut younger, now, &kept).unwrap();
    act(&program, &mut younger, now, &resolved()).unwrap();
    act(&program, &mut younger, now, &verdict(Verdict::Disputed)).unwrap();
    act(&program, &mut younger, now, &resolved()).unwrap();
    act(&program, &mut younger, now, &Action::AskVerdict).unwrap();
    merged(&program, &mut younger, &mut older, now).unwrap();
    assert_eq!(
        (younger.state, younger.verdict, younger.merged_into.clone()),
        (
            State::Merged,
            Verdict::NotAsked,
            Some(older.id.as_str().into())
        )
    );
    assert!(younger.alerts.is_empty() && younger.contacts.is_empty());
    assert_eq!(
        younger.promises.len(),
        1,
        "what was kept stays where it was"
    );
    assert_eq!((&older.alerts, older.contacts.len()), (&vec![alert], 1));
    assert_eq!(older.promises[0].due, now.plus(DAY));
    assert!(older.is_false_resolution(), "it stays one");
    assert_eq!((older.resolved, older.priority.as_str()), (2, "high"));
    assert_eq!(older.opened_at, at(FIRST), "its clocks go on");
    for action in [Action::Acknowledge, verdict(Verdict::Disputed), resolved()] {
        let refused = act(&program, &mut younger, now, &action).unwrap_err();
        assert!(refused.hint.unwrap().contains(&older.id));
    }
    let remark = Action::Comment { text: "x".into() };
    act(&program, &mut younger, now, &remark).unwrap();
}

#[test]
fn work_on_a_duplicate_reopens_what_was_resolved() {
    let program = program();
    let mut older = open(&program, "strict", FIRST);
    let mut younger = open(&program, "strict", SECOND);
    let now = at(SECOND);
    act(&program, &mut older, now, &resolved()).unwrap();
    act(&program, &mut older, now, &Action::AskVerdict).unwrap();
    let mut done = (younger.clone(), older.clone());
    merged(&program, &mut younger, &mut older, now).unwrap();
    assert_eq!(
        (older.state, older.verdict),
        (State::InProgress, Verdict::NotAsked)
    );
    act(&program, &mut done.0, now, &resolved()).unwrap();
    merged(&program, &mut done.0, &mut done.1, now).unwrap();
    assert_eq!(
        (done.1.state, done.1.verdict),
        (State::Resolved, Verdict::Pending)
    );
}

#[test]
fn only_duplicates_of_one_customer_become_one() {
    let program = program();
    let older = open(&program, "strict", FIRST);
    let younger = open(&program, "strict", SECOND);
    let now = at(SECOND);
    let refused = |mut duplicate: Case, mut into: Case, now: Time| {
        let before = (duplicate.clone(), into.clone());
        let error = merged(&program, &mut duplicate, &mut into, now).unwrap_err();
        assert_eq!((duplicate, into), before);
        error
    };
    let other = |change: &dyn Fn(&mut Case)| {
        let mut case = older.clone();
        change(&mut case);
        case
    };
    let hint = refused(older.clone(), younger.clone(), now).hint.unwrap();
    assert!(hint.contains("other way round"), "{hint}");
    for into in [
        younger.clone(),
        other(&|case| case.customer = Some("d".into())),
        other(&|case| case.customer = None),
        other(&|case| case.case_type = "recovery".into()),
        other(&|case| case.state = State::Closed),
        other(&|case| case.state = State::Merged),
    ] {
        assert_eq!(refused(younger.clone(), into, now).code, Code::NotAllowed);
    }
    let nobody = |case: &Case| Case {
        customer: None,
        ..case.clone()
    };
    let code = refused(nobody(&younger), nobody(&older), now).code;
    assert_eq!(code, Code::NotAllowed);
    let late = refused(younger.clone(), older.clone(), now.plus(-1));
    assert_eq!(late.code, Code::OutOfOrder);
    let alone = Action::Merge {
        into: crate::signal::CaseRef::Id(older.id.clone()),
    };
    let mut younger = younger;
    assert!(
        act(&program, &mut younger, now, &alone)
            .unwrap_err()
            .hint
            .is_some()
    );
}

#[test]
fn an_escalation_says_to_whom_and_why() {
    let program = program();
    let mut case = open(&program, "strict", FIRST);
    let now = case.opened_at;
    let call = |to: &str, reason: &str| Action::Escalate {
        to: to.into(),
        reason: reason.into(),
    };
    for (to, reason) in [(" ", "r"), ("bo", "")] {
        let refused = act(&program, &mut case, now, &call(to, reason)).unwrap_err();
        assert_eq!(refused.code, Code::Missing);
    }
    let before = case.clone();
    act(&program, &mut case, now, &call("bo", "it is above me")).unwrap();
    assert_eq!(case.escalations[0].to.as_deref(), Some("bo"));
    assert_eq!((case.state, &case.person), (before.state, &before.person));
}

const TALK: &str = "
voc: 1
name: t
cases:
  talk: {targets: {reply: {within: PT4H}}}
  first: {targets: {first_contact: {within: P1D}, reply: {within: PT4H}}}
";

fn reached() -> Action {
    Action::Contact {
        channel: None,
        reached: true,
    }
}

fn reply(program: &Program, case: &Case, when: &str) -> Clock {
    let policy = Policy::of(program, &case.case_type).unwrap();
    let target = policy.target(crate::program::TargetName::Reply).unwrap();
    case.clock(&target, at(when))
}

/// A case of ten o'clock, and a duplicate of half past on which the customer speaks at eleven.
fn waiting(case_type: &str) -> (Program, Case, Case) {
    let program = Program::parse(TALK).unwrap();
    let into = open(&program, case_type, "2026-03-02T10:00:00Z");
    let mut duplicate = open(&program, case_type, "2026-03-02T10:30:00Z");
    let hear = Action::Hear {
        channel: Some("phone".into()),
    };
    if case_type == "first" {
        // The word after the first attempt is a reply's; that of the other is still a first contact's.
        act(
            &program,
            &mut duplicate,
            at("2026-03-02T10:40:00Z"),
            &missed(),
        )
        .unwrap();
    }
    act(&program, &mut duplicate, at("2026-03-02T11:00:00Z"), &hear).unwrap();
    (program, duplicate, into)
}

#[test]
fn who_waits_for_a_reply_on_a_duplicate_waits_on() {
    for (case_type, done) in [("talk", None), ("first", None), ("talk", Some("resolved"))] {
        let (program, mut duplicate, mut into) = waiting(case_type);
        if done.is_some() {
            // That the other was resolved meanwhile is no answer.
            act(&program, &mut into, at("2026-03-02T12:00:00Z"), &resolved()).unwrap();
        }
        merged(
            &program,
            &mut duplicate,
            &mut into,
            at("2026-03-02T13:00:00Z"),
        )
        .unwrap();
        let clock = reply(&program, &into, "2026-03-02T13:00:00Z");
        let due = Some(at("2026-03-02T15:00:00Z"));
        assert_eq!(
            clock.state,
            ClockState::Running { due },
            "{case_type} {done:?}"
        );
        assert_eq!(clock.elapsed_us, 2 * HOUR);
        // One round: being merged, or reopened for it, begins no other.
        let late = reply(&program, &into, "2026-03-02T16:00:00Z");
        let breached = at("2026-03-02T15:00:00Z");
        assert_eq!(late.state, ClockState::Breached { at: breached });
        assert!(late.rounds.is_empty());
        let answered = at("2026-03-02T14:00:00Z");
        act(&program, &mut into, answered, &reached()).unwrap();
        let clock = reply(&program, &into, "2026-03-02T16:00:00Z");
        assert_eq!(clock.state, ClockState::Met { at: answered });
        assert_eq!(clock.elapsed_us, 3 * HOUR);
        let total: i64 = clock.ledger.iter().map(|one| one.to.since(one.from)).sum();
        assert_eq!(total, 6 * HOUR);
        let ended = reply(&program, &duplicate, "2026-03-02T16:00:00Z");
        assert_eq!(ended.state, ClockState::Ended);
    }
}

#[test]
fn who_was_answered_waits_for_nothing() {
    // On the duplicate, or on the other since.
    for on_duplicate in [true, false] {
        let (program, mut duplicate, mut into) = waiting("talk");
        let case = if on_duplicate {
            &mut duplicate
        } else {
            &mut into
        };
        act(&program, case, at("2026-03-02T12:00:00Z"), &reached()).unwrap();
        merged(
            &program,
            &mut duplicate,
            &mut into,
            at("2026-03-02T13:00:00Z"),
        )
        .unwrap();
        let clock = reply(&program, &into, "2026-03-03T13:00:00Z");
        assert!(!matches!(
            clock.state,
            ClockState::Running { .. } | ClockState::Breached { .. }
        ));
    }
}

#[test]
fn a_word_after_it_was_resolved_waits_from_the_merge_on() {
    let (program, mut duplicate, mut into) = waiting("talk");
    let hear = Action::Hear { channel: None };
    act(
        &program,
        &mut duplicate,
        at("2026-03-02T11:30:00Z"),
        &resolved(),
    )
    .unwrap();
    act(&program, &mut duplicate, at("2026-03-02T12:00:00Z"), &hear).unwrap();
    merged(
        &program,
        &mut duplicate,
        &mut into,
        at("2026-03-02T13:00:00Z"),
    )
    .unwrap();
    let due = Some(at("2026-03-02T17:00:00Z"));
    let state = reply(&program, &into, "2026-03-02T13:00:00Z").state;
    assert_eq!(state, ClockState::Running { due });
}
