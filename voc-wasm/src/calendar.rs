//! Holidays of iCalendar texts.

use crate::thrown;
use voc_core::json;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// The days of an iCalendar text, from one up to another.
#[wasm_bindgen]
pub fn holidays(ical: &str, from: &str, to: &str) -> Result<String, JsValue> {
    json::holidays(ical, from, to).map_err(thrown)
}
