//! Many tests at once: what share of the findings may be chance.

use crate::document::Read;
use serde::Deserialize;

/// How findings are corrected for how many were looked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Read)]
#[serde(rename_all = "snake_case")]
pub enum Discovery {
    /// The false-discovery rate, for tests that are independent or move together: Y. Benjamini,
    /// Y. Hochberg, Journal of the Royal Statistical Society B 57 (1995) 289–300.
    #[default]
    BenjaminiHochberg,
    /// The same whatever the tests have to do with each other: Y. Benjamini, D. Yekutieli, Annals of
    /// Statistics 29 (2001) 1165–1188.
    BenjaminiYekutieli,
    /// The chance of any false finding at all, whatever the tests have to do with each other: S. Holm,
    /// Scandinavian Journal of Statistics 6 (1979) 65–70.
    Holm,
}

/// The p of each test, corrected: taking those up to q for findings, a share of at most q of them is chance,
/// on average; by Holm, the chance that any of them is chance is at most q. In the order of `ps`; what is no number stays out of the count and stays what it is.
pub fn adjusted(ps: &[f64], by: Discovery) -> Vec<f64> {
    let mut order: Vec<usize> = (0..ps.len()).collect();
    let p = |place: &usize| ps.get(*place).copied().unwrap_or(f64::NAN);
    order.retain(|place| !p(place).is_nan());
    order.sort_by(|one, other| p(one).total_cmp(&p(other)));
    let tests = number(order.len());
    let mut out = vec![f64::NAN; ps.len()];
    let factor = match by {
        Discovery::Holm => {
            let mut most: f64 = 0.0;
            for (rank, place) in order.iter().enumerate() {
                most = most.max(p(place) * (tests - number(rank))).min(1.0);
                if let Some(out) = out.get_mut(*place) {
                    *out = most;
                }
            }
            return out;
        }
        Discovery::BenjaminiHochberg => tests,
        Discovery::BenjaminiYekutieli => {
            tests
                * (1..=order.len())
                    .map(|rank| 1.0 / number(rank))
                    .sum::<f64>()
        }
    };
    let mut least: f64 = 1.0;
    for (rank, place) in order.iter().enumerate().rev() {
        let corrected = p(place) * factor / number(rank + 1);
        least = least.min(corrected.max(p(place)));
        if let Some(out) = out.get_mut(*place) {
            *out = least;
        }
    }
    out
}

#[expect(clippy::cast_precision_loss, reason = "tests are few")]
fn number(count: usize) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The fifteen p-values of Benjamini and Hochberg's own example (1995, §3.2).
    const PS: [f64; 15] = [
        0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262,
        0.5719, 0.6528, 0.7590, 1.0000,
    ];

    #[test]
    fn the_four_findings_of_the_paper() {
        let found = adjusted(&PS, Discovery::BenjaminiHochberg);
        assert_eq!(found.iter().filter(|p| **p <= 0.05).count(), 4);
        // R's p.adjust(p, "BH").
        for (found, wanted) in found.iter().zip([0.0015, 0.003, 0.0095, 0.035_625, 0.0603]) {
            assert!((found - wanted).abs() < 1e-12, "{found} {wanted}");
        }
        // c(15) = 3.318229.
        let found = adjusted(&PS, Discovery::BenjaminiYekutieli);
        assert!((found[0] - 0.0015 * 3.318_228_993_228_993).abs() < 1e-12);
    }

    #[test]
    fn any_finding_by_holm() {
        // By hand, from the least: 3 · 0.01, 2 · 0.03, and 1 · 0.04, which is no less than the one before.
        let found = adjusted(&[0.04, 0.01, 0.03], Discovery::Holm);
        for (found, wanted) in found.iter().zip([0.06, 0.03, 0.06]) {
            assert!((found - wanted).abs() < 1e-12, "{found} {wanted}");
        }
        assert_eq!(adjusted(&[0.9, 0.8], Discovery::Holm), [1.0, 1.0]);
    }

    #[test]
    fn what_is_no_number_is_left_out() {
        let found = adjusted(&[0.04, f64::NAN, 0.02], Discovery::BenjaminiHochberg);
        assert!(found[1].is_nan());
        assert_eq!((found[0], found[2]), (0.04, 0.04));
        assert!(adjusted(&[], Discovery::BenjaminiHochberg).is_empty());
    }

    proptest! {
        #[test]
        fn it_is_never_less_and_keeps_the_order(ps in prop::collection::vec(0.0_f64..=1.0, 0..40)) {
            for by in [Discovery::BenjaminiHochberg, Discovery::BenjaminiYekutieli, Discovery::Holm] {
                let found = adjusted(&ps, by);
                for (one, p) in found.iter().zip(&ps) {
                    prop_assert!(*p <= *one && *one <= 1.0);
                    for (other, q) in found.iter().zip(&ps) {
                        prop_assert!(p > q || one <= other);
                    }
                }
            }
        }
    }
}
