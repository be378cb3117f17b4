//! Limits on alerts and invitations, checked.

use super::Part;
use crate::time::{Span, Time};
use crate::zone::Zone;

/// The kind of the signals that tell of invitations sent.
pub const INVITATION: &str = "invitation";
/// The text field in which they name their survey.
pub const SURVEY: &str = "survey";

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

    /// Whether it covers an invitation to this survey; one to no named survey is covered by the
    /// limits on all of them.
    pub fn covers_survey(&self, survey: Option<&str>) -> bool {
        survey.map_or(self.only.is_none(), |survey| self.covers(survey))
    }

    /// Nothing up to this instant is counted by any of these limits at `at` or later.
    pub(crate) fn oldest_edge(limits: &[Self], at: Time, zone: &Zone) -> Time {
        let edges = limits
            .iter()
            .map(|limit| limit.within.window_edge(at, zone));
        edges.min().unwrap_or(Time::MAX)
    }
}
