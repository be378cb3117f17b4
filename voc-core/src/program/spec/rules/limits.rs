//! How often an alert is raised and a customer is asked: one algebra for both.

use super::super::super::Label;
use super::Names;
use crate::document::Read;
use crate::time::Span;
use serde::Serialize;

/// A limit on alerts: at most so many raised within a rolling window (t − within, t]; the others are
/// suppressed, and recorded. A concern is never suppressed where no case of its type is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SuppressSpec {
    /// How many are raised.
    pub alerts: u32,
    /// What they are counted by: `customer`, `respondent`, `rule`, another part of a signal, or a
    /// field; one or a list. An alert that lacks one of them is not limited.
    pub per: Names,
    /// The length of the window.
    pub within: Span,
    /// The rules that it covers; all if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rules: Option<Names>,
    /// The rules that it does not cover: their alerts are neither suppressed nor counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub except: Option<Names>,
    /// Its name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
}

/// A limit on invitations to surveys: at most so many within a rolling window (t − within, t].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct QuarantineSpec {
    /// How many are sent.
    pub invitations: u32,
    /// What they are counted by: `customer`, `respondent`, `survey`, another part of a signal, or a
    /// field; one or a list. An invitation that lacks one of them is not limited.
    pub per: Names,
    /// The length of the window.
    pub within: Span,
    /// The surveys that it covers; all if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub surveys: Option<Names>,
    /// The surveys that it does not cover: their invitations are neither held back nor counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub except: Option<Names>,
    /// Its name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
}
