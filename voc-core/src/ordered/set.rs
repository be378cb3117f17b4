//! A set in order.

use super::map::Map;
use crate::document::{Node, Read, Reader};
use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

/// A set in the order of its members. Found in logarithmic time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Set<K>(Map<K, ()>);

impl<K: Ord> Set<K> {
    /// Puts a member in; whether it is new.
    pub(crate) fn insert(&mut self, member: K) -> bool {
        self.0.insert(member, ()).is_none()
    }

    /// Takes a member out; whether it was in.
    pub(crate) fn remove(&mut self, member: &K) -> bool {
        self.0.remove(member).is_some()
    }

    pub(crate) fn contains(&self, member: &K) -> bool {
        self.0.contains_key(member)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &K> {
        self.0.keys()
    }

    /// This member and those behind it.
    pub(crate) fn from<'s>(&'s self, member: &K) -> impl Iterator<Item = &'s K> + use<'s, K> {
        self.0.range(member..).map(|(member, ())| member)
    }

    pub(crate) fn first(&self) -> Option<&K> {
        self.0.first_key_value().map(|(member, ())| member)
    }
}

impl<K> Default for Set<K> {
    fn default() -> Self {
        Self(Map::new())
    }
}

impl<K: Ord> FromIterator<K> for Set<K> {
    fn from_iter<I: IntoIterator<Item = K>>(members: I) -> Self {
        let mut set = Self::default();
        for member in members {
            set.insert(member);
        }
        set
    }
}

impl<K: Serialize> Serialize for Set<K> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.keys())
    }
}

impl<K: Read + Ord> Read for Set<K> {
    fn read<'n>(reader: &mut Reader<'n>, node: Option<&'n Node>) -> Self {
        Vec::read(reader, node).into_iter().collect()
    }
}

impl<'de, K: Deserialize<'de> + Ord> Deserialize<'de> for Set<K> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Vec::deserialize(deserializer)?.into_iter().collect())
    }
}
