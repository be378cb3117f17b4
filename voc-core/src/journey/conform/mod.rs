//! The plan of a journey against what its instances show. `JOURNEYS.md` says what each deviation means.

mod align;
mod count;
mod judge;
mod met;
mod rows;

pub use count::{By, Conformance};
pub use met::{Met, MetRow, UnplannedRow};
pub use rows::{DeviationRow, FitnessRow, FitnessSummary, MomentRow};

use crate::journey::plan::{NO_ACTIVITY, NO_PLACE};
use serde::Serialize;

/// How an instance departs from its plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Deviation {
    /// A planned touch point did not come.
    Skipped,
    /// A planned touch point came more than once: each further time.
    Repeated,
    /// A planned touch point came, but not where the plan has it.
    OutOfOrder,
    /// Something came that is not planned: each time.
    Unplanned,
    /// A stage or a moment of truth took longer than was promised.
    Late,
    /// A stage or a moment of truth took more contacts than was promised.
    TooManyContacts,
    /// No signal of a stage or a moment of truth says that it went well.
    OutcomeMissed,
    /// A moment of truth did not come.
    Missing,
    /// Something did not follow in time that was to: a moment of truth that is an absence. Or a rule saw a
    /// concern in several signals that is one.
    Happened,
}

impl Deviation {
    /// All of them, in order.
    pub const ALL: [Self; 9] = [
        Self::Skipped,
        Self::Repeated,
        Self::OutOfOrder,
        Self::Unplanned,
        Self::Late,
        Self::TooManyContacts,
        Self::OutcomeMissed,
        Self::Missing,
        Self::Happened,
    ];

    /// Its name in every format.
    pub fn name(self) -> &'static str {
        match self {
            Self::Skipped => "skipped",
            Self::Repeated => "repeated",
            Self::OutOfOrder => "out_of_order",
            Self::Unplanned => "unplanned",
            Self::Late => "late",
            Self::TooManyContacts => "too_many_contacts",
            Self::OutcomeMissed => "outcome_missed",
            Self::Missing => "missing",
            Self::Happened => "happened",
        }
    }

    /// Whether it is told of an instance only once that is over.
    fn waits_for_end(self) -> bool {
        matches!(self, Self::Skipped | Self::OutcomeMissed | Self::Missing)
    }
}

/// One deviation of one instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Found {
    kind: Deviation,
    stage: u16,
    activity: u32,
    /// The place of the moment of truth.
    moment: u16,
}

impl Found {
    fn at_step(kind: Deviation, stage: u16, activity: u32) -> Self {
        Self {
            kind,
            stage,
            activity,
            moment: NO_PLACE,
        }
    }

    fn of_stage(kind: Deviation, stage: u16) -> Self {
        Self::at_step(kind, stage, NO_ACTIVITY)
    }
}

#[cfg(test)]
mod tests;
