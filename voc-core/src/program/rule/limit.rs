//! Limits on alerts and invitations, checked.

use super::Part;
use crate::time::Span;

/// A limit on alerts or invitations, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// Its id.
    pub id: String,
    /// How many are let through within the window.
    pub at_most: u32,
    /// What they are counted by; one that lacks any of it is not limited.
    pub per: Vec<Part>,
    /// The window (t − within, t].
    pub within: Span,
    /// The rules or surveys that it covers; all if not said.
    pub only: Option<Vec<String>>,
    /// Those that it does not cover: neither held back nor counted.
    pub except: Vec<String>,
}

impl Limit {
    /// Whether it covers this rule or survey.
    pub fn covers(&self, id: &str) -> bool {
        let listed = self
            .only
            .as_ref()
            .is_none_or(|only| only.iter().any(|one| one == id));
        listed && !self.except.iter().any(|one| one == id)
    }
}
