//! Two medians: a test of ranks, and how far the medians lie apart.

use super::{Comparison, Test, compare_sums, in_second};
use crate::error::{Code, Error};
use crate::metric::estimate::{Estimate, confident};
use crate::metric::ranks::rank_sum;
use crate::metric::table::median::{Sure, median};
use crate::metric::watch::Difference;
use crate::metric::weights::{Made, Sampling, Sums};

/// A number that came: how often, with how much weight, and the squares of these weights.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::metric) struct Heavy {
    pub(in crate::metric) number: f64,
    pub(in crate::metric) times: i64,
    pub(in crate::metric) weight: f64,
    pub(in crate::metric) squares: f64,
}

/// Compares the medians of two independent groups; `NaN` is no number. With weights by
/// [`Test::WeightedRanks`], without by [`Test::Wilcoxon`].
///
/// # Errors
/// A number without end, named by its index; weights that are not as many as the numbers, negative or no
/// numbers; a confidence outside (0, 1).
pub fn compare_medians(
    [one, other]: [(&[f64], Sampling<'_>); 2],
    confidence: f64,
) -> Result<Comparison, Error> {
    confident(confidence)?;
    let (a, b) = (heavy(one)?, heavy(other).map_err(in_second)?);
    if one.1.weights.is_some() || other.1.weights.is_some() {
        return compare_heavy(&a, &b, confidence);
    }
    let plain =
        |all: &[Heavy]| -> Vec<(f64, i64)> { all.iter().map(|it| (it.number, it.times)).collect() };
    compare_counted(&plain(&a), &plain(&b), confidence)
}

/// Numbers in their order, each with how often it came.
pub(in crate::metric) fn counted(numbers: impl IntoIterator<Item = f64>) -> Vec<(f64, i64)> {
    // 0 and −0 are the same number.
    let mut all: Vec<f64> = numbers.into_iter().map(|number| number + 0.0).collect();
    all.sort_by(f64::total_cmp);
    let same = all.chunk_by(|one, other| one.total_cmp(other).is_eq());
    let count = |same: &[f64]| {
        let times = i64::try_from(same.len()).unwrap_or(i64::MAX);
        same.first().map(|number| (*number, times))
    };
    same.filter_map(count).collect()
}

fn heavy((numbers, sampling): (&[f64], Sampling<'_>)) -> Result<Vec<Heavy>, Error> {
    if let Some(place) = numbers.iter().position(|number| number.is_infinite()) {
        let message = "a number without end has no rank among others";
        return Err(Error::new(Code::OutOfRange, message).at(place.to_string()));
    }
    // The weights are looked at as those of means are.
    Sums::of(Made::Numbers, numbers, sampling.weights)?;
    let weight = |place: usize| {
        let of = |weights: &[f64]| weights.get(place).copied();
        sampling.weights.map_or(Some(1.0), of).unwrap_or_default()
    };
    let numbers = numbers.iter().enumerate();
    let one = |(place, number): (usize, &f64)| Heavy::one(*number, weight(place));
    Ok(together(numbers.filter_map(one).collect()))
}

impl Heavy {
    /// A number that came once; none where it is no number, or counts nothing.
    pub(in crate::metric) fn one(number: f64, weight: f64) -> Option<Self> {
        (!number.is_nan() && weight > 0.0).then_some(Self {
            // 0 and −0 are the same number.
            number: number + 0.0,
            times: 1,
            weight,
            squares: weight * weight,
        })
    }
}

/// Numbers in their order, none twice.
pub(in crate::metric) fn together(mut all: Vec<Heavy>) -> Vec<Heavy> {
    all.sort_by(|one, other| one.number.total_cmp(&other.number));
    all.dedup_by(|next, before| {
        let is_same = next.number.total_cmp(&before.number).is_eq();
        if is_same {
            before.times += next.times;
            before.weight += next.weight;
            before.squares += next.squares;
        }
        is_same
    });
    all
}

/// Compares numbers that count alike: both in their order, each with how often it came.
pub(in crate::metric) fn compare_counted(
    one: &[(f64, i64)],
    other: &[(f64, i64)],
    confidence: f64,
) -> Result<Comparison, Error> {
    let of = |numbers: &[(f64, i64)]| {
        let n = numbers.iter().map(|(_, times)| times).sum();
        let weighed: Vec<(f64, f64)> = numbers
            .iter()
            .map(|(number, times)| (*number, crate::metric::estimate::number(*times)))
            .collect();
        median(&weighed, n, Sure::Plain(n), confidence)
    };
    let both = [of(one)?, of(other)?];
    let none = apart(both, confidence, Test::Wilcoxon);
    let Some(found) = rank_sum(one, other) else {
        return Ok(none);
    };
    Ok(Comparison {
        statistic: found.z,
        p: Some(found.p),
        method: if found.is_exact {
            Test::WilcoxonExact
        } else {
            Test::Wilcoxon
        },
        ..none
    })
}

/// Compares numbers that do not count alike: both in their order, none twice.
pub(in crate::metric) fn compare_heavy(
    one: &[Heavy],
    other: &[Heavy],
    confidence: f64,
) -> Result<Comparison, Error> {
    let [a, b] = ranked(one, other);
    let ranks = compare_sums(Made::Numbers, &a, &b, confidence)?;
    let of = |numbers: &[Heavy], sums: &Sums, n: i64| {
        let weighed: Vec<(f64, f64)> = numbers.iter().map(|it| (it.number, it.weight)).collect();
        let sure = Sure::Effective(Some(sums.effective_n()));
        median(&weighed, n, sure, confidence)
    };
    let both = [of(one, &a, ranks.n[0])?, of(other, &b, ranks.n[1])?];
    Ok(Comparison {
        statistic: ranks.statistic,
        df: ranks.df,
        p: ranks.p,
        effective_n: ranks.effective_n,
        ..apart(both, confidence, Test::WeightedRanks)
    })
}

/// How far two medians lie apart, by the limits of both.
fn apart([one, other]: [Estimate; 2], confidence: f64, method: Test) -> Comparison {
    let found = Difference::of(&one, &other);
    Comparison {
        difference: one.value.zip(other.value).map(|(one, other)| one - other),
        low: found.map(|found| found.low),
        high: found.map(|found| found.high),
        ..Comparison::none([one.n, other.n], confidence, method)
    }
}

/// Both groups as ranks, from 0 to 1, in the weighted distribution of both together.
fn ranked(one: &[Heavy], other: &[Heavy]) -> [Sums; 2] {
    let mut all: Vec<(&Heavy, usize)> = one.iter().map(|it| (it, 0)).collect();
    all.extend(other.iter().map(|it| (it, 1)));
    all.sort_by(|(one, _), (other, _)| one.number.total_cmp(&other.number));
    let whole: f64 = all.iter().map(|(it, _)| it.weight).sum();
    let mut sums = [Sums::default(), Sums::default()];
    let mut below = 0.0;
    for same in all.chunk_by(|(one, _), (other, _)| one.number.total_cmp(&other.number).is_eq()) {
        let own: f64 = same.iter().map(|(it, _)| it.weight).sum();
        let rank = (below + own / 2.0) / whole;
        for (it, group) in same {
            if let Some(sums) = sums.get_mut(*group) {
                let times = u64::try_from(it.times).unwrap_or_default();
                sums.add_many(rank, times, it.weight, it.squares);
            }
        }
        below += own;
    }
    sums
}
