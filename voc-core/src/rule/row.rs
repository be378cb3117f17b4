//! One signal as compiled conditions read it.

use super::book::{Book, Key};
use super::plan::Plan;
use crate::condition::{Cell, Layout, Row};
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
        let Some(name) = self.plan.layout().names().get(usize::from(slot)) else {
            return Cell::Absent;
        };
        let signal = self.signal;
        let part = match name.as_str() {
            "kind" => Some(&signal.kind),
            "respondent" => signal.respondent.as_ref(),
            "respondent_role" => signal.respondent_role.as_ref(),
            "touch_point" => signal.touch_point.as_ref(),
            "stage" => signal.stage.as_ref(),
            "channel" => signal.channel.as_ref(),
            "unit" => signal.unit.as_ref(),
            "employee" => signal.employee.as_ref(),
            "verbatim" => signal.verbatim.as_ref(),
            "at" => return Cell::Time(signal.at),
            name => {
                if Layout::topic_of(name).is_some() {
                    return self.plan.topic(name, signal.verbatim.as_deref());
                }
                return Cell::from(match name.strip_prefix("customer.") {
                    Some(attribute) => signal
                        .attributes
                        .get(attribute)
                        .or_else(|| self.book.attribute(attribute, self.key)),
                    None => signal.fields.get(name),
                });
            }
        };
        part.map_or(Cell::Absent, |text| Cell::Text(text))
    }
}
