//! Quantiles of Student's t distribution.

use std::f64::consts::{FRAC_PI_2, PI};

/// How far from zero a t of so many degrees of freedom stays with this confidence: the quantile at
/// (1 + confidence) / 2. The confidence lies between 0 and 1, and there is at least one degree.
///
/// The share within ±t is a finite sum in θ = arctan(t / √df): M. Abramowitz, I. A. Stegun, "Handbook of
/// Mathematical Functions", 26.7.3 and 26.7.4. θ is found by halving.
pub(crate) fn t_of(confidence: f64, df: u32) -> f64 {
    let df = df.clamp(1, DF_MAX);
    let (mut low, mut high) = (0.0, FRAC_PI_2);
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        if share_within(middle, df) < confidence {
            low = middle;
        } else {
            high = middle;
        }
    }
    f64::from(df).sqrt() * libm::tan(low)
}

/// Beyond this the distribution is the normal one, to six digits.
const DF_MAX: u32 = 1_000_000;
/// Half of π halved so often has no further digit.
const HALVINGS: u32 = 60;

fn share_within(theta: f64, df: u32) -> f64 {
    let (sin, cos) = (libm::sin(theta), libm::cos(theta));
    let odd = df % 2 == 1;
    let mut power = df % 2;
    let mut term = if odd { cos } else { 1.0 };
    let mut sum = 0.0;
    // What is left is too small to be seen.
    while power + 2 <= df && term > 1e-20 {
        sum += term;
        term *= cos * cos * f64::from(power + 1) / f64::from(power + 2);
        power += 2;
    }
    if odd {
        (theta + sin * sum) * 2.0 / PI
    } else {
        sin * sum
    }
}

#[cfg(test)]
mod tests {
    use super::t_of;

    #[test]
    fn published_quantiles() {
        // Abramowitz and Stegun, table 26.10, to three places; those with more from scipy 1.16,
        // scipy.stats.t.ppf((1 + confidence) / 2, df).
        for (confidence, df, t) in [
            (0.95, 1, 12.706_204_736_174_698),
            (0.95, 2, 4.302_652_729_749_464),
            (0.95, 3, 3.182_446_305_283_705),
            (0.95, 10, 2.228_138_851_986_273_5),
            (0.99, 7, 3.499_483_297_350_493),
            (0.8, 1, 3.077_683_537_175_253_4),
        ] {
            let found = t_of(confidence, df);
            assert!(
                (found / t - 1.0).abs() < 1e-12,
                "{confidence} {df}: {found}"
            );
        }
        for (confidence, df, t) in [
            (0.9, 4, 2.132),
            (0.99, 30, 2.750),
            (0.95, 60, 2.000),
            (0.95, 120, 1.980),
        ] {
            let found = t_of(confidence, df);
            assert!((found - t).abs() < 5e-4, "{confidence} {df}: {found}");
        }
        // Of many degrees it is the normal one.
        assert!((t_of(0.95, u32::MAX) - 1.959_963_984_540_054).abs() < 1e-5);
    }
}
