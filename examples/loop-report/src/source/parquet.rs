//! Parquet, row by row.

use super::{Content, Row, Source};
use crate::failure::Failure;
use chrono::{DateTime, NaiveDate};
use parquet::basic::{LogicalType, TimeUnit};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use parquet::record::reader::RowIter;
use parquet::schema::types::Type;
use std::borrow::Cow;
use std::fs::File;
use std::path::{Path, PathBuf};
use voc_core::error::{Code, Error};
use voc_core::mapping::Cell;
use voc_core::{Time, Value};

pub(super) struct Parquet {
    path: PathBuf,
    headers: Vec<String>,
    stamps: Vec<Option<Stamp>>,
    rows: RowIter<'static>,
    cells: Vec<Option<Cell<'static>>>,
    number: u64,
    rows_total: u64,
    size: u64,
}

/// How a column of timestamps is written.
#[derive(Clone, Copy)]
struct Stamp {
    /// Nanoseconds to its unit; the reader turns the other units into typed fields itself.
    is_nanos: bool,
    /// Whether it is UTC, or local to a zone that the file does not name.
    is_utc: bool,
}

impl Parquet {
    pub(super) fn new(path: &Path, file: File, size: u64) -> Result<Self, Failure> {
        let bad = |error| {
            Failure::data(
                path,
                format!("not a Parquet file that can be read: {error}"),
            )
        };
        let reader = SerializedFileReader::new(file).map_err(bad)?;
        let meta = reader.metadata().file_metadata();
        let fields = meta.schema().get_fields();
        let headers = fields.iter().map(|field| field.name().to_owned()).collect();
        let stamps = fields.iter().map(|field| stamp(field)).collect();
        let rows_total = u64::try_from(meta.num_rows()).unwrap_or(0);
        let rows = RowIter::from_file_into(Box::new(reader));
        Ok(Self {
            path: path.to_owned(),
            headers,
            stamps,
            rows,
            cells: Vec::new(),
            number: 0,
            rows_total,
            size,
        })
    }
}

impl Source for Parquet {
    fn headers(&self) -> Option<&[String]> {
        Some(&self.headers)
    }

    fn next_row(&mut self) -> Result<Option<Row<'_>>, Failure> {
        let Some(row) = self.rows.next() else {
            return Ok(None);
        };
        // A page that cannot be read leaves no way to find the rows behind it.
        let row = row.map_err(|error| {
            Failure::data(
                &self.path,
                format!("unreadable after row {}: {error}", self.number),
            )
        })?;
        self.number += 1;
        self.cells.clear();
        let mut content = Ok(());
        for (place, (name, field)) in row.get_column_iter().enumerate() {
            let stamp = self.stamps.get(place).copied().flatten();
            match cell(field, stamp) {
                Ok(cell) => self.cells.push(cell),
                Err(error) => {
                    self.cells.push(None);
                    content = Err(error.at(format!("row {}, column \"{name}\"", self.number)));
                }
            }
        }
        let content = content.map(|()| Content::Values(&self.cells));
        Ok(Some(Row {
            number: self.number,
            content,
        }))
    }

    fn bytes_read(&self) -> u64 {
        // Pages are read out of sight: go by the rows.
        let share = u128::from(self.number) * u128::from(self.size);
        u64::try_from(share / u128::from(self.rows_total.max(1))).unwrap_or(self.size)
    }
}

fn stamp(field: &Type) -> Option<Stamp> {
    match field.get_basic_info().logical_type_ref() {
        Some(LogicalType::Timestamp(of)) => Some(Stamp {
            is_nanos: matches!(of.unit, TimeUnit::NANOS),
            is_utc: of.is_adjusted_to_u_t_c,
        }),
        _ => None,
    }
}

fn cell(field: &Field, stamp: Option<Stamp>) -> Result<Option<Cell<'static>>, Error> {
    let text = |text: String| Some(Cell::Text(Cow::Owned(text)));
    let int = |int: i64| Some(Cell::Value(Value::Int(int)));
    let number = |number: f64| {
        // A number that is none stands for nothing, as in most frames.
        (!number.is_nan()).then_some(Cell::Value(Value::Number(number)))
    };
    Ok(match field {
        Field::Null => None,
        Field::Bool(value) => Some(Cell::Value(Value::Bool(*value))),
        Field::Byte(value) => int(i64::from(*value)),
        Field::Short(value) => int(i64::from(*value)),
        Field::Int(value) => int(i64::from(*value)),
        Field::Long(nanos) if stamp.is_some_and(|stamp| stamp.is_nanos) => {
            return time(nanos.div_euclid(1000), stamp).map(Some);
        }
        Field::Long(value) => int(*value),
        Field::UByte(value) => int(i64::from(*value)),
        Field::UShort(value) => int(i64::from(*value)),
        Field::UInt(value) => int(i64::from(*value)),
        Field::ULong(value) => text(value.to_string()),
        Field::Float16(value) => number(f64::from(f32::from(*value))),
        Field::Float(value) => number(f64::from(*value)),
        Field::Double(value) => number(*value),
        Field::Str(value) => text(value.clone()),
        Field::TimestampMillis(millis) => {
            return time(millis.saturating_mul(1000), stamp).map(Some);
        }
        Field::TimestampMicros(micros) => return time(*micros, stamp).map(Some),
        Field::Date(days) => text(date(*days)),
        Field::Bytes(bytes) => match std::str::from_utf8(bytes.data()) {
            Ok(found) => text(found.to_owned()),
            Err(_) => return Err(Error::new(Code::Malformed, "the text is not UTF-8")),
        },
        other => text(other.to_string()),
    })
}

/// An instant; a local time goes as text, for the mapping to say its zone.
fn time(micros: i64, stamp: Option<Stamp>) -> Result<Cell<'static>, Error> {
    if stamp.is_some_and(|stamp| !stamp.is_utc)
        && let Some(local) = DateTime::from_timestamp_micros(micros)
    {
        let text = local
            .naive_utc()
            .format("%Y-%m-%dT%H:%M:%S%.6f")
            .to_string();
        return Ok(Cell::Text(Cow::Owned(text)));
    }
    Time::from_micros(micros)
        .map(|time| Cell::Value(Value::Time(time)))
        .ok_or_else(|| Error::new(Code::BadTime, "the time lies outside the years 1 to 9999"))
}

/// A day as ISO 8601 writes it.
fn date(days: i32) -> String {
    let seconds = i64::from(days) * 86_400;
    let date: Option<NaiveDate> = DateTime::from_timestamp(seconds, 0).map(|at| at.date_naive());
    date.map_or_else(|| days.to_string(), |date| date.to_string())
}
