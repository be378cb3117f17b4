//! Whether several groups differ, and how much.

use super::beta::incomplete_beta;
use super::compare::{Counts, Spread, compare_spreads, counted};
use super::estimate::{confident, number, wilson};
use super::gamma::chi_squared_beyond;
use super::moments::Moments;
use super::noncentral::{of_chi_squared, of_f};
use super::normal::quantile;
use super::student::t_of;
use crate::error::Error;
use serde::Serialize;

/// How several groups were tested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SeveralTest {
    /// Shares: the N − 1 chi-squared test (I. Campbell, Statistics in Medicine 26, 2007, 3661–3675, of two;
    /// K. Pearson's of more, with the same factor).
    ChiSquaredN1,
    /// Means of groups that need not vary alike: B. L. Welch, Biometrika 38 (1951) 330–336; of two groups
    /// his t.
    Welch,
    /// Ranks: W. H. Kruskal, W. A. Wallis, JASA 47 (1952) 583–621, corrected for ties.
    KruskalWallis,
    /// Estimates with their variances: W. G. Cochran's Q, Biometrics 10 (1954) 101–129.
    CochranQ,
}

/// What says how large a difference is, whatever the scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SizeKind {
    /// Of two shares: 2 arcsin √p of the first less that of the second (J. Cohen, "Statistical power
    /// analysis for the behavioral sciences", 2nd edition 1988). The interval is made of Wilson's limits of both on
    /// that scale by squaring and adding (G. Y. Zou, A. Donner, Statistics in Medicine 27, 2008, 1693–1702): with
    /// its variance, 1/n + 1/m, it would hold much less than it says of few answers and of rare shares.
    CohenH,
    /// Of two means: their difference by the standard deviation that both have in common, less what few
    /// answers add to it (L. V. Hedges, Journal of Educational Statistics 6, 1981, 107–128).
    HedgesG,
    /// Of several shares: √(χ² / N); the interval by the noncentral chi-squared.
    CramerV,
    /// Of several means: the part of the variance that lies between groups (T. L. Kelley, PNAS 21, 1935,
    /// 554–559); the interval by the noncentral F. Of ranks H / (N − 1), without an interval.
    EpsilonSquared,
}

/// How large a difference is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Size {
    /// What it is.
    pub kind: SizeKind,
    /// The size.
    pub value: f64,
    /// The lower end of the interval.
    pub low: Option<f64>,
    /// The upper end.
    pub high: Option<f64>,
}

/// Whether several groups differ.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Several {
    /// Chi-squared, F or H; absent where there is nothing to test.
    pub statistic: Option<f64>,
    /// Its degrees of freedom; of an F, those above.
    pub df: Option<f64>,
    /// Of an F, its degrees of freedom below.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub df_within: Option<f64>,
    /// The chance of such a difference where there is none.
    pub p: Option<f64>,
    /// How large the difference is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<Size>,
    /// How many groups have answers.
    pub groups: usize,
    /// All answers.
    pub n: i64,
    /// With weights, how many answers of the same weight would be as sure (Kish), all groups together: the test is
    /// that of so many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective_n: Option<f64>,
    /// The confidence of the interval.
    pub confidence: f64,
    /// Which test.
    pub method: SeveralTest,
}

impl Several {
    fn none(groups: usize, n: i64, confidence: f64, method: SeveralTest) -> Self {
        Self {
            statistic: None,
            df: None,
            df_within: None,
            p: None,
            size: None,
            groups,
            n,
            effective_n: None,
            confidence,
            method,
        }
    }

    /// Tested as so many answers of the same weight, of so many answers.
    pub(super) fn weighted(self, n: i64, effective_n: f64) -> Self {
        Self {
            n,
            effective_n: Some(effective_n),
            ..self
        }
    }
}

/// Whether the shares of several groups differ, of (hits, n) each. Groups without answers are left out.
///
/// # Errors
/// A confidence outside (0, 1).
pub fn several_shares(groups: &[(i64, i64)], confidence: f64) -> Result<Several, Error> {
    let count = |(hits, n): &(i64, i64)| Counts {
        n: number(*n),
        plus: number(*hits),
        minus: 0.0,
    };
    let n = groups.iter().map(|(_, n)| *n).filter(|n| *n > 0).sum();
    let counts: Vec<Counts> = groups.iter().map(count).collect();
    several_counts(&counts, n, confidence)
}

/// The same of `n` answers, as many as they are or as sure as weights leave them.
pub(super) fn several_counts(groups: &[Counts], n: i64, confidence: f64) -> Result<Several, Error> {
    confident(confidence)?;
    let groups: Vec<Counts> = groups.iter().copied().filter(|it| it.n > 0.0).collect();
    let none = Several::none(groups.len(), n, confidence, SeveralTest::ChiSquaredN1);
    if groups.len() < 2 {
        return Ok(none);
    }
    let all: f64 = groups.iter().map(|it| it.n).sum();
    let share = groups.iter().map(|it| it.plus).sum::<f64>() / all;
    let spread = share * (1.0 - share);
    let off = |it: &Counts| {
        let off = it.plus - it.n * share;
        off * off / it.n
    };
    // Where all answered alike, nothing speaks for a difference.
    let plain = if spread > 0.0 {
        groups.iter().map(off).sum::<f64>() / spread
    } else {
        0.0
    };
    let df = number(i64::try_from(groups.len()).unwrap_or(i64::MAX) - 1);
    let statistic = plain * (all - 1.0) / all;
    let size = if let [one, other] = groups.as_slice() {
        cohen_h(*one, *other, confidence)
    } else {
        let ends = of_chi_squared(plain, df, confidence);
        let [low, high] = ends.map(|noncentral| (noncentral / all).sqrt());
        Size {
            kind: SizeKind::CramerV,
            value: (plain / all).sqrt(),
            low: Some(low),
            high: Some(high),
        }
    };
    Ok(Several {
        statistic: Some(statistic),
        df: Some(df),
        p: Some(chi_squared_beyond(statistic, df)),
        size: Some(size),
        ..none
    })
}

fn cohen_h(one: Counts, other: Counts, confidence: f64) -> Size {
    let z = quantile(f64::midpoint(1.0, confidence));
    let side = |of: Counts| {
        let share = (of.plus / of.n).min(1.0);
        let (low, high) = wilson(share, of.n, z);
        [low, share, high].map(|share| 2.0 * libm::asin(share.sqrt()))
    };
    let ([low, own, high], [other_low, other, other_high]) = (side(one), side(other));
    let value = own - other;
    let reach = |one: f64, other: f64| (one * one + other * other).sqrt();
    Size {
        kind: SizeKind::CohenH,
        value,
        low: Some(value - reach(own - low, other_high - other)),
        high: Some(value + reach(high - own, other - other_low)),
    }
}

/// Whether the means of several groups differ. Groups without answers are left out.
///
/// # Errors
/// A confidence outside (0, 1).
pub fn several_means(groups: &[Moments], confidence: f64) -> Result<Several, Error> {
    let n = groups.iter().map(|it| it.n().max(0)).sum();
    let spreads: Vec<Spread> = groups.iter().map(|it| Spread::of(*it)).collect();
    several_spreads(&spreads, n, confidence)
}

/// The same of `n` numbers, as many as they are or as sure as weights leave them.
pub(super) fn several_spreads(
    groups: &[Spread],
    n: i64,
    confidence: f64,
) -> Result<Several, Error> {
    confident(confidence)?;
    let groups: Vec<Spread> = groups.iter().copied().filter(|it| it.n > 0.0).collect();
    let none = Several::none(groups.len(), n, confidence, SeveralTest::Welch);
    if let [one, other] = groups.as_slice() {
        let found = compare_spreads(*one, *other, confidence);
        return Ok(Several {
            statistic: found.statistic.map(|t| t * t),
            df: found.df.map(|_| 1.0),
            df_within: found.df,
            p: found.p,
            size: hedges_g(*one, *other, confidence),
            ..none
        });
    }
    let known: Option<Vec<[f64; 3]>> = groups.iter().map(|group| parts(*group)).collect();
    let Some(known) = known.filter(|known| known.len() > 2) else {
        return Ok(none);
    };
    let size = epsilon(&known, confidence);
    if known.iter().any(|[_, _, variance]| *variance <= 0.0) {
        return Ok(Several { size, ..none });
    }
    let k = number(i64::try_from(known.len()).unwrap_or(i64::MAX));
    let weight = |[n, _, variance]: &[f64; 3]| n / variance;
    let whole: f64 = known.iter().map(weight).sum();
    let centre = known.iter().map(|one| weight(one) * one[1]).sum::<f64>() / whole;
    let off = |one: &[f64; 3]| weight(one) * (one[1] - centre) * (one[1] - centre);
    let between = known.iter().map(off).sum::<f64>() / (k - 1.0);
    let rest = |one: &[f64; 3]| {
        let rest = 1.0 - weight(one) / whole;
        rest * rest / (one[0] - 1.0)
    };
    let rests: f64 = known.iter().map(rest).sum();
    let statistic = between / (1.0 + 2.0 * (k - 2.0) / (k * k - 1.0) * rests);
    let (df, within) = (k - 1.0, (k * k - 1.0) / (3.0 * rests));
    Ok(Several {
        statistic: Some(statistic),
        df: Some(df),
        df_within: Some(within),
        p: Some(f_beyond(statistic, df, within)),
        size,
        ..none
    })
}

/// n, mean and variance, where there are at least two numbers.
fn parts(of: Spread) -> Option<[f64; 3]> {
    Some([of.n, of.mean?, of.variance?])
}

fn f_beyond(statistic: f64, above: f64, below: f64) -> f64 {
    let whole = below + above * statistic;
    incomplete_beta(
        below / 2.0,
        above / 2.0,
        below / whole,
        above * statistic / whole,
    )
}

fn hedges_g(one: Spread, other: Spread, confidence: f64) -> Option<Size> {
    let ([n, mean, variance], [m, other_mean, other_variance]) = (parts(one)?, parts(other)?);
    let df = n + m - 2.0;
    let pooled = ((n - 1.0) * variance + (m - 1.0) * other_variance) / df;
    if pooled <= 0.0 {
        return None;
    }
    let value = (mean - other_mean) / pooled.sqrt() * (1.0 - 3.0 / (4.0 * (n + m) - 9.0));
    let error = ((n + m) / (n * m) + value * value / (2.0 * (n + m))).sqrt();
    let half = t_of(confidence, df) * error;
    Some(Size {
        kind: SizeKind::HedgesG,
        value,
        low: Some(value - half),
        high: Some(value + half),
    })
}

fn epsilon(known: &[[f64; 3]], confidence: f64) -> Option<Size> {
    let n: f64 = known.iter().map(|[n, _, _]| n).sum();
    let mean = known.iter().map(|[n, mean, _]| n * mean).sum::<f64>() / n;
    let between: f64 = known
        .iter()
        .map(|[n, own, _]| n * (own - mean) * (own - mean))
        .sum();
    let within: f64 = known
        .iter()
        .map(|[n, _, variance]| (n - 1.0) * variance)
        .sum();
    let df = number(i64::try_from(known.len()).ok()? - 1);
    let rest = n - df - 1.0;
    if between + within <= 0.0 {
        return None;
    }
    let each = within / rest;
    let share = ((between - df * each) / (between + within)).max(0.0);
    let ends = (each > 0.0).then(|| {
        let ends = of_f(between / df / each, [df, rest], confidence);
        ends.map(|noncentral| noncentral / (noncentral + n))
    });
    Some(Size {
        kind: SizeKind::EpsilonSquared,
        value: share,
        low: ends.map(|[low, _]| low),
        high: ends.map(|[_, high]| high),
    })
}

/// Whether numbers of several groups differ in rank. Groups without numbers are left out, and so is what is
/// no number.
///
/// # Errors
/// A confidence outside (0, 1).
pub fn several_ranks(groups: &[&[f64]], confidence: f64) -> Result<Several, Error> {
    let finite = |group: &&[f64]| counted(group.iter().copied().filter(|it| it.is_finite()));
    several_counted(&groups.iter().map(finite).collect::<Vec<_>>(), confidence)
}

/// The same of numbers in their order, each with how often it came.
pub(super) fn several_counted(
    groups: &[Vec<(f64, i64)>],
    confidence: f64,
) -> Result<Several, Error> {
    confident(confidence)?;
    let mut all: Vec<(f64, f64, usize)> = Vec::new();
    let mut sums: Vec<(f64, f64)> = Vec::new();
    for group in groups.iter().filter(|group| !group.is_empty()) {
        let own = group
            .iter()
            .map(|(at, times)| (*at, number(*times), sums.len()));
        all.extend(own);
        sums.push((0.0, 0.0));
    }
    let size = groups.iter().flatten().map(|(_, times)| times).sum();
    let none = Several::none(sums.len(), size, confidence, SeveralTest::KruskalWallis);
    all.sort_by(|one, other| one.0.total_cmp(&other.0));
    let n = number(size);
    let (mut before, mut ties) = (0.0, 0.0);
    for same in all.chunk_by(|one, other| one.0.total_cmp(&other.0).is_eq()) {
        let alike: f64 = same.iter().map(|(_, times, _)| times).sum();
        let rank = f64::midpoint(before, before + alike + 1.0);
        for (_, times, group) in same {
            if let Some((sum, count)) = sums.get_mut(*group) {
                *sum += rank * times;
                *count += times;
            }
        }
        ties += alike * alike * alike - alike;
        before += alike;
    }
    let correction = 1.0 - ties / (n * n * n - n);
    if sums.len() < 2 || correction.is_nan() || correction <= 0.0 {
        return Ok(none);
    }
    let squares: f64 = sums.iter().map(|(sum, count)| sum * sum / count).sum();
    let statistic = (12.0 / (n * (n + 1.0)) * squares - 3.0 * (n + 1.0)) / correction;
    let df = number(i64::try_from(sums.len()).unwrap_or(i64::MAX) - 1);
    Ok(Several {
        statistic: Some(statistic),
        df: Some(df),
        p: Some(chi_squared_beyond(statistic, df)),
        size: Some(Size {
            kind: SizeKind::EpsilonSquared,
            value: statistic / (n - 1.0),
            low: None,
            high: None,
        }),
        ..none
    })
}

/// Whether estimates differ, of (value, variance) each; those without a variance are left out.
pub(crate) fn several_estimates(estimates: &[(f64, f64)], n: i64, confidence: f64) -> Several {
    let known: Vec<&(f64, f64)> = estimates
        .iter()
        .filter(|(_, variance)| *variance > 0.0)
        .collect();
    let none = Several::none(known.len(), n, confidence, SeveralTest::CochranQ);
    if known.len() < 2 {
        return none;
    }
    let whole: f64 = known.iter().map(|(_, variance)| 1.0 / variance).sum();
    let centre = known
        .iter()
        .map(|(value, variance)| value / variance)
        .sum::<f64>()
        / whole;
    let off = |(value, variance): &&(f64, f64)| (value - centre) * (value - centre) / variance;
    let statistic = known.iter().map(off).sum();
    let df = number(i64::try_from(known.len()).unwrap_or(i64::MAX) - 1);
    Several {
        statistic: Some(statistic),
        df: Some(df),
        p: Some(chi_squared_beyond(statistic, df)),
        ..none
    }
}

#[cfg(test)]
mod tests;
