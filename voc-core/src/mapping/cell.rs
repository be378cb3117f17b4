//! Cells into values.

use super::Column;
use super::spec::ColumnType;
use crate::error::{Code, Error};
use crate::time::{Time, written};
use crate::value::{INT_MAX, Value};
use crate::zone::Zone;
use chrono::NaiveTime;
use chrono::format::{Item, Parsed, StrftimeItems, parse};
use std::borrow::Cow;

/// What stands in one cell of a row.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell<'r> {
    /// Text, as in CSV; the empty text stands for nothing.
    Text(Cow<'r, str>),
    /// A value of a file that has types.
    Value(Value),
}

impl<'r> From<&'r str> for Cell<'r> {
    fn from(text: &'r str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<Value> for Cell<'_> {
    fn from(value: Value) -> Self {
        Self::Value(value)
    }
}

/// How the times of a column are written.
#[derive(Debug, Clone, Default)]
pub(super) struct TimeForm {
    pub(super) format: Option<String>,
    pub(super) zone: Option<Zone>,
}

impl Column {
    /// The value of a cell; absent where it stands for nothing.
    pub(super) fn read(&self, of: ColumnType, cell: &Cell<'_>) -> Result<Option<Value>, Error> {
        let text = match cell {
            Cell::Text(text) => Cow::Borrowed(text.trim()),
            Cell::Value(Value::Text(text)) => Cow::Borrowed(text.trim()),
            Cell::Value(value) => Cow::Owned(value.to_string()),
        };
        if text.is_empty() || self.absent.iter().any(|absent| *absent == text) {
            return Ok(None);
        }
        if let Some(values) = &self.values {
            let found = values.get(text.as_ref()).cloned().ok_or_else(|| {
                Error::new(
                    Code::OutOfRange,
                    format!("`{text}` is not listed under `values`"),
                )
                .nearest(&text, values.keys().map(String::as_str))
            });
            return found.map(Some);
        }
        match (of, cell) {
            (ColumnType::Text, Cell::Text(whole)) => Ok(Value::Text(whole.clone().into_owned())),
            (ColumnType::Text, Cell::Value(Value::Text(whole))) => Ok(Value::Text(whole.clone())),
            (ColumnType::Text, _) => Ok(Value::Text(text.into_owned())),
            (ColumnType::Int, Cell::Value(Value::Number(number))) => whole(*number),
            (ColumnType::Int, _) => int(&text),
            (ColumnType::Number, _) => number(&text),
            (ColumnType::Bool, _) => bool(&text),
            (ColumnType::Time, Cell::Value(Value::Time(time))) => Ok(Value::Time(*time)),
            (ColumnType::Time, _) => self.time.read(&text).map(Value::Time),
        }
        .map(Some)
    }
}

fn wrong(text: &str, wanted: &str) -> Error {
    Error::new(
        Code::WrongType,
        format!("expected {wanted}, found `{text}`"),
    )
}

fn int(text: &str) -> Result<Value, Error> {
    let found: i64 = text.parse().map_err(|_| wrong(text, "a whole number"))?;
    if (-INT_MAX..=INT_MAX).contains(&found) {
        Ok(Value::Int(found))
    } else {
        Err(Error::new(
            Code::OutOfRange,
            format!("{found} is beyond ±2^53"),
        ))
    }
}

fn whole(number: f64) -> Result<Value, Error> {
    #[expect(clippy::cast_precision_loss, reason = "2^53 is exact")]
    let fits = number.fract() == 0.0 && number.abs() <= INT_MAX as f64;
    if fits {
        #[expect(clippy::cast_possible_truncation, reason = "whole, and within ±2^53")]
        let int = number as i64;
        Ok(Value::Int(int))
    } else {
        Err(wrong(&number.to_string(), "a whole number"))
    }
}

fn number(text: &str) -> Result<Value, Error> {
    let found: f64 = text.parse().map_err(|_| wrong(text, "a number"))?;
    if found.is_finite() {
        // −0 becomes 0: equal values have equal digests.
        Ok(Value::Number(found + 0.0))
    } else {
        Err(wrong(text, "a finite number"))
    }
}

fn bool(text: &str) -> Result<Value, Error> {
    if text.eq_ignore_ascii_case("true") {
        Ok(Value::Bool(true))
    } else if text.eq_ignore_ascii_case("false") {
        Ok(Value::Bool(false))
    } else {
        Err(wrong(text, "true or false").hint("list other words under `values`"))
    }
}

impl TimeForm {
    /// Whether a format can be read at all.
    pub(super) fn check_format(format: &str) -> Result<(), Error> {
        let mut any = false;
        for item in StrftimeItems::new(format) {
            match item {
                Item::Error => {
                    return Err(Error::new(
                        Code::Malformed,
                        format!("`{format}` is not a time format"),
                    )
                    .hint("write it as %m/%d/%Y or %Y-%m-%d %H:%M"));
                }
                Item::Numeric(..) | Item::Fixed(_) => any = true,
                Item::Literal(_) | Item::OwnedLiteral(_) | Item::Space(_) | Item::OwnedSpace(_) => {
                }
            }
        }
        if any {
            Ok(())
        } else {
            Err(Error::new(
                Code::Malformed,
                format!("`{format}` holds no part of a time"),
            )
            .hint("write it as %m/%d/%Y or %Y-%m-%d %H:%M"))
        }
    }

    fn read(&self, text: &str) -> Result<Time, Error> {
        match (&self.format, &self.zone) {
            (Some(format), zone) => formatted(text, format, zone.as_ref()),
            (None, None) => Time::parse(text),
            (None, Some(zone)) => Time::parse(text).or_else(|error| {
                let local = written::local(text).ok_or(error)?;
                Ok(zone.instant(local.date(), local.time()))
            }),
        }
    }
}

fn formatted(text: &str, format: &str, zone: Option<&Zone>) -> Result<Time, Error> {
    let bad = || {
        Error::new(Code::BadTime, format!("`{text}` is not a time"))
            .hint(format!("the mapping says it is written as {format}"))
    };
    let mut parsed = Parsed::new();
    parse(&mut parsed, text, StrftimeItems::new(format)).map_err(|_| bad())?;
    if parsed.timestamp().is_some() || parsed.offset().is_some() {
        let at = parsed
            .timestamp()
            .map_or_else(
                || parsed.to_datetime().map(|at| at.timestamp_micros()).ok(),
                |seconds| {
                    let part = i64::from(parsed.nanosecond().unwrap_or(0) / 1000);
                    seconds.checked_mul(1_000_000)?.checked_add(part)
                },
            )
            .and_then(Time::from_micros);
        return at.ok_or_else(bad);
    }
    let date = parsed.to_naive_date().map_err(|_| bad())?;
    let time = match (parsed.to_naive_time(), parsed.hour_mod_12()) {
        (Ok(time), _) => time,
        (Err(_), None) => NaiveTime::MIN,
        (Err(_), Some(_)) => return Err(bad()),
    };
    let zone = zone.ok_or_else(|| bad().hint("the mapping says no `time_zone`"))?;
    Ok(zone.instant(date, time))
}
