//! A state out of its bytes. [`pack`](super::pack) writes what is read here, in the same order.

use super::Room;
use super::apart::read_apart;
use super::pack::{ALERTS, CONSENT, DEADLINE, ENTRY, KNOWN, PASSED, READ, RECEIVED, YES};
use crate::digest::SetHash;
use crate::rare::Rare;
use crate::rule::book::{Book, Key, Recent, Retained};
use crate::rule::customer::CustomerState;
use crate::rule::track::{Entry, Handle, Track};
use crate::signal::Unpacking;
use crate::time::Time;

/// Reads a state into one that is empty.
pub(super) fn unpack(bytes: &[u8], state: &mut CustomerState, room: &mut Room) {
    let from = &mut Unpacking::new(bytes, 0);
    let flags = from.byte();
    let is = |flag: u8| flags & flag != 0;
    state.passed = is(PASSED).then(|| at(from));
    state.head.deadline = is(DEADLINE).then(|| i64::from_le_bytes(from.chunk()));
    if is(ALERTS) {
        let lanes = [(); 4].map(|()| i64::from_le_bytes(from.chunk()));
        state.settled = SetHash::of_parts((lanes, from.number()));
    }
    state.consent = is(CONSENT).then_some(is(YES));
    read_book(from, &mut state.book, room);
    read_track(from, &mut state.base);
    let known = is(KNOWN);
    let track = is(READ);
    let base = &state.base;
    state.head.fill(known, track, |track| {
        track.refill(|entries| read_apart(from, base.entries(), entries));
    });
}

impl CustomerState {
    /// Forgets everything; room is kept.
    pub(super) fn empty(&mut self, room: &mut Room) {
        self.book.names.clear();
        self.book.texts.clear();
        self.book.base.0.clear();
        let mut spare = |one: Recent| room.spare(one.retained.signal);
        self.book.recent.drain(..).for_each(&mut spare);
        if !self.book.kept.is_empty() {
            self.book.kept.drain(..).for_each(&mut spare);
        }
        self.base.clear();
        self.head.reset();
        self.passed = None;
        self.settled = SetHash::default();
        self.consent = None;
    }
}

fn at(from: &mut Unpacking<'_>) -> Time {
    Time::clamped(i64::from_le_bytes(from.chunk()))
}

fn key(from: &mut Unpacking<'_>) -> Key {
    (at(from), from.text().into())
}

fn handle(from: &mut Unpacking<'_>) -> Handle {
    Handle::try_from(from.number()).unwrap_or(Handle::MAX)
}

fn read_book(from: &mut Unpacking<'_>, book: &mut Book, room: &mut Room) {
    let names = (from.length(), handle(from));
    let texts = (from.length(), from.number());
    book.names.refill(from.bytes(), names);
    book.texts.refill(from.bytes(), texts);
    book.base.0.extend_from_slice(from.bytes());
    read_signals(from, room, |one| book.recent.push(one));
    read_signals(from, room, |one| book.kept.push(one));
}

fn read_signals(from: &mut Unpacking<'_>, room: &mut Room, mut put: impl FnMut(Recent)) {
    for _ in 0..from.length() {
        let key = key(from);
        let handle = handle(from);
        let received = match from.byte() {
            RECEIVED => at(from),
            _ => key.0,
        };
        let tests = (0..from.length()).map(|_| u16::from_le_bytes(from.chunk()));
        let tests = tests.collect();
        let mut signal = room.of_signal();
        signal.set_bytes(from.bytes());
        put(Recent {
            key,
            handle,
            retained: Retained {
                signal,
                alone: false,
                received,
            },
            tests,
            alerts: Rare::default(),
        });
    }
}

fn read_track(from: &mut Unpacking<'_>, track: &mut Track) {
    let number = from.length();
    track.refill(|all| all.extend(read_entries(from, number)));
}

pub(super) fn read_entries<'p>(
    from: &mut Unpacking<'p>,
    number: usize,
) -> impl Iterator<Item = Entry> + use<'p> {
    let entries = from.slice(number.saturating_mul(ENTRY));
    entries.chunks_exact(ENTRY).map(entry)
}

fn entry(bytes: &[u8]) -> Entry {
    let mut parts = bytes.chunks_exact(8).map(|part| part.first_chunk());
    let mut next = || parts.next().flatten().copied().unwrap_or_default();
    let (at, key, rest) = (next(), next(), next());
    let (of, [rule, rule_high, flags, flags_high]) = halves(rest);
    Entry {
        at: i64::from_le_bytes(at),
        key: u64::from_le_bytes(key),
        of: u32::from_le_bytes(of),
        rule: u16::from_le_bytes([rule, rule_high]),
        flags: u16::from_le_bytes([flags, flags_high]),
    }
}

fn halves(bytes: [u8; 8]) -> ([u8; 4], [u8; 4]) {
    let (low, high) = bytes.split_at(4);
    let half = |half: &[u8]| half.first_chunk().copied().unwrap_or_default();
    (half(low), half(high))
}
