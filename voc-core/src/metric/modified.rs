//! Which interval a share has, where there is a choice.

use super::estimate::{Estimate, Method, number, rate};
use super::gamma::gamma_quantile;
use super::tally::Tally;
use crate::document::Read;
use crate::error::{Code, Error};
use crate::program::MetricKind;
use serde::{Deserialize, Serialize};

/// Which interval a share has.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ShareInterval {
    /// Wilson's.
    #[default]
    Wilson,
    /// Wilson's, with the lower end of one to three hits and the upper end of one to three misses by the Poisson
    /// distribution: it holds rare shares as often as it says, where Wilson's does not.
    ModifiedWilson,
}

impl Tally {
    /// As [`Self::estimate`], a share with this interval.
    ///
    /// # Errors
    /// As of [`Self::estimate`]; the modified interval of what is no share.
    pub fn estimate_by(
        self,
        kind: MetricKind,
        interval: ShareInterval,
        confidence: f64,
    ) -> Result<Estimate, Error> {
        let wilson = self.estimate(kind, confidence)?;
        match (interval, kind) {
            (ShareInterval::Wilson, _) => Ok(wilson),
            (ShareInterval::ModifiedWilson, MetricKind::Nps) => Err(no_choice()),
            (ShareInterval::ModifiedWilson, _) => Ok(modified(wilson, self.plus)),
        }
    }
}

/// A rate, as [`rate`], with this interval.
///
/// # Errors
/// As of [`rate`].
pub fn rate_by(
    hits: i64,
    n: i64,
    interval: ShareInterval,
    confidence: f64,
) -> Result<Estimate, Error> {
    let wilson = rate(hits, n, confidence)?;
    Ok(match interval {
        ShareInterval::Wilson => wilson,
        ShareInterval::ModifiedWilson => modified(wilson, hits),
    })
}

/// L. D. Brown, T. T. Cai, A. `DasGupta`, "Interval estimation for a binomial proportion", Statistical Science 16
/// (2001) 101–133, §4.1.1.
fn modified(wilson: Estimate, hits: i64) -> Estimate {
    let n = wilson.n;
    let few = if n > FEW_ANSWERS { 3 } else { 2 };
    // The one-sided lower bound of a Poisson count: half the quantile of a chi-squared of twice as many degrees.
    let bound = |count: i64| {
        let is_few = (1..=few).contains(&count);
        is_few.then(|| gamma_quantile(number(count), 1.0 - wilson.confidence) / number(n))
    };
    // Below a confidence of 85 % Wilson's own end may lie further out.
    let low = |low: f64| bound(hits).map_or(low, |bound| low.min(bound));
    let high = |high: f64| bound(n - hits).map_or(high, |bound| high.max(1.0 - bound));
    Estimate {
        low: wilson.low.map(low),
        high: wilson.high.map(high),
        method: Method::ModifiedWilson,
        ..wilson
    }
}

/// Of more answers than this, three hits are few too.
const FEW_ANSWERS: i64 = 50;

/// The refusal of an interval for what has no choice of one.
pub(crate) fn no_choice() -> Error {
    let message = "the interval is chosen of shares alone, and the modified one of plain counts";
    Error::new(Code::NotAllowed, message)
        .at("interval")
        .hint("leave it out of NPS, means and medians; with weights or a population it is `wilson`")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn found(hits: i64, n: i64, confidence: f64) -> Estimate {
        rate_by(hits, n, ShareInterval::ModifiedWilson, confidence).unwrap()
    }

    #[test]
    fn the_bounds_of_counts() {
        // The lower limits of Garwood's table for one to three events at 90 %, which leave 5 % below: F. Garwood,
        // Biometrika 28 (1936); E. S. Pearson, H. O. Hartley, "Biometrika tables", table 40: 0.0513, 0.355, 0.818.
        for (hits, bound) in [(1, 0.0513), (2, 0.355), (3, 0.818)] {
            for n in [51, 100, 1000] {
                let low = found(hits, n, 0.95).low.unwrap() * number(n);
                assert!((low - bound).abs() < 5e-4, "{hits} of {n}: {low}");
            }
        }
        // Of one hit it is −ln(1 − α) / n.
        let low = found(1, 20, 0.9).low.unwrap();
        assert!((low + 0.9_f64.ln() / 20.0).abs() < 1e-15);
    }

    #[test]
    fn two_hits_are_few_and_three_only_of_many_answers() {
        let wilson = |hits, n| rate(hits, n, 0.95).unwrap();
        assert_eq!(found(3, 50, 0.95).low, wilson(3, 50).low);
        assert!(found(3, 51, 0.95).low < wilson(3, 51).low);
        assert!(found(2, 50, 0.95).low < wilson(2, 50).low);
        for hits in [0, 4, 25, 46, 50] {
            let (one, other) = (found(hits, 50, 0.95), wilson(hits, 50));
            assert_eq!((one.low, one.high), (other.low, other.high));
            assert_eq!(one.method, Method::ModifiedWilson);
        }
    }

    #[test]
    fn what_has_no_choice() {
        let tally = Tally::PLUS;
        let modified = ShareInterval::ModifiedWilson;
        let error = tally
            .estimate_by(MetricKind::Nps, modified, 0.95)
            .unwrap_err();
        assert_eq!(error.path.as_deref(), Some("interval"));
        assert!(tally.estimate_by(MetricKind::Mean, modified, 0.95).is_err());
        let none = Tally::default().estimate_by(MetricKind::Rate, modified, 0.95);
        assert_eq!(none.unwrap().low, None);
        assert!(rate_by(3, 2, modified, 0.95).is_err());
    }

    proptest! {
        #[test]
        fn it_holds_wilsons_and_is_the_same_from_both_ends(
            hits in 0_i64..200, misses in 0_i64..200, confidence in 0.01_f64..0.999,
        ) {
            let n = hits + misses;
            prop_assume!(n > 0);
            let (there, back) = (found(hits, n, confidence), found(misses, n, confidence));
            let wilson = rate(hits, n, confidence).unwrap();
            prop_assert!(there.low <= wilson.low && wilson.high <= there.high);
            prop_assert!(0.0 <= there.low.unwrap() && there.high.unwrap() <= 1.0);
            prop_assert!((there.low.unwrap() + back.high.unwrap() - 1.0).abs() < 1e-12);
        }
    }
}
