//! Means of answers that are not normal, alone and side by side.

use super::dice::Dice;
use super::sheet::{Seen, Sheet};
use super::{CONFIDENCE, both_ends, ends};
use voc_core::metric::bootstrap::{Drawing, interval};
use voc_core::metric::{Estimate, compare_means, mean, moments};

/// Answers from 0 to 10 of which a share of `best` are 10, and the others the rarer the lower: half as many as
/// of the next.
pub fn skewed(best: f64) -> Vec<f64> {
    let others: Vec<f64> = (0..10).map(|answer| 2_f64.powi(answer)).collect();
    let sum: f64 = others.iter().sum();
    others
        .iter()
        .map(|other| (1.0 - best) * other / sum)
        .chain([best])
        .collect()
}

/// The mean of answers with such shares, from 0 on.
pub fn mean_of(shares: &[f64]) -> f64 {
    let all = shares.iter().zip(0_u32..);
    all.map(|(share, answer)| share * f64::from(answer)).sum()
}

/// How a mean's interval is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfMean {
    /// By Student's t.
    Student,
    /// By the bootstrap, of so many replicates.
    Bootstrap(u32),
}

/// How often the interval of a mean holds the truth, in so many samples of n answers drawn with a seed.
///
/// # Panics
/// Where the core refuses plain answers.
pub fn of_mean(shares: &[f64], n: u32, samples: u32, how: OfMean) -> Seen {
    // Each answer has as many places as its share.
    let places = 100_000_u32;
    let mut until = 0.0;
    let each: Vec<f64> = shares
        .iter()
        .map(|share| {
            until += share;
            until * f64::from(places)
        })
        .collect();
    let sample = Drawing {
        seed: u64::from(n),
        replicates: samples,
    };
    let drawn = |number| {
        let drawn = sample.places(number, places).take(n as usize);
        let answers: Vec<f64> = drawn
            .map(|place| each.partition_point(|end| *end <= f64::from(place)).min(10) as f64)
            .collect();
        ends(&match how {
            OfMean::Student => mean(&answers, CONFIDENCE).expect("answers are small"),
            OfMean::Bootstrap(replicates) => drawn_anew(&answers, number, replicates),
        })
    };
    Seen::of(samples, drawn, mean_of(shares))
}

fn drawn_anew(answers: &[f64], seed: u32, replicates: u32) -> Estimate {
    let n = answers.len() as u32;
    let drawing = Drawing {
        seed: u64::from(seed),
        replicates,
    };
    let sum: f64 = answers.iter().sum();
    let mean_of = |replicate| {
        let drawn = drawing
            .places(replicate, n)
            .map(|place| answers[place as usize]);
        drawn.sum::<f64>() / f64::from(n)
    };
    let means: Vec<f64> = (0..replicates).map(mean_of).collect();
    let without: Vec<f64> = answers
        .iter()
        .map(|answer| (sum - answer) / f64::from(n - 1))
        .collect();
    let made = interval(
        sum / f64::from(n),
        i64::from(n),
        &means,
        &without,
        CONFIDENCE,
    );
    made.expect("there are enough replicates")
}

/// Answers with such shares.
pub(super) fn answers(dice: &mut Dice, shares: &[f64], n: u32) -> Vec<f64> {
    (0..n).map(|_| dice.place(shares) as f64).collect()
}

/// How often Welch's interval holds the difference of two means.
///
/// # Panics
/// Where the core refuses plain answers.
pub fn welch(best: [f64; 2], n: [u32; 2], samples: u32) -> Seen {
    let of = best.map(skewed);
    let mut dice = Dice::new(u64::from(n[0]) << 32 | u64::from(n[1]));
    let drawn = |_| {
        let [one, other] = [0, 1].map(|side| {
            moments(&answers(&mut dice, &of[side], n[side])).expect("answers are small")
        });
        let found = compare_means(one, other, CONFIDENCE).expect("0.95 is a confidence");
        both_ends(found.low, found.high)
    };
    let truth = mean_of(&of[0]) - mean_of(&of[1]);
    Seen::of(samples, drawn, truth)
}

/// Shares of the best answer in two groups.
const PAIRS: [[f64; 2]; 3] = [[0.3, 0.3], [0.6, 0.3], [0.9, 0.6]];

/// The table of differences of means.
pub fn sheet(samples: u32) -> Sheet {
    let pair = |pair: &[f64; 2]| format!("{} and {}", pair[0], pair[1]);
    let row = |n: [u32; 2]| {
        let cells = PAIRS.iter().map(|best| welch(*best, n, samples).cell());
        std::iter::once(format!("{} and {}", n[0], n[1]))
            .chain(cells)
            .collect()
    };
    let sizes = [[10, 10], [20, 20], [50, 50], [100, 100], [20, 100]];
    Sheet {
        title: "Differences of means of skewed answers (Welch), drawn",
        text: format!(
            "Two groups of such answers as above, by their shares of the best; {samples} samples. What few answers \
             leave out lies on the same side in both groups and is gone in their difference, where they are alike."
        ),
        heads: std::iter::once("n".to_owned())
            .chain(PAIRS.iter().map(pair))
            .collect(),
        rows: sizes.into_iter().map(row).collect(),
    }
}
