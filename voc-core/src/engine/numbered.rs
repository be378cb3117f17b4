//! Inputs of tests, which need not say their ids.

use serde_json::{Value as Json, json};

/// An input as text, by its number where it has no id.
pub(super) fn numbered(number: usize, mut input: Json) -> String {
    let map = input.as_object_mut().unwrap();
    map.entry("id").or_insert(json!(format!("i{number}")));
    input.to_string()
}
