//! Actual journeys: what customers' signals show, case by case, as process mining reads an event log.
//!
//! An [`EventLog`] holds instances of a journey, each with its events in order: an activity at an
//! instant. It is made of columns ([`LogColumns`]), whoever they come from. What is read off it is a pure
//! function of what it holds, whatever the order of its rows was: [`EventLog::variants`],
//! [`EventLog::transitions`], [`EventLog::activities`], [`EventLog::durations`].

mod activities;
mod durations;
mod grouped;
mod log;
mod table;
mod transitions;
mod variants;

pub use activities::ActivityRow;
pub use durations::{DurationRow, Durations};
pub use log::{Coded, Event, EventLog, Instance, LeftOut, LogColumns};
pub use table::LogTable;
pub use transitions::TransitionRow;
pub use variants::VariantRow;

#[cfg(test)]
mod tests;
