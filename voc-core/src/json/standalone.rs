//! One case on one row of somebody's own database, no engine.

use super::{instant, text};
use crate::case::{Action, Case, Policy};
use crate::document::Read;
use crate::document::{read_json, read_written};
use crate::error::Error;
use crate::program::Program;
use crate::time::Time;
use serde::Deserialize;

/// A case with the program that it follows.
#[derive(Debug, Clone)]
pub struct StandaloneCase {
    program: Program,
    case: Case,
}

/// A command on a case that is at hand.
#[derive(Deserialize, Read)]
#[serde(deny_unknown_fields)]
struct Given {
    by: String,
    #[serde(default)]
    role: Option<String>,
    at: Time,
    #[serde(rename = "do")]
    action: Action,
}

impl StandaloneCase {
    /// Opens a case from a JSON object: `case_type` and `at`, and what else is known.
    ///
    /// # Errors
    /// An object of another shape, an unknown case type or priority.
    pub fn open(program: &Program, open: &str) -> Result<Self, Error> {
        let open: crate::case::OpenCase = read_json(open)?;
        let case_type = open.case_type.clone();
        let case = Case::open(&Policy::of(program, &case_type)?, open)?;
        Ok(Self {
            program: program.clone(),
            case,
        })
    }

    /// Loads a case from its own JSON, as [`StandaloneCase::json`] wrote it.
    ///
    /// # Errors
    /// Text that is no case, an unknown case type.
    pub fn load(program: &Program, json: &str) -> Result<Self, Error> {
        let case: Case = read_written(json)?;
        Policy::of(program, &case.case_type)?;
        Ok(Self {
            program: program.clone(),
            case,
        })
    }

    /// The case as it stands.
    pub fn case(&self) -> &Case {
        &self.case
    }

    /// The case as JSON: store it, and load it again.
    ///
    /// # Errors
    /// None of its own.
    pub fn json(&self) -> Result<String, Error> {
        text(&self.case)
    }

    /// What a person of this role may do now, and why not the rest.
    ///
    /// # Errors
    /// None of its own: the case type is known.
    pub fn allowed(&self, role: Option<&str>) -> Result<String, Error> {
        text(&self.case.allowed(&self.policy()?, role))
    }

    /// Decides and applies a command, `{by, role?, at, do}`; the new events, as a list to store.
    ///
    /// # Errors
    /// The refusal; the case is as it was.
    pub fn handle(&mut self, command: &str) -> Result<String, Error> {
        let Given {
            by,
            role,
            at,
            action,
        } = read_json(command)?;
        let events = Case::decide(
            &self.policy()?,
            &self.case,
            &by,
            role.as_deref(),
            at,
            &action,
        )?;
        for event in &events {
            self.case.apply(event);
        }
        text(&events)
    }

    /// The clocks at an instant.
    ///
    /// # Errors
    /// A time that is none.
    pub fn clocks(&self, at: &str) -> Result<String, Error> {
        let at = instant(Some(at))?.unwrap_or(self.case.opened_at);
        text(&self.case.clocks(&self.policy()?, at))
    }

    /// The promises as they stand at an instant.
    ///
    /// # Errors
    /// A time that is none.
    pub fn promises(&self, at: &str) -> Result<String, Error> {
        let at = instant(Some(at))?.unwrap_or(self.case.opened_at);
        text(&self.case.promises_at(at))
    }

    fn policy(&self) -> Result<Policy<'_>, Error> {
        Policy::of(&self.program, &self.case.case_type)
    }
}
