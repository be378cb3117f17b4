//! What only those who run the follow-up ask for, as JSON.

use super::{read_json, text};
use crate::engine::Engine;
use crate::error::Error;
use crate::program::Program;
use crate::signal::Roster;

/// What open cases would lose by a new version of the program, and who would have them then: an object with
/// `cases`.
///
/// # Errors
/// None of its own.
pub fn preview(engine: &Engine, program: &Program) -> Result<String, Error> {
    text(&engine.preview(program))
}

/// The same by a new roster, an object with `at` and `people`.
///
/// # Errors
/// A text that is no roster, or one that would be refused.
pub fn preview_roster(engine: &Engine, roster: &str) -> Result<String, Error> {
    let roster: Roster = read_json(roster)?;
    text(&engine.preview_roster(&roster)?)
}
