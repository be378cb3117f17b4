//! Stage 1: what one customer's signals say. Alerts are a function of the ordered signals, so that
//! arrival order leaves no trace.

mod alert;
pub mod batch;
mod book;
mod customer;
mod facts;
mod invitations;
mod pattern;
mod period;
mod place;
mod plan;
mod report;
mod row;
mod track;

pub use alert::{Alert, AlertKind, MetricFinding, Why, Window};
pub use customer::{Change, CustomerState};
pub(crate) use customer::{Key, Place, Retained};
pub use facts::{Attributes, SignalFacts};
pub use invitations::{HeldBy, InvitationSent, MayInvite};
pub use plan::Plan;

#[cfg(test)]
mod tests;
