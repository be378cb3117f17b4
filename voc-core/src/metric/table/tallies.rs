//! Answers counted by group: exact, mergeable, and any can be taken out again.

use super::columns::Places;
use crate::error::{Code, Error};
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;

/// The texts of a group, one for each column that groups; absent where a row has none.
pub type Group = Vec<Option<String>>;

/// How often each answer was given in each group. The same answers make the same tallies in any order and
/// any partition; numbers read off them do not merge, so merge tallies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tallies {
    by: Vec<String>,
    scale: [i64; 2],
    is_weighted: bool,
    #[serde(serialize_with = "as_list")]
    groups: BTreeMap<Group, GroupTally>,
}

/// The answers of one group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GroupTally {
    /// How many gave each answer of the scale, from the lowest.
    pub counts: Vec<i64>,
    /// How many gave an answer that is off the scale: in no denominator.
    pub outside: i64,
    /// How many gave none: in no denominator.
    pub unanswered: i64,
    /// The weights of those that gave each answer of the scale; none where all count alike.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub weights: Vec<Weight>,
}

/// A sum of weights, in units of 1 / [`Weight::ONE`], so that it does not depend on their order.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Weight {
    /// Of the weights.
    pub sum: i128,
    /// Of their squares.
    pub squares: i128,
}

impl Weight {
    /// A weight of 1: nine decimal places are kept.
    pub const ONE: f64 = 1e9;
    /// The largest weight: 2⁵³ units.
    const UNITS_MAX: f64 = 9_007_199_254_740_992.0;

    /// One weight; none of what is negative, no number, or too large.
    pub(super) fn of(weight: f64) -> Option<Self> {
        let units = (weight * Self::ONE).round();
        if !(0.0..=Self::UNITS_MAX).contains(&units) {
            return None;
        }
        #[expect(clippy::cast_possible_truncation, reason = "whole, and checked")]
        let sum = units as i128;
        Some(Self {
            sum,
            squares: sum * sum,
        })
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "sums have the digits of a double"
    )]
    pub(super) fn sums(self) -> (f64, f64) {
        let sum = self.sum as f64 / Self::ONE;
        (sum, self.squares as f64 / Self::ONE / Self::ONE)
    }

    fn combine(self, other: Self, with: fn(i128, i128) -> Option<i128>) -> Option<Self> {
        Some(Self {
            sum: with(self.sum, other.sum)?,
            squares: with(self.squares, other.squares)?,
        })
    }
}

fn as_list<S: Serializer>(
    groups: &BTreeMap<Group, GroupTally>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(groups)
}

impl GroupTally {
    pub(super) fn none(width: usize, is_weighted: bool) -> Self {
        Self {
            counts: vec![0; width],
            outside: 0,
            unanswered: 0,
            weights: if is_weighted {
                vec![Weight::default(); width]
            } else {
                Vec::new()
            },
        }
    }

    /// How many answers are on the scale.
    pub fn n(&self) -> i64 {
        self.counts.iter().sum()
    }

    fn is_empty(&self) -> bool {
        let nothing = |weight: &Weight| *weight == Weight::default();
        self.outside == 0
            && self.unanswered == 0
            && self.counts.iter().all(|count| *count == 0)
            && self.weights.iter().all(nothing)
    }

    fn is_overdrawn(&self) -> bool {
        let apart = [self.outside, self.unanswered];
        self.counts.iter().chain(&apart).any(|count| *count < 0)
            || self.weights.iter().any(|weight| weight.sum < 0)
    }

    fn combined(
        &self,
        other: &Self,
        count: fn(i64, i64) -> Option<i64>,
        sum: fn(i128, i128) -> Option<i128>,
    ) -> Option<Self> {
        let counts = self.counts.iter().zip(&other.counts);
        let weights = self.weights.iter().zip(&other.weights);
        Some(Self {
            counts: counts
                .map(|(one, other)| count(*one, *other))
                .collect::<Option<_>>()?,
            outside: count(self.outside, other.outside)?,
            unanswered: count(self.unanswered, other.unanswered)?,
            weights: weights
                .map(|(one, other)| one.combine(*other, sum))
                .collect::<Option<_>>()?,
        })
    }

    /// With the answers of another.
    pub(super) fn with(&self, other: &Self) -> Option<Self> {
        self.combined(other, i64::checked_add, i128::checked_add)
    }

    /// Without the answers of another.
    pub(super) fn without(&self, other: &Self) -> Option<Self> {
        self.combined(other, i64::checked_sub, i128::checked_sub)
    }
}

impl Tallies {
    pub(super) fn none(by: Vec<String>, places: Places, is_weighted: bool) -> Self {
        let high = places.low + i64::from(places.width) - 1;
        Self {
            by,
            scale: [places.low, high],
            is_weighted,
            groups: BTreeMap::new(),
        }
    }

    /// The names of the columns that group.
    pub fn by(&self) -> &[String] {
        &self.by
    }

    /// The lowest and the highest answer.
    pub fn scale(&self) -> [i64; 2] {
        self.scale
    }

    /// Whether answers have weights.
    pub fn is_weighted(&self) -> bool {
        self.is_weighted
    }

    /// The groups, in the order of their texts; absent ones come first.
    pub fn groups(&self) -> impl ExactSizeIterator<Item = (&Group, &GroupTally)> {
        self.groups.iter()
    }

    /// A group out of which more was taken than was in it.
    pub(super) fn overdrawn(&self) -> Option<&Group> {
        let groups = self.groups.iter();
        let mut found = groups.filter(|(_, answers)| answers.is_overdrawn());
        found.next().map(|(group, _)| group)
    }

    pub(super) fn has(&self, group: &Group) -> bool {
        self.groups.contains_key(group)
    }

    pub(super) fn width(&self) -> usize {
        let [low, high] = self.scale;
        usize::try_from(high - low + 1).unwrap_or_default()
    }

    /// Adds the answers of one group.
    pub(super) fn add(&mut self, group: Group, answers: &GroupTally) -> Result<(), Error> {
        self.put(group, answers, GroupTally::with)
    }

    fn put(
        &mut self,
        group: Group,
        answers: &GroupTally,
        combined: fn(&GroupTally, &GroupTally) -> Option<GroupTally>,
    ) -> Result<(), Error> {
        let none = || GroupTally::none(self.width(), self.is_weighted);
        let before = self.groups.get(&group).cloned().unwrap_or_else(none);
        let after = combined(&before, answers).ok_or_else(|| {
            Error::new(
                Code::Limit,
                "there are more answers than are counted exactly",
            )
        })?;
        if after.is_empty() {
            self.groups.remove(&group);
        } else {
            self.groups.insert(group, after);
        }
        Ok(())
    }

    /// Adds the answers of another.
    ///
    /// # Errors
    /// Other columns, another scale, weights in one and none in the other; more than is counted exactly.
    pub fn merge(&mut self, other: &Self) -> Result<(), Error> {
        self.fits(other)?;
        let add = |(group, answers): (&Group, &GroupTally)| self.add(group.clone(), answers);
        other.groups.iter().try_for_each(add)
    }

    /// Takes the answers of another out again.
    ///
    /// # Errors
    /// As for [`Self::merge`].
    pub fn retract(&mut self, other: &Self) -> Result<(), Error> {
        self.fits(other)?;
        let take = |(group, answers): (&Group, &GroupTally)| {
            self.put(group.clone(), answers, GroupTally::without)
        };
        other.groups.iter().try_for_each(take)
    }

    fn fits(&self, other: &Self) -> Result<(), Error> {
        let differs = |what: &str| {
            Err(Error::new(
                Code::WrongType,
                format!("tallies of other {what} do not add up"),
            )
            .at(what))
        };
        if self.by != other.by {
            return differs("columns");
        }
        if self.scale != other.scale {
            return differs("scales");
        }
        if self.is_weighted != other.is_weighted {
            return differs("weights");
        }
        Ok(())
    }

    /// The same answers by some of the columns, given by their places.
    pub(super) fn summed(&self, kept: &[usize]) -> Result<Self, Error> {
        let name = |place: &usize| self.by.get(*place).cloned();
        let mut sum = Self {
            by: kept.iter().filter_map(name).collect(),
            groups: BTreeMap::new(),
            ..*self
        };
        for (group, answers) in &self.groups {
            let text = |place: &usize| group.get(*place).cloned();
            sum.add(kept.iter().filter_map(text).collect(), answers)?;
        }
        Ok(sum)
    }

    /// All answers together.
    pub(super) fn all(&self) -> Result<GroupTally, Error> {
        let sum = self.summed(&[])?;
        let only = sum.groups.into_values().next();
        Ok(only.unwrap_or_else(|| GroupTally::none(self.width(), self.is_weighted)))
    }
}
