//! A customer's signals, assigned to the instances of a journey. `JOURNEYS.md` has the definition.

mod activity;
mod actual;
mod alerts;
mod book;
mod bucket;
mod build;
mod columns;
mod log;
mod machine;
mod pass;
mod rows;
mod seen;

pub use actual::Actual;
pub(super) use actual::{Head, Mark, Step};
pub use book::{Book, Placement};
pub use columns::{Ids, assign};
pub use machine::Reason;
pub use rows::{InstanceRow, Over, UnassignedRow};

#[cfg(test)]
mod oracle;
#[cfg(test)]
mod tests;
