//! What a case waits for: warnings, breaches, and silence.

use crate::case::{Case, Policy};
use crate::program::TargetName;
use crate::time::Time;

/// Something that happens to a case by the passing of time; earlier ones first at one instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Timer {
    /// A clock comes near its breach.
    Warn { target: TargetName, due: Time },
    /// A clock's time is up.
    Breach { target: TargetName },
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
            Self::Warn { target, .. } | Self::Breach { target } => Some(target),
            Self::Silence | Self::Promise | Self::Escalate => None,
        }
    }
}

/// The first timer of a case. `announced` tells what has fired: a target with its due for a warning,
/// with nothing for a breach.
pub(super) fn next(
    case: &Case,
    policy: &Policy<'_>,
    announced: impl Fn(TargetName, Option<Time>) -> bool,
) -> Option<(Time, Timer)> {
    let mut timers = Vec::new();
    // A promise outlives the work on its case.
    timers.extend(case.promise_due().map(|at| (at, Timer::Promise)));
    let targets = case.is_open().then(|| policy.targets_of(case));
    for target in targets.into_iter().flatten() {
        if announced(target.name, None) {
            continue;
        }
        let (warn, breach) = case.clock_due(&target);
        if let (Some(at), Some(due)) = (warn, breach)
            && at < due
            && !announced(target.name, Some(due))
        {
            timers.push((
                at,
                Timer::Warn {
                    target: target.name,
                    due,
                },
            ));
        }
        timers.extend(breach.map(|at| {
            (
                at,
                Timer::Breach {
                    target: target.name,
                },
            )
        }));
    }
    timers.extend(case.silence_due(policy).map(|at| (at, Timer::Silence)));
    let step = case.next_step(policy);
    timers.extend(step.map(|step| (step.at, Timer::Escalate)));
    timers.into_iter().min()
}
