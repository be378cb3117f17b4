//! Signals as a Parquet file: what frames read. The customer is its number, texts are texts.

use crate::columns::{ABSENT, Bits, Stream, TextColumn, Texts};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
use parquet::errors::Result;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::parser::parse_message_type;
use std::io::Write;
use std::sync::Arc;

const SCHEMA: &str = "message signals {
    required int64 at;
    required int32 customer;
    required binary kind (UTF8);
    required binary touch_point (UTF8);
    required binary channel (UTF8);
    required binary tier (UTF8);
    optional binary topic (UTF8);
    optional int64 order_id;
    optional int64 ltr;
    optional int64 csat;
    optional int64 effort;
    optional double amount;
    optional double wait;
}";

/// Writes every signal, in one row group.
///
/// # Errors
/// Those of the writer.
pub fn write_parquet<W: Write + Send>(stream: &Stream, out: W) -> Result<()> {
    let schema = Arc::new(parse_message_type(SCHEMA)?);
    let mut file = SerializedFileWriter::new(out, schema, Arc::default())?;
    let mut group = file.next_row_group()?;
    column::<Int64Type>(&mut group, &stream.at, None)?;
    let customers: Vec<i32> = stream.customer.iter().map(|one| *one as i32).collect();
    column::<Int32Type>(&mut group, &customers, None)?;
    for name in [
        TextColumn::Kind,
        TextColumn::TouchPoint,
        TextColumn::Channel,
        TextColumn::Tier,
    ] {
        texts(&mut group, stream.texts(name), false)?;
    }
    texts(&mut group, &stream.topic, true)?;
    for ints in [&stream.order_id, &stream.ltr, &stream.csat, &stream.effort] {
        column::<Int64Type>(&mut group, &ints.values, Some(&ints.valid))?;
    }
    for numbers in [&stream.amount, &stream.wait] {
        column::<DoubleType>(&mut group, &numbers.values, Some(&numbers.valid))?;
    }
    group.close()?;
    file.close()?;
    Ok(())
}

fn texts<W: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    texts: &Texts,
    optional: bool,
) -> Result<()> {
    let names: Vec<ByteArray> = texts
        .names
        .iter()
        .map(|name| name.as_str().into())
        .collect();
    let mut valid = Bits::default();
    let values: Vec<ByteArray> = texts
        .codes
        .iter()
        .map(|code| {
            valid.push(*code != ABSENT);
            names.get(*code as usize).cloned().unwrap_or_default()
        })
        .collect();
    column::<ByteArrayType>(group, &values, optional.then_some(&valid))
}

/// The file holds the present values alone, and a level for each row that says whether it has one.
fn column<T: parquet::data_type::DataType>(
    group: &mut SerializedRowGroupWriter<'_, impl Write + Send>,
    values: &[T::T],
    valid: Option<&Bits>,
) -> Result<()> {
    let mut column = group
        .next_column()?
        .ok_or_else(|| parquet::errors::ParquetError::General("the schema is too short".into()))?;
    match valid {
        None => column.typed::<T>().write_batch(values, None, None)?,
        Some(valid) => {
            let levels: Vec<i16> = (0..values.len())
                .map(|row| i16::from(valid.get(row)))
                .collect();
            let present: Vec<T::T> = values
                .iter()
                .enumerate()
                .filter(|(row, _)| valid.get(*row))
                .map(|(_, value)| value.clone())
                .collect();
            column
                .typed::<T>()
                .write_batch(&present, Some(&levels), None)?
        }
    };
    column.close()
}
