//! What a zone does after its last listed change: one offset, or two that take turns every year.
//!
//! `build/zones.rs` has this file too, to leave out the changes that follow from the rule.

/// Seconds in a day.
pub(crate) const DAY: i64 = 86_400;

/// When the clocks change in a year: on a day of a month's first to fourth, or last (5), week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Turn {
    pub(crate) month: i64,
    pub(crate) week: i64,
    /// From 0, Sunday.
    pub(crate) weekday: i64,
    /// Seconds from the day's local midnight; may be negative or beyond the day.
    pub(crate) time: i64,
}

/// Offsets in seconds ahead of UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rule {
    pub(crate) standard: i64,
    /// The other offset, from one turn to the other.
    pub(crate) summer: Option<(i64, Turn, Turn)>,
}

impl Rule {
    /// The first change of the clocks after an instant, and the offset from then on.
    pub(crate) fn next(&self, after: i64) -> Option<(i64, i64)> {
        let (summer, start, end) = self.summer?;
        // A year of 366 days never skips one; three of them hold every turn that may come next.
        let year = 1970 + after.div_euclid(DAY * 366);
        let year = year + (after - days_before(year, 1) * DAY).div_euclid(DAY * 366);
        let turns = (year - 1..=year + 2).flat_map(|year| {
            [
                (start.local(year) - self.standard, summer),
                (end.local(year) - summer, self.standard),
            ]
        });
        turns
            .filter(|turn| turn.0 > after)
            .min_by_key(|turn| turn.0)
    }
}

impl Turn {
    /// The seconds that the clocks show when it comes, in the offset before it.
    fn local(&self, year: i64) -> i64 {
        let first = days_before(year, self.month);
        let length = match self.month {
            12 => 31,
            month => days_before(year, month + 1) - first,
        };
        // 1 January 1970 was a Thursday.
        let weekday = (first + 4).rem_euclid(7);
        let mut day = (self.weekday - weekday).rem_euclid(7) + 7 * (self.week - 1);
        if day >= length {
            day -= 7;
        }
        (first + day) * DAY + self.time
    }
}

/// Days from 1 January 1970 to the first of a month.
fn days_before(year: i64, month: i64) -> i64 {
    // Years begin in March here, so that the leap day is the last.
    let year = if month <= 2 { year - 1 } else { year };
    let months = (month + 9).rem_euclid(12);
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    year * 365 + leap_days + (153 * months + 2) / 5 - 719_468
}
