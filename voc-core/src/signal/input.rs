//! The inputs of the engine: each has an id, and brings its own time.

use super::{ProgramChange, Signal};
use crate::case::Action;
#[cfg(not(small))]
use crate::coaching::CoachingAction;
use crate::document;
use crate::document::{Content, Node, Read, Reader};
use crate::error::Refusal;
#[cfg(not(small))]
use crate::improvement::ImprovementAction;
use crate::named::Named;
use crate::ordered::Few;
use crate::route::Person;
use crate::time::Time;
use crate::value::Value;
use serde::{Deserialize, Deserializer, Serialize};

/// The version of the input format.
pub const INPUT_VERSION: u32 = 1;

/// One input.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(with = "super::input_form::InputForm"))]
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
    /// Two customers are one.
    Merge(Merge),
    /// What is known of a customer.
    Customer(CustomerStatement),
    /// Who works where.
    Roster(Roster),
    /// Somebody does something to a case.
    Command(Command),
    /// A new version of the program.
    Program(Box<ProgramChange>),
    /// Time has passed.
    Tick(Tick),
    /// A notice was delivered.
    Delivered(NoticeMark),
    /// A notice was read.
    Read(NoticeMark),
    /// A notice was acted on, other than by a command on its case.
    Acted(NoticeMark),
    /// Somebody does something about an improvement.
    #[cfg(not(small))]
    Improvement(Box<ImprovementCommand>),
    /// Somebody does something in coaching an employee.
    #[cfg(not(small))]
    Coaching(Box<CoachingCommand>),
    /// Somebody has reviewed a report.
    #[cfg(not(small))]
    Reviewed(Box<Reviewed>),
}

/// What became of a notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NoticeMark {
    /// The id of the notice.
    pub notice: String,
    /// Who read it, or acted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// When.
    pub at: Time,
}

/// A signal is taken back; it may come before the signal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Retract {
    /// The id of the input that brought the signal.
    pub signal: String,
}

/// Two customers are one, and always have been: whatever has come and comes of `from` is of `into`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Merge {
    /// The key that is given up.
    pub from: String,
    /// The key of the one customer; where that one was merged itself, the one that it was merged into
    /// is meant.
    pub into: String,
}

/// What is known of a customer as of an instant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CustomerStatement {
    /// Since when it holds.
    pub at: Time,
    /// The customer's key.
    pub customer: String,
    /// By declared attribute; those left out stay as they were.
    pub attributes: Few<String, Value>,
}

/// Who works where, from an instant on; it replaces the roster before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Roster {
    /// Since when it holds.
    pub at: Time,
    /// The people, by id.
    pub people: Named<Person>,
}

/// Somebody does something to a case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
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

/// Somebody does something about an improvement.
#[cfg(not(small))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ImprovementCommand {
    /// The improvement, by its id; absent where it is proposed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub improvement: Option<String>,
    /// The person, by id.
    pub by: String,
    /// When.
    pub at: Time,
    /// What is done.
    #[serde(rename = "do")]
    pub action: ImprovementAction,
}

/// Somebody does something in coaching an employee.
#[cfg(not(small))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CoachingCommand {
    /// The employee, by id.
    pub employee: String,
    /// The person who does it, by id.
    pub by: String,
    /// When.
    pub at: Time,
    /// What is done.
    #[serde(rename = "do")]
    pub action: CoachingAction,
}

/// Somebody has reviewed the report of a unit on a period.
#[cfg(not(small))]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Reviewed {
    /// The report, as the program declares it.
    pub report: String,
    /// The unit that it is about.
    pub unit: String,
    /// The first day of the period that it is about.
    pub period: String,
    /// The person, by id.
    pub by: String,
    /// When.
    pub at: Time,
}

/// A case by its id, or by a signal whose alert opened or joined it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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

#[derive(Deserialize, Read)]
struct OfSignal {
    signal: String,
}

impl Read for CaseRef {
    fn read<'n>(reader: &mut Reader<'n>, node: Option<&'n Node>) -> Self {
        match node.map(|node| &node.content) {
            Some(Content::Text(id, _)) => Self::Id(id.clone()),
            Some(Content::Map(_)) => Self::OfSignal {
                signal: OfSignal::read(reader, node).signal,
            },
            Some(other) => {
                reader.mismatch("the id of a case, or {signal: …}", other);
                Self::Id(String::new())
            }
            None => Self::Id(String::read(reader, None)),
        }
    }
}

impl<'de> Deserialize<'de> for CaseRef {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Form {
            Id(String),
            OfSignal(OfSignal),
        }
        Ok(match Form::deserialize(deserializer)? {
            Form::Id(id) => Self::Id(id),
            Form::OfSignal(OfSignal { signal }) => Self::OfSignal { signal },
        })
    }
}

/// Time has passed, for every customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Tick {
    /// The time that it is.
    pub at: Time,
}

impl Body {
    /// Whether the build for pages does without it.
    pub(crate) fn is_for_data(&self) -> bool {
        matches!(
            self,
            Self::Merge(_) | Self::Program(_) | Self::Delivered(_) | Self::Read(_) | Self::Acted(_)
        )
    }
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
        document::read_json(text)
    }

    /// When it comes in a batch: when it was received, or else when it happened.
    pub fn arrival(&self) -> Option<Time> {
        self.received.or(self.at())
    }

    /// The instant that the input is about.
    pub fn at(&self) -> Option<Time> {
        match &self.body {
            Body::Signal(signal) => Some(signal.at),
            Body::Retract(_) | Body::Merge(_) => None,
            Body::Customer(statement) => Some(statement.at),
            Body::Roster(roster) => Some(roster.at),
            Body::Command(command) => Some(command.at),
            Body::Program(change) => Some(change.at),
            Body::Tick(tick) => Some(tick.at),
            Body::Delivered(mark) | Body::Read(mark) | Body::Acted(mark) => Some(mark.at),
            #[cfg(not(small))]
            Body::Improvement(command) => Some(command.at),
            #[cfg(not(small))]
            Body::Coaching(command) => Some(command.at),
            #[cfg(not(small))]
            Body::Reviewed(reviewed) => Some(reviewed.at),
        }
    }
}
