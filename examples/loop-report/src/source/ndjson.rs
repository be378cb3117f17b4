//! NDJSON: one JSON value a line.

use super::lines::Lines;
use super::{Content, Row, Source};
use crate::failure::Failure;
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use voc_core::error::{Code, Error};

/// The longest line that is read.
const LINE_MAX: usize = 16 << 20;

pub(super) struct Ndjson {
    path: PathBuf,
    lines: Lines<BufReader<File>>,
    line: Vec<u8>,
    rows: u64,
}

impl Ndjson {
    pub(super) fn new(path: &Path, file: File) -> Self {
        Self {
            path: path.to_owned(),
            lines: Lines::new(BufReader::with_capacity(1 << 16, file), LINE_MAX),
            line: Vec::new(),
            rows: 0,
        }
    }
}

impl Source for Ndjson {
    fn headers(&self) -> Option<&[String]> {
        None
    }

    fn next_row(&mut self) -> Result<Option<Row<'_>>, Failure> {
        let line = loop {
            match self
                .lines
                .next()
                .map_err(|error| Failure::io(&self.path, &error))?
            {
                None => return Ok(None),
                Some(line) if line.is_blank() => {}
                Some(line) => break line,
            }
        };
        self.rows += 1;
        let refused = |code, message: String| Err(Error::new(code, message));
        self.line = line.bytes;
        let bytes = self
            .line
            .strip_prefix(b"\xef\xbb\xbf")
            .unwrap_or(&self.line);
        let content = if line.is_cut {
            refused(
                Code::Limit,
                format!("line {} is longer than {LINE_MAX} bytes", line.number),
            )
        } else {
            match std::str::from_utf8(bytes) {
                Ok(text) => Ok(Content::Json(text.trim())),
                Err(_) => refused(
                    Code::Malformed,
                    format!("line {} is not UTF-8", line.number),
                ),
            }
        };
        let content = content.map_err(|error| error.at(format!("row {}", self.rows)));
        Ok(Some(Row {
            number: self.rows,
            content,
        }))
    }

    fn bytes_read(&self) -> u64 {
        self.lines.bytes_read()
    }
}
