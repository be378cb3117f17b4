//! Local days, weeks, months, quarters and years.

use crate::program::Period;
use crate::time::Time;
use crate::zone::Zone;
use chrono::{Datelike, Days, NaiveDate};

/// The first day of the period that holds a day.
pub(crate) fn first_day(period: Period, day: NaiveDate) -> NaiveDate {
    let first = match period {
        Period::Day => Some(day),
        Period::Week => {
            day.checked_sub_days(Days::new(u64::from(day.weekday().num_days_from_monday())))
        }
        Period::Month => day.with_day(1),
        Period::Quarter => day
            .with_day(1)
            .and_then(|first| first.with_month0(day.month0() / 3 * 3)),
        Period::Year => NaiveDate::from_ymd_opt(day.year(), 1, 1),
    };
    first.unwrap_or(day)
}

/// The instant at which the local period that holds an instant begins.
pub(crate) fn start_of_period(period: Period, at: Time, zone: &Zone) -> Time {
    Time::start_of_day(zone, first_day(period, at.date_in(zone)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_begin_on_their_first_day() {
        let first = |period, day: &str| first_day(period, day.parse().unwrap()).to_string();
        // 19 August 2026 is a Wednesday.
        assert_eq!(first(Period::Week, "2026-08-19"), "2026-08-17");
        assert_eq!(first(Period::Month, "2026-08-31"), "2026-08-01");
        assert_eq!(first(Period::Quarter, "2026-08-31"), "2026-07-01");
        assert_eq!(first(Period::Quarter, "2026-03-31"), "2026-01-01");
        assert_eq!(first(Period::Year, "2026-08-31"), "2026-01-01");
        let zone = Zone::named("Europe/London").unwrap();
        let at = Time::parse("2026-06-30T23:30:00Z").unwrap();
        let start = start_of_period(Period::Month, at, &zone).to_string();
        assert_eq!(start, "2026-06-30T23:00:00Z");
    }
}
