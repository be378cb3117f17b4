//! Metrics of plain lists of answers.

use crate::thrown;
use voc_core::json::whole_numbers as read;
use voc_core::metric::{self, Estimate};
use voc_core::{Code, Error, json};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// Net Promoter Score of a JSON list of answers on a scale of 0 to 10.
#[wasm_bindgen]
pub fn nps(answers: &str, confidence: f64) -> Result<String, JsValue> {
    estimate(read(answers).and_then(|answers| metric::nps(&answers, confidence)))
}

/// CSAT of a JSON list of answers.
#[wasm_bindgen]
pub fn csat(
    answers: &str,
    low: i32,
    high: i32,
    top_box: u32,
    confidence: f64,
) -> Result<String, JsValue> {
    let scale = [i64::from(low), i64::from(high)];
    let answers = read(answers);
    estimate(answers.and_then(|answers| metric::csat(&answers, scale, top_box, confidence)))
}

/// A rate, of a JSON list of `[hits, n]`.
#[wasm_bindgen]
pub fn rate(hits_and_n: &str, confidence: f64) -> Result<String, JsValue> {
    let counts = read(hits_and_n).and_then(|counts| match counts[..] {
        [hits, n] => Ok((hits, n)),
        _ => Err(Error::new(Code::Malformed, "a rate takes hits and n")),
    });
    estimate(counts.and_then(|(hits, n)| metric::rate(hits, n, confidence)))
}

fn estimate(estimate: Result<Estimate, Error>) -> Result<String, JsValue> {
    estimate
        .and_then(|estimate| json::text(&estimate))
        .map_err(thrown)
}
