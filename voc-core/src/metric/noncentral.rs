//! How far a chi-squared or an F lies from what no effect brings, with its interval.

use super::beta::{incomplete_beta, power};
use super::gamma::{incomplete_gamma, ln_density};

/// The noncentralities with which a chi-squared of so many degrees of freedom would be as large as this, or
/// larger, with the chances of both tails of the confidence; 0 where even no effect would bring it seldom.
///
/// J. H. Steiger, Psychological Methods 9 (2004) 164–182.
pub(super) fn of_chi_squared(statistic: f64, df: f64, confidence: f64) -> [f64; 2] {
    let x = statistic / 2.0;
    both(statistic, confidence, &|half| {
        let start = libm::floor(half);
        let shape = df / 2.0 + start;
        let mixture = Mixture {
            start,
            value: incomplete_gamma(shape, x).0,
            step: libm::exp(ln_density(shape, x)) / shape,
        };
        mixture.sum(half, &|place| x / (df / 2.0 + place + 1.0))
    })
}

/// The same of an F.
pub(super) fn of_f(statistic: f64, df: [f64; 2], confidence: f64) -> [f64; 2] {
    let [above, below] = df;
    let whole = above * statistic + below;
    let (y, rest) = (above * statistic / whole, below / whole);
    let b = below / 2.0;
    both(above * statistic, confidence, &|half| {
        let start = libm::floor(half);
        let a = above / 2.0 + start;
        let mixture = Mixture {
            start,
            value: incomplete_beta(a, b, y, rest),
            step: power(a, b, y, rest) / a,
        };
        mixture.sum(half, &|place| {
            let a = above / 2.0 + place;
            y * (a + b) / (a + 1.0)
        })
    })
}

/// Where the share below, falling with the noncentrality, is that of the upper and of the lower tail.
fn both(near: f64, confidence: f64, below: &dyn Fn(f64) -> f64) -> [f64; 2] {
    let tail = (1.0 - confidence) / 2.0;
    [1.0 - tail, tail].map(|wanted| {
        if near <= 0.0 || below(0.0) <= wanted {
            return 0.0;
        }
        let (mut low, mut high) = (0.0, near + 10.0);
        while below(high / 2.0) > wanted {
            low = high;
            high *= 2.0;
        }
        for _ in 0..HALVINGS {
            let middle = f64::midpoint(low, high);
            if below(middle / 2.0) > wanted {
                low = middle;
            } else {
                high = middle;
            }
        }
        f64::midpoint(low, high)
    })
}

const HALVINGS: u32 = 80;

/// Shares of central distributions by the Poisson distribution's weights, from its middle outwards; from one
/// to the next a step is taken off.
struct Mixture {
    start: f64,
    value: f64,
    step: f64,
}

impl Mixture {
    /// `ratio` is the step after a place by the step at it.
    fn sum(self, half: f64, ratio: &dyn Fn(f64) -> f64) -> f64 {
        let weight = if half > 0.0 {
            libm::exp(ln_density(self.start + 1.0, half)) / half
        } else {
            1.0
        };
        let mut sum = 0.0;
        let (mut place, mut value, mut step, mut share) =
            (self.start, self.value, self.step, weight);
        while share > ENOUGH * weight && value > 0.0 {
            sum += share * value;
            value -= step;
            step *= ratio(place);
            place += 1.0;
            share *= half / place;
        }
        let (mut place, mut value, mut step, mut share) =
            (self.start, self.value, self.step, weight);
        while place > 0.0 && share > ENOUGH * weight {
            share *= place / half;
            place -= 1.0;
            step /= ratio(place);
            value = (value + step).min(1.0);
            sum += share * value;
        }
        sum
    }
}

const ENOUGH: f64 = 1e-18;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::unreadable_literal, reason = "as Python writes them")]
    fn as_scipy_has_them() {
        // scipy 1.17: brentq over stats.ncx2.cdf and stats.ncf.cdf for 0.975 and 0.025.
        let close = |found: [f64; 2], wanted: [f64; 2]| {
            for (found, wanted) in found.into_iter().zip(wanted) {
                assert!(
                    (found - wanted).abs() < 1e-8 * wanted.max(1.0),
                    "{found} {wanted}"
                );
            }
        };
        close(
            of_chi_squared(12.3, 2.0, 0.95),
            [1.7306723449353183, 28.637937483854632],
        );
        close(of_chi_squared(5.0, 3.0, 0.95), [0.0, 14.836124127356795]);
        close(
            of_chi_squared(250.0, 4.0, 0.95),
            [189.05427024585367, 312.64012542665654],
        );
        close(
            of_chi_squared(1800.0, 2.0, 0.95),
            [1636.5563692922087, 1969.1270749669134],
        );
        close(
            of_f(4.2, [2.0, 60.0], 0.95),
            [0.14396715746957686, 22.865179204263136],
        );
        close(of_f(1.3, [3.0, 20.0], 0.95), [0.0, 13.243346500969237]);
    }

    #[test]
    fn what_chance_brings_seldom_has_none() {
        for found in [0.0, 0.01] {
            let [low, high] = of_chi_squared(found, 3.0, 0.95);
            assert!(low <= 0.0 && high <= 0.0, "{low} {high}");
        }
        let [low, high] = of_f(0.9, [2.0, 40.0], 0.95);
        assert!(low <= 0.0 && high > 0.0, "{low} {high}");
    }
}
