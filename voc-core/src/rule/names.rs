//! The keys of signals that patterns remember, and that are not retained any more.

use super::book::{Key, KeyOf};
use super::track::Handle;
use crate::document::{Node, Read, Reader};
use crate::signal::{Unpacking, put_text};
use crate::time::Time;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// How many may stand for nothing before they are looked through.
const DEAD_MAX: usize = 8;

/// The handles that were given, and the signals of those that nothing else tells: one behind the other,
/// each a handle, an instant and an id.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Names {
    pub(super) past: Vec<u8>,
    number: usize,
    next: Handle,
}

/// Names as they are written down.
#[derive(Serialize, Deserialize, Read)]
struct Written {
    past: Vec<(Handle, Key)>,
    next: Handle,
}

impl Names {
    /// A handle that no signal had yet.
    pub(super) fn give(&mut self) -> Handle {
        let handle = self.next;
        self.next = self.next.saturating_add(1);
        handle
    }

    /// The instant and id of a signal that is not retained any more.
    pub(super) fn get(&self, handle: Handle) -> Option<KeyOf<'_>> {
        let mut all = self.all();
        let found = all.find(|(known, _)| *known == handle);
        found.map(|(_, key)| key)
    }

    fn all(&self) -> impl Iterator<Item = (Handle, KeyOf<'_>)> {
        let mut past = Unpacking::new(&self.past, 0);
        (0..self.number).map(move |_| {
            let handle = Handle::from_le_bytes(past.chunk());
            let at = i64::from_le_bytes(past.chunk());
            (handle, (Time::clamped(at), past.text()))
        })
    }

    /// Keeps the name of a signal that is let go.
    pub(super) fn keep(&mut self, handle: Handle, (at, id): KeyOf<'_>) {
        self.past.extend_from_slice(&handle.to_le_bytes());
        self.past.extend_from_slice(&at.micros().to_le_bytes());
        put_text(&mut self.past, id);
        self.number += 1;
    }

    /// Forgets those that stand for nothing, where they are many beside those that are remembered.
    pub(super) fn tidy(&mut self, remembered: usize, is_remembered: impl Fn(Handle) -> bool) {
        if self.number <= 2 * remembered + DEAD_MAX {
            return;
        }
        let mut left = Self {
            next: self.next,
            ..Self::default()
        };
        for (handle, key) in self.all().filter(|(handle, _)| is_remembered(*handle)) {
            left.keep(handle, key);
        }
        *self = left;
    }

    /// Nothing is remembered: handles begin anew.
    pub(super) fn clear(&mut self) {
        self.past.clear();
        (self.number, self.next) = (0, 0);
    }

    /// Takes over those of another, whose handles begin where these end; where that is.
    pub(super) fn join(&mut self, other: &Self) -> Handle {
        let from = self.next;
        for (handle, key) in other.all() {
            self.keep(handle.saturating_add(from), key);
        }
        self.next = from.saturating_add(other.next);
        from
    }

    /// How many names are kept, and the next handle.
    #[cfg(not(small))]
    pub(super) fn counts(&self) -> (usize, Handle) {
        (self.number, self.next)
    }

    /// Those that stand in memory elsewhere, in the room of these.
    #[cfg(not(small))]
    pub(super) fn refill(&mut self, past: &[u8], (number, next): (usize, Handle)) {
        self.past.clear();
        self.past.extend_from_slice(past);
        (self.number, self.next) = (number, next);
    }
}

impl From<Written> for Names {
    fn from(written: Written) -> Self {
        let mut names = Self {
            next: written.next,
            ..Self::default()
        };
        for (handle, (at, id)) in &written.past {
            names.keep(*handle, (*at, id));
        }
        names
    }
}

impl Serialize for Names {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let past = self.all();
        let written = Written {
            past: past
                .map(|(handle, (at, id))| (handle, (at, id.into())))
                .collect(),
            next: self.next,
        };
        written.serialize(serializer)
    }
}

impl Read for Names {
    fn read<'n>(reader: &mut Reader<'n>, node: Option<&'n Node>) -> Self {
        Written::read(reader, node).into()
    }
}

impl<'de> Deserialize<'de> for Names {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Written::deserialize(deserializer).map(Self::from)
    }
}
