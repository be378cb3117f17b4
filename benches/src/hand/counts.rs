//! So many within a window: the last n times of each customer say whether the count has just risen to n.

use super::NumberMap;

/// The state of one count.
pub(super) struct Count {
    at_least: usize,
    within: i64,
    /// By customer, the newest first; 0 is never.
    times: Vec<i64>,
    /// By customer and topic, where only the same topic counts together.
    by_topic: Option<NumberMap<Vec<i64>>>,
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
        let times = match &mut self.by_topic {
            None => {
                let first = customer as usize * n;
                &mut self.times[first..first + n]
            }
            Some(by_topic) => by_topic
                .entry(u64::from(customer) << 32 | u64::from(topic))
                .or_insert_with(|| vec![0; n]),
        };
        let edge = at - self.within;
        let fires = times[n - 2] > edge && times[n - 1] <= edge;
        times.copy_within(..n - 1, 1);
        times[0] = at;
        fires
    }
}
