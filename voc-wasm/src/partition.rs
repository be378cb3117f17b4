//! Several engines, each with a part of the customers.

use crate::thrown;
use voc_core::{engine, json};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// The partition of a customer, from 0.
#[wasm_bindgen]
#[must_use]
pub fn partition_of(customer: &str, of: u32) -> u32 {
    engine::partition_of(customer, of)
}

/// The facts digest of several engines together, of a JSON list of their parts.
#[wasm_bindgen]
pub fn facts_digest(parts: &str) -> Result<String, JsValue> {
    json::facts_digest_of(parts).map_err(thrown)
}

/// What rules over metrics come to on the answers of several engines together, of a JSON list of their
/// parts.
#[wasm_bindgen]
#[expect(clippy::needless_pass_by_value, reason = "JavaScript hands over texts")]
pub fn judge_metrics(
    parts: &str,
    roster: Option<String>,
    after: Option<String>,
) -> Result<String, JsValue> {
    json::judge_metrics_of(parts, roster.as_deref(), after.as_deref()).map_err(thrown)
}
