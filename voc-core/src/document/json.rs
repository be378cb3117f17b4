//! JSON into a tree. `serde_json` keeps the raw text of each value, and so its place.

use super::diagnostic::Diagnostic;
use super::node::{Content, DEPTH_MAX, Key, Node, Position};
use crate::error::Code;
use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;

pub(super) fn read(text: &str) -> Result<Node, Diagnostic> {
    let raw: &RawValue = serde_json::from_str(text).map_err(|error| {
        Diagnostic::error(Code::Malformed, plain_message(&error))
            .at(Position::new(error.line(), error.column()))
    })?;
    Reader {
        text,
        lines: line_starts(text),
    }
    .node(raw.get(), 0)
}

/// The message of `serde_json` without its own place.
fn plain_message(error: &serde_json::Error) -> String {
    let text = error.to_string();
    text.split(" at line ").next().unwrap_or(&text).to_owned()
}

fn line_starts(text: &str) -> Vec<usize> {
    let after = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
    std::iter::once(0)
        .chain(after.map(|(index, _)| index + 1))
        .collect()
}

struct Reader<'t> {
    text: &'t str,
    lines: Vec<usize>,
}

impl<'t> Reader<'t> {
    fn place(&self, part: &'t str) -> Position {
        let offset = (part.as_ptr() as usize)
            .saturating_sub(self.text.as_ptr() as usize)
            .min(self.text.len());
        let line = self.lines.partition_point(|start| *start <= offset);
        let start = self.lines.get(line.saturating_sub(1)).copied().unwrap_or(0);
        let column = self
            .text
            .get(start..offset)
            .map_or(0, |part| part.chars().count());
        Position::new(line, column + 1)
    }

    fn node(&self, raw: &'t str, depth: usize) -> Result<Node, Diagnostic> {
        let raw = raw.trim_start();
        let position = self.place(raw);
        let fail = |error: serde_json::Error| {
            Diagnostic::error(Code::Malformed, plain_message(&error)).at(position)
        };
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
                let nodes = items
                    .into_iter()
                    .map(|item| self.node(item.get(), depth + 1));
                Content::Seq(nodes.collect::<Result<_, _>>()?)
            }
            Some(b'"') => Content::Text(serde_json::from_str(raw).map_err(fail)?, 1),
            Some(b't') => Content::Bool(true),
            Some(b'f') => Content::Bool(false),
            Some(b'n') => Content::Null,
            _ => match raw.parse() {
                Ok(int) => Content::Int(int),
                Err(_) => Content::Float(serde_json::from_str(raw).map_err(fail)?),
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
                    if entries.iter().any(|(known, _)| *known == key) {
                        return Err(A::Error::custom(format!(
                            "the key `{key}` stands here twice"
                        )));
                    }
                    entries.push((key, value));
                }
                Ok(Entries(entries))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}
