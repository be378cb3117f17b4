//! What the engine says of a case, held against one: on every case of the model, and on every step.

use super::model_tests::{Model, Step};
use super::*;
use crate::time::HOUR;

/// What holds of every case.
pub(super) fn holds(model: &Model, case: &Case, now: Time) {
    let closed = case.state == State::Closed;
    let ground = matches!(
        case.verdict,
        Verdict::Confirmed | Verdict::Undisputed | Verdict::Unreachable
    );
    assert!(
        !closed || ground || case.waiver.is_some(),
        "only the customer closes, or a waiver"
    );
    let waived = case
        .waiver
        .as_ref()
        .is_none_or(|waiver| closed && !waiver.by.is_empty() && !waiver.reason.is_empty());
    assert!(waived, "a waiver closes, by somebody, for a reason");
    assert!(
        case.waiver.is_some() || !(closed && case.verdict == Verdict::Disputed),
        "what is disputed is not closed"
    );
    let done = matches!(case.state, State::Resolved | State::Closed);
    let pending = case.verdict == Verdict::Pending;
    assert!(
        !pending || case.state == State::Resolved || case.waiver.is_some(),
        "only what is resolved is asked about; whoever was asked may answer after a waiver"
    );
    assert_eq!(
        case.asked_at.is_some(),
        pending,
        "a question is pending, or there is none"
    );
    let waits_for_a_hand = model.by_hand
        && matches!(
            case.state,
            State::Resolved | State::Merged | State::Cancelled
        );
    assert!(
        !ground || closed || waits_for_a_hand,
        "what the customer says of a resolution closes it, or lets it be closed, and ends with it"
    );
    assert!(
        !done || case.resolved > 0,
        "nothing is resolved that was not"
    );
    assert!(
        case.disputed <= case.resolved,
        "only what was resolved can be a false resolution"
    );
    assert_eq!(
        case.waiting_on.is_some(),
        case.state == State::Waiting,
        "it waits on somebody"
    );
    assert_eq!(
        case.merged_into.is_some(),
        case.state == State::Merged,
        "into a case"
    );
    let moved = case.alerts.is_empty() && case.contacts.is_empty();
    assert!(
        case.state != State::Merged || moved,
        "what belongs to both goes on elsewhere"
    );
    assert!(
        case.state != State::Cancelled || !case.has_standing_alert(),
        "cancel is for retracted alerts"
    );
    for promise in &case.promises {
        let kept = promise.kept_at.is_some_and(|kept| kept < promise.due);
        assert!(
            !(kept
                && promise
                    .broken_at
                    .is_some_and(|broken| broken >= promise.due)),
            "kept"
        );
        let late = promise.state(promise.due);
        assert_ne!(
            late,
            PromiseState::Open,
            "at its due it is kept or broken, whoever looks"
        );
        assert_eq!(
            promise.state(promise.due.plus(99 * HOUR)),
            late,
            "and stays so"
        );
    }
    kept_as_it_was(model, case, now);
}

/// What was written is what there is.
fn kept_as_it_was(model: &Model, case: &Case, now: Time) {
    assert!(
        case.history.is_sorted_by_key(|event| event.at),
        "the history is in order"
    );
    for clock in case.clocks(&model.policy(), now) {
        let parts = clock.ledger.iter().map(|part| part.to.since(part.from));
        assert_eq!(
            parts.sum::<i64>(),
            now.since(case.opened_at),
            "the ledger sums to the time"
        );
    }
    let text = serde_json::to_string(case).unwrap();
    assert_eq!(
        serde_json::from_str::<Case>(&text).unwrap(),
        *case,
        "it is read as it was written"
    );
    let stored: Case = crate::document::read_written(&text).unwrap();
    assert_eq!(stored, *case, "and off a tree");
    let mut replayed = model.open("a");
    for event in case.history.iter().skip(1) {
        replayed.apply(event);
    }
    assert_eq!(replayed, *case, "its events are the case");
}

/// What holds of every step that was taken.
pub(super) fn holds_between(before: &Case, after: &Case, now: Time, step: &Step) {
    assert!(
        after.disputed >= before.disputed,
        "a false resolution stays one"
    );
    let is = |verdict: Verdict| after.verdict == verdict && before.verdict != verdict;
    if is(Verdict::Undisputed) {
        let asked = before.asked_at.expect("silence without a question");
        assert!(
            now >= asked.plus(2 * HOUR),
            "silence is no answer before its time"
        );
    }
    if is(Verdict::Unreachable) {
        let asked = before.asked_at.expect("unreachable without a question");
        let tries = before.contacts.iter().rev().take_while(|one| !one.reached);
        let tries: Vec<Time> = tries.map(|one| one.at).collect();
        assert!(
            tries.len() >= 2 && tries[0] >= asked,
            "attempts, and one since the question"
        );
        assert!(
            tries[0].since(tries[tries.len() - 1]) >= HOUR,
            "spread over time"
        );
    }
    let over = matches!(before.state, State::Resolved | State::Closed);
    if let Step::Do(action) = step {
        if action.disputes() {
            assert!(
                !over || after.state == State::InProgress,
                "disputed reopens, always"
            );
            assert_eq!(
                after.disputed,
                before.disputed + u32::from(over),
                "and is counted"
            );
        }
        let own = matches!(
            action,
            Action::Promise { .. } | Action::KeepPromise { .. } | Action::BreakPromise { .. }
        );
        let apart = (before.state, before.verdict) == (after.state, after.verdict);
        assert!(!own || apart, "promises are apart from state and verdict");
        let ended = matches!(before.state, State::Merged | State::Cancelled);
        let remark = matches!(action, Action::Comment { .. });
        assert!(
            !ended || remark || own && before.state == State::Cancelled,
            "it has ended"
        );
        let acts = |command: &str| action.name() == command;
        let handed = acts("transfer") || acts("assign") || acts("escalate") || acts("hear");
        assert!(!handed || apart, "who has it is apart from how it stands");
    }
    if after.state == State::Resolved && before.state != State::Resolved {
        assert!(
            !before.contacts.is_empty(),
            "what the policy requires is on record"
        );
    }
    if over && after.state == State::InProgress {
        let void = matches!(after.verdict, Verdict::NotAsked | Verdict::Disputed);
        assert!(
            void && after.waiver.is_none(),
            "what was said of the resolution is void"
        );
    }
    for (one, other) in before.promises.iter().zip(&after.promises) {
        let was = one.state(now);
        assert!(
            was == PromiseState::Open || other.state(now) == was,
            "what is kept or broken stays so"
        );
    }
}
