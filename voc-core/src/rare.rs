//! What is empty nearly everywhere: then it takes the room of a pointer.

use crate::document::{Node, Read, Reader};
use crate::ordered::{Few, FewIter};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::ops::{Deref, DerefMut};

/// Something that is empty nearly everywhere. It is read as what is in it; to change it makes room.
pub struct Rare<T>(Option<Box<T>>);

/// What can be empty.
pub trait Empty: Default + 'static {
    /// It, empty.
    const EMPTY: &'static Self;
    /// Whether it is.
    fn is_empty(&self) -> bool;
}

impl<T: 'static> Empty for Vec<T> {
    const EMPTY: &'static Self = &Self::new();
    fn is_empty(&self) -> bool {
        self.is_empty()
    }
}

impl<K: 'static, V: 'static> Empty for Few<K, V> {
    const EMPTY: &'static Self = &Self::new();
    fn is_empty(&self) -> bool {
        self.is_empty()
    }
}

impl<T: Empty> Rare<T> {
    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        self.0.as_deref().is_none_or(T::is_empty)
    }

    /// What was in it; nothing is left.
    pub fn take(&mut self) -> T {
        self.0.take().map_or_else(T::default, |held| *held)
    }

    /// Gives back the room where nothing is in it any more.
    pub fn tidy(&mut self) {
        self.0.take_if(|held| held.is_empty());
    }
}

impl<T> Default for Rare<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T: Empty> Deref for Rare<T> {
    type Target = T;
    fn deref(&self) -> &T {
        self.0.as_deref().unwrap_or(T::EMPTY)
    }
}

impl<T: Empty> DerefMut for Rare<T> {
    fn deref_mut(&mut self) -> &mut T {
        self.0.get_or_insert_default()
    }
}

impl<T: Clone> Clone for Rare<T> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<T: Empty + PartialEq> PartialEq for Rare<T> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}
impl<T: Empty + Eq> Eq for Rare<T> {}

impl<T: Empty + fmt::Debug> fmt::Debug for Rare<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl<T: Empty> From<T> for Rare<T> {
    fn from(held: T) -> Self {
        Self((!held.is_empty()).then(|| Box::new(held)))
    }
}

impl<T: Empty + FromIterator<I>, I> FromIterator<I> for Rare<T> {
    fn from_iter<Of: IntoIterator<Item = I>>(items: Of) -> Self {
        items.into_iter().collect::<T>().into()
    }
}

impl<T: Empty + IntoIterator> IntoIterator for Rare<T> {
    type Item = T::Item;
    type IntoIter = T::IntoIter;
    fn into_iter(mut self) -> T::IntoIter {
        self.take().into_iter()
    }
}

impl<'r, K: 'static, V: 'static> IntoIterator for &'r Rare<Few<K, V>> {
    type Item = (&'r K, &'r V);
    type IntoIter = FewIter<'r, K, V>;
    fn into_iter(self) -> Self::IntoIter {
        (**self).iter()
    }
}

impl<'r, T: 'static> IntoIterator for &'r Rare<Vec<T>> {
    type Item = &'r T;
    type IntoIter = std::slice::Iter<'r, T>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'r, T: 'static> IntoIterator for &'r mut Rare<Vec<T>> {
    type Item = &'r mut T;
    type IntoIter = std::slice::IterMut<'r, T>;
    fn into_iter(self) -> Self::IntoIter {
        let list = self.0.as_deref_mut();
        list.map(Vec::as_mut_slice).unwrap_or_default().iter_mut()
    }
}

impl<T: Empty + Serialize> Serialize for Rare<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        (**self).serialize(serializer)
    }
}

impl<T: Empty + Read> Read for Rare<T> {
    fn read<'n>(reader: &mut Reader<'n>, node: Option<&'n Node>) -> Self {
        T::read(reader, node).into()
    }
}

impl<'de, T: Empty + Deserialize<'de>> Deserialize<'de> for Rare<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(deserializer).map(Self::from)
    }
}
