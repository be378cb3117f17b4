//! Business hours: when a clock runs, and why it stands when it does not.

mod compile;

pub use compile::CalendarProblem;

use crate::time::Time;
use chrono::{Datelike, Days, NaiveDate};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// How far ahead a deadline is looked for: a calendar with no hours in ten years has none.
pub const DAYS_AHEAD_MAX: u64 = 3660;

/// A weekly calendar with holidays, or the whole of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Calendar {
    /// Every hour of every day.
    Always,
    /// Business hours.
    Weekly(Weekly),
}

/// Business hours of a week in one time zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weekly {
    zone: Tz,
    /// Shifts from Monday to Sunday, each as minutes of the local day, in order and apart.
    shifts: [Vec<(u32, u32)>; 7],
    holidays: BTreeSet<NaiveDate>,
}

/// Why a stretch of time counts or does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Hours {
    /// Within business hours.
    Open,
    /// Outside them.
    OutsideHours,
    /// On a holiday.
    Holiday,
}

/// A stretch of time of one kind: from its start up to, not including, its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stretch {
    /// Where it begins.
    pub from: Time,
    /// Where it ends.
    pub to: Time,
    /// Why it counts or does not.
    pub hours: Hours,
}

impl Calendar {
    /// The stretches that make up `from` to `to`, in order and without gaps.
    pub fn stretches(&self, from: Time, to: Time) -> Vec<Stretch> {
        let mut stretches = Vec::new();
        if from >= to {
            return stretches;
        }
        let Self::Weekly(weekly) = self else {
            return vec![Stretch {
                from,
                to,
                hours: Hours::Open,
            }];
        };
        let mut day = from.date_in(weekly.zone);
        let mut at = from;
        while at < to {
            for stretch in weekly.day(day) {
                push(
                    &mut stretches,
                    stretch.from.max(at),
                    stretch.to.min(to),
                    stretch.hours,
                );
            }
            at = at.max(weekly.end_of(day));
            match day.checked_add_days(Days::new(1)) {
                Some(next) => day = next,
                None => break,
            }
        }
        stretches
    }

    /// Microseconds of business hours between two instants.
    pub fn open_between(&self, from: Time, to: Time) -> i64 {
        self.stretches(from, to)
            .iter()
            .filter(|stretch| stretch.hours == Hours::Open)
            .map(|stretch| stretch.to.since(stretch.from))
            .sum()
    }

    /// The first instant at which `micros` of business hours have passed since `from`; absent where
    /// the calendar has too few hours ahead.
    pub fn after_open(&self, from: Time, micros: i64) -> Option<Time> {
        if micros <= 0 {
            return Some(from);
        }
        let Self::Weekly(weekly) = self else {
            return Some(from.plus(micros));
        };
        let mut left = micros;
        let mut day = from.date_in(weekly.zone);
        let mut idle_days = 0;
        while idle_days < DAYS_AHEAD_MAX {
            idle_days += 1;
            for stretch in weekly.day(day) {
                let start = stretch.from.max(from);
                if stretch.hours != Hours::Open || stretch.to <= start {
                    continue;
                }
                let length = stretch.to.since(start);
                if length >= left {
                    return Some(start.plus(left));
                }
                left -= length;
                idle_days = 0;
            }
            day = day.checked_add_days(Days::new(1))?;
        }
        None
    }
}

impl Weekly {
    fn end_of(&self, day: NaiveDate) -> Time {
        day.checked_add_days(Days::new(1))
            .map_or(Time::MAX, |next| Time::start_of_day(self.zone, next))
    }

    /// The stretches of one local day, from its first instant to the next day's.
    fn day(&self, day: NaiveDate) -> Vec<Stretch> {
        let (start, end) = (Time::start_of_day(self.zone, day), self.end_of(day));
        if self.holidays.contains(&day) {
            return vec![Stretch {
                from: start,
                to: end,
                hours: Hours::Holiday,
            }];
        }
        let mut stretches = Vec::new();
        let mut at = start;
        let weekday = day.weekday().num_days_from_monday() as usize;
        for (open, close) in self.shifts.get(weekday).into_iter().flatten() {
            let (from, to) = (self.instant(day, *open), self.instant(day, *close));
            push(&mut stretches, at, from, Hours::OutsideHours);
            push(&mut stretches, from.max(at), to, Hours::Open);
            at = at.max(to);
        }
        push(&mut stretches, at, end, Hours::OutsideHours);
        stretches
    }

    fn instant(&self, day: NaiveDate, minute: u32) -> Time {
        match chrono::NaiveTime::from_num_seconds_from_midnight_opt(minute * 60, 0) {
            Some(time) => Time::from_local(self.zone, day, time),
            None => self.end_of(day),
        }
    }
}

/// Adds a stretch, joined to the one before where that is of the same kind.
fn push(stretches: &mut Vec<Stretch>, from: Time, to: Time, hours: Hours) {
    if from >= to {
        return;
    }
    match stretches.last_mut() {
        Some(last) if last.hours == hours && last.to == from => last.to = to,
        _ => stretches.push(Stretch { from, to, hours }),
    }
}

#[cfg(test)]
mod tests;
