//! A host of the engine that knows nothing but JSON text.

use serde_json::{Value, json};
use voc_core::{Engine, Error, Program, json};

/// An engine, and what it has said so far.
#[derive(Debug)]
pub struct Host {
    program: Program,
    /// The engine.
    pub engine: Engine,
    /// What came of the inputs.
    pub outcome: Outcome,
}

/// What came of a log.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Every event, in order.
    pub events: Vec<Value>,
    /// Every refusal, in order.
    pub refused: Vec<Value>,
}

impl Host {
    /// A new engine for a program.
    ///
    /// # Errors
    /// The diagnostics of a program that cannot be read.
    pub fn new(program: &str) -> Result<Self, Value> {
        match json::program(program) {
            Ok(program) => Ok(Self {
                engine: Engine::new(program.clone()),
                program,
                outcome: Outcome::default(),
            }),
            Err(error) => Err(serde_json::to_value(error.diagnostics).unwrap_or_default()),
        }
    }

    /// Gives the engine one input.
    ///
    /// # Errors
    /// Events that are no JSON.
    pub fn give(&mut self, input: &Value) -> Result<(), String> {
        match json::handle(&mut self.engine, &input.to_string()) {
            Ok(events) => self.outcome.events.extend(list(&events)?),
            Err(error) => self.outcome.refused.push(refusal(input, &error)),
        }
        Ok(())
    }

    /// An alert of an event in words.
    ///
    /// # Errors
    /// What is no alert.
    pub fn words(&self, alert: &Value) -> Result<String, String> {
        let words = json::explain_alert(&self.program, &alert.to_string());
        words.map_err(|error| error.to_string())
    }

    /// Goes on with an engine restored from a snapshot of this one.
    ///
    /// # Errors
    /// A snapshot that cannot be taken, or restored.
    pub fn restart(&mut self) -> Result<(), String> {
        let snapshot = self.engine.snapshot().map_err(|error| error.to_string())?;
        self.engine =
            Engine::restore(self.program.clone(), &snapshot).map_err(|error| error.to_string())?;
        Ok(())
    }
}

pub(crate) fn list(text: &str) -> Result<Vec<Value>, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

fn refusal(input: &Value, error: &Error) -> Value {
    json!({
        "id": input.get("id"),
        "code": error.code,
        "message": error.message,
        "path": error.path,
        "hint": error.hint,
        "diagnostics": error.diagnostics,
    })
}
