//! Answers that do not count alike, and samples that are a large part of all there are.

use super::compare::{Counts, Spread};
use super::estimate::{
    Adjusted, Estimate, Method, box_answer, confident, nps_answer, number, wilson,
};
use super::normal::quantile;
use super::student::t_of;
use crate::error::{Code, Error};
use crate::program::MetricKind;
use serde::Serialize;

/// What is known of how a sample was drawn.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sampling<'w> {
    /// How much each answer counts, in the order of the answers; alike if not said.
    pub weights: Option<&'w [f64]>,
    /// How many could have answered; without end if not said. Where many of them did, little is left to
    /// chance: variances are (N − n) / (N − 1) of what they would be (W. G. Cochran, "Sampling Techniques",
    /// 1977, §2.6).
    pub population: Option<u64>,
}

/// An estimate of weighted answers.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Weighted {
    /// The number, with an interval for so many answers as `effective_n` says. Its `n` is that of the
    /// answers that count anything.
    #[serde(flatten)]
    pub estimate: Estimate,
    /// How many answers of the same weight would be as sure: (Σw)² / Σw² (L. Kish, "Survey Sampling",
    /// 1965, §11.7).
    pub effective_n: f64,
    /// By how much the weights make the variance larger: n / `effective_n`; absent without answers.
    pub design_effect: Option<f64>,
}

/// What a number is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Made {
    /// Of scores of a metric: 1 for a promoter, a satisfied customer or a hit, −1 for a detractor, else 0.
    Scores(MetricKind),
    /// Of numbers, as their mean.
    Numbers,
}

/// The weighted estimate of answers; `NaN` is no answer and counts nothing.
///
/// # Errors
/// Weights that are not as many as the answers; a weight that is negative or no number; a score that is
/// none, named by its index; fewer customers than answers; a confidence outside (0, 1).
pub fn weighted(
    made: Made,
    answers: &[f64],
    sampling: Sampling<'_>,
    confidence: f64,
) -> Result<Weighted, Error> {
    confident(confidence)?;
    Sums::of(made, answers, sampling.weights)?.estimate(made, sampling.population, confidence)
}

/// Answers as scores of a metric, `NaN` where there is none; a rate's are 1 and 0.
///
/// # Errors
/// An answer that is not whole, or off the scale, named by its index; a scale that is missing or is none; a top
/// box that is no part of it.
pub fn scored(
    metric: MetricKind,
    scale: Option<[i64; 2]>,
    top_box: Option<u32>,
    answers: &[f64],
) -> Result<Vec<f64>, Error> {
    let scale = match (metric, scale) {
        (MetricKind::Nps, _) => scale.unwrap_or([0, 10]),
        (MetricKind::Rate, _) => [0, 1],
        (MetricKind::Csat | MetricKind::TopBox, scale) => scale.ok_or_else(|| {
            Error::new(Code::Missing, "the lowest and highest answer are not said").at("scale")
        })?,
        _ => {
            let message = "scores are of NPS, of the best of a scale, or of a rate";
            return Err(Error::new(Code::NotAllowed, message).at("kind"));
        }
    };
    let [low, high] = scale;
    let boxes = if metric == MetricKind::Rate {
        1
    } else {
        top_box.unwrap_or(super::plan::TOP_BOX)
    };
    if high.checked_sub(low).is_none_or(|length| length < 1) {
        return Err(
            Error::new(Code::OutOfRange, format!("{low} to {high} is no scale")).at("scale"),
        );
    }
    if boxes == 0 || i64::from(boxes) > high - low {
        let message = "the top box is no part of the scale";
        return Err(Error::new(Code::OutOfRange, message).at("top_box"));
    }
    let score = |(index, answer): (usize, &f64)| {
        if answer.is_nan() {
            return Ok(f64::NAN);
        }
        #[expect(clippy::cast_possible_truncation, reason = "whole and small")]
        let whole = (answer.fract() == 0.0 && answer.abs() < 1e15).then_some(*answer as i64);
        let tally = whole.and_then(|answer| match metric {
            MetricKind::Nps => nps_answer(answer, scale),
            _ => box_answer(answer, scale, boxes),
        });
        let tally = tally.ok_or_else(|| {
            let message = format!("{answer} is not on the scale of {low} to {high}");
            Error::new(Code::OutOfRange, message).at(index.to_string())
        })?;
        Ok(number(tally.plus - tally.minus))
    };
    answers.iter().enumerate().map(score).collect()
}

/// What a weighted estimate is made of.
#[derive(Default)]
pub(super) struct Sums {
    pub(super) n: u64,
    pub(super) weight: f64,
    /// Squares of weights.
    pub(super) squares: f64,
    pub(super) sum: f64,
    pub(super) plus: f64,
    pub(super) minus: f64,
    /// Weighted squares around the mean.
    pub(super) spread: f64,
}

impl Sums {
    pub(super) fn of(made: Made, answers: &[f64], weights: Option<&[f64]>) -> Result<Self, Error> {
        if let Some(weights) = weights
            && weights.len() != answers.len()
        {
            let message = format!("{} answers and {} weights", answers.len(), weights.len());
            return Err(Error::new(Code::OutOfRange, message)
                .at("weights")
                .hint("one weight for each answer"));
        }
        let mut sums = Self::default();
        for (index, answer) in answers.iter().enumerate() {
            let weight = weights.map_or(Some(&1.0), |weights| weights.get(index));
            let weight = weight.copied().unwrap_or(f64::NAN);
            if !(0.0..f64::INFINITY).contains(&weight) {
                let message = format!("{weight} is no weight");
                return Err(Error::new(Code::OutOfRange, message).at(format!("weights.{index}")));
            }
            let scored = matches!(made, Made::Scores(_));
            if answer.is_infinite()
                || scored && ![-1.0, 0.0, 1.0].contains(answer) && !answer.is_nan()
            {
                let message = format!("{answer} is no answer");
                return Err(Error::new(Code::OutOfRange, message).at(index.to_string()));
            }
            if answer.is_nan() || weight == 0.0 {
                continue;
            }
            sums.add(*answer, weight);
        }
        Ok(sums)
    }

    /// By D. H. D. West's recurrence (Communications of the ACM 22, 1979), so that the spread around a large
    /// mean keeps its digits.
    fn add(&mut self, answer: f64, weight: f64) {
        let before = if self.weight > 0.0 {
            self.sum / self.weight
        } else {
            0.0
        };
        self.spread +=
            weight * self.weight / (self.weight + weight) * (answer - before) * (answer - before);
        self.n += 1;
        self.weight += weight;
        self.squares += weight * weight;
        self.sum += weight * answer;
        self.plus += weight * answer.max(0.0);
        self.minus += weight * (-answer).max(0.0);
    }

    /// Adds so many answers that are the same, by the sum of their weights and of the squares of these.
    pub(super) fn add_many(&mut self, answer: f64, n: u64, weight: f64, squares: f64) {
        if weight <= 0.0 {
            return;
        }
        let (n, squares) = (self.n + n, self.squares + squares);
        self.add(answer, weight);
        (self.n, self.squares) = (n, squares);
    }

    /// How many answers of the same weight would be as sure: (Σw)² / Σw².
    fn effective(&self) -> f64 {
        self.weight * self.weight / self.squares
    }

    /// The same; none of no answers.
    pub(super) fn effective_n(&self) -> f64 {
        if self.n == 0 { 0.0 } else { self.effective() }
    }

    /// Scores as those of so many answers of the same weight.
    pub(super) fn counts(&self) -> Counts {
        let n = self.effective_n();
        let part = |of: f64| if n > 0.0 { of / self.weight * n } else { 0.0 };
        Counts {
            n,
            plus: part(self.plus),
            minus: part(self.minus),
        }
    }

    /// Numbers as those of so many of the same weight.
    pub(super) fn spread(&self) -> Spread {
        let n = self.effective_n();
        let variance = self.spread / self.weight * n / (n - 1.0);
        Spread {
            n,
            mean: (n > 0.0).then(|| self.sum / self.weight),
            variance: (self.n > 1 && n > 1.0).then_some(variance),
        }
    }

    /// The same where so many could have answered; none where nothing is left to chance.
    pub(super) fn as_sure_as(&self, population: Option<u64>) -> Result<Option<f64>, Error> {
        let left = left_to_chance(self.n, population)?;
        Ok((left > 0.0).then(|| self.effective() / left))
    }

    /// What these answers come to, with its interval.
    pub(super) fn estimate(
        &self,
        made: Made,
        population: Option<u64>,
        confidence: f64,
    ) -> Result<Weighted, Error> {
        confident(confidence)?;
        let method = match made {
            Made::Scores(MetricKind::Nps) => Method::AdjustedWald,
            Made::Scores(_) => Method::Wilson,
            Made::Numbers => Method::Student,
        };
        let mut estimate = Estimate {
            value: None,
            n: i64::try_from(self.n).unwrap_or(i64::MAX),
            low: None,
            high: None,
            confidence,
            method,
        };
        if self.n == 0 {
            return Ok(Weighted {
                estimate,
                effective_n: 0.0,
                design_effect: None,
            });
        }
        let mean = self.sum / self.weight;
        let value = match made {
            Made::Scores(MetricKind::Nps) => 100.0 * mean,
            _ => mean,
        };
        let interval = match self.as_sure_as(population)? {
            None => Some((value, value)),
            Some(n) => self.interval(made, mean, n, confidence),
        };
        estimate.value = Some(value);
        estimate.low = interval.map(|(low, _)| low);
        estimate.high = interval.map(|(_, high)| high);
        let effective_n = self.effective();
        Ok(Weighted {
            estimate,
            effective_n,
            design_effect: Some(count(self.n) / effective_n),
        })
    }

    /// The interval of so many answers of the same weight.
    fn interval(&self, made: Made, mean: f64, n: f64, confidence: f64) -> Option<(f64, f64)> {
        let z = quantile(f64::midpoint(1.0, confidence));
        match made {
            Made::Scores(MetricKind::Nps) => {
                let part = |of: f64| of / self.weight * n;
                Some(Adjusted::of(part(self.plus), part(self.minus), n).interval(z))
            }
            Made::Scores(_) => Some(wilson(mean, n, z)),
            Made::Numbers => {
                let effective = self.effective();
                let df = effective - 1.0;
                if df <= 0.0 {
                    return None;
                }
                let variance = self.spread / self.weight * effective / df;
                let half = t_of(confidence, df) * (variance / n).sqrt();
                Some((mean - half, mean + half))
            }
        }
    }
}

/// The part of the variance that chance has where a part of all has answered.
fn left_to_chance(n: u64, population: Option<u64>) -> Result<f64, Error> {
    let Some(all) = population else {
        return Ok(1.0);
    };
    if all < n {
        let message = format!("{n} answers of {all} who could have answered");
        return Err(Error::new(Code::OutOfRange, message).at("population"));
    }
    Ok(if all == n {
        0.0
    } else {
        count(all - n) / count(all - 1)
    })
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
fn count(n: u64) -> f64 {
    n as f64
}

#[cfg(test)]
mod tests {
    use super::super::{Tally, mean};
    use super::*;
    use proptest::prelude::*;

    const NPS: Made = Made::Scores(MetricKind::Nps);

    fn with(weights: &[f64]) -> Sampling<'_> {
        Sampling {
            weights: Some(weights),
            population: None,
        }
    }

    #[test]
    fn by_hand() {
        // Promoter of weight 3, detractor of weight 1: NPS (3 − 1)/4 = 50, effective n 16/10, design effect
        // 2 · 10/16.
        let found = weighted(NPS, &[1.0, -1.0], with(&[3.0, 1.0]), 0.95).unwrap();
        assert_eq!(found.estimate.value, Some(50.0));
        assert!((found.effective_n - 1.6).abs() < 1e-12);
        assert!((found.design_effect.unwrap() - 1.25).abs() < 1e-12);
        // Of 5 who could answer, 2 did: the variance is (5 − 2)/(5 − 1) of what it would be.
        let some = Sampling {
            weights: None,
            population: Some(5),
        };
        let part = weighted(Made::Numbers, &[1.0, 3.0], some, 0.95)
            .unwrap()
            .estimate;
        let whole = mean(&[1.0, 3.0], 0.95).unwrap();
        let half = |of: &Estimate| of.high.unwrap() - of.value.unwrap();
        assert!((half(&part) / half(&whole) - 0.75_f64.sqrt()).abs() < 1e-12);
        let all = Sampling {
            weights: None,
            population: Some(2),
        };
        let all = weighted(NPS, &[1.0, 0.0], all, 0.95).unwrap().estimate;
        assert_eq!((all.low, all.high), (Some(50.0), Some(50.0)));
    }

    #[test]
    fn mistakes_are_named() {
        let path = |found: Result<Weighted, Error>| found.unwrap_err().path.unwrap();
        assert_eq!(path(weighted(NPS, &[1.0], with(&[]), 0.95)), "weights");
        assert_eq!(
            path(weighted(NPS, &[1.0], with(&[-1.0]), 0.95)),
            "weights.0"
        );
        assert_eq!(
            path(weighted(NPS, &[1.0, 0.5], Sampling::default(), 0.95)),
            "1"
        );
        let few = Sampling {
            weights: None,
            population: Some(1),
        };
        assert_eq!(path(weighted(NPS, &[1.0, 0.0], few, 0.95)), "population");
    }

    proptest! {
        #[test]
        fn of_one_weight_it_is_the_plain_number(
            scores in prop::collection::vec(-1_i8..=1, 0..40), weight in 0.1_f64..9.0,
        ) {
            let mut tally = Tally::default();
            for score in &scores {
                tally.merge(match score { 1 => Tally::PLUS, 0 => Tally::NEUTRAL, _ => Tally::MINUS });
            }
            let answers: Vec<f64> = scores.iter().map(|score| f64::from(*score)).collect();
            let weights = vec![weight; answers.len()];
            let found = weighted(NPS, &answers, with(&weights), 0.95).unwrap();
            let plain = tally.estimate(MetricKind::Nps, 0.95).unwrap();
            let close = |one: Option<f64>, other: Option<f64>| match (one, other) {
                (Some(one), Some(other)) => (one - other).abs() < 1e-9,
                (one, other) => one == other,
            };
            prop_assert!(close(found.estimate.value, plain.value));
            prop_assert!(close(found.estimate.low, plain.low) && close(found.estimate.high, plain.high));
            let numbers = weighted(Made::Numbers, &answers, with(&weights), 0.95).unwrap().estimate;
            let plain = mean(&answers, 0.95).unwrap();
            prop_assert!(close(numbers.value, plain.value) && close(numbers.low, plain.low));
        }

        #[test]
        fn what_counts_nothing_leaves_no_trace(
            rows in prop::collection::vec((-1_i8..=1, 0.1_f64..9.0), 0..30), at in 0_usize..30,
        ) {
            let (mut answers, mut weights): (Vec<f64>, Vec<f64>) =
                rows.iter().map(|(score, weight)| (f64::from(*score), *weight)).unzip();
            let before = weighted(NPS, &answers, with(&weights), 0.95).unwrap();
            let at = at.min(answers.len());
            answers.insert(at, f64::NAN);
            weights.insert(at, 2.0);
            answers.push(1.0);
            weights.push(0.0);
            prop_assert_eq!(weighted(NPS, &answers, with(&weights), 0.95).unwrap(), before);
        }
    }
}
