//! Flat rows into inputs: the columns of a file or frame become signals and the commands of their
//! cases, as a mapping file says.
//!
//! Nothing here reads a file: a host brings headers and cells, and gets [`Input`](crate::Input)s. Each row gives
//! inputs whose ids begin with the row's id and sort in the order of the templates, so that a row's
//! commands follow its signal even at the same instant.

mod cell;
mod check;
mod compile;
mod row;
mod spec;
mod template;
#[cfg(test)]
mod tests;

pub use cell::Cell;
pub use row::{BoundMapping, MappedRow};
pub use spec::{
    ColumnSpec, ColumnType, DeriveSpec, MAPPING_VERSION, MappingSpec, TemplateSpec, TimeSpec,
};

use crate::condition::Condition;
use crate::document::{Diagnostic, Position, ProgramError, Severity};
use crate::error::Code;
use crate::named::Named;
use crate::ordered::Few;
use crate::time::Time;
use crate::value::Value;
use cell::TimeForm;
use std::sync::Arc;
use template::Template;

/// A mapping file, compiled. A clone shares it.
#[derive(Debug, Clone)]
pub struct Mapping {
    plan: Arc<Plan>,
}

/// A mapping, ready for rows.
#[derive(Debug)]
struct Plan {
    source: String,
    /// The slot that holds the row's id, where the file brings one.
    id: Option<usize>,
    /// Slot 0 is `row`; then come the columns, then the derived values.
    slots: Vec<Slot>,
    by_name: Named<usize>,
    notes: Vec<(String, Condition)>,
    templates: Vec<Template>,
}

/// A named value of a row.
#[derive(Debug)]
struct Slot {
    name: String,
    of: ColumnType,
    origin: Origin,
}

/// Where a value comes from.
#[derive(Debug)]
enum Origin {
    Row,
    Column(Box<Column>),
    Derived(Choice, Vec<usize>),
}

/// A column of the file, and how its cells are read.
#[derive(Debug)]
struct Column {
    header: String,
    /// Where the mapping file names it.
    position: Option<Position>,
    absent: Vec<String>,
    values: Option<Few<String, Value>>,
    time: TimeForm,
}

/// Which of several values is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Choice {
    Latest,
    Earliest,
    First,
    /// Microseconds later.
    After(i64),
}

impl Mapping {
    /// Reads a mapping file, YAML or JSON.
    ///
    /// # Errors
    /// Everything that is wrong with it, each finding with its line and column.
    pub fn parse(text: &str) -> Result<Self, ProgramError> {
        compile::compile(text).map(|plan| Self {
            plan: Arc::new(plan),
        })
    }

    /// The name of the source, with which the ids of its rows begin.
    pub fn source(&self) -> &str {
        &self.plan.source
    }

    /// The headers that a file must have, each once.
    pub fn headers(&self) -> Vec<&str> {
        let mut headers: Vec<&str> = Vec::new();
        for column in self.plan.columns() {
            if !headers.contains(&column.header.as_str()) {
                headers.push(&column.header);
            }
        }
        headers
    }

    /// The names of its notes.
    pub fn notes(&self) -> impl Iterator<Item = &str> {
        self.plan.notes.iter().map(|(name, _)| name.as_str())
    }

    /// Finds the mapping's columns among the headers of a file.
    ///
    /// # Errors
    /// Each column that the file lacks, or has twice, with the nearest header.
    pub fn bind<H: AsRef<str>>(&self, headers: &[H]) -> Result<BoundMapping, ProgramError> {
        let mut places = Vec::with_capacity(self.plan.slots.len());
        let mut diagnostics = Vec::new();
        for column in self.plan.columns() {
            let mut found = headers
                .iter()
                .enumerate()
                .filter(|(_, header)| header.as_ref() == column.header);
            match (found.next(), found.next()) {
                (Some((place, _)), None) => places.push(place),
                (None, _) => {
                    let message = format!("the file has no column \"{}\"", column.header);
                    let headers = headers.iter().map(AsRef::as_ref);
                    diagnostics.push(
                        column
                            .diagnostic(Code::Missing, message)
                            .nearest(&column.header, headers),
                    );
                }
                (Some(_), Some(_)) => {
                    let message = format!("the file has the column \"{}\" twice", column.header);
                    diagnostics.push(column.diagnostic(Code::Ambiguous, message));
                }
            }
        }
        if diagnostics.is_empty() {
            Ok(BoundMapping::new(Arc::clone(&self.plan), places))
        } else {
            Err(ProgramError { diagnostics })
        }
    }
}

impl Plan {
    fn columns(&self) -> impl Iterator<Item = &Column> {
        self.slots.iter().filter_map(|slot| match &slot.origin {
            Origin::Column(column) => Some(column.as_ref()),
            Origin::Row | Origin::Derived(..) => None,
        })
    }
}

impl Slot {
    /// How a refusal names it.
    fn place(&self) -> String {
        match &self.origin {
            Origin::Column(column) => format!("column \"{}\"", column.header),
            Origin::Row | Origin::Derived(..) => format!("value `{}`", self.name),
        }
    }

    /// Values that it may have, to try the templates with: all that are listed, else any one.
    fn samples(&self) -> Vec<Value> {
        if let Origin::Column(column) = &self.origin
            && let Some(values) = column.values.as_ref().filter(|values| !values.is_empty())
        {
            return values.values().cloned().collect();
        }
        vec![match self.of {
            ColumnType::Text => Value::Text("x".to_owned()),
            ColumnType::Int => Value::Int(1),
            ColumnType::Number => Value::Number(1.5),
            ColumnType::Bool => Value::Bool(true),
            ColumnType::Time => Value::Time(Time::from_micros(0).unwrap_or(Time::MIN)),
        }]
    }

    /// Whether a wrong value can be known only when a row brings it.
    fn is_free_text(&self) -> bool {
        self.of == ColumnType::Text
            && !matches!(&self.origin, Origin::Column(column) if column.values.is_some())
    }
}

impl Column {
    fn diagnostic(&self, code: Code, message: String) -> Diagnostic {
        Diagnostic {
            severity: Severity::Error,
            code,
            message,
            path: None,
            position: self.position,
            hint: None,
        }
    }
}
