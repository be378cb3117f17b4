//! Actual journeys: what customers' signals show, case by case, as process mining reads an event log.
//!
//! An [`EventLog`] holds instances of a journey, each with its events in order: an activity at an
//! instant. It is made of columns ([`LogColumns`]), whoever they come from. What is read off it is a pure
//! function of what it holds, whatever the order of its rows was: [`EventLog::variants`],
//! [`EventLog::transitions`], [`EventLog::activities`], [`EventLog::durations`].
//!
//! A program plans a [`Journey`]. Its instances are found in customers' signals, all at once ([`assign`])
//! or one signal after another ([`Book`]); `JOURNEYS.md` beside this file says exactly how.

mod activities;
mod assign;
mod conform;
mod durations;
mod grouped;
mod log;
mod plan;
mod table;
mod transitions;
mod variants;

pub use activities::ActivityRow;
pub use assign::{Actual, Book, Ids, InstanceRow, Over, Placement, Reason, UnassignedRow, assign};
pub use conform::{
    By, Conformance, Deviation, DeviationRow, FitnessRow, FitnessSummary, MomentRow,
};
pub use durations::{DurationRow, Durations};
pub use log::{Coded, Event, EventLog, Instance, LeftOut, LogColumns};
pub use plan::Journey;
pub use table::LogTable;
pub use transitions::TransitionRow;
pub use variants::VariantRow;

#[cfg(test)]
mod tests;
