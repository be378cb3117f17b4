//! Patterns that keep one small number for each customer.

/// The last score of each customer, plus one; 0 is none.
pub(super) struct Drops {
    by: i64,
    last: Vec<u8>,
}

impl Drops {
    pub(super) fn new(by: i64, customers: u32) -> Self {
        Self {
            by,
            last: vec![0; customers as usize],
        }
    }

    /// Takes a score; true where it is down by enough.
    #[inline]
    pub(super) fn take(&mut self, customer: u32, ltr: i64) -> bool {
        let last = &mut self.last[customer as usize];
        let fires = *last != 0 && ltr < i64::from(*last) - self.by;
        *last = ltr as u8 + 1;
        fires
    }
}

/// How many there have been, or in a row.
pub(super) struct Tally {
    k: u32,
    so_far: Vec<u32>,
}

impl Tally {
    pub(super) fn new(k: u32, customers: u32) -> Self {
        Self {
            k,
            so_far: vec![0; customers as usize],
        }
    }

    /// One more, or a row's end; true where it is the k-th.
    #[inline]
    pub(super) fn take(&mut self, customer: u32, goes_on: bool) -> bool {
        let so_far = &mut self.so_far[customer as usize];
        *so_far = if goes_on { *so_far + 1 } else { 0 };
        *so_far == self.k
    }
}
