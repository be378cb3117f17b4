//! Rows of files, one at a time, whatever the size of the file.

mod csv;
mod lines;
mod ndjson;
#[cfg(feature = "parquet")]
mod parquet;

use crate::failure::Failure;
use std::borrow::Cow;
use std::fs::File;
use std::path::Path;
use voc_core::mapping::Cell;
use voc_core::{Refusal, Value};

/// A file of rows.
pub(crate) trait Source {
    /// The headers of the file; absent where each row brings its own keys.
    fn headers(&self) -> Option<&[String]>;
    /// The next row, or none at the end.
    fn next_row(&mut self) -> Result<Option<Row<'_>>, Failure>;
    /// How many bytes of the file have been read.
    fn bytes_read(&self) -> u64;
}

/// A row: its number, from 1, and what it holds, or why it cannot be read.
pub(crate) struct Row<'s> {
    pub(crate) number: u64,
    pub(crate) content: Result<Content<'s>, Refusal>,
}

/// What a row holds.
pub(crate) enum Content<'s> {
    /// Texts by place: the text of all fields, and where each one ends.
    Fields { text: &'s str, ends: &'s [usize] },
    /// A JSON text.
    Json(&'s str),
    /// Values by place.
    #[cfg(feature = "parquet")]
    Values(&'s [Option<Cell<'static>>]),
}

impl<'s> Content<'s> {
    /// What stands under the header of a number.
    pub(crate) fn cell(&self, place: usize) -> Option<Cell<'s>> {
        match self {
            Self::Fields { text, ends } => {
                let start = place
                    .checked_sub(1)
                    .map_or(Some(0), |before| ends.get(before).copied())?;
                text.get(start..*ends.get(place)?).map(Cell::from)
            }
            #[cfg(feature = "parquet")]
            Self::Values(values) => values.get(place)?.clone(),
            Self::Json(_) => None,
        }
    }
}

/// A cell of a JSON value; `null` stands for nothing, a list or object for its text.
pub(crate) fn json_cell(value: &serde_json::Value) -> Option<Cell<'_>> {
    Some(match value {
        serde_json::Value::Null => return None,
        serde_json::Value::Bool(value) => Cell::Value(Value::Bool(*value)),
        serde_json::Value::String(text) => Cell::from(text.as_str()),
        // Numbers and nested values go by their text, which the column's type reads.
        other => Cell::Text(Cow::Owned(other.to_string())),
    })
}

/// Opens a file by what its name ends in.
pub(crate) fn open(path: &Path) -> Result<Box<dyn Source>, Failure> {
    let file = File::open(path).map_err(|error| Failure::data(path, error))?;
    let size = file
        .metadata()
        .map_err(|error| Failure::data(path, error))?
        .len();
    if size == 0 {
        return Err(Failure::data(path, "the file is empty"));
    }
    let ending = path
        .extension()
        .and_then(|ending| ending.to_str())
        .unwrap_or_default();
    match ending.to_ascii_lowercase().as_str() {
        "csv" => Ok(Box::new(csv::Csv::new(path, file, b',')?)),
        "tsv" => Ok(Box::new(csv::Csv::new(path, file, b'\t')?)),
        "ndjson" | "jsonl" => Ok(Box::new(ndjson::Ndjson::new(path, file))),
        #[cfg(feature = "parquet")]
        "parquet" => Ok(Box::new(parquet::Parquet::new(path, file, size)?)),
        _ => Err(Failure::data(
            path,
            "its name ends in none of csv, tsv, ndjson, jsonl, parquet",
        )),
    }
}
