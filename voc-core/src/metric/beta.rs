//! The regularised incomplete beta function, of which the tails of Student's t and Fisher's F are made.

/// The share of a beta distribution below `x`; `rest` is 1 − x, which whoever asks often knows
/// with more digits. `a` and `b` are above 0.
///
/// The continued fraction 8.17.22 of the NIST Digital Library of Mathematical Functions, by Lentz's method.
pub(super) fn incomplete_beta(a: f64, b: f64, x: f64, rest: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if rest <= 0.0 {
        return 1.0;
    }
    let front = power(a, b, x, rest);
    // On either side of its mean the fraction needs few steps.
    if x < (a + 1.0) / (a + b + 2.0) {
        front * fraction(a, b, x) / a
    } else {
        1.0 - front * fraction(b, a, rest) / b
    }
}

/// `x` to the power of `a`, times `rest` to that of `b`, by B(a, b).
pub(super) fn power(a: f64, b: f64, x: f64, rest: f64) -> f64 {
    // The smaller of both has its digits; the logarithm of the other is made of it.
    let (of_x, of_rest) = if x < rest {
        (libm::log(x), libm::log1p(-x))
    } else {
        (libm::log1p(-rest), libm::log(rest))
    };
    libm::exp(a * of_x + b * of_rest - ln_beta(a, b))
}

/// What is left of a step is below the last digit.
const ENOUGH: f64 = 1e-16;
/// Steps grow with the root of the larger parameter; so many reach 10⁹.
const STEPS: u32 = 100_000;
/// Stands for 0 where something is divided by it.
const TINY: f64 = 1e-300;

fn fraction(a: f64, b: f64, x: f64) -> f64 {
    let tame = |value: f64| if value.abs() < TINY { TINY } else { value };
    let mut above = 1.0;
    let mut below = 1.0 / tame(1.0 - (a + b) * x / (a + 1.0));
    let mut all = below;
    for step in 1..STEPS {
        let step = f64::from(step);
        let twice = a + 2.0 * step;
        let even = step * (b - step) * x / ((twice - 1.0) * twice);
        below = 1.0 / tame(1.0 + even * below);
        above = tame(1.0 + even / above);
        all *= below * above;
        let odd = -(a + step) * (a + b + step) * x / (twice * (twice + 1.0));
        below = 1.0 / tame(1.0 + odd * below);
        above = tame(1.0 + odd / above);
        all *= below * above;
        if (below * above - 1.0).abs() < ENOUGH {
            break;
        }
    }
    all
}

/// Above this Stirling's series has all digits.
const LARGE: f64 = 20.0;

/// The logarithm of B(a, b). Logarithms of large gammas would cancel and leave few digits, so what they
/// share is taken out first.
fn ln_beta(a: f64, b: f64) -> f64 {
    let (small, large) = if a < b { (a, b) } else { (b, a) };
    if large < LARGE {
        return libm::lgamma(small) + libm::lgamma(large) - libm::lgamma(small + large);
    }
    let both = small + large;
    libm::lgamma(small) + stirling(large)
        - stirling(both)
        - (large - 0.5) * libm::log1p(small / large)
        - small * (libm::log(both) - 1.0)
}

/// What Stirling's formula leaves out of ln Γ(z): DLMF 5.11.1.
pub(super) fn stirling(z: f64) -> f64 {
    let square = 1.0 / (z * z);
    let terms = [
        1.0 / 12.0,
        -1.0 / 360.0,
        1.0 / 1260.0,
        -1.0 / 1680.0,
        1.0 / 1188.0,
    ];
    let sum = terms.iter().rev();
    sum.fold(0.0, |sum, term| sum * square + term) / z
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_scipy() {
        // scipy.special.betainc of scipy 1.17.
        for (a, b, x, share) in SCIPY {
            let found = incomplete_beta(a, b, x, 1.0 - x);
            assert!((found / share - 1.0).abs() < 1e-11, "{a} {b} {x}: {found}");
        }
    }

    #[test]
    fn both_sides_make_one() {
        for a in [0.5, 1.0, 3.5, 40.0, 5e5] {
            for b in [0.5, 2.0, 17.0, 300.0] {
                for x in [1e-6, 0.01, 0.3, 0.5, 0.99, 0.999_999] {
                    let sum = incomplete_beta(a, b, x, 1.0 - x) + incomplete_beta(b, a, 1.0 - x, x);
                    assert!((sum - 1.0).abs() < 1e-12, "{a} {b} {x}: {sum}");
                }
            }
        }
    }

    #[expect(
        clippy::excessive_precision,
        clippy::unreadable_literal,
        reason = "as scipy writes them"
    )]
    const SCIPY: [(f64, f64, f64, f64); 10] = [
        (0.5, 0.5, 0.2, 2.9516723530086653e-01),
        (1.0, 3.0, 0.4, 7.8400000000000003e-01),
        (2.5, 0.5, 0.9, 4.8958974456442755e-01),
        (10.0, 2.0, 0.5, 5.8593750000000000e-03),
        (30.0, 40.0, 0.45, 6.4474800855856662e-01),
        (500.0, 0.5, 0.99, 1.5273578790529906e-03),
        (50000.0, 0.5, 0.99995, 2.5345854168846868e-02),
        (2.0, 600.0, 0.001, 1.2216494802320495e-01),
        (0.5, 1000000.0, 1e-06, 8.4270084483819641e-01),
        (120.5, 1.5, 0.97, 6.1380734290195076e-02),
    ];
}
