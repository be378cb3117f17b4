//! The number of a stage, and of each unit that serves it.

use crate::insight::LoopRow;
use crate::metric::Estimate;
use crate::program::Label;
use serde::Serialize;

/// A stage, across all units that serve it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StageScores {
    /// The journey.
    pub journey: String,
    /// The stage.
    pub stage: String,
    /// What the stage is called.
    pub label: Label,
    /// The metric that it is judged by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metric: Option<String>,
    /// The number of the stage, which all that are accountable share.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shared: Option<Estimate>,
    /// Whether that number is withheld, for few answered or it would show a group in which few did.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub withheld: bool,
    /// Who shares it.
    pub accountable: Vec<String>,
    /// The loop over all cases that were opened at the stage.
    #[serde(rename = "loop")]
    pub loop_row: LoopRow,
    /// Each unit that serves the stage, by id: those with answers or cases there, those accountable, and the
    /// owners of its touch points.
    pub units: Vec<UnitScore>,
}

/// A unit at a stage.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UnitScore {
    /// The unit.
    pub unit: String,
    /// What it is called.
    pub label: Label,
    /// Whether it shares the number of the stage.
    pub is_accountable: bool,
    /// Its own number there, without units below.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<Estimate>,
    /// Whether that number is withheld.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub withheld: bool,
    /// The loop over its own cases that were opened there.
    #[serde(rename = "loop")]
    pub loop_row: LoopRow,
}
