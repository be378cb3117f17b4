//! A customer's state under a new version of the program.

use super::alert::Alert;
use super::book::{Book, Recent};
use super::customer::{Change, CustomerState, Key, Retained};
use super::plan::Plan;
use crate::ordered::{Few, sort_by};
use crate::program::INVITATION;
use crate::signal::{OwnText, Packed, Signal};
use crate::time::Time;
use crate::value::Value;

impl CustomerState {
    /// The signals from an instant on.
    pub(crate) fn from(&self, from: Time) -> impl Iterator<Item = (&Key, &Retained)> {
        let since = self.retained().filter(move |one| one.key.0 >= from);
        since.map(|one| (&one.key, &one.retained))
    }

    /// What was stated of the customer from an instant on, beside what signals say.
    pub(crate) fn stated_from(
        &self,
        from: Time,
    ) -> impl Iterator<Item = (&Key, &Few<String, Value>)> {
        let stated = self.book.statements.iter();
        stated.filter(move |(key, _)| key.0 >= from)
    }

    /// A signal reads otherwise than it did.
    pub(crate) fn refit(&mut self, key: &Key, signal: &Signal) {
        self.book.refit(key, signal);
    }

    /// Another question is asked for consent: nothing is known of the answer to it.
    pub(crate) fn forget_consent(&mut self) {
        self.consent = None;
    }

    /// Brings the alerts to what the versions say: the newest is in force from an instant on.
    pub(crate) fn follow_program(
        &mut self,
        customer: Option<&str>,
        plan: &Plan,
        from: Time,
    ) -> Vec<Change> {
        let program = plan.program();
        if customer.is_some() {
            self.book.judge_lateness(from, |one| {
                let kind = one.signal.own(OwnText::KIND).unwrap_or_default();
                one.received.since(one.signal.at()) > program.lateness_of(kind)
            });
        }
        let since: Vec<(Key, Signal)> = self
            .from(from)
            .map(|(key, retained)| (key, &retained.signal))
            .filter(|(_, signal)| signal.own(OwnText::KIND) == Some(INVITATION))
            .map(|(key, signal)| (key.clone(), signal.unpack()))
            .collect();
        for (key, signal) in since.iter().filter(|_| customer.is_some()) {
            self.hear_invitation(plan, key, Some(signal));
        }
        let touched = |one: &Recent| one.key.0 >= from;
        self.book.retest(plan, touched);
        let mut changes = self.refresh_alone(customer, plan, touched);
        if self.head_is_read() {
            self.replay(customer, plan, &mut changes);
        }
        self.moved(changes)
    }

    /// What an alert was retracted for, where the rule that has its id now found the same: it moves.
    fn moved(&mut self, changes: Vec<Change>) -> Vec<Change> {
        let (retracted, mut others): (Vec<Change>, Vec<Change>) = changes
            .into_iter()
            .partition(|change| matches!(change, Change::Retracted(_)));
        // First what goes on, so that its cases are there for what comes anew.
        let (mut all, mut gone) = (Vec::new(), Vec::new());
        for change in retracted {
            let Change::Retracted(old) = change else {
                continue;
            };
            let same = |other: &Change| match other {
                Change::Raised(new) => found(&old) == found(new),
                _ => false,
            };
            let Some(place) = others.iter().position(same) else {
                gone.push(Change::Retracted(old));
                continue;
            };
            if let Change::Raised(mut alert) = others.remove(place) {
                self.withdrawn.remove(&old.id);
                alert.revision = old.revision + 1;
                self.standing.insert(alert.id.clone(), alert.clone());
                let from = old.id;
                all.push(Change::Moved { from, alert });
            }
        }
        all.extend(gone);
        all.extend(others);
        all
    }
}

/// What an alert found, but for its id and its reasons.
fn found(alert: &Alert) -> (&str, Time, Option<&str>, &str, Option<i64>) {
    let Alert {
        rule,
        at,
        same,
        signal,
        number,
        ..
    } = alert;
    (rule, *at, same.as_deref(), signal, *number)
}

impl Book {
    fn refit(&mut self, key: &Key, signal: &Signal) {
        let lists = [&mut self.recent, &mut *self.alone];
        let mut all = lists.into_iter().flatten();
        if let Some(one) = all.find(|one| one.key == *key) {
            one.retained.signal = Packed::of(signal, &mut Vec::new());
        }
    }

    /// Tells anew which signals from an instant on came too late for patterns.
    fn judge_lateness(&mut self, from: Time, is_late: impl Fn(&Retained) -> bool) {
        let changes =
            |one: &&mut Recent| one.key.0 >= from && is_late(&one.retained) != one.retained.alone;
        let mut moved = Vec::new();
        for list in [&mut self.recent, &mut *self.alone] {
            let mut index = 0;
            while let Some(one) = list.get_mut(index) {
                if changes(&one) {
                    moved.push(list.remove(index));
                } else {
                    index += 1;
                }
            }
        }
        for mut one in moved {
            one.retained.alone = !one.retained.alone;
            one.alerts.clear();
            let list = if one.retained.alone {
                &mut *self.alone
            } else {
                &mut self.recent
            };
            list.push(one);
            sort_by(list, &|one, two| one.key.cmp(&two.key));
        }
    }
}
