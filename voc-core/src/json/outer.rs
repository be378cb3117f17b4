//! The outer loop, as JSON.

use super::{read_json, text};
use crate::engine::Engine;
use crate::error::Error;

/// All improvements, as a list in the order of their ids.
///
/// # Errors
/// None of its own.
pub fn improvements(engine: &Engine) -> Result<String, Error> {
    text(&engine.improvements().collect::<Vec<_>>())
}

/// One improvement, or `null`.
///
/// # Errors
/// None of its own.
pub fn improvement(engine: &Engine, id: &str) -> Result<String, Error> {
    text(&engine.improvement(id))
}

/// What may be done about an improvement now, and why not the rest.
///
/// # Errors
/// An unknown improvement.
pub fn improvement_allowed(engine: &Engine, id: &str) -> Result<String, Error> {
    text(&engine.improvement_allowed(id)?)
}

/// What came of an improvement: an object whose `label` is `difference in differences` or `no comparison`.
///
/// # Errors
/// An unknown improvement.
pub fn effect(engine: &Engine, id: &str) -> Result<String, Error> {
    text(&engine.effect(id)?)
}

/// Cases by their causes: a list of rows. `by` is a JSON list of names; `root_cause` where it is empty.
///
/// # Errors
/// A text that is no such list, an unknown name.
pub fn causes(engine: &Engine, by: &str) -> Result<String, Error> {
    let by: Vec<String> = read_json(by)?;
    text(&engine.causes(&by)?)
}

/// The coaching of an employee: an object with `observations`, `agreed`, `notes` and `recognition`.
///
/// # Errors
/// Somebody of whom nothing is known.
pub fn coaching(engine: &Engine, employee: &str) -> Result<String, Error> {
    text(&engine.coaching(employee)?)
}

/// The same as a person sees it.
///
/// # Errors
/// Coaching that they do not see, or those of [`coaching`].
pub fn coaching_for(engine: &Engine, person: &str, employee: &str) -> Result<String, Error> {
    text(&engine.coaching_for(person, employee)?)
}
