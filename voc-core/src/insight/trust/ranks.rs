//! Whether the numbers of one group tend to be larger than those of another.

use crate::metric::below;

/// The chance that numbers of the same distribution rank so high: H. B. Mann, D. R. Whitney, Annals of
/// Mathematical Statistics 18 (1947) 50–60, as normal, with the correction for continuity and for ties.
/// Absent where all are alike, or a group is empty.
pub(super) fn larger(one: &[f64], other: &[f64]) -> Option<f64> {
    let (n, m) = (count(one.len()), count(other.len()));
    let mut all: Vec<(f64, bool)> = one.iter().map(|value| (*value, true)).collect();
    all.extend(other.iter().map(|value| (*value, false)));
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut rank_sum, mut ties, mut before) = (0.0, 0.0, 0.0);
    for same in all.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq()) {
        let size = count(same.len());
        let mine = count(same.iter().filter(|(_, is_one)| *is_one).count());
        rank_sum += mine * (before + f64::midpoint(size, 1.0));
        ties += size * size * size - size;
        before += size;
    }
    let total = n + m;
    let above = rank_sum - n * (n + 1.0) / 2.0 - n * m / 2.0;
    let variance = n * m / 12.0 * (total + 1.0 - ties / (total * (total - 1.0)));
    (variance > 0.0).then(|| below(-(above - 0.5) / variance.sqrt()))
}

/// The middle of numbers; absent of none.
pub(super) fn median(numbers: &[f64]) -> Option<f64> {
    let mut sorted = numbers.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    let upper = *sorted.get(middle)?;
    if sorted.len() % 2 == 1 {
        return Some(upper);
    }
    let lower = *sorted.get(middle - 1)?;
    Some(f64::midpoint(lower, upper))
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
fn count(n: usize) -> f64 {
    n as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_hand() {
        // 3, 4 against 1, 2: rank sum 7, U 4, mean 2, variance 4/12 · 5 = 5/3; z = 1.5 / 1.29099 = 1.16190,
        // beyond which lie 0.122639.
        let p = larger(&[3.0, 4.0], &[1.0, 2.0]).unwrap();
        assert!((p - 0.122_639).abs() < 5e-7, "{p}");
        // 2, 2 against 1, 2: ranks 3, 3, 1, 3; U 6 − 3 = 3; ties 24; variance 4/12 · (5 − 24/12) = 1;
        // z = 0.5: 0.308538.
        let p = larger(&[2.0, 2.0], &[1.0, 2.0]).unwrap();
        assert!((p - 0.308_538).abs() < 5e-7, "{p}");
        assert_eq!(larger(&[1.0], &[1.0]), None);
        assert_eq!(larger(&[], &[1.0]), None);
        assert_eq!(median(&[4.0, 1.0, 3.0]), Some(3.0));
        assert_eq!(median(&[4.0, 1.0]), Some(2.5));
        assert_eq!(median(&[]), None);
    }
}
