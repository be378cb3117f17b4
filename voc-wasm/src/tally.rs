//! One metric of JavaScript's typed arrays, by groups.

use crate::thrown;
use voc_core::metric::table::{Answers, Codes, Columns, Dimension, Values};
use voc_core::{Error, json};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// Columns to be tallied: answers, what they are grouped by, and their weights.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Tally {
    answers: Stored,
    by: Vec<(String, Coded, Vec<String>)>,
    weights: Option<Vec<f64>>,
}

#[derive(Debug)]
enum Stored {
    I8(Vec<i8>),
    U8(Vec<u8>),
    I16(Vec<i16>),
    U16(Vec<u16>),
    I32(Vec<i32>),
    F64(Vec<f64>),
}

#[derive(Debug)]
enum Coded {
    U8(Vec<u8>),
    U16(Vec<u16>),
    U32(Vec<u32>),
}

#[wasm_bindgen]
impl Tally {
    /// Of doubles, `NaN` where there is no answer.
    #[must_use]
    pub fn of_numbers(answers: Vec<f64>) -> Tally {
        Self::of(Stored::F64(answers))
    }

    /// Of an `Int8Array`.
    #[must_use]
    pub fn of_i8(answers: Vec<i8>) -> Tally {
        Self::of(Stored::I8(answers))
    }

    /// Of an `Uint8Array`.
    #[must_use]
    pub fn of_u8(answers: Vec<u8>) -> Tally {
        Self::of(Stored::U8(answers))
    }

    /// Of an `Int16Array`.
    #[must_use]
    pub fn of_i16(answers: Vec<i16>) -> Tally {
        Self::of(Stored::I16(answers))
    }

    /// Of an `Uint16Array`.
    #[must_use]
    pub fn of_u16(answers: Vec<u16>) -> Tally {
        Self::of(Stored::U16(answers))
    }

    /// Of an `Int32Array`.
    #[must_use]
    pub fn of_i32(answers: Vec<i32>) -> Tally {
        Self::of(Stored::I32(answers))
    }

    fn of(answers: Stored) -> Self {
        Self {
            answers,
            by: Vec::new(),
            weights: None,
        }
    }

    /// Grouped by codes of 8 bits and their texts.
    pub fn by_u8(&mut self, name: String, codes: Vec<u8>, texts: Vec<String>) {
        self.by.push((name, Coded::U8(codes), texts));
    }

    /// Of 16 bits.
    pub fn by_u16(&mut self, name: String, codes: Vec<u16>, texts: Vec<String>) {
        self.by.push((name, Coded::U16(codes), texts));
    }

    /// Of 32 bits.
    pub fn by_u32(&mut self, name: String, codes: Vec<u32>, texts: Vec<String>) {
        self.by.push((name, Coded::U32(codes), texts));
    }

    /// How much each answer counts.
    pub fn weigh(&mut self, weights: Vec<f64>) {
        self.weights = Some(weights);
    }

    /// The rows, as JSON; `ask` is JSON.
    pub fn rows(&self, ask: &str) -> Result<String, JsValue> {
        self.asked(|columns| json::text(&json::tally_rows(ask, columns)?))
    }

    /// The tallies, written; `ask` is JSON.
    pub fn tallies(&self, ask: &str) -> Result<String, JsValue> {
        self.asked(|columns| json::write_tallies(&json::tallies(ask, columns)?))
    }

    fn asked(
        &self,
        ask: impl FnOnce(Columns<'_>) -> Result<String, Error>,
    ) -> Result<String, JsValue> {
        let by = self.by.iter();
        let by: Vec<_> = by
            .map(|(name, codes, texts)| dimension(name, codes, texts))
            .collect();
        let columns = Columns {
            answers: self.answers.column(),
            by: &by,
            weights: self.weights.as_deref(),
        };
        ask(columns).map_err(thrown)
    }
}

fn dimension<'t>(name: &'t str, codes: &'t Coded, texts: &'t [String]) -> Dimension<'t> {
    Dimension {
        name,
        codes: match codes {
            Coded::U8(codes) => Codes::U8(codes),
            Coded::U16(codes) => Codes::U16(codes),
            Coded::U32(codes) => Codes::U32(codes),
        },
        texts: texts.iter().map(String::as_str).collect(),
    }
}

impl Stored {
    fn column(&self) -> Answers<'_> {
        let values = match self {
            Self::I8(values) => Values::I8(values),
            Self::U8(values) => Values::U8(values),
            Self::I16(values) => Values::I16(values),
            Self::U16(values) => Values::U16(values),
            Self::I32(values) => Values::I32(values),
            Self::F64(values) => Values::F64(values),
        };
        Answers {
            values,
            valid: None,
        }
    }
}

/// Which groups and totals are withheld, as JSON; `ask` is JSON.
#[wasm_bindgen]
pub fn withhold(ask: &str) -> Result<String, JsValue> {
    json::withhold(ask).map_err(thrown)
}

/// Written tallies, as they are written again.
#[wasm_bindgen]
pub fn read_tallies(written: &str) -> Result<String, JsValue> {
    let read = json::read_tallies(written);
    read.and_then(|read| json::write_tallies(&read))
        .map_err(thrown)
}

/// Written tallies with the answers of others.
#[wasm_bindgen]
pub fn merge_tallies(one: &str, other: &str) -> Result<String, JsValue> {
    json::merge_tallies(one, other).map_err(thrown)
}

/// Written tallies without the answers of others.
#[wasm_bindgen]
pub fn retract_tallies(one: &str, other: &str) -> Result<String, JsValue> {
    json::retract_tallies(one, other).map_err(thrown)
}

/// The rows of a metric of written tallies, as JSON; `ask` is JSON.
#[wasm_bindgen]
pub fn rows_of_tallies(written: &str, ask: &str) -> Result<String, JsValue> {
    let rows = json::read_tallies(written).and_then(|read| json::rows_of_tallies(&read, ask));
    rows.and_then(|rows| json::text(&rows)).map_err(thrown)
}
