//! The funnel of a survey: who could be asked, who was, and who answered.

mod count;
mod happening;
mod hear;
mod log;
mod occasion;
mod state;

pub(crate) use count::zone;
pub use count::{FunnelQuery, FunnelRow, Misstep, MisstepRow, ReasonRow, StepRow, funnel};
pub use happening::Happening;
pub use hear::{DELIVERED, ELIGIBLE, HearQuery, HeardOccasions, STARTED, occasions};
pub use occasion::{Occasion, Reached, Step};

#[cfg(test)]
mod hear_tests;
#[cfg(test)]
mod tests;
