//! The answers of some cells together, whichever way their metric is kept.

use super::compare::{Comparison, Spread, compare, compare_counted, compare_means, compare_sums};
use super::estimate::{Adjusted, Estimate, number};
use super::moments::Moments;
use super::plan::Added;
use super::reading::Reading;
use super::several::{
    Several, several_counted, several_counts, several_means, several_shares, several_spreads,
};
use super::table::median::noise_of_median;
use super::tally::Tally;
use super::totals::Totals;
use crate::error::Error;
use crate::program::MetricKind;

/// The answers of some cells of one metric together: counts, or sums. They add up; numbers read off them do not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gathered {
    pub(crate) tally: Tally,
    pub(super) totals: Totals,
}

impl From<Added> for Gathered {
    fn from(added: Added) -> Self {
        match added {
            Added::Tally(tally) => tally.into(),
            Added::Totals(totals) => Self {
                totals,
                ..Self::default()
            },
        }
    }
}

impl From<Tally> for Gathered {
    fn from(tally: Tally) -> Self {
        Self {
            tally,
            ..Self::default()
        }
    }
}

impl Gathered {
    /// Adds others.
    pub fn merge(&mut self, other: &Self) {
        self.tally.merge(other.tally);
        self.totals.merge(&other.totals);
    }

    /// How many answers count.
    pub fn answers(&self) -> i64 {
        self.tally.n + self.totals.n
    }

    /// How many answers count nothing: without a weight, worth no points, or without the other of a gap.
    pub fn left_out(&self) -> i64 {
        self.totals.left_out
    }

    /// The number of them.
    ///
    /// # Errors
    /// A confidence outside (0, 1).
    pub fn estimate(&self, reading: Reading, confidence: f64) -> Result<Estimate, Error> {
        if reading.is_tallied() {
            return reading.estimate(self.tally, confidence);
        }
        let found = reading.of_totals(&self.totals, confidence)?;
        Ok(found.estimate)
    }

    /// With weights, how many answers of the same weight would be as sure; absent without.
    pub fn effective_n(&self, reading: Reading) -> Option<f64> {
        (reading.is_weighted).then(|| reading.sums(&self.totals).effective_n())
    }

    /// How much they count together: as many as they are, where all count alike.
    pub(crate) fn weight(&self, reading: Reading) -> f64 {
        if reading.is_weighted {
            reading.sums(&self.totals).weight
        } else {
            number(self.answers())
        }
    }

    /// What a single answer is worth to a metric that is no plain count: absent of one that counts nothing.
    pub(crate) fn worth(&self, reading: Reading) -> Option<f64> {
        let totals = &self.totals;
        if totals.n == 0 {
            return None;
        }
        if reading.kind == MetricKind::Median {
            return reading.numbers(totals).next().map(|(number, _)| number);
        }
        let weight = totals.weight.0.max(1);
        Some(reading.answer(totals.sum.0 / weight))
    }

    /// What a single answer scores: 1, 0 or −1 of NPS, 1 or 0 of a share; of other kinds what it is worth. Absent of
    /// one that counts nothing.
    pub(crate) fn score(&self, reading: Reading) -> Option<f64> {
        if self.tally.n > 0 {
            return Some(number(self.tally.plus - self.tally.minus));
        }
        self.worth(reading)
    }

    /// These beside others, by the test of the kind of metric; with weights by that of as many answers of the
    /// same weight as would be as sure.
    ///
    /// # Errors
    /// A confidence outside (0, 1).
    pub fn compare(
        &self,
        other: &Self,
        reading: Reading,
        confidence: f64,
    ) -> Result<Comparison, Error> {
        if reading.is_tallied() {
            return compare(reading.kind, self.tally, other.tally, confidence);
        }
        if reading.is_weighted {
            let (one, other) = (reading.sums(&self.totals), reading.sums(&other.totals));
            return compare_sums(reading.made(), &one, &other, confidence);
        }
        let means = reading
            .moments(&self.totals)
            .zip(reading.moments(&other.totals));
        if let Some((one, other)) = means {
            return compare_means(one, other, confidence);
        }
        let numbers = |of: &Self| reading.numbers(&of.totals).collect::<Vec<_>>();
        compare_counted(&numbers(self), &numbers(other), confidence)
    }

    /// Whether several groups differ, and how much: means and NPS by Welch, shares by chi-squared, medians by
    /// ranks; with weights as of the answers of one weight that would be as sure.
    pub(crate) fn several(
        groups: &[&Self],
        reading: Reading,
        confidence: f64,
    ) -> Result<Several, Error> {
        let is_nps = reading.kind == MetricKind::Nps;
        if reading.is_weighted {
            let n = groups.iter().map(|it| it.answers()).sum();
            let sums: Vec<_> = groups.iter().map(|it| reading.sums(&it.totals)).collect();
            let found = if reading.kind.is_counted() && !is_nps {
                let counts: Vec<_> = sums.iter().map(super::weights::Sums::counts).collect();
                several_counts(&counts, n, confidence)?
            } else {
                let spreads: Vec<_> = sums.iter().map(super::weights::Sums::spread).collect();
                several_spreads(&spreads, n, confidence)?
            };
            let effective_n = sums.iter().map(super::weights::Sums::effective_n).sum();
            return Ok(found.weighted(n, effective_n));
        }
        if is_nps {
            let moments = groups.iter().map(|it| scores(it.tally));
            return several_means(&moments.collect::<Result<Vec<_>, _>>()?, confidence);
        }
        if reading.is_tallied() {
            let shares: Vec<_> = groups
                .iter()
                .map(|it| (it.tally.plus, it.tally.n))
                .collect();
            return several_shares(&shares, confidence);
        }
        let means: Option<Vec<Moments>> = groups
            .iter()
            .map(|it| reading.moments(&it.totals))
            .collect();
        if let Some(means) = means {
            return several_means(&means, confidence);
        }
        let numbers = groups
            .iter()
            .map(|it| reading.numbers(&it.totals).collect());
        several_counted(&numbers.collect::<Vec<_>>(), confidence)
    }

    /// The mean of these answers and how they vary; absent of plain counts and of medians.
    pub(crate) fn spread(&self, reading: Reading) -> Option<(f64, f64, f64)> {
        let spread = self.spread_of(reading)?;
        Some((spread.mean?, spread.noise()?, spread.n))
    }

    fn spread_of(&self, reading: Reading) -> Option<Spread> {
        if reading.kind.is_counted() || reading.kind == MetricKind::Median {
            return None;
        }
        Some(match reading.moments(&self.totals) {
            Some(moments) => Spread::of(moments),
            None => reading.sums(&self.totals).spread(),
        })
    }

    /// The variance of the number that comes of how few answers there are, as its own interval takes it: with two
    /// answers of each sort more for a share (A. Agresti, B. A. Coull, The American Statistician 52, 1998), with
    /// three more for NPS; of a mean that of its numbers, over how many they are; of a median by the numbers that
    /// lie √n ranks off (R. M. Price, D. G. Bonett, Journal of Statistical Computation and Simulation 68, 2001,
    /// 295–305). Absent where there are too few to tell.
    pub(crate) fn noise(&self, reading: Reading) -> Option<f64> {
        if let Some(spread) = self.spread_of(reading) {
            return spread.noise();
        }
        if reading.kind == MetricKind::Median {
            let numbers: Vec<(f64, i64)> = reading.numbers(&self.totals).collect();
            return noise_of_median(&numbers);
        }
        let (n, plus, minus) = if reading.is_weighted {
            let counts = reading.sums(&self.totals).counts();
            (counts.n, counts.plus, counts.minus)
        } else {
            let Tally { n, plus, minus } = self.tally;
            (number(n), number(plus), number(minus))
        };
        if n <= 0.0 {
            return None;
        }
        if reading.kind == MetricKind::Nps {
            let adjusted = Adjusted::of(plus, minus, n);
            return Some(10_000.0 * adjusted.variance / adjusted.n);
        }
        let n = n + 4.0;
        let share = (plus + 2.0) / n;
        Some(share * (1.0 - share) / n)
    }
}

/// The answers to NPS as numbers: 100, 0 or −100, of which NPS is the mean.
fn scores(tally: Tally) -> Result<Moments, Error> {
    Moments::of_counts(&[
        (100, tally.plus),
        (0, tally.n - tally.plus - tally.minus),
        (-100, tally.minus),
    ])
}

#[cfg(test)]
mod tests {
    use super::super::compare::counted;
    use super::super::{Sampling, Test, compare_medians};
    use super::*;
    use crate::program::Program;

    const PROGRAM: &str = r"
voc: 1
name: Shop
fields: {stars: int, hoped: int, wait: {type: number, decimals: 1}, worth: {type: number, decimals: 2}}
metrics:
  wait: {kind: mean, of: wait}
  median: {kind: median, of: wait}
  gap: {kind: gap, of: stars, expected: hoped, scale: [1, 5]}
  heavy: {kind: mean, of: wait, weight: worth}
  share: {kind: top_box, of: stars, scale: [1, 5], weight: worth}
";

    fn reading(metric: &str) -> Reading {
        let program = Program::parse(PROGRAM).unwrap();
        Reading::of_metric(&program, program.spec().metrics.get(metric).unwrap())
    }

    fn all(parts: impl IntoIterator<Item = Totals>) -> Gathered {
        let mut all = Gathered::default();
        for part in parts {
            all.merge(&Added::Totals(part).into());
        }
        all
    }

    fn near(found: Option<f64>, wanted: f64) {
        let found = found.unwrap();
        assert!((found - wanted).abs() < 1e-9, "{found} {wanted}");
    }

    #[test]
    fn weighted_means_by_welch_by_hand() {
        // 2.0 with weight 1 and 5.0 with weight 2: mean 4, effective n 9/5, weighted variance
        // (1·4 + 2·1)/3 · 1.8/0.8 = 4.5, over 1.8: 2.5. 1.0 and 3.0, weights 1: mean 2, variance 2, over 2: 1.
        let one = all([Totals::weighted(20, 100), Totals::weighted(50, 200)]);
        let other = all([Totals::weighted(10, 100), Totals::weighted(30, 100)]);
        let found = one.compare(&other, reading("heavy"), 0.95).unwrap();
        assert_eq!((found.method, found.n), (Test::Welch, [2, 2]));
        near(found.difference, 2.0);
        near(found.statistic, 2.0 / 3.5_f64.sqrt());
        near(found.df, 3.5 * 3.5 / (2.5 * 2.5 / 0.8 + 1.0));
        let [a, b] = found.effective_n.unwrap();
        assert!((a - 1.8).abs() < 1e-12 && (b - 2.0).abs() < 1e-12);
        near(one.effective_n(reading("heavy")), 1.8);
        near(one.noise(reading("heavy")), 2.5);
        // The same by groups: F is t².
        let several = Gathered::several(&[&one, &other], reading("heavy"), 0.95).unwrap();
        near(several.statistic, 4.0 / 3.5);
        assert_eq!(several.n, 4);
        near(several.effective_n, 3.8);
    }

    #[test]
    fn weighted_shares_as_of_fewer_answers() {
        // Weights of 1 and 3, a hit of 3: 0.75 of 16/10 answers; 2 hits of 4 alike: 0.5 of 4. Chi-squared of 1.2
        // of 1.6 and 2 of 4: pooled 3.2/5.6; difference 0.25; times 4.6/5.6.
        let one = all([Totals::weighted(0, 100), Totals::weighted(1, 300)]);
        let other = all((0..4).map(|at| Totals::weighted(at % 2, 100)));
        let found = one.compare(&other, reading("share"), 0.95).unwrap();
        let pooled = 3.2 / 5.6;
        let chi = 0.25 * 0.25 / (pooled * (1.0 - pooled) * (1.0 / 1.6 + 0.25)) * 4.6 / 5.6;
        near(found.statistic.map(|z| z * z), chi);
        assert_eq!(found.method, Test::NewcombeN1);
        // Two answers of each sort more: 3.2 of 5.6.
        near(one.noise(reading("share")), pooled * (1.0 - pooled) / 5.6);
        let several = Gathered::several(&[&one, &other], reading("share"), 0.95).unwrap();
        near(several.statistic, chi);
    }

    #[test]
    fn medians_by_ranks() {
        let numbers = [
            [0.5, 1.0, 2.5, 3.0, 4.0, 30.0, 0.5],
            [4.0, 5.5, 9.0, 2.5, 8.0, 7.5, 6.0],
        ];
        let gathered = numbers.map(|group| {
            all(group.map(|it| {
                #[expect(clippy::cast_possible_truncation, reason = "small")]
                Totals::value((it * 10.0) as i64)
            }))
        });
        let [one, other] = &gathered;
        let found = one.compare(other, reading("median"), 0.95).unwrap();
        let alike = |numbers| (numbers, Sampling::default());
        let wanted =
            compare_medians([alike(&numbers[0][..]), alike(&numbers[1][..])], 0.95).unwrap();
        assert_eq!(found, wanted);
        assert_eq!(found.method, Test::WilcoxonExact);
        near(found.difference, 2.5 - 6.0);
        let several = Gathered::several(&[one, other], reading("median"), 0.95).unwrap();
        near(several.statistic, found.statistic.unwrap().powi(2));
        assert_eq!(counted(numbers[0])[0], (0.5, 2));
    }

    #[test]
    fn a_single_answer_is_worth_its_number() {
        // Three tenths less one are two, and no less.
        let one = all([Totals::of(3 - 1)]);
        assert_eq!(one.worth(reading("wait")), Some(0.2));
        let heavy = all([Totals::weighted(-25, 250)]);
        assert_eq!(heavy.worth(reading("heavy")), Some(-2.5));
        assert_eq!(all([Totals::value(7)]).worth(reading("median")), Some(0.7));
        assert_eq!(all([Totals::weighted(1, 0)]).worth(reading("heavy")), None);
        assert!(
            (heavy.weight(reading("heavy"))
                / all([Totals::weighted(1, 100)]).weight(reading("heavy"))
                - 2.5)
                .abs()
                < 1e-12
        );
    }

    #[test]
    fn too_few_leave_no_noise() {
        assert_eq!(all([Totals::of(5)]).noise(reading("gap")), None);
        assert_eq!(Gathered::default().noise(MetricKind::Csat.into()), None);
        assert_eq!(all([Totals::value(5)]).noise(reading("median")), None);
        near(
            all([Totals::of(1), Totals::of(3)]).noise(reading("gap")),
            1.0,
        );
    }
}
