//! Whether two numbers differ: the difference with its interval, and a test.

use super::estimate::{Adjusted, confident, number, z_of};
use super::moments::Moments;
use super::normal::beyond;
use super::student;
use super::tally::Tally;
use super::watch::Difference;
use crate::error::Error;
use crate::program::MetricKind;
use serde::Serialize;

/// How two samples were compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Test {
    /// Of two NPS: three answers more in each, ¾ of them promoters and ¾ detractors; difference, interval
    /// and z are of these (J. R. Lewis, J. Sauro, "How to statistically compare two Net Promoter Scores",
    /// 2021). The value is the plain difference.
    AdjustedWald,
    /// Of two shares: Newcombe's interval (method 10, Statistics in Medicine 17, 1998) and the N − 1
    /// chi-squared test (I. Campbell, Statistics in Medicine 26, 2007, 3661–3675).
    NewcombeN1,
    /// Of two means: Welch's t (B. L. Welch, Biometrika 34, 1947, 28–35).
    Welch,
}

/// One sample beside another.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Comparison {
    /// The first number less the second; absent where one of them is.
    pub difference: Option<f64>,
    /// The lower end of the interval.
    pub low: Option<f64>,
    /// The upper end of the interval.
    pub high: Option<f64>,
    /// The test's z or t.
    pub statistic: Option<f64>,
    /// The degrees of freedom of a t.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub df: Option<f64>,
    /// The chance of such a difference, on either side, where there is none.
    pub p: Option<f64>,
    /// How many answers each stands on.
    pub n: [i64; 2],
    /// The confidence of the interval.
    pub confidence: f64,
    /// How they were compared.
    pub method: Test,
}

impl Comparison {
    fn none(n: [i64; 2], confidence: f64, method: Test) -> Self {
        Self {
            difference: None,
            low: None,
            high: None,
            statistic: None,
            df: None,
            p: None,
            n: n.map(|n| n.max(0)),
            confidence,
            method,
        }
    }
}

/// Compares the answers to one metric of two independent groups.
///
/// # Errors
/// A confidence outside (0, 1).
pub fn compare(
    kind: MetricKind,
    one: Tally,
    other: Tally,
    confidence: f64,
) -> Result<Comparison, Error> {
    match kind {
        MetricKind::Nps => nps(one, other, confidence),
        MetricKind::Csat | MetricKind::Rate => shares(one, other, confidence),
    }
}

fn nps(one: Tally, other: Tally, confidence: f64) -> Result<Comparison, Error> {
    confident(confidence)?;
    let none = Comparison::none([one.n, other.n], confidence, Test::AdjustedWald);
    if one.n <= 0 || other.n <= 0 {
        return Ok(none);
    }
    let plain = |tally: Tally| 100.0 * number(tally.plus - tally.minus) / number(tally.n);
    let adjusted =
        |tally: Tally| Adjusted::of(number(tally.plus), number(tally.minus), number(tally.n));
    let (a, b) = (adjusted(one), adjusted(other));
    let error = (a.variance / a.n + b.variance / b.n).sqrt();
    let (centre, half) = (a.centre - b.centre, z_of(confidence) * error);
    let z = centre / error;
    Ok(Comparison {
        difference: Some(plain(one) - plain(other)),
        low: Some((100.0 * (centre - half)).max(-200.0)),
        high: Some((100.0 * (centre + half)).min(200.0)),
        statistic: Some(z),
        p: Some(beyond(z)),
        ..none
    })
}

fn shares(one: Tally, other: Tally, confidence: f64) -> Result<Comparison, Error> {
    let estimates = (
        one.estimate(MetricKind::Rate, confidence)?,
        other.estimate(MetricKind::Rate, confidence)?,
    );
    let none = Comparison::none([one.n, other.n], confidence, Test::NewcombeN1);
    let Some(difference) = Difference::of(&estimates.0, &estimates.1) else {
        return Ok(none);
    };
    let (n, m) = (number(one.n), number(other.n));
    let pooled = number(one.plus + other.plus) / (n + m);
    let error = (pooled * (1.0 - pooled) * (1.0 / n + 1.0 / m)).sqrt();
    // Where all answered alike, nothing speaks for a difference.
    let z = if error > 0.0 {
        difference.value / error * ((n + m - 1.0) / (n + m)).sqrt()
    } else {
        0.0
    };
    Ok(Comparison {
        difference: Some(difference.value),
        low: Some(difference.low),
        high: Some(difference.high),
        statistic: Some(z),
        p: Some(beyond(z)),
        ..none
    })
}

/// Compares the means of two independent groups, which need not vary alike.
///
/// # Errors
/// A confidence outside (0, 1).
pub fn compare_means(one: Moments, other: Moments, confidence: f64) -> Result<Comparison, Error> {
    confident(confidence)?;
    let none = Comparison::none([one.n(), other.n()], confidence, Test::Welch);
    let difference = one.mean().zip(other.mean()).map(|(one, other)| one - other);
    let none = Comparison { difference, ..none };
    let noise = |of: Moments| of.variance().map(|variance| variance / number(of.n()));
    let (Some(value), Some(a), Some(b)) = (difference, noise(one), noise(other)) else {
        return Ok(none);
    };
    let error = (a + b).sqrt();
    if error == 0.0 {
        // Nothing varies: they are the same, or they differ beyond doubt, and no t can be told.
        let p = if value == 0.0 { 1.0 } else { 0.0 };
        let (low, high) = (Some(value), Some(value));
        return Ok(Comparison {
            low,
            high,
            p: Some(p),
            ..none
        });
    }
    let parts = a * a / number(one.n() - 1) + b * b / number(other.n() - 1);
    let df = (a + b) * (a + b) / parts;
    let half = student::t_of(confidence, df) * error;
    let t = value / error;
    Ok(Comparison {
        low: Some(value - half),
        high: Some(value + half),
        statistic: Some(t),
        df: Some(df),
        p: Some(student::beyond(t, df)),
        ..none
    })
}

#[cfg(test)]
mod tests {
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
}
