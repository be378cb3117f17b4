//! A new version of the program, as an input brings it.

use crate::document::{self, Content, Node, ProgramError, Read, Reader};
use crate::error::{Code, Error};
use crate::output;
use crate::program::Program;
use crate::time::Time;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::value::RawValue;

/// A new version of the program. It judges what happens from its instant on; what happened before is
/// judged by the version before it, whenever that comes in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ProgramChange {
    /// From when it is in force: after every version before it, and not before what can no longer
    /// change.
    pub at: Time,
    /// What it says.
    pub program: ProgramText,
    /// Which open cases are followed up by it from now on: `all`, or a list of case types. The others
    /// keep the policy that they were opened with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub migrate: Option<Migrate>,
}

/// A program as an input brings it: the text of its file, or the same as an object.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(with = "ProgramForm"))]
pub enum ProgramText {
    /// YAML or JSON.
    Text(String),
    /// An object, as JSON without spaces.
    Object(String),
}

#[cfg(feature = "schema")]
#[derive(schemars::JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its schema is used")]
enum ProgramForm {
    Text(String),
    Object(Box<crate::program::ProgramSpec>),
}

/// Which open cases a new version takes over.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(with = "MigrateForm"))]
pub enum Migrate {
    /// All of them.
    All,
    /// Those of these types.
    Types(Vec<String>),
}

#[cfg(feature = "schema")]
#[derive(schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[expect(dead_code, reason = "only its schema is used")]
enum AllForm {
    All,
}

#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
enum MigrateForm {
    #[cfg_attr(feature = "schema", schemars(with = "AllForm"))]
    All(String),
    Types(Vec<String>),
}

impl ProgramText {
    /// Reads the program, checks it and compiles it.
    ///
    /// # Errors
    /// Everything that was found; of an object by paths alone, since it has no lines.
    pub fn parse(&self) -> Result<Program, ProgramError> {
        match self {
            Self::Text(text) => Program::parse(text),
            Self::Object(text) => Program::parse(text).map_err(|mut error| {
                for found in &mut error.diagnostics {
                    found.position = None;
                }
                error
            }),
        }
    }

    fn object(node: &Node) -> Result<Self, Error> {
        output::text(node).map(Self::Object)
    }
}

impl Serialize for ProgramText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // An object is written as the text that it is: what it says is the same.
        let (Self::Text(text) | Self::Object(text)) = self;
        serializer.serialize_str(text)
    }
}

impl Read for ProgramText {
    fn read<'n>(reader: &mut Reader<'n>, node: Option<&'n Node>) -> Self {
        match node.map(|node| (node, &node.content)) {
            Some((_, Content::Text(text, _))) => Self::Text(text.clone()),
            Some((node, Content::Map(_))) => {
                let depth = reader.depth();
                Self::object(node).unwrap_or_else(|error| {
                    reader.refuse(depth, Some(node), error);
                    Self::Text(String::new())
                })
            }
            Some((_, other)) => {
                reader.mismatch("a program: its text, or an object", other);
                Self::Text(String::new())
            }
            None => Self::Text(String::read(reader, None)),
        }
    }
}

impl<'de> Deserialize<'de> for ProgramText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(deserializer)?;
        let text = raw.get();
        if text.trim_start().starts_with('{') {
            let node = document::read(text).map_err(D::Error::custom)?;
            return Self::object(&node).map_err(D::Error::custom);
        }
        let text: String = serde_json::from_str(text).map_err(D::Error::custom)?;
        Ok(Self::Text(text))
    }
}

impl Migrate {
    /// Whether cases of a type are taken over.
    pub fn takes(&self, case_type: &str) -> bool {
        match self {
            Self::All => true,
            Self::Types(types) => types.iter().any(|one| one == case_type),
        }
    }
}

fn all(text: &str) -> Result<Migrate, Error> {
    if text == "all" {
        return Ok(Migrate::All);
    }
    Err(Error::new(
        Code::Malformed,
        format!("`{text}` is neither `all` nor a list of case types"),
    ))
}

impl Serialize for Migrate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::All => serializer.serialize_str("all"),
            Self::Types(types) => types.serialize(serializer),
        }
    }
}

impl Read for Migrate {
    fn read<'n>(reader: &mut Reader<'n>, node: Option<&'n Node>) -> Self {
        match node.map(|node| &node.content) {
            Some(Content::Text(..)) => reader.parsed(node, all).unwrap_or(Self::All),
            _ => Self::Types(Vec::read(reader, node)),
        }
    }
}

impl<'de> Deserialize<'de> for Migrate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match MigrateForm::deserialize(deserializer)? {
            MigrateForm::All(text) => all(&text).map_err(D::Error::custom),
            MigrateForm::Types(types) => Ok(Self::Types(types)),
        }
    }
}
