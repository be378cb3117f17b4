//! What did not follow: triggers wait in the order of their deadlines, which is that of their times.

use super::NumberSet;
use std::collections::VecDeque;
use voc_workload::AlertSet;

struct Waiting {
    deadline: i64,
    row: u32,
    customer: u32,
    order: i64,
}

/// The state of one absence.
pub(super) struct Absence {
    rule: u32,
    within: i64,
    waiting: VecDeque<Waiting>,
    /// By customer: the last match.
    last_match: Vec<i64>,
    /// By order, where the match must be of the same one: those that wait. An order is placed once.
    open: Option<NumberSet>,
}

impl Absence {
    pub(super) fn new(rule: u32, within: i64, same_order: bool, customers: u32) -> Self {
        let dense = if same_order { 0 } else { customers as usize };
        Self {
            rule,
            within,
            waiting: VecDeque::new(),
            last_match: vec![0; dense],
            open: same_order.then(NumberSet::default),
        }
    }

    /// Takes a trigger; returns its deadline.
    pub(super) fn trigger(&mut self, row: u32, customer: u32, order: Option<i64>, at: i64) -> i64 {
        let deadline = at + self.within;
        let order = order.unwrap_or_default();
        if let Some(open) = &mut self.open {
            open.insert(order as u64);
        }
        self.waiting.push_back(Waiting {
            deadline,
            row,
            customer,
            order,
        });
        deadline
    }

    /// Takes what was to come.
    #[inline]
    pub(super) fn arrive(&mut self, customer: u32, order: Option<i64>, at: i64) {
        match &mut self.open {
            None => self.last_match[customer as usize] = at,
            Some(open) => {
                open.remove(&(order.unwrap_or_default() as u64));
            }
        }
    }

    /// Fires what is due at this time, before anything of this time is taken; returns the next deadline.
    pub(super) fn pass(&mut self, now: i64, alerts: &mut AlertSet) -> i64 {
        while let Some(first) = self.waiting.front() {
            if first.deadline > now {
                return first.deadline;
            }
            let fires = match &mut self.open {
                None => self.last_match[first.customer as usize] < first.deadline - self.within,
                Some(open) => open.remove(&(first.order as u64)),
            };
            if fires {
                alerts.push(self.rule, first.row);
            }
            self.waiting.pop_front();
        }
        i64::MAX
    }
}
