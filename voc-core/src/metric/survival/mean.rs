//! The mean time up to an end.

use super::{SurvivalStep, number};
use crate::metric::normal::quantile;
use serde::Serialize;

/// The mean time waited up to an end: the area below the curve (J. P. Klein, M. L. Moeschberger, "Survival
/// analysis", 2nd edition 2003, section 4.5). Groups are comparable by it where they have the same end.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RestrictedMean {
    /// The end.
    pub until: i64,
    /// The mean of the time waited, or of the end where that is earlier.
    pub value: f64,
    /// Its standard error.
    pub error: f64,
    /// The lower end of the interval.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl RestrictedMean {
    /// Absent where `until` lies beyond the last time that was watched, and somebody still waits.
    pub(super) fn of(
        steps: &[SurvivalStep],
        until: i64,
        last: i64,
        confidence: f64,
    ) -> Option<Self> {
        let end = steps.last().map_or(1.0, |step| step.survival);
        if until > last && end > 0.0 {
            return None;
        }
        let mut next = until;
        let (mut area, mut variance) = (0.0, 0.0);
        for step in steps.iter().rev().filter(|step| step.at <= until) {
            area += step.survival * number(next - step.at);
            next = step.at;
            let (all, gone) = (number(step.at_risk), number(step.happened));
            if all > gone {
                variance += area * area * gone / (all * (all - gone));
            }
        }
        let value = area + number(next);
        let error = variance.sqrt();
        let half = quantile(f64::midpoint(1.0, confidence)) * error;
        Some(Self {
            until,
            value,
            error,
            low: (value - half).max(0.0),
            high: (value + half).min(number(until)),
        })
    }
}
