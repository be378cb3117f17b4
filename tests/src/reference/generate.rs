//! Random programs with every pattern, and random histories for them.

mod histories;
mod merges;
mod programs;

pub use histories::{Shape, inputs};
pub use merges::{Merging, merges};
pub use programs::{limited_program, program};
