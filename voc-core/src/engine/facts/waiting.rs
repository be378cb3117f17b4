//! What time has still to bring: rules that fire, alerts that are held back, customers of whom something may
//! still change.

use super::super::due::Due;
use super::Facts;
use crate::ordered::Keyed;
use crate::rule::{Alert, Resting};
use crate::text::Text;
use crate::time::Time;

/// The places of the customers of whom something may still change, or be forgotten; each knows that it is
/// here.
#[derive(Debug, Clone, Default)]
pub(super) struct Unsettled(pub(super) Vec<u32>);

/// It is made again from the customers, and says nothing of its own.
impl PartialEq for Unsettled {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// The places of the customers for whom time alone will make a rule fire.
#[derive(Debug, Clone, Default)]
pub(super) struct Timers(pub(super) Due);

/// They are made again from the customers, and say nothing of their own.
impl PartialEq for Timers {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Timers {
    /// Enters when time makes a rule of the customer at a place fire.
    pub(super) fn set(&mut self, customers: &Keyed<Resting>, place: u32, at: Option<Time>) {
        let key = |place| customers.key_at(place).map_or("", Text::as_str);
        self.0.set(place, at, &key);
    }
}

/// What time brings next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::engine) enum Next {
    /// A customer's rules fire.
    Rules(Text),
    /// An alert that was held back is announced.
    Held(Option<String>, String),
}

impl Facts {
    /// What time brings first, up to an instant, to one customer or to all.
    pub(in crate::engine) fn next(&self, customer: Option<&str>, by: Time) -> Option<(Time, Next)> {
        let timers = &self.due.0;
        if timers.first().is_none() && self.held.is_empty() {
            return None;
        }
        let rules = match customer {
            Some(customer) => {
                let place = self.customers.place(customer)?;
                let at = self.customers.at(place).and_then(Resting::due);
                at.filter(|at| *at <= by).map(|at| (at, place))
            }
            None => timers.first(),
        };
        let key = |place| self.customers.key_at(place).cloned().unwrap_or_default();
        let rules = rules.map(|(at, place)| (at, Next::Rules(key(place))));
        let mut held = self.held.iter();
        let held = held.find(|(_, whose, _)| customer.is_none() || whose.as_deref() == customer);
        let held = held.map(|(at, whose, id)| (*at, Next::Held(whose.clone(), id.clone())));
        let next = match (rules, held) {
            (Some(rules), Some(held)) if held.0 < rules.0 => Some(held),
            (rules, held) => rules.or(held),
        };
        next.filter(|(at, _)| *at <= by)
    }

    /// When time brings something next.
    pub(in crate::engine) fn next_due(&self) -> Option<Time> {
        self.next(None, Time::MAX).map(|(at, _)| at)
    }

    /// Holds an alert back.
    pub(in crate::engine) fn hold(&mut self, until: Time, alert: &Alert) {
        let entry = (until, alert.customer.clone(), alert.id.clone());
        self.held.insert(entry);
    }

    /// No longer holds an alert back; whether it was held.
    pub(in crate::engine) fn let_go(&mut self, alert: &str) -> bool {
        let found = self.held.iter().find(|(_, _, id)| id == alert).cloned();
        found.is_some_and(|entry| self.held.remove(&entry))
    }

    /// Whether an alert is held back.
    pub(in crate::engine) fn is_held(&self, alert: &str) -> bool {
        self.held.iter().any(|(_, _, id)| id == alert)
    }

    /// Lets go of an alert that was held back: itself, where it stands.
    pub(in crate::engine) fn release(
        &mut self,
        at: Time,
        customer: Option<&str>,
        id: &str,
    ) -> Option<Alert> {
        self.held
            .remove(&(at, customer.map(str::to_owned), id.to_owned()));
        let state = self.of(customer)?;
        let mut standing = state.standing();
        standing.find(|alert| alert.id == id).cloned()
    }
}
