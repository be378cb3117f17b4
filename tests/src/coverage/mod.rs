//! How often intervals hold what they say: exactly where all that can be answered can be summed up, else drawn with
//! a seed.

pub mod counts;
mod dice;
pub mod differences;
pub mod drivers;
pub mod journeys;
pub mod means;
pub mod medians;
pub mod mixes;
mod page;
mod sheet;
pub mod sizes;
pub mod strata;
pub mod times;
pub mod weights;

pub use page::{page, picture};
pub use sheet::{Seen, Sheet};

use voc_core::metric::{Estimate, ShareInterval, Tally, rate_by};
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

fn within([low, high]: [f64; 2], truth: f64) -> bool {
    let near = ROUNDING * truth.abs().max(1.0);
    low - near <= truth && truth <= high + near
}

/// Both ends, where there are any.
fn both_ends(low: Option<f64>, high: Option<f64>) -> Option<[f64; 2]> {
    low.zip(high).map(|(low, high)| [low, high])
}

fn ends(estimate: &Estimate) -> Option<[f64; 2]> {
    both_ends(estimate.low, estimate.high)
}

fn holds(estimate: &Estimate, truth: f64) -> bool {
    ends(estimate).is_some_and(|ends| within(ends, truth))
}

fn percent(share: f64) -> String {
    format!("{:.1}", 100.0 * share)
}

/// A figure of a table: in bold where it is lower than it should be by more than a little.
fn figure(share: f64, enough: f64) -> String {
    let share_of = percent(share);
    if share < enough {
        format!("**{share_of}**")
    } else {
        share_of
    }
}

/// A mean that is lower is in bold.
const MEAN: f64 = 0.93;
/// A least that is lower is in bold.
const LEAST: f64 = 0.9;

/// The logarithms of the factorials of 0 to n.
fn factorials(n: i64) -> Vec<f64> {
    let mut sum = 0.0;
    let more = (1..=n).map(|next| {
        sum += (next as f64).ln();
        sum
    });
    std::iter::once(0.0).chain(more).collect()
}

/// The chance of each number of hits among n.
fn binomial(n: i64, p: f64) -> Vec<f64> {
    let logs = factorials(n);
    let at = |count: i64| logs[count as usize];
    let chance = |hits: i64| {
        let (hits_f, misses) = (hits as f64, (n - hits) as f64);
        (at(n) - at(hits) - at(n - hits) + hits_f * p.ln() + misses * (1.0 - p).ln()).exp()
    };
    (0..=n).map(chance).collect()
}

fn estimate(kind: MetricKind, n: i64, plus: i64, minus: i64) -> Estimate {
    let tally = Tally { n, plus, minus };
    tally
        .estimate(kind, CONFIDENCE)
        .expect("0.95 is a confidence")
}

/// An interval of a share: the chance, over all numbers of hits there can be, that it holds their share.
///
/// # Panics
/// Never: the counts are shares.
pub fn shares(n: i64, interval: ShareInterval) -> Held {
    let intervals: Vec<Estimate> = (0..=n)
        .map(|hits| rate_by(hits, n, interval, CONFIDENCE).expect("hits are at most n"))
        .collect();
    let shares = grid().map(|p| {
        let chances = binomial(n, p).into_iter().zip(&intervals);
        let held = chances.filter(|(_, interval)| holds(interval, p));
        held.map(|(chance, _)| chance).sum()
    });
    Held {
        n,
        shares: shares.collect(),
    }
}

/// All answers to NPS there can be, by how many promote and how many detract, with how many ways there are to them.
struct Threes {
    pairs: Vec<(i64, i64)>,
    ways: Vec<f64>,
    n: i64,
}

impl Threes {
    fn of(n: i64) -> Self {
        let logs = factorials(n);
        let at = |count: i64| logs[count as usize];
        let pairs: Vec<_> = (0..=n)
            .flat_map(|plus| (0..=n - plus).map(move |minus| (plus, minus)))
            .collect();
        let ways =
            |(plus, minus): &(i64, i64)| at(n) - at(*plus) - at(*minus) - at(n - plus - minus);
        Self {
            ways: pairs.iter().map(ways).collect(),
            pairs,
            n,
        }
    }

    /// The chance of each, where such shares promote and detract.
    fn chances(&self, promote: f64, detract: f64) -> Vec<f64> {
        let (of_plus, of_minus) = (promote.ln(), detract.ln());
        let of_rest = (1.0 - promote - detract).ln();
        let chance = |((plus, minus), ways): (&(i64, i64), &f64)| {
            let rest = (self.n - plus - minus) as f64;
            (ways + *plus as f64 * of_plus + *minus as f64 * of_minus + rest * of_rest).exp()
        };
        self.pairs.iter().zip(&self.ways).map(chance).collect()
    }
}

/// The adjusted Wald interval of an NPS: the chance, over all answers there can be, that it holds the truth,
/// where a share p are promoters and `detractors` of the others detract.
pub fn nps(n: i64, detractors: f64) -> Held {
    let all = Threes::of(n);
    let intervals: Vec<Estimate> = all
        .pairs
        .iter()
        .map(|(plus, minus)| estimate(MetricKind::Nps, n, *plus, *minus))
        .collect();
    let shares = grid().map(|p| {
        let d = (1.0 - p) * detractors;
        let truth = 100.0 * (p - d);
        let chances = all.chances(p, d).into_iter().zip(&intervals);
        let held = chances.filter(|(_, interval)| holds(interval, truth));
        held.map(|(chance, _)| chance).sum()
    });
    Held {
        n,
        shares: shares.collect(),
    }
}
