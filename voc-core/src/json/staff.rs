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

/// How often people were praised, by `person` or `unit`: a list of rows.
///
/// # Errors
/// Another name.
pub fn recognition(engine: &Engine, by: &str) -> Result<String, Error> {
    text(&engine.recognition(by)?)
}

/// What there is to know about a case, or what a person sees of that: an object with `journey`, `earlier`,
/// `promises`, `upstream`.
///
/// # Errors
/// A case that is not known, or that the person does not see.
pub fn dossier(engine: &Engine, case: &str, person: Option<&str>) -> Result<String, Error> {
    match person {
        None => text(&engine.dossier(case)?),
        Some(person) => text(&engine.dossier_for(person, case)?),
    }
}

/// The time that cases lost in waiting, by `unit` or `case_type`: a list of rows.
///
/// # Errors
/// Another name.
pub fn time_lost(engine: &Engine, by: &str) -> Result<String, Error> {
    text(&engine.time_lost(by)?)
}
