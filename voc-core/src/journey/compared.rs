//! Instances with something against those without, and how sure that is.

use crate::document::{Read, read_json};
use crate::error::{Code, Error};
use crate::metric::watch::Difference;
use crate::metric::{CONFIDENCE, Estimate, rate};
use serde::Deserialize;

/// Fewer instances than this on a side say nothing.
const MIN_N: i64 = 30;

/// How instances are compared.
#[derive(Debug, Clone, Copy, Default, PartialEq, Deserialize, Read)]
#[serde(deny_unknown_fields)]
pub struct Compare {
    /// How sure the differences are, all together: with m of them each has the confidence
    /// 1 − (1 − this)/m (Bonferroni). 0.95 if not said.
    #[serde(default)]
    pub confidence: Option<f64>,
    /// How many instances it takes on either side; 30 if not said.
    #[serde(default)]
    pub min_n: Option<i64>,
}

/// Two shares, and how far the first lies above the second.
pub(super) struct Compared {
    pub(super) with: Estimate,
    pub(super) without: Estimate,
    pub(super) difference: Option<Difference>,
}

impl Compare {
    /// Reads it from a JSON object.
    ///
    /// # Errors
    /// Text that is no such object.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        read_json(text)
    }

    /// How many it takes on either side.
    pub(super) fn min_n(&self) -> Result<i64, Error> {
        let min_n = self.min_n.unwrap_or(MIN_N);
        if min_n >= 1 {
            return Ok(min_n);
        }
        Err(Error::new(Code::OutOfRange, format!("{min_n} is not at least 1")).at("min_n"))
    }

    /// The confidence of each of `together` differences.
    pub(super) fn each(&self, together: usize) -> Result<f64, Error> {
        let confidence = self.confidence.unwrap_or(CONFIDENCE);
        // What is no confidence is told by whoever makes the first interval of it.
        let together = u32::try_from(together.max(1)).unwrap_or(u32::MAX);
        rate(0, 1, confidence)?;
        Ok(1.0 - (1.0 - confidence) / f64::from(together))
    }
}

/// The shares of hits among two groups, each as (hits, n), and their difference.
pub(super) fn compared(
    with: (i64, i64),
    without: (i64, i64),
    confidence: f64,
) -> Result<Compared, Error> {
    let with = rate(with.0, with.1, confidence)?;
    let without = rate(without.0, without.1, confidence)?;
    Ok(Compared {
        with,
        without,
        difference: Difference::of(&with, &without),
    })
}
