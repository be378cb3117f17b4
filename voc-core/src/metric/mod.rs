//! Answers made into numbers: tallies that merge, estimates that do not.

#[cfg(not(small))]
mod beta;
#[cfg(not(small))]
pub mod bootstrap;
#[cfg(not(small))]
mod compare;
#[cfg(not(small))]
mod discovery;
mod estimate;
mod group;
#[cfg(not(small))]
mod moments;
mod normal;
mod plan;
#[cfg(not(small))]
pub mod small_groups;
#[cfg(not(small))]
mod student;
#[cfg(not(small))]
pub mod table;
mod tally;
#[cfg(not(small))]
mod trend;
pub mod watch;
#[cfg(not(small))]
mod weights;

#[cfg(not(small))]
pub use compare::{Comparison, Test, compare, compare_means};
#[cfg(not(small))]
pub use discovery::{Discovery, adjusted};

pub use estimate::{Estimate, Method, csat, nps, rate};
#[cfg(not(small))]
pub(crate) use estimate::{confident, nps_answer};
#[cfg(not(small))]
pub use moments::{DECIMALS, DECIMALS_MAX, Moments, UNITS_MAX, mean, moments};
#[cfg(not(small))]
pub(crate) use normal::{below, quantile};
pub use plan::{CellKey, MetricPlan, MetricQuery, MetricRow};
#[cfg(not(small))]
pub(crate) use plan::{Period, TOP_BOX};
#[cfg(not(small))]
pub(crate) use student::{beyond as beyond_t, t_of};
pub use tally::Tally;
#[cfg(not(small))]
pub use trend::{PERIODS_MAX, Trend, trend};
#[cfg(not(small))]
pub use weights::{Made, Sampling, Weighted, scored, weighted};

/// The confidence of an interval where none is asked for.
pub const CONFIDENCE: f64 = 0.95;
