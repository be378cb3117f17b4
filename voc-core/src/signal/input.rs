//! The inputs of the engine: each has an id, and brings its own time.

use super::Signal;
use crate::case::Action;
use crate::error::{Code, Error, Refusal};
use crate::route::Person;
use crate::time::Time;
use crate::value::Value;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version of the input format.
pub const INPUT_VERSION: u32 = 1;

/// One input.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(with = "InputForm"))]
#[serde(try_from = "InputForm", into = "InputForm")]
pub struct Input {
    /// Its id: the same id with the same content is a duplicate.
    pub id: String,
    /// When it reached us; the last tick if not said.
    pub received: Option<Time>,
    /// The number of a correction: higher than that of what it corrects.
    pub revision: u32,
    /// What it brings.
    pub body: Body,
}

/// What an input brings.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Body {
    /// Something that a customer said or did.
    Signal(Box<Signal>),
    /// A signal is taken back.
    Retract(Retract),
    /// What is known of a customer.
    Customer(CustomerStatement),
    /// Who works where.
    Roster(Roster),
    /// Somebody does something to a case.
    Command(Command),
    /// Time has passed.
    Tick(Tick),
}

/// A signal is taken back; it may come before the signal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Retract {
    /// The id of the input that brought the signal.
    pub signal: String,
}

/// What is known of a customer as of an instant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CustomerStatement {
    /// Since when it holds.
    pub at: Time,
    /// The customer's key.
    pub customer: String,
    /// By declared attribute; those left out stay as they were.
    pub attributes: BTreeMap<String, Value>,
}

/// Who works where, from an instant on; it replaces the roster before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Roster {
    /// Since when it holds.
    pub at: Time,
    /// The people, by id.
    pub people: BTreeMap<String, Person>,
}

/// Somebody does something to a case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Command {
    /// The case.
    pub case: CaseRef,
    /// The person, by id.
    pub by: String,
    /// When.
    pub at: Time,
    /// What is done.
    #[serde(rename = "do")]
    pub action: Action,
}

/// A case by its id, or by a signal whose alert opened or joined it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum CaseRef {
    /// The case's id.
    Id(String),
    /// The case of a signal.
    OfSignal {
        /// The id of the input that brought the signal.
        signal: String,
    },
}

/// Time has passed, for every customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Tick {
    /// The time that it is.
    pub at: Time,
}

impl Input {
    /// An input without a time of receipt.
    pub fn new(id: impl Into<String>, body: Body) -> Self {
        Self {
            id: id.into(),
            received: None,
            revision: 0,
            body,
        }
    }

    /// Reads an input from JSON.
    ///
    /// # Errors
    /// A refusal that names the key.
    pub fn from_json(text: &str) -> Result<Self, Refusal> {
        crate::json::read(text)
    }

    /// When it comes in a batch: when it was received, or else when it happened.
    pub fn arrival(&self) -> Option<Time> {
        self.received.or(self.at())
    }

    /// The instant that the input is about.
    pub fn at(&self) -> Option<Time> {
        match &self.body {
            Body::Signal(signal) => Some(signal.at),
            Body::Retract(_) => None,
            Body::Customer(statement) => Some(statement.at),
            Body::Roster(roster) => Some(roster.at),
            Body::Command(command) => Some(command.at),
            Body::Tick(tick) => Some(tick.at),
        }
    }
}

/// An input as it is written: an id, and one of the keys below it.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Input"))]
#[serde(deny_unknown_fields)]
struct InputForm {
    /// The version of the format; 1 if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    voc: Option<u32>,
    /// Its id: the same id with the same content is a duplicate.
    id: String,
    /// When it reached us; the last tick if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    received: Option<Time>,
    /// The number of a correction: higher than that of what it corrects.
    #[serde(default, skip_serializing_if = "is_zero")]
    revision: u32,
    /// Something that a customer said or did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    signal: Option<Box<Signal>>,
    /// A signal is taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    retract: Option<Retract>,
    /// What is known of a customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    customer: Option<CustomerStatement>,
    /// Who works where.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    roster: Option<Roster>,
    /// Somebody does something to a case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    command: Option<Command>,
    /// Time has passed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    tick: Option<Tick>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

impl TryFrom<InputForm> for Input {
    type Error = Error;
    fn try_from(form: InputForm) -> Result<Self, Error> {
        let InputForm {
            voc,
            id,
            received,
            revision,
            ..
        } = form;
        if let Some(version) = voc.filter(|version| *version != INPUT_VERSION) {
            return Err(Error::new(
                Code::Version,
                format!("input format {version} is not read by this release, {INPUT_VERSION} is"),
            ));
        }
        if id.is_empty() {
            return Err(Error::new(Code::Missing, "the id is empty").at("id"));
        }
        let bodies = [
            form.signal.map(Body::Signal),
            form.retract.map(Body::Retract),
            form.customer.map(Body::Customer),
            form.roster.map(Body::Roster),
            form.command.map(Body::Command),
            form.tick.map(Body::Tick),
        ];
        let mut bodies = bodies.into_iter().flatten();
        match (bodies.next(), bodies.next()) {
            (Some(body), None) => Ok(Self {
                id,
                received,
                revision,
                body,
            }),
            (None, _) => Err(Error::new(Code::Missing, "the input brings nothing")
                .hint("one of signal, retract, customer, roster, command, tick")),
            _ => Err(
                Error::new(Code::Ambiguous, "the input brings more than one thing")
                    .hint("one of signal, retract, customer, roster, command, tick"),
            ),
        }
    }
}

impl From<Input> for InputForm {
    fn from(input: Input) -> Self {
        let Input {
            id,
            received,
            revision,
            body,
        } = input;
        let mut form = Self {
            voc: None,
            id,
            received,
            revision,
            signal: None,
            retract: None,
            customer: None,
            roster: None,
            command: None,
            tick: None,
        };
        match body {
            Body::Signal(signal) => form.signal = Some(signal),
            Body::Retract(retract) => form.retract = Some(retract),
            Body::Customer(statement) => form.customer = Some(statement),
            Body::Roster(roster) => form.roster = Some(roster),
            Body::Command(command) => form.command = Some(command),
            Body::Tick(tick) => form.tick = Some(tick),
        }
        form
    }
}
