//! Who can act: from a signal to a unit, and from the unit to a person.

mod roster;
mod router;

pub use roster::{Person, Team};
pub use router::{Audience, Routed, route};
