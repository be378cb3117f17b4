//! Instants and durations: their texts, limits and parts.

use super::error::EvalError;
use super::node::Part;
use super::val::Val;
use crate::time::written::Written;
use crate::time::{HOUR, MINUTE, SECOND, Time};
use crate::zone::Zone;
use chrono::{DateTime, Datelike, Timelike};

/// The longest duration, in microseconds: what CEL counts in 64 bits of nanoseconds, 292 years.
const DURATION_MAX: u64 = 9_223_372_036_854_775;
/// The longest text of a duration that is read, in bytes.
const DURATION_LENGTH_MAX: usize = 128;
/// The digits behind a point that can matter: finer than a nanosecond of an hour.
const DIGITS_MAX: usize = 18;

pub(super) fn instant(micros: Option<i64>) -> Result<i64, EvalError> {
    micros
        .and_then(Time::from_micros)
        .map(Time::micros)
        .ok_or(EvalError::TimeRange)
}

pub(super) fn duration(micros: Option<i64>) -> Result<i64, EvalError> {
    micros
        .filter(|micros| micros.unsigned_abs() <= DURATION_MAX)
        .ok_or(EvalError::TimeRange)
}

/// RFC 3339 with a zone, to the microsecond: finer parts are refused, for they would be lost.
pub(super) fn read_instant(text: &str) -> Result<i64, EvalError> {
    let strict = text.as_bytes().get(10) == Some(&b'T') && !text.ends_with('z');
    let written = Written::read(text).filter(|written| strict && written.is_exact());
    let micros = written.and_then(|written| written.micros());
    instant(Some(micros.ok_or(EvalError::BadTime)?))
}

/// A sign, then numbers with units, as Go writes them: `1h30m`, `-1.5s`, `250ms`.
pub(super) fn read_duration(text: &str) -> Result<i64, EvalError> {
    const UNITS: [(&str, i128); 7] = [
        ("ns", 1),
        ("us", 1_000),
        ("µs", 1_000),
        ("ms", 1_000_000),
        ("s", 1_000_000_000),
        ("m", 60_000_000_000),
        ("h", 3_600_000_000_000),
    ];
    let bad = EvalError::BadTime;
    let (negative, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    if rest == "0" {
        return Ok(0);
    }
    if rest.is_empty() || rest.len() > DURATION_LENGTH_MAX {
        return Err(bad);
    }
    let mut nanos: i128 = 0;
    while !rest.is_empty() {
        let number_end = rest
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .ok_or(EvalError::BadTime)?;
        let (number, after) = rest.split_at(number_end);
        let unit_end = after
            .find(|c: char| c.is_ascii_digit() || c == '.')
            .unwrap_or(after.len());
        let (unit, after) = after.split_at(unit_end);
        let size = UNITS.iter().find(|known| known.0 == unit);
        let size = size.ok_or(EvalError::BadTime)?.1;
        let part = amount(number, size).ok_or(EvalError::BadTime)?;
        nanos = nanos.checked_add(part).ok_or(EvalError::TimeRange)?;
        rest = after;
    }
    if nanos % 1000 != 0 {
        return Err(EvalError::BadTime);
    }
    let micros = i64::try_from(nanos / 1000).map_err(|_| EvalError::TimeRange)?;
    duration(Some(if negative { -micros } else { micros }))
}

/// `1.5` of a unit, in nanoseconds; parts below one are cut.
fn amount(number: &str, unit: i128) -> Option<i128> {
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    if whole.is_empty() && part.is_empty() || part.contains('.') {
        return None;
    }
    let nanos = match whole {
        "" => 0,
        digits => digits.parse::<i128>().ok()?.checked_mul(unit)?,
    };
    let part = part.get(..DIGITS_MAX).unwrap_or(part);
    if part.is_empty() {
        return Some(nanos);
    }
    let tenths = 10_i128.checked_pow(u32::try_from(part.len()).ok()?)?;
    nanos.checked_add(part.parse::<i128>().ok()? * unit / tenths)
}

pub(super) fn part(part: Part, micros: i64, zone: &str) -> Result<Val<'static>, EvalError> {
    let at = Time::from_micros(micros).ok_or(EvalError::TimeRange)?;
    let ahead = match offset(zone) {
        Some(ahead) => ahead,
        None => Zone::named(zone)
            .ok_or(EvalError::UnknownZone)?
            .offset_at(at),
    };
    let local = DateTime::from_timestamp_micros(micros + ahead)
        .ok_or(EvalError::TimeRange)?
        .naive_utc();
    Ok(Val::Int(match part {
        Part::FullYear => i64::from(local.year()),
        Part::Month => i64::from(local.month0()),
        Part::Date => i64::from(local.day()),
        Part::DayOfMonth => i64::from(local.day0()),
        Part::DayOfWeek => i64::from(local.weekday().num_days_from_sunday()),
        Part::DayOfYear => i64::from(local.ordinal0()),
        Part::Hours => i64::from(local.hour()),
        Part::Minutes => i64::from(local.minute()),
        Part::Seconds => i64::from(local.second()),
        Part::Milliseconds => i64::from(local.nanosecond() / 1_000_000),
    }))
}

/// `+02:00`, `-11:00`, and without a sign as CEL has it; in microseconds.
fn offset(zone: &str) -> Option<i64> {
    let (sign, digits) = match zone.split_at_checked(1)? {
        ("-", digits) => (-1, digits),
        ("+", digits) => (1, digits),
        _ => (1, zone),
    };
    let (hours, minutes) = digits.split_once(':')?;
    let two = |text: &str, below: i64| {
        let fits = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        let number = text.parse::<i64>().ok().filter(|_| fits)?;
        (number < below).then_some(number)
    };
    Some(sign * (two(hours, 24)? * HOUR + two(minutes, 60)? * MINUTE))
}

/// The whole duration in hours, minutes or seconds; of milliseconds, those within the second.
pub(super) fn part_of_duration(part: Part, micros: i64) -> Result<Val<'static>, EvalError> {
    Ok(Val::Int(match part {
        Part::Hours => micros / HOUR,
        Part::Minutes => micros / MINUTE,
        Part::Seconds => micros / SECOND,
        Part::Milliseconds => micros % SECOND / 1000,
        _ => return Err(EvalError::WrongType(String::new())),
    }))
}
