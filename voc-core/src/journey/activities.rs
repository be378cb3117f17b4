//! What happens in instances, how often, and where they end.

use super::log::EventLog;
use crate::error::Error;
use crate::metric::{CONFIDENCE, Estimate, Tally};
use crate::program::MetricKind;
use serde::Serialize;

/// One activity over all instances.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ActivityRow {
    /// Its name.
    pub activity: String,
    /// How often it happened.
    pub n: i64,
    /// In how many instances.
    pub instances: i64,
    /// How many instances begin with it.
    pub first: i64,
    /// How many instances end with it.
    pub last: i64,
    /// In how many instances it happened more than once.
    pub repeated: i64,
    /// How often it followed itself directly.
    pub again: i64,
    /// Of the instances that reach it, the share that go no further: they end with it. With Wilson's
    /// interval.
    pub drop_off: Estimate,
}

#[derive(Clone, Default)]
struct Count {
    n: i64,
    instances: i64,
    first: i64,
    last: i64,
    repeated: i64,
    again: i64,
    /// The instance, counted from 1, in which it was last seen, and how often in that.
    seen: (usize, i64),
}

impl EventLog {
    /// What happened, by activity: the most frequent first, and by name where as frequent.
    ///
    /// # Errors
    /// None in practice: a share that cannot be estimated.
    pub fn activities(&self) -> Result<Vec<ActivityRow>, Error> {
        let mut counts = vec![Count::default(); self.activity_names().len()];
        for (place, one) in (1..).zip(self.instances()) {
            let mut before = None;
            for (index, event) in (1..).zip(one.events) {
                let Some(count) = counts.get_mut(event.activity as usize) else {
                    continue;
                };
                if count.seen.0 != place {
                    count.seen = (place, 0);
                    count.instances += 1;
                }
                count.seen.1 += 1;
                count.repeated += i64::from(count.seen.1 == 2);
                count.n += 1;
                count.first += i64::from(index == 1);
                count.last += i64::from(index == one.events.len());
                count.again += i64::from(before == Some(event.activity));
                before = Some(event.activity);
            }
        }
        let named = self.activity_names().iter().zip(counts);
        let rows = named
            .filter(|(_, count)| count.n > 0)
            .map(|(name, count)| row(name, &count));
        let mut rows = rows.collect::<Result<Vec<_>, _>>()?;
        rows.sort_by(|one, two| (two.n, &one.activity).cmp(&(one.n, &two.activity)));
        Ok(rows)
    }
}

fn row(name: &str, count: &Count) -> Result<ActivityRow, Error> {
    let ended = Tally {
        n: count.instances,
        plus: count.last,
        minus: 0,
    };
    Ok(ActivityRow {
        activity: name.to_owned(),
        n: count.n,
        instances: count.instances,
        first: count.first,
        last: count.last,
        repeated: count.repeated,
        again: count.again,
        drop_off: ended.estimate(MetricKind::Rate, CONFIDENCE)?,
    })
}
