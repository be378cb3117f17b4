//! The cells of flat tables, and what becomes of them.

use crate::error::{Code, Error};
use crate::program::FieldType;
use crate::time::{Time, written};
use crate::value::{INT_MAX, Value};
use crate::zone::Zone;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use std::borrow::Cow;

/// One cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell<'a> {
    /// Nothing.
    Absent,
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A double; one that is not a number counts as absent.
    Number(f64),
    /// Text.
    Text(Cow<'a, str>),
    /// An instant.
    Time(Time),
    /// A time on a clock whose zone is not said.
    Local(NaiveDateTime),
    /// A day.
    Date(NaiveDate),
}

impl Cell<'_> {
    fn type_name(&self) -> &'static str {
        match self {
            Self::Absent => "nothing",
            Self::Bool(_) => "bool",
            Self::Int(_) => "int",
            Self::Number(_) => "number",
            Self::Text(_) => "text",
            Self::Time(_) | Self::Local(_) => "time",
            Self::Date(_) => "date",
        }
    }

    /// The cell as text, as a file of comma-separated values would hold it.
    pub fn to_text(&self) -> Cow<'_, str> {
        match self {
            Self::Absent => Cow::Borrowed(""),
            Self::Number(it) if it.is_nan() => Cow::Borrowed(""),
            Self::Text(it) => Cow::Borrowed(it),
            Self::Bool(it) => Cow::Owned(it.to_string()),
            Self::Int(it) => Cow::Owned(it.to_string()),
            Self::Number(it) => Cow::Owned(it.to_string()),
            Self::Time(it) => Cow::Owned(it.to_string()),
            Self::Local(it) => {
                let mut text = String::new();
                // Text takes whatever is written to it.
                let _ = written::write(*it, &mut text);
                Cow::Owned(text)
            }
            Self::Date(it) => Cow::Owned(it.to_string()),
        }
    }
}

/// Text; numbers and days are written out, because ids often come as numbers.
pub(crate) fn text(cell: Cell<'_>) -> Result<String, Error> {
    match cell {
        Cell::Text(text) => Ok(text.into_owned()),
        Cell::Bool(_) => Err(wrong(&cell, "text")),
        // Data frames turn whole numbers into doubles where some are missing.
        Cell::Number(number) => match whole(number) {
            Some(int) => Ok(int.to_string()),
            None => Ok(number.to_string()),
        },
        cell => Ok(cell.to_text().into_owned()),
    }
}

/// The value of a cell; the engine's intake brings it to the declared type, or refuses it.
pub(crate) fn value(cell: Cell<'_>, of: FieldType) -> Result<Value, Error> {
    Ok(match cell {
        Cell::Bool(it) => Value::Bool(it),
        cell if of == FieldType::Text => Value::Text(text(cell)?),
        Cell::Int(it) if (-INT_MAX..=INT_MAX).contains(&it) => Value::Int(it),
        Cell::Int(it) => {
            return Err(Error::new(
                Code::OutOfRange,
                format!("{it} is beyond ±2^53"),
            ));
        }
        Cell::Number(it) if it.is_finite() => Value::Number(it + 0.0),
        Cell::Number(_) => return Err(Error::new(Code::OutOfRange, "a number is never infinite")),
        Cell::Time(it) => Value::Time(it),
        cell => Value::Text(cell.to_text().into_owned()),
    })
}

/// The whole number that a double stands for.
fn whole(number: f64) -> Option<i64> {
    const BOUND: f64 = 9_007_199_254_740_992.0;
    #[expect(clippy::cast_possible_truncation, reason = "whole and within ±2^53")]
    (number.fract() == 0.0 && number.abs() <= BOUND).then_some(number as i64)
}

pub(crate) fn revision(cell: &Cell<'_>) -> Result<u32, Error> {
    let int = match cell {
        Cell::Int(int) => Some(*int),
        Cell::Number(number) => whole(*number),
        _ => None,
    };
    int.and_then(|int| u32::try_from(int).ok())
        .ok_or_else(|| wrong(cell, "a whole number from 0"))
}

/// An instant; local times and days need the zone, and a day is its beginning.
pub(crate) fn time(cell: &Cell<'_>, zone: Option<&Zone>) -> Result<Time, Error> {
    let (shown, local) = match cell {
        Cell::Time(time) => return Ok(*time),
        Cell::Local(local) => (local.to_string(), *local),
        Cell::Date(date) => (date.to_string(), date.and_time(NaiveTime::MIN)),
        Cell::Text(text) => match (Time::parse(text), written::local(text)) {
            (Ok(time), _) => return Ok(time),
            (Err(error), None) => return Err(error),
            (Err(_), Some(local)) => (text.to_string(), local),
        },
        cell => return Err(wrong(cell, "time")),
    };
    zone.map(|zone| zone.instant(local.date(), local.time()))
        .ok_or_else(|| {
            Error::new(Code::BadTime, format!("`{shown}` has no zone"))
                .hint("say which one: time_zone=\"Europe/London\"")
        })
}

fn wrong(cell: &Cell<'_>, wanted: &str) -> Error {
    let shown = cell.to_text();
    Error::new(
        Code::WrongType,
        format!("`{shown}` is {}, not {wanted}", cell.type_name()),
    )
}
