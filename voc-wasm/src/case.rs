//! One case by itself, for hosts that keep cases in tables of their own.

use crate::program::Program;
use crate::thrown;
use voc_core::json::StandaloneCase;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// A case, with the program that it follows.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Case(StandaloneCase);

#[wasm_bindgen]
impl Case {
    /// Opens a case.
    pub fn open(program: &Program, opening: &str) -> Result<Case, JsValue> {
        let case = StandaloneCase::open(&program.0, opening);
        case.map(Self).map_err(thrown)
    }

    /// Loads a case as `json` wrote it.
    pub fn load(program: &Program, case: &str) -> Result<Case, JsValue> {
        let case = StandaloneCase::load(&program.0, case);
        case.map(Self).map_err(thrown)
    }

    /// The whole case, with its history.
    pub fn json(&self) -> Result<String, JsValue> {
        self.0.json().map_err(thrown)
    }

    /// What a person of this role may do now, and why not the rest.
    pub fn allowed(&self, role: Option<String>) -> Result<String, JsValue> {
        self.0.allowed(role.as_deref()).map_err(thrown)
    }

    /// Decides and applies a command; gives the new events.
    pub fn handle(&mut self, command: &str) -> Result<String, JsValue> {
        self.0.handle(command).map_err(thrown)
    }

    /// Merges it, as a duplicate, into an older case; gives the new events of both.
    pub fn merge(&mut self, into: &mut Case, command: &str) -> Result<String, JsValue> {
        self.0.merge(&mut into.0, command).map_err(thrown)
    }

    /// The clocks at an instant.
    pub fn clocks(&self, at: &str) -> Result<String, JsValue> {
        self.0.clocks(at).map_err(thrown)
    }

    /// Where the clock of a target stands at an instant.
    pub fn verdict_at(&self, target: &str, at: &str) -> Result<String, JsValue> {
        self.0.verdict_at(target, at).map_err(thrown)
    }

    /// What there is to know about it, of what is known of its customer.
    #[cfg(feature = "data")]
    pub fn dossier(&self, known: &str) -> Result<String, JsValue> {
        self.0.dossier(known).map_err(thrown)
    }

    /// The promises as they stand at an instant.
    pub fn promises(&self, at: &str) -> Result<String, JsValue> {
        self.0.promises(at).map_err(thrown)
    }
}
