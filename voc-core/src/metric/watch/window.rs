//! Local days: the ends of periods, and the windows that end with them.

use crate::program::Period;
use crate::time::{DAY, Span};
use chrono::{Datelike, Days as Number, Months, NaiveDate};

/// Local days, the first and the last included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// The first.
    pub first: NaiveDate,
    /// The last.
    pub last: NaiveDate,
}

/// The last day of the period that holds a day.
pub fn last_day(every: Period, day: NaiveDate) -> NaiveDate {
    let last = match every {
        Period::Day => Some(day),
        Period::Week => {
            let left = 6 - day.weekday().num_days_from_monday();
            day.checked_add_days(Number::new(u64::from(left)))
        }
        Period::Month => end_of_months(day, 0),
        Period::Quarter => end_of_months(day, 2 - day.month0() % 3),
        Period::Year => end_of_months(day, 11 - day.month0()),
    };
    last.unwrap_or(day)
}

/// The window of this length whose last day is `last`.
///
/// A window of months begins after the same day that many months before, clamped to its month; one
/// that ends with a month holds whole months.
pub fn window(over: Span, last: NaiveDate) -> Days {
    let before = if let Some(micros) = over.fixed() {
        let days = u64::try_from(micros / DAY).unwrap_or(0);
        last.checked_sub_days(Number::new(days))
    } else {
        let same = last.checked_sub_months(Months::new(over.months()));
        let whole = end_of_months(last, 0) == Some(last);
        same.and_then(|day| {
            if whole {
                end_of_months(day, 0)
            } else {
                Some(day)
            }
        })
    };
    Days {
        first: before.map_or(last, next),
        last,
    }
}

/// The window of the same length right before another.
pub fn window_before(over: Span, days: Days) -> Days {
    window(over, days.first.pred_opt().unwrap_or(days.first))
}

/// The day after.
pub(super) fn next(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap_or(day)
}

/// The last day of the month so many months after that of a day.
fn end_of_months(day: NaiveDate, months: u32) -> Option<NaiveDate> {
    let first = day.with_day(1)?;
    first
        .checked_add_months(Months::new(months + 1))?
        .pred_opt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn days(over: &str, last: &str) -> (String, String) {
        let over = Span::parse(over).unwrap();
        let now = window(over, day(last));
        let before = window_before(over, now);
        assert_eq!((now.last, next(before.last)), (day(last), now.first));
        (now.first.to_string(), before.first.to_string())
    }

    #[test]
    fn periods_end_on_their_last_day() {
        let last = |every, text| last_day(every, day(text)).to_string();
        assert_eq!(last(Period::Day, "2026-08-19"), "2026-08-19");
        // 19 August 2026 is a Wednesday.
        assert_eq!(last(Period::Week, "2026-08-19"), "2026-08-23");
        assert_eq!(last(Period::Week, "2026-08-23"), "2026-08-23");
        assert_eq!(last(Period::Month, "2028-02-01"), "2028-02-29");
        assert_eq!(last(Period::Quarter, "2026-08-19"), "2026-09-30");
        assert_eq!(last(Period::Year, "2026-08-19"), "2026-12-31");
    }

    #[test]
    fn windows_of_days_and_of_months() {
        let pair = |first: &str, before: &str| (first.to_owned(), before.to_owned());
        assert_eq!(days("P1D", "2026-03-01"), pair("2026-03-01", "2026-02-28"));
        assert_eq!(days("P28D", "2026-03-28"), pair("2026-03-01", "2026-02-01"));
        // The whole of February is held against the whole of January.
        assert_eq!(days("P1M", "2026-02-28"), pair("2026-02-01", "2026-01-01"));
        assert_eq!(days("P1M", "2026-04-30"), pair("2026-04-01", "2026-03-01"));
        assert_eq!(days("P3M", "2026-06-30"), pair("2026-04-01", "2026-01-01"));
        assert_eq!(days("P1Y", "2028-02-29"), pair("2027-03-01", "2026-03-01"));
        // Within a month: after the same day of the month before, clamped.
        assert_eq!(days("P1M", "2026-02-15"), pair("2026-01-16", "2025-12-16"));
        assert_eq!(days("P1M", "2026-03-30"), pair("2026-03-01", "2026-02-01"));
    }

    #[test]
    fn a_window_never_begins_before_that_of_the_day_before() {
        let month = Span::parse("P1M").unwrap();
        let mut last = day("2027-01-01");
        let mut first = window(month, last).first;
        while last < day("2029-01-01") {
            last = next(last);
            let now = window(month, last).first;
            assert!(first <= now, "{last}: {now} is before {first}");
            first = now;
        }
    }
}
