//! A rule's finding, with its explanation.

use crate::condition::Clause;
use crate::time::{Span, Time};
use serde::{Deserialize, Serialize};

/// Whether an alert is a concern or praise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AlertKind {
    /// Something to put right.
    Concern,
    /// Something to be proud of.
    Praise,
}

/// A rule's finding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Alert {
    /// Its id: a hash of rule, customer, `same` value and firing signal.
    pub id: String,
    /// How often it was revised.
    pub revision: u32,
    /// The rule.
    pub rule: String,
    /// Concern or praise.
    pub kind: AlertKind,
    /// When: the instant of the signal at which it fired.
    pub at: Time,
    /// The customer; absent where the signal has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
    /// The value of the rule's `same` field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same: Option<String>,
    /// The signal at which it fired.
    pub signal: String,
    /// All signals behind it, in order.
    pub signals: Vec<String>,
    /// The number reached, of a rule with `nth` or `every`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<i64>,
    /// Why.
    pub why: Why,
}

/// Why an alert was raised.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Why {
    /// The clauses of the rule's condition at the firing signal.
    pub clauses: Vec<Clause>,
    /// The window that was counted over, for a pattern.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<Window>,
}

/// The window of a count: after `from`, up to and including `to`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Window {
    /// Its open left edge.
    pub from: Time,
    /// Its closed right edge.
    pub to: Time,
    /// Its declared length.
    pub within: Span,
    /// How many signals it holds.
    pub count: u32,
    /// How many it takes.
    pub at_least: u32,
}
