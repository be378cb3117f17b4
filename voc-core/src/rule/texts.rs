//! The keys of texts that `same` and `distinct` have seen.

use crate::document::{Node, Read, Reader};
use crate::ordered::Map;
use crate::signal::{Unpacking, put_number, put_text};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Texts, which are few, and a key of each: one behind the other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Texts {
    pub(super) known: Vec<u8>,
    number: usize,
    next: u64,
}

/// Texts as they are written down.
#[derive(Serialize, Deserialize, Read)]
struct Written {
    known: Vec<(String, u64)>,
    next: u64,
}

impl Texts {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.number
    }

    /// The key of a text.
    pub(super) fn get(&self, text: &str) -> Option<u64> {
        let mut known = Unpacking::new(&self.known, 0);
        let mut all = (0..self.number).map(|_| (known.bytes(), known.number()));
        let found = all.find(|(known, _)| *known == text.as_bytes());
        found.map(|(_, key)| key)
    }

    /// The key of a text, a new one where it has none.
    pub(super) fn key(&mut self, text: &str) -> u64 {
        self.get(text).unwrap_or_else(|| {
            let key = self.next;
            self.next += 1;
            self.put(text, key);
            key
        })
    }

    fn put(&mut self, text: &str, key: u64) {
        put_text(&mut self.known, text);
        put_number(&mut self.known, key);
        self.number += 1;
    }

    fn all(&self) -> impl Iterator<Item = (&str, u64)> {
        let mut known = Unpacking::new(&self.known, 0);
        (0..self.number).map(move |_| (known.text(), known.number()))
    }

    /// Forgets the texts whose keys nothing remembers.
    pub(super) fn retain(&mut self, is_remembered: impl Fn(u64) -> bool) {
        let mut left = Self {
            next: self.next,
            ..Self::default()
        };
        for (text, key) in self.all().filter(|(_, key)| is_remembered(*key)) {
            left.put(text, key);
        }
        *self = left;
    }

    /// Nothing is remembered: keys begin anew.
    pub(super) fn clear(&mut self) {
        self.known.clear();
        (self.number, self.next) = (0, 0);
    }

    /// Takes over those of another; the key here of each key there.
    pub(super) fn join(&mut self, other: &Self) -> Map<u64, u64> {
        let mut keys = Map::new();
        for (text, key) in other.all() {
            keys.insert(key, self.key(text));
        }
        keys
    }

    /// How many texts there are, and the next key.
    #[cfg(not(small))]
    pub(super) fn counts(&self) -> (usize, u64) {
        (self.number, self.next)
    }

    /// Those that stand in memory elsewhere, in the room of these.
    #[cfg(not(small))]
    pub(super) fn refill(&mut self, known: &[u8], (number, next): (usize, u64)) {
        self.known.clear();
        self.known.extend_from_slice(known);
        (self.number, self.next) = (number, next);
    }
}

impl From<Written> for Texts {
    fn from(written: Written) -> Self {
        let mut texts = Self {
            next: written.next,
            ..Self::default()
        };
        for (text, key) in &written.known {
            texts.put(text, *key);
        }
        texts
    }
}

impl Serialize for Texts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let known = self.all().map(|(text, key)| (text.to_owned(), key));
        let written = Written {
            known: known.collect(),
            next: self.next,
        };
        written.serialize(serializer)
    }
}

impl Read for Texts {
    fn read<'n>(reader: &mut Reader<'n>, node: Option<&'n Node>) -> Self {
        Written::read(reader, node).into()
    }
}

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Written::deserialize(deserializer).map(Self::from)
    }
}
