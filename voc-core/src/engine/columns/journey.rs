//! Actual journeys of a table's rows.

use super::FrameRun;
use super::found::{Arranged, arrange};
use super::source::Source;
use crate::error::Error;
use crate::journey::{Actual, Book, Ids, Journey, assign};
use crate::ordered::sort_by;
use crate::rule::batch::{ABSENT, Columns};
use crate::signal::{Body, Input, Own, Target, text};
use std::borrow::Cow;
use std::sync::Arc;

impl FrameRun {
    /// The instances of a journey that the rows show, and the rows that belong to none. Rows that are
    /// refused are no signals.
    ///
    /// # Errors
    /// A journey that the program does not declare, more different channels than 65,534.
    pub fn journey(&self, id: &str) -> Result<Actual, Error> {
        let journey = Arc::new(Journey::of(&self.program, id)?);
        let others = self.source.others.iter();
        let said = others.filter(|input| {
            let body = &input.body;
            matches!(
                body,
                Body::Signal(_) | Body::Retract(_) | Body::Customer(_) | Body::Merge(_)
            )
        });
        let by_columns = match said.count() {
            0 => arrange(&self.program, journey.layout(), &self.source),
            _ => None,
        };
        match by_columns {
            Some(arranged) => of_columns(&journey, &self.source, &arranged),
            None => Ok(one_by_one(&journey, &self.source)),
        }
    }
}

fn of_columns(
    journey: &Arc<Journey>,
    source: &Source,
    arranged: &Arranged<'_>,
) -> Result<Actual, Error> {
    let rows = arranged.order.rows.as_deref();
    let row = |place: u32| match rows {
        Some(rows) => rows.get(place as usize).map_or(0, |row| *row as usize),
        None => place as usize,
    };
    let mut columns = Columns::new(&arranged.at, &arranged.customer, arranged.customers)?;
    for (name, stored) in &arranged.named {
        columns = columns.with(name, stored.column())?;
    }
    let mut first = vec![ABSENT; arranged.customers as usize];
    for (customer, place) in arranged.customer.iter().zip(0..) {
        if let Some(first) = first.get_mut(*customer as usize)
            && *first == ABSENT
        {
            *first = place;
        }
    }
    let column = source.column(&Target::Own(Own::Customer));
    let reader = source.reader();
    let names = first.into_iter().map(|place| {
        let cell = column.filter(|_| place != ABSENT)?;
        text(reader.cell(cell, row(place))).ok()
    });
    let names: Vec<String> = names.map(Option::unwrap_or_default).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let ids = source.ids();
    let signal = |place: u32| -> Cow<'_, str> { source.id(ids.as_ref(), row(place)) };
    let ids = Ids {
        customers: &names,
        signal: &signal,
    };
    let heard = source.others.iter().filter_map(Input::at).max();
    assign(journey, &columns, ids, source.until.max(heard))
}

/// The same, one row after another, in the order in which they arrived.
fn one_by_one(journey: &Arc<Journey>, source: &Source) -> Actual {
    let reader = source.reader();
    let rows = (0..source.table.len()).filter_map(|row| reader.input(row).ok());
    let mut inputs: Vec<Input> = rows.chain(source.others.iter().cloned()).collect();
    inputs.retain(|input| {
        let at = input.at();
        source
            .until
            .is_none_or(|until| at.is_none_or(|at| at <= until))
    });
    sort_by(&mut inputs, &|one, two| {
        (one.arrival(), &one.id, one.revision).cmp(&(two.arrival(), &two.id, two.revision))
    });
    let mut book = Book::new(Journey::clone(journey));
    for input in &inputs {
        // The run has told of those that are refused.
        let _ = book.take(input);
    }
    if let Some(until) = source.until {
        book.pass(until);
    }
    book.actual()
}
