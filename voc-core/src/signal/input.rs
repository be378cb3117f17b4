//! The inputs of the engine: each has an id, and brings its own time.

use super::{ProgramChange, Signal};
use crate::case::Action;
#[cfg(not(small))]
use crate::coaching::CoachingAction;
use crate::document;
use crate::document::{Content, Node, Read, Reader};
use crate::error::{Code, Error, Refusal};
#[cfg(not(small))]
use crate::improvement::ImprovementAction;
use crate::named::Named;
use crate::ordered::Few;
use crate::route::Person;
use crate::time::Time;
use crate::value::Value;
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The version of the input format.
pub const INPUT_VERSION: u32 = 1;

/// One input.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(with = "InputForm"))]
#[serde(try_from = "InputForm")]
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

/// What this build does not read.
#[cfg(small)]
#[derive(Deserialize)]
struct Unread;

#[cfg(small)]
impl Read for Unread {
    fn read<'n>(reader: &mut Reader<'n>, node: Option<&'n Node>) -> Self {
        let message = "improvements and coaching are not in this build";
        let error = Error::new(Code::NotAllowed, message).hint("take the build for data");
        reader.refuse(reader.depth(), node, error);
        Self
    }
}

/// An input as it is written: an id, and one of the keys below it.
#[derive(Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Input"))]
#[serde(deny_unknown_fields)]
struct InputForm {
    /// The version of the format; 1 if not said.
    #[serde(default)]
    voc: Option<u32>,
    /// Its id: the same id with the same content is a duplicate.
    id: String,
    /// When it reached us; the last tick if not said.
    #[serde(default)]
    received: Option<Time>,
    /// The number of a correction: higher than that of what it corrects.
    #[serde(default)]
    revision: u32,
    /// Something that a customer said or did.
    #[serde(default)]
    signal: Option<Box<Signal>>,
    /// A signal is taken back.
    #[serde(default)]
    retract: Option<Retract>,
    /// Two customers are one.
    #[serde(default)]
    merge: Option<Merge>,
    /// What is known of a customer.
    #[serde(default)]
    customer: Option<CustomerStatement>,
    /// Who works where.
    #[serde(default)]
    roster: Option<Roster>,
    /// Somebody does something to a case.
    #[serde(default)]
    command: Option<Command>,
    /// A new version of the program.
    #[serde(default)]
    program: Option<Box<ProgramChange>>,
    /// Time has passed.
    #[serde(default)]
    tick: Option<Tick>,
    /// A notice was delivered.
    #[serde(default)]
    delivered: Option<NoticeMark>,
    /// A notice was read.
    #[serde(default)]
    read: Option<NoticeMark>,
    /// A notice was acted on, other than by a command on its case.
    #[serde(default)]
    acted: Option<NoticeMark>,
    /// Somebody does something about an improvement.
    #[cfg(not(small))]
    #[serde(default)]
    improvement: Option<Box<ImprovementCommand>>,
    #[cfg(small)]
    #[expect(dead_code, reason = "it is refused as it is read")]
    #[serde(default)]
    improvement: Option<Unread>,
    /// Somebody does something in coaching an employee.
    #[cfg(not(small))]
    #[serde(default)]
    coaching: Option<Box<CoachingCommand>>,
    #[cfg(small)]
    #[expect(dead_code, reason = "it is refused as it is read")]
    #[serde(default)]
    coaching: Option<Unread>,
    /// Somebody has reviewed a report.
    #[cfg(not(small))]
    #[serde(default)]
    reviewed: Option<Box<Reviewed>>,
}

#[cfg(small)]
const BODIES: &str = "one of signal, retract, merge, customer, roster, command, program, tick, delivered, read, acted, improvement, coaching";
#[cfg(not(small))]
const BODIES: &str = "one of signal, retract, merge, customer, roster, command, program, tick, delivered, read, acted, improvement, coaching, reviewed";

impl Read for Input {
    fn read<'n>(reader: &mut Reader<'n>, node: Option<&'n Node>) -> Self {
        let depth = reader.depth();
        Self::try_from(InputForm::read(reader, node)).unwrap_or_else(|error| {
            reader.refuse(depth, node, error);
            let at = Time::clamped(0);
            Self::new("", Body::Tick(Tick { at }))
        })
    }
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
            form.merge.map(Body::Merge),
            form.customer.map(Body::Customer),
            form.roster.map(Body::Roster),
            form.command.map(Body::Command),
            form.program.map(Body::Program),
            form.tick.map(Body::Tick),
            form.delivered.map(Body::Delivered),
            form.read.map(Body::Read),
            form.acted.map(Body::Acted),
            #[cfg(not(small))]
            form.improvement.map(Body::Improvement),
            #[cfg(not(small))]
            form.coaching.map(Body::Coaching),
            #[cfg(not(small))]
            form.reviewed.map(Body::Reviewed),
        ];
        let mut bodies = bodies.into_iter().flatten();
        match (bodies.next(), bodies.next()) {
            (Some(body), None) => Ok(Self {
                id,
                received,
                revision,
                body,
            }),
            (None, _) => Err(Error::new(Code::Missing, "the input brings nothing").hint(BODIES)),
            _ => Err(
                Error::new(Code::Ambiguous, "the input brings more than one thing").hint(BODIES),
            ),
        }
    }
}

impl Serialize for Input {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut form = serializer.serialize_map(None)?;
        form.serialize_entry("id", &self.id)?;
        if let Some(received) = &self.received {
            form.serialize_entry("received", received)?;
        }
        if self.revision != 0 {
            form.serialize_entry("revision", &self.revision)?;
        }
        match &self.body {
            Body::Signal(signal) => form.serialize_entry("signal", signal),
            Body::Retract(retract) => form.serialize_entry("retract", retract),
            Body::Merge(merge) => form.serialize_entry("merge", merge),
            Body::Customer(statement) => form.serialize_entry("customer", statement),
            Body::Roster(roster) => form.serialize_entry("roster", roster),
            Body::Command(command) => form.serialize_entry("command", command),
            Body::Program(change) => form.serialize_entry("program", change),
            Body::Tick(tick) => form.serialize_entry("tick", tick),
            Body::Delivered(mark) => form.serialize_entry("delivered", mark),
            Body::Read(mark) => form.serialize_entry("read", mark),
            Body::Acted(mark) => form.serialize_entry("acted", mark),
            #[cfg(not(small))]
            Body::Improvement(command) => form.serialize_entry("improvement", command),
            #[cfg(not(small))]
            Body::Coaching(command) => form.serialize_entry("coaching", command),
            #[cfg(not(small))]
            Body::Reviewed(reviewed) => form.serialize_entry("reviewed", reviewed),
        }?;
        form.end()
    }
}
