//! The share that still waits, by Kaplan and Meier.

use super::mean::RestrictedMean;
use super::{AtRisk, Spell, number, whole};
use crate::metric::normal::quantile;
use serde::Serialize;

/// How long it takes until something happens: E. L. Kaplan, P. Meier, JASA 53 (1958) 457–481.
///
/// What happens at an instant comes before what is lost from sight at it. It asks that whoever is lost from
/// sight would have waited as long as the others, and that spells are independent of each other.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Survival {
    /// How many spells there are.
    pub n: i64,
    /// In how many it happened.
    pub happened: i64,
    /// How many were lost from sight before.
    pub censored: i64,
    /// Each time at which it happened, in order.
    pub steps: Vec<SurvivalStep>,
    /// How long half of them wait at most.
    pub median: Median,
    /// The mean up to an end; absent without spells, or where nobody was watched until then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mean: Option<RestrictedMean>,
    /// The share that still waits at the times that were asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub at: Vec<SurvivalPoint>,
}

/// A time at which it happened.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SurvivalStep {
    /// The time since the beginning.
    pub at: i64,
    /// How many were watched just before.
    pub at_risk: i64,
    /// In how many it happened then.
    pub happened: i64,
    /// How many were lost from sight from then on, before the next step.
    pub censored: i64,
    /// The share that still waits after it.
    pub survival: f64,
    /// The standard error of that (M. Greenwood, "The natural duration of cancer", 1926); absent where
    /// nobody is left.
    pub error: Option<f64>,
    /// The lower end of the interval, on the scale of log(−log) (J. D. Kalbfleisch, R. L. Prentice, "The
    /// statistical analysis of failure time data", 1980); absent where nobody is left.
    pub low: Option<f64>,
    /// The upper end.
    pub high: Option<f64>,
}

/// The share that still waits at a time.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SurvivalPoint {
    /// The time since the beginning.
    pub at: i64,
    /// How many are still watched then.
    pub at_risk: i64,
    /// The share; absent later than anybody was watched.
    pub survival: Option<f64>,
    /// The lower end of the interval.
    pub low: Option<f64>,
    /// The upper end.
    pub high: Option<f64>,
}

/// How long half of them wait at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Median {
    /// The first time after which no more than half still wait; absent where more than half do.
    pub value: Option<i64>,
    /// The lower end of the interval: R. Brookmeyer, J. Crowley, Biometrics 38 (1982) 29–41, on the scale
    /// of log(−log).
    pub low: Option<i64>,
    /// The upper end; absent where it lies beyond what was watched.
    pub high: Option<i64>,
}

/// A half, with room for the last digits of a product of fractions.
const HALF: f64 = 0.5 + 1e-12;

impl Survival {
    pub(super) fn of(spells: Vec<Spell>, until: Option<i64>, at: &[i64], confidence: f64) -> Self {
        let z = quantile(f64::midpoint(1.0, confidence));
        let mut spells = spells;
        let mut risk = AtRisk::of(&spells);
        let n = whole(spells.len());
        let last = spells.iter().map(|spell| spell.ended).max();
        // What happens at an instant comes before what is lost at it.
        spells.sort_unstable_by_key(|spell| (spell.ended, !spell.happened));
        let mut steps: Vec<SurvivalStep> = Vec::new();
        let (mut share, mut noise, mut all_happened) = (1.0, 0.0, 0);
        for same in spells.chunk_by(|one, other| one.ended == other.ended) {
            let Some(at) = same.first().map(|spell| spell.ended) else {
                continue;
            };
            let happened = whole(same.iter().filter(|spell| spell.happened).count());
            let censored = whole(same.len()) - happened;
            if happened == 0 {
                if let Some(step) = steps.last_mut() {
                    step.censored += censored;
                }
                continue;
            }
            all_happened += happened;
            let at_risk = whole(risk.at(at));
            let (all, gone) = (number(at_risk), number(happened));
            share *= (all - gone) / all;
            noise += gone / (all * (all - gone));
            let is_left = at_risk > happened && share > 0.0;
            let bounds = is_left.then(|| bounds(share, noise, z));
            steps.push(SurvivalStep {
                at,
                at_risk,
                happened,
                censored,
                survival: share,
                error: is_left.then(|| share * noise.sqrt()),
                low: bounds.map(|(low, _)| low),
                high: bounds.map(|(_, high)| high),
            });
            if share == 0.0 {
                noise = f64::INFINITY;
            }
        }
        let mean = until.zip(last).and_then(|(until, last)| {
            RestrictedMean::of(&steps, until, last, confidence).filter(|_| n > 0)
        });
        let at = at.iter().map(|at| point(&steps, *at, &spells, last));
        Self {
            n,
            happened: all_happened,
            censored: n - all_happened,
            median: median(&steps),
            mean,
            at: at.collect(),
            steps,
        }
    }
}

/// The interval of a share below 1 whose logarithm has this variance.
fn bounds(share: f64, noise: f64, z: f64) -> (f64, f64) {
    let reach = z * noise.sqrt() / libm::log(share);
    (
        libm::pow(share, libm::exp(-reach)),
        libm::pow(share, libm::exp(reach)),
    )
}

fn point(steps: &[SurvivalStep], at: i64, spells: &[Spell], last: Option<i64>) -> SurvivalPoint {
    let place = steps.partition_point(|step| step.at <= at);
    let step = place.checked_sub(1).and_then(|place| steps.get(place));
    let watched = |spell: &&Spell| spell.ended >= at && (spell.entered < at || spell.entered == 0);
    let is_known = last >= Some(at) || step.is_some_and(|step| step.survival == 0.0);
    // Before it first happens all wait, and no interval can be told.
    let known = |of: Option<f64>, first: Option<f64>| match step {
        _ if !is_known => None,
        None => first,
        Some(_) => of,
    };
    SurvivalPoint {
        at,
        at_risk: whole(spells.iter().filter(watched).count()),
        survival: known(step.map(|step| step.survival), Some(1.0)),
        low: known(step.and_then(|step| step.low), None),
        high: known(step.and_then(|step| step.high), None),
    }
}

fn median(steps: &[SurvivalStep]) -> Median {
    let first = |of: fn(&SurvivalStep) -> Option<f64>| {
        let step = steps
            .iter()
            .find(|step| of(step).is_some_and(|it| it <= HALF));
        step.map(|step| step.at)
    };
    let value = first(|step| Some(step.survival));
    // Where nobody is left the curve is at 0, and so is its interval.
    let end = |of: fn(&SurvivalStep) -> Option<f64>| {
        let gone = steps.iter().find(|step| step.survival == 0.0);
        first(of).or(gone.map(|step| step.at))
    };
    Median {
        value,
        low: end(|step| step.low),
        high: first(|step| step.high),
    }
}
