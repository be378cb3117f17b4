//! Two groups: published figures, and what holds of any.

use super::super::moments::moments;
use super::*;
use proptest::prelude::*;

fn tally(plus: i64, n: i64, minus: i64) -> Tally {
    Tally { n, plus, minus }
}

fn close(found: Option<f64>, wanted: f64) {
    let found = found.unwrap();
    assert!((found - wanted).abs() < 1e-9, "{found} {wanted}");
}

#[test]
fn nps_by_the_published_formula() {
    // By hand, as Lewis and Sauro (2021) say it. 15 promoters and 10 detractors of 36: n' = 39,
    // 15.75/39 − 10.75/39 = 0.128205, variance 26.5/39 − 0.128205² = 0.663051. 21 and 6 of 33: n' = 36,
    // 21.75/36 − 6.75/36 = 0.416667, variance 28.5/36 − 0.416667² = 0.618056.
    let found = compare(MetricKind::Nps, tally(21, 33, 6), tally(15, 36, 10), 0.95).unwrap();
    let (a, b): (f64, f64) = (28.5 / 36.0 - 25.0 / 144.0, 26.5 / 39.0 - 25.0 / 1521.0);
    let error = (a / 36.0 + b / 39.0).sqrt();
    let centre = 15.0 / 36.0 - 5.0 / 39.0;
    close(found.difference, 100.0 * (15.0 / 33.0 - 5.0 / 36.0));
    close(found.statistic, centre / error);
    close(found.low, 100.0 * (centre - 1.959_963_984_540_054 * error));
    close(found.high, 100.0 * (centre + 1.959_963_984_540_054 * error));
}

#[test]
fn shares_by_campbell() {
    // N − 1: the plain chi-squared of 7 of 10 against 2 of 12 is
    // 22 (7·10 − 3·2)² / (10·12·9·13); times 21/22.
    let found = compare(MetricKind::Rate, tally(7, 10, 0), tally(2, 12, 0), 0.95).unwrap();
    close(
        found.statistic.map(|z| z * z),
        21.0 * 64.0 * 64.0 / 14_040.0,
    );
    // All alike.
    let same = compare(MetricKind::Csat, tally(4, 4, 0), tally(9, 9, 0), 0.95).unwrap();
    assert_eq!((same.difference, same.p), (Some(0.0), Some(1.0)));
}

#[test]
fn means_by_welch() {
    // Student's sleep data; R's t.test(extra ~ group): t = −1.8608, df = 17.776, p = 0.07939,
    // interval −3.3654832 to 0.2054832.
    let one = moments(&[0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]).unwrap();
    let two = moments(&[1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]).unwrap();
    let found = compare_means(one, two, 0.95).unwrap();
    let near = |found: Option<f64>, wanted: f64, by: f64| {
        assert!((found.unwrap() - wanted).abs() < by, "{found:?} {wanted}");
    };
    near(found.statistic, -1.8608, 5e-5);
    near(found.df, 17.776, 5e-4);
    near(found.p, 0.07939, 5e-6);
    near(found.low, -3.365_483_2, 5e-8);
    near(found.high, 0.205_483_2, 5e-8);
}

#[test]
fn nothing_to_compare() {
    for kind in [MetricKind::Nps, MetricKind::Csat, MetricKind::Rate] {
        let found = compare(kind, Tally::default(), Tally::PLUS, 0.95).unwrap();
        assert_eq!((found.difference, found.p, found.n), (None, None, [0, 1]));
        assert!(compare(kind, Tally::PLUS, Tally::PLUS, 1.0).is_err());
    }
    let one = moments(&[2.0]).unwrap();
    let found = compare_means(one, moments(&[1.0, 4.0]).unwrap(), 0.95).unwrap();
    assert_eq!((found.difference, found.p), (Some(-0.5), None));
    let same = moments(&[2.0, 2.0]).unwrap();
    assert_eq!(compare_means(same, same, 0.95).unwrap().p, Some(1.0));
}

proptest! {
    #[test]
    fn turned_around_only_the_sign_changes(
        a in (0_i64..40, 0_i64..40, 1_i64..40), b in (0_i64..40, 0_i64..40, 1_i64..40),
    ) {
        let of = |(plus, minus, rest): (i64, i64, i64)| tally(plus, plus + minus + rest, minus);
        for kind in [MetricKind::Nps, MetricKind::Rate] {
            let there = compare(kind, of(a), of(b), 0.95).unwrap();
            let back = compare(kind, of(b), of(a), 0.95).unwrap();
            let turned = |one: Option<f64>, other: Option<f64>| (one.unwrap() + other.unwrap()).abs() < 1e-9;
            prop_assert!(turned(there.difference, back.difference));
            prop_assert!(turned(there.low, back.high) && turned(there.high, back.low));
            prop_assert!((there.p.unwrap() - back.p.unwrap()).abs() < 1e-12);
        }
    }
}

/// The medians of plain numbers.
fn medians(one: &[f64], other: &[f64]) -> Comparison {
    let alike = |numbers| (numbers, Sampling::default());
    compare_medians([alike(one), alike(other)], 0.95).unwrap()
}

fn weighed<'w>(numbers: &'w [f64], weights: &'w [f64]) -> (&'w [f64], Sampling<'w>) {
    let weights = Some(weights);
    (
        numbers,
        Sampling {
            weights,
            population: None,
        },
    )
}

#[test]
fn medians_by_hand() {
    // 1 to 6 and 4 to 9: medians 3.5 and 6.5; their intervals are their ends (of six: the first and the last).
    // Difference −3; low −3 − √((3.5 − 1)² + (9 − 6.5)²), high −3 + the same.
    let found = medians(
        &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
        &[4.0, 5.0, 6.0, 7.0, 8.0, 9.0],
    );
    close(found.difference, -3.0);
    close(found.low, -3.0 - 12.5_f64.sqrt());
    close(found.high, -3.0 + 12.5_f64.sqrt());
    // Ranks: 1, 2, 3, 4.5, 6.5, 8.5 of the first: 25.5 less 39; ties 3 · (8 − 2)/(12 · 11) from 13, times 36/12.
    close(
        found.statistic,
        -13.5 / (3.0 * (13.0 - 18.0 / 132.0_f64)).sqrt(),
    );
    assert_eq!((found.method, found.n), (Test::WilcoxonExact, [6, 6]));
    // Of five there is no interval, and a p all the same: 2 of the 252 ways are as far apart.
    let few = medians(&[1.0, 2.0, 3.0, 4.0, 5.0], &[6.0, 7.0, 8.0, 9.0, 10.0]);
    assert_eq!((few.difference, few.low), (Some(-5.0), None));
    close(few.p, 2.0 / 252.0);
    let none = medians(&[f64::NAN], &[1.0]);
    assert_eq!((none.difference, none.p, none.n), (None, None, [0, 1]));
    let same = medians(&[2.0, 2.0], &[2.0]);
    assert_eq!(
        (same.difference, same.statistic, same.p),
        (Some(0.0), None, Some(1.0))
    );
}

#[test]
fn weighted_ranks_by_hand() {
    // 1 and 3 with weights 1 and 2 beside 2 and 3 with weights 3 and 2: of 8 in all, ranks of 1: 0.5/8, of 2:
    // (1 + 1.5)/8, of 3: (4 + 2)/8. Means (0.5 + 2·6)/24 and (3·2.5 + 2·6)/40; in eighths 12.5/3 and 19.5/5.
    let found = compare_medians(
        [
            weighed(&[1.0, 3.0], &[1.0, 2.0]),
            weighed(&[3.0, 2.0, 9.0], &[2.0, 3.0, 0.0]),
        ],
        0.95,
    )
    .unwrap();
    assert_eq!((found.method, found.n), (Test::WeightedRanks, [2, 2]));
    let spread = |values: [(f64, f64); 2]| {
        let whole = values[0].1 + values[1].1;
        let mean = values.iter().map(|(it, weight)| it * weight).sum::<f64>() / whole;
        let n = whole * whole
            / values
                .iter()
                .map(|(_, weight)| weight * weight)
                .sum::<f64>();
        let off = values
            .iter()
            .map(|(it, weight)| weight * (it - mean) * (it - mean))
            .sum::<f64>();
        (mean, off / whole / (n - 1.0))
    };
    let (a, b) = (
        spread([(0.5, 1.0), (6.0, 2.0)]),
        spread([(2.5, 3.0), (6.0, 2.0)]),
    );
    close(found.statistic, (a.0 - b.0) / (a.1 + b.1).sqrt());
    close(found.difference, 1.0);
}

#[test]
fn tests_have_one_name_everywhere() {
    for test in [
        Test::AdjustedWald,
        Test::NewcombeN1,
        Test::Welch,
        Test::Wilcoxon,
        Test::WilcoxonExact,
        Test::WeightedRanks,
    ] {
        assert_eq!(serde_json::to_value(test).unwrap(), test.name());
    }
}

#[test]
fn mistakes_are_named() {
    let path = |found: Result<Comparison, Error>| found.unwrap_err().path.unwrap();
    let (good, bad) = (weighed(&[1.0], &[1.0]), weighed(&[1.0], &[-1.0]));
    assert_eq!(path(compare_medians([good, bad], 0.95)), "b.weights.0");
    assert_eq!(
        path(compare_weighted(Made::Numbers, [bad, good], 0.95)),
        "weights.0"
    );
    let endless = [(&[1.0, f64::INFINITY][..], Sampling::default()), good];
    assert_eq!(path(compare_medians(endless, 0.95)), "1");
    assert_eq!(path(compare_medians([good, good], 1.0)), "confidence");
}

proptest! {
    #[test]
    fn of_one_weight_it_is_the_plain_test(
        one in prop::collection::vec(-1_i8..=1, 0..30), other in prop::collection::vec(-1_i8..=1, 0..30),
        weight in 0.1_f64..9.0,
    ) {
        let [one, other] = [one, other].map(|all| all.into_iter().map(f64::from).collect::<Vec<_>>());
        let weights = vec![weight; 30];
        let both = [weighed(&one, &weights[..one.len()]), weighed(&other, &weights[..other.len()])];
        let tallied = |all: &[f64]| all.iter().fold(Tally::default(), |mut sum, score| {
            sum.merge(if *score > 0.0 { Tally::PLUS } else if *score < 0.0 { Tally::MINUS } else { Tally::NEUTRAL });
            sum
        });
        let plain = [
            (Made::Scores(MetricKind::Nps), compare(MetricKind::Nps, tallied(&one), tallied(&other), 0.95).unwrap()),
            (Made::Numbers, compare_means(moments(&one).unwrap(), moments(&other).unwrap(), 0.95).unwrap()),
        ];
        for (made, plain) in plain {
            let found = compare_weighted(made, both, 0.95).unwrap();
            prop_assert_eq!(found.n, plain.n);
            for (found, plain) in [
                (found.difference, plain.difference), (found.low, plain.low), (found.high, plain.high),
                (found.p, plain.p),
            ] {
                // Where nothing varies, rounding may leave a trace of it.
                let close = found.zip(plain).is_none_or(|(found, plain)| (found - plain).abs() < 1e-6);
                prop_assert!(close, "{:?} {:?}", found, plain);
            }
        }
    }
}
