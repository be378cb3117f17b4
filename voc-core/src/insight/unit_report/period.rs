//! The local periods that reports are about.

use crate::error::{Code, Error};
use crate::metric::Period;
use crate::time::{DAY, Span, Time, written};
use crate::zone::Zone;
use chrono::{Days, Months, NaiveDate};
use std::ops::Range;

/// A local period: its first day, and the first day behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ReportPeriod {
    pub(crate) first: NaiveDate,
    pub(crate) behind: NaiveDate,
}

impl ReportPeriod {
    /// The period of this length that holds a day.
    ///
    /// # Errors
    /// A length that is no period.
    pub(crate) fn holding(every: Span, day: NaiveDate) -> Result<Self, Error> {
        let first = Period::of(every)?.start(day);
        let behind = match every.fixed() {
            Some(micros) => {
                let days = u64::try_from(micros.div_euclid(DAY)).unwrap_or(1);
                first.checked_add_days(Days::new(days))
            }
            None => first.checked_add_months(Months::new(every.months())),
        };
        let behind = behind.unwrap_or(NaiveDate::MAX);
        Ok(Self { first, behind })
    }

    /// The period that begins on a day, which is written as `2026-03-01`.
    ///
    /// # Errors
    /// What is no day, and a day on which no such period begins: the hint says when the one begins that holds
    /// it.
    pub(crate) fn named(every: Span, first: &str) -> Result<Self, Error> {
        let day = written::date(first).ok_or_else(|| {
            Error::new(Code::BadTime, format!("`{first}` is not a date"))
                .hint("write it as 2026-03-01")
        })?;
        let period = Self::holding(every, day)?;
        if period.first == day {
            return Ok(period);
        }
        let message = format!("no period of {every} begins on {day}");
        let hint = format!("the one that holds it begins on {}", period.first);
        Err(Error::new(Code::OutOfRange, message).hint(hint))
    }

    /// The one before it.
    pub(crate) fn before(self, every: Span) -> Self {
        let last = self.first.pred_opt().unwrap_or(self.first);
        Self::holding(every, last).unwrap_or(self)
    }

    /// Its days.
    pub(crate) fn days(self) -> Range<NaiveDate> {
        self.first..self.behind
    }

    /// Whether it holds an instant.
    pub(crate) fn holds(self, at: Time, zone: &Zone) -> bool {
        self.days().contains(&at.date_in(zone))
    }

    /// The instant at which it is over.
    pub(crate) fn end(self, zone: &Zone) -> Time {
        Time::start_of_day(zone, self.behind)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(every: &str, first: &str) -> Result<ReportPeriod, Error> {
        ReportPeriod::named(Span::parse(every).unwrap(), first)
    }

    #[test]
    fn periods_follow_one_another() {
        // 2 March 2026 is a Monday; 2026 is no leap year.
        for (every, first, behind, before) in [
            ("P1D", "2026-03-01", "2026-03-02", "2026-02-28"),
            ("P7D", "2026-03-02", "2026-03-09", "2026-02-23"),
            ("P1M", "2026-03-01", "2026-04-01", "2026-02-01"),
            ("P3M", "2026-01-01", "2026-04-01", "2025-10-01"),
            ("P1Y", "2026-01-01", "2027-01-01", "2025-01-01"),
        ] {
            let found = period(every, first).unwrap();
            assert_eq!(found.behind.to_string(), behind, "{every}");
            let earlier = found.before(Span::parse(every).unwrap());
            assert_eq!(earlier.first.to_string(), before, "{every}");
            assert_eq!(earlier.behind, found.first, "{every}");
        }
    }

    #[test]
    fn a_day_within_a_period_names_none() {
        let error = period("P1M", "2026-03-02").unwrap_err();
        assert_eq!(
            error.hint.as_deref(),
            Some("the one that holds it begins on 2026-03-01")
        );
        assert!(period("P1M", "March").is_err());
        assert!(period("P2M", "2026-03-01").is_err());
    }

    #[test]
    fn it_ends_at_local_midnight() {
        // In London summer time begins on 29 March: April begins at 23:00Z.
        let zone = Zone::named("Europe/London").unwrap();
        let march = period("P1M", "2026-03-01").unwrap();
        assert_eq!(march.end(&zone).to_string(), "2026-03-31T23:00:00Z");
        let at = |text| Time::parse(text).unwrap();
        assert!(march.holds(at("2026-03-31T22:59:59.999999Z"), &zone));
        assert!(!march.holds(at("2026-03-31T23:00:00Z"), &zone));
    }
}
