//! The tests of sums: of answers as many as there are, or as sure as weights leave them.

use super::Comparison;
use crate::metric::estimate::{Adjusted, Estimate, Method, number, wilson, z_of};
use crate::metric::moments::Moments;
use crate::metric::normal::beyond;
use crate::metric::student;
use crate::metric::tally::Tally;
use crate::metric::watch::Difference;

/// Promoters and detractors, or hits, of so many answers.
#[derive(Debug, Clone, Copy)]
pub(in crate::metric) struct Counts {
    pub(in crate::metric) n: f64,
    pub(in crate::metric) plus: f64,
    pub(in crate::metric) minus: f64,
}

/// The mean of so many numbers, and how much these vary.
#[derive(Debug, Clone, Copy)]
pub(in crate::metric) struct Spread {
    pub(in crate::metric) n: f64,
    pub(in crate::metric) mean: Option<f64>,
    pub(in crate::metric) variance: Option<f64>,
}

impl Counts {
    pub(in crate::metric) fn of(tally: Tally) -> Self {
        Self {
            n: number(tally.n),
            plus: number(tally.plus),
            minus: number(tally.minus),
        }
    }

    fn share(self, confidence: f64) -> Estimate {
        let value = self.plus / self.n;
        let (low, high) = wilson(value, self.n, z_of(confidence));
        Estimate {
            value: Some(value),
            n: 0,
            low: Some(low),
            high: Some(high),
            confidence,
            method: Method::Wilson,
        }
    }
}

impl Spread {
    pub(in crate::metric) fn of(moments: Moments) -> Self {
        Self {
            n: number(moments.n()),
            mean: moments.mean(),
            variance: moments.variance(),
        }
    }

    /// The variance of the mean.
    pub(in crate::metric) fn noise(self) -> Option<f64> {
        self.variance.map(|variance| variance / self.n)
    }
}

pub(super) fn nps(none: Comparison, [one, other]: [Counts; 2]) -> Comparison {
    if one.n <= 0.0 || other.n <= 0.0 {
        return none;
    }
    let plain = |of: Counts| 100.0 * (of.plus - of.minus) / of.n;
    let adjusted = |of: Counts| Adjusted::of(of.plus, of.minus, of.n);
    let (a, b) = (adjusted(one), adjusted(other));
    let error = (a.variance / a.n + b.variance / b.n).sqrt();
    let (centre, half) = (a.centre - b.centre, z_of(none.confidence) * error);
    let z = centre / error;
    Comparison {
        difference: Some(plain(one) - plain(other)),
        low: Some((100.0 * (centre - half)).max(-200.0)),
        high: Some((100.0 * (centre + half)).min(200.0)),
        statistic: Some(z),
        p: Some(beyond(z)),
        ..none
    }
}

pub(super) fn shares(none: Comparison, [one, other]: [Counts; 2]) -> Comparison {
    if one.n <= 0.0 || other.n <= 0.0 {
        return none;
    }
    let found = Difference::of(&one.share(none.confidence), &other.share(none.confidence));
    let Some(difference) = found else {
        return none;
    };
    let (n, m) = (one.n, other.n);
    let pooled = (one.plus + other.plus) / (n + m);
    let error = (pooled * (1.0 - pooled) * (1.0 / n + 1.0 / m)).sqrt();
    // Where all answered alike, nothing speaks for a difference.
    let z = if error > 0.0 {
        difference.value / error * ((n + m - 1.0) / (n + m)).sqrt()
    } else {
        0.0
    };
    Comparison {
        difference: Some(difference.value),
        low: Some(difference.low),
        high: Some(difference.high),
        statistic: Some(z),
        p: Some(beyond(z)),
        ..none
    }
}

pub(super) fn means(none: Comparison, [one, other]: [Spread; 2]) -> Comparison {
    let difference = one.mean.zip(other.mean).map(|(one, other)| one - other);
    let none = Comparison { difference, ..none };
    let (Some(value), Some(a), Some(b)) = (difference, one.noise(), other.noise()) else {
        return none;
    };
    let error = (a + b).sqrt();
    if error == 0.0 {
        // Nothing varies: they are the same, or they differ beyond doubt, and no t can be told.
        let p = if value == 0.0 { 1.0 } else { 0.0 };
        let (low, high) = (Some(value), Some(value));
        return Comparison {
            low,
            high,
            p: Some(p),
            ..none
        };
    }
    let parts = a * a / (one.n - 1.0) + b * b / (other.n - 1.0);
    let df = (a + b) * (a + b) / parts;
    let half = student::t_of(none.confidence, df) * error;
    let t = value / error;
    Comparison {
        low: Some(value - half),
        high: Some(value + half),
        statistic: Some(t),
        df: Some(df),
        p: Some(student::beyond(t, df)),
        ..none
    }
}
