//! What every row must have for any test to hold, told by its codes alone: rows are left out many at a
//! time.

use super::super::plan::Plan;
use super::cells::Cells;
use super::columns::{ABSENT, Bound, Column};
use super::part::Part;
use crate::condition::{Cell, Specialised};

/// With more tests, or more texts, some test takes nearly every row.
const TRIALS_MAX: usize = 1 << 13;
/// How many rows are looked at to see whether a gate is worth its time.
const SAMPLE: usize = 256;

/// Codes between two, both included.
#[derive(Debug)]
struct Gate<'c> {
    codes: &'c [u32],
    low: u32,
    high: u32,
}

/// What rows must pass.
#[derive(Debug)]
pub(super) struct Gates<'c> {
    gates: Vec<Gate<'c>>,
    /// The customers that are asked for.
    part: Option<(&'c [u32], Part)>,
}

impl<'c> Gates<'c> {
    pub(super) fn new(plan: &Plan, tests: &[u16], cells: &Cells<'c>, bound: &Bound<'c>) -> Self {
        let mut gates = Vec::new();
        let codes: usize = cells
            .keyed
            .iter()
            .map(|column| column.all_codes().count())
            .sum();
        if codes * tests.len() > TRIALS_MAX {
            return Self { gates, part: None };
        }
        for column in &cells.keyed {
            let Some(Column::Text { texts, .. }) = bound.column(column.slot) else {
                continue;
            };
            let can_hold = |code: &u32| {
                let text = texts.get(*code as usize);
                let cell = text.map_or(Cell::Absent, |text| Cell::Text(text));
                let known = |slot: u16| (slot == column.slot).then_some(cell);
                let mut of_tests = tests
                    .iter()
                    .filter_map(|test| plan.tests().get(usize::from(*test)));
                of_tests.any(|test| match test.specialise(&known) {
                    Specialised::Const(verdict) => verdict.is_yes(),
                    Specialised::Residual(left) => left.can_hold(),
                })
            };
            let mut codes = column.all_codes().filter(can_hold);
            let low = codes.next();
            let gate = Gate {
                codes: column.codes,
                low: low.unwrap_or(ABSENT),
                high: codes.last().or(low).unwrap_or(0),
            };
            if gate.is_worth_it() {
                gates.push(gate);
            }
        }
        Self { gates, part: None }
    }

    /// The same for some customers only.
    pub(super) fn of_customers(mut self, customers: &'c [u32], part: Part) -> Self {
        self.part = (part != Part::WHOLE).then_some((customers, part));
        self
    }

    /// Whether every row passes.
    pub(super) fn are_open(&self) -> bool {
        self.gates.is_empty() && self.part.is_none()
    }

    /// Marks the rows that pass with 1, the others with 0.
    pub(super) fn pass(&self, from: usize, marks: &mut [u8]) {
        marks.fill(1);
        for Gate { codes, low, high } in &self.gates {
            let codes = codes.get(from..).unwrap_or_default();
            let both = marks.iter_mut().zip(codes);
            // One comparison is a third of the work of two.
            if low == high {
                both.for_each(|(mark, code)| *mark &= u8::from(code == low));
            } else {
                both.for_each(|(mark, code)| *mark &= u8::from((low..=high).contains(&code)));
            }
        }
        if let Some((customers, part)) = self.part {
            let customers = customers.get(from..).unwrap_or_default();
            for (mark, customer) in marks.iter_mut().zip(customers) {
                *mark &= u8::from(part.has(*customer));
            }
        }
    }
}

impl Gate<'_> {
    /// Whether it leaves out a quarter of the rows.
    fn is_worth_it(&self) -> bool {
        let step = (self.codes.len() / SAMPLE).max(1);
        let (mut all, mut through) = (0, 0);
        for code in self.codes.iter().step_by(step) {
            all += 1;
            through += usize::from((self.low..=self.high).contains(code));
        }
        through * 4 < all * 3
    }
}
