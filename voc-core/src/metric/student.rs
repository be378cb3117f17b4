//! Student's t: how far it stays, and how rarely it is beyond.

use super::beta::incomplete_beta;
use std::f64::consts::FRAC_PI_2;

/// How far from zero a t of so many degrees of freedom stays with this confidence: the quantile at
/// (1 + confidence) / 2. The confidence lies between 0 and 1, and there is more than 0 of a degree.
///
/// What lies beyond ±t is an incomplete beta function of cos²θ, θ = arctan(t / √df): M. Abramowitz, I. A.
/// Stegun, "Handbook of Mathematical Functions", 26.7.1. θ is found by halving.
pub(crate) fn t_of(confidence: f64, df: f64) -> f64 {
    let (mut low, mut high) = (0.0, FRAC_PI_2);
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        let (sin, cos) = (libm::sin(middle), libm::cos(middle));
        let within = incomplete_beta(0.5, df / 2.0, sin * sin, cos * cos);
        if within < confidence {
            low = middle;
        } else {
            high = middle;
        }
    }
    df.sqrt() * libm::tan(low)
}

/// Half of π halved so often has no further digit.
const HALVINGS: u32 = 60;

/// The chance that a t of so many degrees of freedom lies as far from zero as `t`, on either side.
pub(crate) fn beyond(t: f64, df: f64) -> f64 {
    let square = t * t;
    incomplete_beta(df / 2.0, 0.5, df / (df + square), square / (df + square))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_quantiles() {
        // Abramowitz and Stegun, table 26.10, to three places; those with more from scipy 1.16,
        // scipy.stats.t.ppf((1 + confidence) / 2, df).
        for (confidence, df, t) in [
            (0.95, 1.0, 12.706_204_736_174_698),
            (0.95, 2.0, 4.302_652_729_749_464),
            (0.95, 3.0, 3.182_446_305_283_705),
            (0.95, 10.0, 2.228_138_851_986_273_5),
            (0.99, 7.0, 3.499_483_297_350_493),
            (0.8, 1.0, 3.077_683_537_175_253_4),
        ] {
            let found = t_of(confidence, df);
            assert!(
                (found / t - 1.0).abs() < 1e-12,
                "{confidence} {df}: {found}"
            );
        }
        for (confidence, df, t) in [
            (0.9, 4.0, 2.132),
            (0.99, 30.0, 2.750),
            (0.95, 60.0, 2.000),
            (0.95, 120.0, 1.980),
        ] {
            let found = t_of(confidence, df);
            assert!((found - t).abs() < 5e-4, "{confidence} {df}: {found}");
        }
        // Of many degrees it is the normal one.
        assert!((t_of(0.95, 1e9) - 1.959_963_984_540_054).abs() < 1e-8);
    }

    #[test]
    fn beyond_is_what_is_not_within() {
        for confidence in [0.5, 0.8, 0.95, 0.999] {
            for df in [1.0, 2.5, 9.0, 77.3, 12_345.0] {
                let found = beyond(t_of(confidence, df), df);
                assert!(
                    (found - (1.0 - confidence)).abs() < 1e-12,
                    "{confidence} {df}: {found}"
                );
            }
        }
    }
}
