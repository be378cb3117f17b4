//! Answers that do not count alike, and samples that are a large part of all there are.

use super::dice::Dice;
use super::means::{mean_of, skewed};
use super::sheet::{Seen, Sheet, both, mean_and_least};
use super::{CONFIDENCE, Held, ends, factorials, holds};
use voc_core::metric::{Estimate, Made, Sampling, weighted};
use voc_core::program::MetricKind;

/// How answers come to their weights.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Weights {
    /// Whatever was answered: log-normal, with such a spread.
    Apart(f64),
    /// By groups that answer differently: every other answer is of the second, and counts four times.
    Groups,
}

/// What is estimated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum What {
    /// A share: a fifth hit, and half in the second group.
    Share,
    /// NPS: a half promote and a fifth detract; in the second group a fifth and a half.
    Nps,
    /// A mean of answers from 0 to 10 of which 0.3 are the best; in the second group 0.6.
    Mean,
}

impl What {
    fn made(self) -> Made {
        match self {
            Self::Share => Made::Scores(MetricKind::Rate),
            Self::Nps => Made::Scores(MetricKind::Nps),
            Self::Mean => Made::Numbers,
        }
    }

    /// What an answer counts, and its share.
    fn shares(self, second: bool) -> Vec<(f64, f64)> {
        match (self, second) {
            (Self::Share, false) => vec![(1.0, 0.2), (0.0, 0.8)],
            (Self::Share, true) => vec![(1.0, 0.5), (0.0, 0.5)],
            (Self::Nps, false) => vec![(1.0, 0.5), (-1.0, 0.2), (0.0, 0.3)],
            (Self::Nps, true) => vec![(1.0, 0.2), (-1.0, 0.5), (0.0, 0.3)],
            (Self::Mean, second) => {
                let shares = skewed(if second { 0.6 } else { 0.3 });
                (0_u32..).map(f64::from).zip(shares).collect()
            }
        }
    }

    fn truth(self, second: bool) -> f64 {
        if self == Self::Mean {
            return mean_of(&skewed(if second { 0.6 } else { 0.3 }));
        }
        let shares = self.shares(second);
        let sum: f64 = shares.iter().map(|(of, share)| of * share).sum();
        if self == Self::Nps { 100.0 * sum } else { sum }
    }
}

/// How often the interval of n weighted answers holds the truth.
///
/// # Panics
/// Never: answers are scores and weights are above 0.
pub fn drawn(what: What, weights: Weights, n: u32, samples: u32) -> Seen {
    let mut dice = Dice::new(u64::from(n));
    let sides = [what.shares(false), what.shares(true)];
    let shares = [0, 1].map(|side: usize| sides[side].iter().map(|it| it.1).collect::<Vec<f64>>());
    let answer = |place: u32| {
        let (side, weight) = match weights {
            Weights::Apart(spread) => (0, (spread * dice.normal()).exp()),
            Weights::Groups => {
                let side = place as usize % 2;
                (side, [1.0, 4.0][side])
            }
        };
        (sides[side][dice.place(&shares[side])].0, weight)
    };
    let mut answer = answer;
    let sample = |_| {
        let (answers, weights): (Vec<f64>, Vec<f64>) = (0..n).map(&mut answer).unzip();
        ends(&estimate(what.made(), &answers, Some(&weights), None))
    };
    let truth = match weights {
        Weights::Apart(_) => what.truth(false),
        Weights::Groups => (what.truth(false) + 4.0 * what.truth(true)) / 5.0,
    };
    Seen::of(samples, sample, truth)
}

fn estimate(
    made: Made,
    answers: &[f64],
    weights: Option<&[f64]>,
    population: Option<u64>,
) -> Estimate {
    let sampling = Sampling {
        weights,
        population,
    };
    let found = weighted(made, answers, sampling, CONFIDENCE);
    found.expect("answers and weights are plain").estimate
}

/// The interval of a share of n out of `all`, over all samples there can be: of all, a share p (or nearly so) hit.
pub fn part_of_all(n: i64, all: i64) -> Held {
    let logs = factorials(all);
    let ways =
        |of: i64, some: i64| logs[of as usize] - logs[some as usize] - logs[(of - some) as usize];
    let found = |hits: i64| {
        let answers: Vec<f64> = (0..n)
            .map(|place| f64::from(u8::from(place < hits)))
            .collect();
        estimate(What::Share.made(), &answers, None, u64::try_from(all).ok())
    };
    let intervals: Vec<Estimate> = (0..=n).map(found).collect();
    let shares = super::grid().map(|p| {
        let hit = (p * all as f64).round() as i64;
        let possible = (n - (all - hit)).max(0)..=hit.min(n);
        let held =
            possible.filter(|hits| holds(&intervals[*hits as usize], hit as f64 / all as f64));
        held.map(|hits| (ways(hit, hits) + ways(all - hit, n - hits) - ways(all, n)).exp())
            .sum()
    });
    Held {
        n,
        shares: shares.collect(),
    }
}

/// The table of weighted answers.
pub fn sheet(samples: u32) -> Sheet {
    let kinds = [What::Share, What::Nps, What::Mean];
    let ways = [Weights::Apart(0.5), Weights::Apart(1.0), Weights::Groups];
    let row = |n: u32| {
        let cells = kinds
            .iter()
            .flat_map(|what| ways.map(|weights| drawn(*what, weights, n, samples).cell()));
        std::iter::once(n.to_string()).chain(cells).collect()
    };
    Sheet {
        title: "Answers with weights (Kish's effective number), drawn",
        text: format!(
            "{samples} samples of n answers: a share of 0.2, an NPS of 30, the mean of answers of which 0.3 are the best. Weights \
             are apart from answers, log-normal with a spread of 0.5 or 1; or they make up for two groups that answer \
             differently (0.5, −30, 0.6 in the second, which counts four times)."
        ),
        heads: [
            "n",
            "share, 0.5",
            "1",
            "groups",
            "NPS, 0.5",
            "1",
            "groups",
            "mean, 0.5",
            "1",
            "groups",
        ]
        .map(str::to_owned)
        .to_vec(),
        rows: [20, 50, 100, 200].into_iter().map(row).collect(),
    }
}

/// The table of samples that are a large part of all.
pub fn parts() -> Sheet {
    let row = |[n, all]: [i64; 2]| {
        std::iter::once(format!("{n} of {all}"))
            .chain(both(&part_of_all(n, all)))
            .collect()
    };
    let sizes = [
        [20, 100],
        [50, 100],
        [80, 100],
        [100, 1000],
        [500, 1000],
        [900, 1000],
    ];
    Sheet {
        title: "Shares of a large part of all (Wilson, finite population), exactly",
        text: "Over p as above, as near as so many can have it. Where few could have answered and nearly all did, the number \
               that hit is nearly known, and an interval holds all or nothing of it."
            .to_owned(),
        heads: mean_and_least("answers", ["share"]),
        rows: sizes.into_iter().map(row).collect(),
    }
}
