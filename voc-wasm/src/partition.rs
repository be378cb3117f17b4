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
