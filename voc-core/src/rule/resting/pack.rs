//! A state as bytes. [`unpack`](super::unpack) reads what is written here, in the same order.

use super::apart::put_apart;
use crate::rule::book::{Book, Key, Recent};
use crate::rule::customer::CustomerState;
use crate::rule::track::{Entry, Track};
use crate::signal::{put_bytes, put_number, put_text};
use crate::time::Time;

// Which parts there are.
pub(super) const PASSED: u8 = 1;
pub(super) const ALERTS: u8 = 1 << 1;
pub(super) const CONSENT: u8 = 1 << 2;
pub(super) const YES: u8 = 1 << 3;
/// Where reading has come to is known.
pub(super) const KNOWN: u8 = 1 << 4;
/// It is elsewhere than the base.
pub(super) const READ: u8 = 1 << 5;
pub(super) const DEADLINE: u8 = 1 << 6;

// What there is beside a signal's key.
/// It came at another instant than it happened.
pub(super) const RECEIVED: u8 = 1;

/// How many bytes what is remembered takes.
pub(super) const ENTRY: usize = 24;

/// Writes a state, if it is of the usual kind: whether it is.
pub(super) fn pack(state: &CustomerState, out: &mut Vec<u8>) -> bool {
    if !is_usual(state) {
        return false;
    }
    let head = &state.head;
    let mut flags = 0;
    let mut flag = |is: bool, flag: u8| flags |= if is { flag } else { 0 };
    flag(state.passed.is_some(), PASSED);
    flag(!state.settled.is_empty(), ALERTS);
    flag(state.consent.is_some(), CONSENT);
    flag(state.consent == Some(true), YES);
    flag(head.is_known(), KNOWN);
    flag(head.track().is_some(), READ);
    flag(head.deadline.is_some(), DEADLINE);
    out.push(flags);
    let instants = [state.passed.map(Time::micros), head.deadline];
    for at in instants.into_iter().flatten() {
        out.extend_from_slice(&at.to_le_bytes());
    }
    if !state.settled.is_empty() {
        let (lanes, members) = state.settled.parts();
        for lane in lanes {
            out.extend_from_slice(&lane.to_le_bytes());
        }
        put_number(out, members);
    }
    put_book(out, &state.book);
    put_track(out, &state.base);
    if let Some(track) = head.track() {
        put_apart(out, state.base.entries(), track.entries());
    }
    true
}

/// Whether it has nothing but what nearly every state has.
fn is_usual(state: &CustomerState) -> bool {
    let CustomerState {
        book, base, head, ..
    } = state;
    let is_plain = |list: &[Recent]| list.iter().all(|one| one.alerts.is_empty());
    let changes = head.unread || head.stale || state.is_amiss();
    !changes
        && state.standing.is_empty()
        && state.withdrawn.is_empty()
        && state.invitations.is_empty()
        && book.statements.is_empty()
        && book.alone.is_empty()
        && is_plain(&book.recent)
        && is_plain(&book.kept)
        && base.is_plain()
        && head.track().is_none_or(Track::is_plain)
}

fn put_book(out: &mut Vec<u8>, book: &Book) {
    let (names, handle) = book.names.counts();
    let (texts, key) = book.texts.counts();
    for number in [names as u64, handle.into(), texts as u64, key] {
        put_number(out, number);
    }
    for bytes in [&book.names.past, &book.texts.known, &book.base.0] {
        put_bytes(out, bytes);
    }
    put_signals(out, &book.recent);
    put_signals(out, &book.kept);
}

fn put_signals(out: &mut Vec<u8>, list: &[Recent]) {
    put_number(out, list.len() as u64);
    for one in list {
        let retained = &one.retained;
        put_key(out, &one.key);
        put_number(out, one.handle.into());
        let same = retained.received == one.key.0;
        out.push(if same { 0 } else { RECEIVED });
        if !same {
            out.extend_from_slice(&retained.received.micros().to_le_bytes());
        }
        put_number(out, one.tests.len() as u64);
        for test in &*one.tests {
            out.extend_from_slice(&test.to_le_bytes());
        }
        put_bytes(out, retained.signal.bytes());
    }
}

fn put_key(out: &mut Vec<u8>, (at, id): &Key) {
    out.extend_from_slice(&at.micros().to_le_bytes());
    put_text(out, id);
}

fn put_track(out: &mut Vec<u8>, track: &Track) {
    let entries = track.entries();
    put_number(out, entries.len() as u64);
    out.reserve(size_of_val(entries));
    for entry in entries {
        put_entry(out, entry);
    }
}

pub(super) fn put_entry(out: &mut Vec<u8>, entry: &Entry) {
    let Entry {
        at,
        key,
        of,
        rule,
        flags,
    } = *entry;
    let rest = u64::from(of) | u64::from(rule) << 32 | u64::from(flags) << 48;
    let mut bytes = [0; ENTRY];
    for (part, value) in bytes
        .chunks_exact_mut(8)
        .zip([at.cast_unsigned(), key, rest])
    {
        part.copy_from_slice(&value.to_le_bytes());
    }
    out.extend_from_slice(&bytes);
}
