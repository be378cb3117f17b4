//! Two customers are one. `rule/PATTERNS.md` says what that means.

use super::event::What;
use super::facts::{FactPlans, Facts};
use super::follow_up::FollowUp;
use super::ids::{Known, Standing};
use super::index::Whose;
use super::{Accepted, Engine};
use crate::case::{CaseChange, CaseEvent};
use crate::document::Read;
use crate::error::{Code, Error, Refusal};
use crate::named::Named;
use crate::rule::{Alert, Change, Key};
use crate::signal::{Body, Merge};
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// Which customers turned out to be whom.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(transparent)]
pub(super) struct Merged {
    into: Named<String>,
}

impl Merged {
    pub(super) fn is_empty(&self) -> bool {
        self.into.is_empty()
    }

    /// The customer that this one is.
    pub(super) fn root<'c>(&'c self, mut customer: &'c str) -> &'c str {
        // No cycle ever gets in.
        while let Some(into) = self.into.get(customer) {
            customer = into;
        }
        customer
    }

    /// The customer that this one is, where there is one.
    pub(super) fn root_of(&self, customer: Option<String>) -> Option<String> {
        match customer {
            Some(customer) if !self.is_empty() => Some(self.root(&customer).to_owned()),
            other => other,
        }
    }

    /// The place of a signal among those of the customer that is meant.
    pub(super) fn placed(&self, place: Option<Standing>) -> Option<Standing> {
        match place {
            Some((Some(customer), at)) if !self.is_empty() => {
                let root = self.root(&customer);
                let same = *root == *customer;
                Some((Some(if same { customer } else { root.into() }), at))
            }
            other => other,
        }
    }

    /// Names in an input the customer whom the one in it was merged into; whether there is one.
    fn step(&self, body: &mut Body) -> bool {
        let customer = match body {
            Body::Signal(signal) => signal.customer.as_mut(),
            Body::Customer(statement) => Some(&mut statement.customer),
            _ => None,
        };
        match customer.and_then(|customer| Some((self.into.get(customer)?, customer))) {
            Some((into, customer)) => {
                customer.clone_from(into);
                true
            }
            None => false,
        }
    }

    /// Names in an input the customer that is meant.
    pub(super) fn resolve(&self, body: &mut Body) {
        if self.is_empty() {
            return;
        }
        match body {
            Body::Signal(signal) => signal.customer = self.root_of(signal.customer.take()),
            Body::Customer(statement) => {
                statement.customer = self.root(&statement.customer).to_owned();
            }
            _ => {}
        }
    }

    /// Whether two customers are one already.
    fn knows(&self, merge: &Merge) -> Result<bool, Refusal> {
        for (name, key) in [("from", &merge.from), ("into", &merge.into)] {
            if key.is_empty() {
                return Err(Error::new(Code::Missing, "the customer's key is empty")
                    .at(format!("merge.{name}")));
            }
        }
        let Merge { from, into } = merge;
        if from == into {
            let message = format!("`{from}` cannot be merged into itself");
            return Err(Error::new(Code::NotAllowed, message).at("merge.into"));
        }
        let one = self.root(from) == self.root(into);
        match self.into.get(from) {
            Some(_) if one => Ok(true),
            Some(known) => {
                let message = format!("`{from}` is merged into `{known}` already");
                Err(Error::new(Code::NotAllowed, message)
                    .at("merge.from")
                    .hint(format!("merge `{}` and `{into}`", self.root(from))))
            }
            None if one => {
                let message = format!("`{into}` is merged into `{from}` already");
                Err(Error::new(Code::NotAllowed, message)
                    .at("merge.into")
                    .hint("the two are one customer; there is nothing left to merge"))
            }
            None => Ok(false),
        }
    }
}

impl Engine {
    /// Whether an input says what the known one of its id said, by whatever key its customer had then.
    pub(super) fn is_known(&self, id: &str, known: &Known, body: &Body) -> bool {
        if self.is_same(id, known, body) {
            return true;
        }
        if self.state.merged.is_empty() {
            return false;
        }
        let mut body = body.clone();
        while self.state.merged.step(&mut body) {
            if self.is_same(id, known, &body) {
                return true;
            }
        }
        false
    }

    /// Two customers are one from now on, and as far back as anything is retained.
    pub(super) fn merge(
        &mut self,
        merge: &Merge,
        accepted: Accepted,
        out: &mut Vec<(Time, What)>,
    ) -> Result<(), Refusal> {
        let known = self.state.merged.knows(merge)?;
        let received = accepted.received;
        let into = self.state.merged.root(&merge.into).to_owned();
        let from = merge.from.as_str();
        if !known {
            self.fire(Whose::Customer(from), received, out);
        }
        self.fire(Whose::Customer(&into), received, out);
        self.accept(accepted, None);
        let last = |customer| self.state.facts.of(Some(customer))?.last_at();
        let now = received.max(last(from)).max(last(&into));
        let now = now.unwrap_or(Time::MIN);
        let told = What::CustomersMerged {
            from: from.to_owned(),
            into: into.clone(),
        };
        out.push((now, told));
        if known {
            return Ok(());
        }
        self.state.merged.into.insert(from, into.clone());
        let state = &mut self.state;
        let follow_up = &mut state.follow_up;
        follow_up.customers_merged(&self.plans, from, &into, now, out);
        let program = self.plans.program();
        self.state.journeys.merge(program, from, &into);
        let first: Key = (Time::MIN, "".into());
        let place = self.place(&first, true);
        let changes = self.state.facts.merge(&self.plans, from, &into, &place);
        self.follow(Some(&into), changes, now, out);
        Ok(())
    }

    /// An alert stands under another id.
    pub(super) fn moved(
        &mut self,
        customer: Option<&str>,
        from: &str,
        alert: Alert,
        now: Time,
        out: &mut Vec<(Time, What)>,
    ) {
        if self.state.facts.let_go(from) {
            self.hold_on(customer, alert, now, out);
            return;
        }
        self.state
            .follow_up
            .alert_moved(&self.plans, from, &alert, now, out);
        let moved = What::AlertMoved {
            from: from.to_owned(),
            alert: Box::new(alert),
        };
        out.push((now, moved));
    }
}

impl Facts {
    /// Reads two customers' histories as one.
    fn merge(
        &mut self,
        plans: &FactPlans,
        from: &str,
        into: &str,
        place: &crate::rule::Place<'_>,
    ) -> Vec<Change> {
        for customer in [from, into] {
            self.settle(plans, customer, place.now);
        }
        let Some(other) = self.leave(from) else {
            return Vec::new();
        };
        self.uncount(plans, &other, place);
        let mut changes = Vec::new();
        let rest = self.change(plans, (Some(into), None), place, |state, _| {
            changes = state.join(into, other, &plans.rules, place);
        });
        changes.extend(rest);
        changes
    }
}

impl FollowUp {
    /// The cases of one customer are another's from now on, and so is what limits count.
    fn customers_merged(
        &mut self,
        plans: &FactPlans,
        from: &str,
        into: &str,
        at: Time,
        out: &mut Vec<(Time, What)>,
    ) {
        let cases = self.of_customer(from).into_iter();
        let cases = cases.filter(|case| case.customer.as_deref() == Some(from));
        let ids: Vec<String> = cases.map(|case| case.id.clone()).collect();
        for id in ids {
            self.keep_former(from, &id);
            let change = CaseChange::CustomerMerged {
                into: into.to_owned(),
            };
            self.happens(plans, &id, change, at, out);
        }
        self.limits.customers_merged(&plans.rules, from, into);
    }

    /// An alert stands under another id: whatever was said of it goes on under that.
    fn alert_moved(
        &mut self,
        plans: &FactPlans,
        from: &str,
        alert: &Alert,
        at: Time,
        out: &mut Vec<(Time, What)>,
    ) {
        self.limits.alert_moved(from, alert);
        self.move_routed(from, &alert.id);
        let cases = self.of_alert(from, alert).into_iter();
        let ids: Vec<String> = cases.map(|case| case.id.clone()).collect();
        for id in ids {
            let change = CaseChange::AlertMoved {
                alert: from.to_owned(),
                to: alert.id.as_str().into(),
            };
            self.happens(plans, &id, change, at, out);
        }
    }

    pub(super) fn happens(
        &mut self,
        plans: &FactPlans,
        case: &str,
        change: CaseChange,
        at: Time,
        out: &mut Vec<(Time, What)>,
    ) {
        let event = CaseEvent::of_itself(at, change);
        self.apply(plans, case, vec![event], out);
    }
}
