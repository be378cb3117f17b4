//! Many values by key, found in constant time.

use super::Few;
use super::serial::entries;
use super::slab::Slab;
use super::sort::sort_by;
use crate::document::{Node, Read, Reader};
use crate::text::Text;
use foldhash::fast::FixedState;
use hashbrown::HashTable;
use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};
use std::fmt;
use std::hash::BuildHasher;

/// Many values by key, found in constant time. They are in order only where they are written.
#[derive(Clone)]
pub(crate) struct Keyed<V> {
    slots: Slab<(Text, V)>,
    places: Places,
}

/// Where keys are, whatever stands there: compiled once.
#[derive(Clone, Default)]
struct Places {
    table: HashTable<Place>,
    free: Vec<u32>,
}

/// Where a key is. Its hash is kept: to grow the table, no key is read.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub(super) at: u32,
    pub(super) hash: u32,
}

/// The same everywhere; and what the table's order is, nobody sees.
const HASHER: FixedState = FixedState::with_seed(0);

pub(super) fn hash(key: &str) -> u32 {
    let [a, b, c, d, ..] = HASHER.hash_one(key).to_le_bytes();
    u32::from_le_bytes([a, b, c, d])
}

/// The table looks at the lowest and the highest bits.
pub(super) fn spread(hash: u32) -> u64 {
    u64::from(hash).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

impl Places {
    fn find(&self, hash: u32, is_it: impl Fn(u32) -> bool) -> Option<u32> {
        let is_it = |place: &Place| place.hash == hash && is_it(place.at);
        self.table.find(spread(hash), is_it).map(|place| place.at)
    }

    fn enter(&mut self, hash: u32, at: u32) {
        let rehash = |place: &Place| spread(place.hash);
        let place = Place { at, hash };
        self.table.insert_unique(spread(hash), place, rehash);
    }

    /// The place is free from now on.
    fn leave(&mut self, hash: u32, at: u32) {
        let is_it = |place: &Place| place.at == at;
        if let Ok(found) = self.table.find_entry(spread(hash), is_it) {
            found.remove();
        }
        self.free.push(at);
    }
}

impl<V> Keyed<V> {
    pub(crate) fn len(&self) -> usize {
        self.places.table.len()
    }

    /// The place of a key, which is its own as long as it is here.
    pub(crate) fn place(&self, key: &str) -> Option<u32> {
        if self.len() == 0 {
            return None;
        }
        self.place_of(hash(key), key)
    }

    fn place_of(&self, hash: u32, key: &str) -> Option<u32> {
        let is_it = |place| self.slots.get(place).is_some_and(|(known, _)| known == key);
        self.places.find(hash, is_it)
    }

    pub(crate) fn get(&self, key: &str) -> Option<&V> {
        self.entry(key).map(|(_, value)| value)
    }

    /// The key as it is kept, to be shared, and its value.
    pub(crate) fn entry(&self, key: &str) -> Option<(&Text, &V)> {
        let (key, value) = self.slots.get(self.place(key)?)?;
        Some((key, value))
    }

    pub(crate) fn get_mut(&mut self, key: &str) -> Option<&mut V> {
        self.entry_mut(key).map(|(_, value)| value)
    }

    /// The key as it is kept, to be shared, and its value, to change.
    pub(crate) fn entry_mut(&mut self, key: &str) -> Option<(&Text, &mut V)> {
        let (key, value) = self.slots.get_mut(self.place(key)?)?;
        Some((&*key, value))
    }

    /// Sets the value of a key; the value before is given back.
    pub(crate) fn insert(&mut self, key: Text, value: V) -> Option<V> {
        if let Some(known) = self.get_mut(&key) {
            return Some(std::mem::replace(known, value));
        }
        self.enter(hash(&key), key, value);
        None
    }

    /// The key as it is kept, and its value; where there is none, the default is set.
    pub(crate) fn entry_or_default(&mut self, key: &str) -> (&Text, &mut V)
    where
        V: Default,
    {
        let place = self.place_or_default(key);
        #[expect(clippy::expect_used, reason = "a place that was found or made")]
        let slot = self.slots.slot(place).expect("a place");
        let (key, value) = slot.get_or_insert_with(|| (key.into(), V::default()));
        (&*key, value)
    }

    /// The place of a key; where there is none, the default is set.
    pub(crate) fn place_or_default(&mut self, key: &str) -> u32
    where
        V: Default,
    {
        let hash = hash(key);
        self.place_of(hash, key)
            .unwrap_or_else(|| self.enter(hash, key.into(), V::default()))
    }

    /// The key at a place, and its value, to change.
    pub(crate) fn entry_at_mut(&mut self, place: u32) -> Option<(&Text, &mut V)> {
        let (key, value) = self.slots.get_mut(place)?;
        Some((&*key, value))
    }

    /// The value of a key; where there is none, the default is set.
    pub(crate) fn or_default(&mut self, key: &str) -> &mut V
    where
        V: Default,
    {
        self.entry_or_default(key).1
    }

    /// Puts in a key that is not known yet.
    fn enter(&mut self, hash: u32, key: Text, value: V) -> u32 {
        let Self { slots, places } = self;
        let place = match places.free.pop() {
            Some(free) => {
                if let Some(slot) = slots.slot(free) {
                    *slot = Some((key, value));
                }
                free
            }
            None => slots.push((key, value)),
        };
        places.enter(hash, place);
        place
    }

    /// The key at a place.
    pub(crate) fn key_at(&self, place: u32) -> Option<&Text> {
        self.slots.get(place).map(|(key, _)| key)
    }

    /// The key at a place, and its value.
    pub(crate) fn entry_at(&self, place: u32) -> Option<(&Text, &V)> {
        self.slots.get(place).map(|(key, value)| (key, value))
    }

    /// The value at a place.
    pub(crate) fn at(&self, place: u32) -> Option<&V> {
        self.slots.get(place).map(|(_, value)| value)
    }

    /// Every value with its place, which is its own as long as it is here.
    pub(crate) fn places(&self) -> impl Iterator<Item = (u32, &V)> {
        self.slots.iter().map(|(place, (_, value))| (place, value))
    }

    /// Sets the value of a key, and says at which place; `is_new` where the key is not known.
    pub(crate) fn put(&mut self, key: Text, value: V, is_new: bool) -> u32 {
        let hash = hash(&key);
        let known = if is_new {
            None
        } else {
            self.place_of(hash, &key)
        };
        if let Some(place) = known
            && let Some((_, known)) = self.slots.get_mut(place)
        {
            *known = value;
            return place;
        }
        self.enter(hash, key, value)
    }

    /// Takes out what stands at a place.
    pub(crate) fn remove_at(&mut self, place: u32) -> Option<V> {
        let (key, value) = self.slots.slot(place)?.take()?;
        self.places.leave(hash(&key), place);
        Some(value)
    }

    /// Takes a key out.
    pub(crate) fn remove(&mut self, key: &str) -> Option<V> {
        self.remove_at(self.place(key)?)
    }

    /// Keys and values, in no order that means anything.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&Text, &V)> {
        self.slots.iter().map(|(_, (key, value))| (key, value))
    }

    /// Keys, and values to change, in no order that means anything.
    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = (&Text, &mut V)> {
        let slots = self.slots.iter_mut();
        slots.map(|(key, value)| (&*key, value))
    }

    /// Values, in no order that means anything.
    pub(crate) fn values(&self) -> impl Iterator<Item = &V> {
        self.iter().map(|(_, value)| value)
    }

    /// Keys and values, in the order of the keys.
    pub(crate) fn in_order(&self) -> Vec<(&Text, &V)> {
        let mut all: Vec<_> = self.iter().collect();
        sort_by(&mut all, &|one, two| one.0.cmp(two.0));
        all
    }
}

impl<V> Default for Keyed<V> {
    fn default() -> Self {
        Self {
            slots: Slab::default(),
            places: Places::default(),
        }
    }
}

impl<V: PartialEq> PartialEq for Keyed<V> {
    fn eq(&self, other: &Self) -> bool {
        let same = |(key, value): (&Text, &V)| other.get(key) == Some(value);
        self.len() == other.len() && self.iter().all(same)
    }
}
impl<V: Eq> Eq for Keyed<V> {}

impl<V: fmt::Debug> fmt::Debug for Keyed<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.in_order()).finish()
    }
}

impl<V: Serialize> Serialize for Keyed<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.in_order())
    }
}

impl<V: Read> Read for Keyed<V> {
    fn read<'n>(reader: &mut Reader<'n>, node: Option<&'n Node>) -> Self {
        let mut keyed = Self::default();
        for (key, value) in entries::<Text, V>(reader, node) {
            keyed.insert(key, value);
        }
        keyed
    }
}

impl<'de, V: Deserialize<'de>> Deserialize<'de> for Keyed<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let entries = Few::<Text, V>::deserialize(deserializer)?;
        let mut keyed = Self::default();
        for (key, value) in entries {
            keyed.insert(key, value);
        }
        Ok(keyed)
    }
}
