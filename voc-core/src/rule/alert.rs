//! A rule's finding, with its explanation.

use crate::condition::Clause;
use crate::metric::Estimate;
use crate::metric::watch::Difference;
use crate::ordered::Few;
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

/// Why an alert was raised.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Why {
    /// The clauses of the rule's condition at the firing signal.
    pub clauses: Vec<Clause>,
    /// The window that was counted over, for a pattern.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<Window>,
    /// The number that was judged, for a rule over a metric.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metric: Option<Box<MetricFinding>>,
}

/// The number of a metric that made a rule fire.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MetricFinding {
    /// The metric.
    pub metric: String,
    /// The group, by the names of the rule's `by`.
    pub group: Few<String, String>,
    /// The first local day of the window.
    pub from: String,
    /// Its last local day.
    pub to: String,
    /// The number, with the interval that decided; one of 95 % where the number alone did. Its
    /// confidence is that of this one test: the rule's own, shared among the `family`.
    #[serde(flatten)]
    pub estimate: Estimate,
    /// The level that it lies beyond; absent for a change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<f64>,
    /// The number at which the rule is armed again; absent for a change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clear: Option<f64>,
    /// The number of the window before; only of a change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Estimate>,
    /// How far the two lie apart; only of a change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub difference: Option<Difference>,
    /// How many groups were judged at this end.
    pub groups: u32,
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
