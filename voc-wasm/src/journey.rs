//! Event logs, and what is read off them.

use crate::program::Program;
use crate::thrown;
use voc_core::journey::{self, DetailText};
use voc_core::json;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// Instances of a journey with their events in order.
#[wasm_bindgen]
pub struct EventLog(pub(crate) journey::EventLog);

#[wasm_bindgen]
impl EventLog {
    /// How many events.
    #[wasm_bindgen(getter)]
    #[must_use]
    pub fn events(&self) -> usize {
        self.0.events()
    }

    /// The rows in no instance.
    pub fn left_out(&self) -> Result<String, JsValue> {
        json::text(&self.0.left_out()).map_err(thrown)
    }

    /// Each instance and how long it took.
    pub fn instances(&self) -> Result<String, JsValue> {
        json::text(&self.0.duration_rows().collect::<Vec<_>>()).map_err(thrown)
    }

    /// How long the instances took.
    pub fn durations(&self) -> Result<String, JsValue> {
        json::text(&self.0.durations()).map_err(thrown)
    }

    /// The paths taken.
    pub fn variants(&self) -> Result<String, JsValue> {
        json::text(&self.0.variants()).map_err(thrown)
    }

    /// What follows what directly.
    pub fn transitions(&self) -> Result<String, JsValue> {
        json::text(&self.0.transitions()).map_err(thrown)
    }

    /// What the map of its paths shows.
    pub fn path_map(&self, paths: &str) -> Result<String, JsValue> {
        json::path_map(&self.0, paths).map_err(thrown)
    }

    /// What happened.
    pub fn activities(&self) -> Result<String, JsValue> {
        json::text(&self.0.activities().map_err(thrown)?).map_err(thrown)
    }

    /// What is asked of its paths.
    pub fn answer(&self, ask: &str) -> Result<String, JsValue> {
        json::log_answer(&self.0, ask).map_err(thrown)
    }

    /// The instances of which any event bears this name of a `unit`, `channel` or `segment`.
    pub fn only(&self, by: &str, name: &str) -> Result<EventLog, JsValue> {
        let by = DetailText::named(by).map_err(thrown)?;
        self.0.only(by, name).map(Self).map_err(thrown)
    }
}

/// What each touch point of a program needs, and what waits on it.
#[wasm_bindgen]
pub fn needs(program: &Program) -> Result<String, JsValue> {
    json::needs(&program.0).map_err(thrown)
}
