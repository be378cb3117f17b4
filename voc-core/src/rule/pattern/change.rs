//! A value far from another.

use super::Step;
use crate::program::Since;
use crate::rule::place::Item;
use crate::rule::track::Entry;

impl Step<'_, '_> {
    pub(super) fn change(&mut self, field: u16, by: f64, since: Since, item: &Item<'_>) {
        let Some(value) = self.world.number(item.bearing, field) else {
            return;
        };
        let Some(key) = self.key(item) else { return };
        let held: Vec<Entry> = self
            .track
            .of_rule(self.place)
            .iter()
            .filter(|entry| entry.key == key)
            .copied()
            .collect();
        let number = |entry: &Entry| f64::from_bits(entry.at.cast_unsigned());
        let wanted = match since {
            Since::Previous | Since::First => 1,
            Since::Mean(k) => k as usize,
        };
        if held.len() >= wanted {
            let base = match since {
                Since::Previous | Since::First => held.first().map_or(0.0, number),
                Since::Mean(k) => held.iter().map(number).sum::<f64>() / f64::from(k),
            };
            let far = if by < 0.0 {
                value <= base + by
            } else {
                value >= base + by
            };
            if far {
                self.fire(item, &held);
            }
        }
        if since == Since::First && !held.is_empty() {
            return;
        }
        if held.len() >= wanted {
            self.track
                .forget_first(self.place, |entry| entry.key == key);
        }
        let mut entry = self.entry(item, key, 0);
        entry.at = value.to_bits().cast_signed();
        self.track.push(entry);
    }
}
