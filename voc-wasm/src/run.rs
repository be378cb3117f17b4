//! What came of a batch.

use crate::engine::Engine;
use crate::thrown;
use voc_core::json;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// What came of a batch.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Run(pub(crate) voc_core::Run);

#[wasm_bindgen]
impl Run {
    /// Everything that happened, in order.
    pub fn events(&self) -> Result<String, JsValue> {
        json::events(&self.0).map_err(thrown)
    }

    /// The inputs that were refused, each with its reason.
    pub fn refused(&self) -> Result<String, JsValue> {
        json::refused(&self.0).map_err(thrown)
    }

    /// The engine after the last input; the run is used up.
    #[must_use]
    pub fn into_engine(self) -> Engine {
        Engine(self.0.engine)
    }
}

/// A run with the record of it.
#[cfg(feature = "data")]
#[wasm_bindgen]
#[derive(Debug)]
pub struct RecordedRun(pub(crate) json::RecordedRun);

#[cfg(feature = "data")]
#[wasm_bindgen]
impl RecordedRun {
    /// A report, voices or goals; what is asked is JSON.
    pub fn report(&self, ask: &str) -> Result<String, JsValue> {
        self.0.report(ask).map_err(thrown)
    }

    /// Whether the loop works, with what only a run can tell.
    pub fn loop_health(&self) -> Result<String, JsValue> {
        self.0.loop_health().map_err(thrown)
    }
}
