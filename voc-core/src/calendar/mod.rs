//! Business hours: when a clock runs, and why it stands when it does not.

mod compile;
#[cfg(feature = "ical")]
mod ical;
mod sums;
mod versions;

pub use compile::CalendarProblem;
#[cfg(feature = "ical")]
pub use ical::holidays;
pub use versions::Versions;

use crate::document::Read;
use crate::time::{DAY, MINUTE, Time};
use crate::zone::Zone;
use chrono::{Datelike, Days, NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};
use sums::Sums;

/// Weekly hours with holidays, which may change, or the whole of time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Calendar {
    /// Every hour of every day.
    Always,
    /// Business hours.
    Weekly(Versions),
}

/// Business hours of a week in one time zone. A shift begins and ends once: when the clocks first show
/// its times, or later ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weekly {
    zone: Zone,
    /// Shifts from Monday to Sunday, each as minutes of the local day, in order and apart.
    shifts: [Vec<(u32, u32)>; 7],
    holidays: Vec<NaiveDate>,
    sums: Sums,
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
        match self {
            Self::Always => push(&mut stretches, from, to, Hours::Open),
            Self::Weekly(versions) => versions.walk(from, to, |stretch| {
                push(&mut stretches, stretch.from, stretch.to, stretch.hours);
            }),
        }
        stretches
    }

    /// Microseconds of business hours between two instants.
    pub fn open_between(&self, from: Time, to: Time) -> i64 {
        let open = match self {
            Self::Always => to.since(from),
            Self::Weekly(versions) => versions.open_before(to) - versions.open_before(from),
        };
        open.max(0)
    }

    /// The first instant at which `micros` of business hours have passed since `from`; absent where
    /// the calendar has too few hours ahead.
    pub fn after_open(&self, from: Time, micros: i64) -> Option<Time> {
        if micros <= 0 {
            return Some(from);
        }
        match self {
            Self::Always => Some(from.plus(micros)),
            Self::Weekly(versions) => {
                versions.reached(versions.open_before(from).checked_add(micros)?)
            }
        }
    }

    /// Whether it has any hours in the end; a target of one without may never be due.
    pub fn has_hours(&self) -> bool {
        match self {
            Self::Always => true,
            Self::Weekly(versions) => versions.has_hours(),
        }
    }

    /// The calendar that goes by this one up to an instant, and from then on by another: what was
    /// before is not rewritten.
    #[must_use]
    pub fn followed_by(&self, from: Time, other: &Self) -> Self {
        match (self, other) {
            (Self::Weekly(versions), Self::Weekly(others)) => {
                Self::Weekly(versions.followed_by(from, others))
            }
            _ => other.clone(),
        }
    }
}

impl Weekly {
    fn of(zone: Zone, shifts: [Vec<(u32, u32)>; 7], holidays: Vec<NaiveDate>) -> Self {
        Self {
            sums: Sums::of(&zone, &shifts, &holidays),
            zone,
            shifts,
            holidays,
        }
    }

    /// Business hours from the beginning of time to an instant.
    fn open_before(&self, at: Time) -> i64 {
        self.sums.open_before(self, at)
    }

    /// The first instant at which so much has been open since the beginning of time.
    fn reached(&self, open: i64) -> Option<Time> {
        self.sums.reached(self, open)
    }

    fn has_hours(&self) -> bool {
        self.sums.has_hours()
    }

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
        for (from, to) in shifts_of(&self.zone, &self.shifts, day, start, end) {
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
}

/// The shifts of a local day that lasts from `start` to `end`, in order and apart.
fn shifts_of<'s>(
    zone: &'s Zone,
    shifts: &'s [Vec<(u32, u32)>; 7],
    day: NaiveDate,
    start: Time,
    end: Time,
) -> impl Iterator<Item = (Time, Time)> + 's {
    let instant = move |minute: u32| {
        // On a day of 24 hours no clock was changed, and the zone need not be asked.
        if end.since(start) == DAY {
            return start.plus(i64::from(minute) * MINUTE);
        }
        match NaiveTime::from_num_seconds_from_midnight_opt(minute * 60, 0) {
            Some(time) => zone.instant(day, time),
            None => end,
        }
    };
    let weekday = day.weekday().num_days_from_monday() as usize;
    let shifts = shifts.get(weekday).into_iter().flatten();
    shifts.scan(start, move |at, (open, close)| {
        let (from, to) = (instant(*open).max(*at), instant(*close));
        *at = to.max(*at);
        Some((from, to))
    })
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
