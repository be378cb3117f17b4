//! Who was asked, who answered, and whether the score can be trusted: JSON in, JSON out.

use crate::program::Program;
use crate::thrown;
use voc_core::json;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// The funnel, the mix of respondents, signs of gaming.
#[wasm_bindgen]
pub fn surveyed(ask: &str) -> Result<String, JsValue> {
    json::surveyed(ask).map_err(thrown)
}

/// The occasions that inputs tell of.
#[wasm_bindgen]
pub fn occasions(program: &Program, inputs: &str, query: &str) -> Result<String, JsValue> {
    json::occasions(&program.0, inputs, query).map_err(thrown)
}

/// What each metric is used for.
#[wasm_bindgen]
pub fn uses(program: &Program, gaming: &str, people: Option<String>) -> Result<String, JsValue> {
    json::uses(&program.0, gaming, people.as_deref()).map_err(thrown)
}
