//! What was known of a customer since when, once nothing in time can change it any more.

use super::book::Key;
use crate::condition::Cell;
use crate::document::Read;
use crate::ordered::sort_by;
use crate::text::Text;
use crate::value::Value;
use serde::{Deserialize, Serialize};

/// What was known of a customer since when, by attribute and then by time. Only changes take room.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Read)]
#[serde(transparent)]
pub(super) struct Known(Vec<Stated>);

/// One attribute had a value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
struct Stated {
    name: Text,
    since: Key,
    /// When the same was stated last, so that a late statement in between ends there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    last: Option<Key>,
    value: Value,
}

impl Known {
    /// The value of an attribute as of a signal, and where it was stated last.
    pub(super) fn as_of(&self, name: &str, key: &Key) -> Option<(&Key, &Value)> {
        let at = self.place(name, key).checked_sub(1)?;
        let known = self.0.get(at).filter(|known| known.name.as_str() == name)?;
        let last = known.last.as_ref().filter(|last| *last <= key);
        Some((last.unwrap_or(&known.since), &known.value))
    }

    /// Reads a little of it.
    pub(super) fn touch(&self) -> i64 {
        self.0.first().map_or(0, |known| known.since.0.micros())
    }

    /// Behind everything that was known of an attribute by a signal.
    fn place(&self, name: &str, key: &Key) -> usize {
        self.0
            .partition_point(|known| (known.name.as_str(), &known.since) <= (name, key))
    }

    /// Takes over what was known of another, who is this one, in whatever order such are told.
    pub(super) fn join(&mut self, other: Self) {
        let own = std::mem::take(&mut self.0);
        for mut known in own.into_iter().chain(other.0) {
            // Between two statements of one may stand one of the other.
            let again = known.last.take().map(|since| Stated {
                since,
                ..known.clone()
            });
            self.0.push(known);
            self.0.extend(again);
        }
        sort_by(&mut self.0, &|one, two| {
            (&one.name, &one.since).cmp(&(&two.name, &two.since))
        });
    }

    /// States an attribute.
    pub(super) fn state(&mut self, name: &str, key: &Key, value: Cell<'_>) {
        let place = self.place(name, key);
        let before = place.checked_sub(1).and_then(|at| self.0.get_mut(at));
        let mut again = None;
        if let Some(before) = before.filter(|before| before.name.as_str() == name) {
            if Cell::from(&before.value) == value {
                if before.last.as_ref().is_none_or(|last| last < key) {
                    before.last = Some(key.clone());
                }
                return;
            }
            // A late one, between two that said the same: the second counts again.
            let last = before.last.take_if(|last| &*last > key);
            again = last.map(|since| Stated {
                since,
                last: None,
                ..before.clone()
            });
        }
        let Some(value) = value.to_value() else {
            return;
        };
        self.0.reserve_exact(1);
        let stated = Stated {
            name: name.into(),
            since: key.clone(),
            last: None,
            value,
        };
        self.0.insert(place, stated);
        if let Some(again) = again {
            self.0.insert(place + 1, again);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Time;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn key(at: i64) -> Key {
        (Time::clamped(at), format!("s{at}").as_str().into())
    }

    proptest! {
        /// What is stated in order is known at every instant; of what comes late, the newest is.
        #[test]
        fn the_newest_statement_counts(
            stated in prop::collection::btree_map((0_i64..40, 0_usize..2), 0_i64..3, 0..30),
            late in prop::collection::btree_map((0_i64..40, 0_usize..2), 0_i64..3, 0..4),
        ) {
            let (mut known, mut all) = (Known::default(), BTreeMap::new());
            let names = ["tier", "vip"];
            let late = late.into_iter().filter(|(place, _)| !stated.contains_key(place));
            let late: Vec<_> = late.collect();
            for ((at, name), value) in &stated {
                known.state(names[*name], &key(2 * at), Cell::Int(*value));
                all.insert((*name, *at), *value);
            }
            for at in 0..80 {
                for (number, name) in names.iter().enumerate() {
                    let last = all.range((number, 0)..=(number, at / 2)).next_back();
                    let wanted = last.map(|(_, value)| Value::Int(*value));
                    let found = known.as_of(name, &key(at)).map(|(_, value)| value.clone());
                    prop_assert_eq!(found, wanted);
                }
            }
            for ((at, name), value) in late {
                known.state(names[name], &key(2 * at), Cell::Int(value));
                all.insert((name, at), value);
            }
            for (number, name) in names.iter().enumerate() {
                let last = all.range((number, 0)..=(number, 40)).next_back();
                let wanted = last.map(|(_, value)| Value::Int(*value));
                let found = known.as_of(name, &key(1000)).map(|(_, value)| value.clone());
                prop_assert_eq!(found, wanted);
            }
        }
    }
}
