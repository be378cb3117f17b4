//! The state of one customer: small, serialisable, and enough to take late, corrected and retracted
//! signals as if they had come in order.

use super::alert::Alert;
use super::evaluate::Plan;
use crate::digest::SetHash;
use crate::named::Named;
use crate::ordered::{Few, Map, sorted_by};
use crate::serial::pairs;
use crate::signal::Signal;
use crate::time::Time;
use crate::value::Value;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// The order of a customer's signals: by instant, then by id.
pub(crate) type Key = (Time, String);

/// A signal that may still matter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Retained {
    pub(crate) signal: Signal,
    /// It came later than `lateness`: patterns do not see it.
    pub(crate) late: bool,
    pub(crate) received: Time,
}

/// What a change did to the alerts.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// A new alert.
    Raised(Alert),
    /// The alert stands, with other signals or reasons.
    Revised(Alert),
    /// The alert no longer stands.
    Retracted(Alert),
}

/// The state of one customer.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CustomerState {
    /// What is known of the customer, as stated since the base.
    #[serde(with = "pairs")]
    statements: Map<Key, Few<String, Value>>,
    /// What was known before the first statement.
    base: Few<String, Value>,
    #[serde(with = "pairs")]
    signals: Map<Key, Retained>,
    /// The alerts that may still change.
    standing: Named<Alert>,
    /// The revisions of alerts that were retracted, in case they come back.
    withdrawn: Named<u32>,
    /// The alerts that can no longer change, as a hash of their set.
    settled: SetHash,
    /// The answer of the newest signal that is no longer retained to the question of consent.
    consent: Option<bool>,
}

impl CustomerState {
    /// What is known of the customer as of a signal.
    pub(crate) fn attributes_at(&self, key: &Key) -> Cow<'_, Few<String, Value>> {
        let mut stated = self.statements.range(..=key).peekable();
        if stated.peek().is_none() {
            return Cow::Borrowed(&self.base);
        }
        let mut known = self.base.clone();
        for (_, attributes) in stated {
            known.extend(
                attributes
                    .iter()
                    .map(|(name, value)| (name.clone(), value.clone())),
            );
        }
        Cow::Owned(known)
    }

    /// What is known of the customer now.
    pub(crate) fn attributes(&self) -> Cow<'_, Few<String, Value>> {
        self.attributes_at(&(Time::MAX, "\u{10ffff}".to_owned()))
    }

    /// The signals up to and including a key, in order.
    pub(super) fn up_to(&self, key: &Key) -> impl DoubleEndedIterator<Item = (&Key, &Retained)> {
        self.signals.range(..=key)
    }

    /// The signals from a key on, in order.
    pub(crate) fn since(&self, key: &Key) -> impl Iterator<Item = (&Key, &Retained)> {
        self.signals.range(key..)
    }

    /// A retained signal.
    pub(crate) fn get(&self, key: &Key) -> Option<&Retained> {
        self.signals.get(key)
    }

    /// The newest answer in a bool field.
    pub(crate) fn newest_answer(&self, field: &str) -> Option<bool> {
        let newest =
            self.signals
                .values()
                .rev()
                .find_map(|one| match one.signal.fields.get(field) {
                    Some(Value::Bool(answer)) => Some(*answer),
                    _ => None,
                });
        newest.or(self.consent)
    }

    /// Puts a signal in its place.
    pub(crate) fn insert(&mut self, key: Key, retained: Retained) {
        if !retained.signal.attributes.is_empty() {
            self.statements
                .insert(key.clone(), retained.signal.attributes.clone());
        }
        self.signals.insert(key, retained);
    }

    /// Takes a signal out.
    pub(crate) fn remove(&mut self, key: &Key) -> Option<Retained> {
        let removed = self.signals.remove(key)?;
        if !removed.signal.attributes.is_empty() {
            self.statements.remove(key);
        }
        Some(removed)
    }

    /// States what is known of the customer as of an instant.
    pub(crate) fn state(&mut self, key: Key, attributes: Few<String, Value>) {
        self.statements.insert(key, attributes);
    }

    /// Brings the alerts to what the signals say, from a key on. Alerts before `horizon` are settled
    /// and stay, but for the one signal at `key`, which may itself be late.
    pub(crate) fn refresh(
        &mut self,
        customer: Option<&str>,
        plan: &Plan,
        from: &Key,
        horizon: Time,
    ) -> Vec<Change> {
        let open = |key: &Key| key == from || key >= from && key.0 >= horizon;
        let mut now: Named<Alert> = Named::new();
        for (key, retained) in self.signals.range(from..).filter(|(key, _)| open(key)) {
            for alert in plan.fire(customer, self, key, retained) {
                now.insert(alert.id.clone(), alert);
            }
        }
        let before: Vec<String> = self
            .standing
            .values()
            .filter(|alert| open(&(alert.at, alert.signal.clone())))
            .map(|alert| alert.id.clone())
            .collect();

        let mut changes = Vec::new();
        for id in before {
            if now.contains_key(&id) {
                continue;
            }
            if let Some(alert) = self.standing.remove(&id) {
                self.withdrawn.insert(id, alert.revision);
                changes.push(Change::Retracted(alert));
            }
        }
        let ordered: Vec<Alert> = now.into_iter().map(|(_, alert)| alert).collect();
        let ordered = sorted_by(ordered, &|one, two| {
            (one.at, &one.signal, &one.rule).cmp(&(two.at, &two.signal, &two.rule))
        });
        for mut alert in ordered {
            if let Some(old) = self.standing.get(&alert.id) {
                alert.revision = old.revision;
                if *old == alert {
                    continue;
                }
                alert.revision += 1;
                changes.push(Change::Revised(alert.clone()));
            } else {
                let again = self.withdrawn.remove(&alert.id);
                alert.revision = again.map_or(0, |revision| revision + 1);
                changes.push(Change::Raised(alert.clone()));
            }
            self.standing.insert(alert.id.clone(), alert);
        }
        changes
    }

    /// Forgets what can no longer matter: signals that no window reaches and that cannot be corrected
    /// any more, and settles the alerts that fired at them.
    pub(crate) fn settle(&mut self, plan: &Plan, now: Time, consent: Option<&str>) {
        let lateness = plan.program().lateness();
        let done = |key: &Key, retained: &Retained| {
            let reach = key.0.plus(plan.window_max()).max(retained.received);
            reach.plus(lateness) < now
        };
        while let Some((key, _)) = self
            .signals
            .first_key_value()
            .filter(|(key, one)| done(key, one))
        {
            let key = key.clone();
            let Some(old) = self.signals.remove(&key) else {
                break;
            };
            if let Some(Value::Bool(answer)) =
                consent.and_then(|field| old.signal.fields.get(field))
            {
                self.consent = Some(*answer);
            }
            let fired = self.standing.values().filter(|alert| alert.signal == key.1);
            let fired: Vec<String> = fired.map(|alert| alert.id.clone()).collect();
            for id in fired {
                if let Some(alert) = self.standing.remove(&id) {
                    self.settled.add(&settled_form(&alert));
                }
            }
        }
        let edge = self
            .signals
            .keys()
            .next()
            .map_or(now.plus(-lateness), |key| key.0);
        let edge = edge.min(now.plus(-lateness));
        while let Some((_, stated)) = self.statements.pop_first_if(|key, _| key.0 < edge) {
            self.base.extend(stated);
        }
    }

    /// The alerts that may still change.
    pub fn standing(&self) -> impl Iterator<Item = &Alert> {
        self.standing.values()
    }

    /// The hash of the set of all its alerts, settled or not: the same in whatever order they came.
    pub(crate) fn alerts_hash(&self) -> SetHash {
        let mut all = self.settled;
        for alert in self.standing.values() {
            all.add(&settled_form(alert));
        }
        all
    }
}

/// What of an alert does not depend on the order of arrival.
fn settled_form(alert: &Alert) -> impl Serialize + '_ {
    (
        &alert.id,
        &alert.rule,
        alert.kind,
        alert.at,
        &alert.same,
        &alert.signals,
    )
}
