//! Business hours: when a clock runs, and why it stands when it does not.

mod compile;

pub use compile::CalendarProblem;

use crate::document::Read;
use crate::time::{DAY, MINUTE, Time};
use crate::zone::Zone;
use chrono::{Datelike, Days, NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

/// How far ahead business hours are looked for: a calendar without any in ten years has none.
const IDLE_MAX: i64 = 3660 * DAY;

/// A weekly calendar with holidays, or the whole of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Calendar {
    /// Every hour of every day.
    Always,
    /// Business hours.
    Weekly(Box<Weekly>),
}

/// Business hours of a week in one time zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weekly {
    zone: Zone,
    /// Shifts from Monday to Sunday, each as minutes of the local day, in order and apart.
    shifts: [Vec<(u32, u32)>; 7],
    holidays: Vec<NaiveDate>,
}

/// Why a stretch of time counts or does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Read)]
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
            let hours = Hours::Open;
            return vec![Stretch { from, to, hours }];
        };
        weekly.walk(from, |stretch| {
            push(
                &mut stretches,
                stretch.from,
                stretch.to.min(to),
                stretch.hours,
            );
            stretch.to < to
        });
        stretches
    }

    /// Microseconds of business hours between two instants.
    pub fn open_between(&self, from: Time, to: Time) -> i64 {
        let Self::Weekly(weekly) = self else {
            return to.since(from).max(0);
        };
        let mut open = 0;
        if from < to {
            weekly.walk(from, |stretch| {
                if stretch.hours == Hours::Open {
                    open += stretch.to.min(to).since(stretch.from).max(0);
                }
                stretch.to < to
            });
        }
        open
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
        let (mut left, mut last_open, mut found) = (micros, from, None);
        weekly.walk(from, |stretch| {
            if stretch.hours == Hours::Open {
                let length = stretch.to.since(stretch.from);
                if length >= left {
                    found = Some(stretch.from.plus(left));
                    return false;
                }
                left -= length;
                last_open = stretch.to;
            }
            stretch.to.since(last_open) < IDLE_MAX
        });
        found
    }
}

impl Weekly {
    /// Visits the stretches from an instant on, until the visitor has seen enough or time ends.
    fn walk(&self, from: Time, mut visit: impl FnMut(Stretch) -> bool) {
        let mut day = from.date_in(&self.zone);
        let mut start = Time::start_of_day(&self.zone, day);
        while start < Time::MAX {
            let next = day.checked_add_days(Days::new(1));
            let end = next.map_or(Time::MAX, |next| Time::start_of_day(&self.zone, next));
            let mut go_on = true;
            self.day(day, start, end, |stretch| {
                let stretch = Stretch {
                    from: stretch.from.max(from),
                    ..stretch
                };
                go_on = go_on && (stretch.from >= stretch.to || visit(stretch));
            });
            match next {
                Some(next) if go_on => (day, start) = (next, end),
                _ => return,
            }
        }
    }

    /// The stretches of one local day, which lasts from `start` to `end`.
    fn day(&self, day: NaiveDate, start: Time, end: Time, mut visit: impl FnMut(Stretch)) {
        if self.holidays.binary_search(&day).is_ok() {
            visit(Stretch {
                from: start,
                to: end,
                hours: Hours::Holiday,
            });
            return;
        }
        let mut at = start;
        let weekday = day.weekday().num_days_from_monday() as usize;
        for (open, close) in self.shifts.get(weekday).into_iter().flatten() {
            let from = self.instant(day, *open, start, end).max(at);
            let to = self.instant(day, *close, start, end);
            visit(Stretch {
                from: at,
                to: from,
                hours: Hours::OutsideHours,
            });
            visit(Stretch {
                from,
                to,
                hours: Hours::Open,
            });
            at = at.max(to);
        }
        visit(Stretch {
            from: at,
            to: end,
            hours: Hours::OutsideHours,
        });
    }

    fn instant(&self, day: NaiveDate, minute: u32, start: Time, end: Time) -> Time {
        // On a day of 24 hours no clock was changed, and the zone need not be asked.
        if end.since(start) == DAY {
            return start.plus(i64::from(minute) * MINUTE);
        }
        match NaiveTime::from_num_seconds_from_midnight_opt(minute * 60, 0) {
            Some(time) => self.zone.instant(day, time),
            None => end,
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
