//! What was refused: every row and input with its reason, counted and written down.

use crate::failure::Failure;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use voc_core::Refusal;

/// How many refusals are told in the report and on the terminal.
const EXAMPLES_MAX: usize = 20;

/// The refusals of a run, written as they come.
pub(crate) struct RefusedLog {
    path: PathBuf,
    writer: BufWriter<File>,
    pub(crate) by_code: BTreeMap<String, u64>,
    pub(crate) examples: Vec<String>,
}

/// Where a refused thing stood.
pub(crate) struct Origin<'o> {
    pub(crate) file: &'o Path,
    pub(crate) row: u64,
    /// The input's id, where the row became one.
    pub(crate) input: Option<&'o str>,
}

/// A line of `refused.ndjson`.
#[derive(Serialize)]
struct Line<'l> {
    file: String,
    row: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    input: Option<&'l str>,
    /// The column of the row, or the key of the input.
    #[serde(skip_serializing_if = "Option::is_none")]
    field: Option<&'l str>,
    code: &'static str,
    message: &'l str,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<&'l str>,
}

impl RefusedLog {
    pub(crate) fn new(path: PathBuf) -> Result<Self, Failure> {
        let file = File::create(&path).map_err(|error| Failure::io(&path, &error))?;
        Ok(Self {
            path,
            writer: BufWriter::new(file),
            by_code: BTreeMap::new(),
            examples: Vec::new(),
        })
    }

    pub(crate) fn add(&mut self, origin: &Origin<'_>, refusal: &Refusal) -> Result<(), Failure> {
        *self
            .by_code
            .entry(refusal.code.name().to_owned())
            .or_default() += 1;
        let field = field(refusal.path.as_deref());
        if self.examples.len() < EXAMPLES_MAX {
            let place = field.map_or_else(String::new, |field| format!(", {field}"));
            let hint = refusal
                .hint
                .as_ref()
                .map_or_else(String::new, |hint| format!(" ({hint})"));
            self.examples.push(format!(
                "{}, row {}{place}: {}{hint}",
                origin.file.display(),
                origin.row,
                refusal.message
            ));
        }
        let line = Line {
            file: origin.file.display().to_string(),
            row: origin.row,
            input: origin.input,
            field,
            code: refusal.code.name(),
            message: &refusal.message,
            hint: refusal.hint.as_deref(),
        };
        crate::output::write_line(&mut self.writer, &line)
            .map_err(|error| Failure::io(&self.path, &error))
    }

    pub(crate) fn finish(&mut self) -> Result<(), Failure> {
        self.writer
            .flush()
            .map_err(|error| Failure::io(&self.path, &error))
    }
}

/// The column of `row 17, column "Date received"`, or the key as it stands.
fn field(path: Option<&str>) -> Option<&str> {
    let path = path?;
    let Some(rest) = path.strip_prefix("row ") else {
        return Some(path);
    };
    let place = rest.split_once(", ")?.1;
    let column = place
        .strip_prefix("column \"")
        .and_then(|column| column.strip_suffix('"'));
    Some(column.unwrap_or(place))
}

#[cfg(test)]
mod tests {
    use super::field;

    #[test]
    fn a_field_is_a_column_or_a_key() {
        assert_eq!(
            field(Some("row 17, column \"Date, received\"")),
            Some("Date, received")
        );
        assert_eq!(
            field(Some("row 17, value `answered`")),
            Some("value `answered`")
        );
        assert_eq!(field(Some("row 17")), None);
        assert_eq!(field(Some("signal.fields.ltr")), Some("signal.fields.ltr"));
        assert_eq!(field(None), None);
    }
}
