//! What the company is after: what customers do later. Only the build for data reads it.

use super::super::Label;
use crate::document::Read;
use crate::time::Span;
use serde::Serialize;

/// Something that customers do later, which a metric may go with: a renewal, what they spend, a return.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OutcomeSpec {
    /// The condition on the signal that tells it.
    pub when: String,
    /// The field of that signal that says what came: a bool, or a number. That the signal came at all, if
    /// not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// How long after an answer it still counts as coming after it.
    pub within: Span,
    /// Its name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
}
