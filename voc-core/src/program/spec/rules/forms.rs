//! Values that may be written short.

use super::patterns::NthSpec;
use crate::document::{Content, Node, Read, Reader};
use crate::time::Span;
use serde::Serialize;

/// `every`: each k-th signal, or with `metric` how often it is judged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Every {
    /// Each k-th: `5`, or `{k: 5, same: order}`.
    Nth(NthSpec),
    /// How often a metric is judged.
    Period(Span),
}

/// One name or a list of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(with = "NamesForm"))]
#[serde(transparent)]
pub struct Names(pub Vec<String>);

impl Names {
    /// Each of them, in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Whether this is one of them.
    pub fn contains(&self, name: &str) -> bool {
        self.iter().any(|one| one == name)
    }
}

#[derive(Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub(super) struct FullNth {
    /// Which one, from 1.
    k: u32,
    /// Only signals of the same value of this field, or part of a signal, count together.
    #[serde(default)]
    same: Option<String>,
    /// The int attribute of the customer that says how many there were before the first signal we
    /// hold; none if absent.
    #[serde(default)]
    seed: Option<String>,
}

#[cfg(feature = "schema")]
#[derive(schemars::JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its schema is used")]
pub(super) enum NthForm {
    Short(u32),
    Full(FullNth),
}

#[cfg(feature = "schema")]
#[derive(schemars::JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its schema is used")]
enum NamesForm {
    One(String),
    Several(Vec<String>),
}

/// Reads `5`, or `{k: 5, …}`.
fn nth<'n>(reader: &mut Reader<'n>, node: Option<&'n Node>, expected: &str) -> NthSpec {
    let FullNth { k, same, seed } = match node.map(|node| &node.content) {
        None | Some(Content::Map(_)) => FullNth::read(reader, node),
        Some(Content::Int(_)) => FullNth {
            k: u32::read(reader, node),
            same: None,
            seed: None,
        },
        Some(other) => {
            reader.mismatch(expected, other);
            FullNth::read(reader, None)
        }
    };
    NthSpec { k, same, seed }
}

impl Read for NthSpec {
    fn read<'n>(reader: &mut Reader<'n>, node: Option<&'n Node>) -> Self {
        nth(reader, node, "a whole number such as 10, or {k: 10, …}")
    }
}

impl Read for Every {
    fn read<'n>(reader: &mut Reader<'n>, node: Option<&'n Node>) -> Self {
        if let Some(Content::Text(..)) = node.map(|node| &node.content) {
            return Self::Period(Span::read(reader, node));
        }
        let expected = "a whole number such as 10, or {k: 10, …}, or with `metric` a length of \
                        time such as P1D";
        Self::Nth(nth(reader, node, expected))
    }
}

impl Read for Names {
    fn read<'n>(reader: &mut Reader<'n>, node: Option<&'n Node>) -> Self {
        Self(match node.map(|node| &node.content) {
            Some(Content::Text(name, _)) => vec![name.clone()],
            None | Some(Content::Seq(_)) => Vec::read(reader, node),
            Some(other) => {
                reader.mismatch("a name, or a list of names", other);
                Vec::new()
            }
        })
    }
}
