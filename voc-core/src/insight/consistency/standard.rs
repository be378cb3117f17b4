//! Numbers with the same mix everywhere.

use super::compare::Cell;
use crate::error::Error;
use crate::metric::{Estimate, Gathered, Reading, t_of, z_of};
use std::collections::{BTreeMap, BTreeSet};

/// The number of one group with the mix of all.
#[derive(Debug, Clone, Copy)]
pub(super) struct Standard {
    pub(super) estimate: Estimate,
    /// Its variance; absent where nothing is compared.
    pub(super) variance: Option<f64>,
}

/// The answers of one group, by the parts of the mix.
type Parts = BTreeMap<Option<String>, Cell>;

/// The metric of each group with the mix that all groups have together: directly standardised. Parts that
/// are missing in a group, or have too few answers there for an interval, are left out for all.
///
/// The interval of shares and of NPS is made of those of the parts by squaring and adding: G. Y. Zou, W. Huang,
/// X. Zhang, "A note on confidence interval estimation for a linear function of binomial proportions",
/// Computational Statistics and Data Analysis 53 (2009) 1080–1085. That of means is Student's, by the variances
/// of the parts, with the degrees of freedom of F. E. Satterthwaite, Biometrics Bulletin 2 (1946) 110–114.
pub(super) fn standardised(
    reading: Reading,
    groups: &[&Parts],
    confidence: f64,
) -> Result<Vec<Standard>, Error> {
    let mix = mix(reading, groups);
    let empty = Gathered::default().estimate(reading, confidence)?;
    let of = |parts: &&Parts| {
        let own = mix.iter().filter_map(|(part, share)| {
            let cell = parts.get(*part)?;
            Some((*share, &cell.gathered))
        });
        let own: Vec<(f64, &Gathered)> = own.collect();
        let made = if reading.kind.is_counted() {
            of_limits(reading, &own, confidence)?
        } else {
            of_means(reading, &own, confidence)
        };
        let Some(made) = made.filter(|_| !own.is_empty()) else {
            let estimate = empty;
            let variance = None;
            return Ok(Standard { estimate, variance });
        };
        let estimate = Estimate {
            value: Some(made.value),
            n: own.iter().map(|(_, gathered)| gathered.answers()).sum(),
            low: Some(made.low),
            high: Some(made.high),
            ..empty
        };
        Ok(Standard {
            estimate,
            variance: Some(made.variance),
        })
    };
    groups.iter().map(of).collect()
}

/// The parts that every group has, and which share of all answers they are.
fn mix<'g>(reading: Reading, groups: &[&'g Parts]) -> Vec<(&'g Option<String>, f64)> {
    let mut shared: Option<BTreeSet<&Option<String>>> = None;
    for parts in groups {
        let sure = parts
            .iter()
            .filter(|(_, cell)| cell.gathered.noise(reading).is_some());
        let own: BTreeSet<&Option<String>> = sure.map(|(part, _)| part).collect();
        shared = Some(match shared {
            None => own,
            Some(before) => before.intersection(&own).copied().collect(),
        });
    }
    let size = |part: &Option<String>| -> f64 {
        let cells = groups.iter().filter_map(|parts| parts.get(part));
        cells.map(|cell| cell.gathered.weight(reading)).sum()
    };
    let shared = shared.unwrap_or_default().into_iter();
    let sizes: Vec<(&Option<String>, f64)> = shared.map(|part| (part, size(part))).collect();
    let whole: f64 = sizes.iter().map(|(_, size)| size).sum();
    sizes
        .into_iter()
        .map(|(part, size)| (part, size / whole))
        .collect()
}

struct Made {
    value: f64,
    low: f64,
    high: f64,
    variance: f64,
}

/// Of shares and NPS, by the limits of the parts.
fn of_limits(
    reading: Reading,
    parts: &[(f64, &Gathered)],
    confidence: f64,
) -> Result<Option<Made>, Error> {
    let (mut value, mut below, mut above) = (0.0, 0.0, 0.0);
    for (share, gathered) in parts {
        let estimate = gathered.estimate(reading, confidence)?;
        let (Some(own), Some(low), Some(high)) = (estimate.value, estimate.low, estimate.high)
        else {
            return Ok(None);
        };
        value += share * own;
        below += (share * (own - low)).powi(2);
        above += (share * (high - own)).powi(2);
    }
    let (low, high) = (value - below.sqrt(), value + above.sqrt());
    let error = (high - low) / (2.0 * z_of(confidence));
    Ok(Some(Made {
        value,
        low,
        high,
        variance: error * error,
    }))
}

/// Of means, by the variances of the parts.
fn of_means(reading: Reading, parts: &[(f64, &Gathered)], confidence: f64) -> Option<Made> {
    let (mut value, mut variance, mut doubts) = (0.0, 0.0, 0.0);
    for (share, gathered) in parts {
        let (mean, noise, n) = gathered.spread(reading)?;
        let noise = share * share * noise;
        value += share * mean;
        variance += noise;
        doubts += noise * noise / (n - 1.0);
    }
    let half = if variance > 0.0 {
        t_of(confidence, variance * variance / doubts) * variance.sqrt()
    } else {
        0.0
    };
    Some(Made {
        value,
        low: value - half,
        high: value + half,
        variance,
    })
}
