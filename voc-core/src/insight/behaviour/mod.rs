//! What customers do, beside what they say: returns, repeat contacts, escalations and cancelled orders, as
//! rates of what they could have been.

mod found;
mod stages;

pub use found::{FoundFirst, FoundQuery};
pub use stages::{StageBehaviour, StageCorrelation, StagesBehaviour, StagesQuery};

use super::histories::{GroupBy, Histories, Moment};
use super::outcome::usual;
use crate::condition::Condition;
use crate::document::Read;
use crate::error::{Code, Error};
use crate::metric::{
    Discovery, Estimate, EventRate, RateRatio, adjusted, event_rate, rate, rate_ratio,
};
use crate::time::{Span, Time};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is asked of a behaviour.
#[derive(Debug, Clone, PartialEq, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct BehaviourQuery {
    /// The condition on the signals that are counted, such as returns.
    pub of: String,
    /// The condition on the signals that it is a rate of, such as orders. Either this or `every`.
    #[serde(default)]
    pub per: Option<String>,
    /// The length of time that it is a rate of, for each customer: `P30D`. A customer's time runs from their
    /// first signal.
    #[serde(default)]
    pub every: Option<Span>,
    /// The field that says which of the signals of `per` it belongs to, such as an order's number: then it
    /// counts in that one's group, and the share of those with any is told too.
    #[serde(default)]
    pub same: Option<String>,
    /// What it is told apart by: `channel`, `stage`, `party`, `segment`, a field, `customer.tier`; with
    /// `every` only what is the customer's own.
    #[serde(default)]
    pub by: Option<String>,
    /// The confidence of the intervals; 0.95 if not said.
    #[serde(default = "usual")]
    pub confidence: f64,
}

/// A behaviour, as rates.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Behaviour {
    /// By group, in the order of their names.
    pub rows: Vec<BehaviourRow>,
    /// Signals that belong to nothing they could be a rate of: no signal of `per` before them has the same
    /// value, or none is in their group. They are left out.
    pub unlinked: i64,
    /// Signals that are in no group: they are left out.
    pub no_group: i64,
    /// What the numbers take for granted, in sentences.
    pub assumptions: Vec<String>,
}

/// A behaviour in one group.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct BehaviourRow {
    /// The group; absent where nothing is told apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// How often, for each signal of `per`, or each `every` of a customer.
    pub rate: EventRate,
    /// Of those of `per`, the share with at least one; only with `same`. With Wilson's interval.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<Estimate>,
    /// The rate by that of all other groups together; absent where there are none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ratio: Option<RateRatio>,
    /// The p of the ratio, corrected for how many groups there are (Benjamini and Hochberg).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub adjusted: Option<f64>,
}

/// What is counted of one group.
#[derive(Debug, Clone, Copy, Default)]
struct Counts {
    events: i64,
    exposure: f64,
    with_any: i64,
}

#[derive(Default)]
struct Counted {
    groups: BTreeMap<Option<String>, Counts>,
    unlinked: i64,
    no_group: i64,
}

impl Histories {
    /// How often customers do something, for what they could do it to.
    ///
    /// # Errors
    /// A condition that does not compile; a name that tells nothing apart, or is not a customer's own beside
    /// `every`; neither or both of `per` and `every`; a span of months or of no length; a confidence outside
    /// (0, 1).
    pub fn behaviour(&self, query: &BehaviourQuery) -> Result<Behaviour, Error> {
        let counted = match (&query.per, query.every) {
            (Some(per), None) => self.per_signal(query, per)?,
            (None, Some(every)) => self.per_time(query, every)?,
            _ => {
                let message = "a rate is of signals (`per`) or of time (`every`)";
                return Err(Error::new(Code::Ambiguous, message).at("per"));
            }
        };
        counted.made(query)
    }

    fn per_signal(&self, query: &BehaviourQuery, per: &str) -> Result<Counted, Error> {
        let program = self.program();
        let of = self.asked("of", &query.of)?;
        let per = self.asked("per", per)?;
        let by = query
            .by
            .as_ref()
            .map(|by| GroupBy::named(self, by, "by"))
            .transpose()?;
        let same = query
            .same
            .as_ref()
            .map(|it| GroupBy::named(self, it, "same"))
            .transpose()?;
        let mut counted = Counted::default();
        let mut customer = None;
        // The group of each value of `same`, and whether anything came of it.
        let mut units: BTreeMap<String, (Option<String>, bool)> = BTreeMap::new();
        self.read(&mut |moment| {
            if customer.replace(moment.customer) != Some(moment.customer) {
                units.clear();
            }
            let (is_of, is_per) = (holds(&of, moment), holds(&per, moment));
            if !is_of && !is_per {
                return;
            }
            let group = by.as_ref().and_then(|by| by.at(program, moment));
            let has_group = by.is_none() || group.is_some();
            let Some(same) = &same else {
                if !has_group {
                    counted.no_group += 1;
                    return;
                }
                let counts = counted.groups.entry(group).or_default();
                counts.events += i64::from(is_of);
                counts.exposure += f64::from(u8::from(is_per));
                return;
            };
            let unit = same.at(program, moment);
            if let Some(unit) = unit
                .clone()
                .filter(|unit| is_per && !units.contains_key(unit))
            {
                if has_group {
                    counted.groups.entry(group.clone()).or_default().exposure += 1.0;
                    units.insert(unit, (group, false));
                } else {
                    counted.no_group += 1;
                }
            }
            if !is_of {
                return;
            }
            match unit.and_then(|unit| units.get_mut(&unit)) {
                None => counted.unlinked += 1,
                Some((group, has_any)) => {
                    let counts = counted.groups.entry(group.clone()).or_default();
                    counts.events += 1;
                    counts.with_any += i64::from(!*has_any);
                    *has_any = true;
                }
            }
        });
        Ok(counted)
    }

    fn per_time(&self, query: &BehaviourQuery, every: Span) -> Result<Counted, Error> {
        let program = self.program();
        let length = every.fixed().filter(|length| *length > 0).ok_or_else(|| {
            let message = format!("`{every}` is not of the same length everywhere");
            Error::new(Code::OutOfRange, message)
                .at("every")
                .hint("days, such as P30D")
        })?;
        if query.same.is_some() {
            let message = "signals belong to one another, and not to a length of time";
            return Err(Error::new(Code::NotAllowed, message).at("same"));
        }
        let of = self.asked("of", &query.of)?;
        let by = query
            .by
            .as_ref()
            .map(|by| GroupBy::named(self, by, "by"))
            .transpose()?;
        if by.as_ref().is_some_and(|by| !by.is_of_customer()) {
            let message = "a customer's time is told apart by what is the customer's own";
            let error = Error::new(Code::NotAllowed, message).at("by");
            return Err(error.hint("`segment`, or `customer.` and an attribute"));
        }
        let until = self.until()?;
        let mut counted = Counted::default();
        let mut current: Option<(usize, Option<String>)> = None;
        let mut spent: BTreeMap<Option<String>, i128> = BTreeMap::new();
        self.read(&mut |moment| {
            let is_of = holds(&of, moment);
            let Some(customer) = moment.customer else {
                counted.unlinked += i64::from(is_of);
                return;
            };
            if current.as_ref().map(|(known, _)| *known) != Some(customer) {
                let group = by.as_ref().and_then(|by| by.at(program, moment));
                if by.is_none() || group.is_some() {
                    let time = until.since(moment.signal.at).max(0);
                    *spent.entry(group.clone()).or_default() += i128::from(time);
                }
                current = Some((customer, group));
            }
            if !is_of {
                return;
            }
            match &current {
                Some((_, group)) if by.is_none() || group.is_some() => {
                    counted.groups.entry(group.clone()).or_default().events += 1;
                }
                _ => counted.no_group += 1,
            }
        });
        #[expect(clippy::cast_precision_loss, reason = "a double is as near as it gets")]
        for (group, time) in spent {
            counted.groups.entry(group).or_default().exposure = time as f64 / length as f64;
        }
        Ok(counted)
    }

    /// A condition that somebody asks with.
    pub(super) fn asked(&self, name: &str, source: &str) -> Result<Condition, Error> {
        self.program()
            .asked_condition(source)
            .map_err(|error| error.at(name))
    }
}

pub(super) fn holds(condition: &Condition, moment: &Moment<'_>) -> bool {
    condition.holds(moment.facts).is_yes()
}

impl Counted {
    fn made(self, query: &BehaviourQuery) -> Result<Behaviour, Error> {
        let confidence = query.confidence;
        let Self {
            mut groups,
            mut unlinked,
            no_group,
        } = self;
        // Without anything that it could be a rate of, there is none.
        groups.retain(|_, counts| {
            let stays = counts.exposure > 0.0;
            unlinked += if stays { 0 } else { counts.events };
            stays
        });
        let all = groups.values().fold((0, 0.0), |sum: (i64, f64), one| {
            (sum.0 + one.events, sum.1 + one.exposure)
        });
        let is_told_apart = groups.len() > 1;
        let mut rows = Vec::with_capacity(groups.len());
        for (group, counts) in groups {
            let Counts {
                events,
                exposure,
                with_any,
            } = counts;
            let others = (all.0 - events, (all.1 - exposure).max(0.0));
            let ratio = is_told_apart.then(|| rate_ratio((events, exposure), others, confidence));
            let share = query
                .same
                .as_ref()
                .map(|_| rate(with_any, whole(exposure), confidence));
            rows.push(BehaviourRow {
                group,
                rate: event_rate(events, exposure, confidence)?,
                share: share.transpose()?,
                ratio: ratio.transpose()?,
                adjusted: None,
            });
        }
        let p = |row: &BehaviourRow| row.ratio.and_then(|ratio| ratio.p).unwrap_or(f64::NAN);
        let ps: Vec<f64> = rows.iter().map(p).collect();
        for (row, p) in rows
            .iter_mut()
            .zip(adjusted(&ps, Discovery::BenjaminiHochberg))
        {
            row.adjusted = Some(p).filter(|p| !p.is_nan());
        }
        if rows.is_empty() {
            event_rate(0, 0.0, confidence)?;
        }
        Ok(Behaviour {
            rows,
            unlinked,
            no_group,
            assumptions: assumptions(query),
        })
    }
}

/// A whole number of things that were counted one by one.
#[expect(clippy::cast_possible_truncation, reason = "whole, and below 2^53")]
fn whole(count: f64) -> i64 {
    count as i64
}

fn assumptions(query: &BehaviourQuery) -> Vec<String> {
    let mut all = vec![
        "Events come singly and independently of each other: where a few customers bring most of them, the intervals are too narrow.".to_owned(),
    ];
    if let Some(every) = query.every {
        all.push(format!(
            "The rate is for each {every} of a customer, whose time runs from their first signal to the last instant that is known."
        ));
    }
    all
}

/// The time from one instant to a later one.
pub(super) fn lead(from: Time, to: Time) -> i64 {
    to.since(from)
}

/// The share of some among all.
pub(super) fn share(some: usize, all: usize, confidence: f64) -> Result<Estimate, Error> {
    let count = |of: usize| i64::try_from(of).unwrap_or(i64::MAX);
    rate(count(some), count(all), confidence)
}

#[cfg(test)]
mod tests;
