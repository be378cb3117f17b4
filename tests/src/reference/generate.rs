//! Random programs with every pattern, and random histories for them.

mod histories;
mod merges;
mod programs;
mod versions;
mod watches;

pub use histories::{Shape, inputs};
pub use merges::{Merging, merges};
pub use programs::{limited_program, program};
pub use versions::{Changes, changes};
pub use watches::{Watches, watches};
