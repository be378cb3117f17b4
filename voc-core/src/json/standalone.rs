//! One case on one row of somebody's own database, no engine.

use super::{instant, text};
use crate::case::{Action, Case, CaseEvent, Policy};
use crate::document::Read;
use crate::document::{read_json, read_written};
#[cfg(not(small))]
use crate::engine::Dossier;
use crate::error::Error;
use crate::program::Program;
#[cfg(not(small))]
use crate::signal::Signal;
use crate::time::Time;
use serde::{Deserialize, Serialize};

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

/// Two cases that become one.
#[derive(Deserialize, Read)]
#[serde(deny_unknown_fields)]
struct Merging {
    by: String,
    #[serde(default)]
    role: Option<String>,
    at: Time,
}

/// What a host knows of a case's customer.
#[cfg(not(small))]
#[derive(Deserialize, Read)]
#[serde(deny_unknown_fields)]
struct Known {
    at: Time,
    #[serde(default)]
    cases: Vec<Case>,
    #[serde(default)]
    signals: Vec<KnownSignal>,
}

#[cfg(not(small))]
#[derive(Deserialize, Read)]
#[serde(deny_unknown_fields)]
struct KnownSignal {
    id: String,
    signal: Signal,
}

/// What merging two cases brought about.
#[derive(Serialize)]
struct Merge {
    duplicate: Vec<CaseEvent>,
    into: Vec<CaseEvent>,
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

    /// Merges the case, as a duplicate, into an older one by a command without `do`, `{by, role?, at}`; the
    /// new events of each, as `{duplicate, into}`, to store.
    ///
    /// # Errors
    /// The refusal; both cases are as they were.
    pub fn merge(&mut self, into: &mut Self, command: &str) -> Result<String, Error> {
        let Merging { by, role, at } = read_json(command)?;
        let role = role.as_deref();
        let cases = (&self.case, &into.case);
        let (ends, goes_on) = Case::merge(&self.policy()?, &by, role, at, cases)?;
        for (case, events) in [(&mut self.case, &ends), (&mut into.case, &goes_on)] {
            for event in events {
                case.apply(event);
            }
        }
        text(&Merge {
            duplicate: ends,
            into: goes_on,
        })
    }

    /// The clocks at an instant.
    ///
    /// # Errors
    /// A time that is none.
    pub fn clocks(&self, at: &str) -> Result<String, Error> {
        let at = instant(Some(at))?.unwrap_or(self.case.opened_at);
        text(&self.case.clocks(&self.policy()?, at))
    }

    /// Where the clock of a target stands at an instant, without its ledger.
    ///
    /// # Errors
    /// An unknown target, a time that is none.
    pub fn verdict_at(&self, target: &str, at: &str) -> Result<String, Error> {
        let at = instant(Some(at))?.unwrap_or(self.case.opened_at);
        let target = self.policy()?.target_named(target)?;
        text(&self.case.verdict_at(&target, at))
    }

    /// The promises as they stand at an instant.
    ///
    /// # Errors
    /// A time that is none.
    pub fn promises(&self, at: &str) -> Result<String, Error> {
        let at = instant(Some(at))?.unwrap_or(self.case.opened_at);
        text(&self.case.promises_at(at))
    }

    /// What there is to know about the case, of what a host has in its own tables: a JSON object of `at`,
    /// the customer's `cases`, and their `signals`, each an object of `id` and `signal` as an input has them.
    ///
    /// # Errors
    /// An object of another shape.
    #[cfg(not(small))]
    pub fn dossier(&self, known: &str) -> Result<String, Error> {
        let Known { at, cases, signals } = read_json(known)?;
        let signals = signals.iter().map(|one| (one.id.as_str(), &one.signal));
        let (program, case) = (&self.program, &self.case);
        text(&Dossier::of(program, case, &cases, signals, at)?)
    }

    fn policy(&self) -> Result<Policy<'_>, Error> {
        Policy::of(&self.program, &self.case.case_type)
    }
}
