//! Flat rows through a mapping, as one text.

use super::text;
use crate::document::Read;
use crate::document::{ProgramError, read_written};
use crate::error::{Code, Error};
use crate::mapping::{Cell, Mapping};
use crate::named::Named;
use crate::signal::Input;
use crate::value::Value;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A table of cells; `null` and the empty text stand for nothing.
#[derive(Deserialize, Read)]
#[serde(deny_unknown_fields)]
struct Table {
    headers: Vec<String>,
    rows: Vec<Vec<Option<Value>>>,
    /// How many rows of the same source came in tables before this one.
    #[serde(default)]
    rows_before: u64,
}

/// What came of a table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Mapped {
    /// The inputs of the rows, in order.
    pub inputs: Vec<Input>,
    /// The rows that were refused.
    pub refused: Vec<RefusedRow>,
    /// How many rows each note of the mapping holds for.
    pub notes: Named<u64>,
}

/// A row that was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RefusedRow {
    /// Its number, from 1.
    pub row: u64,
    /// Why; the path names row and column.
    pub error: Error,
}

/// Maps a table, `{headers, rows, rows_before?}`, to `{inputs, refused, notes}`.
///
/// # Errors
/// A text that is no table, a column of the mapping that is not among the headers.
pub fn map_table(mapping: &Mapping, table: &str) -> Result<String, ProgramError> {
    let table: Table = read_written(table).map_err(ProgramError::from)?;
    let bound = mapping.bind(&table.headers)?.after(table.rows_before);
    let mut mapped = Mapped {
        inputs: Vec::new(),
        refused: Vec::new(),
        notes: mapping.notes().map(|name| (name.to_owned(), 0)).collect(),
    };
    for (row, cells) in (1..).zip(&table.rows) {
        let brought = if cells.len() == table.headers.len() {
            bound.row(row, &|place| cells.get(place)?.as_ref().map(cell))
        } else {
            let message = format!(
                "{} cells under {} headers",
                cells.len(),
                table.headers.len()
            );
            Err(Error::new(Code::Malformed, message).at(format!("row {row}")))
        };
        match brought {
            Ok(brought) => {
                mapped.inputs.extend(brought.inputs);
                for note in brought.notes {
                    *mapped.notes.or_default(&note) += 1;
                }
            }
            Err(error) => mapped.refused.push(RefusedRow { row, error }),
        }
    }
    text(&mapped).map_err(ProgramError::from)
}

fn cell(value: &Value) -> Cell<'_> {
    match value {
        Value::Text(text) => Cell::Text(Cow::Borrowed(text)),
        other => Cell::Value(other.clone()),
    }
}
