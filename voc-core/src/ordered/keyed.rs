//! Many values by key, found in constant time.

use super::Few;
use super::serial::entries;
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
    slots: Vec<Option<(Text, V)>>,
    places: Places,
}

/// Where keys are, whatever stands there: compiled once.
#[derive(Clone, Default)]
struct Places {
    table: HashTable<u32>,
    free: Vec<u32>,
}

/// The same everywhere; and what the table's order is, nobody sees.
const HASHER: FixedState = FixedState::with_seed(0);

fn hash(key: &str) -> u64 {
    HASHER.hash_one(key)
}

impl<V> Keyed<V> {
    pub(crate) fn len(&self) -> usize {
        self.places.table.len()
    }

    fn place(&self, key: &str) -> Option<usize> {
        let is_it = |place: &u32| self.key(*place).is_some_and(|known| known == key);
        let found = self.places.table.find(hash(key), is_it)?;
        Some(*found as usize)
    }

    fn key(&self, place: u32) -> Option<&str> {
        let slot = self.slots.get(place as usize)?.as_ref();
        slot.map(|(key, _)| key.as_str())
    }

    pub(crate) fn get(&self, key: &str) -> Option<&V> {
        self.entry(key).map(|(_, value)| value)
    }

    /// The key as it is kept, to be shared, and its value.
    pub(crate) fn entry(&self, key: &str) -> Option<(&Text, &V)> {
        let slot = self.slots.get(self.place(key)?)?.as_ref();
        slot.map(|(key, value)| (key, value))
    }

    pub(crate) fn get_mut(&mut self, key: &str) -> Option<&mut V> {
        self.entry_mut(key).map(|(_, value)| value)
    }

    /// The key as it is kept, to be shared, and its value, to change.
    pub(crate) fn entry_mut(&mut self, key: &str) -> Option<(&Text, &mut V)> {
        let place = self.place(key)?;
        let slot = self.slots.get_mut(place)?.as_mut();
        slot.map(|(key, value)| (&*key, value))
    }

    /// Sets the value of a key; the value before is given back.
    pub(crate) fn insert(&mut self, key: Text, value: V) -> Option<V> {
        if let Some(known) = self.get_mut(&key) {
            return Some(std::mem::replace(known, value));
        }
        self.enter(key, value);
        None
    }

    /// The key as it is kept, and its value; where there is none, the default is set.
    pub(crate) fn entry_or_default(&mut self, key: &str) -> (&Text, &mut V)
    where
        V: Default,
    {
        let place = self
            .place(key)
            .unwrap_or_else(|| self.enter(key.into(), V::default()));
        #[expect(clippy::indexing_slicing, reason = "a place that was found or made")]
        let slot = &mut self.slots[place];
        let (key, value) = slot.get_or_insert_with(|| (key.into(), V::default()));
        (&*key, value)
    }

    /// The value of a key; where there is none, the default is set.
    pub(crate) fn or_default(&mut self, key: &str) -> &mut V
    where
        V: Default,
    {
        self.entry_or_default(key).1
    }

    /// Puts in a key that is not known yet.
    fn enter(&mut self, key: Text, value: V) -> usize {
        let Self { slots, places } = self;
        let hashed = hash(&key);
        let place = places.free.pop().unwrap_or_else(|| {
            slots.push(None);
            u32::try_from(slots.len() - 1).unwrap_or(u32::MAX)
        });
        if let Some(slot) = slots.get_mut(place as usize) {
            *slot = Some((key, value));
        }
        let rehash = |place: &u32| {
            let slot = slots.get(*place as usize).and_then(Option::as_ref);
            slot.map_or(0, |(key, _)| hash(key))
        };
        places.table.insert_unique(hashed, place, rehash);
        place as usize
    }

    /// The value at a place.
    pub(crate) fn at(&self, place: u32) -> Option<&V> {
        let slot = self.slots.get(place as usize)?.as_ref();
        slot.map(|(_, value)| value)
    }

    /// Every value with its place, which is its own as long as it is here.
    pub(crate) fn places(&self) -> impl Iterator<Item = (u32, &V)> {
        let slots = (0..).zip(&self.slots);
        slots.filter_map(|(place, slot)| Some((place, &slot.as_ref()?.1)))
    }

    /// Sets the value of a key, and says at which place; `is_new` where the key is not known.
    pub(crate) fn put(&mut self, key: Text, value: V, is_new: bool) -> u32 {
        let known = if is_new { None } else { self.place(&key) };
        if let Some(place) = known
            && let Some((_, known)) = self.slots.get_mut(place).and_then(Option::as_mut)
        {
            *known = value;
            return u32::try_from(place).unwrap_or(u32::MAX);
        }
        u32::try_from(self.enter(key, value)).unwrap_or(u32::MAX)
    }

    /// Takes out what stands at a place.
    pub(crate) fn remove_at(&mut self, place: u32) -> Option<V> {
        let slot = self.slots.get_mut(place as usize)?;
        let (key, value) = slot.take()?;
        let found = self
            .places
            .table
            .find_entry(hash(&key), |one| *one == place);
        if let Ok(found) = found {
            found.remove();
        }
        self.places.free.push(place);
        Some(value)
    }

    /// Takes a key out.
    pub(crate) fn remove(&mut self, key: &str) -> Option<V> {
        let Self { slots, places } = self;
        let is_it = |place: &u32| {
            let slot = slots.get(*place as usize).and_then(Option::as_ref);
            slot.is_some_and(|(known, _)| known.as_str() == key)
        };
        let found = places.table.find_entry(hash(key), is_it).ok()?;
        let (place, _) = found.remove();
        places.free.push(place);
        let slot = slots.get_mut(place as usize)?.take();
        slot.map(|(_, value)| value)
    }

    /// Keys and values, in no order that means anything.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&Text, &V)> {
        self.slots.iter().flatten().map(|(key, value)| (key, value))
    }

    /// Keys, and values to change, in no order that means anything.
    pub(crate) fn iter_mut(&mut self) -> impl Iterator<Item = (&Text, &mut V)> {
        let slots = self.slots.iter_mut().flatten();
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
            slots: Vec::new(),
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
