//! Programs.

use crate::run::Run;
use crate::{thrown, thrown_program};
use voc_core::json;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// A compiled program.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Program(pub(crate) voc_core::Program);

#[wasm_bindgen]
impl Program {
    /// From YAML or JSON text.
    pub fn parse(text: &str) -> Result<Program, JsValue> {
        json::program(text).map(Self).map_err(thrown_program)
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> String {
        self.0.spec().name.clone()
    }

    /// 64 hex digits of what it says.
    #[must_use]
    pub fn digest(&self) -> String {
        self.0.digest().to_owned()
    }

    /// What is probably not meant, as a list of diagnostics.
    pub fn check(&self) -> Result<String, JsValue> {
        json::check(&self.0).map_err(thrown)
    }

    /// An alert in words.
    pub fn explain(&self, alert: &str) -> Result<String, JsValue> {
        json::explain_alert(&self.0, alert).map_err(thrown)
    }

    /// Runs it over a JSON list of inputs, or one input a line.
    pub fn run(&self, inputs: &str, until: Option<String>) -> Result<Run, JsValue> {
        let run = json::run(&self.0, inputs, until.as_deref());
        run.map(Run).map_err(thrown)
    }
}
