//! Rules over metrics: what only they say.

use crate::document::Read;
use serde::{Deserialize, Serialize};

/// The tests that the confidence of a rule over a metric holds for together: its family-wise error
/// rate is 1 less the confidence, half of that on the one side that a level looks at.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Read,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// For each group at each end by itself: among many groups some are false alarms at every end.
    Test,
    /// For all groups that are judged at one end together (Holm's procedure).
    #[default]
    Groups,
    /// For all groups at all ends of a year together (Holm's procedure over the groups, Bonferroni's
    /// over the ends).
    Year,
}
