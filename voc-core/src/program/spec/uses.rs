//! What scores are used for. The build for pages accepts it, and reads nothing of it.

use crate::document::Read;
use serde::{Deserialize, Serialize};

/// One thing that a score is used for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct UseSpec {
    /// The metric.
    pub metric: String,
    /// What it is used for.
    #[serde(rename = "for")]
    pub purpose: Purpose,
    /// The roles of the people whom it touches.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
    /// Those whom it touches by name, whatever their role: by their ids in the roster.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<String>,
}

/// What a score is used for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Pay or a bonus hangs on it.
    Pay,
    /// Somebody is corrected because of it: a warning, a plan to do better, a promotion that is held back.
    Correction,
    /// People or units are ranked by it.
    Ranking,
    /// It says what to improve.
    Improvement,
}

impl Purpose {
    /// Its name in every format.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pay => "pay",
            Self::Correction => "correction",
            Self::Ranking => "ranking",
            Self::Improvement => "improvement",
        }
    }

    /// Whether somebody gains or loses by the score.
    pub fn has_stakes(self) -> bool {
        self != Self::Improvement
    }
}
