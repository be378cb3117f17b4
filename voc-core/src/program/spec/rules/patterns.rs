//! The patterns over one customer's signals, as they are written.

use crate::document::Read;
use crate::time::Span;
use serde::{Deserialize, Serialize};

/// So many within a rolling window (t − within, t], or within the local period that holds t.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CountSpec {
    /// It fires at the signal that brings the count from below this to this.
    pub at_least: u32,
    /// The length of the rolling window.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        serialize_with = "super::bare"
    )]
    pub within: Option<Span>,
    /// Instead of `within`: the period of the calendar.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<Period>,
    /// Only signals of the same value of this field, or part of a signal, count together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same: Option<String>,
    /// Different values of this field, or part of a signal, are counted instead of signals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub distinct: Option<String>,
}

/// A period of the calendar, in the program's time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// A day.
    Day,
    /// A week, from Monday.
    Week,
    /// A month.
    Month,
    /// A quarter of a year, from January.
    Quarter,
    /// A year.
    Year,
}

/// The k-th, or each k-th; `10` is short for `{k: 10}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(with = "super::forms::NthForm"))]
pub struct NthSpec {
    /// Which one, from 1.
    pub k: u32,
    /// Only signals of the same value of this field, or part of a signal, count together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub same: Option<String>,
    /// The int attribute of the customer that says how many there were before the first signal we
    /// hold; none if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seed: Option<String>,
}

/// How many steps a sequence may have.
pub const STEPS_MAX: usize = 12;

/// Steps, one after another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SequenceSpec {
    /// The steps, in order; at least two.
    pub steps: Vec<StepSpec>,
    /// A condition: a signal that satisfies it between the first step and the last ends the attempt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unless: Option<String>,
    /// The longest time from the first step to the last, itself excluded.
    pub within: Span,
    /// All steps have the same value of this field, or part of a signal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same: Option<String>,
}

/// A step of a sequence: a signal that satisfies `when`, or an alert of the rule `alert`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StepSpec {
    /// The condition on a signal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// Instead of `when`: the rule whose alert it takes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alert: Option<String>,
    /// The longest time since the step before, itself excluded; any within the sequence if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gap: Option<Span>,
}

/// Something that did not follow a signal in time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AbsentSpec {
    /// The condition on the signal that was to come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// Instead of `when`: the rule whose alert was to come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alert: Option<String>,
    /// How soon it had to come; at the deadline is too late.
    pub within: Span,
    /// Only what has the same value of this field, or part of a signal, is what was to come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same: Option<String>,
}

/// A value that moved: of a field, or with `metric` the number itself.
#[derive(Debug, Clone, PartialEq, Serialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeSpec {
    /// The field, an int or a number. Not with `metric`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// How far, in the unit of the field or metric: −3 is down by three or more, 3 up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<f64>,
    /// Since which value; the previous one if not said. Not with `metric`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<Since>,
    /// Only values of signals of the same value of this field, or part of a signal, are held against
    /// each other. Not with `metric`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same: Option<String>,
    /// Only with `metric`: whether the difference must be significant at `confidence`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub significant: bool,
}

/// What a value is held against.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Since {
    /// The value before it.
    #[default]
    Previous,
    /// The first value of all.
    First,
    /// The mean of so many values before it; with fewer it does not fire.
    Mean(u32),
}

impl Since {
    /// How many values it is made of.
    pub fn values(self) -> u32 {
        match self {
            Self::Previous | Self::First => 1,
            Self::Mean(k) => k,
        }
    }

    /// What these values, from the oldest to the newest, come to; absent where there are too few.
    pub(crate) fn base(self, values: impl Iterator<Item = f64>) -> Option<f64> {
        let (count, sum) = values.fold((0, 0.0), |(count, sum), value| (count + 1, sum + value));
        (count >= self.values()).then(|| sum / f64::from(self.values()))
    }
}

/// So many in a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StreakSpec {
    /// How many.
    pub k: u32,
    /// The condition that each of the last k that the rule looks at satisfies.
    pub of: String,
    /// Only signals of the same value of this field, or part of a signal, stand in a row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same: Option<String>,
}
