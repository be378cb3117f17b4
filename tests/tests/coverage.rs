//! What 95 % intervals hold, in short: the whole is in `voc-core/src/metric/COVERAGE.md`.

use voc_conformance::coverage::{OfMean, nps, of_mean, skewed, wilson};

/// So many answers of which Wilson's interval holds some rare share less than 90 times in 100: all there are
/// from 10 to 1,000. 0.99¹⁷ is 84.3 %: where a share is 1 %, one of so few answers is taken for more.
const BELOW: [i64; 11] = [11, 12, 13, 14, 15, 16, 17, 18, 27, 54, 55];

#[test]
fn shares() {
    for n in (10..60).chain([100, 300, 1000]) {
        let held = wilson(n);
        assert_eq!(held.shares.len(), 99);
        let (mean, (least, p)) = (held.mean(), held.least());
        assert!((0.945..=0.96).contains(&mean), "{n}: {mean}");
        if BELOW.contains(&n) {
            assert!((0.84..0.9).contains(&least), "{n}: {least} at {p}");
            assert!(p <= 0.051 || p >= 0.949, "{n}: {least} at {p}");
        } else {
            assert!(least >= 0.9, "{n}: {least} at {p}");
        }
    }
}

#[test]
fn by_hand() {
    // Of 13 answers and a share of 1 %: no hit is held (0 to 22.8 %), one hit is not (its lower end is 1.4 %).
    let held = wilson(13);
    assert!((held.shares[0] - 0.99_f64.powi(13)).abs() < 1e-12);
    assert!((held.shares[98] - held.shares[0]).abs() < 1e-12);
}

#[test]
fn net_promoter_scores() {
    for n in [10, 20, 40] {
        for detractors in [0.2, 0.5, 0.8] {
            let held = nps(n, detractors);
            let (mean, (least, p)) = (held.mean(), held.least());
            assert!((0.945..=0.96).contains(&mean), "{n} {detractors}: {mean}");
            assert!(least >= 0.88, "{n} {detractors}: {least} at {p}");
        }
    }
}

#[test]
fn means_of_skewed_answers() {
    // By t, of answers of which few are the best and of which most are: as the table says.
    let [even, high] = [0.3, 0.9].map(|best| of_mean(&skewed(best), 50, 4_000, OfMean::Student));
    assert!((0.92..=0.96).contains(&even), "{even}");
    assert!((0.80..=0.95).contains(&high), "{high}");
    let drawn = of_mean(&skewed(0.3), 50, 300, OfMean::Bootstrap(200));
    assert!((0.89..=0.98).contains(&drawn), "{drawn}");
}
