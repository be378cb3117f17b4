//! A map in the order of its keys.

use super::iter::{Iter, Range};
use super::places::{Places, Spot};
use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::ops::{Bound, RangeBounds};

/// A map in the order of its keys. Found in logarithmic time.
///
/// A `BTreeMap` is compiled anew for every type of key and value, and in the wasm file that was the
/// largest part of the code. Here the order is kept apart and compiled once.
#[derive(Clone)]
pub struct Map<K, V> {
    keys: Keys<K>,
    values: Vec<Option<V>>,
}

/// The keys and their order: what does not depend on the values.
#[derive(Debug, Clone)]
pub(super) struct Keys<K> {
    known: Vec<Option<K>>,
    order: Places,
    free: Vec<u32>,
}

impl<K> Keys<K> {
    const fn new() -> Self {
        Self {
            known: Vec::new(),
            order: Places::new(),
            free: Vec::new(),
        }
    }

    pub(super) fn at(&self, place: u32) -> Option<&K> {
        self.known.get(place as usize)?.as_ref()
    }

    pub(super) fn take(&mut self, place: u32) -> Option<K> {
        self.known.get_mut(place as usize)?.take()
    }

    pub(super) fn order(&self) -> &Places {
        &self.order
    }

    fn find<Q: Ord + ?Sized>(&self, key: &Q) -> Result<Spot, Spot>
    where
        K: Borrow<Q>,
    {
        let seek = |place| match self.at(place) {
            Some(known) => known.borrow().cmp(key),
            None => Ordering::Less,
        };
        // One search for all maps where size counts more than speed.
        #[cfg(target_family = "wasm")]
        let seek: &dyn Fn(u32) -> Ordering = &seek;
        #[cfg(not(target_family = "wasm"))]
        let seek = &seek;
        self.order.find(seek)
    }

    fn place<Q: Ord + ?Sized>(&self, key: &Q) -> Option<usize>
    where
        K: Borrow<Q>,
    {
        let spot = self.find(key).ok()?;
        self.order.at(spot).map(|place| place as usize)
    }

    /// The place of a key, which is put in where it is not known.
    fn enter(&mut self, key: K) -> usize
    where
        K: Ord,
    {
        let spot = match self.find(&key) {
            Ok(spot) => return self.order.at(spot).map_or(0, |at| at as usize),
            Err(spot) => spot,
        };
        let place = self.free.pop().unwrap_or_else(|| {
            self.known.push(None);
            u32::try_from(self.known.len() - 1).unwrap_or(u32::MAX)
        });
        if let Some(slot) = self.known.get_mut(place as usize) {
            *slot = Some(key);
            self.order.insert(spot, place);
        }
        place as usize
    }

    fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<(K, usize)>
    where
        K: Borrow<Q>,
    {
        let spot = self.find(key).ok()?;
        let place = self.order.remove(spot)?;
        self.free.push(place);
        Some((self.take(place)?, place as usize))
    }

    fn spot<Q: Ord + ?Sized>(&self, key: &Q, behind: bool) -> Spot
    where
        K: Borrow<Q>,
    {
        match self.find(key) {
            Ok(spot) if behind => spot.after(),
            Ok(spot) | Err(spot) => spot,
        }
    }
}

impl<K, V> Map<K, V> {
    /// A map with nothing in it.
    pub const fn new() -> Self {
        Self {
            keys: Keys::new(),
            values: Vec::new(),
        }
    }

    /// How many keys there are.
    pub fn len(&self) -> usize {
        self.keys.order.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The value of a key.
    pub fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.values.get(self.keys.place(key)?)?.as_ref()
    }

    /// The value of a key, to change.
    pub fn get_mut<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        self.values.get_mut(self.keys.place(key)?)?.as_mut()
    }

    /// Whether there is a value of this key.
    pub fn contains_key<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.keys.find(key).is_ok()
    }

    /// Sets the value of a key; the value before is given back.
    pub fn insert(&mut self, key: impl Into<K>, value: V) -> Option<V>
    where
        K: Ord,
    {
        let place = self.keys.enter(key.into());
        self.slot(place).replace(value)
    }

    /// The value of a key; where there is none, the default is set.
    pub fn or_default<Q>(&mut self, key: &Q) -> &mut V
    where
        K: Borrow<Q> + Ord,
        Q: Ord + ToOwned<Owned = K> + ?Sized,
        V: Default,
    {
        let place = match self.keys.place(key) {
            Some(place) => place,
            None => self.keys.enter(key.to_owned()),
        };
        self.slot(place).get_or_insert_with(V::default)
    }

    /// Takes a key out.
    pub fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        let (_, place) = self.keys.remove(key)?;
        self.values.get_mut(place)?.take()
    }

    /// Keeps what is meant.
    pub fn retain(&mut self, mut meant: impl FnMut(&K, &V) -> bool) {
        let Self { keys, values } = self;
        let Keys { known, order, free } = keys;
        order.retain(&mut |place| {
            let (key, value) = (
                known.get_mut(place as usize),
                values.get_mut(place as usize),
            );
            let (Some(key), Some(value)) = (key, value) else {
                return false;
            };
            if let (Some(key), Some(value)) = (&*key, &*value)
                && meant(key, value)
            {
                return true;
            }
            (*key, *value) = (None, None);
            free.push(place);
            false
        });
    }

    /// The first key and its value.
    pub fn first_key_value(&self) -> Option<(&K, &V)> {
        self.iter().next()
    }

    /// Takes out the first key where it is one of those meant.
    pub fn pop_first_if(&mut self, meant: impl FnOnce(&K, &V) -> bool) -> Option<(K, V)> {
        let spot = Spot::FIRST;
        let place = self.keys.order.at(spot)?;
        let value = self.values.get(place as usize)?.as_ref()?;
        if !meant(self.keys.at(place)?, value) {
            return None;
        }
        self.keys.order.remove(spot);
        self.keys.free.push(place);
        let value = self.values.get_mut(place as usize)?.take()?;
        Some((self.keys.take(place)?, value))
    }

    /// The keys, in order.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &K> + Clone {
        self.keys
            .order
            .walk(None, None)
            .filter_map(|place| self.keys.at(place))
    }

    /// The values, in the order of their keys.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &V> {
        self.iter().map(|(_, value)| value)
    }

    /// The values, to change, in no order that means anything.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut V> {
        self.values.iter_mut().flatten()
    }

    /// Keys, and values to change, in no order that means anything.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = (&K, &mut V)> {
        let both = self.keys.known.iter().zip(&mut self.values);
        both.filter_map(|(key, value)| Some((key.as_ref()?, value.as_mut()?)))
    }

    /// Keys and values, in the order of the keys.
    pub fn iter(&self) -> Iter<'_, K, V> {
        Iter {
            range: self.range_of(None, None),
            left: self.len(),
        }
    }

    /// Keys and values within bounds, in the order of the keys.
    pub fn range<Q: Ord + ?Sized>(&self, bounds: impl RangeBounds<Q>) -> Range<'_, K, V>
    where
        K: Borrow<Q>,
    {
        let from = match bounds.start_bound() {
            Bound::Included(key) => Some(self.keys.spot(key, false)),
            Bound::Excluded(key) => Some(self.keys.spot(key, true)),
            Bound::Unbounded => None,
        };
        let to = match bounds.end_bound() {
            Bound::Included(key) => Some(self.keys.spot(key, true)),
            Bound::Excluded(key) => Some(self.keys.spot(key, false)),
            Bound::Unbounded => None,
        };
        self.range_of(from, to)
    }

    fn range_of(&self, from: Option<Spot>, to: Option<Spot>) -> Range<'_, K, V> {
        Range {
            places: self.keys.order.walk(from, to),
            keys: &self.keys,
            values: &self.values,
        }
    }

    pub(super) fn into_parts(self) -> (Keys<K>, Vec<Option<V>>) {
        (self.keys, self.values)
    }

    fn slot(&mut self, place: usize) -> &mut Option<V> {
        // A place is within the list or next to its end.
        if place >= self.values.len() {
            self.values.push(None);
        }
        #[expect(clippy::indexing_slicing, reason = "made long enough above")]
        &mut self.values[place]
    }
}

impl<K, V> Default for Map<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<N: Into<K>, K: Ord, V> Extend<(N, V)> for Map<K, V> {
    fn extend<I: IntoIterator<Item = (N, V)>>(&mut self, entries: I) {
        for (key, value) in entries {
            self.insert(key, value);
        }
    }
}

impl<N: Into<K>, K: Ord, V> FromIterator<(N, V)> for Map<K, V> {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(entries: I) -> Self {
        let mut map = Self::new();
        map.extend(entries);
        map
    }
}

impl<N: Into<K>, K: Ord, V, const LENGTH: usize> From<[(N, V); LENGTH]> for Map<K, V> {
    fn from(entries: [(N, V); LENGTH]) -> Self {
        entries.into_iter().collect()
    }
}

impl<K: PartialEq, V: PartialEq> PartialEq for Map<K, V> {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().eq(other.iter())
    }
}
impl<K: Eq, V: Eq> Eq for Map<K, V> {}

impl<K: fmt::Debug, V: fmt::Debug> fmt::Debug for Map<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_map().entries(self.iter()).finish()
    }
}
