//! Time zones: the IANA database as data, no look-up on the host.

mod database;
mod rule;

use crate::time::{SECOND, Time};
use chrono::{NaiveDate, NaiveTime};
use database::Clocks;
use std::fmt;
use std::sync::Arc;

/// How far, in seconds, clocks are ahead of UTC or behind it at most.
const OFFSET_MAX: i64 = 27 * 3600;

/// An IANA time zone, such as `Europe/London`. Cheap to clone.
///
/// Exact from 1970 on, as the database itself is; before, the clocks go as at the beginning of 1970.
#[derive(Clone)]
pub struct Zone {
    name: &'static str,
    /// None of UTC.
    clocks: Option<Arc<Clocks>>,
}

impl Zone {
    /// The version of the zone database that is built in, such as `2026a`.
    pub const DATABASE: &'static str = database::VERSION;

    /// Coordinated universal time.
    pub const UTC: Self = Self {
        name: "UTC",
        clocks: None,
    };

    /// The zone of a name, in the spelling of the database; absent where there is none.
    pub fn named(name: &str) -> Option<Self> {
        if name == "UTC" {
            return Some(Self::UTC);
        }
        let (name, clocks) = database::clocks(name)?;
        Some(Self {
            name,
            clocks: Some(Arc::new(clocks)),
        })
    }

    /// The names of all zones.
    pub fn names() -> impl Iterator<Item = &'static str> {
        database::names()
    }

    /// Its name.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// How far its clocks are ahead of UTC at an instant, in microseconds.
    pub fn offset_at(&self, at: Time) -> i64 {
        match &self.clocks {
            None => 0,
            Some(clocks) => clocks.at(at.micros().div_euclid(SECOND)).0 * SECOND,
        }
    }

    /// When its clocks next change after an instant; absent where they never do again.
    pub fn next_change(&self, after: Time) -> Option<Time> {
        let clocks = self.clocks.as_ref()?;
        let (_, end) = clocks.at(after.micros().div_euclid(SECOND));
        Time::from_micros(end?.checked_mul(SECOND)?)
    }

    /// The first instant at which its clocks show `date` and `time` or later.
    ///
    /// Where the hour happens twice the first one counts; where it is skipped, its end.
    pub fn instant(&self, date: NaiveDate, time: NaiveTime) -> Time {
        let shown = date.and_time(time).and_utc().timestamp_micros();
        let at = match &self.clocks {
            None => shown,
            Some(clocks) => first_shown(clocks, shown),
        };
        Time::MIN.plus(at.saturating_sub(Time::MIN.micros()))
    }
}

/// The first instant at which clocks show this much or more; all in microseconds.
fn first_shown(clocks: &Clocks, shown: i64) -> i64 {
    let mut from = shown.div_euclid(SECOND) - OFFSET_MAX;
    loop {
        let (offset, end) = clocks.at(from);
        // While an offset holds, the clocks show everything up to its end.
        match end.filter(|end| (end + offset) * SECOND <= shown) {
            Some(end) => from = end,
            None => return (shown - offset * SECOND).max(from * SECOND),
        }
    }
}

impl PartialEq for Zone {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}
impl Eq for Zone {}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{Offset as _, TimeZone as _};
    use proptest::prelude::*;

    fn at(text: &str) -> Time {
        Time::parse(text).unwrap()
    }

    #[test]
    fn skipped_and_repeated_local_hours() {
        let zone = Zone::named("Europe/London").unwrap();
        let local =
            |day: &str, time: &str| zone.instant(day.parse().unwrap(), time.parse().unwrap());
        assert_eq!(local("2026-03-29", "01:30:00"), at("2026-03-29T01:00:00Z"));
        assert_eq!(local("2026-10-25", "01:30:00"), at("2026-10-25T00:30:00Z"));
        // Samoa left out a whole day, 30 December 2011.
        let zone = Zone::named("Pacific/Apia").unwrap();
        assert_eq!(
            zone.instant("2011-12-30".parse().unwrap(), NaiveTime::MIN),
            at("2011-12-30T10:00:00Z")
        );
    }

    #[test]
    fn a_name_has_one_spelling() {
        assert!(Zone::named("Europe/London").is_some());
        assert!(Zone::named("europe/london").is_none());
        assert!(Zone::named("Nowhere").is_none());
        assert_eq!(Zone::named("UTC"), Some(Zone::UTC));
    }

    #[test]
    fn the_ends_of_time_have_an_offset() {
        for name in Zone::names() {
            let zone = Zone::named(name).unwrap();
            for at in [Time::MIN, Time::MAX] {
                assert!(zone.offset_at(at).abs() < crate::time::DAY, "{name}");
            }
            assert!(zone.instant(NaiveDate::MAX, NaiveTime::MIN) <= Time::MAX);
        }
    }

    proptest! {
        /// `chrono-tz` compiles another release of the database by other means. From 2000 on the two agree;
        /// what is known of the clocks before that is still corrected now and then.
        #[test]
        fn offsets_and_local_times_are_those_of_chrono_tz(
            zone in prop::sample::select(Zone::names().collect::<Vec<_>>()),
            seconds in 946_684_800_i64..1_700_000_000,
        ) {
            let Ok(peer) = zone.parse::<chrono_tz::Tz>() else { return Ok(()) };
            let ours = Zone::named(zone).unwrap();
            let instant = Time::from_micros(seconds * SECOND).unwrap();
            let local = peer.from_utc_datetime(&instant.to_utc().naive_utc());
            let offset = i64::from(local.offset().fix().local_minus_utc());
            prop_assert_eq!(ours.offset_at(instant), offset * SECOND);

            let shown = instant.to_utc().naive_utc();
            if let Some(earliest) = peer.from_local_datetime(&shown).earliest() {
                prop_assert_eq!(
                    ours.instant(shown.date(), shown.time()).micros(),
                    earliest.timestamp_micros()
                );
            }
        }
    }
}
