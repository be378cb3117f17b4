//! Columns of every usual type as the core's cells.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowDictionaryKeyType, ArrowPrimitiveType, Date32Type, Date64Type, Decimal128Type,
    Float16Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type,
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
    TimestampSecondType, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef};
use arrow_buffer::ArrowNativeType;
use arrow_schema::{DataType, TimeUnit};
use chrono::{DateTime, NaiveDate};
use voc_core::signal::Cell;
use voc_core::{Code, Error, Time};

/// Reads the cell of a row.
pub(crate) type Read<'a> = Box<dyn Fn(usize) -> Cell<'a> + Send + 'a>;

const DAYS_TO_1970_FROM_YEAR_1: i32 = 719_163;
const MILLIS_PER_DAY: i64 = 86_400_000;

/// A reader for a column.
///
/// # Errors
/// Names the column and its type, where the type is not one that a signal can hold.
pub(crate) fn reader<'a>(name: &str, array: &'a ArrayRef) -> Result<Read<'a>, Error> {
    let read: Read<'a> = match array.data_type() {
        DataType::Null => Box::new(|_| Cell::Absent),
        DataType::Boolean => {
            let values = array.as_boolean();
            Box::new(move |row| Cell::Bool(values.value(row)))
        }
        DataType::Int8 => primitive::<Int8Type>(array, |it| Cell::Int(it.into())),
        DataType::Int16 => primitive::<Int16Type>(array, |it| Cell::Int(it.into())),
        DataType::Int32 => primitive::<Int32Type>(array, |it| Cell::Int(it.into())),
        DataType::Int64 => primitive::<Int64Type>(array, Cell::Int),
        DataType::UInt8 => primitive::<UInt8Type>(array, |it| Cell::Int(it.into())),
        DataType::UInt16 => primitive::<UInt16Type>(array, |it| Cell::Int(it.into())),
        DataType::UInt32 => primitive::<UInt32Type>(array, |it| Cell::Int(it.into())),
        // As text an id beyond 2^63 stays whole; where a number is wanted it is refused.
        DataType::UInt64 => primitive::<UInt64Type>(array, |it| {
            i64::try_from(it).map_or_else(|_| Cell::Text(it.to_string().into()), Cell::Int)
        }),
        DataType::Float16 => primitive::<Float16Type>(array, |it| Cell::Number(it.to_f64())),
        DataType::Float32 => primitive::<Float32Type>(array, |it| Cell::Number(it.into())),
        DataType::Float64 => primitive::<Float64Type>(array, Cell::Number),
        DataType::Decimal128(..) => {
            let values = array.as_primitive::<Decimal128Type>();
            Box::new(move |row| {
                let text = values.value_as_string(row);
                text.parse().map_or(Cell::Text(text.into()), Cell::Number)
            })
        }
        DataType::Utf8 => {
            let values = array.as_string::<i32>();
            Box::new(move |row| Cell::Text(values.value(row).into()))
        }
        DataType::LargeUtf8 => {
            let values = array.as_string::<i64>();
            Box::new(move |row| Cell::Text(values.value(row).into()))
        }
        DataType::Utf8View => {
            let values = array.as_string_view();
            Box::new(move |row| Cell::Text(values.value(row).into()))
        }
        DataType::Date32 => primitive::<Date32Type>(array, |days| date(days.into())),
        DataType::Date64 => {
            primitive::<Date64Type>(array, |millis| date(millis.div_euclid(MILLIS_PER_DAY)))
        }
        DataType::Timestamp(unit, zone) => timestamp(array, *unit, zone.is_some()),
        DataType::Dictionary(..) => dictionary(name, array)?,
        other => {
            return Err(Error::new(
                Code::WrongType,
                format!("column `{name}` has the type {other}, which no signal can hold"),
            )
            .at(name)
            .hint("give it as text, number, bool, date or timestamp, or drop it"));
        }
    };
    let Some(nulls) = array.nulls().cloned() else {
        return Ok(read);
    };
    Ok(Box::new(move |row| {
        if nulls.is_null(row) {
            Cell::Absent
        } else {
            read(row)
        }
    }))
}

fn primitive<'a, T: ArrowPrimitiveType>(
    array: &'a ArrayRef,
    cell: impl Fn(T::Native) -> Cell<'a> + Send + 'a,
) -> Read<'a> {
    let values = array.as_primitive::<T>();
    Box::new(move |row| cell(values.value(row)))
}

fn dictionary<'a>(name: &str, array: &'a ArrayRef) -> Result<Read<'a>, Error> {
    let dictionary = array.as_any_dictionary();
    let values = reader(name, dictionary.values())?;
    Ok(match dictionary.keys().data_type() {
        DataType::Int8 => by_key::<Int8Type>(array, values),
        DataType::Int16 => by_key::<Int16Type>(array, values),
        DataType::Int32 => by_key::<Int32Type>(array, values),
        DataType::Int64 => by_key::<Int64Type>(array, values),
        DataType::UInt8 => by_key::<UInt8Type>(array, values),
        DataType::UInt16 => by_key::<UInt16Type>(array, values),
        DataType::UInt32 => by_key::<UInt32Type>(array, values),
        _ => by_key::<UInt64Type>(array, values),
    })
}

/// A key beyond the dictionary stands for nothing.
fn by_key<'a, K: ArrowDictionaryKeyType>(array: &'a ArrayRef, values: Read<'a>) -> Read<'a> {
    let dictionary = array.as_dictionary::<K>();
    let (keys, size) = (dictionary.keys().values(), dictionary.values().len());
    Box::new(move |row| {
        let key = keys.get(row).map(|key| key.as_usize());
        key.filter(|key| *key < size).map_or(Cell::Absent, &values)
    })
}

fn timestamp(array: &ArrayRef, unit: TimeUnit, zoned: bool) -> Read<'_> {
    let cell = move |count: i64| {
        let micros = match unit {
            TimeUnit::Second => count.checked_mul(1_000_000),
            TimeUnit::Millisecond => count.checked_mul(1_000),
            TimeUnit::Microsecond => Some(count),
            TimeUnit::Nanosecond => Some(count.div_euclid(1_000)),
        };
        let time = micros.and_then(Time::from_micros);
        let cell = if zoned {
            time.map(Cell::Time)
        } else {
            let local = time.and_then(|time| DateTime::from_timestamp_micros(time.micros()));
            local.map(|local| Cell::Local(local.naive_utc()))
        };
        // Outside the years 1 to 9999: the refusal shows the raw number.
        cell.unwrap_or_else(|| Cell::Text(count.to_string().into()))
    };
    match unit {
        TimeUnit::Second => primitive::<TimestampSecondType>(array, cell),
        TimeUnit::Millisecond => primitive::<TimestampMillisecondType>(array, cell),
        TimeUnit::Microsecond => primitive::<TimestampMicrosecondType>(array, cell),
        TimeUnit::Nanosecond => primitive::<TimestampNanosecondType>(array, cell),
    }
}

fn date<'a>(days: i64) -> Cell<'a> {
    let day = i32::try_from(days)
        .ok()
        .and_then(|days| days.checked_add(DAYS_TO_1970_FROM_YEAR_1));
    day.and_then(NaiveDate::from_num_days_from_ce_opt)
        .map_or_else(|| Cell::Text(days.to_string().into()), Cell::Date)
}
