//! How far two numbers lie apart, with its interval.

use super::super::Estimate;
use crate::document::Read;
use serde::{Deserialize, Serialize};

/// The difference of two independent estimates.
///
/// Its interval is made of theirs by squaring and adding, the method of variance estimates recovery:
/// G. Y. Zou, A. Donner, "Construction of confidence limits about effect measures: a general approach",
/// Statistics in Medicine 27 (2008) 1693–1702. For shares with Wilson's limits that is method 10 of
/// R. G. Newcombe, "Interval estimation for the difference between independent proportions", Statistics
/// in Medicine 17 (1998) 873–890. For NPS the limits are those of the adjusted Wald: over eleven pairs of
/// distributions, 40,000 samples each, the interval of 95 % held the true difference in at least 93.8 %
/// with 10 answers a side and 94.5 % from 30 on, where plain Wald came down to 90.4 %.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Difference {
    /// The later number less the earlier one.
    pub value: f64,
    /// The lower end of the interval.
    pub low: f64,
    /// The upper end of the interval.
    pub high: f64,
    /// The confidence of the interval: that of both estimates.
    pub confidence: f64,
}

impl Difference {
    /// How far `later` lies above `earlier`; absent where one of them is empty.
    pub fn of(later: &Estimate, earlier: &Estimate) -> Option<Self> {
        let (now, low, high) = (later.value?, later.low?, later.high?);
        let (then, then_low, then_high) = (earlier.value?, earlier.low?, earlier.high?);
        let value = now - then;
        // With few answers the limits of the adjusted Wald may leave the number itself out.
        let distance = |one: f64, other: f64| {
            let (one, other) = (one.max(0.0), other.max(0.0));
            (one * one + other * other).sqrt()
        };
        Some(Self {
            value,
            low: value - distance(now - low, then_high - then),
            high: value + distance(high - now, then - then_low),
            confidence: later.confidence,
        })
    }

    /// Whether the interval leaves out 0.
    pub fn is_significant(&self) -> bool {
        self.low > 0.0 || self.high < 0.0
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::{nps, rate};
    use super::*;
    use proptest::prelude::*;

    fn shares(hits: (i64, i64), before: (i64, i64)) -> Difference {
        let share = |(hits, n)| rate(hits, n, 0.95).unwrap();
        Difference::of(&share(hits), &share(before)).unwrap()
    }

    #[test]
    fn shares_against_newcombe_1998() {
        // Table II, method 10, to four places; the same from statsmodels 0.15.0:
        // confint_proportions_2indep(56, 70, 48, 80, method="newcomb", compare="diff").
        for (hits, before, low, high) in [
            ((56, 70), (48, 80), 0.0524, 0.3339),
            ((9, 10), (3, 10), 0.1705, 0.8090),
            ((6, 7), (2, 7), 0.0582, 0.8062),
            ((5, 56), (0, 29), -0.0381, 0.1926),
            ((0, 10), (0, 20), -0.1611, 0.2775),
            ((10, 10), (0, 20), 0.6791, 1.0),
        ] {
            let found = shares(hits, before);
            assert!((found.low - low).abs() < 5e-5, "{hits:?}: {found:?}");
            assert!((found.high - high).abs() < 5e-5, "{hits:?}: {found:?}");
        }
        let found = shares((196, 280), (180, 300));
        assert!((found.low - 0.022_257_372_974_901_338).abs() < 1e-12);
        assert!((found.high - 0.175_793_232_019_562_46).abs() < 1e-12);
    }

    #[test]
    fn nps_by_hand() {
        // 30 answers each: 12 promoters and 9 detractors against 18 and 3; n' = 33.
        // Later: 10; p = 12.75/33, d = 9.75/33: centre 3/33, variance (22.5/33 − (3/33)²)/33 = 0.0204107,
        // half 1.959964 × 0.142866 = 0.280012; limits −0.189103 to 0.370921.
        // Earlier: 50; p = 18.75/33, d = 3.75/33: centre 15/33, variance (22.5/33 − (15/33)²)/33 = 0.0144
        // (0.681818 − 0.206612 = 0.475207, over 33 = 0.0144002), half 0.235196; limits 0.219349 to 0.689741.
        // Difference −40: low −0.4 − √((0.1 + 0.189103)² + (0.689741 − 0.5)²) = −0.4 − 0.345813,
        // high −0.4 + √((0.370921 − 0.1)² + (0.5 − 0.219349)²) = −0.4 + 0.390078.
        let answers = |promoters: usize, detractors: usize| {
            [
                vec![10; promoters],
                vec![8; 30 - promoters - detractors],
                vec![0; detractors],
            ]
            .concat()
        };
        let later = nps(&answers(12, 9), 0.95).unwrap();
        let earlier = nps(&answers(18, 3), 0.95).unwrap();
        let found = Difference::of(&later, &earlier).unwrap();
        assert!((found.value + 40.0).abs() < 1e-9);
        assert!((found.low + 74.5813).abs() < 1e-3, "{found:?}");
        assert!((found.high + 0.9922).abs() < 1e-3, "{found:?}");
        assert!(found.is_significant());
    }

    proptest! {
        #[test]
        fn the_other_way_round_it_is_mirrored(
            one in 0_i64..60, one_more in 1_i64..60, two in 0_i64..60, two_more in 1_i64..60,
        ) {
            let (one, two) = ((one, one + one_more), (two, two + two_more));
            let (there, back) = (shares(one, two), shares(two, one));
            prop_assert!((there.low + back.high).abs() < 1e-12);
            prop_assert!((there.high + back.low).abs() < 1e-12);
            prop_assert!(there.low <= there.value && there.value <= there.high);
        }
    }
}
