//! What every customer said and did, from the beginning, in order.
//!
//! An engine retains only what may still change. What is asked of months, such as who renewed after which
//! answer, is asked of all signals: they are gathered here, as they stand after corrections, with what was
//! known of their customers as of each.

mod answer;
mod gather;
mod group;

pub(crate) use answer::{Answer, Answers};
pub(crate) use group::{GroupBy, stage_of};

use crate::condition::Facts;
use crate::engine::Refused;
use crate::error::{Code, Error};
use crate::ordered::Few;
use crate::program::Program;
use crate::rule::SignalFacts;
use crate::signal::{Packed, Signal};
use crate::text::Text;
use crate::time::Time;
use crate::value::Value;

/// All signals that stand, by customer and in order, packed.
#[derive(Debug, Clone)]
pub struct Histories {
    program: Program,
    customers: Vec<(Option<Text>, Vec<Entry>)>,
    now: Option<Time>,
    refused: Vec<Refused>,
}

/// A signal, or what was said of its customer.
#[derive(Debug, Clone)]
struct Entry {
    at: Time,
    id: Text,
    what: What,
}

#[derive(Debug, Clone)]
enum What {
    Signal(Packed),
    Stated(Few<String, Value>),
}

/// One signal as it is read: whose it is, and what conditions see of it.
pub(crate) struct Moment<'m> {
    /// A number for each customer, from 0; absent where nobody is known.
    pub(crate) customer: Option<usize>,
    pub(crate) id: &'m str,
    pub(crate) signal: &'m Signal,
    pub(crate) facts: &'m dyn Facts,
}

impl Histories {
    /// The program.
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// The latest instant that was heard of: `until`, or that of the last input.
    pub fn now(&self) -> Option<Time> {
        self.now
    }

    /// How many customers have a signal.
    pub fn customers(&self) -> usize {
        self.customers
            .iter()
            .filter(|(name, _)| name.is_some())
            .count()
    }

    /// How many signals stand.
    pub fn signals(&self) -> usize {
        let entries = self.customers.iter().flat_map(|(_, entries)| entries);
        entries
            .filter(|entry| matches!(entry.what, What::Signal(_)))
            .count()
    }

    /// The inputs that were refused.
    pub fn refused(&self) -> &[Refused] {
        &self.refused
    }

    /// Reads all signals, customer by customer and in order; those of nobody last.
    pub(crate) fn read(&self, visit: &mut dyn FnMut(&Moment<'_>)) {
        for (number, (name, entries)) in self.customers.iter().enumerate() {
            let customer = name.as_ref().map(|_| number);
            let mut known: Few<String, Value> = Few::new();
            for entry in entries {
                let signal = match &entry.what {
                    What::Signal(packed) => packed.unpack(),
                    What::Stated(attributes) => {
                        state(&mut known, attributes);
                        continue;
                    }
                };
                if customer.is_some() {
                    state(&mut known, &signal.attributes);
                }
                // Nobody's signal knows what it says itself.
                let attributes = if customer.is_some() {
                    &known
                } else {
                    &signal.attributes
                };
                let facts = SignalFacts {
                    program: &self.program,
                    signal: &signal,
                    attributes,
                };
                visit(&Moment {
                    customer,
                    id: entry.id.as_str(),
                    signal: &signal,
                    facts: &facts,
                });
            }
        }
    }

    /// The latest instant, for what cannot be asked without one.
    ///
    /// # Errors
    /// Where no input told any.
    pub(crate) fn until(&self) -> Result<Time, Error> {
        self.now.ok_or_else(|| {
            Error::new(Code::Missing, "no signal tells the time").hint("say `until`")
        })
    }
}

fn state(known: &mut Few<String, Value>, stated: &Few<String, Value>) {
    for (name, value) in stated {
        known.insert(name.clone(), value.clone());
    }
}

#[cfg(test)]
mod tests;
