//! Why a rule did not fire for a customer: what it saw, and what its pattern lacks. Nothing of this is
//! kept for the purpose: the retained signals are read again up to the instant that is asked about.

mod ask;
mod considered;
mod progress;
mod read;
mod sequence;
mod tell;
mod timed;

pub(crate) use ask::Question;
pub use considered::{Considered, Tested};
pub use progress::Progress;

use super::standing::Standing;
use crate::document::Read;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// Why a rule did not fire, or that it did.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WhyNot {
    /// The rule.
    pub rule: String,
    /// The customer.
    pub customer: String,
    /// The instant that was asked about.
    pub at: Time,
    /// What it comes down to.
    pub answer: Answer,
    /// The alerts that there are from `at` to the nearest signal, both included.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub alerts: Vec<Firing>,
    /// The signals of the customer nearest to `at`, with what the rule found there. Only signals from
    /// `retained_from` on are looked at.
    pub signals: Vec<Considered>,
    /// How far the pattern has got; absent for a rule without a pattern, and where nothing is to be told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub progress: Option<Progress>,
    /// The same question of the rules on whose alerts it waits.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waits_on: Vec<WhyNot>,
    /// From when signals are retained; absent where all are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retained_from: Option<Time>,
    /// Since when the rule is in force and means what it does; absent since the first version of the
    /// program. It looks at no signal before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_force_since: Option<Time>,
    /// When it will have seen all that it looks back on; absent where it has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warming_until: Option<Time>,
    /// All of it in plain English.
    pub paragraph: String,
}

/// What it comes down to that a rule did not fire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// It did fire.
    Fired,
    /// No signal of the customer is retained to look at.
    NoSignal,
    /// Its condition did not hold, or could not be told.
    Condition,
    /// A signal satisfied it and came too late for a pattern.
    Late,
    /// The rule on whose alerts it waits did not fire either.
    WaitsOn,
    /// A value that the pattern goes by is absent.
    ValueAbsent,
    /// The pattern is not complete.
    Pattern,
}

/// An alert that there is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Firing {
    /// Its id.
    pub alert: String,
    /// When.
    pub at: Time,
    /// The signal at which it fired.
    pub signal: String,
    /// What became of it.
    pub standing: Standing,
}
