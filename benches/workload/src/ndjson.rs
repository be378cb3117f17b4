//! Signals as lines of JSON, flat, absent values left out.

use crate::columns::{NumberColumn, Stream, TextColumn};
use crate::names::customer_key;
use std::io::{self, Write};

const TEXTS: [TextColumn; 5] = [
    TextColumn::Kind,
    TextColumn::TouchPoint,
    TextColumn::Channel,
    TextColumn::Tier,
    TextColumn::Topic,
];
const NUMBERS: [NumberColumn; 5] = [
    NumberColumn::Ltr,
    NumberColumn::Csat,
    NumberColumn::Effort,
    NumberColumn::Amount,
    NumberColumn::Wait,
];

/// Writes the first `rows` signals.
///
/// # Errors
/// Those of the writer.
pub fn write_ndjson(stream: &Stream, rows: usize, mut out: impl Write) -> io::Result<()> {
    for row in 0..rows.min(stream.len()) {
        let customer = customer_key(stream.customer[row]);
        write!(
            out,
            "{{\"at\":{},\"customer\":\"{customer}\"",
            stream.at[row]
        )?;
        for column in TEXTS {
            if let Some(text) = stream.texts(column).get(row) {
                write!(out, ",\"{}\":\"{text}\"", column.name())?;
            }
        }
        if let Some(order) = stream.order_id.get(row) {
            write!(out, ",\"order_id\":{order}")?;
        }
        for column in NUMBERS {
            let value = stream.number(column, row);
            if !value.is_nan() {
                write!(out, ",\"{}\":{value}", column.name())?;
            }
        }
        writeln!(out, "}}")?;
    }
    out.flush()
}
