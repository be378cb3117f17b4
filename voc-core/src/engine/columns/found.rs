//! Stage 1 of a run over columns: the alerts, and what is kept of the rows.

use super::bind::{Bound, bind};
use super::order::{Order, order};
use super::source::Source;
use super::stored::{Stored, pick};
use crate::condition::Layout;
use crate::engine::Refused;
use crate::error::Refusal;
use crate::program::Program;
use crate::rule::Plan;
use crate::rule::batch::{ABSENT, BatchAlert, Columns, alerts};
use crate::signal::{Body, Input, Own, Series, Target};
use crate::time::Time;
use std::borrow::Cow;

/// What was found, by the places of the rows in the order in which they are run.
pub(super) struct Found {
    /// The table's rows; absent where that is all of them as they stand.
    rows: Option<Vec<u32>>,
    /// Absent where the table's own column says it.
    at: Option<Vec<i64>>,
    customer: Option<Vec<u32>>,
    pub(super) customers: u32,
    pub(super) alerts: Vec<BatchAlert>,
    /// The rows that the engine refuses, with their instants, in order.
    pub(super) refused: Vec<(Time, Refused)>,
    /// The rows that could not be read.
    pub(super) unread: Vec<(String, Refusal)>,
}

/// The columns that a layout reads, in the order of (`at`, `id`).
pub(super) struct Arranged<'t> {
    pub(super) at: Cow<'t, [i64]>,
    pub(super) customer: Cow<'t, [u32]>,
    pub(super) customers: u32,
    /// By the names of conditions; attributes as of each row.
    pub(super) named: Vec<(String, Stored<'t>)>,
    pub(super) order: Order,
}

/// Arranges the columns that a layout reads; absent where columns cannot tell what one row after another
/// would.
pub(super) fn arrange<'t>(
    program: &Program,
    layout: &Layout,
    source: &'t Source,
) -> Option<Arranged<'t>> {
    let bound = bind(program, layout, &source.frame, source.table.as_ref())?;
    let order = order(program, source, &bound)?;
    let Bound {
        mut at,
        mut customer,
        customers,
        mut named,
        ..
    } = bound;
    if let Some(rows) = &order.rows {
        at = pick(&at, rows);
        customer = pick(&customer, rows);
        for (_, stored) in &mut named {
            *stored = stored.gather(rows);
        }
    }
    for (name, stored) in &mut named {
        if name.starts_with("customer.") && !stored.is_whole() {
            *stored = as_of(stored, &customer, customers);
        }
    }
    Some(Arranged {
        at,
        customer,
        customers,
        named,
        order,
    })
}

/// Finds the alerts; absent where columns cannot tell what one row after another would.
pub(super) fn find(program: &Program, plan: &Plan, source: &Source) -> Option<Found> {
    if program.metric_rules().next().is_some()
        || program.spec().rules.values().any(|rule| rule.settle)
        || program.spec().notices.is_some()
        || program.hears_any()
        || !source.others.iter().all(is_plain)
    {
        return None;
    }
    let Arranged {
        at,
        customer,
        customers,
        named,
        order,
    } = arrange(program, plan.layout(), source)?;
    let last = source.others.iter().filter_map(Input::arrival);
    let last = last.chain(at.last().map(|at| Time::clamped(*at))).max();
    let alerts = match source.until.or(last) {
        Some(until) => {
            let mut columns = Columns::new(&at, &customer, customers).ok()?;
            for (name, stored) in &named {
                columns = columns.with(name, stored.column()).ok()?;
            }
            alerts(plan, &columns, Some(until))
        }
        None => Vec::new(),
    };
    Some(Found {
        at: own(at),
        customer: own(customer),
        customers,
        alerts,
        rows: order.rows,
        refused: order.refused,
        unread: order.unread,
    })
}

/// Whether an input beside the rows leaves signals and what is known of customers alone, and came when
/// it happened.
fn is_plain(input: &Input) -> bool {
    let is_plain = matches!(
        input.body,
        Body::Roster(_) | Body::Command(_) | Body::Tick(_)
    );
    is_plain && input.revision == 0 && input.received.is_none_or(|at| Some(at) == input.at())
}

fn own<T: Clone>(values: Cow<'_, [T]>) -> Option<Vec<T>> {
    match values {
        Cow::Borrowed(_) => None,
        Cow::Owned(values) => Some(values),
    }
}

/// For each row what was said of its customer last; of nobody only what the row itself says.
fn as_of<'t>(stored: &Stored<'t>, customer: &[u32], customers: u32) -> Stored<'t> {
    let mut last = vec![ABSENT; customers as usize];
    let from = customer.iter().zip(0_u32..).map(|(customer, row)| {
        let has = stored.has(row as usize);
        match last.get_mut(*customer as usize) {
            Some(last) => {
                if has {
                    *last = row;
                }
                *last
            }
            None if has => row,
            None => ABSENT,
        }
    });
    let from: Vec<u32> = from.collect();
    stored.gather(&from)
}

impl Found {
    /// How many rows are run.
    pub(super) fn len(&self, source: &Source) -> usize {
        self.rows.as_ref().map_or(source.table.len(), Vec::len)
    }

    /// The table's row at a place.
    pub(super) fn row(&self, place: u32) -> usize {
        let row = match &self.rows {
            Some(rows) => rows.get(place as usize).copied(),
            None => Some(place),
        };
        row.unwrap_or(ABSENT) as usize
    }

    /// The instants, by place.
    pub(super) fn at<'f>(&'f self, source: &'f Source) -> &'f [i64] {
        if let Some(at) = &self.at {
            return at;
        }
        let column = source.column(&Target::At);
        match column.map(|column| source.table.series(column)) {
            Some(Series::Time { values, .. }) => values,
            _ => &[],
        }
    }

    /// The customers, by place.
    pub(super) fn customer<'f>(&'f self, source: &'f Source) -> &'f [u32] {
        if let Some(customer) = &self.customer {
            return customer;
        }
        let column = source.column(&Target::Own(Own::Customer));
        match column.map(|column| source.table.series(column)) {
            Some(Series::Text { codes, .. }) => codes,
            _ => &[],
        }
    }
}
