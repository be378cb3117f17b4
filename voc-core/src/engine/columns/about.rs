//! What a run over columns looks up of single rows and customers.

use super::bits::{room, rows as set_rows, set, small};
use super::found::Found;
use super::source::{Rows, Source};
use crate::ordered::Few;
use crate::program::{FieldSpec, Program};
use crate::rule::batch::{ABSENT, BatchAlert};
use crate::rule::{Alert, Plan, alert_of_row};
use crate::signal::{
    Body, Cell, CellReader, Input, Own, Signal, Target, check_signal, text, typed, value,
};
use crate::time::Time;
use crate::value::Value;

/// What is looked up.
pub(super) struct About<'r> {
    program: &'r Program,
    source: &'r Source,
    found: &'r Found,
    at: &'r [i64],
    customers: &'r [u32],
    rows: Rows<'r>,
    ids: Option<CellReader<'r>>,
    /// The column of the customer.
    customer: Option<usize>,
    /// The columns of what is known of customers.
    attributes: Vec<(usize, &'r str, &'r FieldSpec)>,
    of: Of,
}

/// The rows of those customers that rows are looked up of.
struct Of {
    /// The codes of the customers, in order.
    customers: Vec<u32>,
    /// Where the rows of each begin; and one more, where the last end.
    starts: Vec<u32>,
    places: Vec<u32>,
}

impl<'r> About<'r> {
    pub(super) fn new(
        program: &'r Program,
        source: &'r Source,
        found: &'r Found,
        has_cases: bool,
    ) -> Self {
        let attributes: Vec<_> = source
            .frame
            .targets()
            .filter_map(|(column, target)| match target {
                Target::Attribute(name, _) => {
                    let spec = program.spec().customer.get(name)?;
                    Some((column, name.as_str(), spec))
                }
                _ => None,
            })
            .collect();
        let (at, customers) = (found.at(source), found.customer(source));
        let all = has_cases || !attributes.is_empty();
        Self {
            program,
            source,
            found,
            at,
            customers,
            rows: source.reader(),
            ids: source.ids(),
            customer: source.column(&Target::Own(Own::Customer)),
            of: Of::new(found, at, customers, all),
            attributes,
        }
    }

    /// The customer of the row at a place.
    pub(super) fn customer(&self, place: u32) -> u32 {
        let customer = self.customers.get(place as usize);
        customer.copied().unwrap_or(ABSENT)
    }

    /// Its key.
    pub(super) fn name(&self, place: u32) -> String {
        let row = self.found.row(place);
        let cell = self.customer.map(|column| self.rows.cell(column, row));
        cell.and_then(|cell| text(cell).ok()).unwrap_or_default()
    }

    fn id(&self, place: u32) -> String {
        let row = self.found.row(place);
        self.source.id(self.ids.as_ref(), row).into_owned()
    }

    /// How many rows come before an input.
    pub(super) fn place(&self, input: &Input) -> u32 {
        let arrival = input.arrival().map_or(i64::MIN, Time::micros);
        let mut place = small(self.at.partition_point(|at| *at < arrival));
        while self.at.get(place as usize) == Some(&arrival) && self.id(place) < input.id {
            place += 1;
        }
        place
    }

    /// The first row of a customer from a place and an instant on.
    pub(super) fn first_row(&self, customer: u32, from: u32, due: Time) -> Option<u32> {
        let rows = self.of.rows(customer);
        let at = |row: &u32| self.at.get(*row as usize).copied().unwrap_or_default();
        let first = rows.partition_point(|row| *row < from || at(row) < due.micros());
        rows.get(first).copied()
    }

    /// The signal of the row at a place, as the engine accepts it.
    fn signal(&self, place: u32) -> Option<(String, Signal)> {
        let input = self.rows.input(self.found.row(place)).ok()?;
        let Body::Signal(mut signal) = input.body else {
            return None;
        };
        check_signal(self.program, &mut signal).ok()?;
        Some((input.id, *signal))
    }

    /// An alert, but for `why`, and its bearing signal.
    pub(super) fn alert(&self, plan: &Plan, found: &BatchAlert) -> Option<(Alert, Signal)> {
        let (id, signal) = self.signal(found.row)?;
        let signals = if found.rows.is_empty() {
            vec![id.clone()]
        } else {
            found.rows.iter().map(|place| self.id(*place)).collect()
        };
        let alert = alert_of_row(plan, &signal, &id, found, signals)?;
        Some((alert, signal))
    }

    /// What is known of a customer as of a signal.
    pub(super) fn known(&self, place: u32, signal: &Signal) -> Few<String, Value> {
        let mut known = signal.attributes.clone();
        let customer = self.customer(place);
        for (column, name, spec) in &self.attributes {
            if !known.contains_key(*name)
                && let Some(value) = self.newest(customer, place, *column, spec)
            {
                known.insert((*name).to_owned(), value);
            }
        }
        known
    }

    /// What a column said last of a customer before a place.
    fn newest(&self, customer: u32, before: u32, column: usize, spec: &FieldSpec) -> Option<Value> {
        let rows = self.of.rows(customer);
        let rows = rows.get(..rows.partition_point(|row| *row < before))?;
        rows.iter().rev().find_map(|place| {
            let cell = self.rows.cell(column, self.found.row(*place));
            let absent = match &cell {
                Cell::Absent => true,
                Cell::Number(number) => number.is_nan(),
                _ => false,
            };
            let value = (!absent).then(|| value(cell, spec.of).ok()).flatten()?;
            typed(spec, value).ok()
        })
    }

    /// Whether a customer has agreed to be contacted, by the newest word before a place.
    pub(super) fn may_contact(&self, customer: u32, before: u32) -> bool {
        let spec = self.program.spec();
        let Some(name) = &spec.privacy.contact_consent else {
            return false;
        };
        let attribute = name.strip_prefix("customer.");
        let field = match attribute {
            Some(attribute) => spec.customer.get(attribute),
            None => spec.fields.get(name),
        };
        let target = field.map(|field| match attribute {
            Some(attribute) => Target::Attribute(attribute.to_owned(), field.of),
            None => Target::Field(name.clone(), field.of),
        });
        let column = target.and_then(|target| self.source.column(&target));
        column.zip(field).is_some_and(|(column, field)| {
            self.newest(customer, before, column, field) == Some(Value::Bool(true))
        })
    }
}

impl Of {
    /// The rows of the customers with alerts at deadlines, or with `all` of those with any.
    fn new(found: &Found, at: &[i64], customers: &[u32], all: bool) -> Self {
        let mut wanted = room(found.customers as usize);
        for alert in &found.alerts {
            let timed = at.get(alert.row as usize) != Some(&alert.at.micros());
            let customer = customers.get(alert.row as usize).copied();
            if let Some(customer) = customer.filter(|_| all || timed) {
                set(&mut wanted, customer as usize);
            }
        }
        let chosen = set_rows(&wanted);
        let mut number = vec![ABSENT; found.customers as usize];
        for (place, customer) in (0..).zip(&chosen) {
            if let Some(number) = number.get_mut(*customer as usize) {
                *number = place;
            }
        }
        let mut of = Self {
            starts: vec![0; chosen.len() + 2],
            customers: chosen,
            places: Vec::new(),
        };
        if of.customers.is_empty() {
            return of;
        }
        let number = |customer: &u32| number.get(*customer as usize).copied().unwrap_or(ABSENT);
        for customer in customers {
            if let Some(start) = of
                .starts
                .get_mut((number(customer) as usize).saturating_add(2))
            {
                *start += 1;
            }
        }
        let mut sum = 0;
        for start in &mut of.starts {
            sum += *start;
            *start = sum;
        }
        of.places = vec![0; sum as usize];
        for (place, customer) in (0..).zip(customers) {
            if let Some(start) = of
                .starts
                .get_mut((number(customer) as usize).saturating_add(1))
            {
                if let Some(entry) = of.places.get_mut(*start as usize) {
                    *entry = place;
                }
                *start += 1;
            }
        }
        of
    }

    /// The places of a customer's rows, in order.
    fn rows(&self, customer: u32) -> &[u32] {
        let Ok(place) = self.customers.binary_search(&customer) else {
            return &[];
        };
        let start = self.starts.get(place).copied().unwrap_or_default();
        let end = self.starts.get(place + 1).copied().unwrap_or_default();
        self.places
            .get(start as usize..end as usize)
            .unwrap_or_default()
    }
}
