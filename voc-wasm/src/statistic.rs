//! Statistics of columns of numbers.

use crate::thrown;
use voc_core::{Code, Error, json};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// A statistic of columns, one behind the other in `numbers`, each as long as `lengths` says; `ask` is JSON.
#[wasm_bindgen]
pub fn statistic(ask: &str, numbers: &[f64], lengths: &[u32]) -> Result<String, JsValue> {
    json::statistic(ask, &split(numbers, lengths)?).map_err(thrown)
}

/// The columns.
pub(crate) fn split<'n>(numbers: &'n [f64], lengths: &[u32]) -> Result<Vec<&'n [f64]>, JsValue> {
    let mut rest = numbers;
    let mut columns = Vec::with_capacity(lengths.len());
    for length in lengths {
        let Some((column, after)) = rest.split_at_checked(*length as usize) else {
            let message = "there are fewer numbers than the columns are long";
            return Err(thrown(Error::new(Code::OutOfRange, message)));
        };
        columns.push(column);
        rest = after;
    }
    Ok(columns)
}

/// The places that a replicate draws of `n`, with return.
#[wasm_bindgen]
#[must_use]
pub fn places(seed: u64, replicate: u32, n: u32) -> Vec<u32> {
    json::places(seed, replicate, n)
}
