//! Actual journeys of a table's rows, and of inputs.

use super::found::{Arranged, arrange};
use super::source::Source;
use super::{Beside, FrameRun};
use crate::engine::Refused;
use crate::error::{Error, Refusal};
use crate::journey::{Actual, Book, Ids, Journey, assign};
use crate::ordered::sort_by;
use crate::program::Program;
use crate::rule::batch::{ABSENT, Columns};
use crate::signal::{Body, Frame, Input, Own, Table, Target, text};
use crate::time::Time;
use std::borrow::Cow;
use std::sync::Arc;

/// The instances of a journey, and what was refused on the way to them.
#[derive(Debug, Clone)]
pub struct JourneyRun {
    /// The instances, and the signals that belong to none.
    pub actual: Actual,
    /// The rows and inputs that are no signals of the program.
    pub refused: Vec<Refused>,
}

/// The instances of a journey that the rows of a table show, with inputs beside them; as
/// [`run_frame`](super::run_frame) reads both.
///
/// # Errors
/// A journey that the program does not declare, more different channels or kinds than 65,534.
pub fn journey_of_frame(
    program: &Program,
    id: &str,
    frame: Frame,
    table: Box<dyn Table>,
    beside: Beside,
) -> Result<JourneyRun, Error> {
    let source = Source::of(frame, table, beside);
    of_source(program, id, &source)
}

/// The same of inputs alone, as [`run`](crate::engine::run) reads them; `unread` are those that could not be
/// read, by id.
///
/// # Errors
/// A journey that the program does not declare.
pub fn journey_of_inputs(
    program: &Program,
    id: &str,
    inputs: Vec<Input>,
    unread: Vec<(String, Refusal)>,
    until: Option<Time>,
) -> Result<JourneyRun, Error> {
    let journey = Journey::of(program, id)?;
    Ok(one_by_one(journey, inputs, unread, until))
}

impl FrameRun {
    /// The instances of a journey that the rows show, and the rows that belong to none.
    ///
    /// # Errors
    /// A journey that the program does not declare, more different channels or kinds than 65,534.
    pub fn journey(&self, id: &str) -> Result<JourneyRun, Error> {
        of_source(&self.program, id, &self.source)
    }
}

fn of_source(program: &Program, id: &str, source: &Source) -> Result<JourneyRun, Error> {
    let journey = Arc::new(Journey::of(program, id)?);
    let speaks = |input: &Input| {
        let body = &input.body;
        let said = matches!(body, Body::Signal(_) | Body::Retract(_));
        said || matches!(body, Body::Customer(_) | Body::Merge(_))
    };
    let mut arranged = None;
    if !source.others.iter().any(speaks) {
        arranged = arrange(program, journey.layout(), source);
    }
    if let Some(arranged) = arranged {
        let actual = of_columns(&journey, source, &arranged)?;
        let order = arranged.order;
        let refused = order.refused.into_iter().map(|(_, refused)| refused);
        let unread = order
            .unread
            .into_iter()
            .chain(source.unread.iter().cloned());
        let refused = refused.chain(unread.map(|(id, error)| Refused { id, error }));
        let refused = refused.collect();
        return Ok(JourneyRun { actual, refused });
    }
    let reader = source.reader();
    let (mut inputs, mut unread) = (source.others.clone(), source.unread.clone());
    for row in 0..source.table.len() {
        match reader.input(row) {
            Ok(input) => inputs.push(input),
            Err(error) => unread.push(error),
        }
    }
    let journey = Journey::clone(&journey);
    Ok(one_by_one(journey, inputs, unread, source.until))
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

/// One input after another, in the order in which they arrived.
fn one_by_one(
    journey: Journey,
    mut inputs: Vec<Input>,
    unread: Vec<(String, Refusal)>,
    until: Option<Time>,
) -> JourneyRun {
    inputs.retain(|input| {
        let at = input.at();
        until.is_none_or(|until| at.is_none_or(|at| at <= until))
    });
    sort_by(&mut inputs, &|one, two| {
        (one.arrival(), &one.id, one.revision).cmp(&(two.arrival(), &two.id, two.revision))
    });
    let mut book = Book::new(journey);
    let mut refused = Vec::new();
    for input in &inputs {
        if let Err(error) = book.take(input) {
            let id = input.id.clone();
            refused.push(Refused { id, error });
        }
    }
    let unread = unread.into_iter();
    refused.extend(unread.map(|(id, error)| Refused { id, error }));
    if let Some(until) = until {
        book.pass(until);
    }
    JourneyRun {
        actual: book.actual(),
        refused,
    }
}
