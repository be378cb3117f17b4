//! The state of one customer: small, serialisable, and enough to take late, corrected and retracted
//! signals as if they had come in order.
//!
//! What can no longer change is folded into the base, a [`Track`] of what the patterns remember. The
//! signals that may still change are kept, and read again from the base where one of them does.

use super::alert::Alert;
use super::book::{Book, Recent, bits};
pub(crate) use super::book::{Key, Retained};
use super::head::Head;
use super::invitations::Invitations;
use super::place::{Fired, Signal as Read};
use super::plan::Plan;
use super::reading::Reading;
use super::report::{AsOf, report};
use super::track::Track;
use crate::condition::Cell;
use crate::digest::SetHash;
use crate::ordered::Few;
use crate::rare::Rare;
use crate::signal::Signal;
use crate::time::Time;
use crate::value::Value;
use serde::{Deserialize, Serialize};

/// What a change did to the alerts.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// A new alert.
    Raised(Alert),
    /// The alert stands, with other signals or reasons.
    Revised(Alert),
    /// The alert no longer stands.
    Retracted(Alert),
    /// It was an alert of a customer who turned out to be another, and stands as that one's; or of a
    /// rule that began anew, and stands as the new one's.
    Moved {
        /// The id that it had.
        from: String,
        /// The alert, which may have other signals or reasons too.
        alert: Alert,
    },
}

impl Change {
    /// The alert, as it is or was.
    pub(crate) fn alert(&self) -> &Alert {
        match self {
            Self::Raised(alert)
            | Self::Revised(alert)
            | Self::Retracted(alert)
            | Self::Moved { alert, .. } => alert,
        }
    }
}

/// The state of one customer.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, crate::document::Read)]
pub struct CustomerState {
    pub(super) book: Book,
    pub(super) base: Track,
    #[serde(skip)]
    pub(super) head: Head,
    /// Alerts at signals that stood alone and were taken out, for the refresh that follows.
    #[serde(skip)]
    orphans: Rare<Vec<String>>,
    /// Whether the signal at the place of the refresh that follows was tested when it was put in.
    #[serde(skip)]
    tested: bool,
    /// Up to when time has made rules fire.
    pub(super) passed: Option<Time>,
    /// The alerts that may still change.
    pub(super) standing: Rare<Few<String, Alert>>,
    /// The revisions of alerts that were retracted, in case they come back.
    pub(super) withdrawn: Rare<Few<String, u32>>,
    /// The alerts that can no longer change, as a hash of their set.
    pub(super) settled: SetHash,
    /// The answer of the newest signal that is no longer retained to the question of consent.
    pub(super) consent: Option<bool>,
    /// What quarantines count.
    #[serde(default, skip_serializing_if = "Invitations::is_empty")]
    pub(crate) invitations: Invitations,
}

/// Where a change is made, and how far it reaches.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place<'k> {
    /// The signal, or the statement, that comes or goes.
    pub(crate) key: &'k Key,
    /// The signal as it comes.
    pub(crate) signal: Option<&'k Signal>,
    /// Whether every signal after it is touched too, because what is known of the customer changes.
    pub(crate) reaches_on: bool,
    /// Signals before this are past change, but for the one at `key`, which may itself be late.
    pub(crate) horizon: Time,
    /// The time that it is, as far as any input has told it.
    pub(crate) now: Option<Time>,
}

impl Place<'_> {
    pub(super) fn touches(&self, key: &Key) -> bool {
        key == self.key || self.reaches_on && key > self.key && key.0 >= self.horizon
    }
}

impl CustomerState {
    /// An attribute as it is known now.
    pub(crate) fn newest(&self, name: &str) -> Cell<'_> {
        self.book.newest(name)
    }

    /// What is known of the customer as of a signal.
    pub(crate) fn as_of<'s>(&'s self, key: &'s Key, signal: &'s Signal) -> AsOf<'s> {
        AsOf {
            book: &self.book,
            key,
            signal,
        }
    }

    /// The signals that a change touches.
    pub(crate) fn touched(&self, place: &Place<'_>) -> impl Iterator<Item = (&Key, &Retained)> {
        let since = self.book.since(place.key);
        since
            .filter(|one| place.touches(&one.key))
            .map(|one| (&one.key, &one.retained))
    }

    /// A retained signal.
    pub(crate) fn get(&self, key: &Key) -> Option<&Retained> {
        self.book.get(key).map(|one| &one.retained)
    }

    /// The signal that bears an alert, and its key, as long as the alert may change.
    pub(crate) fn bearing(&self, alert: &Alert) -> Option<(&Key, &Retained)> {
        self.book
            .named(alert.at, &alert.signal)
            .map(|one| (&one.key, &one.retained))
    }

    /// The newest answer in a bool field.
    pub(crate) fn newest_answer(&self, field: &str) -> Option<bool> {
        self.book.newest_answer(field).or(self.consent)
    }

    /// When time alone makes a rule fire next.
    pub(crate) fn next_due(&self, plan: &Plan) -> Option<Time> {
        let track = self.head.track().unwrap_or(&self.base);
        plan.next_deadline(track).map(Time::clamped)
    }

    /// Whether a change to it is not followed up yet.
    #[cfg(not(small))]
    pub(super) fn is_amiss(&self) -> bool {
        self.tested || !self.orphans.is_empty()
    }

    /// Puts a signal in its place.
    pub(crate) fn insert(&mut self, plan: &Plan, key: Key, signal: &Signal, retained: Retained) {
        self.head.unread |= !retained.alone;
        self.tested = true;
        let tests = self.book.test_new(plan, &key, signal);
        self.book.insert(key, retained, tests);
    }

    /// Takes a signal out.
    pub(crate) fn remove(&mut self, key: &Key) -> Option<Retained> {
        let removed = self.book.remove(key)?;
        self.head.stale |= !removed.retained.alone;
        // Found missing by the next refresh of this place.
        if !removed.alerts.is_empty() {
            self.orphans.extend(removed.alerts);
        }
        Some(removed.retained)
    }

    /// States what is known of the customer as of an instant.
    pub(crate) fn state(&mut self, key: Key, attributes: Few<String, Value>) {
        self.book.state(key, attributes);
    }

    /// Brings the alerts to what the signals say after a change.
    pub(crate) fn refresh(
        &mut self,
        customer: Option<&str>,
        plan: &Plan,
        place: &Place<'_>,
    ) -> Vec<Change> {
        self.passed = self.passed.max(place.now);
        let tested = std::mem::take(&mut self.tested);
        if tested && self.comes_last(plan, place.key) {
            self.head.unread = false;
            let fired = self.append(plan, place.signal);
            let mut changes = Vec::new();
            if !fired.is_empty() {
                let alerts = self.report(customer, plan, &fired);
                self.raise(alerts, &mut changes);
            }
            return changes;
        }
        self.refresh_from(customer, plan, place, tested)
    }

    /// Whether the signal at `key` comes behind all else that is known of the customer.
    fn comes_last(&self, plan: &Plan, key: &Key) -> bool {
        let last = self.book.recent.last();
        last.is_some_and(|last| last.key == *key)
            && self.book.alone.is_empty()
            && self.orphans.is_empty()
            && self.head_is_whole(plan, key)
    }

    /// Brings the alerts to what the signals from a place on say.
    fn refresh_from(
        &mut self,
        customer: Option<&str>,
        plan: &Plan,
        place: &Place<'_>,
        tested: bool,
    ) -> Vec<Change> {
        let touched = |one: &Recent| place.touches(&one.key);
        if place.reaches_on || !tested {
            let again = |one: &Recent| touched(one) && !(tested && one.key == *place.key);
            self.book.retest(plan, again);
        }
        let mut changes = self.refresh_alone(customer, plan, touched);
        let first = self.book.recent.iter().position(touched);
        if first.is_none() && !self.head.stale {
            return changes;
        }
        let unread = std::mem::take(&mut self.head.unread);
        let appended = first.is_some_and(|at| at + 1 == self.book.recent.len());
        if unread && appended && self.head_is_whole(plan, place.key) {
            let fired = self.append(plan, None);
            let alerts = self.report(customer, plan, &fired);
            self.raise(alerts, &mut changes);
        } else {
            self.replay(customer, plan, &mut changes);
        }
        changes
    }

    /// Restores what is not written down.
    pub(crate) fn rebuild(&mut self, plan: &Plan) {
        self.base.count_pending();
        if !self.book.recent.is_empty() || !self.base_is_head(plan) {
            self.read_all(plan);
        }
    }

    /// Reads all signals again, and compares the alerts.
    pub(super) fn replay(
        &mut self,
        customer: Option<&str>,
        plan: &Plan,
        changes: &mut Vec<Change>,
    ) {
        let fired = self.read_all(plan);
        let before: Vec<String> = self.read_alerts().cloned().collect();
        let now = self.report(customer, plan, &fired);
        self.compare(&before, now, changes);
    }

    /// The alerts that may still change, but for those at signals that stand alone.
    pub(super) fn read_alerts(&self) -> impl Iterator<Item = &String> {
        let alone = |id: &String| self.book.alone.iter().any(|one| one.alerts.contains(id));
        self.standing.keys().filter(move |id| !alone(id))
    }

    /// The alerts at signals that stand alone depend on nothing else.
    pub(super) fn refresh_alone(
        &mut self,
        customer: Option<&str>,
        plan: &Plan,
        touched: impl Fn(&Recent) -> bool,
    ) -> Vec<Change> {
        if self.book.alone.is_empty() && self.orphans.is_empty() {
            return Vec::new();
        }
        let mut changes = Vec::new();
        let mut before = std::mem::take(&mut self.orphans);
        let again: Vec<usize> = (0..self.book.alone.len())
            .filter(|index| self.book.alone.get(*index).is_some_and(&touched))
            .collect();
        let mut now = Vec::new();
        for index in again {
            let Some(one) = self.book.alone.get_mut(index) else {
                continue;
            };
            before.append(&mut one.alerts);
            let (at, handle, tests) = (one.key.0.micros(), one.handle, bits(&one.tests));
            let signal = Read {
                at,
                handle,
                tests: &tests,
                late: true,
            };
            let (mut track, mut fired) = (Track::default(), Vec::new());
            Reading::new(plan, &mut self.book, &mut track, &mut fired).signal(signal);
            let alerts = self.report(customer, plan, &fired);
            if let Some(one) = self.book.alone.get_mut(index) {
                one.alerts = alerts.iter().map(|alert| alert.id.clone()).collect();
            }
            now.extend(alerts);
        }
        if !before.is_empty() || !now.is_empty() {
            self.compare(&before, now, &mut changes);
        }
        changes
    }

    fn report(&self, customer: Option<&str>, plan: &Plan, fired: &[Fired]) -> Vec<Alert> {
        fired
            .iter()
            .filter_map(|fired| {
                let plan = plan.at(Time::clamped(fired.at));
                report(customer, plan, &self.book, fired)
            })
            .collect()
    }

    /// Retracts what fired before and does not now, and raises or revises what does.
    fn compare(&mut self, before: &[String], now: Vec<Alert>, changes: &mut Vec<Change>) {
        for id in before {
            if now.iter().any(|alert| alert.id == *id) {
                continue;
            }
            if let Some(alert) = self.standing.remove(id) {
                self.withdrawn.insert(id.clone(), alert.revision);
                changes.push(Change::Retracted(alert));
            }
        }
        self.raise(now, changes);
    }

    fn raise(&mut self, alerts: Vec<Alert>, changes: &mut Vec<Change>) {
        for mut alert in alerts {
            if let Some(old) = self.standing.get(&alert.id) {
                alert.revision = old.revision;
                if *old == alert {
                    continue;
                }
                alert.revision += 1;
                changes.push(Change::Revised(alert.clone()));
            } else {
                let again = if self.withdrawn.is_empty() {
                    None
                } else {
                    self.withdrawn.remove(&alert.id)
                };
                alert.revision = again.map_or(0, |revision| revision + 1);
                changes.push(Change::Raised(alert.clone()));
            }
            self.standing.insert(alert.id.clone(), alert);
        }
    }

    /// Lets time make rules fire up to an instant.
    pub(crate) fn pass(&mut self, customer: Option<&str>, plan: &Plan, until: Time) -> Vec<Change> {
        let mut changes = Vec::new();
        if self.passed.is_some_and(|passed| passed >= until) {
            return changes;
        }
        self.passed = Some(until);
        let Some(due) = self.next_due(plan).filter(|due| *due <= until) else {
            return changes;
        };
        // A deadline stands before the signals of its instant, and those may have been read.
        let ahead = self
            .book
            .recent
            .last()
            .is_some_and(|last| last.key.0 >= due);
        if ahead || self.head.stale || !self.head.is_known() && !self.book.recent.is_empty() {
            self.replay(customer, plan, &mut changes);
            return changes;
        }
        let track = self.head.track_to_read(&self.base);
        let mut fired = Vec::new();
        let mut reading = Reading::new(plan, &mut self.book, track, &mut fired);
        let deadline = reading.deadlines(until.micros());
        self.head.deadline = deadline.or(self.head.deadline);
        let alerts = self.report(customer, plan, &fired);
        self.raise(alerts, &mut changes);
        changes
    }

    /// The alerts that may still change.
    pub fn standing(&self) -> impl Iterator<Item = &Alert> {
        self.standing.values()
    }

    /// The signals that are retained, those in patterns first.
    pub(super) fn retained(&self) -> impl Iterator<Item = &Recent> {
        self.book.recent.iter().chain(&*self.book.alone)
    }

    /// Where reading begins, and up to when time has made rules fire.
    pub(super) fn to_read(&self) -> (Book, Track, Option<Time>) {
        (self.book.clone(), self.base.clone(), self.passed)
    }

    /// An alert that may still change.
    pub(crate) fn standing_alert(&self, id: &str) -> Option<&Alert> {
        self.standing.get(id)
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
pub(super) fn settled_form(alert: &Alert) -> impl Serialize + '_ {
    (
        &alert.id,
        &alert.rule,
        alert.kind,
        alert.at,
        &alert.same,
        &alert.signals,
    )
}
