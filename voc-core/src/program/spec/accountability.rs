//! Who answers for which number, and who reads what was heard. Only the build for data reads any of it.

use super::super::Label;
use super::Names;
use crate::document::Read;
use crate::time::Span;
use serde::{Deserialize, Serialize};

/// A level that a metric is to come to by a day, the same for every level of the organisation.
#[derive(Debug, Clone, PartialEq, Serialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct GoalSpec {
    /// The metric: one definition for all units of the cascade.
    pub metric: String,
    /// What it is to come to, on the metric's own scale: at least, or at most where low is better. A goal says just
    /// one of this, `at_least` and `at_most`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<f64>,
    /// What it is to come to at least.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_least: Option<f64>,
    /// What it is to come to at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at_most: Option<f64>,
    /// The day by whose end it is to be there.
    pub due: String,
    /// The units that share it, each below the one before it; each answers for itself and all units below.
    pub cascade: Vec<String>,
    /// How long before the due day, or before now where that is earlier, answers count; all if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub over: Option<Span>,
    /// The fewest answers that are judged; 30 if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_n: Option<u32>,
    /// Its name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
}

/// What a goal aims at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Aim {
    /// The number, on the metric's own scale.
    pub target: f64,
    /// Whether it is the most that is wanted; the least if not.
    pub at_most: bool,
}

#[cfg(not(small))]
impl GoalSpec {
    /// What it aims at, where low is better of its metric or not. A checked program has one.
    pub fn aim(&self, is_better_low: bool) -> Aim {
        let said = [(self.at_least, false), (self.at_most, true)];
        let mut said = said.into_iter();
        let said = said.find_map(|(target, at_most)| target.map(|target| Aim { target, at_most }));
        said.unwrap_or(Aim {
            target: self.target.unwrap_or_default(),
            at_most: is_better_low,
        })
    }
}

#[cfg(not(small))]
impl super::ProgramSpec {
    /// What a goal aims at.
    pub fn aim(&self, goal: &GoalSpec) -> Aim {
        let metric = self.metrics.get(&goal.metric);
        goal.aim(metric.is_some_and(super::MetricSpec::is_better_low))
    }
}

/// What a report tells apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ReportBy {
    /// Units, each with those below it.
    #[default]
    Unit,
}

/// A report on each unit and period, and by when it is to be reviewed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReportSpec {
    /// The roles whose people are to review it, in the unit that it is about.
    pub to: Names,
    /// Local periods: `P1D`, `P7D` (from Monday), `P1M`, `P3M` or `P1Y`.
    pub every: Span,
    /// What it tells apart.
    #[serde(default)]
    pub by: ReportBy,
    /// The metrics that it shows.
    pub metrics: Vec<String>,
    /// How many customers it lets speak for themselves.
    #[serde(default = "five")]
    pub voices: u32,
    /// How long after the end of the period it is to be reviewed; nobody is held to it if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review_by: Option<Span>,
    /// Its name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
}

fn five() -> u32 {
    5
}
