//! The year: its days, its seasons, its bad autumn and its storm.

use chrono::{DateTime, Datelike, NaiveDate, Weekday};

/// Seconds in a minute.
pub(crate) const MINUTE: i64 = 60;
/// Seconds in an hour.
pub(crate) const HOUR: i64 = 60 * MINUTE;
/// Seconds in a day.
pub(crate) const DAY: i64 = 24 * HOUR;

/// The first and last day of the year on which the change of the billing system hurts.
const BILLING_CHANGE: (i64, i64) = (272, 312);
/// The days of the winter storm in the north.
const STORM: (i64, i64) = (36, 41);
/// How many contacts a month brings, beside the average.
const SEASON: [f64; 12] = [
    1.25, 1.1, 1.0, 0.9, 0.85, 0.85, 0.8, 0.85, 1.05, 1.1, 1.1, 1.15,
];

/// A calendar year, in seconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Year {
    /// Its first second.
    pub(crate) start: i64,
    /// The second after its last.
    pub(crate) end: i64,
}

impl Year {
    /// The calendar year `year`, absent where there is none.
    pub(crate) fn new(year: i32) -> Option<Self> {
        let first = |year| {
            NaiveDate::from_ymd_opt(year, 1, 1)
                .map(|day| day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp())
        };
        Some(Self {
            start: first(year)?,
            end: first(year + 1)?,
        })
    }

    /// How many days it has.
    pub(crate) fn days(self) -> i64 {
        (self.end - self.start) / DAY
    }

    /// The instant `seconds` into day `day`, counted from 0.
    pub(crate) fn at(self, day: i64, seconds: i64) -> i64 {
        self.start + day * DAY + seconds
    }

    /// The day of the year of an instant, counted from 0.
    pub(crate) fn day_of(self, at: i64) -> i64 {
        (at - self.start) / DAY
    }

    /// How bad the change of the billing system is on this day: 0 none, 1 full.
    pub(crate) fn billing_trouble(day: i64) -> f64 {
        let (first, last) = BILLING_CHANGE;
        if day < first || day > last {
            0.0
        } else if day > last - 14 {
            0.5
        } else {
            1.0
        }
    }

    /// Whether the storm rages.
    pub(crate) fn is_storm(day: i64) -> bool {
        (STORM.0..=STORM.1).contains(&day)
    }

    /// How much is going on in the month of this day, beside the average.
    pub(crate) fn season(self, day: i64) -> f64 {
        let month = usize::try_from(date(self.at(day, 0)).month0()).unwrap_or(0);
        SEASON.get(month).copied().unwrap_or(1.0)
    }
}

/// The instant as text, RFC 3339.
pub(crate) fn text(at: i64) -> String {
    DateTime::from_timestamp(at, 0)
        .unwrap_or_default()
        .format("%Y-%m-%dT%H:%M:%SZ")
        .to_string()
}

/// The next instant on a working day between eight and six: people act then.
pub(crate) fn working(at: i64) -> i64 {
    let mut at = at;
    if at.rem_euclid(DAY) >= 18 * HOUR {
        at = at - at.rem_euclid(DAY) + DAY + 8 * HOUR + at.rem_euclid(47) * MINUTE;
    } else if at.rem_euclid(DAY) < 8 * HOUR {
        at = at - at.rem_euclid(DAY) + 8 * HOUR + at.rem_euclid(47) * MINUTE;
    }
    match date(at).weekday() {
        Weekday::Sat => at + 2 * DAY,
        Weekday::Sun => at + DAY,
        _ => at,
    }
}

fn date(at: i64) -> NaiveDate {
    DateTime::from_timestamp(at, 0)
        .unwrap_or_default()
        .date_naive()
}
