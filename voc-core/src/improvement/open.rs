//! Proposing an improvement.

use super::decide::{place, said};
use super::{Improvement, ImprovementChange, ImprovementEvent, ImprovementState, OpenImprovement};
use crate::digest::id;
use crate::error::{Code, Error, Refusal};
use crate::program::Program;
use crate::time::{DAY, Time};

impl Improvement {
    /// Opens an improvement.
    ///
    /// # Errors
    /// Nobody who proposes it, an empty text, no unit; a metric or a unit that the program does not have;
    /// a unit that is compared with itself; a length of time that is no number of whole days.
    pub fn open(
        program: &Program,
        by: &str,
        at: Time,
        open: &OpenImprovement,
    ) -> Result<Self, Refusal> {
        said(by, "improvement.by")?;
        for (key, text) in [
            ("title", &open.title),
            ("owner", &open.owner),
            ("metric", &open.metric),
        ] {
            said(text, &place(&["open", key]))?;
        }
        if open.units.is_empty() {
            return Err(Error::new(Code::Missing, "it is done in no unit")
                .at(place(&["open", "units"]))
                .hint("name the unit at the top where it is done everywhere"));
        }
        let metrics = &program.spec().metrics;
        if !metrics.contains_key(&open.metric) {
            let message = format!("unknown metric `{}`", open.metric);
            return Err(Error::new(Code::Unknown, message)
                .at(place(&["open", "metric"]))
                .nearest(&open.metric, metrics.keys().map(String::as_str)));
        }
        known_units(program, "units", &open.units)?;
        known_units(program, "compare", &open.compare)?;
        let overlaps =
            |unit: &&String| open.units.iter().any(|own| are_related(program, own, unit));
        if let Some(unit) = open.compare.iter().find(overlaps) {
            let message = format!("`{unit}` is compared with itself");
            return Err(Error::new(Code::NotAllowed, message).at(place(&["open", "compare"])));
        }
        let whole = open
            .over
            .fixed()
            .is_some_and(|over| over > 0 && over % DAY == 0);
        if !whole {
            let message = format!("`{}` is no number of whole days", open.over);
            return Err(Error::new(Code::OutOfRange, message)
                .at(place(&["open", "over"]))
                .hint("such as P28D"));
        }
        if open.min_n == 0 {
            return Err(Error::new(Code::OutOfRange, "no answer is no number")
                .at(place(&["open", "min_n"])));
        }
        Ok(Self {
            id: id("i", &(by, at, open)),
            title: open.title.clone(),
            kind: open.kind,
            owner: open.owner.clone(),
            units: open.units.clone(),
            metric: open.metric.clone(),
            goal: open.goal,
            compare: open.compare.clone(),
            over: open.over,
            min_n: open.min_n,
            cases: Vec::new(),
            state: ImprovementState::Proposed,
            opened_at: at,
            started_at: None,
            ended_at: None,
            told: None,
            history: vec![ImprovementEvent {
                at,
                by: Some(by.to_owned()),
                change: ImprovementChange::Opened,
            }],
        })
    }
}

/// Whether one of two units is the other, or lies below it.
pub(super) fn are_related(program: &Program, one: &str, other: &str) -> bool {
    program.units_up(one).contains(&other) || program.units_up(other).contains(&one)
}

fn known_units(program: &Program, key: &str, units: &[String]) -> Result<(), Refusal> {
    let known = &program.spec().units;
    for (index, unit) in units.iter().enumerate() {
        let path = place(&["open", key, &index.to_string()]);
        said(unit, &path)?;
        if !known.is_empty() && !known.contains_key(unit) {
            return Err(Error::new(Code::Unknown, format!("unknown unit `{unit}`"))
                .at(path)
                .nearest(unit, known.keys().map(String::as_str)));
        }
        if units.iter().take(index).any(|before| before == unit) {
            let message = format!("`{unit}` is named twice");
            return Err(Error::new(Code::NotAllowed, message).at(path));
        }
    }
    Ok(())
}
