//! Differences of shares and of NPS, over all answers that there can be.

use super::sheet::{Sheet, both, mean_and_least};
use super::{CONFIDENCE, Held, Threes, binomial, both_ends, estimate, grid, within};
use voc_core::metric::{Comparison, Difference, Tally, compare, several_shares};
use voc_core::program::MetricKind;

/// The chance that an interval of two counts holds the truth, by the share of the first; that of the second is
/// `other`.
fn over_pairs(
    n: [i64; 2],
    other: f64,
    ends: impl Fn(i64, i64) -> Option<[f64; 2]>,
    truth: impl Fn(f64) -> f64,
) -> Held {
    let [own, others] = n;
    let row = |hits| (0..=others).map(|other| ends(hits, other)).collect();
    let intervals: Vec<Vec<Option<[f64; 2]>>> = (0..=own).map(row).collect();
    let of_others = binomial(others, other);
    let shares = grid().map(|p| {
        let truth = truth(p);
        let rows = binomial(own, p).into_iter().zip(&intervals);
        let held = rows.map(|(chance, row)| {
            let held = of_others.iter().zip(row);
            let held = held.filter(|(_, ends)| ends.is_some_and(|ends| within(ends, truth)));
            chance * held.map(|(chance, _)| chance).sum::<f64>()
        });
        held.sum()
    });
    Held {
        n: own,
        shares: shares.collect(),
    }
}

fn hits(plus: i64, n: i64) -> Tally {
    Tally { n, plus, minus: 0 }
}

fn compared(kind: MetricKind, one: Tally, other: Tally) -> Option<[f64; 2]> {
    let found: Comparison = compare(kind, one, other, CONFIDENCE).expect("0.95 is a confidence");
    both_ends(found.low, found.high)
}

/// Newcombe's interval of the difference of two shares.
///
/// # Panics
/// Never: the counts are shares.
pub fn newcombe(n: [i64; 2], other: f64) -> Held {
    let ends = |one, two| compared(MetricKind::Rate, hits(one, n[0]), hits(two, n[1]));
    over_pairs(n, other, ends, |p| p - other)
}

/// The interval of Cohen's h.
///
/// # Panics
/// Never: the counts are shares.
pub fn cohen_h(n: [i64; 2], other: f64) -> Held {
    let ends = |one, two| {
        let found = several_shares(&[(one, n[0]), (two, n[1])], CONFIDENCE);
        let size = found.expect("0.95 is a confidence").size?;
        both_ends(size.low, size.high)
    };
    let angle = |p: f64| 2.0 * p.sqrt().asin();
    over_pairs(n, other, ends, |p| angle(p) - angle(other))
}

/// How the interval of a difference of two NPS is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// Of the adjusted shares of both.
    AdjustedWald,
    /// Of the limits of both.
    Limits,
}

/// The interval of the difference of two NPS of n answers each: of the first a share p promote and half of the
/// others detract, of the second such shares do.
///
/// # Panics
/// Never: the counts are answers.
pub fn nps(n: i64, way: Way, [promote, detract]: [f64; 2]) -> Held {
    let all = Threes::of(n);
    let alone: Vec<_> = all
        .pairs
        .iter()
        .map(|(plus, minus)| {
            let (plus, minus) = (*plus, *minus);
            let tally = Tally { n, plus, minus };
            (tally, estimate(MetricKind::Nps, n, plus, minus))
        })
        .collect();
    let of_others = all.chances(promote, detract);
    let (truths, chances): (Vec<f64>, Vec<Vec<f64>>) = grid()
        .map(|p| {
            let d = (1.0 - p) / 2.0;
            (100.0 * (p - d - promote + detract), all.chances(p, d))
        })
        .unzip();
    let mut shares = vec![0.0; truths.len()];
    for (place, (tally, own)) in alone.iter().enumerate() {
        for ((others, other), chance) in alone.iter().zip(&of_others) {
            let ends = match way {
                Way::AdjustedWald => compared(MetricKind::Nps, *tally, *others),
                Way::Limits => Difference::of(own, other).map(|found| [found.low, found.high]),
            };
            let Some(ends) = ends else { continue };
            for ((share, truth), own) in shares.iter_mut().zip(&truths).zip(&chances) {
                if within(ends, *truth) {
                    *share += own[place] * chance;
                }
            }
        }
    }
    Held { n, shares }
}

/// The shares of the second group.
const OTHERS: [f64; 3] = [0.05, 0.2, 0.5];
const SIZES: [[i64; 2]; 6] = [
    [10, 10],
    [20, 20],
    [50, 50],
    [100, 100],
    [200, 200],
    [20, 200],
];

/// The table of differences of shares.
pub fn of_shares() -> Sheet {
    let heads = OTHERS.map(|other| format!("Newcombe, {other}"));
    let sizes = OTHERS.map(|other| format!("h, {other}"));
    let row = |n: &[i64; 2]| {
        let of = OTHERS.iter().map(|other| both(&newcombe(*n, *other)));
        let sizes = OTHERS.iter().map(|other| both(&cohen_h(*n, *other)));
        std::iter::once(format!("{} and {}", n[0], n[1]))
            .chain(of.chain(sizes).flatten())
            .collect()
    };
    Sheet {
        title: "Differences of shares (Newcombe, and Cohen's h), exactly",
        text: "A share of p beside another that is 0.05, 0.2 or 0.5. Cohen's h has the same limits on a scale of angles."
            .to_owned(),
        heads: mean_and_least("n", heads.iter().chain(&sizes).map(String::as_str)),
        rows: SIZES.iter().map(row).collect(),
    }
}

/// The promoters and detractors of the second group.
const SCORES: [[f64; 2]; 2] = [[0.5, 0.2], [0.8, 0.1]];

/// The table of differences of NPS.
pub fn of_nps() -> Sheet {
    let ways = [(Way::AdjustedWald, "adjusted"), (Way::Limits, "limits")];
    let pairs = || {
        SCORES
            .iter()
            .flat_map(|score| ways.map(|way| (*score, way)))
    };
    let heads: Vec<String> = pairs()
        .map(|(score, (_, way))| format!("{way}, {} and {}", score[0], score[1]))
        .collect();
    let row = |n: i64| {
        let of = pairs().flat_map(|(score, (way, _))| both(&nps(n, way, score)));
        std::iter::once(n.to_string()).chain(of).collect()
    };
    Sheet {
        title: "Differences of NPS, exactly",
        text: "Two groups of n answers: of the first a share p promote and half of the others detract; of the second such \
               shares promote and detract. By the adjusted shares of both, as comparisons have it, and by the limits of \
               both, as rules and reports over time do."
            .to_owned(),
        heads: mean_and_least("n", heads.iter().map(String::as_str)),
        rows: [10, 20, 50].into_iter().map(row).collect(),
    }
}
