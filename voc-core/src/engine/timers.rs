//! What a case waits for: warnings, breaches, and silence.

use super::announced::Announced;
use crate::case::{Case, Policy, State};
use crate::ordered::insert_in_order;
use crate::program::TargetName;
use crate::time::Time;

/// Something that happens to a case by the passing of time; earlier ones first at one instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Timer {
    /// A clock comes near its breach, in the round that began then.
    Warn {
        target: TargetName,
        due: Time,
        round: Time,
    },
    /// A clock's time is up.
    Breach { target: TargetName, round: Time },
    /// The customer has not objected in the policy's time.
    Silence,
    /// A promise was not kept in its time.
    Promise,
    /// A step of escalation is taken.
    Escalate,
    /// Somebody is to be told of a promise, or of a transfer.
    Due,
}

/// The timers of a case as it stands, in their order. Once a warning or a breach has fired, the others are
/// still what they were. `announced` is what has fired: a target in the round that began then, with its due
/// for a warning, with nothing for a breach.
pub(super) fn ahead(
    case: &Case,
    policy: &Policy<'_>,
    announced: &[Announced],
) -> Vec<(Time, Timer)> {
    let mut ahead = Vec::new();
    let mut wait = |at: Time, timer: Timer| insert_in_order(&mut ahead, (at, timer));
    // A promise outlives the work on its case.
    if let Some(at) = case.promise_due() {
        wait(at, Timer::Promise);
    }
    if let Some((at, _)) = case.falls_due(policy) {
        wait(at, Timer::Due);
    }
    for target in policy.targets() {
        let name = target.name;
        // So does telling the customer.
        let goes_on = case.state == State::Closed && name == TargetName::TellCustomer;
        if !case.is_open() && !goes_on {
            continue;
        }
        case.rounds_due(&target, &mut |due| {
            let round = due.from;
            let is_announced = |due: Option<Time>| announced.contains(&(name, round, due));
            let Some(breach) = due.breach.filter(|_| !is_announced(None)) else {
                return;
            };
            let warn = due.warn.filter(|at| *at < breach);
            if let Some(at) = warn.filter(|_| !is_announced(Some(breach))) {
                let timer = Timer::Warn {
                    target: name,
                    due: breach,
                    round,
                };
                wait(at, timer);
            }
            let timer = Timer::Breach {
                target: name,
                round,
            };
            wait(breach, timer);
        });
    }
    if let Some(at) = case.silence_due(policy) {
        wait(at, Timer::Silence);
    }
    if let Some(step) = case.next_step(policy) {
        wait(step.at, Timer::Escalate);
    }
    ahead
}
