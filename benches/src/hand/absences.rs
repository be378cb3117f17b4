//! What did not follow: triggers wait in the order of their deadlines, which is that of their times.

use std::collections::VecDeque;
use voc_workload::AlertSet;

struct Waiting {
    deadline: i64,
    row: u32,
    key: u32,
}

/// The state of one absence.
pub(super) struct Absence {
    rule: u32,
    within: i64,
    by_order: bool,
    waiting: VecDeque<Waiting>,
    /// The rule that keeps the matches: the first that waits for the same.
    pub(super) keeper: usize,
}

/// The last match by customer, or by order; 0 is never.
#[derive(Default)]
pub(super) struct Matches(Vec<i64>);

impl Matches {
    fn last(&self, key: u32) -> i64 {
        self.0.get(key as usize).copied().unwrap_or_default()
    }

    fn note(&mut self, key: u32, at: i64) {
        let key = key as usize;
        if key >= self.0.len() {
            self.0.resize((key + 1).next_power_of_two(), 0);
        }
        self.0[key] = at;
    }
}

impl Absence {
    pub(super) fn new(rule: u32, within: i64, by_order: bool, keeper: usize) -> Self {
        Self {
            rule,
            within,
            by_order,
            waiting: VecDeque::new(),
            keeper,
        }
    }

    #[inline]
    fn key(&self, customer: u32, order: Option<i64>) -> u32 {
        if self.by_order {
            order.unwrap_or_default() as u32
        } else {
            customer
        }
    }

    /// Takes a trigger; returns its deadline.
    pub(super) fn trigger(&mut self, row: u32, customer: u32, order: Option<i64>, at: i64) -> i64 {
        let deadline = at + self.within;
        let key = self.key(customer, order);
        self.waiting.push_back(Waiting { deadline, row, key });
        deadline
    }

    /// Takes what was to come.
    #[inline]
    pub(super) fn arrive(&self, matches: &mut Matches, customer: u32, order: Option<i64>, at: i64) {
        matches.note(self.key(customer, order), at);
    }

    /// Fires what is due at this time, before anything of this time is taken; returns the next deadline.
    pub(super) fn pass(&mut self, matches: &Matches, now: i64, alerts: &mut AlertSet) -> i64 {
        while let Some(first) = self.waiting.front() {
            if first.deadline > now {
                return first.deadline;
            }
            if matches.last(first.key) < first.deadline - self.within {
                alerts.push(self.rule, first.row);
            }
            self.waiting.pop_front();
        }
        i64::MAX
    }
}
