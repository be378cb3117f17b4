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
#[cfg(not(small))]
mod exposure;
#[cfg(not(small))]
mod formula;
#[cfg(not(small))]
mod gamma;
#[cfg(not(small))]
mod gathered;
mod group;
#[cfg(not(small))]
mod modified;
#[cfg(not(small))]
mod moments;
#[cfg(not(small))]
mod noncentral;
mod normal;
#[cfg(not(small))]
mod pairs;
mod plan;
mod query;
#[cfg(not(small))]
mod ranks;
mod reading;
#[cfg(not(small))]
mod rolling;
#[cfg(not(small))]
mod several;
#[cfg(not(small))]
pub mod small_groups;
#[cfg(not(small))]
mod strata;
#[cfg(not(small))]
mod student;
#[cfg(not(small))]
pub mod survival;
#[cfg(not(small))]
pub mod table;
mod tally;
#[cfg(not(small))]
mod totals;
#[cfg(not(small))]
mod trend;
pub mod watch;
#[cfg(not(small))]
mod weights;
#[cfg(not(small))]
mod withheld;

#[cfg(not(small))]
pub use compare::{Comparison, Test, compare, compare_means, compare_medians, compare_weighted};
#[cfg(not(small))]
pub use discovery::{Discovery, adjusted};

pub use estimate::{Estimate, Method, csat, nps, rate};
#[cfg(not(small))]
pub(crate) use estimate::{confident, nps_answer, number, rounded, z_of};
#[cfg(not(small))]
pub use exposure::{EventRate, RateRatio, event_rate, rate_ratio};
#[cfg(not(small))]
pub use gathered::Gathered;
#[cfg(not(small))]
pub(crate) use modified::no_choice;
#[cfg(not(small))]
pub use modified::{ShareInterval, rate_by};
#[cfg(not(small))]
pub use moments::{DECIMALS, DECIMALS_MAX, Moments, UNITS_MAX, mean, moments};
#[cfg(not(small))]
pub(crate) use normal::{below, quantile};
#[cfg(not(small))]
pub use pairs::{
    OrderTest, OrderTrend, kendall, trend_of_numbers, trend_of_shares, trend_of_weighted_shares,
};
#[cfg(not(small))]
pub(crate) use plan::TOP_BOX;
pub use plan::{Added, CellKey, Cells, MetricPlan};
pub use query::{MetricQuery, MetricRow};
#[cfg(not(small))]
pub(crate) use query::{period_of, start};
pub use reading::Reading;
#[cfg(not(small))]
pub(crate) use several::several_estimates;
#[cfg(not(small))]
pub use several::{
    Several, SeveralTest, Size, SizeKind, several_means, several_ranks, several_shares,
};
#[cfg(not(small))]
pub use strata::{Member, StrataMethod, Stratified, stratified_means, stratified_shares};
#[cfg(not(small))]
pub(crate) use student::{beyond as beyond_t, t_of};
pub use tally::Tally;
#[cfg(not(small))]
pub use totals::{ANSWER_MAX, Totals, WEIGHT_MAX, WEIGHTED_MAX};
#[cfg(not(small))]
pub use trend::{PERIODS_MAX, Trend, trend};
#[cfg(not(small))]
pub use weights::{Made, Sampling, Weighted, scored, weighted};

#[cfg(not(small))]
pub use watch::Difference;
#[cfg(not(small))]
pub(crate) use withheld::{unit_parents, why as why_withheld};

/// The confidence of an interval where none is asked for.
pub const CONFIDENCE: f64 = 0.95;
