//! How often intervals hold what they say: exactly for shares and NPS, drawn with a seed for means.

mod page;

pub use page::{page, picture};

use voc_core::metric::bootstrap::{Drawing, interval};
use voc_core::metric::{Estimate, Tally, mean};
use voc_core::program::MetricKind;

/// The confidence that is asked of every interval.
pub const CONFIDENCE: f64 = 0.95;

/// What intervals hold of one number of answers, over p = 0.01, 0.02, … 0.99.
#[derive(Debug, Clone)]
pub struct Held {
    /// How many answers.
    pub n: i64,
    /// By p, how often the interval holds the truth.
    pub shares: Vec<f64>,
}

impl Held {
    /// The mean over p.
    pub fn mean(&self) -> f64 {
        self.shares.iter().sum::<f64>() / self.shares.len() as f64
    }

    /// The least, and the first p at which it is.
    pub fn least(&self) -> (f64, f64) {
        let of = self.shares.iter().zip(grid());
        let least = of.min_by(|one, other| one.0.total_cmp(other.0));
        least.map_or((f64::NAN, f64::NAN), |(share, p)| (*share, p))
    }
}

/// 0.01, 0.02, … 0.99.
pub fn grid() -> impl Iterator<Item = f64> {
    (1..100).map(|hundredths| f64::from(hundredths) / 100.0)
}

/// Ends that are the truth hold it: to within rounding.
const ROUNDING: f64 = 1e-12;

fn holds(estimate: &Estimate, truth: f64) -> bool {
    let ends = estimate.low.zip(estimate.high);
    let near = ROUNDING * truth.abs().max(1.0);
    ends.is_some_and(|(low, high)| low - near <= truth && truth <= high + near)
}

/// The logarithms of the factorials of 0 to n.
fn factorials(n: i64) -> Vec<f64> {
    let mut sum = 0.0;
    let more = (1..=n).map(|next| {
        sum += (next as f64).ln();
        sum
    });
    std::iter::once(0.0).chain(more).collect()
}

fn estimate(kind: MetricKind, n: i64, plus: i64, minus: i64) -> Estimate {
    let tally = Tally { n, plus, minus };
    tally
        .estimate(kind, CONFIDENCE)
        .expect("0.95 is a confidence")
}

/// Wilson's interval: the chance, over all numbers of hits there can be, that it holds their share.
pub fn wilson(n: i64) -> Held {
    let logs = factorials(n);
    let at = |count: i64| logs[count as usize];
    let intervals: Vec<Estimate> = (0..=n)
        .map(|hits| estimate(MetricKind::Rate, n, hits, 0))
        .collect();
    let shares = grid().map(|p| {
        let held = (0..=n).filter(|hits| holds(&intervals[*hits as usize], p));
        held.map(|hits| {
            let (hits_f, misses) = (hits as f64, (n - hits) as f64);
            (at(n) - at(hits) - at(n - hits) + hits_f * p.ln() + misses * (1.0 - p).ln()).exp()
        })
        .sum()
    });
    Held {
        n,
        shares: shares.collect(),
    }
}

/// The adjusted Wald interval of an NPS: the chance, over all answers there can be, that it holds the truth,
/// where a share p are promoters and `detractors` of the others detract.
pub fn nps(n: i64, detractors: f64) -> Held {
    let logs = factorials(n);
    let at = |count: i64| logs[count as usize];
    let pairs = (0..=n).flat_map(|plus| (0..=n - plus).map(move |minus| (plus, minus)));
    let all: Vec<_> = pairs
        .map(|(plus, minus)| {
            let ways = at(n) - at(plus) - at(minus) - at(n - plus - minus);
            (plus, minus, ways, estimate(MetricKind::Nps, n, plus, minus))
        })
        .collect();
    let shares = grid().map(|p| {
        let d = (1.0 - p) * detractors;
        let (ln_p, ln_d, ln_rest) = (p.ln(), d.ln(), (1.0 - p - d).ln());
        let truth = 100.0 * (p - d);
        let held = all.iter().filter(|(.., interval)| holds(interval, truth));
        held.map(|(plus, minus, ways, _)| {
            let rest = (n - plus - minus) as f64;
            (ways + *plus as f64 * ln_p + *minus as f64 * ln_d + rest * ln_rest).exp()
        })
        .sum()
    });
    Held {
        n,
        shares: shares.collect(),
    }
}

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

/// How a mean's interval is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OfMean {
    /// By Student's t.
    Student,
    /// By the bootstrap, of so many replicates.
    Bootstrap(u32),
}

/// How often the interval of a mean holds the truth, in so many samples of n answers drawn with a seed.
pub fn of_mean(shares: &[f64], n: u32, samples: u32, how: OfMean) -> f64 {
    let truth: f64 = shares
        .iter()
        .zip(0_u32..)
        .map(|(share, answer)| share * f64::from(answer))
        .sum();
    // Each answer has as many places as its share.
    let places = 100_000_u32;
    let mut until = 0.0;
    let ends: Vec<f64> = shares
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
    let held = (0..samples).filter(|number| {
        let drawn = sample.places(*number, places).take(n as usize);
        let answers: Vec<f64> = drawn
            .map(|place| ends.partition_point(|end| *end <= f64::from(place)).min(10) as f64)
            .collect();
        let found = match how {
            OfMean::Student => mean(&answers, CONFIDENCE).expect("answers are small"),
            OfMean::Bootstrap(replicates) => drawn_anew(&answers, *number, replicates),
        };
        holds(&found, truth)
    });
    held.count() as f64 / f64::from(samples)
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
