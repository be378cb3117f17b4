//! One group at the end of a period.

#[cfg(not(small))]
use super::super::Totals;
use super::super::{CONFIDENCE, Estimate, Reading, Tally};
use super::difference::Difference;
use crate::document::Read;
use crate::error::Error;
use crate::program::MetricTest;
use serde::{Deserialize, Serialize};

/// The answers of one group.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Answers {
    /// Those of the window, where they are counted.
    pub window: Tally,
    /// Those of the window before.
    pub before: Tally,
    /// Those of the window, where they are summed.
    #[cfg(not(small))]
    #[serde(default, skip_serializing_if = "Totals::is_empty")]
    pub window_totals: Totals,
    /// Those of the window before.
    #[cfg(not(small))]
    #[serde(default, skip_serializing_if = "Totals::is_empty")]
    pub before_totals: Totals,
}

impl Answers {
    /// Adds the answers of the same group that were counted elsewhere.
    pub fn merge(&mut self, other: &Self) {
        self.window.merge(other.window);
        self.before.merge(other.before);
        #[cfg(not(small))]
        {
            self.window_totals.merge(&other.window_totals);
            self.before_totals.merge(&other.before_totals);
        }
    }

    /// The number of the window.
    fn now(&self, reading: Reading, confidence: f64) -> Result<Estimate, Error> {
        #[cfg(not(small))]
        if !reading.is_tallied() {
            return reading
                .of_totals(&self.window_totals, confidence)
                .map(|found| found.estimate);
        }
        reading.estimate(self.window, confidence)
    }

    /// The number of the window before.
    fn then(&self, reading: Reading, confidence: f64) -> Result<Estimate, Error> {
        #[cfg(not(small))]
        if !reading.is_tallied() {
            return reading
                .of_totals(&self.before_totals, confidence)
                .map(|found| found.estimate);
        }
        reading.estimate(self.before, confidence)
    }

    /// How many answers there are: in the window, and in the one before.
    fn n(&self) -> [i64; 2] {
        #[cfg(not(small))]
        return [
            self.window.n + self.window_totals.n,
            self.before.n + self.before_totals.n,
        ];
        #[cfg(small)]
        [self.window.n, self.before.n]
    }
}

/// What a rule finds in a group.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// What it comes to.
    pub finding: Finding,
    /// The answers that were judged.
    pub answers: Answers,
    /// The number, with the interval that decided, or one of 95 % where none does.
    pub estimate: Estimate,
    /// The number of the window before; only of a change.
    pub before: Option<Estimate>,
    /// How far the two lie apart; only of a change.
    pub difference: Option<Difference>,
}

/// What a judgement comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Finding {
    /// The rule fires, where it is armed.
    Fires,
    /// The rule is armed again.
    Clears,
    /// Neither: it lies between the level and `clear`, or not surely beyond the level.
    Neither,
}

/// Judges a group that has enough answers.
///
/// Absent where there are none at all; of a change, where one of both has no interval. The decision uses the logarithm of `libm` (in the quantile of
/// the interval) beside + − × ÷ √, and has the same bits on every platform.
pub fn judge(
    test: MetricTest,
    reading: Reading,
    answers: &Answers,
    confidence: Option<f64>,
) -> Option<Judgement> {
    let level = confidence.unwrap_or(CONFIDENCE);
    let estimate = answers.now(reading, level).ok()?;
    let value = estimate.value?;
    let sure = |beyond: bool| confidence.is_none() || beyond;
    // A mean of one answer has no ends: nothing is sure of it.
    let below = |level| estimate.high.is_some_and(|high| high < level);
    let above = |level| estimate.low.is_some_and(|low| low > level);
    let mut judgement = Judgement {
        finding: Finding::Neither,
        answers: answers.clone(),
        estimate,
        before: None,
        difference: None,
    };
    let (fires, clears) = match test {
        MetricTest::Below { level, clear } => (value < level && sure(below(level)), value >= clear),
        MetricTest::Above { level, clear } => (value > level && sure(above(level)), value <= clear),
        MetricTest::Change { by, significant } => {
            let before = answers.then(reading, level).ok()?;
            let difference = Difference::of(&estimate, &before)?;
            let then = before.value?;
            let far = by.is_none_or(|by| {
                if by < 0.0 {
                    value <= then + by
                } else {
                    value >= then + by
                }
            });
            judgement.before = Some(before);
            judgement.difference = Some(difference);
            let fires = far && (!significant || difference.is_significant());
            (fires, !fires)
        }
    };
    if fires {
        judgement.finding = Finding::Fires;
    } else if clears {
        judgement.finding = Finding::Clears;
    }
    Some(judgement)
}

/// Whether a group has enough answers to be judged.
pub(super) fn is_enough(test: MetricTest, answers: &Answers, min_n: u32) -> bool {
    let enough = |n: i64| n >= i64::from(min_n.max(1));
    let compares = matches!(test, MetricTest::Change { .. });
    let [window, before] = answers.n();
    enough(window) && (!compares || enough(before))
}
