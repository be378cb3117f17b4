//! So many within a window: the last n times of each customer say whether the count has just risen to n.

use super::NumberMap;

/// The state of one count.
pub(super) struct Count {
    at_least: usize,
    within: i64,
    /// By place, the newest first; 0 is never. A customer's number is its place.
    times: Vec<i64>,
    /// The places by customer and topic, where only the same topic counts together.
    by_topic: Option<NumberMap<usize>>,
}

impl Count {
    pub(super) fn new(at_least: u32, within: i64, same_topic: bool, customers: u32) -> Self {
        let at_least = at_least as usize;
        let dense = if same_topic { 0 } else { customers as usize };
        Self {
            at_least,
            within,
            times: vec![0; dense * at_least],
            by_topic: same_topic.then(NumberMap::default),
        }
    }

    /// Takes a match; true where it fires.
    #[inline]
    pub(super) fn take(&mut self, customer: u32, topic: u32, at: i64) -> bool {
        let n = self.at_least;
        let place = match &mut self.by_topic {
            None => customer as usize,
            Some(by_topic) => {
                let next = by_topic.len();
                let key = u64::from(customer) << 32 | u64::from(topic);
                let place = *by_topic.entry(key).or_insert(next);
                if place == next {
                    self.times.resize((next + 1) * n, 0);
                }
                place
            }
        };
        let times = &mut self.times[place * n..(place + 1) * n];
        let edge = at - self.within;
        let fires = times[n - 2] > edge && times[n - 1] <= edge;
        times.copy_within(..n - 1, 1);
        times[0] = at;
        fires
    }
}
