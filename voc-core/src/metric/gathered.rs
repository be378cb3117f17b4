//! The answers of some cells together, whichever way their metric is kept.

use super::compare::{Comparison, Test, compare, compare_means};
use super::estimate::Estimate;
use super::plan::Added;
use super::reading::Reading;
use super::tally::Tally;
use super::totals::Totals;
use super::watch::Difference;
use crate::error::Error;

/// The answers of some cells of one metric together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Gathered {
    pub(crate) tally: Tally,
    pub(super) totals: Totals,
}

impl From<Added> for Gathered {
    fn from(added: Added) -> Self {
        let mut one = Self::default();
        match added {
            Added::Tally(tally) => one.tally = tally,
            Added::Totals(totals) => one.totals = totals,
        }
        one
    }
}

impl Gathered {
    /// Adds others.
    pub(crate) fn merge(&mut self, other: &Self) {
        self.tally.merge(other.tally);
        self.totals.merge(&other.totals);
    }

    /// How many there are.
    pub(crate) fn n(&self) -> u64 {
        let n = self.tally.n.saturating_add(self.totals.n);
        u64::try_from(n).unwrap_or(0)
    }

    /// The number of them.
    pub(crate) fn estimate(&self, reading: Reading, confidence: f64) -> Result<Estimate, Error> {
        if reading.is_tallied() {
            return reading.estimate(self.tally, confidence);
        }
        let found = reading.of_totals(&self.totals, confidence)?;
        Ok(found.estimate)
    }

    /// These beside others: NPS, shares and means by their tests; medians and what has weights by the limits of
    /// both, without one.
    pub(crate) fn compare(
        &self,
        other: &Self,
        reading: Reading,
        confidence: f64,
    ) -> Result<Comparison, Error> {
        if reading.is_tallied() {
            return compare(reading.kind, self.tally, other.tally, confidence);
        }
        let means = reading
            .moments(&self.totals)
            .zip(reading.moments(&other.totals));
        if let Some((one, other)) = means {
            return compare_means(one, other, confidence);
        }
        let (one, other) = (
            self.estimate(reading, confidence)?,
            other.estimate(reading, confidence)?,
        );
        let none = Comparison::none([one.n, other.n], confidence, Test::Limits);
        let found = Difference::of(&one, &other);
        Ok(Comparison {
            difference: one.value.zip(other.value).map(|(one, other)| one - other),
            low: found.map(|found| found.low),
            high: found.map(|found| found.high),
            ..none
        })
    }
}
