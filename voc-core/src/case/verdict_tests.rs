//! What silence counts for, and facts that are told late.

use super::tests::{act, at, missed, open, program, resolved, verdict};
use super::*;
use crate::error::Code;
use crate::time::DAY;

#[test]
fn silence_is_no_answer_before_its_time() {
    let program = program();
    let policy = Policy::of(&program, "recovery").unwrap();
    let mut case = open(&program, "recovery", "2026-03-02T10:00:00Z");
    let asked = at("2026-03-02T11:00:00Z");
    act(&program, &mut case, asked, &missed()).unwrap();
    act(&program, &mut case, asked, &resolved()).unwrap();
    act(&program, &mut case, asked, &Action::AskVerdict).unwrap();
    let due = asked.plus(7 * DAY);
    assert_eq!(case.silence_due(&policy), Some(due));
    let silent = verdict(Verdict::Undisputed);
    for early in [asked, due.plus(-1)] {
        assert_eq!(case.silence(&policy, early), Vec::new());
        let refused = act(&program, &mut case, early, &silent).unwrap_err();
        assert_eq!(refused.code, Code::NotAllowed);
        assert_eq!(
            (case.state, case.verdict),
            (State::Resolved, Verdict::Pending)
        );
    }
    // The engine says it at its own instant, however late it is asked.
    let late = case.silence(&policy, due.plus(30 * DAY));
    assert!(late.len() == 2 && late.iter().all(|event| event.at == due));
    act(&program, &mut case, due, &silent).unwrap();
    act(&program, &mut case, due, &silent).unwrap();
    assert_eq!(
        (case.state, case.silence_due(&policy)),
        (State::Closed, None)
    );
}

#[test]
fn attempts_before_the_question_do_not_make_unreachable() {
    let program = program();
    let mut case = open(&program, "recovery", "2026-03-02T10:00:00Z");
    let day = |day: i64| at("2026-03-02T11:00:00Z").plus(day * DAY);
    for tried in [0, 2, 4] {
        act(&program, &mut case, day(tried), &missed()).unwrap();
    }
    act(&program, &mut case, day(5), &resolved()).unwrap();
    act(&program, &mut case, day(5), &Action::AskVerdict).unwrap();
    let unreachable = verdict(Verdict::Unreachable);
    let refused = act(&program, &mut case, day(5), &unreachable).unwrap_err();
    assert!(
        refused.message.contains("no attempt was made since"),
        "{refused}"
    );
    act(&program, &mut case, day(5), &missed()).unwrap();
    act(&program, &mut case, day(5), &unreachable).unwrap();
    assert_eq!(case.state, State::Closed);
}

#[test]
fn facts_told_late_are_taken_in_order() {
    let program = program();
    let mut case = open(&program, "recovery", "2026-03-02T10:00:00Z");
    let hour = |hour: u32| at(&format!("2026-03-02T{hour}:00:00Z"));
    act(&program, &mut case, hour(15), &Action::Acknowledge).unwrap();
    act(&program, &mut case, hour(14), &missed()).unwrap();
    act(&program, &mut case, hour(12), &missed()).unwrap();
    let found = |root_cause: &str| Action::RootCause {
        root_cause: root_cause.into(),
    };
    act(&program, &mut case, hour(13), &found("policy")).unwrap();
    act(&program, &mut case, hour(11), &found("product")).unwrap();
    assert_eq!(case.root_cause, Some("policy".into()));
    let tried: Vec<Time> = case.contacts.iter().map(|contact| contact.at).collect();
    assert_eq!(tried, [hour(12), hour(14)]);
    assert!(case.history.is_sorted_by_key(|event| event.at));
    let code = |done: Result<(), crate::Refusal>| done.unwrap_err().code;
    let late = act(&program, &mut case, hour(14), &Action::Start);
    assert_eq!(code(late), Code::OutOfOrder);
    let before = act(&program, &mut case, at("2026-03-02T09:59:59Z"), &missed());
    assert_eq!(
        code(before),
        Code::OutOfOrder,
        "nothing happens before it is opened"
    );
}
