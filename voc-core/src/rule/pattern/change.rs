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
        let number = |entry: &Entry| f64::from_bits(entry.at.cast_unsigned());
        let wanted = match since {
            Since::Previous | Since::First => 1,
            Since::Mean(k) => k as usize,
        };
        let known = self.track.of_rule(self.place).iter();
        let held = known.filter(|entry| entry.key == key);
        let (count, sum) = held.fold((0, 0.0), |(count, sum), entry| {
            (count + 1, sum + number(entry))
        });
        if count >= wanted {
            let base = match since {
                Since::Previous | Since::First => sum,
                Since::Mean(k) => sum / f64::from(k),
            };
            let far = if by < 0.0 {
                value <= base + by
            } else {
                value >= base + by
            };
            if far {
                self.fire_with(item, key);
            }
            if since == Since::First {
                return;
            }
            self.track
                .forget_first(self.place, |entry| entry.key == key);
        }
        let mut entry = self.entry(item, key, 0);
        entry.at = value.to_bits().cast_signed();
        self.track.push(entry);
    }
}
