//! What the signs of gaming are read off, unit by unit.

use super::near::UnitValue;
use super::others::Hits;
use super::signs::Evidence;
use super::strata::Strata;
use crate::insight::funnel::{Happening, Occasion, Step};
use crate::named::Named;
use crate::time::{Span, Time};
use crate::zone::Zone;
use chrono::{Datelike, Days};

/// What the occasions of a unit say.
#[derive(Debug, Clone, Default)]
pub(super) struct Unit {
    /// Of those eligible, those invited.
    pub(super) invited: Hits,
    /// The same of those with a known concern, and of those known to have none.
    pub(super) concerned: Hits,
    pub(super) content: Hits,
    /// How many days after they were eligible those with a concern were invited, and the others.
    pub(super) concerned_waited: Vec<f64>,
    pub(super) content_waited: Vec<f64>,
    /// Of the answers, those in the last days of a month.
    pub(super) at_the_end: Hits,
    /// Of the answers at the target or next to it, those exactly at it.
    pub(super) at_target: Hits,
    /// Of those invited before the split, and after it, those who answered.
    pub(super) responded: [Hits; 2],
    /// What they answered.
    pub(super) answers: [Sums; 2],
    /// What happened to customers, and after how much of it they were invited.
    pub(super) happenings: Strata,
    /// How many values lie in the four steps around their target, from worse to better.
    pub(super) near: [i64; 4],
}

/// Sums of numbers.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sums {
    pub(super) n: f64,
    mean: f64,
    squares: f64,
}

impl Sums {
    fn add(&mut self, number: f64) {
        self.n += 1.0;
        let off = number - self.mean;
        self.mean += off / self.n;
        self.squares += off * (number - self.mean);
    }

    pub(super) fn mean(self) -> Option<f64> {
        (self.n > 0.0).then_some(self.mean)
    }

    /// The variance of their mean.
    pub(super) fn noise(self) -> Option<f64> {
        (self.n > 1.0).then(|| self.squares / (self.n - 1.0) / self.n)
    }
}

/// How occasions are read.
pub(super) struct Reading {
    pub(super) zone: Zone,
    pub(super) last_days: u32,
    pub(super) target: Option<f64>,
    pub(super) split: Option<Time>,
    pub(super) caliper: f64,
    pub(super) min_n: i64,
}

/// What the evidence says, by unit, and how many occasions and happenings name none.
pub(super) fn by_unit(evidence: Evidence<'_>, reading: &Reading) -> (Named<Unit>, u64) {
    let mut units: Named<Unit> = Named::new();
    let mut without = 0;
    for occasion in evidence.occasions {
        match &occasion.unit {
            Some(unit) => units.or_default(unit.as_str()).add(occasion, reading),
            None => without += 1,
        }
    }
    for happening in evidence.happenings {
        match &happening.unit {
            Some(unit) => units.or_default(unit.as_str()).happened(happening),
            None => without += 1,
        }
    }
    for value in evidence.values {
        units
            .or_default(value.unit.as_str())
            .came_to(value, reading);
    }
    (units, without)
}

/// The instant half-way between the first invitation and the last.
pub(super) fn halfway(occasions: &[Occasion]) -> Option<Time> {
    let at = || occasions.iter().filter_map(|one| one.at(Step::Invited));
    let (first, last) = (at().min()?, at().max()?);
    (first < last).then(|| first.plus(last.since(first) / 2))
}

impl Unit {
    fn happened(&mut self, happening: &Happening) {
        let table = self.happenings.or_default(&happening.touch_point);
        let hits = if happening.good {
            &mut table.good
        } else {
            &mut table.bad
        };
        hits.add(happening.invited);
    }

    fn came_to(&mut self, value: &UnitValue, reading: &Reading) {
        let enough = value.n.is_none_or(|n| n >= reading.min_n);
        let step = value.step(reading.caliper).filter(|_| enough);
        if let Some(count) = step.and_then(|place| self.near.get_mut(place)) {
            *count += 1;
        }
    }

    fn add(&mut self, occasion: &Occasion, reading: &Reading) {
        let is_invited = occasion.has(Step::Invited);
        if occasion.has(Step::Eligible) {
            self.invited.add(is_invited);
            match occasion.concern {
                Some(true) => self.concerned.add(is_invited),
                Some(false) => self.content.add(is_invited),
                None => {}
            }
        }
        let (eligible, invited) = (occasion.at(Step::Eligible), occasion.at(Step::Invited));
        if let (Some(concern), Some(eligible), Some(invited)) =
            (occasion.concern, eligible, invited)
        {
            #[expect(clippy::cast_precision_loss, reason = "exact below 2^53")]
            let days = invited.since(eligible) as f64 / Span::of_days(1).at_most() as f64;
            if concern {
                self.concerned_waited.push(days);
            } else {
                self.content_waited.push(days);
            }
        }
        if let Some(at) = occasion.at(Step::Completed) {
            let day = at.date_in(&reading.zone);
            let later = day.checked_add_days(Days::new(u64::from(reading.last_days)));
            self.at_the_end
                .add(later.is_some_and(|later| later.month() != day.month()));
        }
        if let (Some(target), Some(answer)) = (reading.target, occasion.answer)
            && (answer - target).abs() <= 1.0
        {
            self.at_target.add((answer - target).abs() < 1e-9);
        }
        if let (Some(split), Some(at)) = (reading.split, invited) {
            let [before, after] = &mut self.responded;
            let [first, second] = &mut self.answers;
            let (responded, answers) = if at < split {
                (before, first)
            } else {
                (after, second)
            };
            responded.add(occasion.has(Step::Completed));
            if let Some(answer) = occasion.answer {
                answers.add(answer);
            }
        }
    }
}
