//! How long instances took, and what lies between their events.

use super::log::EventLog;
use super::names::Instance;
use crate::time::Time;
use serde::Serialize;

/// How long several things took, in microseconds of day and night.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Durations {
    /// How many.
    pub n: i64,
    /// The shortest.
    pub min_us: i64,
    /// The middle one; of an even number, the mean of the two in the middle.
    pub median_us: f64,
    /// Their sum by their number.
    pub mean_us: f64,
    /// The shortest that nine tenths do not exceed (nearest rank).
    pub p90_us: i64,
    /// The longest.
    pub max_us: i64,
}

/// One instance, from its first event to its last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DurationRow {
    /// The instance.
    pub instance: String,
    /// When it began.
    pub from: Time,
    /// When its last event was.
    pub until: Time,
    /// How many events it has.
    pub events: i64,
    /// How long it took, in microseconds.
    pub elapsed_us: i64,
}

impl Durations {
    /// Of microseconds in any order, which are left in another; absent where there are none.
    #[expect(clippy::cast_precision_loss, reason = "a double is as near as it gets")]
    pub(crate) fn of(all: &mut [i64]) -> Option<Self> {
        let sum: i128 = all.iter().map(|one| i128::from(*one)).sum();
        let count = all.len();
        let min_us = *all.iter().min()?;
        let max_us = *all.iter().max()?;
        let p90 = (count * 9).div_ceil(10).saturating_sub(1);
        let p90_us = *all.select_nth_unstable(p90).1;
        let (below, middle, _) = all.select_nth_unstable(count / 2);
        let middle = *middle;
        let median_us = match below.iter().max() {
            Some(lower) if count.is_multiple_of(2) => {
                (i128::from(*lower) + i128::from(middle)) as f64 / 2.0
            }
            _ => middle as f64,
        };
        Some(Self {
            n: i64::try_from(count).unwrap_or(i64::MAX),
            min_us,
            median_us,
            mean_us: sum as f64 / count as f64,
            p90_us,
            max_us,
        })
    }
}

impl Instance<'_> {
    /// From its first event to its last, in microseconds.
    pub fn elapsed_us(&self) -> i64 {
        match (self.events.first(), self.events.last()) {
            (Some(first), Some(last)) => last.at.micros().saturating_sub(first.at.micros()),
            _ => 0,
        }
    }
}

impl EventLog {
    /// How long the instances took, from the first event to the last; absent where there are none.
    pub fn durations(&self) -> Option<Durations> {
        let mut all: Vec<i64> = self.instances().map(|one| one.elapsed_us()).collect();
        Durations::of(&mut all)
    }

    /// How long each instance took, in the log's order.
    pub fn duration_rows(&self) -> impl ExactSizeIterator<Item = DurationRow> {
        self.instances().map(|one| {
            let at = |event: Option<&super::Event>| event.map_or(Time::MIN, |event| event.at);
            DurationRow {
                instance: one.name().into_owned(),
                from: at(one.events.first()),
                until: at(one.events.last()),
                events: i64::try_from(one.events.len()).unwrap_or(i64::MAX),
                elapsed_us: one.elapsed_us(),
            }
        })
    }
}
