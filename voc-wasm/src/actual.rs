//! Actual journeys: instances, and how they depart from the plan.

use crate::journey::EventLog;
use crate::program::Program;
use crate::thrown;
use voc_core::engine::columns::JourneyRun;
use voc_core::journey::{self, By};
use voc_core::signal::Input;
use voc_core::{Time, json};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// The instances of a journey, and the signals that belong to none.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Journey(pub(crate) JourneyRun, pub(crate) Vec<String>);

#[wasm_bindgen]
impl Journey {
    /// The columns that the program does not declare.
    pub fn ignored(&self) -> Result<String, JsValue> {
        json::text(&self.1).map_err(thrown)
    }

    /// How many signals belong to instances.
    #[wasm_bindgen(getter)]
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "exact below 2^53")]
    pub fn assigned(&self) -> f64 {
        self.0.actual.assigned() as f64
    }

    /// What a picture of the deviations shows.
    pub fn deviations(&self) -> Result<String, JsValue> {
        json::deviations(&self.0.actual).map_err(thrown)
    }

    /// What the map of the paths shows.
    pub fn path_map(&self, at_least: f64) -> Result<String, JsValue> {
        json::journey_paths(&self.0.actual, at_least).map_err(thrown)
    }

    /// Each instance.
    pub fn instances(&self) -> Result<String, JsValue> {
        json::text(&self.0.actual.instances().collect::<Vec<_>>()).map_err(thrown)
    }

    /// How many signals belong to none, by reason.
    pub fn unassigned(&self) -> Result<String, JsValue> {
        json::text(&self.0.actual.unassigned()).map_err(thrown)
    }

    /// What was refused.
    pub fn refused(&self) -> Result<String, JsValue> {
        json::text(&self.0.refused).map_err(thrown)
    }

    /// The steps as an event log.
    #[must_use]
    pub fn log(&self) -> EventLog {
        EventLog(self.0.actual.log())
    }

    /// The same, with the answers to a metric's question or of a field as scores.
    pub fn scored(&self, of: &str) -> Result<EventLog, JsValue> {
        self.0.actual.scored(of).map(EventLog).map_err(thrown)
    }

    /// Where the experience falls along the path.
    pub fn experience(&self, of: &str, confidence: Option<f64>) -> Result<String, JsValue> {
        let rows = self.0.actual.experience(of, confidence);
        json::text(&rows.map_err(thrown)?).map_err(thrown)
    }

    /// Deviations, moments of truth and fitness, the first by segment or channel where said.
    pub fn conformance(&self, by: Option<String>) -> Result<String, JsValue> {
        let by = by.map(|by| By::named(&by)).transpose().map_err(thrown)?;
        json::text(&self.0.actual.conformance(by).map_err(thrown)?).map_err(thrown)
    }

    /// The fitness of each instance.
    pub fn fits(&self) -> Result<String, JsValue> {
        json::text(&self.0.actual.fitness().collect::<Vec<_>>()).map_err(thrown)
    }
}

/// The signals of a journey, one after another.
#[wasm_bindgen]
#[derive(Debug)]
pub struct JourneyBook(journey::Book);

#[wasm_bindgen]
impl JourneyBook {
    /// An empty book.
    #[wasm_bindgen(constructor)]
    pub fn new(program: &Program, journey: &str) -> Result<JourneyBook, JsValue> {
        let journey = journey::Journey::of(&program.0, journey).map_err(thrown)?;
        Ok(Self(journey::Book::new(journey)))
    }

    /// Takes an input.
    pub fn take(&mut self, input: &str) -> Result<(), JsValue> {
        let input = Input::from_json(input).map_err(thrown)?;
        self.0.take(&input).map_err(thrown)
    }

    /// Lets time go on.
    pub fn advance(&mut self, until: &str) -> Result<(), JsValue> {
        let until = Time::parse(until).map_err(|error| thrown(error.at("until")))?;
        self.0.pass(until);
        Ok(())
    }

    /// Where a signal belongs.
    pub fn placement(&self, signal: &str) -> Result<String, JsValue> {
        json::text(&self.0.placement(signal)).map_err(thrown)
    }

    /// The instances of a customer.
    pub fn instances_of(&self, customer: &str) -> Result<String, JsValue> {
        json::text(&self.0.instances_of(customer)).map_err(thrown)
    }

    /// Everything as it stands.
    #[must_use]
    pub fn journey(&self) -> Journey {
        let run = JourneyRun {
            actual: self.0.actual(),
            refused: Vec::new(),
        };
        Journey(run, Vec::new())
    }
}
