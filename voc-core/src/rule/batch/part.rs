//! One of several parts of the work.

use super::columns::ABSENT;
use std::ops::Range;

/// One of several parts of the work, for one of several threads: patterns are shared out by customer,
/// rules on single signals by row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Which, from 0.
    pub index: u32,
    /// Of how many, from 1.
    pub of: u32,
}

/// The golden ratio's bits: neighbours go to different parts, however they were numbered.
const SPREAD: u32 = 0x9E37_79B9;

impl Part {
    /// All of it.
    pub const WHOLE: Self = Self { index: 0, of: 1 };

    /// Whether it has a customer; signals of nobody belong to the first part.
    #[inline]
    pub(super) fn has(self, customer: u32) -> bool {
        let spread = if customer == ABSENT {
            0
        } else {
            customer.wrapping_mul(SPREAD)
        };
        (u64::from(spread) * u64::from(self.of.max(1))) >> 32 == u64::from(self.index)
    }

    /// Its rows, of so many.
    pub(super) fn rows(self, rows: usize) -> Range<usize> {
        let edge = |index: u32| {
            let (index, of) = (index.min(self.of) as usize, self.of.max(1) as usize);
            rows / of * index + (rows % of).min(index)
        };
        edge(self.index)..edge(self.index.saturating_add(1))
    }
}
