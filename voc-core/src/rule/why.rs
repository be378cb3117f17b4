//! Why an alert was raised, as data. `explain` makes words of it.

use crate::condition::Clause;
use crate::document::Read;
use crate::metric::Estimate;
use crate::metric::watch::Difference;
use crate::ordered::Few;
use crate::program::{Period, Since};
use crate::time::{Span, Time};
use serde::{Deserialize, Serialize};

/// Why an alert was raised.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Why {
    /// The clauses of the rule's condition at the firing signal; of a sequence, of its last step; of an
    /// absence, at the signal that set it off.
    pub clauses: Vec<Clause>,
    /// The rule whose alert it fired at, where it waits on one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alert: Option<String>,
    /// The signals behind the alert, with their instants, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signals: Vec<SignalAt>,
    /// The window that was counted over, for a count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<Box<Window>>,
    /// The number reached, for `nth` and `every`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<Reached>,
    /// The steps, for a sequence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sequence: Option<Box<Steps>>,
    /// The deadline that passed, for an absence and a silence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<Box<Deadline>>,
    /// The values that were compared, for a change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<Box<Moved>>,
    /// The row, for a streak.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub streak: Option<Box<InARow>>,
    /// The number that was judged, for a rule over a metric.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metric: Option<Box<MetricFinding>>,
}

/// A signal and an instant: its own, or for a step that is an alert, the alert's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SignalAt {
    /// The signal.
    pub signal: String,
    /// The instant.
    pub at: Time,
}

/// The window of a count: after `from`, up to and including `to`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Window {
    /// Its open left edge.
    pub from: Time,
    /// Its closed right edge.
    pub to: Time,
    /// Its declared length, where it rolls.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<Span>,
    /// The local period that it is a part of, where it does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<Period>,
    /// What different values were counted of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub distinct: Option<String>,
    /// How many it holds.
    pub count: u32,
    /// How many it takes.
    pub at_least: u32,
}

/// The number that a signal or alert has in a customer's life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reached {
    /// The number reached.
    pub number: i64,
    /// Which one is waited for, or each how many.
    pub k: u32,
    /// How many of them came before the first that we hold, as known at the signal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<i64>,
}

/// The steps of a sequence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Steps {
    /// The first step came after this.
    pub from: Time,
    /// The last step.
    pub to: Time,
    /// The longest that they may take.
    pub within: Span,
    /// What each step was.
    pub steps: Vec<SignalAt>,
}

/// Something did not come in time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Deadline {
    /// The signal that set it off.
    pub signal: String,
    /// When that was; of an alert that set it off, the alert's. Absent where that cannot be told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Time>,
    /// The time there was.
    pub within: Span,
    /// The deadline.
    pub due: Time,
}

/// A value that lies far from others.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Moved {
    /// The field.
    pub field: String,
    /// Its value.
    pub value: f64,
    /// What it was held against.
    pub base: f64,
    /// How far it must lie from that; negative is down.
    pub by: f64,
    /// What `base` is made of.
    pub since: Since,
    /// The values that make `base`, in order.
    pub values: Vec<ValueOf>,
}

/// A value and the signal that it is of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ValueOf {
    /// The signal.
    pub signal: String,
    /// The value.
    pub value: f64,
}

/// So many in a row.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InARow {
    /// How many.
    pub k: u32,
    /// The clauses of what each satisfies, at the last.
    pub clauses: Vec<Clause>,
}

/// The number of a metric that made a rule fire.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
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
