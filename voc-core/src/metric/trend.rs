//! Whether a number rises or falls over periods.

use super::estimate::confident;
use super::normal::{beyond, quantile};
use crate::error::{Code, Error};
use serde::Serialize;

/// More periods than this are not compared each with each.
pub const PERIODS_MAX: usize = 4_000;

/// A trend by Mann and Kendall, with Sen's slope.
///
/// H. B. Mann, Econometrica 13 (1945) 245–259; the variance with ties and the correction for continuity as
/// in R. O. Gilbert, "Statistical Methods for Environmental Pollution Monitoring" (1987), chapter 16; the
/// slope and its interval by P. K. Sen, JASA 63 (1968) 1379–1389. It asks that periods are independent of
/// each other: a rolling average is not.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Trend {
    /// How many periods have a number.
    pub n: usize,
    /// Pairs of periods that rise less those that fall.
    pub s: i64,
    /// S by the number of pairs, −1 to 1: Kendall's tau-a; absent for fewer than two periods.
    pub tau: Option<f64>,
    /// The chance of an S as far from 0 where there is no trend, on either side; absent for fewer than
    /// three periods.
    pub p: Option<f64>,
    /// The median change from one period to the next.
    pub slope: Option<f64>,
    /// The lower end of the slope's interval; absent where so few periods hold none.
    pub low: Option<f64>,
    /// The upper end.
    pub high: Option<f64>,
    /// The confidence of the interval.
    pub confidence: f64,
}

/// The trend of the numbers of equally long periods, in order; `NaN` where a period has none.
///
/// # Errors
/// More than [`PERIODS_MAX`] periods; a number that is infinite, named by its index; a confidence outside
/// (0, 1).
pub fn trend(numbers: &[f64], confidence: f64) -> Result<Trend, Error> {
    confident(confidence)?;
    if numbers.len() > PERIODS_MAX {
        let message = format!("{} periods are more than {PERIODS_MAX}", numbers.len());
        return Err(Error::new(Code::Limit, message).hint("take longer periods"));
    }
    if let Some(index) = numbers.iter().position(|number| number.is_infinite()) {
        let message = "a number without end has no trend";
        return Err(Error::new(Code::OutOfRange, message).at(index.to_string()));
    }
    let all = numbers.iter().enumerate();
    let known: Vec<(f64, f64)> = all
        .filter(|(_, number)| !number.is_nan())
        .map(|(place, number)| (count(place), *number))
        .collect();
    let n = known.len();
    let (mut s, mut slopes) = (0, Vec::with_capacity(n * n.saturating_sub(1) / 2));
    for (place, (then, before)) in known.iter().enumerate() {
        for (now, after) in known.iter().skip(place + 1) {
            s += i64::from(after > before) - i64::from(after < before);
            slopes.push((after - before) / (now - then));
        }
    }
    slopes.sort_by(f64::total_cmp);
    let variance = variance(&known);
    #[expect(
        clippy::cast_precision_loss,
        reason = "at most the square of PERIODS_MAX"
    )]
    let score = s as f64;
    // Towards 0 by one, for S is whole.
    let z = (score - score.signum() * f64::from(s != 0)) / variance.sqrt();
    let (low, high) = interval(&slopes, variance, confidence);
    Ok(Trend {
        n,
        s,
        tau: (n > 1).then(|| score / count(slopes.len())),
        p: (n > 2).then(|| if s == 0 { 1.0 } else { beyond(z) }),
        slope: median(&slopes),
        low,
        high,
        confidence,
    })
}

/// The variance of S, less for numbers that occur more than once.
fn variance(known: &[(f64, f64)]) -> f64 {
    let mut sorted: Vec<f64> = known.iter().map(|(_, number)| *number).collect();
    sorted.sort_by(f64::total_cmp);
    let part = |n: f64| n * (n - 1.0) * (2.0 * n + 5.0);
    #[expect(clippy::float_cmp, reason = "ties are the same number")]
    let ties = sorted.chunk_by(|one, other| one == other);
    let ties: f64 = ties.map(|tie| part(count(tie.len()))).sum();
    (part(count(sorted.len())) - ties) / 18.0
}

/// The slopes as far from the middle as chance may put them.
fn interval(slopes: &[f64], variance: f64, confidence: f64) -> (Option<f64>, Option<f64>) {
    let pairs = count(slopes.len());
    let reach = quantile(f64::midpoint(1.0, confidence)) * variance.sqrt();
    // The nearest whole ranks, counted from 0.
    let lower = ((pairs - reach) / 2.0).round_ties_even() - 1.0;
    let upper = f64::midpoint(pairs, reach).round_ties_even();
    if slopes.is_empty() || lower < 0.0 || upper >= pairs {
        return (None, None);
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a place among the slopes"
    )]
    let at = |rank: f64| slopes.get(rank as usize).copied();
    (at(lower), at(upper))
}

/// The middle of sorted numbers.
fn median(sorted: &[f64]) -> Option<f64> {
    let upper = *sorted.get(sorted.len() / 2)?;
    if sorted.len() % 2 == 1 {
        return Some(upper);
    }
    let lower = *sorted.get(sorted.len() / 2 - 1)?;
    Some(f64::midpoint(lower, upper))
}

#[expect(clippy::cast_precision_loss, reason = "counts of periods and pairs")]
fn count(of: usize) -> f64 {
    of as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn against_pymannkendall() {
        // pymannkendall 1.4.3, original_test; the first without ties, the second with many.
        for (numbers, s, p, tau, slope) in PYMANNKENDALL {
            let found = trend(numbers, 0.95).unwrap();
            assert_eq!(found.s, s, "{numbers:?}");
            assert!((found.p.unwrap() - p).abs() < 1e-12, "{found:?} {p}");
            assert!((found.tau.unwrap() - tau).abs() < 1e-12, "{found:?}");
            assert!((found.slope.unwrap() - slope).abs() < 1e-12, "{found:?}");
        }
    }

    #[test]
    fn the_slope_of_scipy() {
        // scipy 1.17, stats.theilslopes(y, range(12), 0.95).
        let (slope, low, high) = THEIL;
        let found = trend(PYMANNKENDALL[0].0, 0.95).unwrap();
        assert!((found.slope.unwrap() - slope).abs() < 1e-12, "{found:?}");
        assert!((found.low.unwrap() - low).abs() < 1e-12, "{found:?} {low}");
        assert!(
            (found.high.unwrap() - high).abs() < 1e-12,
            "{found:?} {high}"
        );
    }

    #[test]
    fn few_periods_say_little() {
        let none = trend(&[], 0.95).unwrap();
        assert_eq!((none.tau, none.p, none.slope), (None, None, None));
        let two = trend(&[1.0, f64::NAN, 5.0], 0.95).unwrap();
        assert_eq!((two.n, two.s, two.p), (2, 1, None));
        assert_eq!((two.slope, two.low), (Some(2.0), None));
        let flat = trend(&[3.0; 9], 0.95).unwrap();
        assert_eq!((flat.s, flat.p, flat.slope), (0, Some(1.0), Some(0.0)));
        assert!(trend(&[1.0, f64::INFINITY], 0.95).is_err());
        assert!(trend(&vec![0.0; PERIODS_MAX + 1], 0.95).is_err());
    }

    proptest! {
        #[test]
        fn turned_around_it_falls(numbers in prop::collection::vec(-9_i32..9, 0..30)) {
            let up: Vec<f64> = numbers.iter().map(|number| f64::from(*number)).collect();
            let down: Vec<f64> = up.iter().rev().copied().collect();
            let (up, down) = (trend(&up, 0.9).unwrap(), trend(&down, 0.9).unwrap());
            prop_assert_eq!(up.s, -down.s);
            prop_assert_eq!(up.p, down.p);
            if let (Some(low), Some(slope), Some(high)) = (up.low, up.slope, up.high) {
                prop_assert!(low <= slope && slope <= high);
            }
        }
    }

    type Case = (&'static [f64], i64, f64, f64, f64);

    #[expect(clippy::unreadable_literal, reason = "as Python writes them")]
    const PYMANNKENDALL: [Case; 2] = [
        (
            &[
                -3.3, 2.1, 1.8, 2.2, -1.8, -1.5, 0.6, 1.9, 3.8, 3.5, 5.0, 3.1,
            ],
            34,
            0.023642218909198487,
            0.5151515151515151,
            0.4,
        ),
        (
            &[
                3.0, 3.0, 4.0, 2.0, 3.0, 5.0, 5.0, 4.0, 4.0, 5.0, 3.0, 5.0, 4.0, 5.0, 5.0, 5.0,
            ],
            51,
            0.01610378974599236,
            0.425,
            0.12916666666666665,
        ),
    ];

    #[expect(clippy::unreadable_literal, reason = "as Python writes them")]
    const THEIL: (f64, f64, f64) = (0.4, 0.1, 1.0333333333333334);
}
