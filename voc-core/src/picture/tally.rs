//! What is not on a picture is counted below it.

use super::words::count;
use crate::document::Read;
use serde::{Deserialize, Serialize};

/// What was heard, and at none of the stages that are drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Elsewhere {
    /// How many signals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signals: Option<u64>,
    /// How many concerns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub concerns: Option<u64>,
    /// How much praise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub praise: Option<u64>,
}

impl Elsewhere {
    pub(super) fn is_nothing(self) -> bool {
        let counts = [self.signals, self.concerns, self.praise];
        counts.into_iter().flatten().all(|count| count == 0)
    }

    /// In words.
    pub(super) fn words(self) -> String {
        let counts = [
            ("signals", self.signals),
            ("concerns", self.concerns),
            ("praise", self.praise),
        ];
        let known = counts.into_iter();
        let known = known.filter_map(|(name, of)| Some(format!("{name} {}", count(of?))));
        let known: Vec<String> = known.collect();
        format!("At none of these stages: {}.", known.join(", "))
    }
}
