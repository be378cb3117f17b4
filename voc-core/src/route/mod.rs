//! Who can act: from a signal to a unit, and from the unit to a person.

mod doubt;
mod praise;
mod roster;
mod routed;
mod router;
mod visible;

pub(crate) use doubt::check;
pub use doubt::{Doubt, RosterDoubt, doubts};
pub use praise::Names;
pub use roster::{PassedBecause, PassedOver, Person, Team};
pub use routed::{Audience, Praised, Routed, RoutedBy};
pub use router::route;
pub use visible::{Sight, Viewer};

#[cfg(test)]
mod doubt_tests;
#[cfg(test)]
mod router_tests;
