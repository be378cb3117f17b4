//! What becomes of alerts: held back, announced, followed up, and told of again when they change.

use super::limits::{Decision, arrange};
use super::{Engine, What};
use crate::rule::{Alert, Change, SignalFacts};
use crate::time::Time;

impl Engine {
    /// When an alert that its rule holds back is announced; absent where it is not held back.
    pub(super) fn held_until(&self, alert: &Alert) -> Option<Time> {
        let program = self.plans.program_at(alert.at);
        let rule = program.spec().rules.get(&alert.rule)?;
        rule.settle
            .then(|| alert.at.plus(self.plans.rules.lateness_max()))
    }

    /// An alert goes out, and is followed up.
    pub(super) fn announce(
        &mut self,
        customer: Option<&str>,
        alert: Alert,
        now: Time,
        out: &mut Vec<(Time, What)>,
    ) {
        let Some(state) = self.state.facts.of(customer) else {
            return;
        };
        let Some((key, retained)) = state.bearing(&alert) else {
            return;
        };
        let signal = retained.signal.unpack();
        let decision = self.state.follow_up.decide_alert(
            &self.plans,
            (&alert, &signal),
            state.standing(),
            self.state.now.map_or(now, |known| known.max(now)),
        );
        let told = out.len();
        if decision != Decision::Raised {
            out.push((now, What::decided(Box::new(alert), decision)));
            return;
        }
        let facts = SignalFacts {
            program: self.plans.program_at(alert.at),
            signal: &signal,
            attributes: &state.as_of(key, &signal),
        };
        // A checked program has every case type and priority that its rules name.
        let followed = self
            .state
            .follow_up
            .raised(&self.plans, &alert, &facts, now, out);
        debug_assert!(followed.is_ok(), "{followed:?}");
        if let Ok(Some((key, routed))) = followed {
            self.state.follow_up.keep(key, routed);
        }
        // It is told before what is done about it.
        out.insert(told, (now, What::decided(Box::new(alert), decision)));
    }

    /// Holds an alert back where its rule says so, and announces it otherwise.
    pub(super) fn hold_on(
        &mut self,
        customer: Option<&str>,
        alert: Alert,
        now: Time,
        out: &mut Vec<(Time, What)>,
    ) {
        match self.held_until(&alert).filter(|at| *at > now) {
            Some(until) => self.state.facts.hold(until, &alert),
            None => self.announce(customer, alert, now, out),
        }
    }

    pub(super) fn follow(
        &mut self,
        customer: Option<&str>,
        changes: Vec<Change>,
        now: Time,
        out: &mut Vec<(Time, What)>,
    ) {
        if changes.is_empty() && self.state.follow_up.dropped.is_empty() {
            return;
        }
        let state = self.state.facts.of(customer);
        let arranged = arrange(&self.plans, state.as_deref(), changes);
        drop(state);
        for change in arranged {
            let stands = !matches!(change, Change::Retracted(_));
            match change {
                Change::Raised(alert) => self.hold_on(customer, alert, now, out),
                Change::Revised(alert) | Change::Retracted(alert)
                    if self.state.facts.let_go(&alert.id) =>
                {
                    if stands {
                        self.hold_on(customer, alert, now, out);
                    }
                }
                Change::Moved { from, alert } => self.moved(customer, &from, alert, now, out),
                Change::Revised(alert) => {
                    out.push((
                        now,
                        What::AlertRevised {
                            alert: Box::new(alert.clone()),
                        },
                    ));
                    self.state.follow_up.revised(&alert, now, out);
                }
                Change::Retracted(alert) => {
                    out.push((
                        now,
                        What::AlertRetracted {
                            alert: Box::new(alert.clone()),
                        },
                    ));
                    let program = self.plans.program_at(alert.at);
                    let follow_up = &mut self.state.follow_up;
                    follow_up.retracted(&self.plans, program, &alert, now, out);
                }
            }
        }
        self.take_up(now, out);
    }
}
