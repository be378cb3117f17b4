//! How every value leaves the engine: as JSON text, or into a digest.
//!
//! One serializer for both, because serde compiles every type anew for each, and the wasm file is
//! to be small.

mod json;
mod serializer;

#[cfg(test)]
mod tests;

use crate::digest::Feed;
use crate::error::{Code, Error};
use json::Json;
use serde::ser::{self, Serialize};
use std::fmt;

/// Where the parts of a value go.
pub(crate) struct Out(Target);

enum Target {
    Json(Json),
    Digest(Feed),
}

/// One part of a value. A value behind a key, in a list or behind a variant follows its token.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Token<'t> {
    /// Nothing.
    Unit,
    /// An absent value.
    Absent,
    /// A value that could be absent follows.
    Present,
    Bool(bool),
    Int(i64),
    Unsigned(u64),
    Number(f64),
    Text(&'t str),
    Bytes(&'t [u8]),
    OpenList,
    Item,
    CloseList,
    OpenMap,
    /// The key of a map follows.
    Key,
    /// The value to the key follows.
    KeyEnd,
    /// The field of a structure, whose value follows.
    Field(&'t str),
    CloseMap,
    /// The variant of an enumeration, whose value follows.
    Variant(&'t str),
    CloseVariant,
}

/// A value that has no form: none of ours is one.
#[derive(Debug)]
pub(crate) struct Unwritable;

impl fmt::Display for Unwritable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("this value cannot be written")
    }
}
impl std::error::Error for Unwritable {}
impl ser::Error for Unwritable {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

impl Out {
    fn take(&mut self, token: Token<'_>) -> Result<(), Unwritable> {
        match &mut self.0 {
            Target::Json(json) => json.take(token),
            Target::Digest(feed) => {
                feed.take(token);
                Ok(())
            }
        }
    }
}

// Apart, so that each field of each type is a call and no more.
impl Out {
    #[inline(never)]
    fn field(&mut self, name: &str) -> Result<(), Unwritable> {
        self.take(Token::Field(name))
    }
}

/// Feeds a value to a digest.
pub(crate) fn feed<T: Serialize + ?Sized>(value: &T) -> Feed {
    let mut out = Out(Target::Digest(Feed::default()));
    let written = value.serialize(&mut out).is_ok();
    out.into_feed(written)
}

/// A value as JSON, the same text as `serde_json` writes.
pub(crate) fn json<T: Serialize + ?Sized>(value: &T) -> Result<Vec<u8>, Error> {
    let mut out = Out(Target::Json(Json::default()));
    let written = value.serialize(&mut out).is_ok();
    out.into_json(written)
}

/// A value as JSON text.
pub(crate) fn text<T: Serialize + ?Sized>(value: &T) -> Result<String, Error> {
    json(value).and_then(utf8)
}

fn utf8(json: Vec<u8>) -> Result<String, Error> {
    String::from_utf8(json).map_err(|_| unwritable())
}

fn unwritable() -> Error {
    Error::new(Code::Malformed, Unwritable.to_string())
}

// Apart from the generic functions, so that there is one of each.
impl Out {
    fn into_feed(self, written: bool) -> Feed {
        let mut feed = match self.0 {
            Target::Digest(feed) => feed,
            Target::Json(_) => Feed::default(),
        };
        // No value of ours fails to be fed: mark it all the same.
        if !written {
            feed.spoil();
        }
        feed
    }

    fn into_json(self, written: bool) -> Result<Vec<u8>, Error> {
        match (self.0, written) {
            (Target::Json(json), true) => Ok(json.into_bytes()),
            _ => Err(unwritable()),
        }
    }
}
