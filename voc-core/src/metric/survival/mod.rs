//! How long it takes until something happens, where not everybody has been watched until it did.
//!
//! Times are whole numbers of any unit, the same for all; of signals they are microseconds.

mod curve;
mod log_rank;
mod mean;

pub use curve::{Median, Survival, SurvivalPoint, SurvivalStep};
pub use log_rank::{LogRank, LogRankRow, log_rank};
pub use mean::RestrictedMean;

use super::estimate::confident;
use crate::error::{Code, Error};
use serde::Serialize;

/// One stretch of waiting for something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spell {
    /// How long it had lasted when it came under watch; 0 where it was watched from its beginning.
    pub entered: i64,
    /// How long it lasted until it happened, or until nobody watched any more.
    pub ended: i64,
    /// Whether it happened; else the end is not known (censored).
    pub happened: bool,
}

impl Spell {
    /// One that was watched from its beginning.
    pub fn new(ended: i64, happened: bool) -> Self {
        Self {
            entered: 0,
            ended,
            happened,
        }
    }
}

/// What is asked of spells.
#[derive(Debug, Clone, PartialEq)]
pub struct SurvivalQuery {
    /// Up to when the mean is taken; if not said, the last time of the group that is watched shortest.
    pub until: Option<i64>,
    /// The times at which the share still waiting is asked for.
    pub at: Vec<i64>,
    /// The confidence of the intervals.
    pub confidence: f64,
}

impl Default for SurvivalQuery {
    fn default() -> Self {
        Self {
            until: None,
            at: Vec::new(),
            confidence: super::CONFIDENCE,
        }
    }
}

/// The spells of one group.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SurvivalRow {
    /// The group; absent where spells are not told apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// How long it takes in it.
    #[serde(flatten)]
    pub survival: Survival,
}

/// How long it takes until something happens, by group.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Survivals {
    /// By group.
    pub groups: Vec<SurvivalRow>,
    /// Whether the groups differ; absent for one group, and where nothing happened while two were watched.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log_rank: Option<LogRank>,
    /// The confidence of the intervals.
    pub confidence: f64,
}

/// How long it takes in each group, and whether the groups differ.
///
/// # Errors
/// A spell that ends before it came under watch, named by its group's and its own place; a confidence
/// outside (0, 1); an `until` or a time that is negative.
pub fn survivals(
    groups: Vec<(Option<String>, Vec<Spell>)>,
    query: &SurvivalQuery,
) -> Result<Survivals, Error> {
    confident(query.confidence)?;
    for (name, time) in query
        .until
        .iter()
        .map(|until| ("until", until))
        .chain(query.at.iter().map(|at| ("at", at)))
    {
        if *time < 0 {
            let message = format!("{time} is before the beginning");
            return Err(Error::new(Code::OutOfRange, message).at(name));
        }
    }
    for (place, (name, spells)) in groups.iter().enumerate() {
        let group = name.clone().unwrap_or_else(|| place.to_string());
        check(spells).map_err(|error| {
            let path = error.path.clone().unwrap_or_default();
            error.at(format!("{group}.{path}"))
        })?;
    }
    let last = |spells: &Vec<Spell>| spells.iter().map(|spell| spell.ended).max();
    let shortest = groups.iter().filter_map(|(_, spells)| last(spells)).min();
    let until = query.until.or(shortest);
    let all: Vec<&[Spell]> = groups.iter().map(|(_, spells)| spells.as_slice()).collect();
    let log_rank = log_rank(&all);
    let groups = groups.into_iter().map(|(group, spells)| SurvivalRow {
        group,
        survival: Survival::of(spells, until, &query.at, query.confidence),
    });
    Ok(Survivals {
        groups: groups.collect(),
        log_rank,
        confidence: query.confidence,
    })
}

fn check(spells: &[Spell]) -> Result<(), Error> {
    for (place, spell) in spells.iter().enumerate() {
        let &Spell { entered, ended, .. } = spell;
        // Who is watched from the beginning may end there.
        if entered < 0 || ended < entered || entered > 0 && ended == entered {
            let message =
                format!("a spell cannot come under watch at {entered} and end at {ended}");
            return Err(Error::new(Code::OutOfRange, message).at(place.to_string()));
        }
    }
    Ok(())
}

/// How many of some spells are watched at each of the instants asked for, which must rise.
struct AtRisk {
    entered: Vec<i64>,
    ended: Vec<i64>,
    places: (usize, usize),
}

impl AtRisk {
    fn of(spells: &[Spell]) -> Self {
        let mut entered: Vec<i64> = spells.iter().map(|spell| spell.entered).collect();
        let mut ended: Vec<i64> = spells.iter().map(|spell| spell.ended).collect();
        entered.sort_unstable();
        ended.sort_unstable();
        Self {
            entered,
            ended,
            places: (0, 0),
        }
    }

    /// Those that came under watch before `at` or at the beginning, and have not ended before it.
    fn at(&mut self, at: i64) -> usize {
        let (came, gone) = &mut self.places;
        while self
            .entered
            .get(*came)
            .is_some_and(|it| *it < at || *it == 0)
        {
            *came += 1;
        }
        while self.ended.get(*gone).is_some_and(|it| *it < at) {
            *gone += 1;
        }
        came.saturating_sub(*gone)
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts and times below 2^53")]
fn number(count: i64) -> f64 {
    count as f64
}

fn whole(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests;
