//! One pass over rows: which tests hold where.

use super::super::plan::Plan;
use super::cells::{Cells, EMPTY};
use super::columns::{Bound, Columns};
use super::gates::Gates;
use super::numbers::Numbers;
use super::part::Part;
use super::rows::Rows;
use crate::condition::Compiled;
use crate::ordered::sort;
use std::ops::Range;

/// How many rows are read at a time: so many that their keys stay in the nearest memory.
const CHUNK: usize = 1024;

/// A row with something left to test.
#[derive(Debug, Clone, Copy, Default)]
struct Found {
    row: usize,
    leaf: u32,
    /// The number that decides first.
    first: f64,
}

/// A pass over rows.
pub(super) struct Scan<'r, 'c> {
    numbers: Numbers<'c>,
    cells: Cells<'c>,
    gates: Gates<'c>,
    rows: &'r Rows<'r, 'c>,
}

impl<'r, 'c> Scan<'r, 'c> {
    /// A pass for some tests, over the rows of the customers of a part.
    pub(super) fn new(
        plan: &Plan,
        tests: &[u16],
        rows: &'r Rows<'r, 'c>,
        columns: &Columns<'c>,
        part: Part,
    ) -> Self {
        let all = plan.tests();
        let mut slots: Vec<u16> = tests
            .iter()
            .filter_map(|test| all.get(usize::from(*test)))
            .flat_map(Compiled::slots)
            .copied()
            .collect();
        sort(&mut slots);
        slots.dedup();
        let bound: &Bound<'c> = &rows.bound;
        let numbers = Numbers::new(&slots, columns.len(), bound);
        let cells = Cells::new(plan, tests, &slots, bound);
        let gates = Gates::new(plan, tests, &cells, bound);
        let gates = gates.of_customers(columns.customer(), part);
        Self {
            numbers,
            cells,
            gates,
            rows,
        }
    }

    /// Passes over rows: at each, the tests that hold.
    pub(super) fn run(mut self, rows: Range<usize>, mut hit: impl FnMut(usize, u16)) {
        let mut keys = vec![0_u32; CHUNK];
        let (mut marks, mut picked) = (vec![0_u8; CHUNK], vec![0_u16; CHUNK]);
        let mut found = vec![Found::default(); CHUNK];
        for from in rows.clone().step_by(CHUNK) {
            let length = CHUNK.min(rows.end - from);
            let mut count = 0;
            if self.gates.are_open() {
                let keys = keys.get_mut(..length).unwrap_or_default();
                self.cells.keys(from, keys);
                for (row, key) in (from..).zip(&*keys) {
                    count += usize::from(self.find(row, *key, found.get_mut(count)));
                }
            } else {
                let marks = marks.get_mut(..length).unwrap_or_default();
                self.gates.pass(from, marks);
                let passed = pick(marks, &mut picked);
                for index in picked.iter().take(passed) {
                    let row = from + usize::from(*index);
                    let key = self.cells.key(row);
                    count += usize::from(self.find(row, key, found.get_mut(count)));
                }
            }
            let found = found.get_mut(..count).unwrap_or_default();
            self.judge(found, &mut hit);
        }
    }

    /// Finds what is left to test at a row; whether there is anything.
    #[inline]
    fn find(&mut self, row: usize, key: u32, place: Option<&mut Found>) -> bool {
        let mut leaf = self.cells.met(key);
        if leaf == 0 {
            leaf = self.cells.enter(key, &self.rows.bound, &self.numbers);
        }
        if let Some(place) = place {
            place.row = row;
            place.leaf = leaf.wrapping_sub(1);
        }
        leaf != EMPTY
    }

    /// Runs what is left at some rows. Their numbers are fetched first, side by side.
    #[inline]
    fn judge(&self, found: &mut [Found], hit: &mut impl FnMut(usize, u16)) {
        let leaves = &self.cells.leaves;
        for Found { row, leaf, first } in &mut *found {
            *first = self.numbers.value(leaves.first(*leaf), *row);
        }
        for Found { row, leaf, first } in found.iter().copied() {
            let rest = |left: u32| {
                let left = self.cells.left(left);
                left.is_some_and(|left| left.holds(&self.rows.at(row)))
            };
            leaves.hold((leaf, first), row, &self.numbers, rest, |test| {
                hit(row, test);
            });
        }
    }
}

/// The places of the ones among marks, in order; how many there are.
fn pick(marks: &[u8], picked: &mut [u16]) -> usize {
    let (words, rest) = marks.as_chunks::<8>();
    let (mut count, mut index) = (0, 0);
    let mut take = |marks: &[u8], count: &mut usize, index: &mut u16| {
        for mark in marks {
            if let Some(place) = picked.get_mut(*count) {
                *place = *index;
            }
            *count += usize::from(*mark);
            *index += 1;
        }
    };
    for word in words {
        if u64::from_ne_bytes(*word) == 0 {
            index += 8;
        } else {
            take(word, &mut count, &mut index);
        }
    }
    take(rest, &mut count, &mut index);
    count
}
