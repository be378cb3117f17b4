//! So many in a row.

use super::Step;
use crate::rule::place::Item;
use crate::rule::track::Entry;

impl Step<'_, '_> {
    pub(super) fn streak(&mut self, k: usize, of: u16, item: &Item<'_>) {
        let Some(key) = self.key(item) else { return };
        let holds = match self.signal {
            Some(signal) if signal.handle == item.bearing => signal.tests.has(of),
            _ => self.world.holds(item.bearing, of),
        };
        if !holds {
            self.track.retain(self.place, |entry| entry.key != key);
            return;
        }
        let row: Vec<Entry> = self
            .track
            .of_rule(self.place)
            .iter()
            .filter(|entry| entry.key == key)
            .copied()
            .collect();
        if row.len() >= k {
            return;
        }
        if row.len() + 1 == k {
            self.fire(item, &row);
        }
        let entry = self.entry(item, key, 0);
        self.track.push(entry);
    }
}
