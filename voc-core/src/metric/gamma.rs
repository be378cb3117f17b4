//! The regularised incomplete gamma function, of which the tails of chi-squared and of counts are made.

use super::beta::stirling;

/// The shares of a gamma distribution of this shape below and above `x`, each with its own digits. `shape`
/// is above 0.
///
/// The series 8.11.4 of the NIST Digital Library of Mathematical Functions below the mean, above it the
/// continued fraction 8.9.2 by Lentz's method.
pub(crate) fn incomplete_gamma(shape: f64, x: f64) -> (f64, f64) {
    if x <= 0.0 {
        return (0.0, 1.0);
    }
    if x == f64::INFINITY {
        return (1.0, 0.0);
    }
    let front = libm::exp(ln_density(shape, x));
    if x < shape + 1.0 {
        let below = (front * series(shape, x)).min(1.0);
        (below, 1.0 - below)
    } else {
        let above = (front * fraction(shape, x)).min(1.0);
        (1.0 - above, above)
    }
}

/// The chance that a chi-squared of so many degrees of freedom is larger.
pub(crate) fn chi_squared_beyond(statistic: f64, df: f64) -> f64 {
    incomplete_gamma(df / 2.0, statistic / 2.0).1
}

/// Where a gamma distribution of this shape has this share below it.
pub(crate) fn gamma_quantile(shape: f64, below: f64) -> f64 {
    let (mut low, mut high) = (0.0, shape + 10.0);
    while incomplete_gamma(shape, high).0 < below {
        high *= 2.0;
    }
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        // Of the smaller side the digits are known.
        let (under, over) = incomplete_gamma(shape, middle);
        let is_below = if below < 0.5 {
            under < below
        } else {
            over > 1.0 - below
        };
        if is_below {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::midpoint(low, high)
}

/// A stretch halved so often has no further digit.
const HALVINGS: u32 = 200;
/// What is left of a step is below the last digit.
const ENOUGH: f64 = 1e-17;
/// Far more than any shape asks for.
const STEPS: u32 = 1_000_000;
/// Stands for 0 where something is divided by it.
const TINY: f64 = 1e-300;
/// Above this Stirling's series has all digits.
const LARGE: f64 = 20.0;

/// The logarithm of `x` to the power of `shape`, times e to the power of −`x`, by Γ(shape).
pub(super) fn ln_density(shape: f64, x: f64) -> f64 {
    if shape < LARGE {
        return shape * libm::log(x) - x - libm::lgamma(shape);
    }
    // What both would share is taken out first.
    let off = (x - shape) / shape;
    shape * (libm::log1p(off) - off) + 0.5 * libm::log(shape / std::f64::consts::TAU)
        - stirling(shape)
}

fn series(shape: f64, x: f64) -> f64 {
    let (mut term, mut sum, mut at) = (1.0 / shape, 1.0 / shape, shape);
    for _ in 0..STEPS {
        at += 1.0;
        term *= x / at;
        sum += term;
        if term < sum * ENOUGH {
            break;
        }
    }
    sum
}

fn fraction(shape: f64, x: f64) -> f64 {
    let tame = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut middle = x + 1.0 - shape;
    let mut above = 1.0 / TINY;
    let mut below = 1.0 / tame(middle);
    let mut all = below;
    for step in 1..STEPS {
        let step = f64::from(step);
        let part = -step * (step - shape);
        middle += 2.0;
        below = 1.0 / tame(part * below + middle);
        above = tame(middle + part / above);
        all *= below * above;
        if (below * above - 1.0).abs() < 1e-16 {
            break;
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tails_of_scipy() {
        // scipy.special.gammainc and gammaincc of scipy 1.17.
        for (shape, x, below, above) in SCIPY {
            let found = incomplete_gamma(shape, x);
            assert!(
                (found.0 / below - 1.0).abs() < 1e-11,
                "{shape} {x}: {found:?}"
            );
            assert!(
                (found.1 / above - 1.0).abs() < 1e-11,
                "{shape} {x}: {found:?}"
            );
        }
    }

    #[test]
    fn quantiles_are_where_tails_are() {
        for shape in [0.5, 1.0, 4.0, 33.0, 12_345.0] {
            for share in [1e-6, 0.025, 0.5, 0.975, 0.999_999] {
                let x = gamma_quantile(shape, share);
                let (below, _) = incomplete_gamma(shape, x);
                assert!((below - share).abs() < 1e-12, "{shape} {share}: {below}");
            }
        }
        // Of one degree of freedom: 1.96².
        assert!((2.0 * gamma_quantile(0.5, 0.95) - 3.841_458_820_694_124).abs() < 1e-12);
        assert!((chi_squared_beyond(3.841_458_820_694_124, 1.0) - 0.05).abs() < 1e-14);
    }

    #[expect(
        clippy::excessive_precision,
        clippy::unreadable_literal,
        reason = "as scipy writes them"
    )]
    const SCIPY: [(f64, f64, f64, f64); 8] = [
        (0.5, 0.02, 0.15851941887820603, 0.841480581121794),
        (0.5, 3.3, 0.9898021232237597, 0.010197876776240265),
        (1.0, 2.0, 0.8646647167633873, 0.1353352832366127),
        (4.0, 1.2, 0.03376896818565569, 0.9662310318143443),
        (25.0, 40.0, 0.9955173434344268, 0.00448265656557319),
        (150.0, 120.5, 0.005235095922639637, 0.9947649040773604),
        (10000.0, 10100.0, 0.8413487504471796, 0.15865124955282037),
        (1000000.0, 999000.0, 0.15865521357430365, 0.8413447864256963),
    ];
}
