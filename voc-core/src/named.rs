//! A map by name, whose code does not grow with the types of its values.

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde::ser::{Serialize, Serializer};
use std::collections::{BTreeMap, btree_map};
use std::fmt;
use std::marker::PhantomData;

/// Values by name, in the order of the names as UTF-8 bytes. Found in logarithmic time.
///
/// A `BTreeMap` is compiled anew for every type of value, and in the wasm file that was the largest
/// part of the code. Here the tree holds places in a list, and is compiled once.
#[derive(Clone)]
pub struct Named<V> {
    places: BTreeMap<String, usize>,
    values: Vec<Option<V>>,
    free: Vec<usize>,
}

impl<V> Named<V> {
    /// A map with nothing in it.
    pub const fn new() -> Self {
        Self {
            places: BTreeMap::new(),
            values: Vec::new(),
            free: Vec::new(),
        }
    }

    /// How many names there are.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The value of a name.
    pub fn get(&self, name: &str) -> Option<&V> {
        self.values.get(*self.places.get(name)?)?.as_ref()
    }

    /// The value of a name, to change.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut V> {
        self.values.get_mut(*self.places.get(name)?)?.as_mut()
    }

    /// Whether there is a value of this name.
    pub fn contains_key(&self, name: &str) -> bool {
        self.places.contains_key(name)
    }

    /// Sets the value of a name; the value before is given back.
    pub fn insert(&mut self, name: impl Into<String>, value: V) -> Option<V> {
        let place = self.place(name.into());
        self.values.get_mut(place)?.replace(value)
    }

    /// The value of a name; where there is none, the default is set.
    pub fn or_default(&mut self, name: &str) -> &mut V
    where
        V: Default,
    {
        let place = match self.places.get(name) {
            Some(place) => *place,
            None => self.place(name.to_owned()),
        };
        // A place is always within the list; pushing in the other case keeps this free of panics.
        if place >= self.values.len() {
            self.values.resize_with(place + 1, || None);
        }
        #[expect(clippy::indexing_slicing, reason = "made long enough above")]
        self.values[place].get_or_insert_with(V::default)
    }

    /// Takes a name out.
    pub fn remove(&mut self, name: &str) -> Option<V> {
        let place = self.places.remove(name)?;
        self.free.push(place);
        self.values.get_mut(place)?.take()
    }

    /// The names, in order.
    pub fn keys(&self) -> btree_map::Keys<'_, String, usize> {
        self.places.keys()
    }

    /// The values, in the order of their names.
    pub fn values(&self) -> impl Iterator<Item = &V> {
        self.iter().map(|(_, value)| value)
    }

    /// The values, to change, in no order that means anything.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut V> {
        self.values.iter_mut().flatten()
    }

    /// Names, and values to change, in no order that means anything.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (&String, &mut V)> {
        let mut names: Vec<Option<&String>> = vec![None; self.values.len()];
        for (name, place) in &self.places {
            if let Some(entry) = names.get_mut(*place) {
                *entry = Some(name);
            }
        }
        let values = self.values.iter_mut();
        let both = names.into_iter().zip(values);
        both.filter_map(|(name, value)| Some((name?, value.as_mut()?)))
    }

    /// Names and values, in the order of the names.
    pub fn iter(&self) -> Iter<'_, V> {
        Iter {
            places: self.places.iter(),
            values: &self.values,
        }
    }

    fn place(&mut self, name: String) -> usize {
        let (values, free) = (&mut self.values, &mut self.free);
        *self.places.entry(name).or_insert_with(|| {
            free.pop().unwrap_or_else(|| {
                values.push(None);
                values.len() - 1
            })
        })
    }
}

/// Names and values of a [`Named`], in the order of the names.
#[derive(Debug, Clone)]
pub struct Iter<'n, V> {
    places: btree_map::Iter<'n, String, usize>,
    values: &'n [Option<V>],
}

impl<'n, V> Iterator for Iter<'n, V> {
    type Item = (&'n String, &'n V);
    fn next(&mut self) -> Option<Self::Item> {
        let (name, place) = self.places.next()?;
        Some((name, self.values.get(*place)?.as_ref()?))
    }
    fn size_hint(&self) -> (usize, Option<usize>) {
        self.places.size_hint()
    }
}

impl<'n, V> IntoIterator for &'n Named<V> {
    type Item = (&'n String, &'n V);
    type IntoIter = Iter<'n, V>;
    fn into_iter(self) -> Iter<'n, V> {
        self.iter()
    }
}

/// Names and values of a [`Named`] that was taken apart, in the order of the names.
#[derive(Debug)]
pub struct IntoIter<V> {
    places: btree_map::IntoIter<String, usize>,
    values: Vec<Option<V>>,
}

impl<V> Iterator for IntoIter<V> {
    type Item = (String, V);
    fn next(&mut self) -> Option<Self::Item> {
        let (name, place) = self.places.next()?;
        Some((name, self.values.get_mut(place)?.take()?))
    }
}

impl<V> IntoIterator for Named<V> {
    type Item = (String, V);
    type IntoIter = IntoIter<V>;
    fn into_iter(self) -> IntoIter<V> {
        IntoIter {
            places: self.places.into_iter(),
            values: self.values,
        }
    }
}

impl<V> Default for Named<V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<N: Into<String>, V> Extend<(N, V)> for Named<V> {
    fn extend<I: IntoIterator<Item = (N, V)>>(&mut self, entries: I) {
        for (name, value) in entries {
            self.insert(name, value);
        }
    }
}

impl<N: Into<String>, V> FromIterator<(N, V)> for Named<V> {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(entries: I) -> Self {
        let mut named = Self::new();
        named.extend(entries);
        named
    }
}

impl<N: Into<String>, V, const LENGTH: usize> From<[(N, V); LENGTH]> for Named<V> {
    fn from(entries: [(N, V); LENGTH]) -> Self {
        entries.into_iter().collect()
    }
}

impl<V: PartialEq> PartialEq for Named<V> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
    }
}
impl<V: Eq> Eq for Named<V> {}

impl<V: fmt::Debug> fmt::Debug for Named<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

impl<V: Serialize> Serialize for Named<V> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self)
    }
}

impl<'de, V: Deserialize<'de>> Deserialize<'de> for Named<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Entries<V>(PhantomData<V>);
        impl<'de, V: Deserialize<'de>> Visitor<'de> for Entries<V> {
            type Value = Named<V>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a map")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Named<V>, A::Error> {
                let mut named = Named::new();
                while let Some((name, value)) = map.next_entry::<String, V>()? {
                    named.insert(name, value);
                }
                Ok(named)
            }
        }
        deserializer.deserialize_map(Entries(PhantomData))
    }
}

#[cfg(feature = "schema")]
impl<V: schemars::JsonSchema> schemars::JsonSchema for Named<V> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> std::borrow::Cow<'static, str> {
        BTreeMap::<String, V>::schema_name()
    }
    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        BTreeMap::<String, V>::json_schema(generator)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_holds_what_a_tree_holds(
            steps in prop::collection::vec(("[a-d]{1,2}", prop::option::of(0_u8..9)), 0..60),
        ) {
            let (mut named, mut tree) = (Named::new(), BTreeMap::new());
            for (name, step) in steps {
                if let Some(value) = step { prop_assert_eq!(named.insert(name.clone(), value), tree.insert(name, value)) } else { prop_assert_eq!(named.remove(&name), tree.remove(&name)) }
                *named.or_default("e") += 1;
                *tree.entry("e".to_owned()).or_default() += 1;
                prop_assert!(named.iter().eq(tree.iter()));
                prop_assert!(named.keys().eq(tree.keys()));
                prop_assert_eq!(named.len(), tree.len());
            }
            prop_assert_eq!(
                serde_json::to_string(&named).unwrap(),
                serde_json::to_string(&tree).unwrap()
            );
            let again: Named<u8> = serde_json::from_str(&serde_json::to_string(&tree).unwrap()).unwrap();
            prop_assert_eq!(&again, &named);
            prop_assert!(named.into_iter().eq(tree));
        }
    }
}
