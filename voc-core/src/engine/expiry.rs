//! What is forgotten when: entries leave once their time has passed, in no order that means anything.

use crate::time::Time;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

/// Places by the time at which what stands there ends. Nearly all come in that order, and cost nothing
/// then.
#[derive(Debug, Clone, Default)]
pub(super) struct Expiry {
    in_order: VecDeque<(Time, u32)>,
    others: BinaryHeap<Reverse<(Time, u32)>>,
}

impl Expiry {
    pub(super) fn enter(&mut self, until: Time, place: u32) {
        let last = self.in_order.back();
        if last.is_none_or(|(last, _)| *last <= until) {
            self.in_order.push_back((until, place));
        } else {
            self.others.push(Reverse((until, place)));
        }
    }

    /// Takes out an entry that ends before an instant.
    pub(super) fn next_before(&mut self, now: Time) -> Option<u32> {
        let first = self.in_order.front();
        if first.is_some_and(|(until, _)| *until < now) {
            return self.in_order.pop_front().map(|(_, place)| place);
        }
        let first = self.others.peek();
        if first.is_some_and(|Reverse((until, _))| *until < now) {
            return self.others.pop().map(|Reverse((_, place))| place);
        }
        None
    }
}

/// It is made again from what is known, and says nothing of its own.
impl PartialEq for Expiry {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}
impl Eq for Expiry {}
