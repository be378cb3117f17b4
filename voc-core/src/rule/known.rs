//! What was known of a customer since when, once nothing in time can change it any more.

use super::book::{Key, KeyOf};
use crate::condition::Cell;
use crate::document::{Node, Read, Reader};
use crate::ordered::sort_by;
use crate::signal::{Unpacking, put_bytes, put_value};
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

/// So much room one statement more takes most often.
const TAIL: usize = 64;

/// An instant and an id; they are in the same order.
type KeyBytes<'k> = (Time, &'k [u8]);

fn bytes((at, id): &Key) -> KeyBytes<'_> {
    (*at, id.as_bytes())
}

impl Known {
    /// The value of an attribute as of a signal, and where it was stated last.
    pub(super) fn as_of(&self, name: &str, key: &Key) -> Option<(KeyOf<'_>, Cell<'_>)> {
        let name = name.as_bytes();
        let known = self.last_of(name, bytes(key));
        let known = known.filter(|known| known.name == name)?;
        let last = known.last.filter(|last| *last <= bytes(key));
        let (at, id) = last.unwrap_or(known.since);
        let value = Unpacking::new(known.value, 0).cell();
        Some(((at, std::str::from_utf8(id).unwrap_or_default()), value))
    }

    /// Takes over what was known of another, who is this one, in whatever order such are told.
    pub(super) fn join(&mut self, other: &Self) {
        let mut all = Vec::new();
        for known in self.found().chain(other.found()) {
            // Between two statements of one may stand one of the other.
            let both = [Some(known.since), known.last].into_iter().flatten();
            all.extend(both.map(|since| (known.name, since, known.value)));
        }
        sort_by(&mut all, &|one, two| (one.0, one.1).cmp(&(two.0, two.1)));
        let mut joined = Vec::new();
        for (name, since, value) in all {
            put(&mut joined, name, since, value);
        }
        self.0 = joined;
    }

    /// States an attribute, whose value is packed.
    pub(super) fn state(&mut self, name: &[u8], key: &Key, value: &[u8]) {
        let key = bytes(key);
        let before = self.last_of(name, key);
        let place = before.as_ref().map_or(0, |before| before.says_last.end);
        let before = before.filter(|before| before.name == name);
        let again = before.as_ref().and_then(|before| before.last);
        // Nearly always the same is stated again, by a signal whose id is as long.
        if let Some(before) = before.as_ref().filter(|before| before.value == value) {
            if again.is_some_and(|last| last >= key) {
                return;
            }
            let says_last = before.says_last.clone();
            if let Some((_, id)) = again
                && id.len() == key.1.len()
            {
                self.says_last_again(says_last, key);
                return;
            }
            let mut tail = Vec::with_capacity(self.0.len() - says_last.start + TAIL);
            put_last(&mut tail, Some(key));
            self.replace(says_last, tail);
            return;
        }
        let (mut from, mut tail) = (place, Vec::with_capacity(self.0.len() - place + TAIL));
        // A late one, between two that said the same: the second counts again.
        let since = again.filter(|since| *since > key);
        if let Some((before, since)) = before.as_ref().zip(since) {
            from = before.says_last.start;
            tail.push(0);
            put(&mut tail, name, key, value);
            put(&mut tail, before.name, since, before.value);
        } else {
            put(&mut tail, name, key, value);
        }
        self.replace(from..place, tail);
    }

    /// Writes another instant and id of the same length where it says when the same was stated last.
    fn says_last_again(&mut self, place: Range<usize>, (at, id): KeyBytes<'_>) {
        let Some(last) = self.0.get_mut(place) else {
            return;
        };
        // The flag, the instant, and at the end the id.
        if let Some(instant) = last.get_mut(1..9) {
            instant.copy_from_slice(&at.micros().to_le_bytes());
        }
        let from = last.len().saturating_sub(id.len());
        if let Some(known) = last.get_mut(from..) {
            known.copy_from_slice(id);
        }
    }

    /// Puts other bytes where some stand; they may be given with room for what follows.
    fn replace(&mut self, place: Range<usize>, mut other: Vec<u8>) {
        other.extend_from_slice(self.0.get(place.end..).unwrap_or_default());
        self.0.truncate(place.start);
        self.0.extend_from_slice(&other);
    }

    /// The last that stands at or before an attribute as of a signal, of whichever attribute.
    fn last_of(&self, name: &[u8], key: KeyBytes<'_>) -> Option<Found<'_>> {
        let place = (name, key);
        let before = |known: &Found<'_>| (known.name, known.since) <= place;
        self.found().take_while(before).last()
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
}

/// Writes what was stated once.
fn put(out: &mut Vec<u8>, name: &[u8], since: KeyBytes<'_>, value: &[u8]) {
    put_bytes(out, name);
    put_key(out, since);
    out.extend_from_slice(value);
    put_last(out, None);
}

fn read_key<'k>(from: &mut Unpacking<'k>) -> KeyBytes<'k> {
    let at = i64::from_le_bytes(from.chunk());
    (Time::clamped(at), from.bytes())
}

fn put_key(out: &mut Vec<u8>, (at, id): KeyBytes<'_>) {
    out.extend_from_slice(&at.micros().to_le_bytes());
    put_bytes(out, id);
}

fn put_last(out: &mut Vec<u8>, last: Option<KeyBytes<'_>>) {
    out.push(u8::from(last.is_some()));
    if let Some(last) = last {
        put_key(out, last);
    }
}

impl<'s> FromIterator<&'s Stated> for Known {
    fn from_iter<I: IntoIterator<Item = &'s Stated>>(all: I) -> Self {
        let mut known = Vec::new();
        for one in all {
            put_bytes(&mut known, one.name.as_bytes());
            put_key(&mut known, bytes(&one.since));
            put_value(&mut known, &one.value);
            put_last(&mut known, one.last.as_ref().map(bytes));
        }
        Self(known)
    }
}

impl Serialize for Known {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
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
        let all: Vec<Stated> = self.found().filter_map(stated).collect();
        all.serialize(serializer)
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
                known.state(names[*name].as_bytes(), &key(2 * at), &packed(*value));
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
                known.state(names[name].as_bytes(), &key(2 * at), &packed(value));
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
