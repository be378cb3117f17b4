//! Who comes again in later periods, by the period in which they first came.

use super::log::EventLog;
use crate::document::{Read, read_json};
use crate::error::{Code, Error};
use crate::metric::watch::last_day;
use crate::metric::{CONFIDENCE, Estimate, rate};
use crate::program::Period;
use crate::time::Time;
use crate::zone::Zone;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The calendar by which instances are told apart.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Read)]
#[serde(deny_unknown_fields)]
pub struct Retention {
    /// The period.
    pub every: Period,
    /// The zone whose days count; UTC if not said.
    #[serde(default)]
    pub time_zone: Option<String>,
}

/// Of the instances that begin in one period, those with an event in a later one.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RetentionRow {
    /// The first day of the period in which they begin.
    pub cohort: String,
    /// The first day of the period that is looked at.
    pub period: String,
    /// How many periods later that is; 0 is the same.
    pub after: i64,
    /// How many of them have an event in it.
    pub n: i64,
    /// Of all that begin there, the share that have. With Wilson's interval.
    pub share: Estimate,
}

impl Retention {
    /// Reads it from a JSON object.
    ///
    /// # Errors
    /// Text that is no such object.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        read_json(text)
    }
}

impl EventLog {
    /// Who comes again: each period from the first in which instances begin to the last of the log, by
    /// cohort. The last period may not be over, and whoever has not come yet may still come.
    ///
    /// # Errors
    /// A time zone that nobody knows.
    pub fn retention(&self, of: &Retention) -> Result<Vec<RetentionRow>, Error> {
        let zone = of.time_zone.as_deref().unwrap_or("UTC");
        let zone = Zone::named(zone).ok_or_else(|| {
            let error = Error::new(Code::Unknown, format!("unknown time zone `{zone}`"));
            error
                .at("time_zone")
                .hint("an IANA name such as Europe/London")
        })?;
        let mut edges = Edges::of(&zone, of.every);
        let mut cohorts: BTreeMap<NaiveDate, (i64, BTreeMap<NaiveDate, i64>)> = BTreeMap::new();
        let mut last = None;
        for one in self.instances() {
            let mut before = None;
            let mut own = None;
            for event in one.events {
                let period = edges.period(event.at);
                if before == Some(period) {
                    continue;
                }
                before = Some(period);
                last = last.max(before);
                let (size, seen) = cohorts.entry(*own.get_or_insert(period)).or_default();
                *size += i64::from(own == before);
                *seen.entry(period).or_default() += 1;
            }
        }
        let mut rows = Vec::new();
        for (cohort, (size, seen)) in cohorts {
            let mut period = Some(cohort);
            let each = std::iter::from_fn(|| {
                let now = period.filter(|now| Some(*now) <= last)?;
                period = last_day(of.every, now).succ_opt();
                Some(now)
            });
            for (after, period) in (0..).zip(each) {
                let n = seen.get(&period).copied().unwrap_or_default();
                rows.push(RetentionRow {
                    cohort: cohort.to_string(),
                    period: period.to_string(),
                    after,
                    n,
                    share: rate(n, size, CONFIDENCE)?,
                });
            }
        }
        Ok(rows)
    }
}

/// The period of an instant, found anew only where the last one found does not hold it.
struct Edges<'z> {
    zone: &'z Zone,
    every: Period,
    from: Time,
    until: Time,
    first: NaiveDate,
}

impl<'z> Edges<'z> {
    fn of(zone: &'z Zone, every: Period) -> Self {
        Self {
            zone,
            every,
            from: Time::MAX,
            until: Time::MIN,
            first: NaiveDate::MIN,
        }
    }

    /// The first day of the period that holds an instant.
    fn period(&mut self, at: Time) -> NaiveDate {
        if !(self.from..self.until).contains(&at) {
            let day = at.date_in(self.zone);
            let next = last_day(self.every, day)
                .succ_opt()
                .unwrap_or(NaiveDate::MAX);
            self.first = first_day(self.every, day);
            self.from = Time::start_of_day(self.zone, self.first);
            self.until = Time::start_of_day(self.zone, next);
        }
        self.first
    }
}

/// The first day of the period that holds a day.
fn first_day(every: Period, day: NaiveDate) -> NaiveDate {
    use chrono::Datelike;
    let month = |month0: u32| NaiveDate::from_ymd_opt(day.year(), month0 + 1, 1);
    let first = match every {
        Period::Day => Some(day),
        Period::Week => {
            let past = u64::from(day.weekday().num_days_from_monday());
            day.checked_sub_days(chrono::Days::new(past))
        }
        Period::Month => month(day.month0()),
        Period::Quarter => month(day.month0() - day.month0() % 3),
        Period::Year => month(0),
    };
    first.unwrap_or(day)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journey::{Coded, LogColumns};
    use proptest::prelude::*;

    fn log(rows: &[(u32, &str)]) -> EventLog {
        let codes: Vec<u32> = rows.iter().map(|row| row.0).collect();
        let at: Vec<i64> = rows
            .iter()
            .map(|row| Time::parse(row.1).unwrap().micros())
            .collect();
        let columns = LogColumns {
            instance: Coded {
                codes: &codes,
                texts: &["ann", "bob", "cem"],
            },
            activity: Coded {
                codes: &vec![0; rows.len()],
                texts: &["ann"],
            },
            at: &at,
            order: None,
        };
        EventLog::read(&columns).unwrap()
    }

    #[test]
    fn months_by_hand() {
        // Ann comes in January and March, Bob in January alone, Cem in the last hour of January of UTC,
        // which is February in Berlin, and in April.
        let log = log(&[
            (0, "2026-01-05T10:00:00Z"),
            (1, "2026-01-20T10:00:00Z"),
            (0, "2026-01-21T10:00:00Z"),
            (2, "2026-01-31T23:30:00Z"),
            (0, "2026-03-02T10:00:00Z"),
            (2, "2026-04-02T10:00:00Z"),
        ]);
        let table = |time_zone: Option<&str>, every| {
            let of = Retention {
                every,
                time_zone: time_zone.map(str::to_owned),
            };
            let rows = log.retention(&of).unwrap().into_iter();
            let rows = rows.map(|row| {
                format!(
                    "{} {} {} {}/{}",
                    row.cohort, row.after, row.period, row.n, row.share.n
                )
            });
            rows.collect::<Vec<_>>()
        };
        assert_eq!(
            table(None, Period::Month),
            [
                "2026-01-01 0 2026-01-01 3/3",
                "2026-01-01 1 2026-02-01 0/3",
                "2026-01-01 2 2026-03-01 1/3",
                "2026-01-01 3 2026-04-01 1/3",
            ]
        );
        assert_eq!(
            table(Some("Europe/Berlin"), Period::Month),
            [
                "2026-01-01 0 2026-01-01 2/2",
                "2026-01-01 1 2026-02-01 0/2",
                "2026-01-01 2 2026-03-01 1/2",
                "2026-01-01 3 2026-04-01 0/2",
                "2026-02-01 0 2026-02-01 1/1",
                "2026-02-01 1 2026-03-01 0/1",
                "2026-02-01 2 2026-04-01 1/1",
            ]
        );
        assert_eq!(
            table(None, Period::Quarter),
            ["2026-01-01 0 2026-01-01 3/3", "2026-01-01 1 2026-04-01 1/3"]
        );
        let of = Retention {
            every: Period::Day,
            time_zone: Some("Mars/Base".to_owned()),
        };
        assert_eq!(
            log.retention(&of).unwrap_err().path.as_deref(),
            Some("time_zone")
        );
    }

    proptest! {
        #[test]
        fn the_first_day_is_right_after_the_last_of_the_period_before(day in 0..80_000_u64, every in 0..5_usize) {
            let every = [Period::Day, Period::Week, Period::Month, Period::Quarter, Period::Year][every];
            let day = NaiveDate::from_ymd_opt(1970, 1, 1).unwrap() + chrono::Days::new(day);
            let first = first_day(every, day);
            prop_assert!(first <= day);
            prop_assert_eq!(last_day(every, first), last_day(every, day));
            prop_assert_eq!(last_day(every, first.pred_opt().unwrap()).succ_opt(), Some(first));
        }
    }
}
