//! Every way in which the clocks of each reply and of telling the customer can stand, for a small policy:
//! all are visited, hour by hour, and what is promised of them is held on each.

use super::*;
use crate::case::tests::verdict;
use crate::case::{Action, CaseChange, State, Verdict};
use crate::program::Program;
use crate::time::HOUR;
use std::collections::{BTreeSet, VecDeque};

const PROGRAM: &str = "
voc: 1
name: small
cases:
  recovery:
    targets:
      reply: {within: PT2H, pause_when: [waiting.partner]}
      tell_customer: {within: PT3H, on_reopen: restart}
      resolve: {within: PT4H, on_reopen: restart}
    close: {undisputed_after: PT2H, unreachable_after: {attempts: 1, over: PT0S}}
";

fn actions() -> Vec<Action> {
    let contact = |reached| Action::Contact {
        channel: None,
        reached,
    };
    let mut actions = vec![
        Action::Start,
        Action::Hear { channel: None },
        contact(true),
        contact(false),
        Action::Wait {
            on: WaitingOn::Partner,
        },
        Action::Resolve {
            root_cause: None,
            note: None,
        },
        Action::AskVerdict,
        Action::Reopen {
            reason: "again".into(),
        },
    ];
    actions.extend([Verdict::Confirmed, Verdict::Disputed].map(verdict));
    actions
}

/// A clock, told as what is left of it: two of one key have the same future.
fn left(clock: &Clock, now: Time) -> String {
    match clock.state {
        ClockState::Running { due: Some(due) } => format!("{}h", due.since(now) / HOUR),
        ClockState::Paused => format!("paused {}h", clock.elapsed_us / HOUR),
        ClockState::Breached { .. } => {
            let last = clock.rounds.last().map(|round| round.state);
            let last = last.map(|state| std::mem::discriminant(&state));
            format!("breached {last:?}")
        }
        other => format!("{:?}", std::mem::discriminant(&other)),
    }
}

fn key(case: &Case, policy: &Policy<'_>, now: Time) -> String {
    let clocks: Vec<String> = case
        .clocks(policy, now)
        .iter()
        .map(|clock| left(clock, now))
        .collect();
    let asked = case.asked_at.map(|asked| (now.since(asked) / HOUR).min(2));
    let head = (case.state, case.waiting_on, case.verdict, asked);
    format!(
        "{head:?} {:?} {clocks:?} {}",
        case.contacts.last().map(|one| one.reached),
        owes(case)
    )
}

/// Whether the customer has spoken since they were last reached, or it was last said that it is done.
fn owes(case: &Case) -> bool {
    case.history
        .iter()
        .fold(false, |owes, event| match event.change {
            CaseChange::CustomerSpoke { .. } => true,
            CaseChange::Contacted { reached: true, .. }
            | CaseChange::Resolved { .. }
            | CaseChange::Closed { .. } => false,
            _ => owes,
        })
}

fn holds(case: &Case, policy: &Policy<'_>, now: Time) {
    let at_work = case.is_open() && case.state != State::Resolved;
    let spoke =
        |event: &crate::case::CaseEvent| matches!(event.change, CaseChange::CustomerSpoke { .. });
    for clock in case.clocks(policy, now) {
        let target = policy.target(clock.target).unwrap();
        let rounds = &clock.rounds;
        assert_eq!(
            case.verdict_at(&target, now),
            clock.state,
            "one word, with its ledger or without"
        );
        let total: i64 = clock
            .ledger
            .iter()
            .map(|part| part.to.since(part.from))
            .sum();
        assert_eq!(
            total,
            now.since(case.opened_at),
            "the ledger sums to the time"
        );
        let text = serde_json::to_string(&clock).unwrap();
        assert_eq!(
            crate::document::read_written::<Clock>(&text).unwrap(),
            clock,
            "read as written"
        );
        assert_ne!(rounds.len(), 1, "one round is the clock");
        assert!(
            rounds.is_sorted_by_key(|round| round.from),
            "rounds are in order"
        );
        let runs =
            |state: &ClockState| matches!(state, ClockState::Running { .. } | ClockState::Paused);
        let over = rounds.split_last().map_or(&[][..], |(_, over)| over);
        assert!(
            !over.iter().any(|round| runs(&round.state)),
            "only the last round runs"
        );
        let first = rounds
            .iter()
            .find(|round| matches!(round.state, ClockState::Breached { .. }));
        if let Some(first) = first {
            assert_eq!(clock.state, first.state, "the first breach is the clock's");
        }
        match clock.state {
            ClockState::Running { due } => {
                let due = due.unwrap();
                let breach = ClockState::Breached { at: due };
                assert_eq!(
                    case.verdict_at(&target, due),
                    breach,
                    "at the deadline is too late"
                );
                let before = case.verdict_at(&target, due.plus(-1));
                assert_eq!(before, clock.state, "and no earlier");
            }
            ClockState::Breached { at } => {
                let later = case.verdict_at(&target, now.plus(99 * HOUR));
                assert_eq!(later, ClockState::Breached { at }, "a breach stays one");
            }
            _ => {}
        }
        let last = rounds.last().map_or(clock.state, |round| round.state);
        match clock.target {
            TargetName::Reply => {
                let idle = clock.state == ClockState::Idle;
                assert!(
                    !idle || !at_work || !owes(case),
                    "idle is nothing to answer"
                );
                assert!(
                    idle || case.history.iter().any(spoke),
                    "nobody replies to nothing"
                );
                assert!(
                    !runs(&last) || at_work && owes(case),
                    "it runs while somebody waits for us"
                );
                let due = at_work && owes(case);
                assert_eq!(due, case.is_due(&target), "and always then");
            }
            TargetName::TellCustomer => {
                assert_ne!(
                    last,
                    ClockState::Ended,
                    "it goes on, whatever becomes of the case"
                );
                let met = matches!(last, ClockState::Met { .. });
                assert!(!met || !at_work, "what is not done cannot be told");
            }
            _ => {}
        }
    }
}

#[test]
fn every_way_in_which_replies_and_tellings_can_stand() {
    let program = Program::parse(PROGRAM).unwrap();
    let policy = Policy::of(&program, "recovery").unwrap();
    let start = Time::parse("2026-03-02T10:00:00Z").unwrap();
    let open = serde_json::json!({"case_type": "recovery", "at": start.to_string()});
    let case = Case::open(&policy, serde_json::from_value(open).unwrap()).unwrap();
    let mut seen = BTreeSet::from([key(&case, &policy, start)]);
    let mut todo = VecDeque::from([(case, start)]);
    let mut steps = 0;
    while let Some((case, now)) = todo.pop_front() {
        holds(&case, &policy, now);
        let mut nexts = vec![
            (Vec::new(), now.plus(HOUR)),
            (case.silence(&policy, now), now),
        ];
        for action in actions() {
            let events = Case::decide(&policy, &case, "ana", None, now, &action);
            nexts.push((events.unwrap_or_default(), now));
        }
        for (events, later) in nexts {
            if events.is_empty() && later == now {
                continue;
            }
            steps += 1;
            let mut next = case.clone();
            for event in &events {
                next.apply(event);
            }
            if seen.insert(key(&next, &policy, later)) {
                todo.push_back((next, later));
            }
        }
    }
    println!("{} ways, {steps} steps", seen.len());
    // Counted by the walk itself: a change here is a change of what can happen.
    assert_eq!((seen.len(), steps), (2462, 17_508));
}
