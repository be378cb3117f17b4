//! What a case waits for: warnings, breaches, and silence.

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
}

impl Timer {
    pub(super) fn target(self) -> Option<TargetName> {
        match self {
            Self::Warn { target, .. } | Self::Breach { target, .. } => Some(target),
            Self::Silence | Self::Promise | Self::Escalate => None,
        }
    }
}

/// The first timer of a case. `announced` tells what has fired: a target in the round that began then, with
/// its due for a warning, with nothing for a breach.
pub(super) fn next(
    case: &Case,
    policy: &Policy<'_>,
    announced: impl Fn(TargetName, Time, Option<Time>) -> bool,
) -> Option<(Time, Timer)> {
    let mut timers = Vec::new();
    // A promise outlives the work on its case.
    timers.extend(case.promise_due().map(|at| (at, Timer::Promise)));
    for target in policy.targets() {
        let name = target.name;
        // So does telling the customer.
        let goes_on = case.state == State::Closed && name == TargetName::TellCustomer;
        if !case.is_open() && !goes_on {
            continue;
        }
        case.rounds_due(&target, &mut |due| {
            let round = due.from;
            let Some(breach) = due.breach.filter(|_| !announced(name, round, None)) else {
                return;
            };
            let warn = due.warn.filter(|at| *at < breach);
            if let Some(at) = warn.filter(|_| !announced(name, round, Some(breach))) {
                let timer = Timer::Warn {
                    target: name,
                    due: breach,
                    round,
                };
                timers.push((at, timer));
            }
            let timer = Timer::Breach {
                target: name,
                round,
            };
            timers.push((breach, timer));
        });
    }
    timers.extend(case.silence_due(policy).map(|at| (at, Timer::Silence)));
    let step = case.next_step(policy);
    timers.extend(step.map(|step| (step.at, Timer::Escalate)));
    timers.into_iter().min()
}
