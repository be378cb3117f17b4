//! Handing a case over: to whom, what is asked, why, and by when. Never just "go work on it".

use super::decide::{refuse, said};
use super::{Case, CaseChange, Policy, State};
use crate::document::Read;
use crate::error::{Code, Error, Refusal};
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// Whom a case is handed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TransferTo {
    /// A unit; an engine finds somebody there.
    Unit(String),
    /// A person, by id.
    Person(String),
}

/// A case handed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Transfer {
    /// When.
    pub at: Time,
    /// The person who handed it over.
    pub by: String,
    /// The unit that answered for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_unit: Option<String>,
    /// The person who answered for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_person: Option<String>,
    /// The unit that answers for it now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_unit: Option<String>,
    /// The person who answers for it now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_person: Option<String>,
    /// What is asked of them.
    pub ask: String,
    /// Why of them.
    pub why: String,
    /// By when.
    pub due: Time,
}

impl Case {
    /// The case is handed over: its clocks go on, and it stays in its state.
    pub(super) fn transfer(
        &self,
        policy: &Policy<'_>,
        (by, at): (&str, Time),
        to: &TransferTo,
        (ask, why, due): (&str, &str, Time),
    ) -> Result<CaseChange, Refusal> {
        said("transfer.ask", ask)?;
        said("transfer.why", why)?;
        if due <= at {
            let message = format!("it would be due at {due}, before it is handed over");
            return Err(Error::new(Code::BadTime, message).at("command.do.transfer.by"));
        }
        let (to_unit, to_person) = match to {
            TransferTo::Unit(unit) => {
                said("transfer.to.unit", unit)?;
                known_unit(policy, unit)?;
                (Some(unit.clone()), None)
            }
            TransferTo::Person(person) => {
                said("transfer.to.person", person)?;
                (self.unit.clone(), Some(person.clone()))
            }
        };
        if (&to_unit, &to_person) == (&self.unit, &self.person) {
            return Err(refuse("it is there already".into()).at("command.do.transfer.to"));
        }
        Ok(CaseChange::Transferred {
            transfer: Box::new(Transfer {
                at,
                by: by.to_owned(),
                from_unit: self.unit.clone(),
                from_person: self.person.clone(),
                to_unit,
                to_person,
                ask: ask.to_owned(),
                why: why.to_owned(),
                due,
            }),
        })
    }

    /// The state in which it was before it waited. One that nobody had taken up has been since.
    pub(super) fn before_waiting(&self) -> State {
        let mut back = self.history.iter().rev();
        let found = back.find_map(|event| match event.change {
            CaseChange::Acknowledged => Some(State::Acknowledged),
            CaseChange::Started | CaseChange::Reopened { .. } => Some(State::InProgress),
            CaseChange::Resumed { to } => Some(to),
            _ => None,
        });
        found.unwrap_or(State::Acknowledged)
    }
}

fn known_unit(policy: &Policy<'_>, unit: &str) -> Result<(), Refusal> {
    let units = &policy.program().spec().units;
    if units.is_empty() || units.contains_key(unit) {
        return Ok(());
    }
    Err(Error::new(Code::Unknown, format!("unknown unit `{unit}`"))
        .at("command.do.transfer.to.unit")
        .nearest(unit, units.keys().map(String::as_str)))
}
