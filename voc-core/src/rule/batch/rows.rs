//! The rows as patterns read them.

use super::super::place::World;
use super::super::plan::Plan;
use super::super::track::Handle;
use super::columns::{ABSENT, BatchRow, Bound, Column, Columns, is_valid};
use crate::condition::Cell;

/// The rows as patterns read them.
pub(super) struct Rows<'r, 'c> {
    pub(super) plan: &'r Plan,
    pub(super) bound: Bound<'c>,
    at: &'c [i64],
}

impl<'r, 'c> Rows<'r, 'c> {
    pub(super) fn new(plan: &'r Plan, columns: &Columns<'c>) -> Self {
        Self {
            plan,
            bound: Bound::new(plan, columns),
            at: columns.at(),
        }
    }

    #[inline]
    pub(super) fn at(&self, row: usize) -> BatchRow<'_, 'c> {
        BatchRow {
            plan: self.plan,
            bound: &self.bound,
            row,
        }
    }

    #[inline]
    pub(super) fn instant(&self, row: u32) -> i64 {
        self.at.get(row as usize).copied().unwrap_or_default()
    }
}

impl World for Rows<'_, '_> {
    fn key(&mut self, of: Handle, slot: u16) -> Option<u64> {
        if let Some(Column::Text { codes, .. }) = self.bound.column(slot) {
            let code = codes
                .get(of as usize)
                .copied()
                .filter(|code| *code != ABSENT);
            return code.map(u64::from);
        }
        match self.bound.cell(self.plan, slot, of as usize) {
            Cell::Bool(value) => Some(u64::from(value)),
            Cell::Int(value) => Some(value.cast_unsigned()),
            _ => None,
        }
    }

    fn number(&self, of: Handle, slot: u16) -> Option<f64> {
        let row = of as usize;
        match self.bound.column(slot)? {
            #[expect(clippy::cast_precision_loss, reason = "within ±2^53 the cast is exact")]
            Column::Int { values, valid } if is_valid(*valid, row) => {
                values.get(row).map(|value| *value as f64)
            }
            Column::Number { values, valid } if is_valid(*valid, row) => values.get(row).copied(),
            _ => None,
        }
    }

    fn holds(&self, of: Handle, test: u16) -> bool {
        let test = self.plan.tests().get(usize::from(test));
        test.is_some_and(|test| test.holds(&self.at(of as usize)))
    }

    fn sort(&self, signals: &mut Vec<Handle>) {
        signals.sort_unstable();
    }
}
