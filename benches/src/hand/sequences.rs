//! Steps one after another, two or three of them, matched by different signals.

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
    /// The place of each customer's attempts, plus one; 0 is none.
    places: Vec<u32>,
    attempts: Vec<Attempts>,
    /// Places that are free again; their queues keep their room.
    free: Vec<u32>,
}

impl Sequence {
    pub(super) fn new(within: i64, steps: usize, customers: u32) -> Self {
        Self {
            within,
            last_step: steps as u8 - 1,
            places: vec![0; customers as usize],
            attempts: Vec::new(),
            free: Vec::new(),
        }
    }

    /// Takes a match of a step; true where it fires. The oldest start that can still be in time takes
    /// the first unused match of each step, so the oldest start is the only one to look at.
    pub(super) fn take(&mut self, customer: u32, step: u8, at: i64) -> bool {
        let edge = at - self.within;
        let place = &mut self.places[customer as usize];
        if step == 0 {
            if *place == 0 {
                let next = self.attempts.len() as u32 + 1;
                *place = self.free.pop().unwrap_or(next);
                if *place == next {
                    self.attempts.push(Attempts::default());
                }
            }
            let attempts = &mut self.attempts[*place as usize - 1];
            attempts.forget(edge);
            attempts.firsts.push_back(at);
            return false;
        }
        if *place == 0 {
            return false;
        }
        let attempts = &mut self.attempts[*place as usize - 1];
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
            attempts.middles.clear();
            self.free.push(*place);
            *place = 0;
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
