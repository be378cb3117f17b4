//! Medians, with an interval that holds whatever the distribution of answers.

use super::beta::incomplete_beta;
use crate::ordered::Few;

/// A median with its interval, in units of the last decimal place; the interval is absent where so few answers
/// hold none.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Middle {
    pub(super) value: f64,
    pub(super) interval: Option<(i64, i64)>,
}

/// The median of values that came so often each.
///
/// Its interval runs from one answer to another, counted from both ends: the narrowest whose confidence,
/// by the binomial distribution with ½, is at least what is asked for (W. J. Conover, "Practical
/// Nonparametric Statistics", 3rd edition, 1999, §3.2; H. A. David, H. N. Nagaraja, "Order Statistics",
/// 3rd edition, 2003, §7.1). On a scale, where many give the same answer, it holds at least as often.
pub(super) fn median(counts: &Few<i64, i64>, confidence: f64) -> Option<Middle> {
    let n: i64 = counts.values().sum();
    if n <= 0 {
        return None;
    }
    let lower = at(counts, (n - 1) / 2)?;
    let upper = at(counts, n / 2)?;
    let outside = from_the_ends(n, confidence);
    let interval = outside.and_then(|rank| Some((at(counts, rank)?, at(counts, n - 1 - rank)?)));
    Some(Middle {
        value: f64::midpoint(whole(lower), whole(upper)),
        interval,
    })
}

/// The answer of this rank, counted from 0.
fn at(counts: &Few<i64, i64>, rank: i64) -> Option<i64> {
    let mut before = 0;
    for (value, times) in counts {
        before += times;
        if before > rank {
            return Some(*value);
        }
    }
    None
}

/// The rank, from 0, of the answer on which the interval begins; absent where even the smallest and the
/// largest answer are too near.
fn from_the_ends(n: i64, confidence: f64) -> Option<i64> {
    // A tail that is the level itself is small enough, whatever its last digit.
    let tail = (1.0 - confidence) / 2.0 * (1.0 + 1e-12);
    // The chance that at most `rank` of n answers lie on one side of the median.
    let beyond = |rank: i64| incomplete_beta(whole(n - rank), whole(rank + 1), 0.5, 0.5);
    if beyond(0) > tail {
        return None;
    }
    let (mut good, mut bad) = (0, (n + 1) / 2);
    while bad - good > 1 {
        let middle = i64::midpoint(good, bad);
        if beyond(middle) <= tail {
            good = middle;
        } else {
            bad = middle;
        }
    }
    Some(good)
}

#[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
fn whole(number: i64) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(values: &[i64]) -> Few<i64, i64> {
        let mut counts = Few::new();
        for value in values {
            counts.update(*value, |times: &mut i64| *times += 1);
        }
        counts
    }

    #[test]
    fn the_ranks_of_published_tables() {
        // Ranks, counted from 1, of the lower end at 95 %: W. J. Dixon, F. J. Massey, "Introduction to
        // Statistical Analysis", table A-25; by qbinom(0.025, n, 0.5) of R.
        for (n, rank) in [
            (6, 1),
            (8, 1),
            (9, 2),
            (10, 2),
            (15, 4),
            (20, 6),
            (25, 8),
            (50, 18),
            (100, 40),
        ] {
            assert_eq!(from_the_ends(n, 0.95), Some(rank - 1), "{n}");
        }
        // Of five answers all lie between the ends with 1 − 2/32 = 93.75 %.
        assert_eq!(from_the_ends(5, 0.95), None);
        assert_eq!(from_the_ends(5, 0.93), Some(0));
    }

    #[test]
    fn the_largest_rank_whose_tail_is_small_enough() {
        for n in 1..60_i64 {
            for confidence in [0.5, 0.9, 0.95, 0.99] {
                let mut chance = 0.5_f64.powi(i32::try_from(n).unwrap());
                let (mut sum, mut rank) = (0.0, None);
                for k in 0..=n / 2 {
                    sum += chance;
                    if sum <= (1.0 - confidence) / 2.0 * (1.0 + 1e-12) {
                        rank = Some(k);
                    }
                    chance *= whole(n - k) / whole(k + 1);
                }
                let found = from_the_ends(n, confidence);
                assert!(found == rank, "{n} {confidence}: {found:?} is not {rank:?}");
            }
        }
    }

    #[test]
    fn by_hand() {
        // 1, 2, 2, 3, 5, 9: the middle ones are 2 and 3; of six answers the interval of 95 % has all.
        let found = median(&counts(&[3, 9, 2, 1, 5, 2]), 0.95).unwrap();
        assert_eq!(
            found,
            Middle {
                value: 2.5,
                interval: Some((1, 9))
            }
        );
        let one = median(&counts(&[7]), 0.95).unwrap();
        assert_eq!(
            one,
            Middle {
                value: 7.0,
                interval: None
            }
        );
        assert_eq!(median(&Few::new(), 0.95), None);
    }
}
