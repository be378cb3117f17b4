//! Which rows of a table are run, and in which order.

use super::bind::Bound;
use super::bits::{rows as set_rows, small};
use super::hash::hash;
use super::source::Source;
use crate::engine::{END, Refused};
use crate::error::Refusal;
use crate::ordered::sort_by;
use crate::program::Program;
use crate::signal::{Body, check_signal};
use crate::time::Time;
use std::borrow::Cow;
use std::cmp::Ordering;

/// The rows that are run.
pub(super) struct Order {
    /// Them, in the order of (`at`, `id`); absent where that is all rows as they stand.
    pub(super) rows: Option<Vec<u32>>,
    /// Those that the engine refuses, with their instants, in that order.
    pub(super) refused: Vec<(Time, Refused)>,
    /// Those that could not be read, by id.
    pub(super) unread: Vec<(String, Refusal)>,
}

/// Finds them; absent where ids are not all different, which only one after another can tell.
pub(super) fn order(program: &Program, source: &Source, bound: &Bound<'_>) -> Option<Order> {
    let mut order = Order {
        rows: None,
        refused: Vec::new(),
        unread: Vec::new(),
    };
    let suspects = set_rows(&bound.suspects);
    let mut out = Vec::new();
    {
        let cells = source.reader();
        for row in suspects {
            match cells.input(row as usize) {
                Err(unread) => order.unread.push(unread),
                Ok(mut input) => {
                    let Body::Signal(signal) = &mut input.body else {
                        return None;
                    };
                    // Found good after all: then the columns may say something else.
                    let error = check_signal(program, signal).err()?;
                    let at = signal.at;
                    if source.until.is_none_or(|until| at <= until) {
                        let id = input.id;
                        order.refused.push((at, Refused { id, error }));
                    }
                }
            }
            out.push(row);
        }
    }
    sort_by(&mut order.refused, &|one, two| {
        (one.0, &one.1.id).cmp(&(two.0, &two.1.id))
    });
    let ids = Ids::of(source);
    let at = |row: u32| bound.at.get(row as usize).copied().unwrap_or_default();
    let by_place = |one: &u32, two: &u32| {
        at(*one)
            .cmp(&at(*two))
            .then_with(|| ids.get(*one as usize).cmp(&ids.get(*two as usize)))
    };
    let until = source.until.map_or(i64::MAX, Time::micros);
    let number = small(source.table.len());
    let rises = rises(&bound.at);
    let is_late = |at: &i64| *at > until;
    let is_cut = !out.is_empty()
        || match bound.at.last().filter(|_| rises) {
            Some(last) => is_late(last),
            None => bound.at.iter().any(is_late),
        };
    let mut out = out.into_iter().peekable();
    let mut rows: Option<Vec<u32>> = is_cut.then(|| {
        let keeps = |row: &u32| out.next_if_eq(row).is_none() && at(*row) <= until;
        (0..number).filter(keeps).collect()
    });
    let in_order = |one: u32, two: u32| match at(one).cmp(&at(two)) {
        Ordering::Equal => by_place(&one, &two).is_le(),
        ordering => ordering.is_lt(),
    };
    let is_sorted = match &rows {
        Some(rows) => rows.is_sorted_by(|one, two| in_order(*one, *two)),
        None => rises || (1..number).all(|row| in_order(row - 1, row)),
    };
    if !is_sorted {
        let mut sorted = rows.take().unwrap_or_else(|| (0..number).collect());
        sorted.sort_by(by_place);
        rows = Some(sorted);
    }
    order.rows = rows;
    let rows = order.rows.as_deref();
    ids.are_different(rows, source).then_some(order)
}

/// Whether each instant comes after the one before.
fn rises(at: &[i64]) -> bool {
    const CHUNK: usize = 4096;
    let later = at.get(1..).unwrap_or_default();
    let mut chunks = at.chunks(CHUNK).zip(later.chunks(CHUNK));
    chunks.all(|(at, later)| {
        let stalls = |(at, later): (&i64, &i64)| at >= later;
        let pairs = at.iter().zip(later);
        !pairs.fold(false, |any, pair| any | stalls(pair))
    })
}

/// The ids of the rows.
struct Ids<'s> {
    source: &'s Source,
    read: Option<crate::signal::CellReader<'s>>,
}

impl<'s> Ids<'s> {
    fn of(source: &'s Source) -> Self {
        Self {
            source,
            read: source.ids(),
        }
    }

    fn get(&self, row: usize) -> Cow<'s, str> {
        self.source.id(self.read.as_ref(), row)
    }

    /// Whether no two inputs have one id. Two that hash alike are taken for one.
    fn are_different(&self, rows: Option<&[u32]>, source: &Source) -> bool {
        let others = source.others.iter().map(|input| input.id.as_str());
        let others = others.chain([END]);
        let count = rows.map_or(self.source.table.len(), <[u32]>::len);
        let row = |index: usize| match rows {
            Some(rows) => rows.get(index).map_or(0, |row| *row as usize),
            None => index,
        };
        let hashes = if self.read.is_none() {
            // Ids that we give: different, unless another input has taken one.
            let prefix = source.frame.row_id(0);
            let prefix = prefix.trim_end_matches('0');
            if others.clone().any(|id| id.starts_with(prefix)) {
                return false;
            }
            others.map(hash).collect()
        } else {
            if self.rise(count, &row) && source.others.is_empty() {
                return true;
            }
            let own = (0..count).map(|index| hash(&self.get(row(index))));
            own.chain(others.map(hash)).collect()
        };
        let mut hashes: Vec<u64> = hashes;
        hashes.sort_unstable();
        hashes.windows(2).all(|pair| pair.first() != pair.last())
    }

    /// Whether each id comes after the one before, and none is that of the tick at the end.
    fn rise(&self, count: usize, row: &dyn Fn(usize) -> usize) -> bool {
        let mut last: Option<Cow<'_, str>> = None;
        (0..count).all(|index| {
            let id = self.get(row(index));
            let rises = last.as_ref().is_none_or(|last| *last < id) && id != END;
            last = Some(id);
            rises
        })
    }
}
