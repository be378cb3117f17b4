//! Where the engine meets the limits.

use super::{Asked, Decision};
use crate::engine::Engine;
use crate::engine::event::What;
use crate::engine::facts::FactPlans;
use crate::engine::follow_up::FollowUp;
use crate::engine::index::Matter;
use crate::rule::Alert;
use crate::signal::Signal;
use crate::time::Time;

impl What {
    /// What is said of an alert that came up.
    pub(in crate::engine) fn decided(alert: Box<Alert>, decision: Decision) -> Self {
        match decision {
            Decision::Raised => Self::AlertRaised { alert },
            Decision::Shadow => Self::AlertShadowed { alert },
            Decision::Suppressed(reasons) => Self::AlertSuppressed { alert, reasons },
        }
    }
}

impl FollowUp {
    /// Decides what becomes of an alert, with its bearing signal, among those that stand.
    pub(in crate::engine) fn decide_alert<'s>(
        &mut self,
        plans: &FactPlans,
        (alert, signal): (&Alert, &Signal),
        standing: impl Iterator<Item = &'s Alert>,
        now: Time,
    ) -> Decision {
        let version = plans.at(alert.at);
        let rule = version.program.spec().rules.get(&alert.rule);
        let case_type = rule.and_then(|rule| rule.raise.case.clone());
        let alone = case_type.is_some_and(|case_type| {
            let matter = |customer| (customer, case_type, alert.same.clone());
            let matter = alert.customer.clone().map(matter);
            matter.is_none_or(|matter| !self.works_on(&matter))
        });
        let asked = Asked {
            version,
            rules: plans.rules.at(alert.at),
            alert,
            signal,
            alone,
            now,
        };
        let lateness = plans.rules.lateness_max();
        self.limits.decide(&asked, standing, lateness)
    }
}

impl Engine {
    /// Raises the concerns that were suppressed because a case was there, and it is no more.
    pub(in crate::engine) fn take_up(&mut self, now: Time, out: &mut Vec<(Time, What)>) {
        for matter in std::mem::take(&mut self.state.follow_up.dropped) {
            let Some(alert) = self.left_alone(&matter) else {
                continue;
            };
            let limits = &mut self.state.follow_up.limits;
            limits.withdraw(self.plans.program_at(alert.at), &alert);
            self.announce(Some(&matter.0), alert, now, out);
        }
    }

    /// The first suppressed concern of a matter that nobody works on.
    fn left_alone(&self, matter: &Matter) -> Option<Alert> {
        let follow_up = &self.state.follow_up;
        if follow_up.works_on(matter) {
            return None;
        }
        let (customer, case_type, same) = matter;
        let state = self.state.facts.of(Some(customer))?;
        let of_matter = |alert: &&Alert| {
            let rules = &self.plans.program_at(alert.at).spec().rules;
            let rule = rules.get(&alert.rule);
            alert.same == *same
                && rule.is_some_and(|rule| rule.raise.case.as_ref() == Some(case_type))
                && follow_up.limits.is_suppressed(&alert.id)
        };
        let first = state.standing().filter(of_matter).min_by(|one, two| {
            let rank = |alert: &Alert| self.plans.at(alert.at).limits.rank(&alert.rule);
            (one.at, rank(one), &one.id).cmp(&(two.at, rank(two), &two.id))
        });
        first.cloned()
    }

    /// Forgets what limits no longer need. What is still to be decided is no older than the time
    /// known, less what may come late, or than the first deadline that waits.
    pub(in crate::engine) fn forget_alerts(&mut self) {
        let Some(now) = self.state.now else {
            return;
        };
        if self.state.follow_up.limits.is_empty() {
            return;
        }
        let waits = self.state.facts.next_due();
        let first = waits.map_or(now, |due| due.min(now));
        let horizon = first.plus(-self.plans.rules.lateness_max());
        let facts = &self.state.facts;
        let stands = |customer: Option<&str>, alert: &str| {
            let state = facts.of(customer);
            state.is_some_and(|state| state.standing_alert(alert).is_some())
        };
        let limits = &mut self.state.follow_up.limits;
        limits.forget(&self.plans.rules, now, horizon, stands);
    }
}
