//! One pass over rows: which tests hold where.

use super::super::plan::Plan;
use super::cells::{Cells, EMPTY};
use super::columns::{Bound, Columns};
use super::gates::Gates;
use super::numbers::Numbers;
use super::part::Part;
use super::rows::Rows;
use crate::condition::Compiled;
use std::ops::Range;

/// How many rows are read at a time: so many that their keys stay in the nearest memory.
const CHUNK: usize = 1024;

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
        slots.sort_unstable();
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
        for from in rows.clone().step_by(CHUNK) {
            let length = CHUNK.min(rows.end - from);
            if self.gates.are_open() {
                let keys = keys.get_mut(..length).unwrap_or_default();
                self.cells.keys(from, keys);
                for (row, key) in (from..).zip(&*keys) {
                    self.row(row, *key, &mut hit);
                }
            } else {
                let marks = marks.get_mut(..length).unwrap_or_default();
                self.gates.pass(from, marks);
                let count = pick(marks, &mut picked);
                for index in picked.iter().take(count) {
                    let row = from + usize::from(*index);
                    let key = self.cells.key(row);
                    self.row(row, key, &mut hit);
                }
            }
        }
    }

    #[inline]
    fn row(&mut self, row: usize, key: u32, hit: &mut impl FnMut(usize, u16)) {
        let leaf = match self.cells.met(key) {
            EMPTY => return,
            0 => self.cells.enter(key, &self.rows.bound, &self.numbers),
            leaf => leaf,
        };
        let rest = |left: u32| {
            let left = self.cells.left(left);
            left.is_some_and(|left| left.holds(&self.rows.at(row)))
        };
        let leaves = &self.cells.leaves;
        let leaf = leaf as usize - 1;
        leaves.hold(leaf, row, &self.numbers, rest, |test| hit(row, test));
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
