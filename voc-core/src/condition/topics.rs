//! Topics: which of the declared phrases a verbatim has.

use crate::error::Error;
use std::collections::{BTreeMap, BTreeSet};

/// The topics of a program, compiled; a topic's index is its place by name.
#[derive(Clone, Debug)]
pub struct Topics {
    names: Vec<String>,
    phrases: Vec<Vec<String>>,
}

impl Topics {
    /// Compiles topics, each with its phrases.
    ///
    /// # Errors
    /// A phrase without letters, or more than the named limits allow; its path is `topic.place`.
    pub fn compile(topics: &BTreeMap<String, Vec<String>>) -> Result<Self, Error> {
        Ok(Self {
            names: topics.keys().cloned().collect(),
            phrases: topics.values().cloned().collect(),
        })
    }

    /// The names of the topics, in order.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The place of a topic among the names.
    pub fn index(&self, name: &str) -> Option<u16> {
        let at = self
            .names
            .binary_search_by(|known| known.as_str().cmp(name));
        u16::try_from(at.ok()?).ok()
    }

    /// The topics that a verbatim touches, by their places.
    pub fn find(&self, verbatim: &str) -> BTreeSet<u16> {
        let touched = |phrases: &Vec<String>| phrases.iter().any(|one| verbatim.contains(one));
        let places = self.phrases.iter().enumerate();
        places
            .filter(|(_, phrases)| touched(phrases))
            .filter_map(|(at, _)| u16::try_from(at).ok())
            .collect()
    }
}
