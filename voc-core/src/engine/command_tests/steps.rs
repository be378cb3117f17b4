//! Random histories: who says what, and what is done about it.

use super::outer;
use crate::case::{Action, TransferTo, Verdict, WaitingOn};
use crate::improvement::ImprovementAction;
use crate::time::{HOUR, Time};
use proptest::prelude::*;

/// The people of the roster who give commands, and one who is not in it.
pub(super) const PEOPLE: [&str; 4] = ["ann", "bob", "cem", "nobody"];

/// Something that happens, some time after what happened before.
#[derive(Debug, Clone)]
pub(super) enum Step {
    Signal {
        customer: usize,
        matter: usize,
        ltr: i64,
    },
    Retract(usize),
    /// What `by` does to one of the cases, told so much later.
    Act {
        case: usize,
        by: usize,
        late: i64,
        action: Action,
    },
    /// One of the cases is resolved, asked about, tried for in vain, and judged.
    Round {
        case: usize,
        verdict: Verdict,
    },
    /// One of the cases is a duplicate of another.
    Merge {
        case: usize,
        into: usize,
        late: i64,
    },
    /// Something is done about one of the improvements, or one is proposed.
    Improve {
        number: usize,
        by: usize,
        late: i64,
        action: ImprovementAction,
    },
    /// One of the improvements is proposed, agreed, begun and done, or dropped.
    Improved {
        number: usize,
    },
    /// Another version of the program.
    Follow {
        version: usize,
        migrates: bool,
    },
    /// Two customers are one.
    Same(usize, usize),
    Tick,
    Restore,
}

fn actions() -> impl Strategy<Value = Action> {
    let text = || Just("because".to_owned());
    let now = Time::parse("2026-03-02T10:00:00Z").unwrap();
    let due = (1_i64..1200).prop_map(move |hours| now.plus(hours * HOUR));
    let root_cause = || {
        let said = prop::sample::select(vec!["policy", "product", "weather", ""]);
        prop_oneof![3 => Just("policy".to_owned()), 1 => said.prop_map(str::to_owned)]
    };
    let facts = prop_oneof![
        any::<bool>().prop_map(|reached| Action::Contact {
            channel: None,
            reached
        }),
        Just(Action::Hear { channel: None }),
        due.clone().prop_map(|due| Action::Promise {
            text: "a call".into(),
            due
        }),
        Just(Action::KeepPromise { promise: None }),
        text().prop_map(|reason| Action::BreakPromise {
            promise: None,
            reason
        }),
        root_cause().prop_map(|root_cause| Action::RootCause { root_cause }),
        text().prop_map(|text| Action::Comment { text }),
    ];
    let moves = prop_oneof![
        Just(Action::Acknowledge),
        Just(Action::Start),
        Just(Action::Resume),
        Just(Action::Place {
            sub_state: "repair".to_owned()
        }),
        prop::sample::select(&WaitingOn::ALL[..]).prop_map(|on| Action::Wait { on }),
        prop::option::weighted(0.8, root_cause()).prop_map(|root_cause| Action::Resolve {
            root_cause,
            note: None
        }),
        text().prop_map(|reason| Action::Reopen { reason }),
        text().prop_map(|reason| Action::Cancel { reason }),
    ];
    let verdicts = prop_oneof![
        2 => Just(Action::AskVerdict),
        2 => prop::sample::select(&Verdict::ALL[..])
            .prop_map(|verdict| Action::RecordVerdict { verdict, source: "call".into() }),
        1 => text().prop_map(|reason| Action::Waive { reason }),
        1 => Just(Action::Close),
    ];
    let person = || prop::sample::select(&PEOPLE[..]).prop_map(str::to_owned);
    let to = prop_oneof![
        person().prop_map(TransferTo::Person),
        prop::sample::select(vec!["shop", "agency", "nowhere"])
            .prop_map(|unit| TransferTo::Unit(unit.into())),
    ];
    let priority = prop::sample::select(vec!["normal", "high", "urgent"]);
    let people = prop_oneof![
        text().prop_map(|reason| Action::Unassign { reason }),
        priority.prop_map(|priority| Action::SetPriority {
            priority: priority.into(),
            reason: "because".into()
        }),
        person().prop_map(|to| Action::Assign { to }),
        person().prop_map(|to| Action::Escalate {
            to,
            reason: "help".into()
        }),
        (to, due).prop_map(|(to, by)| Action::Transfer {
            to,
            ask: "look at the bill".into(),
            why: "it is theirs".into(),
            by,
        }),
    ];
    prop_oneof![3 => facts, 5 => moves, 5 => verdicts, 2 => people]
}

pub(super) fn steps() -> impl Strategy<Value = Vec<(Step, i64)>> {
    let late = || prop_oneof![3 => Just(0), 1 => 0_i64..5000];
    // Mostly one of the first cases, by the manager, who may do everything.
    let case = || prop_oneof![2 => 0_usize..2, 1 => any::<usize>()];
    let by = prop_oneof![Just(2_usize), 0_usize..5];
    let step = prop_oneof![
        3 => (0_usize..3, 0_usize..2, 0_i64..9)
            .prop_map(|(customer, matter, ltr)| Step::Signal { customer, matter, ltr }),
        1 => any::<usize>().prop_map(Step::Retract),
        16 => (case(), by, late(), actions())
            .prop_map(|(case, by, late, action)| Step::Act { case, by, late, action }),
        2 => (case(), case(), late())
            .prop_map(|(case, into, late)| Step::Merge { case, into, late }),
        1 => (0_usize..3, 0_usize..3).prop_map(|(from, into)| Step::Same(from, into)),
        1 => (0_usize..4).prop_map(|number| Step::Improved { number }),
        2 => (any::<usize>(), 0_usize..5, late(), prop::sample::select(outer::actions()))
            .prop_map(|(number, by, late, action)| Step::Improve { number, by, late, action }),
        1 => (0..outer::VERSIONS.len(), any::<bool>())
            .prop_map(|(version, migrates)| Step::Follow { version, migrates }),
        1 => (case(), prop::sample::select(&Verdict::ALL[..]))
            .prop_map(|(case, verdict)| Step::Round { case, verdict }),
        2 => Just(Step::Tick),
        2 => Just(Step::Restore),
    ];
    let passes = prop_oneof![4 => 0_i64..300, 1 => 0_i64..20_000];
    let first = (
        Just(Step::Signal {
            customer: 0,
            matter: 0,
            ltr: 3,
        }),
        Just(0),
    );
    (first, prop::collection::vec((step, passes), 1..50))
        .prop_map(|(first, rest)| std::iter::once(first).chain(rest).collect())
}
