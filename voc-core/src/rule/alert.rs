//! A rule's finding.

use super::why::Why;
use crate::document::Read;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// Whether an alert is a concern or praise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AlertKind {
    /// Something to put right.
    Concern,
    /// Something to be proud of.
    Praise,
}

/// A rule's finding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Alert {
    /// Its id: a hash of rule, customer, `same` value and anchor; of rule, group and end of period for a
    /// rule over a metric.
    pub id: String,
    /// How often it was revised.
    pub revision: u32,
    /// The rule.
    pub rule: String,
    /// Concern or praise.
    pub kind: AlertKind,
    /// When: the instant of the signal at which it fired, the deadline, or the end of the period.
    pub at: Time,
    /// The customer; absent where the signal has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
    /// The value of the rule's `same` field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same: Option<String>,
    /// The signal at which it fired; none for a rule over a metric.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub signal: String,
    /// All signals behind it, in order; none for a rule over a metric.
    pub signals: Vec<String>,
    /// The number reached, of a rule with `nth` or `every`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<i64>,
    /// Why.
    pub why: Why,
}
