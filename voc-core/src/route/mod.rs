//! Who can act: from a signal to a unit, and from the unit to a person.

mod roster;
mod router;
mod visible;

pub use roster::{Person, Team};
pub use router::{Audience, Routed, route};
pub use visible::{Sight, Viewer};
