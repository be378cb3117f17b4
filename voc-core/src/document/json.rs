//! JSON into a tree. `serde_json` keeps the raw text of each value, and so its place.

use super::diagnostic::Diagnostic;
use super::node::{Content, DEPTH_MAX, Key, Node, Position};
use crate::error::Code;
use crate::ordered::sort_plain;
use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;

pub(super) fn read(text: &str) -> Result<Node, Diagnostic> {
    let raw: &RawValue = serde_json::from_str(text).map_err(|error| {
        malformed(plain_message(&error)).at(Position::new(error.line(), error.column()))
    })?;
    let mut reader = Reader {
        text,
        offset: 0,
        place: Position::new(1, 1),
    };
    reader.node(raw.get(), 0)
}

fn malformed(message: impl Into<String>) -> Diagnostic {
    Diagnostic::error(Code::Malformed, message)
}

/// The message of `serde_json` without its own place.
fn plain_message(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or(&text).to_owned()
}

/// Nodes are read in the order of the text, so that counting lines and columns goes on from the last.
struct Reader<'t> {
    text: &'t str,
    offset: usize,
    place: Position,
}

impl<'t> Reader<'t> {
    fn place(&mut self, part: &'t str) -> Position {
        let offset = (part.as_ptr() as usize)
            .saturating_sub(self.text.as_ptr() as usize)
            .min(self.text.len());
        for letter in self.text.get(self.offset..offset).unwrap_or("").chars() {
            if letter == '\n' {
                self.place = Position::new(self.place.line as usize + 1, 1);
            } else {
                self.place.column = self.place.column.saturating_add(1);
            }
        }
        self.offset = offset.max(self.offset);
        self.place
    }

    fn node(&mut self, raw: &'t str, depth: usize) -> Result<Node, Diagnostic> {
        let raw = raw.trim_start();
        let position = self.place(raw);
        let fail = |error: serde_json::Error| malformed(plain_message(&error)).at(position);
        if depth > DEPTH_MAX {
            return Err(Diagnostic::error(
                Code::Limit,
                format!("the file nests deeper than {DEPTH_MAX} levels"),
            )
            .at(position));
        }
        let content = match raw.as_bytes().first() {
            Some(b'{') => {
                let entries: Entries<'t> = serde_json::from_str(raw).map_err(fail)?;
                let mut nodes = Vec::with_capacity(entries.0.len());
                for (text, value) in entries.0 {
                    let node = self.node(value.get(), depth + 1)?;
                    let position = node.position;
                    nodes.push((Key { text, position }, node));
                }
                Content::Map(nodes)
            }
            Some(b'[') => {
                let items: Vec<&'t RawValue> = serde_json::from_str(raw).map_err(fail)?;
                let mut nodes = Vec::with_capacity(items.len());
                for item in items {
                    nodes.push(self.node(item.get(), depth + 1)?);
                }
                Content::Seq(nodes)
            }
            Some(b'"') => Content::Text(serde_json::from_str(raw).map_err(fail)?, 1),
            Some(b't') => Content::Bool(true),
            Some(b'f') => Content::Bool(false),
            Some(b'n') => Content::Null,
            _ => match raw.parse() {
                Ok(int) => Content::Int(int),
                // What `serde_json` took for a number; the standard library rounds it as exactly.
                Err(_) => match raw.parse::<f64>() {
                    Ok(float) if float.is_finite() => Content::Float(float),
                    _ => return Err(malformed("number out of range").at(position)),
                },
            },
        };
        Ok(Node { position, content })
    }
}

/// An object in the order of the file, its values unread.
struct Entries<'t>(Vec<(String, &'t RawValue)>);

impl<'de> Deserialize<'de> for Entries<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Entries<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries<'de>, A::Error> {
                let mut entries: Vec<(String, &RawValue)> = Vec::new();
                while let Some((key, value)) = map.next_entry::<String, &RawValue>()? {
                    entries.push((key, value));
                }
                let mut keys: Vec<&String> = entries.iter().map(|(key, _)| key).collect();
                sort_plain(&mut keys);
                if let Some([key, _]) = keys.windows(2).find(|pair| pair.first() == pair.last()) {
                    return Err(A::Error::custom(format!(
                        "the key `{key}` stands here twice"
                    )));
                }
                Ok(Entries(entries))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}
