//! Ranks of two groups: how often one of them would rank as high by chance.

use super::estimate::number;
use super::normal::beyond;

/// A rank sum held against chance.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct RankSum {
    /// How far the first group's rank sum lies above what chance expects, in standard deviations, with ties
    /// and without a correction for continuity; absent where all numbers are the same.
    pub(super) z: Option<f64>,
    /// The chance of a sum as far away, on either side.
    pub(super) p: f64,
    /// Whether that was counted rather than read off the normal distribution.
    pub(super) is_exact: bool,
}

/// Up to so many numbers all ways are counted: there are at most 1.3 · 10¹⁴ of them, which is exact.
const COUNTED_MAX: i64 = 50;

/// The same number in both groups: how often in the first, and in both.
#[derive(Debug, Clone, Copy)]
struct Tie {
    own: i64,
    all: i64,
}

/// Holds two groups against each other, both in the order of their numbers, each with how often it came;
/// absent where one has none.
pub(super) fn rank_sum(one: &[(f64, i64)], other: &[(f64, i64)]) -> Option<RankSum> {
    let ties = ties(one, other);
    let sum = |numbers: &[(f64, i64)]| -> i64 { numbers.iter().map(|(_, times)| times).sum() };
    let (n, m) = (sum(one), sum(other));
    if n <= 0 || m <= 0 {
        return None;
    }
    let all = n + m;
    // Ranks are doubled, so that those of ties are whole.
    let (mut before, mut found, mut cubes) = (0_i64, 0_i128, 0.0);
    for tie in &ties {
        found += i128::from(tie.own) * i128::from(2 * before + tie.all + 1);
        let alike = number(tie.all);
        cubes += alike * alike * alike - alike;
        before += tie.all;
    }
    let off = found - i128::from(n) * i128::from(all + 1);
    let whole = number(all);
    let spread = number(n) * number(m) / 12.0 * (whole + 1.0 - cubes / (whole * (whole - 1.0)));
    if ties.len() < 2 {
        let p = 1.0;
        let is_exact = all <= COUNTED_MAX;
        return Some(RankSum {
            z: None,
            p,
            is_exact,
        });
    }
    #[expect(
        clippy::cast_precision_loss,
        reason = "a digit beyond a double's is not asked for"
    )]
    let z = off as f64 / 2.0 / spread.sqrt();
    let counted = (all <= COUNTED_MAX)
        .then(|| beyond_by_counting(&ties, n, off))
        .flatten();
    Some(RankSum {
        z: Some(z),
        p: counted.unwrap_or_else(|| beyond(z)),
        is_exact: counted.is_some(),
    })
}

fn ties(one: &[(f64, i64)], other: &[(f64, i64)]) -> Vec<Tie> {
    let mut all: Vec<(f64, i64, i64)> = one.iter().map(|(at, own)| (*at, *own, *own)).collect();
    all.extend(other.iter().map(|(at, times)| (*at, 0, *times)));
    all.retain(|(_, _, times)| *times > 0);
    all.sort_by(|one, other| one.0.total_cmp(&other.0));
    let same = all.chunk_by(|one, other| one.0.total_cmp(&other.0).is_eq());
    let tie = |same: &[(f64, i64, i64)]| Tie {
        own: same.iter().map(|(_, own, _)| own).sum(),
        all: same.iter().map(|(_, _, times)| times).sum(),
    };
    same.map(tie).collect()
}

/// The share of all ways to choose `n` of the numbers whose doubled rank sum lies as far from the expected one as
/// `off`, on either side.
fn beyond_by_counting(ties: &[Tie], n: i64, off: i128) -> Option<f64> {
    let all: i64 = ties.iter().map(|tie| tie.all).sum();
    // What one group has above chance the other has below it: the smaller is counted.
    let most = usize::try_from(n.min(all - n)).ok()?;
    let expected = i128::try_from(most).ok()? * i128::from(all + 1);
    let length = usize::try_from(2 * expected + 1).ok()?;
    // By how many were chosen, then by their sum: in how many ways.
    let mut ways = vec![vec![0_u64; length]; most + 1];
    *ways.first_mut()?.first_mut()? = 1;
    let mut before = 0;
    for tie in ties {
        let rank = usize::try_from(2 * before + tie.all + 1).ok()?;
        choose(&mut ways, usize::try_from(tie.all).ok()?, rank);
        before += tie.all;
    }
    let (mut far, mut whole) = (0_u64, 0_u64);
    for (sum, ways) in (0_i128..).zip(ways.last()?) {
        whole += ways;
        far += if (sum - expected).abs() >= off.abs() {
            *ways
        } else {
            0
        };
    }
    #[expect(clippy::cast_precision_loss, reason = "below 2^53")]
    let p = far as f64 / whole as f64;
    Some(p)
}

/// Adds the ways to choose some of so many numbers of one doubled rank.
fn choose(ways: &mut [Vec<u64>], alike: usize, rank: usize) {
    for chosen in (1..ways.len()).rev() {
        let (fewer, more) = ways.split_at_mut(chosen);
        let Some(own) = more.first_mut() else {
            continue;
        };
        let mut times = 1_u64;
        for (step, from) in (1..=alike).zip(fewer.iter().rev()) {
            // Of `alike` numbers so many as `step`: each step multiplies before it divides, and stays whole.
            times = times * (alike - step + 1) as u64 / step as u64;
            for (own, ways) in own.iter_mut().skip(step * rank).zip(from) {
                *own += ways * times;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::compare::counted;
    use super::*;
    use proptest::prelude::*;

    fn near(found: f64, wanted: f64, by: f64) {
        assert!((found - wanted).abs() < by, "{found} {wanted}");
    }

    #[test]
    fn permeability_of_hollander_and_wolfe() {
        // M. Hollander, D. A. Wolfe, "Nonparametric statistical methods" (1973), example 4.1, as R's
        // wilcox.test has it: W = 35, p = 0.1272 on one side, by the normal distribution 0.1103; there are no
        // ties, so on both sides it is twice that. Of the second group first, the same.
        let term = counted([0.80, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46]);
        let early = counted([1.15, 0.88, 0.90, 0.74, 1.21]);
        let found = rank_sum(&term, &early).unwrap();
        near(found.p, 2.0 * 0.1272, 1e-4);
        near(
            found.z.unwrap(),
            10.0 / (50.0 * 16.0 / 12.0_f64).sqrt(),
            1e-12,
        );
        near(beyond(found.z.unwrap()), 2.0 * 0.1103, 1e-4);
        let back = rank_sum(&early, &term).unwrap();
        assert_eq!((back.p, back.z), (found.p, found.z.map(|z| -z)));
    }

    #[test]
    fn nothing_to_rank() {
        assert_eq!(rank_sum(&[], &counted([1.0])), None);
        let same = rank_sum(&counted([2.0, 2.0]), &counted([2.0])).unwrap();
        assert_eq!((same.z, same.p), (None, 1.0));
        let many = rank_sum(&[(2.0, 40)], &[(2.0, 11)]).unwrap();
        assert!(!many.is_exact);
    }

    proptest! {
        #[test]
        fn counted_one_by_one(numbers in prop::collection::vec(0_u8..6, 2..12), cut in 1_usize..11) {
            let cut = cut.min(numbers.len() - 1);
            let numbers: Vec<f64> = numbers.into_iter().map(f64::from).collect();
            let (one, other) = numbers.split_at(cut);
            let found = rank_sum(&counted(one.iter().copied()), &counted(other.iter().copied())).unwrap();
            // Every way to choose as many, by the bits of a number.
            let rank = |of: f64| numbers.iter().map(|it| match it.total_cmp(&of) {
                std::cmp::Ordering::Less => 1.0,
                std::cmp::Ordering::Equal => 0.5,
                std::cmp::Ordering::Greater => 0.0,
            }).sum::<f64>();
            let sum = |bits: usize| numbers.iter().enumerate()
                .filter(|(place, _)| bits >> place & 1 == 1).map(|(_, it)| rank(*it)).sum::<f64>();
            let size = numbers.len();
            let ways: Vec<f64> = (0_usize..1 << size)
                .filter(|bits| bits.count_ones() as usize == cut).map(sum).collect();
            let middle = ways.iter().sum::<f64>() / number(i64::try_from(ways.len()).unwrap());
            let seen = (sum((1 << cut) - 1) - middle).abs();
            let far = ways.iter().filter(|way| (**way - middle).abs() >= seen - 1e-9).count();
            let wanted = number(i64::try_from(far).unwrap()) / number(i64::try_from(ways.len()).unwrap());
            prop_assert!((found.p - wanted).abs() < 1e-12, "{} {}", found.p, wanted);
            prop_assert!(found.is_exact);
        }

        #[test]
        fn by_many_it_is_kruskal_and_wallis_of_two(
            one in prop::collection::vec(0_u8..8, 30..60), other in prop::collection::vec(0_u8..8, 30..60),
        ) {
            let [one, other] = [one, other].map(|all| all.into_iter().map(f64::from).collect::<Vec<_>>());
            let found = rank_sum(&counted(one.iter().copied()), &counted(other.iter().copied())).unwrap();
            let wanted = super::super::several_ranks(&[&one, &other], 0.95).unwrap();
            prop_assert!(!found.is_exact);
            prop_assert!((found.z.unwrap().powi(2) - wanted.statistic.unwrap()).abs() < 1e-9);
            // Near 0 the chance goes with the root of the statistic, whose rounding the root would magnify.
            let within = |p: f64| (1.0 - p).powi(2);
            prop_assert!((within(found.p) - within(wanted.p.unwrap())).abs() < 1e-9);
        }
    }
}
