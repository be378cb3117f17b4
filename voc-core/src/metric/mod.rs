//! Answers made into numbers: tallies that merge, estimates that do not.

mod estimate;
mod group;
mod normal;
mod plan;
#[cfg(not(small))]
mod student;
mod tally;
pub mod watch;

#[cfg(not(small))]
pub(crate) use estimate::nps_answer;
pub use estimate::{Estimate, Method, csat, nps, rate};
pub use plan::{CellKey, MetricPlan, MetricQuery, MetricRow};
#[cfg(not(small))]
pub(crate) use student::t_of;
pub use tally::Tally;

/// The confidence of an interval where none is asked for.
pub const CONFIDENCE: f64 = 0.95;
