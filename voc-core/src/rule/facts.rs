//! One signal, and what is known of its customer as of it, as conditions see them.

use crate::condition::{Facts, Truth};
use crate::ordered::Few;
use crate::program::Program;
use crate::signal::Signal;
use crate::value::Value;
use std::borrow::Cow;

/// What conditions see of a signal.
#[derive(Debug, Clone, Copy)]
pub struct SignalFacts<'f> {
    /// The program, for its segments.
    pub program: &'f Program,
    /// The signal.
    pub signal: &'f Signal,
    /// What is known of its customer as of it.
    pub attributes: &'f Few<String, Value>,
}

impl Facts for SignalFacts<'_> {
    fn value(&self, name: &str) -> Option<Cow<'_, Value>> {
        let signal = self.signal;
        let part = match name {
            "kind" => Some(&signal.kind),
            "respondent" => signal.respondent.as_ref(),
            "respondent_role" => signal.respondent_role.as_ref(),
            "touch_point" => signal.touch_point.as_ref(),
            "stage" => signal.stage.as_ref(),
            "channel" => signal.channel.as_ref(),
            "unit" => signal.unit.as_ref(),
            "employee" => signal.employee.as_ref(),
            "verbatim" => signal.verbatim.as_ref(),
            _ => {
                let found = match name.strip_prefix("customer.") {
                    Some(attribute) => self.attributes.get(attribute),
                    None => signal.fields.get(name),
                };
                return found.map(Cow::Borrowed);
            }
        };
        part.map(|text| Cow::Owned(Value::Text(text.clone())))
    }

    fn topic(&self, name: &str) -> Truth {
        match self.program.touches(name, self.signal.verbatim.as_deref()) {
            Some(true) => Truth::Yes,
            Some(false) => Truth::No,
            None => Truth::absent("verbatim"),
        }
    }

    fn segment(&self, name: &str) -> Truth {
        self.program.segment(name, self)
    }
}
