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
