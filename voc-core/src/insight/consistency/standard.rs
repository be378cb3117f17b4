//! Numbers with the same mix everywhere.

use super::compare::Cell;
use crate::error::Error;
use crate::metric::{Estimate, Tally};
use crate::program::MetricKind;
use std::collections::{BTreeMap, BTreeSet};

/// The metric of each group with the mix that all groups have together: directly standardised. Parts that
/// are missing in a group are left out for all.
///
/// The interval is made of those of the parts by squaring and adding: G. Y. Zou, W. Huang, X. Zhang, "A note
/// on confidence interval estimation for a linear function of binomial proportions", Computational
/// Statistics and Data Analysis 53 (2009) 1080–1085.
pub(super) fn standardised(
    kind: MetricKind,
    groups: &[&BTreeMap<Option<String>, Cell>],
    confidence: f64,
) -> Result<Vec<Estimate>, Error> {
    let mut shared: Option<BTreeSet<&Option<String>>> = None;
    for parts in groups {
        let own: BTreeSet<&Option<String>> = parts.keys().collect();
        shared = Some(match shared {
            None => own,
            Some(before) => before.intersection(&own).copied().collect(),
        });
    }
    let shared = shared.unwrap_or_default();
    let of = |parts: &BTreeMap<Option<String>, Cell>, part: &Option<String>| {
        parts.get(part).map(|cell| cell.tally).unwrap_or_default()
    };
    let mix: Vec<(&Option<String>, i64)> = shared
        .into_iter()
        .map(|part| (part, groups.iter().map(|parts| of(parts, part).n).sum()))
        .collect();
    let whole = crate::metric::number(mix.iter().map(|(_, n)| n).sum());
    let mut all = Vec::with_capacity(groups.len());
    for parts in groups {
        let (mut value, mut below, mut above, mut n) = (0.0, 0.0, 0.0, 0);
        let mut shape = None;
        for (part, size) in &mix {
            let estimate = of(parts, part).estimate(kind, confidence)?;
            let weight = crate::metric::number(*size) / whole;
            let (Some(own), Some(low), Some(high)) = (estimate.value, estimate.low, estimate.high)
            else {
                continue;
            };
            value += weight * own;
            below += (weight * (own - low)).powi(2);
            above += (weight * (high - own)).powi(2);
            n += estimate.n;
            shape = Some(estimate);
        }
        let empty = Tally::default().estimate(kind, confidence)?;
        let sum = shape.map(|_| (value, value - below.sqrt(), value + above.sqrt()));
        all.push(Estimate {
            value: sum.map(|(value, _, _)| value),
            n,
            low: sum.map(|(_, low, _)| low),
            high: sum.map(|(_, _, high)| high),
            ..empty
        });
    }
    Ok(all)
}
