//! The numbers of a row, as doubles; what is absent is NaN and lies within no bounds.

use super::columns::{Bound, Column, is_valid};
use crate::condition::{Bounds, Range};
use crate::ordered::sort_by;

/// How many rows are looked at to guess how rare a range is.
const SAMPLE: usize = 256;

/// The bounds of a number, both included.
#[derive(Debug, Clone, Copy)]
pub(super) struct Within {
    pub(super) column: u16,
    pub(super) low: f64,
    pub(super) high: f64,
}

/// A column of numbers that tests read.
#[derive(Debug)]
struct Numeric<'c> {
    slot: u16,
    values: Values<'c>,
    valid: Option<&'c [u64]>,
    /// Some of its values, in order.
    sample: Vec<f64>,
}

#[derive(Debug, Clone, Copy)]
enum Values<'c> {
    Int(&'c [i64]),
    Number(&'c [f64]),
}

/// The columns of numbers that tests read.
#[derive(Debug)]
pub(super) struct Numbers<'c> {
    columns: Vec<Numeric<'c>>,
}

impl<'c> Numbers<'c> {
    pub(super) fn new(slots: &[u16], rows: usize, bound: &Bound<'c>) -> Self {
        let columns = slots.iter().filter_map(|slot| {
            let (values, valid) = match bound.column(*slot)? {
                Column::Int { values, valid } => (Values::Int(values), *valid),
                Column::Number { values, valid } => (Values::Number(values), *valid),
                _ => return None,
            };
            let mut column = Numeric {
                slot: *slot,
                values,
                valid,
                sample: Vec::new(),
            };
            let step = (rows / SAMPLE).max(1);
            let values = (0..rows).step_by(step).map(|row| column.value(row));
            let mut sample: Vec<f64> = values.filter(|value| !value.is_nan()).collect();
            sort_by(&mut sample, &f64::total_cmp);
            column.sample = sample;
            Some(column)
        });
        Self {
            columns: columns.collect(),
        }
    }

    #[inline]
    pub(super) fn value(&self, column: u16, row: usize) -> f64 {
        let column = self.columns.get(usize::from(column));
        column.map_or(f64::NAN, |column| column.value(row))
    }

    #[inline]
    pub(super) fn holds(&self, within: &Within, row: usize) -> bool {
        let value = self.value(within.column, row);
        within.low <= value && value <= within.high
    }

    /// Ranges as bounds of columns, where they are of numbers: the rarest first.
    pub(super) fn bounds(&self, ranges: &[Range]) -> Option<Vec<Within>> {
        let within = |range: &Range| {
            let mut columns = self.columns.iter().zip(0..);
            let (_, column) = columns.find(|(column, _)| column.slot == range.slot)?;
            #[expect(
                clippy::cast_precision_loss,
                reason = "ints lie within ±2^53, bounds beyond hold none or all"
            )]
            let (low, high) = match range.bounds {
                Bounds::Int { low, high } => (low as f64, high as f64),
                Bounds::Number { low, high } => (low, high),
                _ => return None,
            };
            Some(Within { column, low, high })
        };
        let mut bounds: Vec<Within> = ranges.iter().map(within).collect::<Option<_>>()?;
        let mut best = 0;
        for (place, within) in bounds.iter().enumerate() {
            let before = bounds.get(best).map(|best| self.guess(best));
            if before.is_some_and(|before| self.guess(within) < before) {
                best = place;
            }
        }
        bounds.swap(0, best);
        Some(bounds)
    }

    /// How many of the sample lie within.
    fn guess(&self, within: &Within) -> usize {
        let Some(column) = self.columns.get(usize::from(within.column)) else {
            return 0;
        };
        let to = column.sample.partition_point(|value| *value <= within.high);
        let from = column.sample.partition_point(|value| *value < within.low);
        to.saturating_sub(from)
    }
}

impl Numeric<'_> {
    #[inline]
    fn value(&self, row: usize) -> f64 {
        if !is_valid(self.valid, row) {
            return f64::NAN;
        }
        let value = match self.values {
            #[expect(clippy::cast_precision_loss, reason = "within ±2^53 the cast is exact")]
            Values::Int(values) => values.get(row).map(|value| *value as f64),
            Values::Number(values) => values.get(row).copied(),
        };
        value.unwrap_or(f64::NAN)
    }
}
