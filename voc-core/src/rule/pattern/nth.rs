//! The k-th of a customer's life, or each k-th.

use super::Step;
use crate::rule::place::{Fired, Item};
use crate::rule::track::{Entry, MARK};

impl Step<'_, '_> {
    pub(super) fn nth(&mut self, k: i64, every: bool, seed: Option<u16>, item: &Item<'_>) {
        let Some(key) = self.key(item) else { return };
        let counter = self
            .track
            .of_rule_mut(self.place)
            .iter_mut()
            .find(|entry| entry.key == key && entry.flags & MARK == 0);
        let rank = if let Some(counter) = counter {
            counter.at += 1;
            counter.at
        } else {
            self.remember(key, 1, 0);
            1
        };
        let before = seed.and_then(|slot| self.world.number(item.bearing, slot));
        #[expect(
            clippy::cast_possible_truncation,
            reason = "an int of the program, within ±2^53"
        )]
        let number = rank + before.unwrap_or(0.0) as i64;
        let reached = if every {
            number > 0 && number % k == 0
        } else {
            number == k
        };
        // Only a seed that is stated anew can bring the same number back.
        if reached && (seed.is_none() || self.first_time(number)) {
            let fired = Fired::at(self.place, self.rule, item);
            self.fired.push(Fired {
                number: Some(number),
                ..fired
            });
        }
    }

    fn first_time(&mut self, number: i64) -> bool {
        let known = self.track.of_rule(self.place);
        let reached = |entry: &Entry| entry.flags & MARK != 0 && entry.at == number;
        if known.iter().any(reached) {
            return false;
        }
        self.remember(0, number, MARK);
        true
    }

    fn remember(&mut self, key: u64, at: i64, flags: u16) {
        self.track.push(Entry {
            at,
            key,
            of: 0,
            rule: self.place,
            flags,
        });
    }
}
