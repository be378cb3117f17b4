//! A customer's state between two inputs: nearly always in one piece of memory, so that to take it up
//! costs one look, wherever it lies.

#[cfg(not(small))]
mod apart;
#[cfg(not(small))]
mod pack;
#[cfg(all(test, not(small)))]
mod tests;
#[cfg(not(small))]
mod unpack;

use super::customer::CustomerState;
use super::plan::Plan;
use crate::document::{Node, Read, Reader};
use crate::signal::Packed;
use crate::time::{SECOND, Time};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::ops::Deref;

/// A customer's state between two inputs.
#[derive(Clone, Default)]
pub(crate) struct Resting {
    kept: Kept,
    /// Whether it is among those of whom something may still change.
    unsettled: bool,
    /// Up to when settling changes nothing, if nothing else happens.
    rests: Second,
    /// When time alone makes a rule fire.
    due: Due,
}

/// An instant, in few bytes: a whole second at or before it. There may be none, and there is none for
/// instants that are too far off.
#[derive(Debug, Clone, Copy, Default)]
struct Second(u32);

/// An instant, or none.
#[derive(Debug, Clone, Copy)]
struct Due(Time);

#[derive(Clone, Default)]
enum Kept {
    /// Nothing is known yet, or it is being worked with.
    #[default]
    Nowhere,
    /// In one piece of memory.
    #[cfg(not(small))]
    Packed(Vec<u8>),
    /// As it is worked with.
    Whole(Box<CustomerState>),
}

/// Room to take states up in, and to lay them down from.
#[derive(Debug, Clone, Default)]
pub(crate) struct Room {
    /// That of the last one that was taken up.
    #[cfg(not(small))]
    state: Option<Box<CustomerState>>,
    /// Those of signals.
    spare: Vec<Packed>,
    #[cfg(not(small))]
    bytes: Vec<u8>,
}

/// A state that is looked at.
pub(crate) enum Seen<'s> {
    /// Where it is.
    Whole(&'s CustomerState),
    /// A copy.
    Own(Box<CustomerState>),
}

/// For how many signals room is kept.
#[cfg(not(small))]
const SPARE_MAX: usize = 64;

/// Memory is taken in steps of so many bytes.
#[cfg(not(small))]
const STEP: usize = 64;

impl Second {
    fn of(at: Option<Time>) -> Self {
        let second = at.map(|at| at.micros() / SECOND);
        Self(
            second
                .and_then(|second| u32::try_from(second).ok())
                .unwrap_or_default(),
        )
    }

    fn at(self) -> Option<Time> {
        (self.0 != 0).then(|| Time::clamped(i64::from(self.0) * SECOND))
    }
}

impl Default for Due {
    fn default() -> Self {
        Self(Time::MAX)
    }
}

impl Room {
    /// That of a state, which is empty.
    #[cfg(not(small))]
    fn state(&mut self) -> Box<CustomerState> {
        self.state.take().unwrap_or_default()
    }

    #[cfg(small)]
    fn state(&mut self) -> Box<CustomerState> {
        Box::default()
    }

    /// The room of a signal that is not needed any more.
    pub(crate) fn of_signal(&mut self) -> Packed {
        self.spare.pop().unwrap_or_default()
    }

    #[cfg(not(small))]
    fn spare(&mut self, signal: Packed) {
        if self.spare.len() < SPARE_MAX {
            self.spare.push(signal);
        }
    }
}

impl Resting {
    /// The state, to look at.
    pub(crate) fn see(&self) -> Seen<'_> {
        match &self.kept {
            Kept::Nowhere => Seen::Own(Box::default()),
            Kept::Whole(state) => Seen::Whole(state),
            #[cfg(not(small))]
            Kept::Packed(bytes) => {
                let mut state = Box::default();
                unpack::unpack(bytes, &mut state, &mut Room::default());
                Seen::Own(state)
            }
        }
    }

    /// The state, where it is as it is worked with: that of everybody of whom an alert may still change.
    pub(crate) fn whole(&self) -> Option<&CustomerState> {
        match &self.kept {
            Kept::Whole(state) => Some(state),
            _ => None,
        }
    }

    /// Takes the state up, to work with; it is to be laid down again.
    pub(crate) fn take(&mut self, room: &mut Room) -> Box<CustomerState> {
        #[cfg(not(small))]
        if let Kept::Packed(bytes) = &self.kept {
            fetch(bytes);
            let mut state = room.state();
            unpack::unpack(bytes, &mut state, room);
            return state;
        }
        match std::mem::take(&mut self.kept) {
            Kept::Whole(state) => state,
            _ => room.state(),
        }
    }

    /// Lays the state down after something has happened to it. Whether something may still change from
    /// now on that could not before.
    pub(crate) fn lay(&mut self, state: Box<CustomerState>, room: &mut Room) -> bool {
        self.rests = Second::default();
        let enters = !self.unsettled && state.is_unsettled();
        self.unsettled |= enters;
        self.keep(state, room);
        enters
    }

    /// Whether time still has something to settle here.
    pub(crate) fn stays_unsettled(&mut self, state: &CustomerState) -> bool {
        self.unsettled = state.is_unsettled();
        self.unsettled
    }

    /// When time alone makes a rule fire.
    pub(crate) fn due(&self) -> Option<Time> {
        Some(self.due.0).filter(|at| *at != Time::MAX)
    }

    /// Notes when time alone makes a rule fire; whether it is another instant than before.
    pub(crate) fn set_due(&mut self, at: Option<Time>) -> bool {
        let due = Due(at.unwrap_or(Time::MAX));
        std::mem::replace(&mut self.due, due).0 != due.0
    }

    /// Whether settling by an instant would change nothing, as far as was found when it last did.
    pub(crate) fn rests(&self, now: Time) -> bool {
        self.rests.at().is_some_and(|until| now <= until)
    }

    /// Lays the state down after time has settled what it could.
    pub(crate) fn lay_settled(&mut self, state: Box<CustomerState>, plan: &Plan, room: &mut Room) {
        // Speed alone: without it everybody is looked at again.
        if !cfg!(small) {
            self.rests = Second::of(state.rests_until(plan));
        }
        self.keep(state, room);
    }

    #[cfg(small)]
    fn keep(&mut self, state: Box<CustomerState>, _: &mut Room) {
        self.kept = Kept::Whole(state);
    }

    #[cfg(not(small))]
    fn keep(&mut self, mut state: Box<CustomerState>, room: &mut Room) {
        let mut bytes = std::mem::take(&mut room.bytes);
        bytes.clear();
        if pack::pack(&state, &mut bytes) {
            let mut kept = match std::mem::take(&mut self.kept) {
                Kept::Packed(kept) => kept,
                _ => Vec::new(),
            };
            kept.clear();
            // A little more than it takes now: most grow.
            let wants = (bytes.len() + bytes.len() / 4).next_multiple_of(STEP);
            if kept.capacity() < bytes.len() || kept.capacity() > 3 * wants {
                kept = Vec::with_capacity(wants);
            }
            kept.extend_from_slice(&bytes);
            self.kept = Kept::Packed(kept);
            state.empty(room);
            room.state = Some(state);
        } else {
            self.kept = Kept::Whole(state);
        }
        room.bytes = bytes;
    }
}

/// Reads a little of each part of what lies far away: the machine fetches them all at once then, and not
/// one after another.
#[cfg(not(small))]
fn fetch(bytes: &[u8]) {
    let parts = bytes.iter().step_by(STEP);
    std::hint::black_box(parts.fold(0, |all, part| all ^ part));
}

impl From<CustomerState> for Resting {
    fn from(state: CustomerState) -> Self {
        Self {
            kept: Kept::Whole(Box::new(state)),
            ..Self::default()
        }
    }
}

impl From<Resting> for CustomerState {
    fn from(resting: Resting) -> Self {
        let mut resting = resting;
        *resting.take(&mut Room::default())
    }
}

impl Deref for Seen<'_> {
    type Target = CustomerState;
    fn deref(&self) -> &CustomerState {
        match self {
            Self::Whole(state) => state,
            Self::Own(state) => state,
        }
    }
}

/// It says nothing of its own.
impl PartialEq for Room {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl PartialEq for Resting {
    fn eq(&self, other: &Self) -> bool {
        *self.see() == *other.see()
    }
}

impl fmt::Debug for Resting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.see().fmt(f)
    }
}

impl Serialize for Resting {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.see().serialize(serializer)
    }
}

impl Read for Resting {
    fn read<'n>(reader: &mut Reader<'n>, node: Option<&'n Node>) -> Self {
        CustomerState::read(reader, node).into()
    }
}

impl<'de> Deserialize<'de> for Resting {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        CustomerState::deserialize(deserializer).map(Self::from)
    }
}
