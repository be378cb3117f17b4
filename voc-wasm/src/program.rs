//! Programs.

use crate::run::Run;
use crate::{thrown, thrown_program};
use std::cell::OnceCell;
use voc_core::json;
use voc_core::rule::Matcher;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// A compiled program.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Program(pub(crate) voc_core::Program, OnceCell<Matcher>);

#[wasm_bindgen]
impl Program {
    /// From YAML or JSON text.
    pub fn parse(text: &str) -> Result<Program, JsValue> {
        let program = json::program(text).map_err(thrown_program)?;
        Ok(Self(program, OnceCell::new()))
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

    /// The ids of the rules that hold at the signal of an input, as a list.
    pub fn matching(&self, input: &str) -> Result<String, JsValue> {
        let matcher = self.1.get_or_init(|| Matcher::of(&self.0));
        json::matching(matcher, input).map_err(thrown)
    }

    /// Runs it over a JSON list of inputs, or one input a line.
    pub fn run(&self, inputs: &str, until: Option<String>) -> Result<Run, JsValue> {
        let run = json::run(&self.0, inputs, until.as_deref());
        run.map(Run).map_err(thrown)
    }

    /// The same with the record of it, for reports.
    #[cfg(feature = "data")]
    pub fn recorded(
        &self,
        inputs: &str,
        until: Option<String>,
    ) -> Result<crate::run::RecordedRun, JsValue> {
        let run = json::RecordedRun::of(&self.0, inputs, until.as_deref());
        run.map(crate::run::RecordedRun).map_err(thrown)
    }

    /// The instances of a journey that such inputs show.
    #[cfg(feature = "data")]
    pub fn journey(
        &self,
        journey: &str,
        inputs: &str,
        until: Option<String>,
    ) -> Result<crate::actual::Journey, JsValue> {
        let run = json::journey(&self.0, journey, inputs, until.as_deref());
        run.map(|run| crate::actual::Journey(run, Vec::new()))
            .map_err(thrown)
    }
}
