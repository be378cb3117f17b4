//! The report of a unit on a period, and who is to review it.

mod period;
mod review;
mod text;

pub(crate) use period::ReportPeriod;
pub use review::{ReviewMark, ReviewRow};
pub(crate) use text::{name, number, shown};

use super::{CauseRow, LoopRow, Voice};
use crate::metric::{Comparison, Estimate};
use crate::program::Label;
use crate::time::Time;
use serde::Serialize;

/// What was heard in a unit, and in those below it, in a local period.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UnitReport {
    /// The report, as the program declares it.
    pub report: String,
    /// The unit.
    pub unit: String,
    /// Its name for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
    /// The unit and those below it, all of which count.
    pub units: Vec<String>,
    /// The first day of the period.
    pub period: String,
    /// The first day behind it.
    pub until: String,
    /// Whether the period is over.
    pub is_over: bool,
    /// The metrics, beside the period before.
    pub metrics: Vec<MetricChange>,
    /// What caused the cases that were opened in the period, the largest group first.
    pub causes: Vec<CauseRow>,
    /// The concerns without a closed case.
    pub open_concerns: OpenConcerns,
    /// How much praise came in the period; known to a run alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub praise: Option<i64>,
    /// Customers in their own words, spread over what they answered, the least content first.
    pub voices: Vec<Voice>,
    /// How many there were to choose from; none where a number of the period is withheld, as its voices are.
    pub voices_of: i64,
    /// The loop over the cases that were opened in the period.
    #[serde(rename = "loop")]
    pub loop_row: LoopRow,
    /// By when it is to be reviewed, that instant included.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review_due: Option<Time>,
    /// Who has reviewed it, by person.
    pub reviewed: Vec<ReviewMark>,
    /// All of it as Markdown, in English.
    pub text: String,
}

/// A metric of a period, beside the period before.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MetricChange {
    /// The metric.
    pub metric: String,
    /// Its name for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
    /// The least and the most that it can be; absent where nothing says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scale: Option<[f64; 2]>,
    /// In the period; absent where it is withheld.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub now: Option<Estimate>,
    /// In the period before; absent where it is withheld.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Estimate>,
    /// Now less before, with its interval and test; absent where either is withheld.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change: Option<Comparison>,
    /// Why a number is withheld, where one is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// The concerns of a period without a closed case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OpenConcerns {
    /// Those that stand behind cases, opened in the period, that are not closed.
    pub on_cases: i64,
    /// These cases, by id.
    pub cases: Vec<String>,
    /// Those raised in the period that got no case; known to a run alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub without_case: Option<i64>,
}
