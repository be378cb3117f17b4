//! What is read off an event log.

use super::text;
use crate::document::{Read, read_json};
use crate::error::Error;
use crate::journey::{Compare, EventLog, NeedRow, PathOf, Retention, ScoreOf, Stops, UntilNext};
use crate::program::Program;
use serde::Deserialize;

/// What is asked of an event log: a name, or an object with one key.
#[derive(Debug, Clone, PartialEq, Deserialize, Read)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Ask {
    /// What comes again within instances.
    Repeats,
    /// How long it takes from one activity to another.
    Between {
        /// The activity before.
        from: String,
        /// The activity after.
        to: String,
    },
    /// The same, with those that have not come there yet.
    UntilNext(UntilNext),
    /// After which activities instances stop.
    Stops(Stops),
    /// Who comes again in later periods.
    Retention(Retention),
    /// Where scores fall.
    Experience(ScoreOf),
    /// Which paths go with concerns.
    Concerns {
        /// What instances are told apart by.
        by: PathOf,
        /// How they are compared.
        #[serde(default)]
        how: Compare,
    },
    /// What comes before an activity.
    FirstSigns {
        /// The activity.
        target: String,
        /// How instances are compared.
        #[serde(default)]
        how: Compare,
    },
    /// What passes from unit to unit.
    HandOvers,
    /// Every event with its instance.
    Rows,
}

/// The answer of an event log: `ask` is `"repeats"`, `"hand_overs"`, `"rows"`, or an object with one of
/// `between`, `until_next`, `stops`, `retention`, `experience`, `concerns` and `first_signs`.
///
/// # Errors
/// What cannot be asked; what the log cannot answer.
pub fn log_answer(log: &EventLog, ask: &str) -> Result<String, Error> {
    match read_json(ask)? {
        Ask::Repeats => text(&log.repeats()?),
        Ask::Between { from, to } => text(&log.between(&from, &to)?),
        Ask::UntilNext(of) => text(&log.until_next(&of)?),
        Ask::Stops(of) => text(&log.stops(&of)?),
        Ask::Retention(of) => text(&log.retention(&of)?),
        Ask::Experience(of) => text(&log.experience(&of)?),
        Ask::Concerns { by, how } => text(&log.concerns(by, &how)?),
        Ask::FirstSigns { target, how } => text(&log.first_signs(&target, &how)?),
        Ask::HandOvers => text(&log.hand_overs()?),
        Ask::Rows => text(&log.rows().collect::<Vec<_>>()),
    }
}

/// What each touch point of a program needs, and what waits on it, as a list.
///
/// # Errors
/// None in practice: a row that cannot be written.
pub fn needs(program: &Program) -> Result<String, Error> {
    let rows: Vec<NeedRow> = crate::journey::needs(program);
    text(&rows)
}
