//! Whether two things rise together: pairs that do less pairs that do not, and shares over ordered groups.

use super::estimate::number;
use super::normal::beyond;
use super::weights::{self, Made, Sampling};
use crate::error::Error;
use crate::program::MetricKind;
use serde::Serialize;

/// How a number is ordered over groups, or with another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum OrderTest {
    /// Shares over ordered groups: W. G. Cochran, Biometrics 10 (1954) 417–451; P. Armitage, Biometrics 11
    /// (1955) 375–386. Groups are scored 0, 1, 2 …
    CochranArmitage,
    /// Numbers over ordered groups: A. R. Jonckheere, Biometrika 41 (1954) 133–145; T. J. Terpstra,
    /// Indagationes Mathematicae 14 (1952) 327–333; the variance with ties as M. G. Kendall, "Rank
    /// correlation methods", 4th edition 1970, has it for S.
    JonckheereTerpstra,
    /// Two numbers of each: Kendall's tau-b, with the same variance.
    Kendall,
}

/// Whether something rises with the order of groups, or with another number.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OrderTrend {
    /// How many answers.
    pub n: i64,
    /// The test's z, positive where it rises; absent where one side is all the same.
    pub z: Option<f64>,
    /// The chance of a z as far from 0 where there is no trend, on either side.
    pub p: Option<f64>,
    /// Kendall's tau-b, −1 to 1; absent for shares.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tau: Option<f64>,
    /// Which test.
    pub method: OrderTest,
}

/// Whether a share rises over groups in their order, of (hits, n) each.
pub fn trend_of_shares(groups: &[(i64, i64)]) -> OrderTrend {
    let n = groups.iter().map(|(_, n)| n).sum();
    let counts = groups.iter().map(|(hits, n)| (number(*hits), number(*n)));
    of_counts(&counts.collect::<Vec<_>>(), n)
}

/// The same of hits (1) and misses (0) that do not count alike, as of so many of one weight as would be as sure
/// (J. N. K. Rao, A. J. Scott, Biometrics 48, 1992, 577–585).
///
/// # Errors
/// As of [`super::weighted`].
pub fn trend_of_weighted_shares(groups: &[(&[f64], Sampling<'_>)]) -> Result<OrderTrend, Error> {
    let sums = groups.iter().map(|(hits, sampling)| {
        weights::Sums::of(Made::Scores(MetricKind::Rate), hits, sampling.weights)
    });
    let sums: Vec<weights::Sums> = sums.collect::<Result<_, _>>()?;
    let n = sums
        .iter()
        .map(|it| i64::try_from(it.n).unwrap_or(i64::MAX))
        .sum();
    let counts = sums.iter().map(|it| {
        let counts = it.counts();
        (counts.plus, counts.n)
    });
    Ok(of_counts(&counts.collect::<Vec<_>>(), n))
}

fn of_counts(groups: &[(f64, f64)], answers: i64) -> OrderTrend {
    let n: f64 = groups.iter().map(|(_, n)| n).sum();
    let share = groups.iter().map(|(hits, _)| hits).sum::<f64>() / n;
    let scored = || (0_u32..).map(f64::from).zip(groups);
    let mean = scored().map(|(score, (_, n))| score * n).sum::<f64>() / n;
    let (mut sum, mut squares) = (0.0, 0.0);
    for (score, (hits, n)) in scored() {
        sum += (score - mean) * (hits - n * share);
        squares += (score - mean) * (score - mean) * n;
    }
    let variance = share * (1.0 - share) * squares;
    let z = (n > 0.0 && variance > 0.0).then(|| sum / variance.sqrt());
    OrderTrend {
        n: answers,
        z,
        p: z.map(beyond),
        tau: None,
        method: OrderTest::CochranArmitage,
    }
}

/// Whether numbers rise over groups in their order. Infinite numbers and those that are none are left out.
pub fn trend_of_numbers(groups: &[&[f64]]) -> OrderTrend {
    let places = (0_u32..).map(f64::from).zip(groups);
    let pairs = places.flat_map(|(place, group)| group.iter().map(move |number| (place, *number)));
    ordered(pairs.collect(), OrderTest::JonckheereTerpstra)
}

/// Whether two numbers of each rise together. Pairs in which one is infinite or none are left out.
pub fn kendall(pairs: &[(f64, f64)]) -> OrderTrend {
    ordered(pairs.to_vec(), OrderTest::Kendall)
}

fn ordered(mut pairs: Vec<(f64, f64)>, method: OrderTest) -> OrderTrend {
    pairs.retain(|(x, y)| x.is_finite() && y.is_finite());
    // 0 and −0 are the same number.
    for (x, y) in &mut pairs {
        (*x, *y) = (*x + 0.0, *y + 0.0);
    }
    pairs.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut ys: Vec<f64> = pairs.iter().map(|(_, y)| *y).collect();
    ys.sort_by(f64::total_cmp);
    let ties_of_x = Ties::of(pairs.chunk_by(|one, two| one.0.total_cmp(&two.0).is_eq()));
    let ties_of_y = Ties::of(ys.chunk_by(|one, two| one.total_cmp(two).is_eq()));
    let n = count(pairs.len());
    let s = rising(&pairs, &ys);
    let whole = Ties::single(n);
    let variance = variance(n, whole, ties_of_x, ties_of_y);
    let z = (variance > 0.0).then(|| s / variance.sqrt());
    let of = |ties: Ties| (whole.two - ties.two) / 2.0;
    let spread = (of(ties_of_x) * of(ties_of_y)).sqrt();
    OrderTrend {
        n: i64::try_from(pairs.len()).unwrap_or(i64::MAX),
        z,
        p: z.map(beyond),
        tau: (spread > 0.0).then(|| s / spread),
        method,
    }
}

/// Pairs of pairs that rise together less those that do not: those with a smaller x are counted by y in a
/// tree of sums.
fn rising(pairs: &[(f64, f64)], ys: &[f64]) -> f64 {
    let rank = |y: f64| ys.partition_point(|other| other.total_cmp(&y).is_lt());
    let mut seen = Sums::of(ys.len());
    let (mut s, mut before) = (0.0, 0_usize);
    for same in pairs.chunk_by(|one, two| one.0.total_cmp(&two.0).is_eq()) {
        for (_, y) in same {
            let above = ys.partition_point(|other| other.total_cmp(y).is_le());
            let lower = seen.below(rank(*y));
            let higher = before - seen.below(above);
            s += count(lower) - count(higher);
        }
        for (_, y) in same {
            seen.add(rank(*y));
        }
        before += same.len();
    }
    s
}

/// Counts by place, and how many are below a place (P. M. Fenwick, 1994).
struct Sums(Vec<usize>);

impl Sums {
    fn of(places: usize) -> Self {
        Self(vec![0; places + 1])
    }

    fn add(&mut self, place: usize) {
        let mut at = place + 1;
        while let Some(sum) = self.0.get_mut(at) {
            *sum += 1;
            at += at & at.wrapping_neg();
        }
    }

    fn below(&self, place: usize) -> usize {
        let (mut at, mut sum) = (place, 0);
        while at > 0 {
            sum += self.0.get(at).copied().unwrap_or_default();
            at &= at - 1;
        }
        sum
    }
}

/// What tied numbers take from the variance of S.
#[derive(Clone, Copy, Default)]
struct Ties {
    two: f64,
    three: f64,
    five: f64,
}

impl Ties {
    fn single(n: f64) -> Self {
        Self {
            two: n * (n - 1.0),
            three: n * (n - 1.0) * (n - 2.0),
            five: n * (n - 1.0) * (2.0 * n + 5.0),
        }
    }

    fn of<'t, T: 't>(groups: impl Iterator<Item = &'t [T]>) -> Self {
        groups.fold(Self::default(), |sum, group| {
            let one = Self::single(count(group.len()));
            Self {
                two: sum.two + one.two,
                three: sum.three + one.three,
                five: sum.five + one.five,
            }
        })
    }
}

fn variance(n: f64, whole: Ties, x: Ties, y: Ties) -> f64 {
    if n < 2.0 {
        return 0.0;
    }
    let third = if n > 2.0 {
        x.three * y.three / (9.0 * n * (n - 1.0) * (n - 2.0))
    } else {
        0.0
    };
    let all = (whole.five - x.five - y.five) / 18.0;
    all + third + x.two * y.two / (2.0 * n * (n - 1.0))
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
fn count(of: usize) -> f64 {
    of as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn near(found: Option<f64>, wanted: f64, by: f64) {
        let found = found.unwrap();
        assert!((found - wanted).abs() < by, "{found} {wanted}");
    }

    #[test]
    fn shares_as_r_has_them() {
        // R's own example: smokers among patients, prop.trend.test(c(83, 90, 129, 70), c(86, 93, 136, 82)):
        // chi-squared 8.2249, p 0.004132. It falls.
        let found = trend_of_shares(&[(83, 86), (90, 93), (129, 136), (70, 82)]);
        near(found.z.map(|z| z * z), 8.2249, 5e-5);
        near(found.p, 0.004_132, 5e-7);
        assert!(found.z.unwrap() < 0.0);
        assert_eq!(trend_of_shares(&[(3, 3), (4, 4)]).z, None);
        assert_eq!(trend_of_shares(&[]).z, None);
        assert_eq!(trend_of_shares(&[(1, 2)]).z, None);
        // With weights of 1 and 3, a hit of 3: 1.2 hits of 1.6; of two alike, one.
        let sampled = |weights| Sampling {
            weights: Some(weights),
            population: None,
        };
        let groups: [(&[f64], Sampling<'_>); 2] = [
            (&[0.0, 1.0], sampled(&[1.0, 3.0])),
            (&[0.0, 1.0], sampled(&[2.0, 2.0])),
        ];
        let found = trend_of_weighted_shares(&groups).unwrap();
        let pooled: f64 = 2.2 / 3.6;
        let plain = 0.0625 / (pooled * (1.0 - pooled) * (1.0 / 1.6 + 0.5));
        near(found.z.map(|z| z * z), plain, 1e-12);
        assert_eq!((found.n, found.z.unwrap() < 0.0), (4, true));
    }

    #[test]
    fn numbers_by_hand() {
        // M. Hollander, D. A. Wolfe, "Nonparametric statistical methods", 2nd edition 1999, example 6.2:
        // pieces sorted by men told nothing, roughly or exactly how they do; J = 79 of 108 pairs, so
        // S = 2·79 − 108 = 50 of ties none across; they have (79 − 54) / √150.29 = 2.04 with ties.
        let groups: [&[f64]; 3] = [
            &[40.0, 35.0, 38.0, 43.0, 44.0, 41.0],
            &[38.0, 40.0, 47.0, 44.0, 40.0, 42.0],
            &[48.0, 40.0, 45.0, 43.0, 46.0, 44.0],
        ];
        let found = trend_of_numbers(&groups);
        near(found.z, 2.04, 5e-3);
        assert_eq!(found.n, 18);
        let flat = trend_of_numbers(&[&[1.0, 1.0], &[1.0]]);
        assert_eq!((flat.z, flat.tau), (None, None));
        assert_eq!(trend_of_numbers(&[&[f64::NAN], &[1.0]]).n, 1);
    }

    #[test]
    fn pairs_as_kendall_has_them() {
        // scipy 1.17: kendalltau([1, 2, 2, 3, 4], [1, 1, 3, 2, 5], method="asymptotic").
        let found = kendall(&[(1.0, 1.0), (2.0, 1.0), (2.0, 3.0), (3.0, 2.0), (4.0, 5.0)]);
        near(found.tau, 0.666_666_666_666_666_7, 1e-12);
        near(found.p, 0.118_432_928_916_671_9, 1e-9);
    }

    proptest! {
        #[test]
        fn counted_pair_by_pair(pairs in prop::collection::vec((0_i32..6, 0_i32..6), 0..30)) {
            let pairs: Vec<(f64, f64)> = pairs.iter().map(|(x, y)| (f64::from(*x), f64::from(*y))).collect();
            let mut s = 0.0;
            for (place, one) in pairs.iter().enumerate() {
                for other in &pairs[..place] {
                    s += ((one.0 - other.0) * (one.1 - other.1)).partial_cmp(&0.0).map_or(0.0, |it| f64::from(it as i8));
                }
            }
            let found = kendall(&pairs);
            prop_assert_eq!(found.tau.is_some(), found.z.is_some());
            if let Some(tau) = found.tau {
                prop_assert_eq!(tau > 1e-12, s > 0.0);
                prop_assert!((-1.0 - 1e-12..=1.0 + 1e-12).contains(&tau));
                let turned: Vec<(f64, f64)> = pairs.iter().map(|(x, y)| (*y, *x)).collect();
                prop_assert!((kendall(&turned).tau.unwrap() - tau).abs() < 1e-12);
            }
        }

        #[test]
        fn two_shares_are_chi_squared(a in 0_i64..30, b in 0_i64..30, c in 0_i64..30, d in 0_i64..30) {
            // Of two groups it is the plain chi-squared of four cells.
            let (a, b, c, d) = (a + 1, b + 1, c + 1, d + 1);
            let found = trend_of_shares(&[(a, a + b), (c, c + d)]).z.unwrap();
            let cross = number(a * d - b * c);
            let n = number(a + b + c + d);
            let plain = n * cross * cross / number((a + b) * (c + d) * (a + c) * (b + d));
            prop_assert!((found * found - plain).abs() < 1e-9 * plain.max(1.0));
        }
    }
}
