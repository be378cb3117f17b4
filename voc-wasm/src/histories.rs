//! What every customer said and did, and statistics of groups, rates and times.

use crate::engine::Engine;
use crate::program::Program;
use crate::statistic::split;
use crate::thrown;
use voc_core::insight::histories;
use voc_core::json;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// All signals that stand, by customer.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Histories(pub(crate) histories::Histories, pub(crate) Vec<String>);

#[wasm_bindgen]
impl Histories {
    /// Of inputs, as JSON.
    pub fn of(
        program: &Program,
        inputs: &str,
        until: Option<String>,
    ) -> Result<Histories, JsValue> {
        let found = json::histories(&program.0, inputs, until.as_deref());
        found.map(|it| Self(it, Vec::new())).map_err(thrown)
    }

    /// The columns that the program does not declare.
    pub fn ignored(&self) -> Result<String, JsValue> {
        json::text(&self.1).map_err(thrown)
    }

    /// How many there are, up to when, and what was refused.
    pub fn about(&self) -> Result<String, JsValue> {
        json::histories_about(&self.0).map_err(thrown)
    }

    /// What is asked of signals alone.
    pub fn answer(&self, ask: &str) -> Result<String, JsValue> {
        json::histories_answer(&self.0, None, ask).map_err(thrown)
    }

    /// What is asked of signals and of the cases of an engine that heard them.
    pub fn answer_with(&self, engine: &Engine, ask: &str) -> Result<String, JsValue> {
        json::histories_answer(&self.0, Some(&mut engine.0.cases()), ask).map_err(thrown)
    }
}

/// A study of columns, as `statistic` takes them; `ask` is JSON.
#[wasm_bindgen]
pub fn study(ask: &str, numbers: &[f64], lengths: &[u32]) -> Result<String, JsValue> {
    json::study(ask, &split(numbers, lengths)?).map_err(thrown)
}
