//! Steps one after another, two or three of them, matched by different signals.

use super::NumberMap;
use std::collections::VecDeque;

#[derive(Default)]
struct Attempts {
    firsts: VecDeque<i64>,
    middles: VecDeque<i64>,
}

/// The state of one sequence.
pub(super) struct Sequence {
    within: i64,
    last_step: u8,
    of: NumberMap<Attempts>,
}

impl Sequence {
    pub(super) fn new(within: i64, steps: usize) -> Self {
        Self {
            within,
            last_step: steps as u8 - 1,
            of: NumberMap::default(),
        }
    }

    /// Takes a match of a step; true where it fires. The oldest start that can still be in time takes
    /// the first unused match of each step, so the oldest start is the only one to look at.
    pub(super) fn take(&mut self, customer: u32, step: u8, at: i64) -> bool {
        let edge = at - self.within;
        if step == 0 {
            let attempts = self.of.entry(u64::from(customer)).or_default();
            attempts.forget(edge);
            attempts.firsts.push_back(at);
            return false;
        }
        let Some(attempts) = self.of.get_mut(&u64::from(customer)) else {
            return false;
        };
        attempts.forget(edge);
        let fires = if attempts.firsts.is_empty() {
            false
        } else if step < self.last_step {
            attempts.middles.push_back(at);
            false
        } else {
            (self.last_step == 1 || attempts.middles.pop_front().is_some())
                && attempts.firsts.pop_front().is_some()
        };
        if attempts.firsts.is_empty() {
            self.of.remove(&u64::from(customer));
        }
        fires
    }
}

impl Attempts {
    /// Drops starts that are too old, and what came before the oldest that is left.
    fn forget(&mut self, edge: i64) {
        drop_while(&mut self.firsts, |first| first <= edge);
        let oldest = self.firsts.front().copied().unwrap_or(i64::MAX);
        drop_while(&mut self.middles, |middle| middle < oldest);
    }
}

fn drop_while(times: &mut VecDeque<i64>, is_over: impl Fn(i64) -> bool) {
    while times.front().is_some_and(|time| is_over(*time)) {
        times.pop_front();
    }
}
