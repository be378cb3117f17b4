//! JSON text, token by token. What a whole number or a text looks like is left to `serde_json`; fractions
//! come out the same, without its tables of powers, which `std` has too.

use super::{Token, Unwritable};
use serde::Serialize;

/// From here on, and below [`DECIMAL_END`], a number is written without an exponent.
const DECIMAL_MIN: f64 = 1e-5;
const DECIMAL_END: f64 = 1e16;

#[derive(Default)]
pub(super) struct Json {
    text: Vec<u8>,
    /// Nothing stands behind the last opening bracket yet.
    first: bool,
    /// What comes is the key of a map, which is always text.
    key: bool,
}

impl Json {
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.text
    }

    pub(super) fn take(&mut self, token: Token<'_>) -> Result<(), Unwritable> {
        match token {
            Token::Text(text) => return self.write(text),
            Token::Bool(value) => return self.scalar(&value),
            Token::Int(value) => return self.scalar(&value),
            Token::Unsigned(value) => return self.scalar(&value),
            Token::Number(value) => self.fraction(value),
            Token::Present => {}
            Token::KeyEnd => {
                self.key = false;
                self.push(b':');
            }
            _ if self.key => return Err(Unwritable),
            Token::Unit | Token::Absent => self.text.extend_from_slice(b"null"),
            Token::Bytes(bytes) => return self.write(bytes),
            Token::OpenList => self.open(b'['),
            Token::CloseList => self.close(b']'),
            Token::OpenMap => self.open(b'{'),
            Token::CloseMap | Token::CloseVariant => self.close(b'}'),
            Token::Item => self.next(),
            Token::Key => {
                self.next();
                self.key = true;
            }
            Token::Field(name) => return self.field(name),
            Token::Variant(name) => {
                self.open(b'{');
                return self.field(name);
            }
        }
        Ok(())
    }

    /// A number, or a number as a key.
    pub(super) fn scalar<T: Serialize>(&mut self, value: &T) -> Result<(), Unwritable> {
        if self.key {
            self.push(b'"');
        }
        self.write(value)?;
        if self.key {
            self.push(b'"');
        }
        Ok(())
    }

    /// The shortest digits that stand for this number and no other.
    fn fraction(&mut self, value: f64) {
        let size = value.abs();
        let text = if !value.is_finite() {
            "null".to_owned()
        } else if size == 0.0 || (DECIMAL_MIN..DECIMAL_END).contains(&size) {
            let whole = value.fract() == 0.0;
            format!("{value}{}", if whole { ".0" } else { "" })
        } else {
            format!("{value:e}").replace('e', "e+").replace("+-", "-")
        };
        let quotes: &[u8] = if self.key { b"\"" } else { b"" };
        self.text.extend([quotes, text.as_bytes(), quotes].concat());
    }

    fn write<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritable> {
        serde_json::to_writer(&mut self.text, value).map_err(|_| Unwritable)
    }

    fn field(&mut self, name: &str) -> Result<(), Unwritable> {
        self.next();
        self.write(name)?;
        self.push(b':');
        Ok(())
    }

    fn open(&mut self, bracket: u8) {
        self.push(bracket);
        self.first = true;
    }

    fn close(&mut self, bracket: u8) {
        self.push(bracket);
        self.first = false;
    }

    fn next(&mut self) {
        if !self.first {
            self.push(b',');
        }
        self.first = false;
    }

    fn push(&mut self, byte: u8) {
        self.text.push(byte);
    }
}
