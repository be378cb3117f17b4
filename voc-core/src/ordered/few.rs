//! A map of a handful of keys.

use super::sort::sorted_by;
use std::borrow::Borrow;
use std::fmt;

/// A map of a handful of keys, in their order: a sorted list, small in memory and in code.
///
/// Single keys put into a map of many take long; many at once do not.
#[derive(Clone, PartialEq, Eq)]
pub struct Few<K, V>(Vec<(K, V)>);

impl<K, V> Few<K, V> {
    /// A map with nothing in it.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// How many keys there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn find<Q: Ord + ?Sized>(&self, key: &Q) -> Result<usize, usize>
    where
        K: Borrow<Q>,
    {
        self.0
            .binary_search_by(|(known, _)| known.borrow().cmp(key))
    }

    /// The value of a key.
    pub fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        let index = self.find(key).ok()?;
        self.0.get(index).map(|(_, value)| value)
    }

    /// The value of a key, to change.
    pub fn get_mut<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        let index = self.find(key).ok()?;
        self.0.get_mut(index).map(|(_, value)| value)
    }

    /// Whether there is a value of this key.
    pub fn contains_key<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.find(key).is_ok()
    }

    /// Sets the value of a key; the value before is given back.
    pub fn insert(&mut self, key: K, value: V) -> Option<V>
    where
        K: Ord,
    {
        match self.find(&key) {
            Ok(index) => {
                let known = self.0.get_mut(index)?;
                Some(std::mem::replace(&mut known.1, value))
            }
            Err(index) => {
                self.0.insert(index, (key, value));
                None
            }
        }
    }

    /// Changes the value of a key; where there is none, the default.
    pub fn update(&mut self, key: K, change: impl FnOnce(&mut V))
    where
        K: Ord,
        V: Default,
    {
        if let Some(value) = self.get_mut(&key) {
            change(value);
        } else {
            let mut value = V::default();
            change(&mut value);
            self.insert(key, value);
        }
    }

    /// Takes a key out.
    pub fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        let index = self.find(key).ok()?;
        Some(self.0.remove(index).1)
    }

    /// The keys, in order.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &K> + Clone {
        self.0.iter().map(|(key, _)| key)
    }

    /// The values, in the order of their keys.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &V> + Clone {
        self.0.iter().map(|(_, value)| value)
    }

    /// Keys and values, in the order of the keys.
    pub fn iter(&self) -> Iter<'_, K, V> {
        self.into_iter()
    }

    /// Keys and values to change, in the order of the keys.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (&K, &mut V)> {
        self.0.iter_mut().map(|(key, value)| (&*key, value))
    }

    /// Keys and values up to a key, that key included, in order.
    pub fn up_to(&self, key: &K) -> Iter<'_, K, V>
    where
        K: Ord,
    {
        let end = self.0.partition_point(|(known, _)| known <= key);
        let (until, _) = self.0.split_at_checked(end).unwrap_or_default();
        until.iter().map(|(key, value)| (key, value))
    }

    /// Takes out the first ones, as long as they are meant.
    pub fn take_while(&mut self, mut meant: impl FnMut(&K, &V) -> bool) -> Vec<(K, V)> {
        let end = self.0.iter().position(|(key, value)| !meant(key, value));
        let end = end.unwrap_or(self.0.len());
        self.0.drain(..end).collect()
    }

    /// Keeps what is meant.
    pub fn retain(&mut self, mut meant: impl FnMut(&K, &mut V) -> bool) {
        self.0.retain_mut(|(key, value)| meant(key, value));
    }
}

impl<K, V> Default for Few<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K: Ord, V> Extend<(K, V)> for Few<K, V> {
    fn extend<I: IntoIterator<Item = (K, V)>>(&mut self, entries: I) {
        self.0.extend(entries);
        self.put_in_order();
    }
}

impl<K: Ord, V> Few<K, V> {
    /// Of entries in any order.
    pub(super) fn of(entries: Vec<(K, V)>) -> Self {
        let mut few = Self(entries);
        few.put_in_order();
        few
    }

    fn put_in_order(&mut self) {
        if self.0.is_sorted_by(|(one, _), (two, _)| one < two) {
            return;
        }
        let entries = std::mem::take(&mut self.0);
        let mut entries = sorted_by(entries, &|(one, _), (two, _)| one.cmp(two));
        // Of one key the value that came last counts; the sort has kept their order.
        entries.dedup_by(|later, first| {
            let same = later.0 == first.0;
            if same {
                std::mem::swap(later, first);
            }
            same
        });
        self.0 = entries;
    }
}

impl<K: Ord, V> FromIterator<(K, V)> for Few<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        Self::of(entries.into_iter().collect())
    }
}

impl<K: Ord, V, const LENGTH: usize> From<[(K, V); LENGTH]> for Few<K, V> {
    fn from(entries: [(K, V); LENGTH]) -> Self {
        entries.into_iter().collect()
    }
}

impl<K: fmt::Debug, V: fmt::Debug> fmt::Debug for Few<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}

/// Keys and values, in the order of the keys.
pub type Iter<'f, K, V> = std::iter::Map<std::slice::Iter<'f, (K, V)>, Split<'f, K, V>>;
type Split<'f, K, V> = fn(&'f (K, V)) -> (&'f K, &'f V);

impl<'f, K, V> IntoIterator for &'f Few<K, V> {
    type Item = (&'f K, &'f V);
    type IntoIter = Iter<'f, K, V>;
    fn into_iter(self) -> Iter<'f, K, V> {
        self.0.iter().map(|(key, value)| (key, value))
    }
}

impl<K, V> IntoIterator for Few<K, V> {
    type Item = (K, V);
    type IntoIter = std::vec::IntoIter<(K, V)>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}
