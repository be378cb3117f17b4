//! The groups at one touch point side by side.

use super::standard::{Standard, standardised};
use super::{ConsistencyAt, ConsistencyPair, ConsistencyQuery, ConsistencyRow, ConsistencyVerdict};
use crate::error::Error;
use crate::insight::histories::Answer;
use crate::metric::{
    Difference, Estimate, Gathered, Reading, Several, rounded, several_estimates, several_ranks,
};
use std::collections::BTreeMap;

/// The answers of one group, or of one part of it.
#[derive(Debug, Clone, Default)]
pub(super) struct Cell {
    pub(super) gathered: Gathered,
    /// The answers as they were given, where ranks are asked for.
    given: Vec<f64>,
}

impl Cell {
    pub(super) fn add(&mut self, answer: &Answer, keeps: bool) {
        self.gathered.merge(&answer.gathered);
        if keeps {
            self.given.extend(answer.given.or(answer.score));
        }
    }

    fn merge(&mut self, other: &Self) {
        self.gathered.merge(&other.gathered);
        self.given.extend(&other.given);
    }
}

pub(super) struct Compared<'q> {
    pub(super) reading: Reading,
    pub(super) query: &'q ConsistencyQuery,
}

/// A group with its numbers: at the confidence asked for, and at that of each pair.
struct Side {
    name: String,
    whole: Cell,
    /// What is compared.
    compared: Option<Estimate>,
}

impl Compared<'_> {
    /// The groups at one place; what is corrected over places is still to come.
    pub(super) fn place(
        &self,
        at: &str,
        groups: &BTreeMap<String, BTreeMap<Option<String>, Cell>>,
    ) -> Result<ConsistencyAt, Error> {
        let query = self.query;
        let mut sides = Vec::new();
        for (name, parts) in groups {
            let mut whole = Cell::default();
            for part in parts.values() {
                whole.merge(part);
            }
            sides.push(Side {
                name: name.clone(),
                whole,
                compared: None,
            });
        }
        let is_enough = |side: &Side| side.whole.gathered.answers() >= query.min_n;
        let enough = sides.iter().filter(|side| is_enough(side)).count();
        let pairs = u32::try_from(enough * enough.saturating_sub(1) / 2).unwrap_or(u32::MAX);
        let each = 1.0 - (1.0 - query.confidence) / f64::from(pairs.max(1));
        let mixes = |confidence: f64| {
            let compared = groups
                .iter()
                .zip(&sides)
                .filter(|(_, side)| is_enough(side));
            let compared: Vec<_> = compared.map(|((_, parts), _)| parts).collect();
            standardised(self.reading, &compared, confidence)
        };
        let shown = query
            .mix
            .is_some()
            .then(|| mixes(query.confidence))
            .transpose()?;
        let standard_of = shown.unwrap_or_default();
        let mut standards = standard_of.iter();
        let mut by_pair = query
            .mix
            .is_some()
            .then(|| mixes(each))
            .transpose()?
            .map(Vec::into_iter);
        let mut rows = Vec::new();
        for side in &mut sides {
            let gathered = &side.whole.gathered;
            let is_compared = gathered.answers() >= query.min_n;
            let estimate = gathered.estimate(self.reading, query.confidence)?;
            if is_compared {
                side.compared = Some(match &mut by_pair {
                    Some(standards) => standards.next().map_or(estimate, |it| it.estimate),
                    None => gathered.estimate(self.reading, each)?,
                });
            }
            let standard = if is_compared { standards.next() } else { None };
            rows.push(ConsistencyRow {
                group: side.name.clone(),
                estimate,
                effective_n: gathered.effective_n(self.reading),
                left_out: Some(gathered.left_out()).filter(|left_out| *left_out > 0),
                standardised: standard.map(|it| it.estimate),
                is_compared,
            });
        }
        sides.retain(|side| side.compared.is_some());
        Ok(ConsistencyAt {
            at: at.to_owned(),
            test: self.test(&sides, &standard_of)?,
            groups: rows,
            adjusted: None,
            pairs: self.pairs(&sides)?,
            verdict: ConsistencyVerdict::NotEnough,
            at_most: None,
            sentence: String::new(),
        })
    }

    fn test(&self, sides: &[Side], standards: &[Standard]) -> Result<Several, Error> {
        let confidence = self.query.confidence;
        if self.query.mix.is_some() {
            let parts = standards
                .iter()
                .filter_map(|it| Some((it.estimate.value?, it.variance?)));
            let n = sides.iter().map(|side| side.whole.gathered.answers()).sum();
            return Ok(several_estimates(&parts.collect::<Vec<_>>(), n, confidence));
        }
        if self.query.ranks {
            let groups: Vec<&[f64]> = sides.iter().map(|it| it.whole.given.as_slice()).collect();
            return several_ranks(&groups, confidence);
        }
        let groups: Vec<&Gathered> = sides.iter().map(|it| &it.whole.gathered).collect();
        Gathered::several(&groups, self.reading, confidence)
    }

    fn pairs(&self, sides: &[Side]) -> Result<Vec<ConsistencyPair>, Error> {
        let mut pairs = Vec::new();
        for (place, one) in sides.iter().enumerate() {
            for other in sides.iter().skip(place + 1) {
                let both = one.compared.as_ref().zip(other.compared.as_ref());
                let Some(difference) = both.and_then(|(one, other)| Difference::of(one, other))
                else {
                    continue;
                };
                let size = match self.query.mix {
                    Some(_) => None,
                    None => self.two(one, other, difference.confidence)?.size,
                };
                pairs.push(ConsistencyPair {
                    group: one.name.clone(),
                    less: other.name.clone(),
                    difference,
                    size,
                });
            }
        }
        Ok(pairs)
    }

    fn two(&self, one: &Side, other: &Side, confidence: f64) -> Result<Several, Error> {
        let both = [&one.whole.gathered, &other.whole.gathered];
        Gathered::several(&both, self.reading, confidence)
    }

    /// What a place comes to, once p is corrected.
    pub(super) fn judge(&self, place: &mut ConsistencyAt) {
        let confidence = self.query.confidence;
        let reach =
            |pair: &ConsistencyPair| pair.difference.low.abs().max(pair.difference.high.abs());
        let compared = place.groups.iter().filter(|row| row.is_compared).count();
        // Nothing bounds them all where one has no interval.
        let has_all = place.pairs.len() == compared * compared.saturating_sub(1) / 2;
        let most = place.pairs.iter().map(reach).reduce(f64::max);
        place.at_most = most.filter(|_| has_all);
        let is_different = place.adjusted.is_some_and(|p| p <= 1.0 - confidence);
        place.verdict = match (place.at_most, self.query.margin) {
            _ if is_different => ConsistencyVerdict::Different,
            (None, _) => ConsistencyVerdict::NotEnough,
            (Some(at_most), Some(margin)) if at_most > margin => ConsistencyVerdict::NotEnough,
            (Some(_), _) => ConsistencyVerdict::NoneLarger,
        };
        place.sentence = self.sentence(place);
    }

    fn sentence(&self, place: &ConsistencyAt) -> String {
        let n = place.test.n;
        let percent = rounded(self.query.confidence * 100.0);
        let compared = place.groups.iter().filter(|row| row.is_compared).count();
        let has_none =
            format!("of so few there is no interval at {percent} % for all pairs together");
        let Some(at_most) = place.at_most.map(rounded) else {
            return match place.verdict {
                ConsistencyVerdict::Different => {
                    format!("Different, over {n} answers; {has_none}.")
                }
                _ if compared > 1 => format!("Not enough answers to compare: {has_none}."),
                _ => format!(
                    "Not enough answers to compare: it takes two groups with {} each.",
                    self.query.min_n
                ),
            };
        };
        let widest = |one: &&ConsistencyPair, other: &&ConsistencyPair| {
            let of = |pair: &ConsistencyPair| pair.difference.value.abs();
            of(one).total_cmp(&of(other))
        };
        match (place.verdict, place.pairs.iter().max_by(widest)) {
            (ConsistencyVerdict::Different, Some(pair)) => {
                let Difference {
                    value, low, high, ..
                } = pair.difference;
                format!(
                    "Different, over {n} answers: {} less {} is {}, between {} and {} at {percent} %.",
                    pair.group,
                    pair.less,
                    rounded(value),
                    rounded(low),
                    rounded(high)
                )
            }
            (ConsistencyVerdict::NotEnough, _) => {
                let margin = self.query.margin.map(rounded).unwrap_or_default();
                format!(
                    "Not enough answers to rule out a difference of {margin}: {n} leave room for {at_most}."
                )
            }
            _ => format!(
                "No difference found over {n} answers, and none larger than {at_most} at {percent} %."
            ),
        }
    }
}
