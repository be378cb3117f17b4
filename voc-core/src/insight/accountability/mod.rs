//! Who answers for which number: goals shared down the organisation, the units that serve a stage, and which
//! moments of truth matter most.

mod goals;
mod moments;
mod scores;

pub use goals::{GoalRow, GoalStatus, Goals};
pub use moments::{MomentRank, TargetFrom, Weighing};
pub use scores::{StageScores, UnitScore};

pub(crate) use goals::{judged, subtree};
pub(crate) use moments::{position, ranked};
