//! Walking a map in the order of its keys.

use super::map::{Keys, Map};
use super::places::Walk;

/// Keys and values within bounds, in the order of the keys.
#[derive(Debug)]
pub struct Range<'m, K, V> {
    pub(super) places: Walk<'m>,
    pub(super) keys: &'m Keys<K>,
    pub(super) values: &'m [Option<V>],
}

impl<K, V> Clone for Range<'_, K, V> {
    fn clone(&self) -> Self {
        Self {
            places: self.places.clone(),
            keys: self.keys,
            values: self.values,
        }
    }
}

impl<'m, K, V> Range<'m, K, V> {
    fn at(&self, place: u32) -> Option<(&'m K, &'m V)> {
        let value = self.values.get(place as usize)?.as_ref()?;
        Some((self.keys.at(place)?, value))
    }
}

impl<'m, K, V> Iterator for Range<'m, K, V> {
    type Item = (&'m K, &'m V);
    fn next(&mut self) -> Option<Self::Item> {
        let place = self.places.next()?;
        self.at(place)
    }
}

impl<K, V> DoubleEndedIterator for Range<'_, K, V> {
    fn next_back(&mut self) -> Option<Self::Item> {
        let place = self.places.next_back()?;
        self.at(place)
    }
}

/// Keys and values of a map, in the order of the keys.
#[derive(Debug)]
pub struct Iter<'m, K, V> {
    pub(super) range: Range<'m, K, V>,
    pub(super) left: usize,
}

impl<K, V> Clone for Iter<'_, K, V> {
    fn clone(&self) -> Self {
        Self {
            range: self.range.clone(),
            left: self.left,
        }
    }
}

impl<'m, K, V> Iterator for Iter<'m, K, V> {
    type Item = (&'m K, &'m V);
    fn next(&mut self) -> Option<Self::Item> {
        self.left = self.left.saturating_sub(1);
        self.range.next()
    }
    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl<K, V> DoubleEndedIterator for Iter<'_, K, V> {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.left = self.left.saturating_sub(1);
        self.range.next_back()
    }
}

impl<K, V> ExactSizeIterator for Iter<'_, K, V> {}

impl<'m, K, V> IntoIterator for &'m Map<K, V> {
    type Item = (&'m K, &'m V);
    type IntoIter = Iter<'m, K, V>;
    fn into_iter(self) -> Iter<'m, K, V> {
        self.iter()
    }
}

/// Keys and values of a map that was taken apart, in the order of the keys.
#[derive(Debug)]
pub struct IntoIter<K, V> {
    places: std::vec::IntoIter<u32>,
    keys: Keys<K>,
    values: Vec<Option<V>>,
}

impl<K, V> Iterator for IntoIter<K, V> {
    type Item = (K, V);
    fn next(&mut self) -> Option<Self::Item> {
        let place = self.places.next()?;
        let value = self.values.get_mut(place as usize)?.take()?;
        Some((self.keys.take(place)?, value))
    }
}

impl<K, V> IntoIterator for Map<K, V> {
    type Item = (K, V);
    type IntoIter = IntoIter<K, V>;
    fn into_iter(self) -> IntoIter<K, V> {
        let (keys, values) = self.into_parts();
        let places: Vec<u32> = keys.order().walk(None, None).collect();
        IntoIter {
            places: places.into_iter(),
            keys,
            values,
        }
    }
}
