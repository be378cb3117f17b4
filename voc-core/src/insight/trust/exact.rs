//! Fisher's exact test of a two-by-two table, on one side, and what exact tests count with.

/// The chance that a part of so many of `all`, drawn blindly, holds at least `x` of the `hits` among them:
/// R. A. Fisher, "The Logic of Inductive Inference", Journal of the Royal Statistical Society 98 (1935).
pub(super) fn at_least(x: i64, part: i64, hits: i64, all: i64) -> f64 {
    let (low, high) = ((part + hits - all).max(0), part.min(hits));
    if x <= low {
        return 1.0;
    }
    if x > high {
        return 0.0;
    }
    let misses = all - hits;
    let log = ln_choose(hits, x) + ln_choose(misses, part - x) - ln_choose(all, part);
    let here = libm::exp(log);
    let up = |k: i64| {
        number(hits - k) * number(part - k) / (number(k + 1) * number(misses - part + k + 1))
    };
    // The smaller side is summed, so that it keeps its digits.
    if number(x) * number(all + 2) > number(part + 1) * number(hits + 1) {
        let (mut term, mut sum) = (here, here);
        for k in x..high {
            term *= up(k);
            sum += term;
            if term < sum * ENOUGH {
                break;
            }
        }
        return sum.min(1.0);
    }
    let (mut term, mut below) = (here, 0.0);
    for k in (low..x).rev() {
        term /= up(k);
        below += term;
        if term < below * ENOUGH {
            break;
        }
    }
    (1.0 - below).clamp(0.0, 1.0)
}

/// The chance that the part holds at most `x` of the hits.
pub(super) fn at_most(x: i64, part: i64, hits: i64, all: i64) -> f64 {
    at_least(part - x, part, all - hits, all)
}

/// What is left is below the last digit.
const ENOUGH: f64 = 1e-17;

/// The logarithm of the number of ways to choose so many.
pub(super) fn ln_choose(n: i64, k: i64) -> f64 {
    let ln_factorial = |of: i64| libm::lgamma(number(of) + 1.0);
    ln_factorial(n) - ln_factorial(k) - ln_factorial(n - k)
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
pub(super) fn number(count: i64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_lady_tasting_tea() {
        // Of 8 cups 4 had milk first, and she named 3 of them: 17/70; all 4: 1/70.
        assert!((at_least(3, 4, 4, 8) - 17.0 / 70.0).abs() < 1e-14);
        assert!((at_least(4, 4, 4, 8) - 1.0 / 70.0).abs() < 1e-14);
        assert!((at_least(1, 4, 4, 8) - 69.0 / 70.0).abs() < 1e-14);
        assert!((at_most(0, 4, 4, 8) - 1.0 / 70.0).abs() < 1e-14);
        assert_eq!((at_least(0, 4, 4, 8), at_least(5, 4, 4, 8)), (1.0, 0.0));
        assert!((at_least(3, 4, 7, 8) - 1.0).abs() < 1e-15);
    }

    proptest! {
        #[test]
        fn both_sides_make_one(hits in 0_i64..60, misses in 0_i64..60, cut in 0_i64..120, x in 0_i64..60) {
            let all = hits + misses;
            let part = cut.min(all);
            let sum = at_least(x + 1, part, hits, all) + at_most(x, part, hits, all);
            prop_assert!((sum - 1.0).abs() < 1e-11, "{}", sum);
        }
    }
}
