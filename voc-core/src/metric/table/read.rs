//! Counts of answers read as a number with its interval.

use super::measure::{How, Measure};
use super::median::{Sure, median};
use super::tallies::GroupTally;
use crate::error::Error;
use crate::metric::compare::{Heavy, compare_counted, compare_heavy, compare_sums};
use crate::metric::weights::{Made, Sums};
use crate::metric::{
    Comparison, Estimate, Moments, ShareInterval, Tally, compare, compare_means, no_choice,
};
use crate::program::MetricKind;

/// A number, and what weights did to it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Number {
    pub(super) estimate: Estimate,
    /// How many answers of one weight would be as sure; absent where all count alike.
    pub(super) effective_n: Option<f64>,
    pub(super) design_effect: Option<f64>,
}

impl GroupTally {
    /// The answers that score, each with how many gave it.
    fn scored<'t>(&'t self, measure: &'t Measure) -> impl Iterator<Item = (f64, i64)> + 't {
        let scores = measure.scores().iter().zip(&self.counts);
        scores
            .filter(|(score, _)| !score.is_nan())
            .map(|(score, count)| (*score, *count))
    }

    /// How many answers have no score.
    pub(super) fn off(&self, measure: &Measure) -> i64 {
        let unscored = measure.scores().iter().zip(&self.counts);
        let unscored = unscored
            .filter(|(score, _)| score.is_nan())
            .map(|(_, count)| count);
        self.outside + unscored.sum::<i64>()
    }

    /// How many answers count.
    pub(super) fn counted(&self, measure: &Measure) -> i64 {
        self.scored(measure).map(|(_, count)| count).sum()
    }

    /// The metric of these answers; `population` is how many could have answered.
    pub(super) fn number(
        &self,
        measure: &Measure,
        population: Option<u64>,
        confidence: f64,
    ) -> Result<Number, Error> {
        if self.weights.is_empty() && population.is_none() {
            return Ok(Number {
                estimate: self.plain(measure, confidence)?,
                effective_n: None,
                design_effect: None,
            });
        }
        let sums = self.sums(measure);
        if matches!(measure.how(), How::Share(ShareInterval::ModifiedWilson)) {
            return Err(no_choice());
        }
        let mut found = sums.estimate(made(measure), population, confidence)?;
        if measure.how() == How::Median {
            let sure = Sure::Effective(sums.as_sure_as(population)?);
            let numbers = self
                .weighed(measure)
                .map(|(score, _, weight, _)| (score, weight));
            let n = found.estimate.n;
            found.estimate = median(&numbers.collect::<Vec<_>>(), n, sure, confidence)?;
        }
        let weighted = !self.weights.is_empty();
        Ok(Number {
            estimate: found.estimate,
            effective_n: weighted.then_some(found.effective_n),
            design_effect: found.design_effect.filter(|_| weighted),
        })
    }

    fn plain(&self, measure: &Measure, confidence: f64) -> Result<Estimate, Error> {
        match measure.how() {
            How::Nps => self.tally(measure).estimate(MetricKind::Nps, confidence),
            How::Share(interval) => {
                let tally = self.tally(measure);
                tally.estimate_by(MetricKind::Rate, interval, confidence)
            }
            How::Mean => self.moments(measure)?.estimate(confidence),
            How::Median => {
                let n = self.counted(measure);
                let numbers = self
                    .weighed(measure)
                    .map(|(score, _, weight, _)| (score, weight));
                median(&numbers.collect::<Vec<_>>(), n, Sure::Plain(n), confidence)
            }
        }
    }

    fn tally(&self, measure: &Measure) -> Tally {
        let mut all = Tally::default();
        for (score, count) in self.scored(measure) {
            all.n += count;
            all.plus += if score > 0.0 { count } else { 0 };
            all.minus += if score < 0.0 { count } else { 0 };
        }
        all
    }

    fn moments(&self, measure: &Measure) -> Result<Moments, Error> {
        let mut all = Moments::default();
        for (score, count) in self.scored(measure) {
            all.add_times(score, count)?;
        }
        Ok(all)
    }

    /// The answers that score: the score, how many, their weight, and its squares.
    fn weighed<'t>(
        &'t self,
        measure: &'t Measure,
    ) -> impl Iterator<Item = (f64, i64, f64, f64)> + 't {
        let answers = measure.scores().iter().zip(&self.counts).enumerate();
        answers
            .filter(|(_, (score, _))| !score.is_nan())
            .map(|(place, (score, count))| {
                let alike = (number(*count), number(*count));
                let (sum, squares) = self
                    .weights
                    .get(place)
                    .map_or(alike, |weight| weight.sums());
                (*score, *count, sum, squares)
            })
    }

    fn sums(&self, measure: &Measure) -> Sums {
        let mut sums = Sums::default();
        for (score, count, weight, squares) in self.weighed(measure) {
            sums.add_many(
                score,
                u64::try_from(count).unwrap_or_default(),
                weight,
                squares,
            );
        }
        sums
    }

    /// These answers beside those of others, by the test of the measure; with weights by that of as many answers of
    /// one weight as would be as sure.
    pub(super) fn compared(
        &self,
        other: &Self,
        measure: &Measure,
        confidence: f64,
    ) -> Result<Comparison, Error> {
        let is_weighted = !self.weights.is_empty();
        if is_weighted && measure.how() == How::Median {
            return compare_heavy(&self.heavy(measure), &other.heavy(measure), confidence);
        }
        if is_weighted {
            let (one, other) = (self.sums(measure), other.sums(measure));
            return compare_sums(made(measure), &one, &other, confidence);
        }
        let tallies = (self.tally(measure), other.tally(measure));
        match measure.how() {
            How::Nps => compare(MetricKind::Nps, tallies.0, tallies.1, confidence),
            How::Share(_) => compare(MetricKind::Rate, tallies.0, tallies.1, confidence),
            How::Mean => {
                let moments = (self.moments(measure)?, other.moments(measure)?);
                compare_means(moments.0, moments.1, confidence)
            }
            How::Median => {
                let numbers = |of: &Self| of.scored(measure).collect::<Vec<_>>();
                compare_counted(&numbers(self), &numbers(other), confidence)
            }
        }
    }

    /// The answers that score, the lowest first, with their weights.
    fn heavy(&self, measure: &Measure) -> Vec<Heavy> {
        self.weighed(measure)
            .filter(|(_, times, ..)| *times > 0)
            .map(|(number, times, weight, squares)| Heavy {
                number,
                times,
                weight,
                squares,
            })
            .collect()
    }
}

/// What the answers of a measure are.
fn made(measure: &Measure) -> Made {
    match measure.how() {
        How::Nps => Made::Scores(MetricKind::Nps),
        How::Share(_) => Made::Scores(MetricKind::Rate),
        How::Mean | How::Median => Made::Numbers,
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
fn number(count: i64) -> f64 {
    count as f64
}
