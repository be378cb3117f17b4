//! What a case waits for: warnings, breaches, and silence.

use super::announced::Announced;
use crate::case::{Case, Policy, State};
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

impl Timer {
    pub(super) fn target(self) -> Option<TargetName> {
        match self {
            Self::Warn { target, .. } | Self::Breach { target, .. } => Some(target),
            Self::Silence | Self::Promise | Self::Escalate | Self::Due => None,
        }
    }
}

/// The first timer of a case. `announced` is what has fired: a target in the round that began then, with
/// its due for a warning, with nothing for a breach.
pub(super) fn next(
    case: &Case,
    policy: &Policy<'_>,
    announced: &[Announced],
) -> Option<(Time, Timer)> {
    // A promise outlives the work on its case.
    let mut first = case.promise_due().map(|at| (at, Timer::Promise));
    let mut wait = |at: Time, timer: Timer| {
        if first.is_none_or(|first| (at, timer) < first) {
            first = Some((at, timer));
        }
    };
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
    first
}
