//! The values of an outcome as numbers: of a band, of two, of all.

use super::{BandDifference, BandRow, Came, OutcomeKind, count};
use crate::error::Error;
use crate::metric::{
    self, Comparison, Estimate, Moments, OrderTest, OrderTrend, Sampling, Tally, compare,
    compare_means, compare_weighted, trend_of_numbers, trend_of_shares, trend_of_weighted_shares,
    weighted,
};
use crate::program::MetricKind;

/// What was found of one band.
#[derive(Default)]
pub(super) struct Found {
    values: Vec<f64>,
    /// How much each counts; nothing where all count alike.
    weights: Vec<f64>,
    nothing_came: i64,
    no_value: i64,
    waiting: i64,
    early: i64,
}

impl Found {
    pub(super) fn put(&mut self, came: Came, kind: OutcomeKind, weight: Option<f64>) {
        let value = match came {
            Came::Value(value) => Some(value),
            Came::Nothing => {
                self.nothing_came += 1;
                (kind == OutcomeKind::Share).then_some(0.0)
            }
            Came::NoValue => {
                self.no_value += 1;
                None
            }
            Came::NotYet => {
                self.waiting += 1;
                None
            }
            Came::Early => {
                self.early += 1;
                None
            }
        };
        if value.is_some() {
            self.values.extend(value);
            self.weights.extend(weight);
        }
    }

    fn is_weighted(&self) -> bool {
        !self.weights.is_empty()
    }

    fn hits(&self) -> (i64, i64) {
        let hits = self.values.iter().filter(|value| **value > 0.0).count();
        (count(hits), count(self.values.len()))
    }

    /// The values with their weights: of a share 1 and 0.
    fn sampled(&self) -> (&[f64], Sampling<'_>) {
        let weights = Some(self.weights.as_slice());
        let population = None;
        let sampling = Sampling {
            weights,
            population,
        };
        (&self.values, sampling)
    }
}

/// How values of an outcome become numbers.
#[derive(Clone, Copy)]
pub(crate) struct Made {
    pub(crate) kind: OutcomeKind,
    pub(crate) decimals: u32,
    pub(crate) confidence: f64,
}

impl Made {
    pub(super) fn row(self, name: &str, found: &Found) -> Result<BandRow, Error> {
        let (outcome, effective_n) = if found.is_weighted() {
            let (values, sampling) = found.sampled();
            let made = weighted(self.weighted_as(), values, sampling, self.confidence)?;
            (made.estimate, Some(made.effective_n))
        } else {
            (self.estimate(&found.values)?, None)
        };
        Ok(BandRow {
            band: name.to_owned(),
            outcome,
            effective_n,
            nothing_came: found.nothing_came,
            no_value: found.no_value,
            waiting: found.waiting,
            early: found.early,
        })
    }

    fn weighted_as(self) -> metric::Made {
        match self.kind {
            OutcomeKind::Share => metric::Made::Scores(MetricKind::Rate),
            OutcomeKind::Mean => metric::Made::Numbers,
        }
    }

    pub(crate) fn estimate(self, values: &[f64]) -> Result<Estimate, Error> {
        match self.kind {
            OutcomeKind::Share => tally(values).estimate(MetricKind::Rate, self.confidence),
            OutcomeKind::Mean => self.moments(values)?.estimate(self.confidence),
        }
    }

    fn moments(self, values: &[f64]) -> Result<Moments, Error> {
        let mut moments = Moments::of_decimals(self.decimals)?;
        for value in values {
            moments.add(*value)?;
        }
        Ok(moments)
    }

    pub(super) fn differences(
        self,
        names: &[String],
        found: &[Found],
    ) -> Result<Vec<BandDifference>, Error> {
        let mut with = names
            .iter()
            .zip(found)
            .filter(|(_, found)| !found.values.is_empty());
        let Some((lowest, base)) = with.next() else {
            return Ok(Vec::new());
        };
        with.map(|(name, found)| {
            Ok(BandDifference {
                band: name.clone(),
                less: lowest.clone(),
                comparison: self.compared(found, base)?,
            })
        })
        .collect()
    }

    fn compared(self, found: &Found, base: &Found) -> Result<Comparison, Error> {
        if found.is_weighted() {
            let both = [found.sampled(), base.sampled()];
            return compare_weighted(self.weighted_as(), both, self.confidence);
        }
        match self.kind {
            OutcomeKind::Share => {
                let (one, other) = (tally(&found.values), tally(&base.values));
                compare(MetricKind::Rate, one, other, self.confidence)
            }
            OutcomeKind::Mean => {
                let (one, other) = (self.moments(&found.values)?, self.moments(&base.values)?);
                compare_means(one, other, self.confidence)
            }
        }
    }

    pub(super) fn trend(self, found: &[Found]) -> Result<OrderTrend, Error> {
        let is_weighted = found.iter().any(Found::is_weighted);
        Ok(match self.kind {
            OutcomeKind::Share if is_weighted => {
                let groups: Vec<_> = found.iter().map(Found::sampled).collect();
                trend_of_weighted_shares(&groups)?
            }
            OutcomeKind::Share => {
                let shares: Vec<(i64, i64)> = found.iter().map(Found::hits).collect();
                trend_of_shares(&shares)
            }
            // Ranks know no weights.
            OutcomeKind::Mean if is_weighted => OrderTrend {
                n: found.iter().map(|it| count(it.values.len())).sum(),
                z: None,
                p: None,
                tau: None,
                method: OrderTest::JonckheereTerpstra,
            },
            OutcomeKind::Mean => {
                let groups: Vec<&[f64]> = found.iter().map(|it| it.values.as_slice()).collect();
                trend_of_numbers(&groups)
            }
        })
    }
}

fn tally(values: &[f64]) -> Tally {
    let mut all = Tally::default();
    for value in values {
        all.merge(if *value > 0.0 {
            Tally::PLUS
        } else {
            Tally::NEUTRAL
        });
    }
    all
}
