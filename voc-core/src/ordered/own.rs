//! Many values by a key that they have themselves, found in constant time.

use super::serial::entries;
use super::slab::Slab;
use super::sort::sort_by;
use super::sought::Sought;
use crate::document::{Node, Read, Reader};
use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};
use std::fmt;

/// What has a key of its own, which never changes.
pub(crate) trait HasKey {
    fn key(&self) -> &str;
}

/// Many values by a key that they have themselves, found in constant time, each at a place of its own. They
/// are in order only where they are written, under their keys. None is taken out.
#[derive(Clone)]
pub(crate) struct Own<V> {
    slots: Slab<V>,
    places: Sought,
}

impl<V: HasKey> Own<V> {
    /// The place of a key.
    pub(crate) fn place(&self, key: &str) -> Option<u32> {
        let is_it = |place| self.at(place).is_some_and(|value| value.key() == key);
        self.places.find(key, is_it)
    }

    pub(crate) fn get(&self, key: &str) -> Option<&V> {
        self.at(self.place(key)?)
    }

    pub(crate) fn get_mut(&mut self, key: &str) -> Option<&mut V> {
        self.slots.get_mut(self.place(key)?)
    }

    /// The value at a place.
    pub(crate) fn at(&self, place: u32) -> Option<&V> {
        self.slots.get(place)
    }

    /// Puts in a value; one of its key is replaced.
    pub(crate) fn insert(&mut self, value: V) {
        if let Some(known) = self.get_mut(value.key()) {
            *known = value;
            return;
        }
        let place = self.slots.push(value);
        if let Some(value) = self.slots.get(place) {
            self.places.enter(value.key(), place);
        }
    }

    /// Values, in no order that means anything.
    pub(crate) fn values(&self) -> impl Iterator<Item = &V> {
        self.slots.iter().map(|(_, value)| value)
    }

    /// Values, to change, in no order that means anything. Their keys stay.
    pub(crate) fn values_mut(&mut self) -> impl Iterator<Item = &mut V> {
        self.slots.iter_mut()
    }

    /// Values, in the order of their keys.
    pub(crate) fn in_order(&self) -> Vec<&V> {
        let mut all: Vec<_> = self.values().collect();
        sort_by(&mut all, &|one, two| one.key().cmp(two.key()));
        all
    }
}

impl<V> Default for Own<V> {
    fn default() -> Self {
        Self {
            slots: Slab::default(),
            places: Sought::default(),
        }
    }
}

impl<V: HasKey + PartialEq> PartialEq for Own<V> {
    fn eq(&self, other: &Self) -> bool {
        self.in_order() == other.in_order()
    }
}

impl<V: HasKey + fmt::Debug> fmt::Debug for Own<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.in_order()).finish()
    }
}

impl<V: HasKey + Serialize> Serialize for Own<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let all = self.in_order().into_iter();
        serializer.collect_map(all.map(|value| (value.key(), value)))
    }
}

impl<V: HasKey + Read> Read for Own<V> {
    fn read<'n>(reader: &mut Reader<'n>, node: Option<&'n Node>) -> Self {
        let mut own = Self::default();
        for (_, value) in entries::<String, V>(reader, node) {
            own.insert(value);
        }
        own
    }
}

impl<'de, V: HasKey + Deserialize<'de>> Deserialize<'de> for Own<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let entries = super::Few::<String, V>::deserialize(deserializer)?;
        let mut own = Self::default();
        for (_, value) in entries {
            own.insert(value);
        }
        Ok(own)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, Read)]
    struct One {
        id: String,
        value: u32,
    }

    impl HasKey for One {
        fn key(&self) -> &str {
            &self.id
        }
    }

    proptest! {
        #[test]
        fn it_is_a_map_that_is_written_in_order(
            steps in prop::collection::vec(("[a-d]{1,2}", 0_u32..9), 0..40),
        ) {
            let (mut own, mut map) = (Own::default(), BTreeMap::new());
            for (id, value) in steps {
                let one = One { id: id.clone(), value };
                own.insert(one.clone());
                map.insert(id, one);
            }
            for (id, one) in &map {
                prop_assert_eq!(own.get(id), Some(one));
                prop_assert_eq!(own.place(id).and_then(|place| own.at(place)), Some(one));
            }
            prop_assert_eq!(own.get("e"), None);
            prop_assert_eq!(own.in_order(), map.values().collect::<Vec<_>>());
            let text = output::text(&own).unwrap();
            prop_assert_eq!(&text, &serde_json::to_string(&map).unwrap());
            prop_assert_eq!(&crate::document::read_written::<Own<One>>(&text).unwrap(), &own);
            prop_assert_eq!(serde_json::from_str::<Own<One>>(&text).unwrap(), own);
        }
    }
}
