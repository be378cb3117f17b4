//! One improvement on one row of somebody's own database, no engine.

use super::text;
use crate::case::Case;
use crate::document::Read;
use crate::document::{read_json, read_written};
use crate::error::{Code, Error};
use crate::improvement::{Improvement, ImprovementAction, OpenImprovement};
use crate::program::Program;
use crate::signal::CaseRef;
use crate::time::Time;
use serde::Deserialize;

/// An improvement by itself.
#[derive(Debug, Clone)]
pub struct StandaloneImprovement(Improvement);

/// An improvement proposed.
#[derive(Deserialize, Read)]
#[serde(deny_unknown_fields)]
struct Opening {
    by: String,
    at: Time,
    open: OpenImprovement,
}

/// A command on an improvement that is at hand.
#[derive(Deserialize, Read)]
#[serde(deny_unknown_fields)]
struct Given {
    by: String,
    at: Time,
    #[serde(rename = "do")]
    action: ImprovementAction,
}

impl StandaloneImprovement {
    /// Proposes an improvement by a JSON object, `{by, at, open}`.
    ///
    /// # Errors
    /// An object of another shape, and those of [`Improvement::open`].
    pub fn open(program: &Program, opening: &str) -> Result<Self, Error> {
        let Opening { by, at, open } = read_json(opening)?;
        Improvement::open(program, &by, at, &open).map(Self)
    }

    /// Loads an improvement from its own JSON, as [`StandaloneImprovement::json`] wrote it.
    ///
    /// # Errors
    /// Text that is no improvement.
    pub fn load(json: &str) -> Result<Self, Error> {
        read_written(json).map(Self)
    }

    /// The improvement as JSON: store it, and load it again.
    ///
    /// # Errors
    /// None of its own.
    pub fn json(&self) -> Result<String, Error> {
        text(&self.0)
    }

    /// What may be done about it now, and why not the rest.
    ///
    /// # Errors
    /// None of its own.
    pub fn allowed(&self) -> Result<String, Error> {
        text(&self.0.allowed())
    }

    /// Decides and applies a command, `{by, at, do}`; the new events, as a list to store. To link a case, or
    /// to unlink it, takes the case beside, as JSON.
    ///
    /// # Errors
    /// The refusal; the improvement is as it was.
    pub fn handle(&mut self, command: &str, case: Option<&str>) -> Result<String, Error> {
        let Given { by, at, action } = read_json(command)?;
        let case: Option<Case> = case.map(read_written).transpose()?;
        let find = |reference: &CaseRef| {
            let known = case.as_ref().filter(|case| match reference {
                CaseRef::Id(id) => case.id == *id,
                CaseRef::OfSignal { signal } => {
                    case.alerts.iter().any(|alert| alert.signal == *signal)
                }
            });
            known.ok_or_else(|| {
                Error::new(
                    Code::NotFound,
                    "the case that is meant is not given beside the command",
                )
                .at(format!("improvement.do.{}.case", action.name()))
            })
        };
        let events = self.0.decide(&find, &by, at, &action)?;
        for event in &events {
            self.0.apply(event);
        }
        text(&events)
    }
}
