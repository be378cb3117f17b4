//! What 95 % intervals hold, in short: the whole is in `voc-core/src/metric/COVERAGE.md`.

use voc_conformance::coverage::means::{OfMean, of_mean, skewed, welch};
use voc_conformance::coverage::times::{OfTimes, slope, times};
use voc_conformance::coverage::weights::{Weights, What, drawn, part_of_all};
use voc_conformance::coverage::{Held, Seen, counts, differences, drivers, medians, nps, shares};
use voc_conformance::coverage::{journeys, mixes, sizes, strata};
use voc_core::insight::drivers::DriverMethod;
use voc_core::journey::ScoreMetric;
use voc_core::metric::ShareInterval::{ModifiedWilson, Wilson};

/// So many answers of which Wilson's interval holds some rare share less than 90 times in 100: all there are
/// from 10 to 1,000. 0.99¹⁷ is 84.3 %: where a share is 1 %, one of so few answers is taken for more.
const BELOW: [i64; 11] = [11, 12, 13, 14, 15, 16, 17, 18, 27, 54, 55];

#[test]
fn of_shares() {
    for n in (10..60).chain([100, 300, 1000]) {
        let held = shares(n, Wilson);
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
fn of_shares_with_the_modified_interval() {
    for n in (10..60).chain([100, 300, 1000]) {
        let held = shares(n, ModifiedWilson);
        let (mean, (least, p)) = (held.mean(), held.least());
        assert!((0.945..=0.96).contains(&mean), "{n}: {mean}");
        assert!(least >= 0.9, "{n}: {least} at {p}");
    }
}

#[test]
fn by_hand() {
    // Of 13 answers and a share of 1 %: no hit is held (0 to 22.8 %), one hit is not (its lower end is 1.4 %).
    let held = shares(13, Wilson);
    assert!((held.shares[0] - 0.99_f64.powi(13)).abs() < 1e-12);
    assert!((held.shares[98] - held.shares[0]).abs() < 1e-12);
    // By the modified one it is (0.4 %), and two are not: 0.355/13 is 2.7 %.
    let held = shares(13, ModifiedWilson);
    let one = 13.0 * 0.01 * 0.99_f64.powi(12);
    assert!((held.shares[0] - 0.99_f64.powi(13) - one).abs() < 1e-12);
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

/// Samples of what is drawn.
const SAMPLES: u32 = 1_000;

/// To within three and a half standard errors.
fn near(seen: Seen, wanted: f64) {
    let share = seen.share();
    let error = (wanted * (1.0 - wanted) / f64::from(seen.samples())).sqrt();
    assert!(
        (share - wanted).abs() < 3.5 * error,
        "{share} is not {wanted}"
    );
}

#[test]
fn means_of_skewed_answers() {
    // By t, of answers of which few are the best and of which most are: as the table says.
    near(of_mean(&skewed(0.3), 50, SAMPLES, OfMean::Student), 0.941);
    near(of_mean(&skewed(0.9), 50, SAMPLES, OfMean::Student), 0.865);
    near(welch([0.3, 0.3], [20, 20], SAMPLES), 0.95);
    let drawn = of_mean(&skewed(0.3), 50, 300, OfMean::Bootstrap(200)).share();
    assert!((0.89..=0.98).contains(&drawn), "{drawn}");
}

fn at_least(held: &Held, mean: f64, least: f64) {
    assert!(held.mean() >= mean, "{}: {}", held.n, held.mean());
    assert!(held.least().0 >= least, "{}: {:?}", held.n, held.least());
}

#[test]
fn differences_of_two() {
    for other in [0.05, 0.2, 0.5] {
        let held = differences::newcombe([20, 20], other);
        at_least(&held, 0.945, 0.9);
    }
    for way in [differences::Way::AdjustedWald, differences::Way::Limits] {
        at_least(&differences::nps(10, way, [0.5, 0.2]), 0.94, 0.9);
    }
}

#[test]
fn what_is_exact_holds_at_least_what_it_says() {
    at_least(&counts::events(2.0), 0.95, 0.95);
    at_least(&counts::ratio(2.0, 4.0), 0.95, 0.95);
    assert_eq!(medians::plain(5), None);
    // Of six numbers, all but where all lie on one side: 1 − 2/2⁶.
    let six = medians::plain(6).unwrap();
    assert!((six - 0.96875).abs() < 1e-12, "{six}");
    for n in 7..40 {
        let share = medians::plain(n).unwrap();
        assert!((0.95..0.995).contains(&share), "{n}: {share}");
    }
}

#[test]
fn what_is_drawn() {
    near(
        strata::shares(
            strata::Strata {
                count: 50,
                sizes: [1, 1],
            },
            0.2,
            SAMPLES,
        ),
        0.95,
    );
    near(
        strata::means(
            strata::Strata {
                count: 2,
                sizes: [20, 20],
            },
            false,
            1.0,
            300,
        ),
        0.95,
    );
    near(sizes::hedges_g(20, 0.5, 300), 0.95);
    near(sizes::cramer_v(50, [0.2, 0.3, 0.4], 300), 0.95);
    near(sizes::epsilon_squared(20, 0.3, 300), 0.95);
    near(drawn(What::Share, Weights::Apart(0.5), 50, SAMPLES), 0.95);
    near(drawn(What::Nps, Weights::Groups, 50, SAMPLES), 0.95);
    near(times(OfTimes::Share(0.5), 50, None, SAMPLES), 0.95);
    near(slope(20, false, SAMPLES), 0.95);
    near(mixes::mixes(mixes::OfMix::Within, 100, SAMPLES), 0.95);
    near(journeys::same_mix("csat", 10, 300), 0.95);
    for metric in [ScoreMetric::Share, ScoreMetric::Nps, ScoreMetric::Mean] {
        near(journeys::changes(metric, 50, SAMPLES), 0.95);
    }
    near(medians::weighted(50, 0.5, 300), 0.95);
    at_least(&part_of_all(50, 100), 0.9, 0.8);
    let [first, ..] = drivers::weights(DriverMethod::RelativeWeights, 100, 100, 100);
    assert!(first.share() >= 0.85, "{}", first.share());
}
