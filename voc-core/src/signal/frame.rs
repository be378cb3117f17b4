//! The rows of a flat table as signals: which column is what, and what a cell becomes.
//!
//! Columns named as a signal's own fields are those; any other column is the declared field, or the
//! declared customer attribute, of that name. Columns that nothing declares are ignored and listed.

use super::cell::{Cell, revision, text, time, value};
use super::{Body, Input, Signal};
use crate::error::{Code, Error, Refusal};
use crate::named::Named;
use crate::ordered::Few;
use crate::program::{FieldType, ProgramSpec};
use crate::time::Time;
use crate::value::Value;
use crate::zone::Zone;

/// Digits of the row number in an id that we give; the same for every table, so that a longer one
/// keeps the ids of its beginning.
const ROW_DIGITS: usize = 7;

/// How a table is read.
#[derive(Debug, Clone, Default)]
pub struct FrameOptions {
    /// Our name of a column → the table's.
    pub columns: Named<String>,
    /// The zone of times and days that do not say theirs.
    pub time_zone: Option<Zone>,
    /// What the ids that we give begin with: `source#0000001`.
    pub source: String,
}

/// A table's columns, bound to a program.
#[derive(Debug, Clone)]
pub struct Frame {
    slots: Vec<Option<Slot>>,
    ignored: Vec<String>,
    options: FrameOptions,
}

#[derive(Debug, Clone)]
struct Slot {
    /// The table's name of the column, for messages.
    column: String,
    target: Target,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Target {
    Id,
    Received,
    Revision,
    At,
    Own(Own),
    Field(String, FieldType),
    Attribute(String, FieldType),
}

/// The fields of a signal that are plain text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Own {
    Kind,
    Customer,
    Respondent,
    RespondentRole,
    TouchPoint,
    Stage,
    Channel,
    Unit,
    Employee,
    Verbatim,
}

/// The names of a signal's own fields.
const OWN: [(&str, Target); 14] = [
    ("id", Target::Id),
    ("received", Target::Received),
    ("revision", Target::Revision),
    ("at", Target::At),
    ("kind", Target::Own(Own::Kind)),
    ("customer", Target::Own(Own::Customer)),
    ("respondent", Target::Own(Own::Respondent)),
    ("respondent_role", Target::Own(Own::RespondentRole)),
    ("touch_point", Target::Own(Own::TouchPoint)),
    ("stage", Target::Own(Own::Stage)),
    ("channel", Target::Own(Own::Channel)),
    ("unit", Target::Own(Own::Unit)),
    ("employee", Target::Own(Own::Employee)),
    ("verbatim", Target::Own(Own::Verbatim)),
];

impl Frame {
    /// Binds the columns of a table.
    ///
    /// # Errors
    /// Where `options.columns` names something that is not there, where a name is both a field and
    /// a customer attribute, or where no column says `at` or `kind`.
    pub fn bind<S: AsRef<str>>(
        spec: &ProgramSpec,
        columns: &[S],
        options: FrameOptions,
    ) -> Result<Self, Error> {
        let theirs = || columns.iter().map(AsRef::as_ref);
        for (ours, column) in &options.columns {
            if target(spec, ours)?.is_none() {
                let error = Error::new(Code::Unknown, format!("`{ours}` is no field of a signal"));
                return Err(error.at("columns").nearest(ours, names(spec)));
            }
            if !theirs().any(|name| name == column) {
                let error = Error::new(Code::Missing, format!("there is no column `{column}`"));
                return Err(error
                    .at(format!("columns.{ours}"))
                    .nearest(column, theirs()));
            }
        }
        let mut slots = Vec::with_capacity(columns.len());
        let mut ignored = Vec::new();
        for column in theirs() {
            let slot = slot(spec, &options.columns, column)?;
            if slot.is_none() {
                ignored.push(column.to_owned());
            }
            slots.push(slot);
        }
        let has = |wanted: &Target| slots.iter().flatten().any(|slot| slot.target == *wanted);
        for (name, wanted) in OWN
            .iter()
            .filter(|(name, _)| matches!(*name, "at" | "kind"))
        {
            if !has(wanted) {
                return Err(
                    Error::new(Code::Missing, format!("there is no column `{name}`"))
                        .at(*name)
                        .hint(format!("name yours: columns={{\"{name}\": \"…\"}}")),
                );
            }
        }
        Ok(Self {
            slots,
            ignored,
            options,
        })
    }

    /// The columns that nothing in the program declares.
    pub fn ignored(&self) -> &[String] {
        &self.ignored
    }

    /// Whether the column at this position is read.
    pub fn reads(&self, column: usize) -> bool {
        self.slots.get(column).is_some_and(Option::is_some)
    }

    /// Whether the column at this position holds times and no zone was said for those without.
    pub fn wants_zone(&self, column: usize) -> bool {
        let slot = self.slots.get(column).and_then(Option::as_ref);
        let time = slot.is_some_and(|slot| matches!(slot.target, Target::At | Target::Received));
        time && self.options.time_zone.is_none()
    }

    /// What the column at each position is, where it is read.
    pub(crate) fn targets(&self) -> impl Iterator<Item = (usize, &Target)> {
        let slots = self.slots.iter().enumerate();
        slots.filter_map(|(column, slot)| Some((column, &slot.as_ref()?.target)))
    }

    /// The zone of times and days that do not say theirs.
    pub(crate) fn zone(&self) -> Option<&Zone> {
        self.options.time_zone.as_ref()
    }

    /// How many columns there are.
    pub fn width(&self) -> usize {
        self.slots.len()
    }

    /// The id of a row that has none; rows count from 1.
    pub fn row_id(&self, row: u64) -> String {
        format!("{}#{row:0ROW_DIGITS$}", self.options.source)
    }

    /// The signal in a row, its cells in the order of the columns. Rows count from 1.
    ///
    /// # Errors
    /// The row's id, and a refusal whose path names row and column.
    pub fn input<'a>(
        &self,
        row: u64,
        cells: impl IntoIterator<Item = Cell<'a>>,
    ) -> Result<Input, (String, Refusal)> {
        let mut draft = Draft::default();
        let mut refusal = None;
        for (slot, cell) in self.slots.iter().zip(cells) {
            let Some(slot) = slot else { continue };
            if matches!(cell, Cell::Absent) || matches!(cell, Cell::Number(it) if it.is_nan()) {
                continue;
            }
            if let Err(error) = draft.set(&slot.target, cell, self.options.time_zone.as_ref()) {
                refusal.get_or_insert(error.at(format!("row {row}, column \"{}\"", slot.column)));
            }
        }
        let id = draft.id.take().unwrap_or_else(|| self.row_id(row));
        let built = match refusal {
            Some(refusal) => Err(refusal),
            None => draft.finish(id.clone()).map_err(|name| {
                Error::new(Code::Missing, format!("`{name}` is empty"))
                    .at(format!("row {row}, {name}"))
            }),
        };
        built.map_err(|error| (id, error))
    }
}

impl Own {
    /// The name, as conditions have it.
    pub(crate) fn name(self) -> &'static str {
        let mut own = OWN.iter();
        let found = own.find(|(_, target)| *target == Target::Own(self));
        found.map_or("", |(name, _)| name)
    }
}

/// What a column called `name` is: its own field first, then a declared one.
fn target(spec: &ProgramSpec, name: &str) -> Result<Option<Target>, Error> {
    if let Some((_, target)) = OWN.iter().find(|(own, _)| *own == name) {
        return Ok(Some(target.clone()));
    }
    match (spec.fields.get(name), spec.customer.get(name)) {
        (Some(_), Some(_)) => Err(Error::new(
            Code::Ambiguous,
            format!("`{name}` is both a field and a customer attribute"),
        )
        .at(name)
        .hint("give one of them another name in the program")),
        (Some(field), None) => Ok(Some(Target::Field(name.to_owned(), field.of))),
        (None, Some(attribute)) => Ok(Some(Target::Attribute(name.to_owned(), attribute.of))),
        (None, None) => Ok(None),
    }
}

fn slot(spec: &ProgramSpec, renamed: &Named<String>, column: &str) -> Result<Option<Slot>, Error> {
    let ours = renamed
        .iter()
        .find(|(_, theirs)| *theirs == column)
        .map(|(ours, _)| ours.as_str());
    // A column whose name was given to another one is not that field any more.
    let name = match ours {
        None if renamed.contains_key(column) => return Ok(None),
        ours => ours.unwrap_or(column),
    };
    let target = target(spec, name)?;
    Ok(target.map(|target| Slot {
        column: column.to_owned(),
        target,
    }))
}

fn names(spec: &ProgramSpec) -> impl Iterator<Item = &str> {
    let own = OWN.iter().map(|(name, _)| *name);
    own.chain(
        spec.fields
            .keys()
            .chain(spec.customer.keys())
            .map(String::as_str),
    )
}

/// A signal in the making.
#[derive(Default)]
struct Draft {
    id: Option<String>,
    received: Option<Time>,
    revision: u32,
    at: Option<Time>,
    own: [Option<String>; 10],
    fields: Few<String, Value>,
    attributes: Few<String, Value>,
}

impl Draft {
    fn set(&mut self, target: &Target, cell: Cell<'_>, zone: Option<&Zone>) -> Result<(), Error> {
        match target {
            Target::Id => self.id = Some(text(cell)?).filter(|id| !id.is_empty()),
            Target::Received => self.received = Some(time(&cell, zone)?),
            Target::Revision => self.revision = revision(&cell)?,
            Target::At => self.at = Some(time(&cell, zone)?),
            Target::Own(own) => {
                if let Some(place) = self.own.get_mut(*own as usize) {
                    *place = Some(text(cell)?).filter(|text| !text.is_empty());
                }
            }
            Target::Field(name, of) => {
                self.fields.insert(name.clone(), value(cell, *of)?);
            }
            Target::Attribute(name, of) => {
                self.attributes.insert(name.clone(), value(cell, *of)?);
            }
        }
        Ok(())
    }

    /// The input, or the name of the field that it cannot do without.
    fn finish(self, id: String) -> Result<Input, &'static str> {
        let at = self.at.ok_or("at")?;
        let [
            kind,
            customer,
            respondent,
            respondent_role,
            touch_point,
            stage,
            channel,
            unit,
            employee,
            verbatim,
        ] = self.own;
        let signal = Signal {
            at,
            kind: kind.ok_or("kind")?,
            customer,
            respondent,
            respondent_role,
            touch_point,
            stage,
            channel,
            unit,
            employee,
            verbatim,
            fields: self.fields,
            attributes: self.attributes,
        };
        Ok(Input {
            received: self.received,
            revision: self.revision,
            ..Input::new(id, Body::Signal(Box::new(signal)))
        })
    }
}

#[cfg(test)]
#[path = "frame_tests.rs"]
mod tests;
