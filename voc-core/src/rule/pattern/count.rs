//! So many within a window.

use super::Step;
use crate::ordered::sort_plain;
use crate::program::CountWindow;
use crate::rule::period::start_of_period;
use crate::rule::place::Item;
use crate::rule::track::Entry;
use crate::time::Time;

impl Step<'_, '_> {
    pub(super) fn count(
        &mut self,
        at_least: usize,
        window: CountWindow,
        distinct: Option<u16>,
        item: &Item<'_>,
    ) {
        let Some(key) = self.key(item) else { return };
        let edge = self.edge(window, item.at);
        self.track.retain(self.place, |entry| entry.at > edge);
        if let Some(slot) = distinct {
            if let Some(value) = self.world.key(item.bearing, slot) {
                self.distinct(at_least, (key, value), item);
            }
            return;
        }
        let known = self.track.of_rule(self.place);
        let before = known.iter().filter(|entry| entry.key == key).count();
        if before + 1 == at_least {
            self.fire_with(item, key);
        }
        // The last `at_least` decide whether the count was below.
        if before >= at_least {
            self.track
                .forget_first(self.place, |entry| entry.key == key);
        }
        let entry = self.entry(item, key, 0);
        self.track.push(entry);
    }

    fn distinct(&mut self, at_least: usize, (same, value): (u64, u64), item: &Item<'_>) {
        let mut entries: Vec<Entry> = Vec::new();
        let mut values: Vec<u64> = Vec::new();
        for entry in self.track.of_rule(self.place) {
            let (group, value) = match self.rule.same {
                Some(_) => self.track.parts(entry.key),
                None => (0, entry.key),
            };
            if group == same {
                entries.push(*entry);
                values.push(value);
            }
        }
        let brings = !values.contains(&value);
        if brings {
            sort_plain(&mut values);
            values.dedup();
            if values.len() + 1 == at_least {
                self.fire(item, &entries);
            }
        }
        let key = match self.rule.same {
            Some(_) => self.track.pair(same, value),
            None => value,
        };
        let entry = self.entry(item, key, 0);
        self.track.push(entry);
    }

    /// The open left edge of the window that ends at an instant.
    fn edge(&self, window: CountWindow, at: i64) -> i64 {
        match window {
            CountWindow::Rolling(span) => self.left(span, at),
            CountWindow::Calendar(period) => {
                let zone = self.plan.program().zone();
                start_of_period(period, Time::clamped(at), zone).micros() - 1
            }
        }
    }
}
