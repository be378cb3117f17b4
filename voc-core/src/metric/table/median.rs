//! The median, and how far it may be off.

use crate::error::Error;
use crate::metric::beta::incomplete_beta;
use crate::metric::estimate::{Estimate, Method, confident, wilson};
use crate::metric::normal::quantile;

/// The interval of a median.
#[derive(Debug, Clone, Copy)]
pub(in crate::metric) enum Sure {
    /// Of so many numbers that count alike, without end to draw from: by their ranks, exactly.
    Plain(i64),
    /// As if of so many, which need not be whole; without chance where there is nothing left to it.
    Effective(Option<f64>),
}

/// The median of numbers in their order, each with how much it counts. `n` is how many there are.
///
/// The interval is between two of the numbers (W. R. Thompson, Annals of Mathematical Statistics 7, 1936,
/// 122–128): of so many that the chance of as many on one side of the median is too small. With weights it is
/// the interval of the share below it, read off as numbers (R. S. Woodruff, JASA 47, 1952, 635–646), the
/// share's by Wilson.
pub(in crate::metric) fn median(
    numbers: &[(f64, f64)],
    n: i64,
    sure: Sure,
    confidence: f64,
) -> Result<Estimate, Error> {
    confident(confidence)?;
    let all: f64 = numbers.iter().map(|(_, weight)| weight).sum();
    let value = at(numbers, all / 2.0);
    let ends = value.and_then(|value| match sure {
        Sure::Plain(n) => {
            let rank = number(rank(n, confidence)?);
            // The k-th number is where k − ½ of them are passed, and the k-th from the end lies opposite.
            Some((at(numbers, rank - 0.5)?, at(numbers, all - rank + 0.5)?))
        }
        Sure::Effective(None) => Some((value, value)),
        Sure::Effective(Some(n)) => {
            let z = quantile(f64::midpoint(1.0, confidence));
            let (low, high) = wilson(0.5, n, z);
            Some((at(numbers, low * all)?, at(numbers, high * all)?))
        }
    });
    Ok(Estimate {
        value,
        n,
        low: ends.map(|(low, _)| low),
        high: ends.map(|(_, high)| high),
        confidence,
        method: Method::OrderStatistics,
    })
}

/// The variance of the median of numbers in their order, each with how often it came: as wide as the numbers lie
/// apart that are √n ranks off the middle on either side, held against how sure these would hold it (R. M. Price,
/// D. G. Bonett, Journal of Statistical Computation and Simulation 68, 2001, 295–305). None of one number.
pub(in crate::metric) fn noise_of_median(numbers: &[(f64, i64)]) -> Option<f64> {
    let n: i64 = numbers.iter().map(|(_, times)| times).sum();
    if n < 2 {
        return None;
    }
    let off = (f64::midpoint(number(n), 1.0) - number(n).sqrt()).round_ties_even();
    #[expect(clippy::cast_possible_truncation, reason = "whole, and below n")]
    let rank = (off.max(1.0)) as i64;
    let at = |rank: i64| {
        let mut passed = 0;
        numbers.iter().find_map(|(number, times)| {
            passed += times;
            (passed >= rank).then_some(*number)
        })
    };
    // P(B < rank) for B of n halves.
    let tail = incomplete_beta(number(n - rank + 1), number(rank), 0.5, 0.5);
    let apart = (at(n - rank + 1)? - at(rank)?) / (2.0 * quantile(1.0 - tail));
    Some(apart * apart)
}

/// The number at which so much is passed; the middle of two where it is passed between them.
fn at(numbers: &[(f64, f64)], wanted: f64) -> Option<f64> {
    let mut passed = 0.0;
    let mut counted = numbers
        .iter()
        .filter(|(_, weight)| *weight > 0.0)
        .peekable();
    while let Some((number, weight)) = counted.next() {
        passed += weight;
        if passed > wanted * (1.0 + ROUNDING) {
            return Some(*number);
        }
        if passed >= wanted * (1.0 - ROUNDING) {
            let next = counted.peek().map_or(*number, |(next, _)| *next);
            return Some(f64::midpoint(*number, next));
        }
    }
    numbers.last().map(|(number, _)| *number)
}

/// Sums of weights are the same to within so much.
const ROUNDING: f64 = 1e-12;

/// The largest rank k at which fewer than k of `n` numbers lie below the median with a chance of no more than
/// half of what the confidence leaves; none where not even the lowest is sure enough.
fn rank(n: i64, confidence: f64) -> Option<i64> {
    // A tail that is the level itself is small enough, whatever its last digit.
    let tail = (1.0 - confidence) / 2.0 * (1.0 + ROUNDING);
    // P(B < k) for B of n halves.
    let below = |k: i64| incomplete_beta(number(n - k + 1), number(k), 0.5, 0.5);
    let (mut sure, mut unsure) = (0, n / 2 + 1);
    while unsure - sure > 1 {
        let middle = i64::midpoint(sure, unsure);
        if below(middle) <= tail {
            sure = middle;
        } else {
            unsure = middle;
        }
    }
    (sure > 0).then_some(sure)
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
fn number(count: i64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks_of_conover() {
        // Of n numbers, the ranks of the 95 % interval of the median: W. J. Conover, "Practical Nonparametric
        // Statistics" (1999), by table A3; n = 6: the lowest and the highest, 1 − 2/2⁶ = 96.9 %.
        for (n, k) in [
            (5, None),
            (6, Some(1)),
            (9, Some(2)),
            (10, Some(2)),
            (15, Some(4)),
            (20, Some(6)),
            (100, Some(40)),
        ] {
            assert_eq!(rank(n, 0.95), k, "{n}");
        }
    }

    #[test]
    fn the_largest_rank_whose_tail_is_small_enough() {
        for n in 1..60_i32 {
            for confidence in [0.5, 0.9, 0.95, 0.99] {
                let (mut chance, mut sum, mut wanted) = (0.5_f64.powi(n), 0.0, None);
                for k in 0..=n / 2 {
                    sum += chance;
                    if sum <= (1.0 - confidence) / 2.0 * (1.0 + ROUNDING) {
                        wanted = Some(i64::from(k) + 1);
                    }
                    chance *= f64::from(n - k) / f64::from(k + 1);
                }
                assert_eq!(rank(n.into(), confidence), wanted, "{n} {confidence}");
            }
        }
    }

    #[test]
    fn variance_of_price_and_bonett() {
        // By hand. Of 9 numbers 9: (10/2 − 3) = 2: the second and the eighth, 10 to 40. P(B < 2) = 10/512, whose
        // quantile is that of Python's statistics.NormalDist().inv_cdf(1 - 10 / 512).
        const QUANTILE_OF_10_IN_512: f64 = 2.063_527_898_316_244;
        let numbers = [3.0, 10.0, 12.0, 20.0, 21.0, 22.0, 30.0, 40.0, 90.0].map(|it| (it, 1));
        let found = noise_of_median(&numbers).unwrap();
        assert!(
            (found.sqrt() - 30.0 / (2.0 * QUANTILE_OF_10_IN_512)).abs() < 1e-9,
            "{found}"
        );
        // Each as often as it came.
        let twice = noise_of_median(&[(1.0, 4), (2.0, 5)]).unwrap();
        assert!((twice.sqrt() - 1.0 / (2.0 * QUANTILE_OF_10_IN_512)).abs() < 1e-9);
        assert_eq!(noise_of_median(&[(1.0, 1)]), None);
        assert_eq!(noise_of_median(&[(1.0, 9)]), Some(0.0));
        // Of two: the first and the last, P(B < 1) = 1/4, whose quantile is 0.6744898.
        let two = noise_of_median(&[(1.0, 1), (4.0, 1)]).unwrap();
        assert!((two.sqrt() - 3.0 / (2.0 * 0.674_489_750_196_081_7)).abs() < 1e-12);
    }

    #[test]
    fn by_hand() {
        let alike = |numbers: &[f64]| {
            numbers
                .iter()
                .map(|number| (*number, 1.0))
                .collect::<Vec<_>>()
        };
        let of = |numbers: &[f64]| {
            let n = i64::try_from(numbers.len()).unwrap();
            median(&alike(numbers), n, Sure::Plain(n), 0.95).unwrap()
        };
        let found = of(&[1.0, 2.0, 3.0, 4.0, 8.0, 9.0]);
        assert_eq!(
            (found.value, found.low, found.high),
            (Some(3.5), Some(1.0), Some(9.0))
        );
        let few = of(&[1.0, 2.0, 6.0]);
        assert_eq!((few.value, few.low, few.high), (Some(2.0), None, None));
        assert_eq!(of(&[]).value, None);
        // Weights 1, 1, 4: half of 6 is passed at the last. Weights 3, 1, 2: passed right after the first.
        let with = |weights: [f64; 3]| {
            let numbers: Vec<_> = [1.0, 2.0, 6.0].into_iter().zip(weights).collect();
            median(&numbers, 3, Sure::Effective(None), 0.95).unwrap()
        };
        assert_eq!(with([1.0, 1.0, 4.0]).value, Some(6.0));
        assert_eq!(with([3.0, 1.0, 2.0]).value, Some(1.5));
        assert_eq!(with([3.0, 1.0, 2.0]).low, Some(1.5));
    }
}
