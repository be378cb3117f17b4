//! The map of an event log's paths.

use super::path_map::{PathActivity, PathMap, PathStep};
use crate::error::Error;
use crate::journey::EventLog;
use crate::program::Label;

/// The end of an instance, where its begin is 0.
const WHOLE: usize = 1_000_000;

impl PathMap {
    /// The map of a log's paths. Activities stand in the order of their mean place within instances, from
    /// first to last event; those in the same place by name. `at_least` is as in [`PathMap::at_least`].
    ///
    /// # Errors
    /// As [`EventLog::activities`].
    pub fn of(log: &EventLog, title: Label, at_least: f64) -> Result<Self, Error> {
        let whole = |count: i64| u64::try_from(count).unwrap_or(0);
        let places = places(log);
        let place = |name: &str| {
            let known = log.activity_names().iter().position(|known| known == name);
            known.and_then(|known| places.get(known).copied())
        };
        let mut rows = log.activities()?;
        rows.sort_by(|one, two| {
            let (place_one, place_two) = (place(&one.activity), place(&two.activity));
            (place_one, &one.activity).cmp(&(place_two, &two.activity))
        });
        let activities = rows.into_iter().map(|row| PathActivity {
            id: row.activity,
            label: None,
            n: whole(row.n),
            first: whole(row.first),
            last: whole(row.last),
        });
        let steps = log.transitions().into_iter().map(|row| PathStep {
            from: row.from,
            to: row.to,
            n: whole(row.n),
            instances: Some(whole(row.instances)),
            median_us: Some(row.durations.median_us),
        });
        Ok(Self {
            title,
            subtitle: None,
            instances: log.instances().len() as u64,
            activities: activities.collect(),
            steps: steps.collect(),
            at_least,
        })
    }
}

/// The mean place of each activity, in millionths of an instance; in whole numbers, so that the order of
/// instances leaves no trace.
fn places(log: &EventLog) -> Vec<u128> {
    let mut sums = vec![(0_u128, 0_u128); log.activity_names().len()];
    for instance in log.instances() {
        let last = instance.events.len().saturating_sub(1).max(1);
        for (index, event) in instance.events.iter().enumerate() {
            if let Some((sum, count)) = sums.get_mut(event.activity as usize) {
                *sum += (index * WHOLE / last) as u128;
                *count += 1;
            }
        }
    }
    // In millionths of millionths, so that means of different counts can be told apart.
    sums.iter()
        .map(|(sum, count)| sum * WHOLE as u128 / (*count).max(1))
        .collect()
}
