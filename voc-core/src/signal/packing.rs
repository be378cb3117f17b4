//! Writing what is packed.

use super::unpacking::{BITS, FALSE, INT, MORE, NUMBER, TEXT, TIME, TRUE};
use crate::ordered::Few;
use crate::value::Value;

/// A number without a sign: small ones are short.
#[inline]
pub(crate) fn put_number(out: &mut Vec<u8>, number: u64) {
    match u8::try_from(number) {
        Ok(small) if small < MORE => out.push(small),
        _ => put_long_number(out, number),
    }
}

fn put_long_number(out: &mut Vec<u8>, mut number: u64) {
    loop {
        let [low, ..] = number.to_le_bytes();
        let low = low & (MORE - 1);
        number >>= BITS;
        if number == 0 {
            out.push(low);
            return;
        }
        out.push(low | MORE);
    }
}

/// A text.
pub(crate) fn put_text(out: &mut Vec<u8>, text: &str) {
    put_bytes(out, text.as_bytes());
}

/// Bytes, and their number before them.
pub(crate) fn put_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    put_number(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

/// Names and values.
pub(super) fn put_values(out: &mut Vec<u8>, values: &Few<String, Value>) {
    put_number(out, values.len() as u64);
    for (name, value) in values {
        put_text(out, name);
        put_value(out, value);
    }
}

/// A value, and what it is.
pub(crate) fn put_value(out: &mut Vec<u8>, value: &Value) {
    match value {
        Value::Bool(false) => out.push(FALSE),
        Value::Bool(true) => out.push(TRUE),
        Value::Int(value) => {
            out.push(INT);
            put_number(out, zigzag(*value));
        }
        Value::Number(value) => {
            out.push(NUMBER);
            out.extend_from_slice(&value.to_bits().to_le_bytes());
        }
        Value::Text(value) => {
            out.push(TEXT);
            put_text(out, value);
        }
        Value::Time(value) => {
            out.push(TIME);
            put_number(out, zigzag(value.micros()));
        }
    }
}

/// Small numbers of either sign are small.
fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)).cast_unsigned()
}
