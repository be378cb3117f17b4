//! Random programs with every pattern, and random histories for them.

mod histories;
mod programs;

pub use histories::{Shape, inputs};
pub use programs::{limited_program, program};
