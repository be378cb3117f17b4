//! One signal, and what is known of its customer as of it, as conditions see them.

use crate::condition::{Facts, Truth};
use crate::ordered::Few;
use crate::program::Program;
use crate::signal::Signal;
use crate::value::Value;
use std::borrow::Cow;

/// What is known of a customer.
pub trait Attributes {
    /// The value of an attribute.
    fn attribute(&self, name: &str) -> Option<Cow<'_, Value>>;
}

impl Attributes for Few<String, Value> {
    fn attribute(&self, name: &str) -> Option<Cow<'_, Value>> {
        self.get(name).map(Cow::Borrowed)
    }
}

/// What conditions see of a signal.
#[derive(Clone, Copy)]
pub struct SignalFacts<'f> {
    /// The program, for its segments.
    pub program: &'f Program,
    /// The signal.
    pub signal: &'f Signal,
    /// What is known of its customer as of it.
    pub attributes: &'f dyn Attributes,
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
                return match name.strip_prefix("customer.") {
                    Some(attribute) => self.attributes.attribute(attribute),
                    None => signal.fields.get(name).map(Cow::Borrowed),
                };
            }
        };
        part.map(|text| Cow::Owned(Value::Text(text.clone())))
    }

    fn segment(&self, name: &str) -> Truth {
        self.program.segment(name, self)
    }

    fn topic(&self, name: &str) -> Truth {
        let topics = self.program.topics();
        match (&self.signal.verbatim, topics.index(name)) {
            (None, _) => Truth::absent("verbatim"),
            (Some(text), Some(index)) => Truth::of(topics.find(text).contains(index)),
            (Some(_), None) => Truth::No,
        }
    }
}
