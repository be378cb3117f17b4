//! Mappings: columns of flat rows into inputs.

use crate::thrown_program;
use voc_core::json;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// A compiled mapping.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Mapping(voc_core::Mapping);

#[wasm_bindgen]
impl Mapping {
    /// From YAML or JSON text.
    pub fn parse(text: &str) -> Result<Mapping, JsValue> {
        voc_core::Mapping::parse(text)
            .map(Self)
            .map_err(thrown_program)
    }

    /// Maps a table to inputs, refused rows and notes.
    pub fn map(&self, table: &str) -> Result<String, JsValue> {
        json::map_table(&self.0, table).map_err(thrown_program)
    }
}
