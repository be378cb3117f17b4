//! Counts of answers: exact, mergeable, and any answer can be taken out again.

use super::estimate::{Estimate, nps_of, share_of};
use crate::document::Read;
use crate::error::Error;
use crate::program::MetricKind;
use serde::{Deserialize, Serialize};

/// Counts of the answers behind a metric.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Tally {
    /// All answers.
    pub n: i64,
    /// Promoters for NPS; satisfied answers for CSAT; hits for a rate.
    pub plus: i64,
    /// Detractors for NPS; 0 otherwise.
    pub minus: i64,
}

impl Tally {
    /// One answer of a promoter, of a satisfied customer, or a hit.
    pub const PLUS: Self = Self {
        n: 1,
        plus: 1,
        minus: 0,
    };
    /// One answer of a passive, of a customer who is not satisfied, or a miss.
    pub const NEUTRAL: Self = Self {
        n: 1,
        plus: 0,
        minus: 0,
    };
    /// One answer of a detractor.
    pub const MINUS: Self = Self {
        n: 1,
        plus: 0,
        minus: 1,
    };

    /// Adds the answers of another tally.
    pub fn merge(&mut self, other: Self) {
        self.n += other.n;
        self.plus += other.plus;
        self.minus += other.minus;
    }

    /// Takes the answers of another tally out again.
    pub fn retract(&mut self, other: Self) {
        self.n -= other.n;
        self.plus -= other.plus;
        self.minus -= other.minus;
    }

    /// Whether it holds no answer.
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }

    /// The metric of these answers, with its interval.
    ///
    /// # Errors
    /// Where the confidence does not lie between 0 and 1; a kind that is neither NPS nor a share.
    pub fn estimate(self, kind: MetricKind, confidence: f64) -> Result<Estimate, Error> {
        match kind {
            MetricKind::Nps => nps_of(self, confidence),
            #[cfg(not(small))]
            kind if !kind.is_counted() => Err(uncounted()),
            _ => share_of(self, confidence),
        }
    }
}

/// The refusal of a kind of metric that is not made of counts.
#[cfg(not(small))]
pub(super) fn uncounted() -> Error {
    let message = "counts make NPS and shares, and no mean and no median";
    Error::new(crate::error::Code::NotAllowed, message).at("kind")
}
