//! Inputs as they are written.

use super::input::{
    Body, Command, CustomerStatement, INPUT_VERSION, Input, Merge, NoticeMark, Retract, Roster,
    Tick,
};
#[cfg(not(small))]
use super::input::{CoachingCommand, ImprovementCommand, Reviewed};
use super::{ProgramChange, Signal};
use crate::document::{Node, Read, Reader};
use crate::error::{Code, Error};
use crate::time::Time;
use serde::de::{Error as _, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// What this build does not read.
#[cfg(small)]
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
#[derive(Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Input"))]
#[serde(deny_unknown_fields)]
pub(super) struct InputForm {
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

/// Finds a version that is not read, and an id that says nothing.
fn check(version: Option<u32>, id: &str) -> Result<(), Error> {
    if let Some(version) = version.filter(|version| *version != INPUT_VERSION) {
        return Err(Error::new(
            Code::Version,
            format!("input format {version} is not read by this release, {INPUT_VERSION} is"),
        ));
    }
    if id.is_empty() {
        return Err(Error::new(Code::Missing, "the id is empty").at("id"));
    }
    Ok(())
}

/// It brings nothing.
fn nothing() -> Error {
    Error::new(Code::Missing, "the input brings nothing").hint(BODIES)
}

/// It brings several things.
fn several() -> Error {
    Error::new(Code::Ambiguous, "the input brings more than one thing").hint(BODIES)
}

impl TryFrom<InputForm> for Input {
    type Error = Error;
    fn try_from(form: InputForm) -> Result<Self, Error> {
        check(form.voc, &form.id)?;
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
                id: form.id,
                received: form.received,
                revision: form.revision,
                body,
            }),
            (None, _) => Err(nothing()),
            _ => Err(several()),
        }
    }
}

/// A key of an input.
#[derive(Clone, Copy, Deserialize)]
#[serde(field_identifier, rename_all = "snake_case")]
enum Key {
    Voc,
    Id,
    Received,
    Revision,
    Signal,
    Retract,
    Merge,
    Customer,
    Roster,
    Command,
    Program,
    Tick,
    Delivered,
    Read,
    Acted,
    #[cfg(not(small))]
    Improvement,
    #[cfg(not(small))]
    Coaching,
    #[cfg(not(small))]
    Reviewed,
}

/// Reads an input key by key: nearly all bring a signal, and no room is made for what they do not bring.
struct InputVisitor;

impl<'de> Visitor<'de> for InputVisitor {
    type Value = Input;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an input")
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Input, A::Error> {
        let (mut voc, mut id, mut received, mut revision) = (None, None, None, 0);
        let (mut body, mut seen) = (None, 0_u32);
        while let Some(key) = map.next_key::<Key>()? {
            let bit = 1 << key as u32;
            if seen & bit != 0 {
                return Err(A::Error::custom("a key comes twice"));
            }
            seen |= bit;
            let brought = match key {
                Key::Voc => {
                    voc = map.next_value()?;
                    None
                }
                Key::Id => {
                    id = Some(map.next_value()?);
                    None
                }
                Key::Received => {
                    received = map.next_value()?;
                    None
                }
                Key::Revision => {
                    revision = map.next_value()?;
                    None
                }
                Key::Signal => map.next_value::<Option<_>>()?.map(Body::Signal),
                Key::Retract => map.next_value::<Option<_>>()?.map(Body::Retract),
                Key::Merge => map.next_value::<Option<_>>()?.map(Body::Merge),
                Key::Customer => map.next_value::<Option<_>>()?.map(Body::Customer),
                Key::Roster => map.next_value::<Option<_>>()?.map(Body::Roster),
                Key::Command => map.next_value::<Option<_>>()?.map(Body::Command),
                Key::Program => map.next_value::<Option<_>>()?.map(Body::Program),
                Key::Tick => map.next_value::<Option<_>>()?.map(Body::Tick),
                Key::Delivered => map.next_value::<Option<_>>()?.map(Body::Delivered),
                Key::Read => map.next_value::<Option<_>>()?.map(Body::Read),
                Key::Acted => map.next_value::<Option<_>>()?.map(Body::Acted),
                #[cfg(not(small))]
                Key::Improvement => map.next_value::<Option<_>>()?.map(Body::Improvement),
                #[cfg(not(small))]
                Key::Coaching => map.next_value::<Option<_>>()?.map(Body::Coaching),
                #[cfg(not(small))]
                Key::Reviewed => map.next_value::<Option<_>>()?.map(Body::Reviewed),
            };
            if brought.is_some() && body.is_some() {
                return Err(A::Error::custom(several()));
            }
            body = brought.or(body);
        }
        let id: String = id.ok_or_else(|| A::Error::missing_field("id"))?;
        check(voc, &id).map_err(A::Error::custom)?;
        Ok(Input {
            id,
            received,
            revision,
            body: body.ok_or_else(|| A::Error::custom(nothing()))?,
        })
    }
}

impl<'de> Deserialize<'de> for Input {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(InputVisitor)
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

#[cfg(all(test, not(small)))]
#[path = "input_form_tests.rs"]
mod tests;
