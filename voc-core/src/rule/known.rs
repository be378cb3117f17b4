//! What was known of a customer since when, once nothing in time can change it any more.

use super::book::{Key, KeyOf};
use crate::condition::Cell;
use crate::document::{Node, Read, Reader};
use crate::ordered::sort_by;
use crate::signal::{Unpacking, put_text, put_value};
use crate::text::Text;
use crate::time::Time;
use crate::value::Value;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::ops::Range;

/// What was known of a customer since when, by attribute and then by time, one behind the other. Only
/// changes take room.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Known(pub(super) Vec<u8>);

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

/// The same, where it stands.
#[derive(Debug, Clone)]
struct Found<'k> {
    name: &'k [u8],
    since: KeyBytes<'k>,
    /// As it is packed.
    value: &'k [u8],
    last: Option<KeyBytes<'k>>,
    /// Where it says when the same was stated last.
    says_last: Range<usize>,
}

/// An instant and an id; they are in the same order.
type KeyBytes<'k> = (Time, &'k [u8]);

fn bytes((at, id): &Key) -> KeyBytes<'_> {
    (*at, id.as_bytes())
}

impl Known {
    /// The value of an attribute as of a signal, and where it was stated last.
    pub(super) fn as_of(&self, name: &str, key: &Key) -> Option<(KeyOf<'_>, Cell<'_>)> {
        let known = self.last_of(name, key)?;
        let last = known.last.filter(|last| *last <= bytes(key));
        let (at, id) = last.unwrap_or(known.since);
        let value = Unpacking::new(known.value, 0).cell();
        Some(((at, std::str::from_utf8(id).unwrap_or_default()), value))
    }

    /// Takes over what was known of another, who is this one, in whatever order such are told.
    pub(super) fn join(&mut self, other: &Self) {
        let mut all = Vec::new();
        for mut known in self.to_list().into_iter().chain(other.to_list()) {
            // Between two statements of one may stand one of the other.
            let again = known.last.take().map(|since| Stated {
                since,
                ..known.clone()
            });
            all.push(known);
            all.extend(again);
        }
        sort_by(&mut all, &|one, two| {
            (&one.name, &one.since).cmp(&(&two.name, &two.since))
        });
        *self = all.iter().collect();
    }

    /// States an attribute, whose value is packed.
    pub(super) fn state(&mut self, name: &str, key: &Key, value: &[u8]) {
        let before = self.last_of(name, key);
        // Nearly always the same is stated again.
        if let Some(before) = before.filter(|before| before.value == value) {
            if before.last.is_none_or(|last| last < bytes(key)) {
                let said = before.says_last;
                self.say_last(said, key);
            }
            return;
        }
        let Some(value) = Unpacking::new(value, 0).cell().to_value() else {
            return;
        };
        let mut all = self.to_list();
        state(&mut all, name, key, value);
        *self = all.iter().collect();
    }

    /// The same was stated again: where that stands now comes another.
    fn say_last(&mut self, said: Range<usize>, key: &Key) {
        // Nearly always it is the last of all.
        let rest = self.0.get(said.end..).unwrap_or_default().to_vec();
        self.0.truncate(said.start);
        put_last(&mut self.0, Some(key));
        self.0.extend_from_slice(&rest);
    }

    /// The last that was stated of an attribute by a signal.
    fn last_of(&self, name: &str, key: &Key) -> Option<Found<'_>> {
        let of_name = self.found().filter(|known| known.name == name.as_bytes());
        of_name.take_while(|known| known.since <= bytes(key)).last()
    }

    fn found(&self) -> impl Iterator<Item = Found<'_>> {
        let mut from = Unpacking::new(&self.0, 0);
        std::iter::from_fn(move || {
            (!from.is_done()).then(|| {
                let name = from.bytes();
                let since = read_key(&mut from);
                let value = from.raw_cell();
                let at = from.at();
                let last = (from.byte() != 0).then(|| read_key(&mut from));
                Found {
                    name,
                    since,
                    value,
                    last,
                    says_last: at..from.at(),
                }
            })
        })
    }

    fn to_list(&self) -> Vec<Stated> {
        let text = |bytes: &[u8]| Text::from(std::str::from_utf8(bytes).unwrap_or_default());
        let key = |(at, id): KeyBytes<'_>| (at, text(id));
        let stated = |one: Found<'_>| {
            Some(Stated {
                name: text(one.name),
                since: key(one.since),
                last: one.last.map(key),
                value: Unpacking::new(one.value, 0).cell().to_value()?,
            })
        };
        self.found().filter_map(stated).collect()
    }
}

/// States an attribute among others.
fn state(all: &mut Vec<Stated>, name: &str, key: &Key, value: Value) {
    let place = all.partition_point(|known| (known.name.as_str(), &known.since) <= (name, key));
    let before = place.checked_sub(1).and_then(|at| all.get_mut(at));
    let before = before.filter(|before| before.name.as_str() == name);
    // A late one, between two that said the same: the second counts again.
    let again = before.and_then(|before| {
        let since = before.last.take_if(|last| &*last > key)?;
        let last = None;
        Some(Stated {
            since,
            last,
            ..before.clone()
        })
    });
    let stated = Stated {
        name: name.into(),
        since: key.clone(),
        last: None,
        value,
    };
    all.splice(place..place, [stated].into_iter().chain(again));
}

fn read_key<'k>(from: &mut Unpacking<'k>) -> KeyBytes<'k> {
    let at = i64::from_le_bytes(from.chunk());
    (Time::clamped(at), from.bytes())
}

fn put_key(out: &mut Vec<u8>, (at, id): &Key) {
    out.extend_from_slice(&at.micros().to_le_bytes());
    put_text(out, id);
}

fn put_last(out: &mut Vec<u8>, last: Option<&Key>) {
    out.push(u8::from(last.is_some()));
    if let Some(last) = last {
        put_key(out, last);
    }
}

impl<'s> FromIterator<&'s Stated> for Known {
    fn from_iter<I: IntoIterator<Item = &'s Stated>>(all: I) -> Self {
        let mut known = Vec::new();
        for one in all {
            put_text(&mut known, &one.name);
            put_key(&mut known, &one.since);
            put_value(&mut known, &one.value);
            put_last(&mut known, one.last.as_ref());
        }
        Self(known)
    }
}

impl Serialize for Known {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_list().serialize(serializer)
    }
}

impl Read for Known {
    fn read<'n>(reader: &mut Reader<'n>, node: Option<&'n Node>) -> Self {
        Vec::read(reader, node).iter().collect()
    }
}

impl<'de> Deserialize<'de> for Known {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Vec::deserialize(deserializer)?.iter().collect())
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

    fn packed(value: i64) -> Vec<u8> {
        let mut packed = Vec::new();
        put_value(&mut packed, &Value::Int(value));
        packed
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
                known.state(names[*name], &key(2 * at), &packed(*value));
                all.insert((*name, *at), *value);
            }
            for at in 0..80 {
                for (number, name) in names.iter().enumerate() {
                    let last = all.range((number, 0)..=(number, at / 2)).next_back();
                    let wanted = last.map(|(_, value)| Value::Int(*value));
                    let found = known.as_of(name, &key(at)).and_then(|(_, value)| value.to_value());
                    prop_assert_eq!(found, wanted);
                }
            }
            for ((at, name), value) in late {
                known.state(names[name], &key(2 * at), &packed(value));
                all.insert((name, at), value);
            }
            for (number, name) in names.iter().enumerate() {
                let last = all.range((number, 0)..=(number, 40)).next_back();
                let wanted = last.map(|(_, value)| Value::Int(*value));
                let found = known.as_of(name, &key(1000)).and_then(|(_, value)| value.to_value());
                prop_assert_eq!(found, wanted);
            }
        }
    }
}
