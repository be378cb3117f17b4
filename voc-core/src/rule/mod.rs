//! Stage 1: what one customer's signals say. Alerts are a function of the ordered signals, so that
//! arrival order leaves no trace.

mod alert;
mod customer;
mod evaluate;
mod facts;

pub use alert::{Alert, AlertKind, Why, Window};
pub(crate) use customer::Retained;
pub use customer::{Change, CustomerState};
pub use evaluate::Plan;
pub use facts::SignalFacts;

#[cfg(test)]
mod tests;
