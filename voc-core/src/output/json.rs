//! JSON text, token by token. What a number or a text looks like is left to `serde_json`.

use super::{Token, Unwritable};
use serde::Serialize;

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
            Token::Number(value) => return self.scalar(&value),
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
