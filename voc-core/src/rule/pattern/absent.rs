//! What did not follow in time, and nothing at all for so long.

use super::Step;
use crate::rule::place::{Fired, Item, takes};
use crate::rule::plan::Look;
use crate::rule::track::{Entry, MARK, PENDING};
use crate::time::{Span, Time};

impl Step<'_, '_> {
    pub(super) fn absent(&mut self, of: Look, within: Span, item: &Item<'_>, alert: Option<u16>) {
        let comes = takes(of, self.signal, alert);
        let triggers = takes(self.rule.looks, self.signal, alert);
        if !comes && !triggers {
            return;
        }
        let Some(key) = self.key(item) else { return };
        if comes {
            // At the deadline is too late. What came at an instant counts for triggers of that instant.
            self.track.retain(self.place, |entry| {
                if entry.flags & MARK != 0 {
                    entry.at == item.at
                } else {
                    entry.key != key || entry.at <= item.at
                }
            });
            let entry = self.entry(item, key, MARK);
            self.track.push(entry);
        }
        if triggers && !self.came_already(of, item, key) {
            let mut entry = self.entry(item, key, PENDING);
            entry.at = self.deadline(within, item.at);
            self.track.push(entry);
        }
    }

    /// Whether something other than the trigger came at its very instant.
    fn came_already(&self, of: Look, trigger: &Item<'_>, key: u64) -> bool {
        // A signal and an alert at it are two items, and so are the alerts of two rules.
        let alike = match (self.rule.looks, of) {
            (Look::Alert(one), Look::Alert(other)) => one == other,
            (Look::Alert(_), _) | (_, Look::Alert(_)) => false,
            _ => true,
        };
        self.track.of_rule(self.place).iter().any(|entry| {
            let itself = alike && self.track.bearing(entry) == trigger.bearing;
            entry.flags & MARK != 0 && entry.at == trigger.at && entry.key == key && !itself
        })
    }

    pub(super) fn silence(&mut self, span: Span, item: &Item<'_>, alert: Option<u16>) {
        if item.is_alert {
            return;
        }
        self.track.retain(self.place, |entry| entry.at <= item.at);
        if takes(self.rule.looks, self.signal, alert) {
            let mut entry = self.entry(item, 0, PENDING);
            entry.at = self.deadline(span, item.at);
            self.track.push(entry);
        }
    }

    fn deadline(&self, span: Span, at: i64) -> i64 {
        let zone = self.plan.program().zone();
        span.after(Time::clamped(at), zone).micros()
    }

    /// Fires what is pending at an instant.
    pub(super) fn overdue(&mut self, at: i64) {
        let due: Vec<Entry> = self
            .track
            .of_rule(self.place)
            .iter()
            .filter(|entry| entry.flags & PENDING != 0 && entry.at == at)
            .copied()
            .collect();
        for entry in &due {
            let bearing = self.track.bearing(entry);
            let signals = self.track.signals(entry);
            self.fired.push(Fired {
                rule: self.place,
                at,
                bearing,
                signals: signals.map_or_else(|| vec![bearing], <[_]>::to_vec),
                same: self.rule.same,
                number: None,
                before: Vec::new(),
            });
        }
        self.track.retain(self.place, |entry| {
            entry.flags & PENDING == 0 || entry.at != at
        });
    }
}
