//! Rules that wait on each other's alerts, or on any signal: read customer by customer, so that no
//! customer's state is kept.

use super::super::bits::Bits;
use super::super::place::{Fired, Reader, Signal};
use super::super::track::Track;
use super::columns::ABSENT;
use super::hits::{by_customer, customer_of, hit, row_of, split_first_customer};
use super::rows::Rows;

/// A row at which something looks; no test holds where it is this.
pub(super) const EVERY: u16 = u16::MAX;

/// What these rules look at.
#[derive(Default)]
pub(super) struct Noted {
    /// Customers, and where the tests of a row of theirs begin.
    hits: Vec<u64>,
    /// Rows, and tests that hold there.
    tests: Vec<(u32, u16)>,
}

impl Noted {
    #[inline]
    pub(super) fn push(&mut self, customer: u32, row: u32, test: u16) {
        if self.tests.last().is_none_or(|(last, _)| *last != row) {
            let place = u32::try_from(self.tests.len()).unwrap_or(u32::MAX);
            self.hits.push(hit(customer, place));
        }
        self.tests.push((row, test));
    }

    /// Brings them into the order of the customers.
    pub(super) fn sort(&mut self, room: &mut Vec<u64>, customers: u32) {
        by_customer(&mut self.hits, room, customers);
    }
}

/// Reads them; what fires goes to `each`.
pub(super) fn read(
    rows: &mut Rows<'_, '_>,
    noted: &Noted,
    read_elsewhere: Bits,
    until: i64,
    each: &mut dyn FnMut(Fired),
) {
    let mut reader = Reader::without(rows.plan, read_elsewhere);
    let (mut fired, mut track, mut tests) = (Vec::new(), Track::default(), Bits::default());
    let mut left = noted.hits.as_slice();
    while let Some((here, rest)) = split_first_customer(left) {
        left = rest;
        track.clear();
        let late = here.first().is_some_and(|hit| customer_of(*hit) == ABSENT);
        for hit in here {
            let tests_here = noted.tests.get(row_of(*hit) as usize..).unwrap_or_default();
            let row = tests_here.first().map_or(0, |(row, _)| *row);
            let own = tests_here.iter().take_while(|(known, _)| *known == row);
            tests.clear();
            for (_, test) in own.filter(|(_, test)| *test != EVERY) {
                tests.set(*test);
            }
            let at = rows.instant(row);
            reader.deadlines(&mut track, rows, at, &mut fired);
            let signal = Signal {
                at,
                handle: row,
                tests: &tests,
                late,
            };
            reader.signal(&mut track, rows, signal, &mut fired);
        }
        reader.deadlines(&mut track, rows, until, &mut fired);
        fired.drain(..).for_each(&mut *each);
    }
}
