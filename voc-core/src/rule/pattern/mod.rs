//! What each pattern remembers, and when it fires. The meaning is in `PATTERNS.md`.

mod absent;
mod change;
mod count;
mod nth;
mod sequence;
mod streak;

use super::place::{Fired, Item, Signal, World, takes};
use super::plan::{Machine, Plan, PlanRule};
use super::track::{Entry, Handle, Track};
use crate::time::{Span, Time};

/// One rule at one place.
pub(crate) struct Step<'s, 'f> {
    pub(super) plan: &'s Plan,
    pub(super) rule: &'s PlanRule,
    pub(super) place: u16,
    pub(super) track: &'s mut Track,
    pub(super) world: &'s mut dyn World,
    pub(super) signal: Option<Signal<'s>>,
    pub(super) fired: &'f mut Vec<Fired>,
}

impl Step<'_, '_> {
    /// Reads an item: the signal, or an alert of the rule `alert`.
    pub(super) fn item(&mut self, item: &Item<'_>, alert: Option<u16>) {
        match &self.rule.machine {
            Machine::Sequence {
                steps,
                unless,
                within,
            } => self.sequence(steps, *unless, *within, item, alert),
            Machine::Absent { of, within } => self.absent(*of, *within, item, alert),
            Machine::Silence(span) => self.silence(*span, item, alert),
            machine => {
                if !takes(self.rule.looks, self.signal, alert) {
                    return;
                }
                match machine {
                    Machine::Each => {
                        let mut fired = Fired::at(self.place, self.rule, item);
                        fired.same = item.same;
                        self.fired.push(fired);
                    }
                    Machine::Count {
                        at_least,
                        window,
                        distinct,
                    } => self.count(*at_least, *window, *distinct, item),
                    Machine::Nth { k, every, seed } => self.nth(*k, *every, *seed, item),
                    Machine::Change { field, by, since } => self.change(*field, *by, *since, item),
                    Machine::Streak { k, of } => self.streak(*k, *of, item),
                    _ => {}
                }
            }
        }
    }

    /// Fires what is due at an instant.
    pub(super) fn due(&mut self, at: i64) {
        if matches!(
            self.rule.machine,
            Machine::Absent { .. } | Machine::Silence(_)
        ) {
            self.overdue(at);
        }
    }

    /// The value of `same` at an item: 0 without `same`, absent where the item does not take part.
    fn key(&mut self, item: &Item<'_>) -> Option<u64> {
        match self.rule.same {
            None => Some(0),
            Some(slot) => self.world.key(item.bearing, slot),
        }
    }

    /// An entry for an item.
    fn entry(&mut self, item: &Item<'_>, key: u64, flags: u16) -> Entry {
        let (of, list) = self.track.keep(item.bearing, item.signals);
        Entry {
            at: item.at,
            key,
            of,
            rule: self.place,
            flags: flags | list,
        }
    }

    /// The open left edge of what lies within a span before an instant.
    fn left(&self, span: Span, at: i64) -> i64 {
        let zone = self.plan.program().zone();
        span.window_edge(Time::clamped(at), zone).micros()
    }

    /// Fires at an item, with the signals of these entries before its own.
    fn fire(&mut self, item: &Item<'_>, entries: &[Entry]) {
        let mut fired = Fired::at(self.place, self.rule, item);
        if !entries.is_empty() {
            fired.signals = self.gather(entries, item);
        }
        if matches!(
            self.rule.machine,
            Machine::Sequence { .. } | Machine::Change { .. }
        ) {
            let before = entries.iter();
            fired.before = before
                .map(|entry| (entry.at, self.track.bearing(entry)))
                .collect();
        }
        self.fired.push(fired);
    }

    /// Fires at an item, with the signals of all that the rule remembers of its group.
    fn fire_with(&mut self, item: &Item<'_>, key: u64) {
        let known = self.track.of_rule(self.place).iter();
        let entries: Vec<Entry> = known.filter(|entry| entry.key == key).copied().collect();
        self.fire(item, &entries);
    }

    /// The signals of entries and of an item, in order, each once.
    fn gather(&self, entries: &[Entry], item: &Item<'_>) -> Vec<Handle> {
        let mut all = Vec::with_capacity(entries.len() + 1);
        let mut several = item.signals.is_some();
        for entry in entries {
            match self.track.signals(entry) {
                Some(signals) => {
                    several = true;
                    all.extend_from_slice(signals);
                }
                None => all.push(entry.of),
            }
        }
        all.extend_from_slice(item.signals.unwrap_or(&[item.bearing]));
        if several {
            self.world.sort(&mut all);
        }
        all.dedup();
        all
    }
}
