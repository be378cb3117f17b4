//! CSV, with one bad row costing one row.
//!
//! A record whose quotes do not add up, or that has the wrong number of fields, is given up at its
//! first line, and reading goes on with the next line: a quote without its partner cannot swallow the
//! rows behind it. That is why lines are fed to the parser one by one.

use super::lines::{Line, Lines};
use super::{Content, Row, Source};
use crate::failure::Failure;
use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use std::collections::VecDeque;
use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use voc_core::Refusal;
use voc_core::error::{Code, Error};

/// The longest record, in bytes.
const RECORD_MAX: usize = 1 << 20;

pub(super) struct Csv {
    path: PathBuf,
    lines: Lines<BufReader<File>>,
    /// Lines that are read again, after a record was given up.
    again: VecDeque<Line>,
    parser: Reader,
    delimiter: u8,
    record: Record,
    headers: Vec<String>,
    rows: u64,
}

/// The fields of a record, as bytes.
#[derive(Default)]
struct Record {
    bytes: Vec<u8>,
    length: usize,
    ends: Vec<usize>,
    fields: usize,
}

/// What became of a record.
enum Reading {
    End,
    Whole { lines: Vec<Line> },
    Bad(Error),
}

impl Csv {
    pub(super) fn new(path: &Path, file: File, delimiter: u8) -> Result<Self, Failure> {
        let mut csv = Self {
            path: path.to_owned(),
            lines: Lines::new(BufReader::with_capacity(1 << 16, file), RECORD_MAX),
            again: VecDeque::new(),
            parser: ReaderBuilder::new().delimiter(delimiter).build(),
            delimiter,
            record: Record::default(),
            headers: Vec::new(),
            rows: 0,
        };
        match csv.read()? {
            Reading::End => Err(Failure::data(path, "the file is empty")),
            Reading::Bad(error) => Err(Failure::data(path, format!("its header: {error}"))),
            Reading::Whole { .. } => {
                let text = csv
                    .record
                    .text()
                    .ok_or_else(|| Failure::data(path, "its header is not UTF-8"))?;
                let content = Content::Fields {
                    text,
                    ends: csv.record.ends(),
                };
                csv.headers = (0..csv.record.fields)
                    .filter_map(|place| match content.cell(place)? {
                        voc_core::mapping::Cell::Text(text) => {
                            Some(text.trim_start_matches('\u{feff}').trim().to_owned())
                        }
                        voc_core::mapping::Cell::Value(_) => None,
                    })
                    .collect();
                Ok(csv)
            }
        }
    }

    fn next_line(&mut self) -> Result<Option<Line>, Failure> {
        if let Some(line) = self.again.pop_front() {
            return Ok(Some(line));
        }
        self.lines
            .next()
            .map_err(|error| Failure::io(&self.path, &error))
    }

    /// Reads one record, over as many lines as its quotes span.
    fn read(&mut self) -> Result<Reading, Failure> {
        let first = loop {
            match self.next_line()? {
                None => return Ok(Reading::End),
                Some(line) if line.is_blank() => {}
                Some(line) => break line,
            }
        };
        if first.is_cut {
            let message = format!("line {} is longer than {RECORD_MAX} bytes", first.number);
            return Ok(Reading::Bad(Error::new(Code::Limit, message)));
        }
        let started = first.number;
        self.parser.reset();
        self.record.clear();
        let mut length = first.bytes.len();
        let mut is_whole = self.record.feed(&mut self.parser, &first.bytes);
        let mut lines = vec![first];
        while !is_whole {
            let next = if length <= RECORD_MAX {
                self.next_line()?
            } else {
                None
            };
            let Some(line) = next else {
                self.give_up(lines);
                let message = format!("a quote opened in line {started} is never closed");
                return Ok(Reading::Bad(Error::new(Code::Malformed, message)));
            };
            length += line.bytes.len();
            is_whole = self.record.feed(&mut self.parser, &line.bytes);
            lines.push(line);
        }
        if lines.len() > 1 && !quotes_add_up(&lines, self.delimiter) {
            self.give_up(lines);
            let message =
                format!("a quote opened in line {started} is closed inside another field");
            return Ok(Reading::Bad(Error::new(Code::Malformed, message)));
        }
        Ok(Reading::Whole { lines })
    }

    /// Reads all lines again but the first.
    fn give_up(&mut self, lines: Vec<Line>) {
        for line in lines.into_iter().skip(1).rev() {
            self.again.push_front(line);
        }
    }

    fn check_fields(&mut self, lines: Vec<Line>) -> Result<(), Refusal> {
        if self.record.fields == self.headers.len() {
            return Ok(());
        }
        let line = lines.first().map_or(0, |line| line.number);
        self.give_up(lines);
        let message = format!(
            "line {line} has {} fields, the header has {}",
            self.record.fields,
            self.headers.len()
        );
        Err(Error::new(Code::Malformed, message))
    }

    /// The refusal of a record that is not UTF-8, with its first such column.
    fn not_utf8(&self, row: u64) -> Refusal {
        let bad = (0..self.record.fields)
            .find(|place| std::str::from_utf8(self.record.field(*place)).is_err())
            .and_then(|place| self.headers.get(place));
        let column = bad.map_or_else(String::new, |header| format!(", column \"{header}\""));
        Error::new(Code::Malformed, "the text is not UTF-8").at(format!("row {row}{column}"))
    }
}

/// Whether every quoted field ends at a delimiter or a line's end. Where one does not, its quote
/// probably belongs to a later row: the parser alone would take both rows for one.
fn quotes_add_up(lines: &[Line], delimiter: u8) -> bool {
    enum At {
        Start,
        Plain,
        Quoted,
        Quote,
    }
    let mut at = At::Start;
    for byte in lines.iter().flat_map(|line| &line.bytes) {
        let is_end = *byte == delimiter || matches!(byte, b'\r' | b'\n');
        at = match (at, byte) {
            (At::Quoted, b'"') => At::Quote,
            (At::Start | At::Quote, b'"') | (At::Quoted, _) => At::Quoted,
            (At::Quote, _) if !is_end => return false,
            (_, _) if is_end => At::Start,
            (_, _) => At::Plain,
        };
    }
    true
}

impl Source for Csv {
    fn headers(&self) -> Option<&[String]> {
        Some(&self.headers)
    }

    fn next_row(&mut self) -> Result<Option<Row<'_>>, Failure> {
        let reading = self.read()?;
        let checked = match reading {
            Reading::End => return Ok(None),
            Reading::Bad(error) => Err(error),
            Reading::Whole { lines } => self.check_fields(lines),
        };
        self.rows += 1;
        let number = self.rows;
        let content = match checked {
            Err(error) => Err(error.at(format!("row {number}"))),
            Ok(()) => match self.record.text() {
                Some(text) => Ok(Content::Fields {
                    text,
                    ends: self.record.ends(),
                }),
                None => Err(self.not_utf8(number)),
            },
        };
        Ok(Some(Row { number, content }))
    }

    fn bytes_read(&self) -> u64 {
        self.lines.bytes_read()
    }
}

impl Record {
    fn clear(&mut self) {
        self.length = 0;
        self.fields = 0;
    }

    /// Takes a line; whether the record ends with it.
    fn feed(&mut self, parser: &mut Reader, line: &[u8]) -> bool {
        let mut rest = line;
        // A last line without its end still ends the record.
        let mut tail: &[u8] = if line.ends_with(b"\n") { b"" } else { b"\n" };
        loop {
            if rest.is_empty() {
                if tail.is_empty() {
                    return false;
                }
                rest = std::mem::take(&mut tail);
            }
            if self.bytes.len() < self.length + rest.len() + 1 {
                self.bytes.resize(self.length + rest.len() + 1, 0);
            }
            if self.ends.len() <= self.fields {
                self.ends.resize(self.fields * 2 + 16, 0);
            }
            let output = self.bytes.get_mut(self.length..).unwrap_or_default();
            let ends = self.ends.get_mut(self.fields..).unwrap_or_default();
            let (result, read, written, ended) = parser.read_record(rest, output, ends);
            rest = rest.get(read..).unwrap_or_default();
            self.length += written;
            self.fields += ended;
            match result {
                ReadRecordResult::Record | ReadRecordResult::End => return true,
                ReadRecordResult::InputEmpty
                | ReadRecordResult::OutputFull
                | ReadRecordResult::OutputEndsFull => {}
            }
        }
    }

    fn ends(&self) -> &[usize] {
        self.ends.get(..self.fields).unwrap_or_default()
    }

    /// The text of all fields, where every one is UTF-8.
    fn text(&self) -> Option<&str> {
        let text = std::str::from_utf8(self.bytes.get(..self.length)?).ok()?;
        // Two broken halves could make a whole character across a field's end.
        self.ends()
            .iter()
            .all(|end| text.is_char_boundary(*end))
            .then_some(text)
    }

    fn field(&self, place: usize) -> &[u8] {
        let start = place
            .checked_sub(1)
            .and_then(|before| self.ends.get(before))
            .copied()
            .unwrap_or(0);
        let end = self.ends.get(place).copied().unwrap_or(start);
        self.bytes.get(start..end).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    /// The rows of a text: their fields joined by `|`, or what is wrong with them.
    fn rows(text: &[u8]) -> Vec<String> {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(text).unwrap();
        let mut csv = Csv::new(file.path(), file.reopen().unwrap(), b',').unwrap();
        let mut rows = Vec::new();
        while let Some(row) = csv.next_row().unwrap() {
            rows.push(match row.content {
                Err(error) => error.to_string(),
                Ok(content) => {
                    let cells = (0..).map_while(|place| content.cell(place));
                    let texts = cells.map(|cell| match cell {
                        voc_core::mapping::Cell::Text(text) => text.into_owned(),
                        voc_core::mapping::Cell::Value(value) => value.to_string(),
                    });
                    texts.collect::<Vec<_>>().join("|")
                }
            });
        }
        rows
    }

    #[test]
    fn quotes_line_ends_and_blank_lines() {
        let text = "\u{feff}a,b\r\n1,\"x, \"\"y\"\"\nz\"\r\n\r\n5\" screen,4\n,\n\"last\",é";
        assert_eq!(
            rows(text.as_bytes()),
            ["1|x, \"y\"\nz", "5\" screen|4", "|", "last|é"]
        );
    }

    #[test]
    fn a_bad_row_costs_one_row() {
        assert_eq!(
            rows(b"a,b\n1,2\n3\n4,5\n"),
            ["1|2", "row 2: line 3 has 1 fields, the header has 2", "4|5"]
        );
        assert_eq!(
            rows(b"a,b\n1,2\n3,\"open\n4,5\n6,7\n"),
            [
                "1|2",
                "row 2: a quote opened in line 3 is never closed",
                "4|5",
                "6|7"
            ]
        );
        // A later quote seems to close it; the fields then do not add up.
        assert_eq!(
            rows(b"a,b\n1,2\n3,\"open\n4,5\n6,\"7, 8\"\n9,0\n"),
            [
                "1|2",
                "row 2: a quote opened in line 3 is closed inside another field",
                "4|5",
                "6|7, 8",
                "9|0"
            ]
        );
        // Taken together the two rows would have the right number of fields.
        assert_eq!(
            rows(b"a,b\n1,2\n3,\"open\n4,\"five\"\n6,\"\"\"7\"\"\n8\"\n"),
            [
                "1|2",
                "row 2: a quote opened in line 3 is closed inside another field",
                "4|five",
                "6|\"7\"\n8"
            ]
        );
        assert_eq!(
            rows(b"a,b\n1,\xff\n2,3\n"),
            ["row 1, column \"b\": the text is not UTF-8", "2|3"]
        );
        assert_eq!(
            rows(b"a,b\n\xc3,\xa9\n2,3\n"),
            ["row 1, column \"a\": the text is not UTF-8", "2|3"]
        );
    }

    #[test]
    fn a_line_without_end_is_cut_and_refused() {
        let mut text = b"a,b\n1,2\n".to_vec();
        text.extend(std::iter::repeat_n(b'x', 3 * RECORD_MAX));
        text.extend(b"\n3,4\n");
        let found = rows(&text);
        assert_eq!((found[0].as_str(), found[2].as_str()), ("1|2", "3|4"));
        assert!(found[1].contains("longer than"), "{}", found[1]);
    }

    #[test]
    fn an_open_quote_before_many_rows_is_given_up_at_the_limit() {
        let mut text = b"a,b\n1,\"open\n".to_vec();
        let count = 3 * RECORD_MAX / 8;
        for _ in 0..count {
            text.extend(b"123,456\n");
        }
        let found = rows(&text);
        assert_eq!(found.len(), count + 1);
        assert_eq!(found.iter().filter(|row| *row != "123|456").count(), 1);
    }
}
