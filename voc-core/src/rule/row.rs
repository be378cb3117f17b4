//! One signal as compiled conditions read it.

use super::book::{Book, Key};
use super::plan::Plan;
use super::slot::Slot;
use crate::condition::{Cell, Layout, Row};
use crate::ordered::{Few, sort};
use crate::signal::{OwnText, Packed, Signal};
use crate::time::Time;
use crate::value::Value;

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

impl<'r> SignalRow<'r> {
    /// What stands in a slot.
    pub(super) fn read(&self, slot: u16) -> Cell<'r> {
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

impl Row for SignalRow<'_> {
    fn cell(&self, slot: u16) -> Cell<'_> {
        self.read(slot)
    }
}

/// How many slots are read beforehand; a program that reads more reads the others each time.
const READ: usize = 32;

/// The slots that tests read, by where they are read from.
#[derive(Debug, Clone, Default)]
pub(super) struct Reads {
    own: Vec<(OwnText, u16)>,
    /// By name, as signals have theirs.
    fields: Vec<(String, u16)>,
    attributes: Vec<(String, u16)>,
    others: Vec<u16>,
}

impl Reads {
    /// Of slots of a layout; those beyond [`READ`] are left out.
    pub(super) fn of(slots: &[u16], layout: &Layout) -> Self {
        let mut reads = Self::default();
        for slot in slots.iter().copied() {
            let place = usize::from(slot);
            let Some(name) = layout.names().get(place).filter(|_| place < READ) else {
                continue;
            };
            match Slot::of(name) {
                Slot::Own(text) => reads.own.push((text, slot)),
                Slot::Field(name) => reads.fields.push((name, slot)),
                Slot::Attribute(name) => reads.attributes.push((name, slot)),
                Slot::At | Slot::Topic(_) => reads.others.push(slot),
            }
        }
        sort(&mut reads.fields);
        sort(&mut reads.attributes);
        reads
    }
}

/// A signal whose slots have been read once for many tests.
pub(crate) struct ReadRow<'r> {
    cells: [Cell<'r>; READ],
    row: &'r SignalRow<'r>,
}

impl<'r> ReadRow<'r> {
    pub(super) fn new(row: &'r SignalRow<'r>) -> Self {
        Self {
            cells: [Cell::Absent; READ],
            row,
        }
    }

    /// Reads slots beforehand.
    pub(super) fn read(&mut self, reads: &Reads) {
        let row = self.row;
        for (text, slot) in &reads.own {
            let text = row.said.own(*text);
            self.set(*slot, text.map_or(Cell::Absent, Cell::Text));
        }
        for slot in &reads.others {
            self.set(*slot, row.read(*slot));
        }
        if let Said::Whole(signal) = row.said {
            self.join(&signal.fields, &reads.fields);
            self.join(&signal.attributes, &reads.attributes);
        } else {
            for (_, slot) in &reads.fields {
                self.set(*slot, row.read(*slot));
            }
        }
        for (_, slot) in &reads.attributes {
            if self.cell(*slot) == Cell::Absent {
                self.set(*slot, row.read(*slot));
            }
        }
    }

    /// Reads those values that are asked for; both are in the order of their names.
    fn join(&mut self, values: &'r Few<String, Value>, reads: &[(String, u16)]) {
        let mut reads = reads.iter();
        let mut next = reads.next();
        for (name, value) in values {
            while let Some((read, slot)) = next {
                let is_it = read == name;
                if is_it {
                    self.set(*slot, Cell::from(value));
                } else if read > name {
                    break;
                }
                next = reads.next();
                if is_it {
                    break;
                }
            }
        }
    }

    fn set(&mut self, slot: u16, value: Cell<'r>) {
        if let Some(cell) = self.cells.get_mut(usize::from(slot)) {
            *cell = value;
        }
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
