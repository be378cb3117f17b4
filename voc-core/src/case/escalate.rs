//! Steps of escalation: which is next on a case, and when. A step is taken once.

use super::{Case, CaseChange, Escalation, Policy, PromiseState, State, Target};
use crate::program::{EscalateCause, EscalateSpec, TargetName};
use crate::time::Time;

/// A step of escalation that a case waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextStep<'p> {
    /// When it is taken, if nothing happens before.
    pub at: Time,
    /// The step.
    pub step: &'p EscalateSpec,
    /// Why, in words.
    pub reason: String,
    /// The target whose time is up, where it comes of one.
    pub target: Option<TargetName>,
}

impl Case {
    /// The first step of escalation that waits for time: after a target or another step, or by age.
    pub fn next_step<'p>(&self, policy: &Policy<'p>) -> Option<NextStep<'p>> {
        let mut first: Option<NextStep<'p>> = None;
        for step in self.steps_left(policy) {
            let next = match step.causes().next() {
                Some(EscalateCause::After(what)) => self.after(policy, step, what),
                Some(EscalateCause::Age(age)) => self.of_age(policy, step, age.at_most()),
                _ => None,
            };
            // Of two at one instant, the one that stands first.
            if let Some(next) = next
                && first.as_ref().is_none_or(|first| next.at < first.at)
            {
                first = Some(next);
            }
        }
        first
    }

    /// The first step that goes by how often something has happened, and is taken at once.
    pub fn step_reached<'p>(&self, policy: &Policy<'p>, at: Time) -> Option<NextStep<'p>> {
        self.steps_left(policy).find_map(|step| {
            let times = |count: u32| {
                if count == 1 {
                    "once".to_owned()
                } else {
                    format!("{count} times")
                }
            };
            let reason = match step.causes().next()? {
                EscalateCause::Reopened(least) if self.reopened >= least => {
                    format!("reopened {}", times(self.reopened))
                }
                EscalateCause::Disputed(least) if self.disputed >= least => {
                    format!("disputed {}", times(self.disputed))
                }
                EscalateCause::PromisesBroken(least) if self.broken_by(at) >= least => {
                    format!("promises broken: {}", self.broken_by(at))
                }
                _ => return None,
            };
            Some(NextStep {
                at,
                step,
                reason,
                target: None,
            })
        })
    }

    /// The steps that were not taken yet; none while nobody is to be called for.
    fn steps_left<'p>(&self, policy: &Policy<'p>) -> impl Iterator<Item = &'p EscalateSpec> {
        let is_at_work = self.is_open() && self.state != State::Resolved;
        let steps = is_at_work.then(|| self.steps_to_come(policy));
        steps.into_iter().flatten()
    }

    /// The steps that were not taken yet, and may be once somebody is to be called for.
    pub(crate) fn steps_to_come<'p>(
        &self,
        policy: &Policy<'p>,
    ) -> impl Iterator<Item = &'p EscalateSpec> {
        let steps = policy.spec().escalate.iter();
        steps.filter(|step| self.taken(&step.name()).is_none())
    }

    fn taken(&self, name: &str) -> Option<&Escalation> {
        let mut taken = self.escalations.iter();
        taken.find(|one| one.step.as_deref() == Some(name))
    }

    fn after<'p>(
        &self,
        policy: &Policy<'p>,
        step: &'p EscalateSpec,
        what: &str,
    ) -> Option<NextStep<'p>> {
        let mut targets = policy.targets();
        let Some(target) = targets.find(|target| target.name.name() == what) else {
            return self.after_step(policy, step, what);
        };
        let (due, mut reason) = (self.clock_due(&target)?, format!("{what} was due"));
        let at = match step.wait {
            None => due,
            Some(_) if !self.awaits(&target) => return None,
            Some(wait) => {
                reason = format!("{reason} {wait} ago, and is not met");
                let named = step.calendar.as_ref().unwrap_or(&target.spec().calendar);
                let calendar = policy.calendar_for(self, named);
                calendar.after_open(due, wait.at_most())?
            }
        };
        Some(NextStep {
            at,
            step,
            reason,
            target: Some(target.name),
        })
    }

    /// Nobody has acted since another step was taken.
    fn after_step<'p>(
        &self,
        policy: &Policy<'p>,
        step: &'p EscalateSpec,
        what: &str,
    ) -> Option<NextStep<'p>> {
        let taken = self.taken(what).filter(|one| one.overtaken_at.is_none())?;
        let (taken, target) = (taken.at, taken.target);
        let wait = step.wait?;
        let acted = |event: &super::CaseEvent| event.by.is_some() && event.at >= taken;
        if self.history.iter().any(acted) {
            return None;
        }
        let calendar = policy.calendar_for(self, step.calendar.as_deref().unwrap_or("always"));
        Some(NextStep {
            at: calendar.after_open(taken, wait.at_most())?,
            step,
            reason: format!("nobody has acted for {wait} on `{what}`"),
            target,
        })
    }

    fn of_age<'p>(
        &self,
        policy: &Policy<'p>,
        step: &'p EscalateSpec,
        age: i64,
    ) -> Option<NextStep<'p>> {
        let calendar = policy.calendar_for(self, step.calendar.as_deref().unwrap_or("always"));
        Some(NextStep {
            at: calendar.after_open(self.opened_at, age)?,
            step,
            reason: format!("open for {}", step.age?),
            target: None,
        })
    }

    /// Whether what a target asks for has not been done.
    fn awaits(&self, target: &Target<'_>) -> bool {
        match target.name {
            TargetName::Acknowledge => self.state == State::New,
            TargetName::FirstContact => self.contacts.is_empty(),
            TargetName::Resolve => self.state != State::Resolved,
            TargetName::Reply | TargetName::TellCustomer => self.is_due(target),
        }
    }

    /// How many promises are broken at an instant.
    fn broken_by(&self, at: Time) -> u32 {
        let promises = self.promises.iter();
        let broken = promises.filter(|one| one.state(at) == PromiseState::Broken);
        u32::try_from(broken.count()).unwrap_or(u32::MAX)
    }
}

impl CaseChange {
    /// Whether it may bring a step of escalation that goes by how often something has happened.
    pub(crate) fn may_escalate(&self) -> bool {
        matches!(
            self,
            Self::Reopened { .. }
                | Self::VerdictRecorded { .. }
                | Self::PromiseBroken { .. }
                | Self::TookOver { .. }
        )
    }
}
