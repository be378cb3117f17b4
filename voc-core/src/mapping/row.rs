//! One row at a time.

use super::template::{Template, keys};
use super::{Cell, Choice, Origin, Plan};
use crate::condition::{Facts, Truth};
use crate::document;
use crate::error::{Code, Error, Refusal};
use crate::signal::Input;
use crate::value::Value;
use std::borrow::Cow;
use std::sync::Arc;

/// A mapping whose columns were found in a file.
#[derive(Debug, Clone)]
pub struct BoundMapping {
    plan: Arc<Plan>,
    /// The place of each column among the headers, in the order of the columns.
    places: Vec<usize>,
    rows_before: u64,
}

/// What a row brings.
#[derive(Debug, Clone, PartialEq)]
pub struct MappedRow {
    /// Its inputs, in the order of the templates.
    pub inputs: Vec<Input>,
    /// The names of the notes that hold for it.
    pub notes: Vec<String>,
}

/// The values of one row, by slot.
pub(super) struct Values<'p> {
    pub(super) plan: &'p Plan,
    pub(super) values: Vec<Option<Value>>,
}

impl Values<'_> {
    pub(super) fn get(&self, slot: usize) -> Option<&Value> {
        self.values.get(slot).and_then(Option::as_ref)
    }
}

impl BoundMapping {
    pub(super) fn new(plan: Arc<Plan>, places: Vec<usize>) -> Self {
        Self {
            plan,
            places,
            rows_before: 0,
        }
    }

    /// The same mapping for a further file of its source: row ids go on after so many rows.
    #[must_use]
    pub fn after(mut self, rows: u64) -> Self {
        self.rows_before = rows;
        self
    }

    /// The inputs of a row; `cell` gives what stands under the header of a number, from 0.
    ///
    /// # Errors
    /// A refusal of the whole row, whose path names row and column.
    pub fn row<'r>(
        &self,
        number: u64,
        cell: &dyn Fn(usize) -> Option<Cell<'r>>,
    ) -> Result<MappedRow, Refusal> {
        let at = |place: String| format!("row {number}, {place}");
        let plan = self.plan.as_ref();
        let mut values = Values {
            plan,
            values: vec![None],
        };
        let mut places = self.places.iter();
        for slot in plan.slots.iter().skip(1) {
            let value = match &slot.origin {
                Origin::Column(column) => match places.next().and_then(|place| cell(*place)) {
                    Some(cell) => column
                        .read(slot.of, &cell)
                        .map_err(|error| error.at(at(slot.place())))?,
                    None => None,
                },
                Origin::Derived(choice, from) => choose(*choice, from, &values),
                Origin::Row => None,
            };
            values.values.push(value);
        }
        let id = self.id(number, &values)?;
        if let Some(row) = values.values.first_mut() {
            *row = Some(Value::Text(id.clone()));
        }
        let mut inputs = Vec::with_capacity(plan.templates.len());
        for template in &plan.templates {
            if template
                .when
                .as_ref()
                .is_none_or(|when| when.holds(&values).is_yes())
            {
                let input = fill(template, &id, &values);
                inputs.push(input.map_err(|(error, place)| error.at(at(place)))?);
            }
        }
        let notes = plan
            .notes
            .iter()
            .filter(|(_, note)| note.holds(&values).is_yes());
        Ok(MappedRow {
            inputs,
            notes: notes.map(|(name, _)| name.clone()).collect(),
        })
    }

    fn id(&self, number: u64, values: &Values<'_>) -> Result<String, Refusal> {
        match self.plan.id {
            None => {
                let number = self.rows_before.saturating_add(number);
                Ok(format!("{}#{number:07}", self.plan.source))
            }
            Some(slot) => values.get(slot).map(ToString::to_string).ok_or_else(|| {
                let place = self
                    .plan
                    .slots
                    .get(slot)
                    .map(super::Slot::place)
                    .unwrap_or_default();
                Error::new(Code::Missing, "the row has no id").at(format!("row {number}, {place}"))
            }),
        }
    }
}

fn choose(choice: Choice, from: &[usize], values: &Values<'_>) -> Option<Value> {
    let found = from.iter().filter_map(|slot| values.get(*slot));
    let time = |value: &&Value| match value {
        Value::Time(time) => Some(*time),
        _ => None,
    };
    match choice {
        Choice::Latest => found.max_by_key(time),
        Choice::Earliest => found.min_by_key(time),
        Choice::First => found.into_iter().next(),
        Choice::After(micros) => {
            let found = found.into_iter().next().and_then(|value| time(&value));
            return found.map(|from| Value::Time(from.plus(micros)));
        }
    }
    .cloned()
}

/// The input of a template, or what is wrong with it and at which column.
fn fill(template: &Template, row: &str, values: &Values<'_>) -> Result<Input, (Error, String)> {
    let node = template.fill(row, &|slot| values.get(slot));
    document::decode(&node).map_err(|finding| {
        let path = keys(finding.path.as_deref());
        let blamed = template.blamed(&path, &finding.message);
        let mut error = Error::new(finding.code, finding.message.clone());
        error.hint.clone_from(&finding.hint);
        match blamed.and_then(|slot| values.plan.slots.get(slot).map(|found| (slot, found))) {
            Some((slot, found)) => {
                if values.get(slot).is_none() {
                    error.message = format!("it is empty, and {}", error.message);
                }
                (error, found.place())
            }
            None => (error, finding.path.unwrap_or_default()),
        }
    })
}

impl Facts for Values<'_> {
    fn value(&self, name: &str) -> Option<Cow<'_, Value>> {
        self.get(*self.plan.by_name.get(name)?).map(Cow::Borrowed)
    }

    fn segment(&self, name: &str) -> Truth {
        Truth::absent(name)
    }
}
