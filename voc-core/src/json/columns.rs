//! A table whose columns a host hands over as arrays.

use super::{batch::OnlyId, instant};
use crate::document::read_written;
use crate::engine::columns::{Beside, FrameRun, run_frame};
use crate::error::{Code, Error};
use crate::named::Named;
use crate::program::Program;
use crate::signal::{Cell, CellReader, Frame, FrameOptions, Input, Series, Table};
use crate::time::Time;
use crate::zone::Zone;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::borrow::Cow;

/// What the ids of rows without one begin with.
const SOURCE: &str = "signals";

/// Columns by name, each an entry for each row. Bits stand in bytes, the lowest of the first is the
/// first row's; without `valid` every row has a value.
#[derive(Debug, Default)]
pub struct Columns {
    names: Vec<String>,
    stored: Vec<Column>,
    rows: usize,
}

#[derive(Debug)]
enum Column {
    /// Codes, the texts one after another, and where each ends.
    Text(Vec<u32>, String, Vec<usize>),
    Int(Vec<i64>, Option<Vec<u64>>),
    Number(Vec<f64>, Option<Vec<u64>>),
    Bool(Vec<u64>, Option<Vec<u64>>),
    Time(Vec<i64>, Option<Vec<u64>>),
}

/// What a table is run with.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Options<'o> {
    /// Inputs beside the rows.
    #[serde(default, borrow)]
    inputs: Vec<&'o RawValue>,
    #[serde(default)]
    until: Option<String>,
    /// Our name of a column → the table's.
    #[serde(default)]
    columns: Named<String>,
    #[serde(default)]
    time_zone: Option<String>,
}

impl Columns {
    /// Texts: a code for each row, `u32::MAX` where there is none, and `number` texts in UTF-8, each
    /// ended by the character U+0000.
    ///
    /// # Errors
    /// A text that holds U+0000 or is no UTF-8, another number of rows than the columns before.
    pub fn texts(
        &mut self,
        name: String,
        codes: Vec<u32>,
        texts: Vec<u8>,
        number: usize,
    ) -> Result<(), Error> {
        let texts = String::from_utf8(texts)
            .map_err(|error| Error::new(Code::Malformed, error.to_string()).at(&*name))?;
        let ends = texts.bytes().enumerate().filter(|(_, byte)| *byte == 0);
        let ends: Vec<usize> = ends.map(|(end, _)| end).collect();
        if ends.len() != number {
            let message = "a text holds the character U+0000";
            return Err(Error::new(Code::OutOfRange, message).at(name));
        }
        self.add(name, codes.len(), Column::Text(codes, texts, ends))
    }

    /// Doubles; what is not a number is absent.
    ///
    /// # Errors
    /// Another number of rows than the columns before.
    pub fn numbers(
        &mut self,
        name: String,
        values: Vec<f64>,
        valid: Option<Vec<u8>>,
    ) -> Result<(), Error> {
        let valid = valid_bits(&name, values.len(), valid)?;
        self.add(name, values.len(), Column::Number(values, valid))
    }

    /// Whole numbers.
    ///
    /// # Errors
    /// Another number of rows than the columns before.
    pub fn ints(
        &mut self,
        name: String,
        values: Vec<i64>,
        valid: Option<Vec<u8>>,
    ) -> Result<(), Error> {
        let valid = valid_bits(&name, values.len(), valid)?;
        self.add(name, values.len(), Column::Int(values, valid))
    }

    /// Instants, in microseconds since 1970.
    ///
    /// # Errors
    /// Another number of rows than the columns before.
    pub fn times(
        &mut self,
        name: String,
        values: Vec<i64>,
        valid: Option<Vec<u8>>,
    ) -> Result<(), Error> {
        let valid = valid_bits(&name, values.len(), valid)?;
        self.add(name, values.len(), Column::Time(values, valid))
    }

    /// Yes or no, as bits for so many rows.
    ///
    /// # Errors
    /// Another number of rows than the columns before, or of bits.
    pub fn bools(
        &mut self,
        name: String,
        rows: usize,
        bits: &[u8],
        valid: Option<Vec<u8>>,
    ) -> Result<(), Error> {
        let valid = valid_bits(&name, rows, valid)?;
        let bits = words(&name, rows, bits)?;
        self.add(name, rows, Column::Bool(bits, valid))
    }

    fn add(&mut self, name: String, rows: usize, column: Column) -> Result<(), Error> {
        if !self.stored.is_empty() && rows != self.rows {
            let message = format!("it has {rows} rows, and those before have {}", self.rows);
            return Err(Error::new(Code::OutOfRange, message).at(name));
        }
        self.rows = rows;
        self.names.push(name);
        self.stored.push(column);
        Ok(())
    }

    /// Runs a program over them; with the columns that it does not declare. `options` is a JSON object:
    /// `inputs` beside the rows, `until`, `columns` (our name to yours), `time_zone`. What cannot be read
    /// is refused, under its id or its place.
    ///
    /// # Errors
    /// Columns that cannot be bound, options that cannot be read.
    pub fn run(self, program: &Program, options: &str) -> Result<(FrameRun, Vec<String>), Error> {
        let (frame, beside) = self.bind(program, options)?;
        let ignored = frame.ignored().to_vec();
        Ok((run_frame(program, frame, Box::new(self), beside), ignored))
    }

    fn bind(&self, program: &Program, options: &str) -> Result<(Frame, Beside), Error> {
        let options: Options<'_> = serde_json::from_str(options)
            .map_err(|error| Error::new(Code::Malformed, error.to_string()))?;
        let zone = |name: String| {
            Zone::named(&name).ok_or_else(|| {
                let error = Error::new(Code::Unknown, format!("unknown time zone `{name}`"));
                error.at("time_zone")
            })
        };
        let frame = FrameOptions {
            columns: options.columns,
            time_zone: options.time_zone.map(zone).transpose()?,
            source: SOURCE.to_owned(),
        };
        let frame = Frame::bind(program.spec(), &self.names, frame)?;
        let mut beside = Beside {
            until: instant(options.until.as_deref()).map_err(|error| error.at("until"))?,
            ..Beside::default()
        };
        for (index, source) in options.inputs.iter().enumerate() {
            match Input::from_json(source.get()) {
                Ok(input) => beside.inputs.push(input),
                Err(error) => {
                    let id = read_written::<OnlyId>(source.get()).ok();
                    let id = id.and_then(|found| found.id);
                    let id = id.unwrap_or_else(|| format!("inputs#{:07}", index + 1));
                    beside.unread.push((id, error));
                }
            }
        }
        Ok((frame, beside))
    }

    /// The instances of a journey that they show; with the columns that the program does not declare.
    /// `options` are those of [`Columns::run`].
    ///
    /// # Errors
    /// Those of [`Columns::run`], and a journey that the program does not declare.
    #[cfg(not(small))]
    pub fn journey(
        self,
        program: &Program,
        id: &str,
        options: &str,
    ) -> Result<(crate::engine::columns::JourneyRun, Vec<String>), Error> {
        let (frame, beside) = self.bind(program, options)?;
        let ignored = frame.ignored().to_vec();
        let table = Box::new(self);
        let run = crate::engine::columns::journey_of_frame(program, id, frame, table, beside)?;
        Ok((run, ignored))
    }

    /// What every customer said and did, as they show, and the columns that are ignored.
    ///
    /// # Errors
    /// Those of [`Columns::run`].
    #[cfg(not(small))]
    pub fn histories(
        self,
        program: &Program,
        options: &str,
    ) -> Result<(crate::insight::histories::Histories, Vec<String>), Error> {
        let (frame, beside) = self.bind(program, options)?;
        let ignored = frame.ignored().to_vec();
        let table = Box::new(self);
        let found = crate::engine::columns::histories_of_frame(program, frame, table, beside);
        Ok((found, ignored))
    }

    /// Reads an event log out of them; `of` is a JSON object that says which column is what.
    ///
    /// # Errors
    /// A column that is not there, a cell that cannot be read, an object that cannot.
    #[cfg(not(small))]
    pub fn event_log(self, of: &str) -> Result<crate::journey::EventLog, Error> {
        let of = crate::journey::LogTable::from_json(of)?;
        crate::journey::EventLog::of_table(&self.names, &self, &of)
    }
}

fn valid_bits(name: &str, rows: usize, valid: Option<Vec<u8>>) -> Result<Option<Vec<u64>>, Error> {
    valid.map(|bits| words(name, rows, &bits)).transpose()
}

/// The text of a code.
fn text<'t>(texts: &'t str, ends: &[usize], code: usize) -> Option<&'t str> {
    let end = *ends.get(code)?;
    let before = code.checked_sub(1).and_then(|before| ends.get(before));
    texts.get(before.map_or(0, |before| before + 1)..end)
}

/// Bytes of bits as words.
fn words(name: &str, rows: usize, bits: &[u8]) -> Result<Vec<u64>, Error> {
    if bits.len() < rows.div_ceil(8) {
        let message = format!(
            "it has bits for {} rows, and there are {rows}",
            8 * bits.len()
        );
        return Err(Error::new(Code::OutOfRange, message).at(name));
    }
    let word = |bytes: &[u8]| {
        let bytes = bytes.iter().rev();
        bytes.fold(0, |word, byte| word << 8 | u64::from(*byte))
    };
    Ok(bits.chunks(8).take(rows.div_ceil(64)).map(word).collect())
}

fn bit(bits: &[u64], row: usize) -> bool {
    bits.get(row / 64)
        .is_some_and(|word| word >> (row % 64) & 1 == 1)
}

impl Table for Columns {
    fn len(&self) -> usize {
        self.rows
    }

    fn reader(&self, column: usize) -> CellReader<'_> {
        let has = |valid: &Option<Vec<u64>>, row| valid.as_ref().is_none_or(|bits| bit(bits, row));
        let column = self.stored.get(column);
        let cell = move |row: usize| {
            Some(match column? {
                Column::Text(codes, texts, ends) => {
                    let text = text(texts, ends, *codes.get(row)? as usize)?;
                    Cell::Text(Cow::Borrowed(text))
                }
                Column::Int(values, valid) if has(valid, row) => Cell::Int(*values.get(row)?),
                Column::Number(values, valid) if has(valid, row) => Cell::Number(*values.get(row)?),
                Column::Bool(bits, valid) if has(valid, row) => Cell::Bool(bit(bits, row)),
                Column::Time(values, valid) if has(valid, row) => {
                    let micros = *values.get(row)?;
                    // Outside the years 1 to 9999: the refusal shows the raw number.
                    let raw = || Cell::Text(Cow::Owned(micros.to_string()));
                    Time::from_micros(micros).map_or_else(raw, Cell::Time)
                }
                _ => return None,
            })
        };
        Box::new(move |row| cell(row).unwrap_or(Cell::Absent))
    }

    fn series(&self, column: usize) -> Series<'_> {
        match self.stored.get(column) {
            Some(Column::Text(codes, texts, ends)) => Series::Text {
                codes,
                texts: (0..ends.len())
                    .map(|code| text(texts, ends, code).unwrap_or_default())
                    .collect(),
            },
            Some(Column::Int(values, valid)) => Series::Int {
                values,
                valid: valid.as_deref(),
            },
            Some(Column::Number(values, valid)) => Series::Number {
                values,
                valid: valid.as_deref(),
            },
            Some(Column::Bool(bits, valid)) => Series::Bool {
                bits,
                valid: valid.as_deref(),
            },
            Some(Column::Time(values, valid)) => Series::Time {
                values,
                valid: valid.as_deref(),
            },
            None => Series::Cells,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Columns;
    use crate::program::Program;

    const DAY: i64 = 86_400_000_000;

    fn program() -> Program {
        let text = r#"{"voc": 1, "name": "p", "fields": {"ltr": "int", "again": "bool"},
            "rules": {"low": {"when": "ltr <= 6 && again"}}}"#;
        Program::parse(text).unwrap()
    }

    #[test]
    fn arrays_are_run_as_columns() {
        let mut columns = Columns::default();
        let times = vec![DAY, 2 * DAY, 3 * DAY];
        columns.times("at".into(), times, None).unwrap();
        columns
            .texts("kind".into(), vec![0; 3], b"response\0".to_vec(), 1)
            .unwrap();
        let customers = vec![0, u32::MAX, 0];
        columns
            .texts("who".into(), customers, b"c-1\0".to_vec(), 1)
            .unwrap();
        columns
            .numbers("ltr".into(), vec![3.0, 4.0, 5.5], None)
            .unwrap();
        columns
            .bools("again".into(), 3, &[0b111], Some(vec![0b101]))
            .unwrap();
        columns.ints("noise".into(), vec![1, 2, 3], None).unwrap();
        let options = r#"{"columns": {"customer": "who"}, "until": "1970-02-01T00:00:00Z",
            "inputs": [{"id": "t", "tick": {"at": "1970-01-02T00:00:00Z"}}, {"id": "bad"}]}"#;
        let (run, ignored) = columns.run(&program(), options).unwrap();
        assert_eq!(ignored, ["noise"]);
        assert!(run.found().is_some());
        let alerts = run.alerts();
        assert_eq!(alerts.len(), 1);
        assert_eq!(alerts[0].signals, ["signals#0000001"]);
        assert_eq!(alerts[0].customer.as_deref(), Some("c-1"));
        let refused: Vec<String> = run.refused().into_iter().map(|one| one.id).collect();
        assert_eq!(refused, ["signals#0000003", "bad"]);
        assert_eq!(run.counts().signals, 2);
        assert_eq!(run.counts(), *run.engine().counts());
    }

    #[test]
    fn what_does_not_fit_is_named() {
        let mut columns = Columns::default();
        columns.numbers("a".into(), vec![0.0; 9], None).unwrap();
        let short = columns.ints("b".into(), vec![0; 8], None).unwrap_err();
        assert_eq!(short.path.as_deref(), Some("b"));
        let bits = columns.bools("c".into(), 9, &[0], None).unwrap_err();
        assert_eq!(bits.message, "it has bits for 8 rows, and there are 9");
        let texts = columns
            .texts("d".into(), vec![0; 9], b"a\0b\0".to_vec(), 1)
            .unwrap_err();
        assert_eq!(texts.path.as_deref(), Some("d"));
        let missing = columns.run(&program(), "{}").err().unwrap();
        assert_eq!(missing.path.as_deref(), Some("at"));
    }
}
