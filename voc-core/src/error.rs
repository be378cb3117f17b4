//! The one error shape: what happened, where, and what to do about it.

use crate::document::{Diagnostic, Read};
use serde::{Deserialize, Serialize};
use std::fmt;

/// What kind of error this is, for programs to act on. Serialised in `snake_case`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Code {
    /// The text is not JSON or YAML, or not of the declared shape.
    Malformed,
    /// A required part is missing.
    Missing,
    /// A key, field or name that the program does not declare.
    Unknown,
    /// A value of another type than the one declared.
    WrongType,
    /// A value outside its declared list or scale.
    OutOfRange,
    /// A time that cannot be read, or that lies after it was received.
    BadTime,
    /// The same id came before with other content.
    IdTaken,
    /// The case, alert or signal that is meant does not exist.
    NotFound,
    /// More than one thing is meant.
    Ambiguous,
    /// The case does not allow this now.
    NotAllowed,
    /// The input is earlier than what has already happened to the case.
    OutOfOrder,
    /// A format version that this release does not read.
    Version,
    /// The snapshot belongs to another program.
    OtherProgram,
    /// A named limit is exceeded.
    Limit,
    /// What is asked about can no longer change, and is not retained.
    Settled,
}

impl Code {
    /// The code as it stands in every format.
    pub fn name(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::Missing => "missing",
            Self::Unknown => "unknown",
            Self::WrongType => "wrong_type",
            Self::OutOfRange => "out_of_range",
            Self::BadTime => "bad_time",
            Self::IdTaken => "id_taken",
            Self::NotFound => "not_found",
            Self::Ambiguous => "ambiguous",
            Self::NotAllowed => "not_allowed",
            Self::OutOfOrder => "out_of_order",
            Self::Version => "version",
            Self::OtherProgram => "other_program",
            Self::Limit => "limit",
            Self::Settled => "settled",
        }
    }
}

/// An error, the same in Rust, Python and TypeScript.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Error {
    /// The kind of error.
    pub code: Code,
    /// What happened, in one sentence.
    pub message: String,
    /// Where: a path of keys such as `signal.fields.ltr`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// What to do about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// Everything that was found in a program that an input brings.
    #[serde(default, skip_serializing_if = "<[_]>::is_empty")]
    pub diagnostics: Box<[Diagnostic]>,
}

/// An input or a command that was not accepted, with its reason. Nothing has changed.
pub type Refusal = Error;

impl Error {
    /// An error without place or hint.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            path: None,
            hint: None,
            diagnostics: Box::default(),
        }
    }

    /// The same error, at `path`.
    #[must_use]
    pub fn at(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// The same error with a hint.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same error with a hint that names the nearest of `known`, or lists them.
    #[must_use]
    pub fn nearest<'a>(mut self, name: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        self.hint = nearest_hint(name, known);
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(path) = &self.path {
            write!(f, "{path}: ")?;
        }
        f.write_str(&self.message)?;
        if let Some(hint) = &self.hint {
            write!(f, " ({hint})")?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}

/// How alike two names must be to be suggested (Jaro–Winkler, 0 to 1).
const ALIKE: f64 = 0.75;
/// How alike two names are that differ by one letter, or by two that changed places.
const ONE_SLIP: f64 = 0.9;
/// How many names a hint lists when none is alike.
const LISTED: usize = 8;

/// `did you mean …?`, or the list of known names where none is alike.
pub(crate) fn nearest_hint<'a>(
    name: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    let known: Vec<&str> = known.into_iter().collect();
    let lower = name.to_lowercase();
    let mut best: Option<(f64, &str)> = None;
    for candidate in &known {
        let known = candidate.to_lowercase();
        // Letters that changed places are one slip, which Jaro–Winkler judges hard in short names.
        let one_slip = strsim::osa_distance(&lower, &known) <= 1 && lower.len() > 2;
        let alike = strsim::jaro_winkler(&lower, &known).max(if one_slip { ONE_SLIP } else { 0.0 });
        if best.is_none_or(|(score, _)| alike > score) {
            best = Some((alike, candidate));
        }
    }
    match best {
        Some((score, candidate)) if score >= ALIKE => Some(format!("did you mean `{candidate}`?")),
        _ if known.is_empty() => None,
        _ if known.len() <= LISTED => Some(format!("known: {}", known.join(", "))),
        _ => Some(format!(
            "known: {} and {} more",
            known.get(..LISTED).unwrap_or_default().join(", "),
            known.len() - LISTED
        )),
    }
}
