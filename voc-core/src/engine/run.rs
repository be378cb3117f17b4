//! A whole batch at once, in the order in which it happened.

use super::{Engine, Event};
use crate::document::Read;
use crate::error::{Error, Refusal};
use crate::ordered::sorted_by;
use crate::program::Program;
use crate::signal::{Body, Input, Tick};
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// What came of a batch.
#[derive(Debug, Clone)]
pub struct Run {
    /// The engine after the last input.
    pub engine: Engine,
    /// Everything that happened, in order.
    pub events: Vec<Event>,
    /// The inputs that were refused.
    pub refused: Vec<Refused>,
}

/// A refused input.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Refused {
    /// Its id.
    pub id: String,
    /// Why.
    pub error: Error,
}

/// The id of the tick that ends a run.
pub const END: &str = "voc:end";

/// Runs a program over a batch of inputs: sorted by (`received`, `id`), those without any instant
/// before all others. An input without `received` was received when it happened (`at`), and is never
/// late. Time goes on to `until`, or to the last input.
pub fn run(program: &Program, inputs: Vec<Input>, until: Option<Time>) -> Run {
    let inputs = sorted_by(inputs, &|one, two| {
        (one.arrival(), &one.id, one.revision).cmp(&(two.arrival(), &two.id, two.revision))
    });
    let mut run = Run {
        engine: Engine::new(program.clone()),
        events: Vec::new(),
        refused: Vec::new(),
    };
    for mut input in inputs {
        if until.is_some_and(|until| input.at().is_some_and(|at| at > until)) {
            continue;
        }
        input.received = input.arrival();
        run.take(input);
    }
    run.end(until);
    run
}

impl Run {
    /// Takes one input, and keeps what came of it.
    pub fn take(&mut self, input: Input) {
        let id = input.id.clone();
        match self.engine.handle(input) {
            Ok(events) => self.events.extend(events),
            Err(error) => self.refused.push(Refused { id, error }),
        }
    }

    /// Counts and keeps an input that could not even be read.
    pub fn refuse(&mut self, id: String, error: Refusal) {
        self.engine.refuse(&error);
        self.refused.push(Refused { id, error });
    }

    /// Lets time go on to an instant, or to the last input's.
    pub(super) fn end(&mut self, until: Option<Time>) {
        if let Some(at) = until.or(self.engine.now()) {
            self.take(Input::new(END, Body::Tick(Tick { at })));
        }
    }
}
