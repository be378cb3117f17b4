//! What is wrong with a file, and where.

use super::node::Position;
use crate::document::Read;
use crate::error::{Code, Error, nearest_hint};
use crate::ordered::sorted_by;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Whether a program with this diagnostic can run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// It cannot run.
    Error,
    /// It runs, and this is probably not meant.
    Warning,
}

/// One finding in a program or mapping file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Diagnostic {
    /// Whether the program can run.
    pub severity: Severity,
    /// The kind of finding.
    pub code: Code,
    /// What is wrong, in one sentence.
    pub message: String,
    /// Where: keys joined by dots, such as `rules.detractor.when`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Where in the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
    /// What to do about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

impl Diagnostic {
    pub(crate) fn error(code: Code, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Error,
            code,
            message: message.into(),
            path: None,
            position: None,
            hint: None,
        }
    }

    pub(crate) fn warning(code: Code, message: impl Into<String>) -> Self {
        Self {
            severity: Severity::Warning,
            ..Self::error(code, message)
        }
    }

    pub(crate) fn of(error: Error) -> Self {
        Self {
            path: error.path,
            hint: error.hint,
            ..Self::error(error.code, error.message)
        }
    }

    /// Findings in the order of their places.
    pub(crate) fn in_order(findings: Vec<Self>) -> Vec<Self> {
        let place = |one: &Self| one.position.map(|place| (place.line, place.column));
        sorted_by(findings, &|one, two| place(one).cmp(&place(two)))
    }

    pub(crate) fn at(mut self, position: Position) -> Self {
        self.position.get_or_insert(position);
        self
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    pub(crate) fn nearest<'a>(
        mut self,
        name: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        self.hint = nearest_hint(name, known);
        self
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(Position { line, column }) = self.position {
            write!(f, "line {line}, column {column}: ")?;
        }
        if let Some(path) = self.path.as_deref().filter(|path| !path.is_empty()) {
            write!(f, "{path}: ")?;
        }
        f.write_str(&self.message)?;
        if let Some(hint) = &self.hint {
            write!(f, " ({hint})")?;
        }
        Ok(())
    }
}

impl From<Error> for ProgramError {
    fn from(error: Error) -> Self {
        Diagnostic::of(error).into()
    }
}

impl From<Diagnostic> for Error {
    fn from(found: Diagnostic) -> Self {
        Self {
            path: found.path.filter(|path| !path.is_empty()),
            hint: found.hint,
            ..Self::new(found.code, found.message)
        }
    }
}

/// A program or mapping file that cannot be used, with everything that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ProgramError {
    /// The findings in the order of their places; at least one is an error.
    pub diagnostics: Vec<Diagnostic>,
}

impl From<Diagnostic> for ProgramError {
    fn from(diagnostic: Diagnostic) -> Self {
        Self {
            diagnostics: vec![diagnostic],
        }
    }
}

impl fmt::Display for ProgramError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut first = true;
        for diagnostic in &self.diagnostics {
            if !first {
                f.write_str("\n")?;
            }
            first = false;
            write!(f, "{diagnostic}")?;
        }
        Ok(())
    }
}

impl std::error::Error for ProgramError {}
