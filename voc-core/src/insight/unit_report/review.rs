//! Whether reports are reviewed in time.

use crate::document::Read;
use crate::insight::loop_health::share;
use crate::metric::Estimate;
use crate::program::Level;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// The reviews of a report that are due from people of a level: one for each unit and period of which there is
/// something to report, and each person of the report's roles in that unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReviewRow {
    /// The report.
    pub report: String,
    /// The level of the people.
    pub level: Level,
    /// The reviews whose time is up, and those that came before: all but those still to come.
    pub due: i64,
    /// Those that came in time.
    pub in_time: i64,
    /// Those that came too late.
    pub late: i64,
    /// Those that have not come.
    pub missing: i64,
    /// Those that are still to come, and have time.
    pub to_come: i64,
    /// In time, as a share of those due.
    pub in_time_rate: Estimate,
}

impl ReviewRow {
    pub(crate) fn of(report: String, level: Level, counts: [i64; 4]) -> Self {
        let [in_time, late, missing, to_come] = counts;
        let due = in_time + late + missing;
        Self {
            report,
            level,
            due,
            in_time,
            late,
            missing,
            to_come,
            in_time_rate: share(in_time, due),
        }
    }
}

/// That somebody has reviewed a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReviewMark {
    /// The person, by id.
    pub by: String,
    /// When first.
    pub at: Time,
    /// Whether that was in time; absent where the program does not say by when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_time: Option<bool>,
}
