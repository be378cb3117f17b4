//! The numbers of a chunk of rows, as doubles; what is absent is NaN and lies within no bounds.

use super::super::plan::Plan;
use super::columns::{Bound, Column, bit};
use crate::condition::Compiled;

/// How many rows are read at a time: so many that their numbers stay in the nearest memory.
pub(super) const CHUNK: usize = 1024;

/// The bounds of a number, both included.
#[derive(Debug, Clone, Copy)]
pub(super) struct Within {
    /// The place of the first of the chunk's numbers.
    pub(super) buffer: u32,
    pub(super) low: f64,
    pub(super) high: f64,
}

impl Within {
    /// Holds in every row: the first buffer has zeros.
    pub(super) const ALWAYS: Self = Self {
        buffer: 0,
        low: 0.0,
        high: 0.0,
    };

    #[inline]
    #[expect(
        clippy::needless_bitwise_bool,
        reason = "a branch that is guessed wrong costs more than the test that it saves"
    )]
    pub(super) fn holds(&self, buffers: &[f64], row: usize) -> bool {
        let value = buffers.get(self.buffer as usize + row).copied();
        let value = value.unwrap_or(f64::NAN);
        (self.low <= value) & (value <= self.high)
    }
}

/// The columns of numbers that tests read.
#[derive(Debug)]
pub(super) struct Numbers<'c> {
    columns: Vec<(u16, Column<'c>)>,
}

impl<'c> Numbers<'c> {
    pub(super) fn new(plan: &Plan, bound: &Bound<'c>) -> Self {
        let mut slots: Vec<u16> = plan
            .tests()
            .iter()
            .flat_map(Compiled::slots)
            .copied()
            .collect();
        slots.sort_unstable();
        slots.dedup();
        let columns = slots.into_iter().filter_map(|slot| {
            let column = bound.column(slot)?;
            matches!(column, Column::Int { .. } | Column::Number { .. })
                .then(|| (slot, column.clone()))
        });
        Self {
            columns: columns.collect(),
        }
    }

    /// Where a column's numbers begin in the buffers.
    pub(super) fn buffer(&self, slot: u16) -> Option<u32> {
        let place = self.columns.iter().position(|(known, _)| *known == slot)?;
        u32::try_from((place + 1) * CHUNK).ok()
    }

    pub(super) fn buffers(&self) -> Vec<f64> {
        vec![0.0; (self.columns.len() + 1) * CHUNK]
    }

    /// Reads the numbers of a chunk.
    pub(super) fn read(&self, from: usize, rows: usize, buffers: &mut [f64]) {
        let own = buffers.chunks_exact_mut(CHUNK).skip(1);
        for ((_, column), buffer) in self.columns.iter().zip(own) {
            let valid = match column {
                Column::Int { values, valid } => {
                    let values = values.get(from..from + rows).unwrap_or_default();
                    for (place, value) in buffer.iter_mut().zip(values) {
                        #[expect(
                            clippy::cast_precision_loss,
                            reason = "within ±2^53 the cast is exact"
                        )]
                        {
                            *place = *value as f64;
                        }
                    }
                    valid
                }
                Column::Number { values, valid } => {
                    let values = values.get(from..from + rows).unwrap_or_default();
                    for (place, value) in buffer.iter_mut().zip(values) {
                        *place = *value;
                    }
                    valid
                }
                _ => continue,
            };
            if let Some(bits) = valid {
                blank(buffer, bits, from, rows);
            }
        }
    }
}

/// Marks what is absent. Chunks begin at whole words.
fn blank(buffer: &mut [f64], bits: &[u64], from: usize, rows: usize) {
    const { assert!(CHUNK.is_multiple_of(64)) };
    let words = bits.get(from / 64..).unwrap_or_default();
    for (places, word) in buffer.chunks_mut(64).zip(words).take(rows.div_ceil(64)) {
        if *word == u64::MAX {
            continue;
        }
        for (index, place) in places.iter_mut().enumerate() {
            if !bit(std::slice::from_ref(word), index) {
                *place = f64::NAN;
            }
        }
    }
}
