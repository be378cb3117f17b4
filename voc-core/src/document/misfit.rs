//! What of a file did not fit, in the words of the file.

use super::diagnostic::Diagnostic;
use super::node::{Content, Key, Node, Position};
use crate::error::{Code, Error, nearest_hint};
use serde::de::{self, Expected, Unexpected};
use std::fmt;

/// What did not fit, where. Boxed, because every reader passes it on.
#[derive(Debug)]
pub(super) struct Misfit(Box<Details>);

#[derive(Debug)]
struct Details {
    error: Error,
    position: Option<Position>,
    path: Vec<String>,
}

impl Misfit {
    fn new(code: Code, message: String) -> Self {
        Self::of(Error::new(code, message))
    }

    fn of(mut error: Error) -> Self {
        let path = error.path.take().into_iter().collect();
        Self(Box::new(Details {
            error,
            position: None,
            path,
        }))
    }

    fn hint(mut self, name: &str, known: &'static [&'static str]) -> Self {
        self.0.error.hint = nearest_hint(name, known.iter().copied());
        self
    }

    // Apart from the generic readers, so that there is one of each.
    #[cold]
    #[inline(never)]
    pub(super) fn at(&mut self, position: Position) {
        self.0.position.get_or_insert(position);
    }

    #[cold]
    #[inline(never)]
    pub(super) fn within(&mut self, segment: String, position: Position) {
        self.at(position);
        self.0.path.push(segment);
    }

    #[cold]
    #[inline(never)]
    pub(super) fn in_item(&mut self, index: usize, node: &Node) {
        self.within(index.to_string(), node.position);
    }

    #[cold]
    #[inline(never)]
    pub(super) fn in_key(&mut self, key: &Key) {
        self.within(key.text.clone(), key.position);
    }

    #[cold]
    #[inline(never)]
    pub(super) fn in_entry(&mut self, (key, node): &(Key, Node)) {
        self.within(key.text.clone(), node.position);
    }

    pub(super) fn into_diagnostic(mut self, root: &Node) -> Diagnostic {
        self.0.path.reverse();
        let Error {
            code,
            message,
            hint,
            ..
        } = self.0.error;
        Diagnostic {
            path: Some(self.0.path.join(".")),
            hint,
            ..Diagnostic::error(code, message)
        }
        .at(self.0.position.unwrap_or(root.position))
    }
}

impl fmt::Display for Misfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.error.message)
    }
}
impl std::error::Error for Misfit {}

impl de::Error for Misfit {
    fn custom<T: fmt::Display>(message: T) -> Self {
        // One of our own errors writes itself out whole in the alternate form.
        let text = format!("{message:#}");
        Error::read_whole(&text).map_or_else(|| Self::new(Code::Malformed, text), Self::of)
    }
    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let message = format!("expected {}, found {}", plain(expected), plain_found(found));
        Self::new(Code::WrongType, message)
    }
    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let message = format!("expected {}, found {}", plain(expected), plain_found(found));
        Self::new(Code::OutOfRange, message)
    }
    fn invalid_length(length: usize, expected: &dyn Expected) -> Self {
        Self::new(
            Code::WrongType,
            format!("expected {}, found {length} items", plain(expected)),
        )
    }
    fn unknown_variant(name: &str, known: &'static [&'static str]) -> Self {
        Self::new(Code::Unknown, format!("`{name}` is not known here")).hint(name, known)
    }
    fn unknown_field(name: &str, known: &'static [&'static str]) -> Self {
        Self::new(Code::Unknown, format!("unknown key `{name}`")).hint(name, known)
    }
    fn missing_field(name: &'static str) -> Self {
        Self::new(Code::Missing, format!("the key `{name}` is missing"))
    }
    fn duplicate_field(name: &'static str) -> Self {
        Self::new(
            Code::Malformed,
            format!("the key `{name}` stands here twice"),
        )
    }
}

/// What serde expects, in the words of the file instead of Rust's.
fn plain(expected: &dyn Expected) -> String {
    let text = expected.to_string();
    match text.as_str() {
        "i64" | "i32" | "i16" => "a whole number".into(),
        "u64" | "u32" | "usize" | "u16" | "u8" => "a whole number from 0".into(),
        "f64" => "a number".into(),
        "a string" | "string" => "text".into(),
        "a sequence" => "a list".into(),
        "a boolean" => "true or false".into(),
        "a map" => "keys with values".into(),
        other if other.starts_with("struct ") => "keys with values".into(),
        other if other.starts_with("enum ") => "a name".into(),
        other => match other.strip_prefix("an array of length ") {
            Some(length) => format!("a list of {length}"),
            None => other.to_owned(),
        },
    }
}

fn plain_found(found: Unexpected<'_>) -> String {
    match found {
        Unexpected::Bool(value) => format!("{value}"),
        Unexpected::Unsigned(value) => format!("{value}"),
        Unexpected::Signed(value) => format!("{value}"),
        Unexpected::Float(value) => format!("{value}"),
        Unexpected::Str(text) => format!("the text `{text}`"),
        Unexpected::Seq => "a list".into(),
        Unexpected::Map => "keys with values".into(),
        Unexpected::Unit | Unexpected::Option => "nothing".into(),
        other => other.to_string(),
    }
}

pub(super) fn unexpected(node: &Node) -> Unexpected<'_> {
    match &node.content {
        Content::Null => Unexpected::Unit,
        Content::Bool(value) => Unexpected::Bool(*value),
        Content::Int(value) => Unexpected::Signed(*value),
        Content::Float(value) => Unexpected::Float(*value),
        Content::Text(text, _) => Unexpected::Str(text),
        Content::Seq(_) => Unexpected::Seq,
        Content::Map(_) => Unexpected::Map,
    }
}
