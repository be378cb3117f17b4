//! Stage 1: what one customer's signals say. Alerts are a function of the ordered signals, so that
//! arrival order leaves no trace.

mod alert;
pub mod batch;
mod bits;
mod book;
mod customer;
pub mod explain;
mod facts;
mod follow;
mod head;
mod holding;
mod index;
mod invitations;
mod join;
mod known;
mod level_words;
mod matcher;
mod names;
mod narrow;
mod pattern;
mod period;
mod place;
mod plan;
mod reading;
mod reasons;
mod report;
mod resting;
mod row;
mod settle;
mod slot;
#[cfg(not(small))]
pub(crate) mod some;
mod standing;
mod texts;
mod track;
mod versions;
mod why;
mod why_not;
pub(crate) mod words;
mod world;

pub use alert::{Alert, AlertKind};
pub use customer::{Change, CustomerState};
pub(crate) use customer::{Key, Place, Retained};
pub use facts::{Attributes, SignalFacts};
pub use invitations::{HeldBy, InvitationSent, MayInvite};
pub(crate) use join::rename_customer;
pub use matcher::Matcher;
pub use plan::Plan;
pub(crate) use report::alert_of_row;
pub(crate) use resting::{Resting, Room, Seen};
#[cfg(not(small))]
pub(crate) use slot::Slot;
pub use standing::Standing;
pub use why::{
    Deadline, InARow, MetricFinding, Moved, Reached, SignalAt, Steps, ValueOf, Why, Window,
};
pub(crate) use why_not::Question;
pub use why_not::{Answer, Considered, Firing, Progress, Tested, WhyNot};

#[cfg(test)]
mod tests;
