//! Stage 1: every customer's signals, alerts and tallies. It knows of no case and no person.

use crate::digest::{SetHash, digest};
use crate::metric::{CellKey, MetricPlan, Tally};
use crate::named::Named;
use crate::ordered::{Few, Map};
use crate::program::Program;
use crate::rule::{Change, CustomerState, Plan, SignalFacts};
use crate::serial::pairs;
use crate::time::Time;
use crate::value::Value;
use serde::{Deserialize, Serialize};

/// What is compiled for stage 1.
#[derive(Debug, Clone)]
pub(super) struct FactPlans {
    pub(super) rules: Plan,
    pub(super) metrics: MetricPlan,
}

impl FactPlans {
    pub(super) fn of(program: &Program) -> Self {
        Self {
            rules: Plan::of(program),
            metrics: MetricPlan::of(program),
        }
    }
}

/// The facts so far.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Facts {
    customers: Named<CustomerState>,
    /// Signals of nobody known; no pattern joins them.
    nobody: CustomerState,
    #[serde(with = "pairs")]
    tallies: Map<CellKey, Tally>,
}

/// The place of a signal: its customer, and its key among that customer's signals.
pub(super) type Key = (Time, String);

/// How far a change reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// The tallies of one signal.
    One,
    /// Those of every signal after it, because what is known of the customer changes.
    After,
}

impl Facts {
    pub(super) fn tallies(&self) -> &Map<CellKey, Tally> {
        &self.tallies
    }

    pub(super) fn of(&self, customer: Option<&str>) -> Option<&CustomerState> {
        match customer {
            Some(customer) => self.customers.get(customer),
            None => Some(&self.nobody),
        }
    }

    /// Changes a customer's signals, and brings tallies and alerts to what they now say.
    pub(super) fn change(
        &mut self,
        plans: &FactPlans,
        customer: Option<&str>,
        from: &Key,
        horizon: Time,
        reach: Reach,
        change: impl FnOnce(&mut CustomerState),
    ) -> Vec<Change> {
        let state = match customer {
            Some(customer) => self.customers.or_default(customer),
            None => &mut self.nobody,
        };
        for (key, tally) in contributions(plans, state, from, horizon, reach) {
            let cell = self.tallies.or_default(&key);
            cell.retract(tally);
            if cell.is_empty() {
                self.tallies.remove(&key);
            }
        }
        change(state);
        for (key, tally) in contributions(plans, state, from, horizon, reach) {
            self.tallies.or_default(&key).merge(tally);
        }
        state.refresh(customer, &plans.rules, from, horizon)
    }

    /// Forgets of a customer what can no longer matter.
    pub(super) fn settle(&mut self, plans: &FactPlans, customer: Option<&str>, now: Time) {
        let consent = plans
            .rules
            .program()
            .spec()
            .privacy
            .contact_consent
            .as_deref();
        let state = match customer {
            Some(customer) => self.customers.get_mut(customer),
            None => Some(&mut self.nobody),
        };
        if let Some(state) = state {
            state.settle(&plans.rules, now, consent);
        }
    }

    /// The same for every customer.
    pub(super) fn settle_all(&mut self, plans: &FactPlans, now: Time) {
        let consent = plans
            .rules
            .program()
            .spec()
            .privacy
            .contact_consent
            .as_deref();
        for state in self.customers.values_mut().chain([&mut self.nobody]) {
            state.settle(&plans.rules, now, consent);
        }
    }

    /// Whether a customer has agreed to be contacted, by the newest word.
    pub(super) fn may_contact(&self, program: &Program, customer: &str) -> bool {
        let (Some(name), Some(state)) = (
            &program.spec().privacy.contact_consent,
            self.customers.get(customer),
        ) else {
            return false;
        };
        match name.strip_prefix("customer.") {
            Some(attribute) => state.attributes().get(attribute) == Some(&Value::Bool(true)),
            None => state.newest_answer(name) == Some(true),
        }
    }

    /// The digest of the alerts of each customer and of the tallies: independent of arrival order.
    pub(super) fn digest(&self, program: &Program) -> String {
        let alerts: Few<&str, SetHash> = self
            .customers
            .iter()
            .map(|(customer, state)| (customer.as_str(), state.alerts_hash()))
            .filter(|(_, alerts)| !alerts.is_empty())
            .collect();
        let tallies: Vec<(&CellKey, &Tally)> = self.tallies.iter().collect();
        digest(&(
            "facts",
            program.digest(),
            alerts,
            self.nobody.alerts_hash(),
            tallies,
        ))
    }
}

/// What the signals from a key on add to the tallies.
fn contributions(
    plans: &FactPlans,
    state: &CustomerState,
    from: &Key,
    horizon: Time,
    reach: Reach,
) -> Vec<(CellKey, Tally)> {
    let touched = |key: &Key| key == from || reach == Reach::After && key.0 >= horizon;
    let mut all = Vec::new();
    let limit = if reach == Reach::One { 1 } else { usize::MAX };
    for (key, retained) in state
        .since(from)
        .take(limit)
        .filter(|(key, _)| touched(key))
    {
        let attributes = state.attributes_at(key);
        let facts = SignalFacts {
            program: plans.rules.program(),
            signal: &retained.signal,
            attributes: &attributes,
        };
        all.extend(plans.metrics.contributions(&retained.signal, &facts));
    }
    all
}
