//! One improvement by itself, for hosts that keep improvements in tables of their own.

use crate::program::Program;
use crate::thrown;
use voc_core::json::StandaloneImprovement;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// An improvement.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Improvement(StandaloneImprovement);

#[wasm_bindgen]
impl Improvement {
    /// Proposes an improvement.
    pub fn open(program: &Program, opening: &str) -> Result<Improvement, JsValue> {
        let one = StandaloneImprovement::open(&program.0, opening);
        one.map(Self).map_err(thrown)
    }

    /// Loads an improvement as `json` wrote it.
    pub fn load(state: &str) -> Result<Improvement, JsValue> {
        StandaloneImprovement::load(state).map(Self).map_err(thrown)
    }

    /// The whole improvement, with its history.
    pub fn json(&self) -> Result<String, JsValue> {
        self.0.json().map_err(thrown)
    }

    /// What may be done about it now, and why not the rest.
    pub fn allowed(&self) -> Result<String, JsValue> {
        self.0.allowed().map_err(thrown)
    }

    /// Decides and applies a command, perhaps on a case; gives the new events.
    pub fn handle(&mut self, command: &str, case: Option<String>) -> Result<String, JsValue> {
        self.0.handle(command, case.as_deref()).map_err(thrown)
    }
}
