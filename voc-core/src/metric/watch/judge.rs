//! One group at the end of a period.

use super::super::{CONFIDENCE, Estimate, Tally};
use super::difference::Difference;
use crate::document::Read;
use crate::program::{MetricKind, MetricTest};
use serde::{Deserialize, Serialize};

/// The answers of one group.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Answers {
    /// Those of the window.
    pub window: Tally,
    /// Those of the window before.
    pub before: Tally,
}

impl Answers {
    /// Adds the answers of the same group that were counted elsewhere.
    pub fn merge(&mut self, other: Self) {
        self.window.merge(other.window);
        self.before.merge(other.before);
    }
}

/// What a rule finds in a group.
#[derive(Debug, Clone, Copy, PartialEq)]
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
/// Absent where there are none at all. The decision uses the logarithm of `libm` (in the quantile of
/// the interval) beside + − × ÷ √, and has the same bits on every platform.
pub fn judge(
    test: MetricTest,
    kind: MetricKind,
    answers: Answers,
    confidence: Option<f64>,
) -> Option<Judgement> {
    let level = confidence.unwrap_or(CONFIDENCE);
    let estimate = answers.window.estimate(kind, level).ok()?;
    let (value, low, high) = (estimate.value?, estimate.low?, estimate.high?);
    let sure = |beyond: bool| confidence.is_none() || beyond;
    let mut judgement = Judgement {
        finding: Finding::Neither,
        answers,
        estimate,
        before: None,
        difference: None,
    };
    let (fires, clears) = match test {
        MetricTest::Below { level, clear } => (value < level && sure(high < level), value >= clear),
        MetricTest::Above { level, clear } => (value > level && sure(low > level), value <= clear),
        MetricTest::Change { by, significant } => {
            let before = answers.before.estimate(kind, level).ok()?;
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
pub(super) fn is_enough(test: MetricTest, answers: Answers, min_n: u32) -> bool {
    let enough = |tally: Tally| tally.n >= i64::from(min_n.max(1));
    let compares = matches!(test, MetricTest::Change { .. });
    enough(answers.window) && (!compares || enough(answers.before))
}
