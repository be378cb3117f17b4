//! The tree of a file: values and where each one stands.

use super::diagnostic::Diagnostic;
use crate::document::Read;
use crate::error::Code;
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Deserialize, Serialize, Serializer};

/// How deep a file may nest.
pub const DEPTH_MAX: usize = 64;
/// How many bytes of a program or mapping file are read.
pub const SIZE_MAX: usize = 8 << 20;

/// A place in a file; both count from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Position {
    /// The line.
    pub line: u32,
    /// The column.
    pub column: u32,
}

impl Position {
    pub(crate) fn new(line: usize, column: usize) -> Self {
        let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Self {
            line: small(line),
            column: small(column),
        }
    }
}

#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) position: Position,
    pub(crate) content: Content,
}

#[derive(Debug, Clone)]
pub(crate) enum Content {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    /// Text, and how many characters stand before it on its line: a quote, or none.
    Text(String, u32),
    Seq(Vec<Node>),
    Map(Vec<(Key, Node)>),
}

#[derive(Debug, Clone)]
pub(crate) struct Key {
    pub(crate) text: String,
    pub(crate) position: Position,
}

impl Content {
    /// A map, none of whose keys stands there twice.
    pub(super) fn map(entries: Vec<(Key, Node)>) -> Result<Self, Diagnostic> {
        let mut places: Vec<(&str, Position)> = entries
            .iter()
            .map(|(key, _)| (key.text.as_str(), key.position))
            .collect();
        places.sort_unstable();
        let twice = places.windows(2).filter_map(|pair| match pair {
            [(one, _), again @ (other, _)] if one == other => Some(again),
            _ => None,
        });
        if let Some((key, place)) = twice.min_by_key(|(_, place)| *place) {
            let message = format!("the key `{key}` stands here twice");
            return Err(Diagnostic::error(Code::Malformed, message).at(*place));
        }
        Ok(Self::Map(entries))
    }
}

impl Node {
    /// The node at a path such as `["rules", "detractor", "when"]`; list items by number.
    pub(crate) fn find(&self, path: &[&str]) -> Option<&Self> {
        let Some((first, rest)) = path.split_first() else {
            return Some(self);
        };
        match &self.content {
            Content::Map(entries) => entries
                .iter()
                .find(|(key, _)| key.text == *first)
                .and_then(|(_, node)| node.find(rest)),
            Content::Seq(items) => first
                .parse::<usize>()
                .ok()
                .and_then(|index| items.get(index))
                .and_then(|node| node.find(rest)),
            _ => None,
        }
    }

    /// The place of the nearest node on a path that exists.
    pub(crate) fn nearest(&self, path: &[&str]) -> Position {
        (0..=path.len())
            .rev()
            .find_map(|length| path.get(..length).and_then(|part| self.find(part)))
            .map_or(self.position, |node| node.position)
    }

    /// Where the text of this node begins, behind its quote.
    pub(crate) fn text_start(&self) -> Position {
        let quote = match &self.content {
            Content::Text(_, quote) => *quote,
            _ => 0,
        };
        Position {
            column: self.position.column + quote,
            ..self.position
        }
    }
}

/// As JSON: what it says, without its places.
impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.content {
            Content::Null => serializer.serialize_unit(),
            Content::Bool(value) => serializer.serialize_bool(*value),
            Content::Int(value) => serializer.serialize_i64(*value),
            Content::Float(value) => serializer.serialize_f64(*value),
            Content::Text(text, _) => serializer.serialize_str(text),
            Content::Seq(items) => {
                let mut list = serializer.serialize_seq(Some(items.len()))?;
                for item in items {
                    list.serialize_element(item)?;
                }
                list.end()
            }
            Content::Map(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for (key, node) in entries {
                    map.serialize_entry(&key.text, node)?;
                }
                map.end()
            }
        }
    }
}
