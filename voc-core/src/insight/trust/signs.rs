//! What looks as if a unit had worked on its score rather than for its customers.

use super::extract::{Reading, by_unit, halfway};
use super::find::read;
use super::near::UnitValue;
use super::sign::{Gaming, Sign, SignRow};
use super::told::words;
use crate::document::Read;
use crate::error::{Code, Error};
use crate::insight::funnel::{Happening, Occasion, zone};
use crate::metric::{Discovery, adjusted, confident};
use crate::time::Time;
use serde::Deserialize;

/// How signs are looked for.
#[derive(Debug, Clone, PartialEq, Deserialize, Read)]
#[serde(deny_unknown_fields)]
pub struct GamingQuery {
    /// The metric that the answers make, by name.
    #[serde(default)]
    pub metric: Option<String>,
    /// The answer at which heaping is looked for: the least that counts as good.
    #[serde(default)]
    pub target: Option<f64>,
    /// The instant before and after which response rates are compared; half-way if not said.
    #[serde(default)]
    pub split: Option<Time>,
    /// How many days make the end of a month; 3 if not said.
    #[serde(default = "three")]
    pub last_days: u32,
    /// The time zone of months; UTC if not said.
    #[serde(default)]
    pub time_zone: Option<String>,
    /// The most that the chance of any false flag in all units may be; 0.05 if not said.
    #[serde(default = "one_in_twenty")]
    pub alpha: f64,
    /// The least number of customers, answers or happenings of a unit that is tested, and of answers behind a
    /// value; 20 if not said.
    #[serde(default = "twenty")]
    pub min_n: i64,
    /// How far from its target a value is just beside it, as a part of half the value's interval: up to 0.5; 0.25
    /// if not said, which is about half a standard error.
    #[serde(default = "quarter")]
    pub caliper: f64,
}

fn three() -> u32 {
    3
}

fn one_in_twenty() -> f64 {
    0.05
}

fn twenty() -> i64 {
    20
}

fn quarter() -> f64 {
    0.25
}

impl Default for GamingQuery {
    fn default() -> Self {
        Self {
            metric: None,
            target: None,
            split: None,
            last_days: three(),
            time_zone: None,
            alpha: one_in_twenty(),
            min_n: twenty(),
            caliper: quarter(),
        }
    }
}

/// What signs are looked for in; each part is held against itself alone.
#[derive(Debug, Clone, Copy, Default)]
pub struct Evidence<'a> {
    /// Who could be asked, who was, and what they answered.
    pub occasions: &'a [Occasion],
    /// What happened to customers, and whether they were invited right after it.
    pub happenings: &'a [Happening],
    /// What units came to in each period, beside their target.
    pub values: &'a [UnitValue],
}

/// Looks for signs of gaming: in who was invited, when, what was answered, and what came of it. A flag is a sign
/// and no proof: a unit may differ for an honest reason.
///
/// # Errors
/// An alpha outside (0, 1), a time zone that is none, an end of the month of no day or of more than 28, a
/// `min_n` below 2, a caliper outside (0, 0.5], a value without an interval around it.
pub fn gaming(evidence: Evidence<'_>, query: &GamingQuery) -> Result<Gaming, Error> {
    confident(query.alpha).map_err(|error| error.at("alpha"))?;
    let refused = |key: &str, message: String| Err(Error::new(Code::OutOfRange, message).at(key));
    if !(1..=28).contains(&query.last_days) {
        let message = format!(
            "the end of a month has 1 to 28 days, not {}",
            query.last_days
        );
        return refused("last_days", message);
    }
    if query.min_n < 2 {
        return refused("min_n", format!("nothing is told of {}", query.min_n));
    }
    if !(query.caliper > 0.0 && query.caliper <= 0.5) {
        let message = format!(
            "a caliper is above 0 and at most 0.5, not {}",
            query.caliper
        );
        return refused("caliper", message);
    }
    for (place, value) in evidence.values.iter().enumerate() {
        value.check().map_err(|error| {
            let key = error.path.clone().unwrap_or_default();
            error.at(format!("values.{place}.{key}"))
        })?;
    }
    let reading = Reading {
        zone: zone(query.time_zone.as_deref())?,
        last_days: query.last_days,
        target: query.target,
        split: query.split.or_else(|| halfway(evidence.occasions)),
        caliper: query.caliper,
        min_n: query.min_n,
    };
    let (units, without_unit) = by_unit(evidence, &reading);
    let found = Sign::ALL.map(|sign| (sign, read(sign, &units, query.min_n)));
    let mut rows = Vec::new();
    for (place, unit) in units.keys().enumerate() {
        for (sign, found) in &found {
            let Some(Some(found)) = found.get(place) else {
                continue;
            };
            rows.push(SignRow {
                unit: unit.clone(),
                sign: *sign,
                value: Some(found.value),
                beside: Some(found.beside),
                n: found.n,
                test: sign.test(),
                p: found.p,
                adjusted: None,
                flagged: false,
                words: String::new(),
            });
        }
    }
    let ps: Vec<f64> = rows.iter().map(|row| row.p.unwrap_or(f64::NAN)).collect();
    for (row, adjusted) in rows.iter_mut().zip(adjusted(&ps, Discovery::Holm)) {
        row.adjusted = Some(adjusted).filter(|p| !p.is_nan());
        row.flagged = adjusted <= query.alpha;
        row.words = words(row, query);
    }
    Ok(Gaming {
        metric: query.metric.clone(),
        tests: ps.iter().filter(|p| !p.is_nan()).count() as u64,
        rows,
        alpha: query.alpha,
        without_unit,
    })
}
