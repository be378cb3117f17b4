//! Numbers that say how sure they are.

use super::normal::quantile;
use super::tally::Tally;
use crate::document::Read;
use crate::error::{Code, Error};
use serde::{Deserialize, Serialize};
use std::fmt;

/// How an interval was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Adjusted Wald for NPS: three answers more, ¾ each to promoters and detractors
    /// (B. Rocks, "Interval estimation for the Net Promoter Score", The American Statistician 70,
    /// 2016).
    AdjustedWald,
    /// Wilson's score interval for a share (E. B. Wilson, JASA 22, 1927).
    Wilson,
    /// Student's t for a mean (Student, Biometrika 6, 1908).
    #[cfg(not(small))]
    Student,
    /// The bootstrap, corrected for bias and acceleration (B. Efron, JASA 82, 1987).
    #[cfg(not(small))]
    Bootstrap,
    /// The ranks between which a median lies (W. R. Thompson, Annals of Mathematical Statistics 7, 1936).
    #[cfg(not(small))]
    OrderStatistics,
    /// The mean of the numbers of periods, which has no interval of its own.
    #[cfg(not(small))]
    MeanOfPeriods,
    /// Wilson's for a share, with other ends where hits or misses are one to three (L. D. Brown, T. T. Cai, A.
    /// `DasGupta`, Statistical Science 16, 2001, §4.1.1).
    #[cfg(not(small))]
    ModifiedWilson,
}

impl Method {
    /// Its name in every format.
    pub fn name(self) -> &'static str {
        match self {
            Self::AdjustedWald => "adjusted_wald",
            Self::Wilson => "wilson",
            #[cfg(not(small))]
            Self::Student => "student",
            #[cfg(not(small))]
            Self::Bootstrap => "bootstrap",
            #[cfg(not(small))]
            Self::OrderStatistics => "order_statistics",
            #[cfg(not(small))]
            Self::MeanOfPeriods => "mean_of_periods",
            #[cfg(not(small))]
            Self::ModifiedWilson => "modified_wilson",
        }
    }
}

/// A metric with its interval. Estimates do not merge: merge tallies.
///
/// Nothing adds them up. The sum of two percentages is none:
///
/// ```compile_fail
/// let day = voc_core::metric::rate(1, 2, 0.95)?;
/// let both = day + day;
/// # Ok::<(), voc_core::Error>(())
/// ```
///
/// ```compile_fail
/// let days = [voc_core::metric::rate(1, 2, 0.95)?];
/// let all: voc_core::metric::Estimate = days.into_iter().sum();
/// # Ok::<(), voc_core::Error>(())
/// ```
///
/// Tallies do:
///
/// ```
/// use voc_core::metric::Tally;
/// use voc_core::program::MetricKind;
///
/// let mut days = Tally::PLUS;
/// days.merge(Tally::NEUTRAL);
/// let both = days.estimate(MetricKind::Rate, 0.95)?;
/// assert_eq!((both.value, both.n), (Some(0.5), 2));
/// # Ok::<(), voc_core::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Estimate {
    /// The metric; absent where nobody answered. NPS from −100 to 100, shares from 0 to 1, means and medians
    /// on the scale of their answers.
    pub value: Option<f64>,
    /// How many answers it stands on: its denominator.
    pub n: i64,
    /// The lower end of the interval.
    pub low: Option<f64>,
    /// The upper end of the interval.
    pub high: Option<f64>,
    /// The confidence of the interval.
    pub confidence: f64,
    /// How the interval was made.
    pub method: Method,
}

impl fmt::Display for Estimate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.value, self.low, self.high) {
            (Some(value), Some(low), Some(high)) => write!(
                f,
                "{value:.4} [{low:.4}, {high:.4}] n={} {}% {}",
                self.n,
                self.confidence * 100.0,
                self.method.name()
            ),
            _ => write!(f, "no answers"),
        }
    }
}

/// Net Promoter Score of answers on a scale of 0 to 10: promoters answer 9 or 10, detractors 0 to 6.
///
/// # Errors
/// An answer outside the scale, named by its index; a confidence outside (0, 1).
pub fn nps(answers: &[i64], confidence: f64) -> Result<Estimate, Error> {
    let mut tally = Tally::default();
    for (index, answer) in answers.iter().enumerate() {
        tally.merge(nps_answer(*answer, [0, 10]).ok_or_else(|| outside(index, *answer, [0, 10]))?);
    }
    nps_of(tally, confidence)
}

/// CSAT: the share of answers among the `top_box` best of the scale.
///
/// # Errors
/// An answer outside the scale, named by its index; a top box that is no part of the scale; a
/// confidence outside (0, 1).
pub fn csat(
    answers: &[i64],
    scale: [i64; 2],
    top_box: u32,
    confidence: f64,
) -> Result<Estimate, Error> {
    if top_box == 0 || i64::from(top_box) > scale[1] - scale[0] {
        return Err(
            Error::new(Code::OutOfRange, "the top box is no part of the scale").at("top_box"),
        );
    }
    let mut tally = Tally::default();
    for (index, answer) in answers.iter().enumerate() {
        let one = box_answer(*answer, scale, top_box);
        tally.merge(one.ok_or_else(|| outside(index, *answer, scale))?);
    }
    share_of(tally, confidence)
}

/// A rate: the share of `hits` in `n`.
///
/// # Errors
/// More hits than `n`, a negative count, a confidence outside (0, 1).
pub fn rate(hits: i64, n: i64, confidence: f64) -> Result<Estimate, Error> {
    if hits < 0 || hits > n {
        return Err(Error::new(Code::OutOfRange, format!("{hits} of {n} is no share")).at("hits"));
    }
    share_of(
        Tally {
            n,
            plus: hits,
            minus: 0,
        },
        confidence,
    )
}

fn outside(index: usize, answer: i64, scale: [i64; 2]) -> Error {
    let [low, high] = scale;
    Error::new(
        Code::OutOfRange,
        format!("{answer} is not on the scale of {low} to {high}"),
    )
    .at(index.to_string())
}

/// The tally of one answer to "how likely are you to recommend us"; absent outside the scale.
pub(crate) fn nps_answer(answer: i64, scale: [i64; 2]) -> Option<Tally> {
    let [low, high] = scale;
    if !(low..=high).contains(&answer) {
        return None;
    }
    Some(match high - answer {
        0 | 1 => Tally::PLUS,
        2 | 3 => Tally::NEUTRAL,
        _ => Tally::MINUS,
    })
}

/// The tally of one answer by top box; absent outside the scale.
pub(super) fn box_answer(answer: i64, scale: [i64; 2], top_box: u32) -> Option<Tally> {
    let [low, high] = scale;
    if !(low..=high).contains(&answer) {
        return None;
    }
    Some(if answer > high - i64::from(top_box) {
        Tally::PLUS
    } else {
        Tally::NEUTRAL
    })
}

/// Refuses what is no confidence.
pub(crate) fn confident(confidence: f64) -> Result<(), Error> {
    if confidence > 0.0 && confidence < 1.0 {
        return Ok(());
    }
    Err(
        Error::new(Code::OutOfRange, format!("{confidence} is no confidence"))
            .at("confidence")
            .hint("it lies between 0 and 1, such as 0.95"),
    )
}

/// The two-sided quantile of a confidence.
pub(crate) fn z_of(confidence: f64) -> f64 {
    quantile(f64::midpoint(1.0, confidence))
}

/// A number as sentences have it: to four significant digits.
#[cfg(not(small))]
pub(crate) fn rounded(number: f64) -> String {
    if number == 0.0 || !number.is_finite() {
        return number.to_string();
    }
    let digits = 3.0 - libm::floor(libm::log10(number.abs()));
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and 12"
    )]
    let places = digits.clamp(0.0, 12.0) as usize;
    let text = format!("{number:.places$}");
    if text.contains('.') {
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    } else {
        text
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "counts of answers are far below 2^53"
)]
pub(crate) fn number(count: i64) -> f64 {
    count as f64
}

/// What an adjusted Wald interval is made of, of so many promoters and detractors among `n`; counts may be
/// weighted. Shares, not hundredths.
pub(super) struct Adjusted {
    /// The adjusted number of answers.
    pub(super) n: f64,
    /// The difference of the adjusted shares.
    pub(super) centre: f64,
    /// The variance of one answer.
    pub(super) variance: f64,
}

impl Adjusted {
    pub(super) fn of(plus: f64, minus: f64, n: f64) -> Self {
        let n = n + 3.0;
        let (promoters, detractors) = ((plus + 0.75) / n, (minus + 0.75) / n);
        let centre = promoters - detractors;
        Self {
            n,
            centre,
            variance: promoters + detractors - centre * centre,
        }
    }

    pub(super) fn interval(&self, z: f64) -> (f64, f64) {
        let half = z * (self.variance / self.n).sqrt();
        let low = (100.0 * (self.centre - half)).max(-100.0);
        let high = (100.0 * (self.centre + half)).min(100.0);
        (low, high)
    }
}

/// Wilson's interval around a share among `n`, which may be weighted.
pub(super) fn wilson(share: f64, n: f64, z: f64) -> (f64, f64) {
    let z2 = z * z;
    let centre = (share + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = z / (1.0 + z2 / n) * (share * (1.0 - share) / n + z2 / (4.0 * n * n)).sqrt();
    ((centre - half).max(0.0), (centre + half).min(1.0))
}

pub(super) fn nps_of(tally: Tally, confidence: f64) -> Result<Estimate, Error> {
    estimate(tally, confidence, Method::AdjustedWald, |z| {
        let value = 100.0 * number(tally.plus - tally.minus) / number(tally.n);
        let (plus, minus) = (number(tally.plus), number(tally.minus));
        let (low, high) = Adjusted::of(plus, minus, number(tally.n)).interval(z);
        (value, low, high)
    })
}

pub(super) fn share_of(tally: Tally, confidence: f64) -> Result<Estimate, Error> {
    estimate(tally, confidence, Method::Wilson, |z| {
        let share = number(tally.plus) / number(tally.n);
        let (low, high) = wilson(share, number(tally.n), z);
        (share, low, high)
    })
}

/// The value, low and high that `of` makes of the quantile; all absent where nobody answered.
fn estimate(
    tally: Tally,
    confidence: f64,
    method: Method,
    of: impl FnOnce(f64) -> (f64, f64, f64),
) -> Result<Estimate, Error> {
    confident(confidence)?;
    let z = z_of(confidence);
    let made = (tally.n > 0).then(|| of(z));
    Ok(Estimate {
        value: made.map(|(value, _, _)| value),
        n: tally.n.max(0),
        low: made.map(|(_, low, _)| low),
        high: made.map(|(_, _, high)| high),
        confidence,
        method,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn close(found: Option<f64>, expected: f64) {
        let found = found.unwrap();
        assert!((found - expected).abs() < 5e-5, "{found} is not {expected}");
    }

    #[test]
    fn wilson_against_newcombe_1998() {
        // R. G. Newcombe, Statistics in Medicine 17 (1998) 857–872, table I, method 3.
        for (hits, n, low, high) in [
            (81, 263, 0.2553, 0.3662),
            (15, 148, 0.0624, 0.1605),
            (0, 20, 0.0, 0.1611),
            (1, 29, 0.0061, 0.1718),
        ] {
            let estimate = rate(hits, n, 0.95).unwrap();
            close(estimate.low, low);
            close(estimate.high, high);
        }
    }

    #[test]
    fn nps_by_the_published_formula() {
        // 15 promoters, 11 passives, 10 detractors: n' = 39; p = 15.75/39, d = 10.75/39;
        // centre 5/39 = 12.82 %, variance (26.5/39 − (5/39)²)/39 = 0.0170013, half 1.959964 × 0.130390.
        let answers = [vec![10; 15], vec![8; 11], vec![3; 10]].concat();
        let estimate = nps(&answers, 0.95).unwrap();
        close(estimate.value, 13.888_888_9);
        close(estimate.low, 100.0 * (0.128_205_13 - 0.255_557_8));
        close(estimate.high, 100.0 * (0.128_205_13 + 0.255_557_8));
    }

    #[test]
    fn empty_is_absent_and_wrong_answers_are_named() {
        let none = nps(&[], 0.95).unwrap();
        assert_eq!((none.value, none.low, none.n), (None, None, 0));
        assert_eq!(nps(&[9, 11], 0.95).unwrap_err().path.as_deref(), Some("1"));
        assert!(csat(&[0], [1, 5], 2, 0.95).is_err());
        assert!(csat(&[1], [1, 5], 5, 0.95).is_err());
        assert!(rate(3, 2, 0.95).is_err());
        assert!(rate(1, 2, 1.0).is_err());
    }

    proptest! {
        #[test]
        fn intervals_hold_the_share_and_stay_in_range(hits in 0_i64..500, misses in 0_i64..500) {
            let n = hits + misses;
            prop_assume!(n > 0);
            let estimate = rate(hits, n, 0.95).unwrap();
            let (low, value, high) = (estimate.low.unwrap(), estimate.value.unwrap(), estimate.high.unwrap());
            prop_assert!(0.0 <= low && low <= value + 1e-12 && value <= high + 1e-12 && high <= 1.0);
        }

        #[test]
        fn tallies_merge_and_retract(answers in prop::collection::vec(0_i64..=10, 0..40), cut in 0_usize..40) {
            let sum = |part: &[i64]| {
                part.iter().fold(Tally::default(), |mut sum, answer| {
                    sum.merge(nps_answer(*answer, [0, 10]).unwrap());
                    sum
                })
            };
            let cut = cut.min(answers.len());
            let (mut merged, all) = (sum(&answers[..cut]), sum(&answers));
            merged.merge(sum(&answers[cut..]));
            prop_assert_eq!(merged, all);
            merged.retract(sum(&answers[..cut]));
            prop_assert_eq!(merged, sum(&answers[cut..]));
        }
    }
}
