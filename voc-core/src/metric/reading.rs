//! How the answers of a metric become its number.

use super::estimate::Estimate;
use super::tally::Tally;
use crate::error::Error;
use crate::program::MetricKind;
#[cfg(not(small))]
use crate::program::{MetricSpec, Program};

#[cfg(not(small))]
use {
    super::formula::{Formula, scale},
    super::modified::{ShareInterval, no_choice},
    super::moments::Moments,
    super::table::median::{Sure, median},
    super::totals::Totals,
    super::weights::{Made, Sums, Weighted},
};

/// How the answers of a metric become its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// The kind of metric.
    pub kind: MetricKind,
    /// The decimal places that are kept of an answer.
    #[cfg(not(small))]
    places: u32,
    /// Answers have weights, and do not count alike.
    #[cfg(not(small))]
    pub(super) is_weighted: bool,
    /// The interval of a share whose answers count alike.
    #[cfg(not(small))]
    interval: ShareInterval,
}

impl From<MetricKind> for Reading {
    /// Of answers that count alike, and are whole numbers.
    fn from(kind: MetricKind) -> Self {
        Self {
            kind,
            #[cfg(not(small))]
            places: 0,
            #[cfg(not(small))]
            is_weighted: false,
            #[cfg(not(small))]
            interval: ShareInterval::Wilson,
        }
    }
}

impl Reading {
    /// The number of plain counts.
    ///
    /// # Errors
    /// As of [`Tally::estimate`].
    pub fn estimate(self, tally: Tally, confidence: f64) -> Result<Estimate, Error> {
        #[cfg(not(small))]
        {
            tally.estimate_by(self.kind, self.interval, confidence)
        }
        #[cfg(small)]
        {
            tally.estimate(self.kind, confidence)
        }
    }
}

#[cfg(not(small))]
impl Reading {
    /// Of a metric as it is compiled.
    pub(super) fn of(kind: MetricKind, formula: Option<&Formula>) -> Self {
        Self {
            kind,
            places: formula.map_or(0, |formula| formula.places),
            is_weighted: formula.is_some_and(Formula::is_weighted),
            interval: ShareInterval::Wilson,
        }
    }

    /// With the interval that is asked for.
    pub(super) fn with_interval(self, interval: Option<ShareInterval>) -> Result<Self, Error> {
        let Some(interval) = interval else {
            return Ok(self);
        };
        let is_share = self.kind.is_counted() && self.kind != MetricKind::Nps;
        if !is_share || self.is_weighted && interval != ShareInterval::Wilson {
            return Err(no_choice());
        }
        Ok(Self { interval, ..self })
    }

    /// Of a metric of a program.
    pub(crate) fn of_metric(program: &Program, spec: &MetricSpec) -> Self {
        Self::of(spec.kind, Formula::of(program, spec).as_ref())
    }

    /// The sums of a metric that is a mean of answers that count alike.
    pub(super) fn moments(self, totals: &Totals) -> Option<Moments> {
        let is_mean = !self.kind.is_counted() && self.kind != MetricKind::Median;
        let (sum, squares) = (totals.sum.0, totals.squares.0);
        (is_mean && !self.is_weighted)
            .then(|| Moments::of_sums(totals.n, self.places, sum, squares))
    }

    /// Whether its answers are kept as plain counts.
    pub(crate) fn is_tallied(self) -> bool {
        self.kind.is_counted() && !self.is_weighted
    }

    /// The number of sums, with how sure weights leave it.
    pub(super) fn of_totals(self, totals: &Totals, confidence: f64) -> Result<Weighted, Error> {
        if self.is_weighted {
            return self.weighted(totals, confidence);
        }
        let estimate = match self.moments(totals) {
            Some(moments) => moments.estimate(confidence)?,
            None => self.median(totals, confidence)?,
        };
        Ok(Weighted {
            estimate,
            effective_n: number(totals.n.into()),
            design_effect: (totals.n > 0).then_some(1.0),
        })
    }

    fn median(self, totals: &Totals, confidence: f64) -> Result<Estimate, Error> {
        let numbers: Vec<(f64, f64)> = self
            .numbers(totals)
            .map(|(answer, times)| (answer, number(times.into())))
            .collect();
        median(&numbers, totals.n, Sure::Plain(totals.n), confidence)
    }

    /// The answers of a median, the lowest first, each with how often it came.
    pub(super) fn numbers(self, totals: &Totals) -> impl Iterator<Item = (f64, i64)> {
        let scale = scale(self.places);
        let counts = totals.counts.iter();
        counts.map(move |(units, times)| (number((*units).into()) / scale, *times))
    }

    /// An answer of so many units.
    pub(super) fn answer(self, units: i128) -> f64 {
        number(units) / scale(self.places)
    }

    fn weighted(self, totals: &Totals, confidence: f64) -> Result<Weighted, Error> {
        self.sums(totals).estimate(self.made(), None, confidence)
    }

    /// What the answers of a metric are.
    pub(super) fn made(self) -> Made {
        if self.kind.is_counted() {
            Made::Scores(self.kind)
        } else {
            Made::Numbers
        }
    }

    /// The answers of a metric with weights.
    pub(super) fn sums(self, totals: &Totals) -> Sums {
        let answers = scale(self.places);
        let (weight, sum, squares) = (totals.weight.0, totals.sum.0, totals.squares.0);
        // Squares around the whole part of the mean are exact, and fit where those around 0 do; what is left
        // of it is small.
        let (whole, rest) = (sum / weight.max(1), sum % weight.max(1));
        let around = sum.wrapping_mul(2).wrapping_sub(whole.wrapping_mul(weight));
        let around = squares.wrapping_sub(whole.wrapping_mul(around));
        let rest = number(rest);
        let spread = (number(around) - rest * rest / number(weight.max(1))).max(0.0);
        // How large weights are beside each other matters, and not what they are counted in.
        Sums {
            n: u64::try_from(totals.n).unwrap_or_default(),
            weight: number(weight),
            squares: number(totals.weight_squares.0),
            sum: number(sum) / answers,
            plus: number(i128::midpoint(squares, sum)),
            minus: number((squares - sum) / 2),
            spread: spread / (answers * answers),
        }
    }
}

#[cfg(not(small))]
#[expect(
    clippy::cast_precision_loss,
    reason = "a digit beyond a double's is not asked for"
)]
fn number(units: i128) -> f64 {
    units as f64
}

#[cfg(all(test, not(small)))]
mod tests {
    use super::super::{Sampling, mean, weighted};
    use super::*;
    use proptest::prelude::*;

    fn totals(parts: impl IntoIterator<Item = Totals>) -> Totals {
        let mut all = Totals::default();
        for part in parts {
            all.merge(&part);
        }
        all
    }

    fn reading(kind: MetricKind, places: u32, is_weighted: bool) -> Reading {
        Reading {
            kind,
            places,
            is_weighted,
            interval: ShareInterval::Wilson,
        }
    }

    fn close(one: Option<f64>, other: Option<f64>) -> bool {
        match (one, other) {
            (Some(one), Some(other)) => (one - other).abs() <= 1e-9 * other.abs().max(1.0),
            (one, other) => one == other,
        }
    }

    #[test]
    fn nobody_answered() {
        for kind in [MetricKind::Mean, MetricKind::Median, MetricKind::Gap] {
            let none = reading(kind, 2, false)
                .of_totals(&Totals::default(), 0.95)
                .unwrap();
            assert_eq!((none.estimate.value, none.estimate.n), (None, 0));
            assert_eq!(none.design_effect, None);
        }
        let weighted = reading(MetricKind::Nps, 0, true);
        let none = weighted.of_totals(&Totals::default(), 0.95).unwrap();
        assert_eq!((none.estimate.value, none.effective_n), (None, 0.0));
    }

    proptest! {
        #[test]
        fn sums_have_the_mean_of_the_numbers(units in prop::collection::vec(-9_000_i64..9_000, 0..30)) {
            let all = totals(units.iter().map(|units| Totals::of(*units)));
            let found = reading(MetricKind::Mean, 2, false).of_totals(&all, 0.95).unwrap().estimate;
            let numbers: Vec<f64> = units.iter().map(|units| number((*units).into()) / 100.0).collect();
            let plain = mean(&numbers, 0.95).unwrap();
            prop_assert!(close(found.value, plain.value) && close(found.low, plain.low), "{found} {plain}");
            prop_assert_eq!(found.n, plain.n);
        }

        #[test]
        fn weighted_sums_are_what_columns_come_to(
            rows in prop::collection::vec((-1_i64..=1, -900_i64..900, 1_i64..400), 0..30),
        ) {
            let weights: Vec<f64> = rows.iter().map(|(_, _, weight)| number((*weight).into())).collect();
            let sampling = Sampling { weights: Some(&weights), population: None };
            let scores: Vec<f64> = rows.iter().map(|(score, ..)| number((*score).into())).collect();
            let hits: Vec<f64> = scores.iter().map(|score| score.abs()).collect();
            let numbers: Vec<f64> = rows.iter().map(|(_, units, _)| number((*units).into()) / 10.0).collect();
            for (kind, made, answers) in [
                (MetricKind::Nps, Made::Scores(MetricKind::Nps), &scores),
                (MetricKind::Share, Made::Scores(MetricKind::Rate), &hits),
                (MetricKind::Mean, Made::Numbers, &numbers),
            ] {
                let places = u32::from(kind == MetricKind::Mean);
                let all = totals(rows.iter().map(|(score, units, weight)| {
                    let answer = match kind {
                        MetricKind::Nps => *score,
                        MetricKind::Share => score.abs(),
                        _ => *units,
                    };
                    Totals::weighted(answer, *weight)
                }));
                let found = reading(kind, places, true).of_totals(&all, 0.95).unwrap();
                let wanted = weighted(made, answers, sampling, 0.95).unwrap();
                let (one, other) = (found.estimate, wanted.estimate);
                prop_assert!(close(one.value, other.value), "{one} {other}");
                prop_assert!(close(one.low, other.low) && close(one.high, other.high), "{one} {other}");
                prop_assert!(close(Some(found.effective_n), Some(wanted.effective_n)));
                prop_assert_eq!(one.n, other.n);
            }
        }
    }
}
