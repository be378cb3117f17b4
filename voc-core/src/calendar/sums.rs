//! Business hours summed beforehand, so that nobody walks the days to count them.
//!
//! Time is cut into runs: days of 24 hours that go by the week, and between them single days that do
//! not, which are holidays and days on which the clocks change. Within a run hours follow from sums over
//! the week.

use super::{Weekly, shifts_of};
use crate::time::{DAY, MINUTE, Time};
use crate::zone::Zone;
use chrono::{Datelike, NaiveDate};
use std::ops::Range;

const WEEK: i64 = 7 * DAY;
/// 1 January 2100, in days from 1970: the runs until then are kept, later ones are made when asked for.
const KEPT_UNTIL: i64 = 47_482;
/// How many days of later runs are made at a time.
const AT_A_TIME: i64 = 36_524;
/// 1 January 1970 as chrono counts days.
const EPOCH: i64 = 719_163;

/// The sums of a weekly calendar. Instants and lengths are microseconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sums {
    week: Week,
    runs: Vec<Run>,
    /// Where the runs that are kept end; absent where the last goes on for ever.
    kept_until: Option<KeptUntil>,
}

/// The first day that is in no run that is kept, and when it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct KeptUntil {
    day: i64,
    at: i64,
}

/// The shifts of a week, as parts of it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Week {
    shifts: Vec<Shift>,
    total: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Shift {
    open: i64,
    close: i64,
    /// Business hours of the week before it.
    before: i64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Run {
    start: i64,
    /// Business hours before it.
    before: i64,
    kind: Kind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    /// By the week, which began this long before the run.
    Weekly { since_monday: i64 },
    /// One day by itself: when it is open, counted from its start.
    Single { open: Vec<(i64, i64)> },
}

/// What a calendar declares.
#[derive(Clone, Copy)]
struct Declared<'d> {
    zone: &'d Zone,
    shifts: &'d [Vec<(u32, u32)>; 7],
    holidays: &'d [NaiveDate],
}

/// A day that does not go by the week.
struct Special {
    day: i64,
    start: i64,
    end: i64,
    open: Vec<(i64, i64)>,
}

impl Week {
    fn of(days: &[Vec<(u32, u32)>; 7]) -> Self {
        let (mut shifts, mut total, mut midnight) = (Vec::new(), 0, 0);
        for day in days {
            for (open, close) in day {
                let open = midnight + i64::from(*open) * MINUTE;
                let close = midnight + i64::from(*close) * MINUTE;
                let before = total;
                shifts.push(Shift {
                    open,
                    close,
                    before,
                });
                total += close - open;
            }
            midnight += DAY;
        }
        Self { shifts, total }
    }

    /// Business hours from a Monday on.
    fn open_before(&self, length: i64) -> i64 {
        let (weeks, rest) = (length.div_euclid(WEEK), length.rem_euclid(WEEK));
        let begun = self.shifts.partition_point(|shift| shift.open < rest);
        let last = begun
            .checked_sub(1)
            .and_then(|place| self.shifts.get(place));
        let part = last.map_or(0, |shift| shift.before + rest.min(shift.close) - shift.open);
        weeks * self.total + part
    }

    /// How long after a Monday so much has been open; the first such instant.
    fn reached(&self, open: i64) -> Option<i64> {
        let weeks = (open - 1).checked_div(self.total)?;
        let rest = open - weeks * self.total;
        let begun = self.shifts.partition_point(|shift| shift.before < rest);
        let shift = self.shifts.get(begun.checked_sub(1)?)?;
        Some(weeks * WEEK + shift.open + rest - shift.before)
    }
}

impl Sums {
    pub(super) fn of(zone: &Zone, shifts: &[Vec<(u32, u32)>; 7], holidays: &[NaiveDate]) -> Self {
        let first = number(Time::MIN.date_in(zone)) - 1;
        let start = first * DAY - zone.offset_at(Time::MIN);
        let end = start_of(zone, KEPT_UNTIL);
        let kept_until = zone.next_change(end).map(|_| KeptUntil {
            day: KEPT_UNTIL,
            at: end.micros(),
        });
        let mut sums = Self {
            week: Week::of(shifts),
            runs: Vec::new(),
            kept_until,
        };
        let mut runs = vec![weekly(first, start, 0)];
        let kept = first..kept_until.map_or(i64::MAX, |until| until.day);
        let calendar = Declared {
            zone,
            shifts,
            holidays,
        };
        sums.add(calendar, kept, &mut runs);
        runs.shrink_to_fit();
        sums.runs = runs;
        sums
    }

    pub(super) fn has_hours(&self) -> bool {
        self.week.total > 0
    }

    /// Business hours from the beginning of time to an instant.
    pub(super) fn open_before(&self, calendar: &Weekly, at: Time) -> i64 {
        let at = at.micros();
        match self.kept_until {
            Some(until) if at >= until.at => {
                let runs = self.later(calendar, until.day, &|_, until| until > at);
                self.open_in(&runs, at)
            }
            _ => self.open_in(&self.runs, at),
        }
    }

    /// The first instant at which so much has been open since the beginning of time.
    pub(super) fn reached(&self, calendar: &Weekly, open: i64) -> Option<Time> {
        let found = self.reached_in(&self.runs, open)?;
        let found = match self.kept_until {
            Some(kept) if found > kept.at => {
                let is_in = |runs: &[Run], until| {
                    let found = self.reached_in(runs, open);
                    found.is_some_and(|found| found <= until)
                };
                let runs = self.later(calendar, kept.day, &is_in);
                self.reached_in(&runs, open)?
            }
            _ => found,
        };
        Time::from_micros(found)
    }

    fn open_in(&self, runs: &[Run], at: i64) -> i64 {
        let begun = runs.partition_point(|run| run.start <= at);
        let Some(run) = begun.checked_sub(1).and_then(|place| runs.get(place)) else {
            return 0;
        };
        let length = at - run.start;
        run.before
            + match &run.kind {
                Kind::Weekly { since_monday } => {
                    self.week.open_before(since_monday + length)
                        - self.week.open_before(*since_monday)
                }
                Kind::Single { open } => open
                    .iter()
                    .map(|(from, to)| (length.min(*to) - from).max(0))
                    .sum(),
            }
    }

    fn reached_in(&self, runs: &[Run], open: i64) -> Option<i64> {
        let begun = runs.partition_point(|run| run.before < open);
        let run = runs.get(begun.saturating_sub(1))?;
        let mut left = open - run.before;
        match &run.kind {
            Kind::Weekly { since_monday } => {
                let before = self.week.open_before(*since_monday);
                Some(run.start - since_monday + self.week.reached(before + left)?)
            }
            Kind::Single { open } => open.iter().find_map(|(from, to)| {
                let found = (left <= to - from).then(|| run.start + from + left);
                left -= to - from;
                found
            }),
        }
    }

    /// Runs from the last that is kept on, until they reach far enough, or time ends.
    fn later(
        &self,
        calendar: &Weekly,
        from: i64,
        enough: &dyn Fn(&[Run], i64) -> bool,
    ) -> Vec<Run> {
        let calendar = Declared {
            zone: &calendar.zone,
            shifts: &calendar.shifts,
            holidays: &calendar.holidays,
        };
        let mut runs: Vec<Run> = self.runs.last().cloned().into_iter().collect();
        let mut day = from;
        loop {
            self.add(calendar, day..day + AT_A_TIME, &mut runs);
            day += AT_A_TIME;
            let until = start_of(calendar.zone, day);
            if until == Time::MAX || enough(&runs, until.micros()) {
                return runs;
            }
        }
    }

    /// Adds the runs of some days behind those that are there.
    fn add(&self, calendar: Declared<'_>, days: Range<i64>, runs: &mut Vec<Run>) {
        for special in specials(calendar, days) {
            let before = self.open_in(runs, special.start);
            // A run of no days.
            if runs.last().is_some_and(|last| last.start == special.start) {
                runs.pop();
            }
            let open: i64 = special.open.iter().map(|(from, to)| to - from).sum();
            runs.push(Run {
                start: special.start,
                before,
                kind: Kind::Single { open: special.open },
            });
            runs.push(weekly(special.day + 1, special.end, before + open));
        }
    }
}

fn weekly(day: i64, start: i64, before: i64) -> Run {
    // 1 January 1970 was a Thursday.
    let since_monday = (day + 3).rem_euclid(7) * DAY;
    Run {
        start,
        before,
        kind: Kind::Weekly { since_monday },
    }
}

/// The days among some that do not go by the week, in order.
fn specials(calendar: Declared<'_>, days: Range<i64>) -> Vec<Special> {
    let Declared {
        zone,
        shifts,
        holidays,
    } = calendar;
    let mut found: Vec<(i64, bool)> = holidays.iter().map(|day| (number(*day), true)).collect();
    let mut at = start_of(zone, days.start.saturating_sub(2));
    let end = start_of(zone, days.end.saturating_add(2));
    while let Some(change) = zone.next_change(at).filter(|change| *change < end) {
        let shown = [change.plus(-1), change].map(|at| number(at.date_in(zone)));
        let (first, last) = (shown[0].min(shown[1]), shown[0].max(shown[1]));
        found.extend((first - 1..=last + 1).map(|day| (day, false)));
        at = change;
    }
    crate::ordered::sort(&mut found);
    let mut specials: Vec<Special> = Vec::new();
    for (day, is_holiday) in found {
        let (start, end) = (start_of(zone, day), start_of(zone, day + 1));
        let is_in_time = end > Time::MIN && start < Time::MAX;
        let is_special = is_holiday || end.since(start) != DAY;
        if !(days.contains(&day) && is_in_time && is_special) {
            continue;
        }
        let open = match date(day).filter(|_| !is_holiday) {
            None => Vec::new(),
            Some(date) => shifts_of(zone, shifts, date, start, end)
                .map(|(from, to)| (from.since(start), to.since(start)))
                .filter(|(from, to)| from < to)
                .collect(),
        };
        let special = Special {
            day,
            start: start.micros(),
            end: end.micros(),
            open,
        };
        // The holiday comes after the same day as one on which the clocks change.
        match specials.last_mut() {
            Some(last) if last.day == day => *last = special,
            _ => specials.push(special),
        }
    }
    specials
}

/// A day as a number, from 1970.
fn number(date: NaiveDate) -> i64 {
    i64::from(date.num_days_from_ce()) - EPOCH
}

/// The day of a number; absent beyond what chrono counts.
fn date(day: i64) -> Option<NaiveDate> {
    let day = day.checked_add(EPOCH)?;
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(day).ok()?)
}

/// Where a day begins, held within time.
fn start_of(zone: &Zone, day: i64) -> Time {
    match date(day) {
        Some(date) => Time::start_of_day(zone, date),
        None if day < 0 => Time::MIN,
        None => Time::MAX,
    }
}
