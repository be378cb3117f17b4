//! One signal as compiled conditions read it.

use super::book::{Book, Key};
use super::plan::Plan;
use super::slot::Slot;
use crate::condition::{Cell, Row};
use crate::signal::{OwnText, Packed, Signal};
use crate::time::Time;

/// A signal as it came, or as it is retained.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Said<'s> {
    Whole(&'s Signal),
    Packed(&'s Packed),
}

impl<'s> Said<'s> {
    #[inline]
    pub(super) fn own(self, text: OwnText) -> Option<&'s str> {
        match self {
            Self::Whole(signal) => text.on(signal),
            Self::Packed(packed) => packed.own(text),
        }
    }

    #[inline]
    fn field(self, name: &str) -> Cell<'s> {
        match self {
            Self::Whole(signal) => Cell::from(signal.fields.get(name)),
            Self::Packed(packed) => packed.field(name),
        }
    }

    #[inline]
    fn attribute(self, name: &str) -> Cell<'s> {
        match self {
            Self::Whole(signal) => Cell::from(signal.attributes.get(name)),
            Self::Packed(packed) => packed.attribute(name),
        }
    }
}

/// A signal, with what is known of its customer as of it.
pub(crate) struct SignalRow<'r> {
    pub(super) plan: &'r Plan,
    pub(super) said: Said<'r>,
    pub(super) at: Time,
    /// Its customer's book, and its place there; absent where only the signal itself is known.
    pub(super) known: Option<(&'r Book, &'r Key)>,
}

impl Row for SignalRow<'_> {
    fn cell(&self, slot: u16) -> Cell<'_> {
        match self.plan.slot(slot) {
            None => Cell::Absent,
            Some(Slot::Own(text)) => self.said.own(*text).map_or(Cell::Absent, Cell::Text),
            Some(Slot::At) => Cell::Time(self.at),
            Some(Slot::Topic(topic)) => self.plan.topic(topic, self.said.own(OwnText::VERBATIM)),
            Some(Slot::Field(name)) => self.said.field(name),
            Some(Slot::Attribute(name)) => match self.said.attribute(name) {
                Cell::Absent => self
                    .known
                    .map_or(Cell::Absent, |(book, key)| book.attribute(name, key)),
                own => own,
            },
        }
    }
}

/// How many slots are read beforehand; a program that reads more reads the others each time.
const READ: usize = 32;

/// A signal whose slots have been read once for many tests.
pub(crate) struct ReadRow<'r> {
    cells: [Cell<'r>; READ],
    row: &'r SignalRow<'r>,
}

impl<'r> ReadRow<'r> {
    pub(super) fn new(row: &'r SignalRow<'r>, slots: &[u16]) -> Self {
        let mut cells = [Cell::Absent; READ];
        for slot in slots {
            if let Some(cell) = cells.get_mut(usize::from(*slot)) {
                *cell = row.cell(*slot);
            }
        }
        Self { cells, row }
    }
}

impl Row for ReadRow<'_> {
    #[inline]
    fn cell(&self, slot: u16) -> Cell<'_> {
        match self.cells.get(usize::from(slot)) {
            Some(cell) => *cell,
            None => self.row.cell(slot),
        }
    }
}
