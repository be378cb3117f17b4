//! What the texts of the first column are part of.

use crate::error::{Code, Error};
use crate::ordered::Map;
use std::collections::BTreeSet;

/// A hierarchy of texts.
pub(super) struct Tree<'t> {
    parents: &'t Map<String, String>,
    inner: BTreeSet<&'t str>,
}

impl<'t> Tree<'t> {
    pub(super) fn of(parents: &'t Map<String, String>) -> Result<Self, Error> {
        let inner = parents.iter().map(|(_, parent)| parent.as_str()).collect();
        let tree = Self { parents, inner };
        for child in parents.iter().map(|(child, _)| child.as_str()) {
            let mut above = tree.parent(child);
            // A chain that is longer than there are parents goes round.
            for _ in 0..parents.len() {
                above = above.and_then(|text| tree.parent(text));
            }
            if above.is_some() {
                let message = format!("`{child}` is part of itself");
                return Err(Error::new(Code::OutOfRange, message).at(format!("parents.{child}")));
            }
        }
        Ok(tree)
    }

    /// What a part is part of.
    pub(super) fn parent(&self, part: &str) -> Option<&'t str> {
        self.parents.get(part).map(String::as_str)
    }

    /// What a text is part of: of one that has parts itself, itself.
    pub(super) fn above(&self, text: Option<&str>) -> Option<&'t str> {
        let text = text?;
        self.inner.get(text).copied().or_else(|| self.parent(text))
    }

    /// All that a text is part of, from the next above.
    pub(super) fn chain(&self, text: Option<&str>) -> impl Iterator<Item = &'t str> + use<'_, 't> {
        std::iter::successors(self.above(text), |text| self.parent(text))
    }
}
