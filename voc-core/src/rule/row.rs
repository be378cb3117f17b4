//! One signal as compiled conditions read it.

use super::book::{Book, Key};
use super::plan::Plan;
use super::slot::Slot;
use crate::condition::{Cell, Row};
use crate::signal::Signal;

/// A signal, with what is known of its customer as of it.
pub(crate) struct SignalRow<'r> {
    pub(super) plan: &'r Plan,
    pub(super) signal: &'r Signal,
    pub(super) key: &'r Key,
    pub(super) book: &'r Book,
}

impl Row for SignalRow<'_> {
    fn cell(&self, slot: u16) -> Cell<'_> {
        let signal = self.signal;
        match self.plan.slot(slot) {
            None => Cell::Absent,
            Some(Slot::Own(read)) => read(signal).map_or(Cell::Absent, Cell::Text),
            Some(Slot::At) => Cell::Time(signal.at),
            Some(Slot::Topic(topic)) => self.plan.topic(topic, signal.verbatim.as_deref()),
            Some(Slot::Field(name)) => Cell::from(signal.fields.get(name.as_str())),
            Some(Slot::Attribute(name)) => {
                let own = signal.attributes.get(name.as_str());
                Cell::from(own.or_else(|| self.book.attribute(name, self.key)))
            }
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
