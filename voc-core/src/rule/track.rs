//! What the patterns remember of one customer: a flat list of small entries, copied in one stroke.

use crate::document::Read;
use crate::rare::Rare;
use serde::{Deserialize, Serialize};

/// A signal, by its place in whatever holds the signals: a row of a batch, or a handle of a state.
pub(crate) type Handle = u32;

/// Something that a rule remembers; what the parts mean is the pattern's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
pub(crate) struct Entry {
    /// An instant in microseconds, a value or a number.
    pub(crate) at: i64,
    /// The value of `same`, or 0.
    pub(crate) key: u64,
    /// The signal, or with [`LIST`] the place of a list of signals.
    pub(crate) of: u32,
    /// The rule, by its place in the plan.
    pub(crate) rule: u16,
    pub(crate) flags: u16,
}

impl Entry {
    /// One where it is pending.
    fn pending(&self) -> u32 {
        u32::from(self.flags & PENDING != 0)
    }
}

/// How much room there is beside what is remembered.
const ROOM: usize = 2;

/// `of` is the place of a list: the bearing signal, and then all signals.
pub(crate) const LIST: u16 = 1;
/// It fires at `at`, unless something comes before.
pub(crate) const PENDING: u16 = 1 << 1;
/// The pattern's own.
pub(crate) const MARK: u16 = 1 << 2;
/// The first of the bits for the steps of a sequence, [`STEPS_MAX`](crate::program::STEPS_MAX) at most.
pub(crate) const STEP: u16 = 1 << 3;

/// What all patterns remember of one customer, in the order of the rules.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Read)]
pub(crate) struct Track {
    entries: Vec<Entry>,
    /// How many of them are pending.
    #[serde(skip)]
    pending: u32,
    #[serde(default, skip_serializing_if = "Rare::is_empty")]
    lists: Rare<Vec<Vec<Handle>>>,
    /// Values of `same` beside values of `distinct`, for rules that have both.
    #[serde(default, skip_serializing_if = "Rare::is_empty")]
    pairs: Rare<Vec<(u64, u64)>>,
}

impl Track {
    /// Forgets everything, and keeps the room.
    pub(crate) fn clear(&mut self) {
        self.entries.clear();
        self.pending = 0;
        // To change what is rare would make room for it.
        if !self.lists.is_empty() {
            self.lists.clear();
        }
        if !self.pairs.is_empty() {
            self.pairs.clear();
        }
    }

    /// Becomes a copy of another, with room for what is about to be remembered.
    pub(crate) fn copy(&mut self, other: &Self) {
        self.entries.clear();
        if !other.entries.is_empty() && self.entries.capacity() <= other.entries.len() {
            self.entries.reserve_exact(other.entries.len() + ROOM);
        }
        self.entries.extend_from_slice(&other.entries);
        self.pending = other.pending;
        self.lists.clone_from(&other.lists);
        self.pairs.clone_from(&other.pairs);
    }

    /// Counts again what is pending.
    pub(crate) fn count_pending(&mut self) {
        let pending = self.entries.iter().map(Entry::pending);
        self.pending = pending.sum();
    }

    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// What a rule remembers, in the order in which it came.
    #[inline]
    pub(crate) fn of_rule(&self, rule: u16) -> &[Entry] {
        let from = self.entries.partition_point(|entry| entry.rule < rule);
        let rest = self.entries.get(from..).unwrap_or_default();
        let length = rest.iter().take_while(|entry| entry.rule == rule).count();
        rest.get(..length).unwrap_or_default()
    }

    pub(crate) fn of_rule_mut(&mut self, rule: u16) -> &mut [Entry] {
        let from = self.entries.partition_point(|entry| entry.rule < rule);
        let rest = self.entries.get_mut(from..).unwrap_or_default();
        let length = rest.iter().take_while(|entry| entry.rule == rule).count();
        rest.get_mut(..length).unwrap_or_default()
    }

    /// Remembers one thing more.
    #[inline]
    pub(crate) fn push(&mut self, entry: Entry) {
        let at = self
            .entries
            .partition_point(|known| known.rule <= entry.rule);
        if self.entries.len() == self.entries.capacity() {
            self.entries.reserve_exact(self.entries.len() / 2 + ROOM);
        }
        self.pending += entry.pending();
        self.entries.insert(at, entry);
    }

    /// Takes over the lists of another, whose handles begin at `handles` here, and gives back what it
    /// remembers.
    pub(crate) fn take_over(&mut self, mut other: Self, handles: Handle) -> Vec<Entry> {
        for handle in other.handles_mut() {
            *handle = handle.saturating_add(handles);
        }
        let lists = u32::try_from(self.lists.len()).unwrap_or(u32::MAX);
        for entry in &mut other.entries {
            if entry.flags & LIST != 0 {
                entry.of = entry.of.saturating_add(lists);
            }
        }
        self.lists.append(&mut other.lists);
        other.entries
    }

    /// What a rule remembers from now on.
    pub(crate) fn set(&mut self, rule: u16, entries: &[Entry]) {
        self.entries.retain(|entry| entry.rule != rule);
        let at = self.entries.partition_point(|known| known.rule < rule);
        self.entries.splice(at..at, entries.iter().copied());
        self.count_pending();
    }

    /// Forgets what a rule does not keep.
    #[inline]
    pub(crate) fn retain(&mut self, rule: u16, mut keep: impl FnMut(&mut Entry) -> bool) {
        let from = self.entries.partition_point(|entry| entry.rule < rule);
        let (mut read, mut write) = (from, from);
        while let Some(mut entry) = self.entries.get(read).copied() {
            let pending = entry.pending();
            let kept = entry.rule != rule || keep(&mut entry);
            if entry.rule != rule && read == write {
                return;
            }
            if kept {
                if let Some(place) = self.entries.get_mut(write) {
                    *place = entry;
                }
                write += 1;
            } else {
                self.pending -= pending;
            }
            read += 1;
        }
        self.entries.truncate(write);
    }

    /// Forgets the oldest entry of a rule that fits.
    pub(crate) fn forget_first(&mut self, rule: u16, mut fits: impl FnMut(&Entry) -> bool) {
        let from = self.entries.partition_point(|entry| entry.rule < rule);
        let found = self
            .entries
            .iter()
            .skip(from)
            .take_while(|entry| entry.rule == rule)
            .position(&mut fits);
        if let Some(index) = found {
            self.pending -= self.entries.remove(from + index).pending();
        }
    }

    /// Keeps the signals of an item: its place in `of`, and the flag that says which.
    pub(crate) fn keep(&mut self, bearing: Handle, signals: Option<&[Handle]>) -> (u32, u16) {
        let Some(signals) = signals else {
            return (bearing, 0);
        };
        let mut list = Vec::with_capacity(signals.len() + 1);
        list.push(bearing);
        list.extend_from_slice(signals);
        let place = u32::try_from(self.lists.len()).unwrap_or(u32::MAX);
        self.lists.push(list);
        (place, LIST)
    }

    /// The bearing signal of an entry.
    #[inline]
    pub(crate) fn bearing(&self, entry: &Entry) -> Handle {
        if entry.flags & LIST == 0 {
            return entry.of;
        }
        let list = self.lists.get(entry.of as usize);
        list.and_then(|list| list.first().copied())
            .unwrap_or_default()
    }

    /// All signals of an entry, where it is more than its bearing signal.
    pub(crate) fn signals(&self, entry: &Entry) -> Option<&[Handle]> {
        if entry.flags & LIST == 0 {
            return None;
        }
        self.lists.get(entry.of as usize)?.get(1..)
    }

    /// A key that stands for two.
    pub(crate) fn pair(&mut self, same: u64, value: u64) -> u64 {
        let known = self.pairs.iter().position(|pair| *pair == (same, value));
        let place = known.unwrap_or_else(|| {
            self.pairs.push((same, value));
            self.pairs.len() - 1
        });
        place as u64
    }

    /// The two that a key of [`Track::pair`] stands for.
    pub(crate) fn parts(&self, key: u64) -> (u64, u64) {
        let place = usize::try_from(key).unwrap_or(usize::MAX);
        self.pairs.get(place).copied().unwrap_or_default()
    }

    /// The first instant at which time alone makes a rule fire.
    pub(crate) fn next_deadline(&self) -> Option<i64> {
        if self.pending == 0 {
            return None;
        }
        let pending = self
            .entries
            .iter()
            .filter(|entry| entry.flags & PENDING != 0);
        pending.map(|entry| entry.at).min()
    }

    /// The signals that will bear an alert when time makes it fire.
    pub(crate) fn awaited(&self) -> impl Iterator<Item = Handle> {
        let entries = if self.pending == 0 {
            &[]
        } else {
            self.entries()
        };
        entries
            .iter()
            .filter(|entry| entry.flags & PENDING != 0)
            .map(|entry| self.bearing(entry))
    }

    /// Drops the lists that nothing refers to any more.
    pub(crate) fn tidy(&mut self) {
        if self.lists.is_empty() {
            return;
        }
        let lists = std::mem::take(&mut self.lists);
        for entry in self
            .entries
            .iter_mut()
            .filter(|entry| entry.flags & LIST != 0)
        {
            if let Some(list) = lists.get(entry.of as usize) {
                entry.of = u32::try_from(self.lists.len()).unwrap_or(u32::MAX);
                self.lists.push(list.clone());
            }
        }
    }

    /// Every handle that it holds, to be renamed.
    pub(crate) fn handles_mut(&mut self) -> impl Iterator<Item = &mut Handle> {
        let own = self
            .entries
            .iter_mut()
            .filter(|entry| entry.flags & LIST == 0)
            .map(|entry| &mut entry.of);
        own.chain(self.lists.iter_mut().flatten())
    }

    /// Whether a signal is among what it remembers.
    pub(crate) fn remembers(&self, handle: Handle) -> bool {
        let mut own = self.entries.iter();
        own.any(|entry| entry.flags & LIST == 0 && entry.of == handle)
            || self.lists.iter().flatten().any(|known| *known == handle)
    }

    /// How many keys it remembers at most.
    pub(crate) fn keys_max(&self) -> usize {
        self.entries.len() + 2 * self.pairs.len()
    }

    /// Whether it remembers nothing but entries.
    #[cfg(not(small))]
    pub(crate) fn is_plain(&self) -> bool {
        self.lists.is_empty() && self.pairs.is_empty()
    }

    /// Takes what was remembered from elsewhere, and keeps the room.
    #[cfg(not(small))]
    pub(crate) fn refill(&mut self, fill: impl FnOnce(&mut Vec<Entry>)) {
        self.clear();
        fill(&mut self.entries);
        self.count_pending();
    }

    /// The values of `same` and `distinct` that it remembers, among others.
    pub(crate) fn keys(&self) -> impl Iterator<Item = u64> {
        let pairs = self.pairs.iter().flat_map(|pair| [pair.0, pair.1]);
        self.entries.iter().map(|entry| entry.key).chain(pairs)
    }
}
