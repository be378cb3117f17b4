//! Who answered, by role, and what that does to a score.

use super::change::{MixChange, changed};
use crate::error::{Code, Error};
use crate::metric::{CONFIDENCE, Estimate, Tally, confident, quantile, rate};
use crate::named::Named;
use crate::ordered::Map;
use crate::program::MetricKind;
use serde::Serialize;

/// The answers of one role in one group: a period, a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerOf {
    /// The group.
    pub group: String,
    /// The role; absent where it is not known.
    pub role: Option<String>,
    /// The answers.
    pub tally: Tally,
}

/// How mixes are compared.
#[derive(Debug, Clone, PartialEq)]
pub struct MixQuery {
    /// What the answers make.
    pub kind: MetricKind,
    /// The standard mix: how much each role counts. That of all answers if not said.
    pub standard: Option<Named<f64>>,
    /// The group beside which every other stands; each stands beside the one before it if not said.
    pub beside: Option<String>,
    /// The confidence of the intervals.
    pub confidence: f64,
}

impl MixQuery {
    /// Groups in their order, at the mix of all answers.
    pub fn of(kind: MetricKind) -> Self {
        Self {
            kind,
            standard: None,
            beside: None,
            confidence: CONFIDENCE,
        }
    }
}

/// Who answered, and what that does to the score.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Mix {
    /// The standard mix.
    pub standard: Vec<StandardShare>,
    /// Each group, by name.
    pub groups: Vec<MixGroup>,
    /// What the difference between two groups is made of.
    pub changes: Vec<MixChange>,
    /// The confidence of the intervals.
    pub confidence: f64,
}

/// How much a role counts in the standard mix.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StandardShare {
    /// The role.
    pub role: Option<String>,
    /// Its share; all sum to 1.
    pub share: f64,
}

/// One group.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MixGroup {
    /// Its name.
    pub group: String,
    /// The score of all its answers.
    pub score: Estimate,
    /// The roles that answered.
    pub roles: Vec<MixRole>,
    /// The score that it would have at the standard mix.
    pub standardised: Standardised,
}

/// One role in one group.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MixRole {
    /// The role; absent where it is not known.
    pub role: Option<String>,
    /// Its share of the answers, with Wilson's interval; `n` is that of all answers.
    pub share: Estimate,
    /// Its score.
    pub score: Estimate,
}

/// A score at a standard mix: direct standardisation (J. L. Fleiss, B. Levin, M. C. Paik, "Statistical Methods
/// for Rates and Proportions", 3rd edition, 2003, ch. 19). The interval is normal.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Standardised {
    /// The score; absent where a role of the standard mix did not answer.
    pub value: Option<f64>,
    /// The lower end of the interval.
    pub low: Option<f64>,
    /// The upper end of the interval.
    pub high: Option<f64>,
    /// The roles of the standard mix that did not answer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<Option<String>>,
}

pub(super) type Roles = Map<Option<String>, Tally>;

/// Who answered in each group, and what that does to the score.
///
/// # Errors
/// A confidence outside (0, 1); a standard mix that is none; an unknown group to stand beside.
pub fn respondent_mix(answers: &[AnswerOf], query: &MixQuery) -> Result<Mix, Error> {
    confident(query.confidence)?;
    let mut groups: Named<Roles> = Named::new();
    let mut all = Roles::new();
    for answer in answers.iter().filter(|answer| answer.tally.n > 0) {
        let roles = groups.or_default(answer.group.as_str());
        roles.or_default(&answer.role).merge(answer.tally);
        all.or_default(&answer.role).merge(answer.tally);
    }
    let standard = standard(query.standard.as_ref(), &all)?;
    let z = quantile(f64::midpoint(1.0, query.confidence));
    let group = |(name, roles): (&String, &Roles)| {
        Ok(MixGroup {
            group: name.clone(),
            score: total(roles).estimate(query.kind, query.confidence)?,
            roles: told(roles, query)?,
            standardised: standardised(roles, &standard, query.kind, z),
        })
    };
    let rows: Result<Vec<MixGroup>, Error> = groups.iter().map(group).collect();
    let change = |from: &String, to: &String| {
        let (one, other) = (groups.get(from)?, groups.get(to)?);
        Some(changed((from, one), (to, other), query.kind, z))
    };
    let names: Vec<&String> = groups.keys().collect();
    let changes = match &query.beside {
        Some(beside) if !groups.contains_key(beside) => {
            let message = format!("unknown group `{beside}`");
            let known = names.iter().map(|name| name.as_str());
            return Err(Error::new(Code::Unknown, message)
                .at("beside")
                .nearest(beside, known));
        }
        Some(beside) => {
            let others = names.iter().filter(|name| **name != beside);
            others.filter_map(|to| change(beside, to)).collect()
        }
        None => {
            let pairs = names.iter().zip(names.iter().skip(1));
            pairs.filter_map(|(from, to)| change(from, to)).collect()
        }
    };
    Ok(Mix {
        standard,
        groups: rows?,
        changes,
        confidence: query.confidence,
    })
}

pub(super) fn total(roles: &Roles) -> Tally {
    roles.values().fold(Tally::default(), |mut all, tally| {
        all.merge(*tally);
        all
    })
}

fn standard(given: Option<&Named<f64>>, all: &Roles) -> Result<Vec<StandardShare>, Error> {
    let weights: Vec<(Option<String>, f64)> = match given {
        None => all
            .iter()
            .map(|(role, tally)| (role.clone(), number(tally.n)))
            .collect(),
        Some(given) => {
            for (role, weight) in given {
                if !(0.0..f64::INFINITY).contains(weight) {
                    let message = format!("{weight} is no weight");
                    return Err(
                        Error::new(Code::OutOfRange, message).at(format!("standard.{role}"))
                    );
                }
            }
            let known = given.iter().filter(|(_, weight)| **weight > 0.0);
            known
                .map(|(role, weight)| (Some(role.clone()), *weight))
                .collect()
        }
    };
    let sum: f64 = weights.iter().map(|(_, weight)| weight).sum();
    if given.is_some() && sum <= 0.0 {
        let message = "a standard mix has a role that counts";
        return Err(Error::new(Code::OutOfRange, message).at("standard"));
    }
    let share = |(role, weight)| StandardShare {
        role,
        share: weight / sum,
    };
    Ok(weights.into_iter().map(share).collect())
}

fn told(roles: &Roles, query: &MixQuery) -> Result<Vec<MixRole>, Error> {
    let n = total(roles).n;
    let row = |(role, tally): (&Option<String>, &Tally)| {
        Ok(MixRole {
            role: role.clone(),
            share: rate(tally.n, n, query.confidence)?,
            score: tally.estimate(query.kind, query.confidence)?,
        })
    };
    roles.iter().map(row).collect()
}

/// The mean score of some answers, and the variance of what chance adds to it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scored {
    pub(super) mean: f64,
    pub(super) noise: f64,
}

impl Scored {
    /// Few answers that are all alike are not sure: three more are counted for the variance of an NPS
    /// (B. Rocks, The American Statistician 70, 2016), and four for that of a share (A. Agresti, B. A.
    /// Coull, The American Statistician 52, 1998).
    pub(super) fn of(tally: Tally, kind: MetricKind) -> Option<Self> {
        let (plus, minus) = (number(tally.plus), number(tally.minus));
        let n = number(tally.n);
        let (more, each) = if kind == MetricKind::Nps {
            (3.0, [0.75, 0.75])
        } else {
            (4.0, [2.0, 0.0])
        };
        let (up, down) = (
            (plus + each[0]) / (n + more),
            (minus + each[1]) / (n + more),
        );
        let variance = up + down - (up - down) * (up - down);
        (tally.n > 0).then(|| Self {
            mean: (plus - minus) / n,
            noise: variance / (n + more),
        })
    }
}

/// What a score of 1 is in the metric.
pub(super) fn scale(kind: MetricKind) -> f64 {
    if kind == MetricKind::Nps { 100.0 } else { 1.0 }
}

fn standardised(
    roles: &Roles,
    standard: &[StandardShare],
    kind: MetricKind,
    z: f64,
) -> Standardised {
    let (mut value, mut noise, mut missing) = (0.0, 0.0, Vec::new());
    for part in standard {
        let scored = roles
            .get(&part.role)
            .and_then(|tally| Scored::of(*tally, kind));
        match scored {
            Some(scored) => {
                value += part.share * scored.mean;
                noise += part.share * part.share * scored.noise;
            }
            None => missing.push(part.role.clone()),
        }
    }
    let is_whole = missing.is_empty() && !standard.is_empty();
    let of = |by: f64| {
        let bound = (value + by * noise.sqrt()).clamp(lowest(kind), 1.0);
        is_whole.then(|| scale(kind) * bound)
    };
    Standardised {
        value: of(0.0),
        low: of(-z),
        high: of(z),
        missing,
    }
}

fn lowest(kind: MetricKind) -> f64 {
    if kind == MetricKind::Nps { -1.0 } else { 0.0 }
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
pub(super) fn number(count: i64) -> f64 {
    count as f64
}
