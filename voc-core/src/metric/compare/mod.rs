//! Whether two numbers differ: the difference with its interval, and a test.

mod medians;
mod sums;

pub use medians::compare_medians;
pub(super) use medians::{Heavy, compare_counted, compare_heavy, counted, together};
pub(super) use sums::{Counts, Spread};

use super::estimate::confident;
use super::moments::Moments;
use super::tally::{Tally, uncounted};
use super::weights::{Made, Sampling, Sums};
use crate::error::Error;
use crate::program::MetricKind;
use serde::Serialize;

/// How two samples were compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Test {
    /// Of two NPS: three answers more in each, ¾ of them promoters and ¾ detractors; difference, interval
    /// and z are of these (J. R. Lewis, J. Sauro, "How to statistically compare two Net Promoter Scores",
    /// 2021). The value is the plain difference.
    AdjustedWald,
    /// Of two shares: Newcombe's interval (method 10, Statistics in Medicine 17, 1998) and the N − 1
    /// chi-squared test (I. Campbell, Statistics in Medicine 26, 2007, 3661–3675).
    NewcombeN1,
    /// Of two means: Welch's t (B. L. Welch, Biometrika 34, 1947, 28–35).
    Welch,
    /// Of two medians: the rank-sum test by the normal distribution, corrected for ties and not for continuity
    /// (F. Wilcoxon, Biometrics Bulletin 1, 1945, 80–83; H. B. Mann, D. R. Whitney, Annals of Mathematical
    /// Statistics 18, 1947, 50–60), which is Kruskal and Wallis's of two groups. It asks whether one group tends
    /// to answer higher: two groups may do so and have one median. The interval is that of the limits of both
    /// medians put together (G. Y. Zou, A. Donner, Statistics in Medicine 27, 2008, 1693–1702).
    Wilcoxon,
    /// The same of up to 50 answers: p by counting all ways in which they could have fallen on both groups, ties
    /// as they are (B. Streitberg, J. Röhmel, Computational Statistics and Data Analysis 4, 1986, 265–275).
    WilcoxonExact,
    /// The same of answers with weights: mean ranks, in the weighted distribution of both groups together, by
    /// Welch (after T. Lumley, A. J. Scott, Biometrika 100, 2013, 831–842).
    WeightedRanks,
}

impl Test {
    /// Its name in every format.
    pub fn name(self) -> &'static str {
        match self {
            Self::AdjustedWald => "adjusted_wald",
            Self::NewcombeN1 => "newcombe_n1",
            Self::Welch => "welch",
            Self::Wilcoxon => "wilcoxon",
            Self::WilcoxonExact => "wilcoxon_exact",
            Self::WeightedRanks => "weighted_ranks",
        }
    }
}

/// One sample beside another.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Comparison {
    /// The first number less the second; absent where one of them is.
    pub difference: Option<f64>,
    /// The lower end of the interval.
    pub low: Option<f64>,
    /// The upper end of the interval.
    pub high: Option<f64>,
    /// The test's z or t.
    pub statistic: Option<f64>,
    /// The degrees of freedom of a t.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub df: Option<f64>,
    /// The chance of such a difference, on either side, where there is none.
    pub p: Option<f64>,
    /// How many answers each stands on.
    pub n: [i64; 2],
    /// With weights, how many answers of the same weight would be as sure (Kish): the test is that of so many.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective_n: Option<[f64; 2]>,
    /// The confidence of the interval.
    pub confidence: f64,
    /// How they were compared.
    pub method: Test,
}

impl Comparison {
    pub(super) fn none(n: [i64; 2], confidence: f64, method: Test) -> Self {
        Self {
            difference: None,
            low: None,
            high: None,
            statistic: None,
            df: None,
            p: None,
            n: n.map(|n| n.max(0)),
            effective_n: None,
            confidence,
            method,
        }
    }
}

/// Compares the answers to one metric of two independent groups.
///
/// # Errors
/// A confidence outside (0, 1); a kind that is neither NPS nor a share.
pub fn compare(
    kind: MetricKind,
    one: Tally,
    other: Tally,
    confidence: f64,
) -> Result<Comparison, Error> {
    if !kind.is_counted() {
        return Err(uncounted());
    }
    confident(confidence)?;
    let both = [Counts::of(one), Counts::of(other)];
    let none = |method| Comparison::none([one.n, other.n], confidence, method);
    Ok(match kind {
        MetricKind::Nps => sums::nps(none(Test::AdjustedWald), both),
        _ => sums::shares(none(Test::NewcombeN1), both),
    })
}

/// Compares the means of two independent groups, which need not vary alike.
///
/// # Errors
/// A confidence outside (0, 1).
pub fn compare_means(one: Moments, other: Moments, confidence: f64) -> Result<Comparison, Error> {
    confident(confidence)?;
    let none = Comparison::none([one.n(), other.n()], confidence, Test::Welch);
    Ok(sums::means(none, [Spread::of(one), Spread::of(other)]))
}

/// Compares answers of two independent groups that do not count alike; `NaN` is no answer.
///
/// They are as sure as [`Comparison::effective_n`] answers of the same weight: NPS and shares are tested as of so
/// many promoters and detractors, or hits (J. N. K. Rao, A. J. Scott, Biometrics 48, 1992, 577–585), means by Welch
/// with the weighted variance over so many. It takes weights for unrelated to answers, as the intervals of
/// weighted numbers do.
///
/// # Errors
/// As of [`super::weighted`].
pub fn compare_weighted(
    made: Made,
    [one, other]: [(&[f64], Sampling<'_>); 2],
    confidence: f64,
) -> Result<Comparison, Error> {
    let sums =
        |(answers, sampling): (&[f64], Sampling<'_>)| Sums::of(made, answers, sampling.weights);
    let (one, other) = (sums(one)?, sums(other).map_err(in_second)?);
    compare_sums(made, &one, &other, confidence)
}

/// The test of two means.
pub(super) fn compare_spreads(one: Spread, other: Spread, confidence: f64) -> Comparison {
    sums::means(
        Comparison::none([0, 0], confidence, Test::Welch),
        [one, other],
    )
}

/// An error at a place of the second group.
fn in_second(error: Error) -> Error {
    let path = error.path.clone().unwrap_or_default();
    error.at(format!("b.{path}"))
}

/// Compares sums of answers that do not count alike.
pub(super) fn compare_sums(
    made: Made,
    one: &Sums,
    other: &Sums,
    confidence: f64,
) -> Result<Comparison, Error> {
    confident(confidence)?;
    let method = match made {
        Made::Scores(MetricKind::Nps) => Test::AdjustedWald,
        Made::Scores(_) => Test::NewcombeN1,
        Made::Numbers => Test::Welch,
    };
    let n = [one.n, other.n].map(|n| i64::try_from(n).unwrap_or(i64::MAX));
    let none = Comparison {
        effective_n: Some([one.effective_n(), other.effective_n()]),
        ..Comparison::none(n, confidence, method)
    };
    Ok(match made {
        Made::Scores(MetricKind::Nps) => sums::nps(none, [one.counts(), other.counts()]),
        Made::Scores(_) => sums::shares(none, [one.counts(), other.counts()]),
        Made::Numbers => sums::means(none, [one.spread(), other.spread()]),
    })
}

#[cfg(test)]
mod tests;
