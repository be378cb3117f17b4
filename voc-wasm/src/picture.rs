//! Pictures as SVG.

use crate::thrown;
use voc_core::json;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// A picture of a kind, as JSON, drawn on a canvas, as JSON.
#[wasm_bindgen]
pub fn picture(kind: &str, of: &str, canvas: &str) -> Result<String, JsValue> {
    json::picture(kind, of, canvas).map_err(thrown)
}
