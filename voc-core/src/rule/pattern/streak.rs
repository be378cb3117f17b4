//! So many in a row.

use super::Step;
use crate::rule::place::Item;

impl Step<'_, '_> {
    pub(super) fn streak(&mut self, k: usize, of: u16, item: &Item<'_>) {
        let Some(key) = self.key(item) else { return };
        if !self.world.holds(item.bearing, of) {
            self.track.retain(self.place, |entry| entry.key != key);
            return;
        }
        let known = self.track.of_rule(self.place).iter();
        let row = known.filter(|entry| entry.key == key).count();
        if row >= k {
            return;
        }
        if row + 1 == k {
            self.fire_with(item, key);
        }
        let entry = self.entry(item, key, 0);
        self.track.push(entry);
    }
}
