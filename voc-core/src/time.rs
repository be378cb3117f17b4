//! Instants and lengths of time. The core has no clock: every instant comes in with an input.

pub(crate) mod written;

use crate::document::{Node, Read, Reader};
use crate::error::{Code, Error};
use crate::zone::Zone;
use chrono::{DateTime, Days, Months, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;
use written::Written;

/// Microseconds in a second.
pub(crate) const SECOND: i64 = 1_000_000;
/// Microseconds in a minute.
pub(crate) const MINUTE: i64 = 60 * SECOND;
/// Microseconds in an hour.
pub(crate) const HOUR: i64 = 60 * MINUTE;
/// Microseconds in 24 hours.
pub(crate) const DAY: i64 = 24 * HOUR;

/// An instant: whole microseconds since 1970-01-01T00:00:00Z. Text is RFC 3339.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(i64);

impl Time {
    /// The earliest instant that can be written: 0001-01-01T00:00:00Z.
    pub const MIN: Self = Self(-62_135_596_800 * SECOND);
    /// The latest instant that can be written: 9999-12-31T23:59:59.999999Z.
    pub const MAX: Self = Self(253_402_300_800 * SECOND - 1);

    /// An instant from microseconds since 1970-01-01T00:00:00Z; absent outside the years 1 to 9999.
    pub fn from_micros(micros: i64) -> Option<Self> {
        let time = Self(micros);
        (Self::MIN..=Self::MAX).contains(&time).then_some(time)
    }

    /// The instant nearest to these microseconds.
    pub(crate) fn clamped(micros: i64) -> Self {
        Self(micros).clamp(Self::MIN, Self::MAX)
    }

    /// Microseconds since 1970-01-01T00:00:00Z.
    pub fn micros(self) -> i64 {
        self.0
    }

    /// Reads RFC 3339 with a zone, such as `2026-03-01T09:30:00Z`. Parts below a microsecond are cut.
    ///
    /// # Errors
    /// [`Code::BadTime`] where the text is not such a time; the hint says what is missing.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let bad = || Error::new(Code::BadTime, format!("`{text}` is not a time"));
        let written = Written::read(text);
        match written.as_ref().map(Written::micros) {
            Some(Some(micros)) => {
                Self::from_micros(micros).ok_or_else(|| bad().hint("years run from 1 to 9999"))
            }
            Some(None) => {
                Err(bad().hint("it has no zone: end it with `Z` or an offset such as `+01:00`"))
            }
            None => Err(bad().hint("write it as 2026-03-01T09:30:00Z")),
        }
    }

    /// The instant `micros` later (earlier where negative), held within [`Time::MIN`] and [`Time::MAX`].
    #[must_use]
    pub fn plus(self, micros: i64) -> Self {
        Self(self.0.saturating_add(micros)).clamp(Self::MIN, Self::MAX)
    }

    /// Microseconds from `earlier` to this instant.
    pub fn since(self, earlier: Self) -> i64 {
        self.0 - earlier.0
    }

    /// This instant in UTC, as `chrono` has it.
    pub fn to_utc(self) -> DateTime<Utc> {
        DateTime::from_timestamp_micros(self.0).unwrap_or(DateTime::UNIX_EPOCH)
    }

    /// The local day in `zone`.
    pub fn date_in(self, zone: &Zone) -> NaiveDate {
        self.plus(zone.offset_at(self)).to_utc().date_naive()
    }

    /// The instant at which the local day `date` begins in `zone`.
    pub fn start_of_day(zone: &Zone, date: NaiveDate) -> Self {
        zone.instant(date, NaiveTime::MIN)
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        written::write(self.to_utc().naive_utc(), f)?;
        f.write_str("Z")
    }
}

impl fmt::Debug for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Time {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.collect_str(self)
        } else {
            // A digest hashes the instant, not its spelling.
            serializer.serialize_i64(self.0)
        }
    }
}

impl Read for Time {
    fn read<'n>(reader: &mut Reader<'n>, node: Option<&'n Node>) -> Self {
        reader.parsed(node, Self::parse).unwrap_or(Self(0))
    }
}

impl<'de> Deserialize<'de> for Time {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(de::Error::custom)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Time {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Time".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "format": "date-time",
            "description": "An instant in RFC 3339 with a zone, to the microsecond."
        })
    }
}

/// A length of time, as ISO 8601: either calendar months and years, or weeks, days, hours, minutes
/// and seconds. A day here is 24 hours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    months: u32,
    micros: i64,
}

impl Span {
    /// The longest span in months: a hundred years.
    pub const MONTHS_MAX: u32 = 1200;
    /// The longest span in microseconds: a hundred years of 366 days.
    pub const MICROS_MAX: i64 = 36_600 * DAY;

    /// A span of whole microseconds.
    pub const fn of_micros(micros: i64) -> Self {
        Self { months: 0, micros }
    }

    /// A span of days of 24 hours.
    pub const fn of_days(days: i64) -> Self {
        Self::of_micros(days * DAY)
    }

    /// Reads ISO 8601, such as `P30D`, `PT8H`, `P1M`, `P2DT12H`.
    ///
    /// # Errors
    /// [`Code::BadTime`] where the text is no such span, mixes months with days, or is longer than a
    /// hundred years.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let bad = |hint: &str| {
            Error::new(Code::BadTime, format!("`{text}` is not a length of time")).hint(hint)
        };
        let form = "write it as P30D (30 days), PT8H (8 hours) or P1M (1 month)";
        let rest = text.strip_prefix('P').ok_or_else(|| bad(form))?;
        let (date, time) = rest.split_once('T').unwrap_or((rest, ""));
        if date.is_empty() && time.is_empty() || rest.ends_with('T') {
            return Err(bad(form));
        }
        let long = || bad("it is longer than a hundred years");
        let (mut months, mut micros) = (0_i64, 0_i64);
        let date_units = [('Y', 12, 0), ('M', 1, 0), ('W', 0, 7 * DAY), ('D', 0, DAY)];
        let time_units = [('H', 0, HOUR), ('M', 0, MINUTE), ('S', 0, SECOND)];
        for (part, units) in [(date, &date_units[..]), (time, &time_units[..])] {
            let mut units = units.iter();
            let mut digits = String::new();
            for letter in part.chars() {
                if letter.is_ascii_digit() {
                    digits.push(letter);
                    continue;
                }
                let &(_, month, micro) = units
                    .find(|unit| unit.0 == letter)
                    .ok_or_else(|| bad(form))?;
                if digits.is_empty() {
                    return Err(bad(form));
                }
                let amount: i64 = digits.parse().map_err(|_| long())?;
                months = amount
                    .checked_mul(month)
                    .and_then(|more| months.checked_add(more))
                    .ok_or_else(long)?;
                micros = amount
                    .checked_mul(micro)
                    .and_then(|more| micros.checked_add(more))
                    .ok_or_else(long)?;
                digits.clear();
            }
            if !digits.is_empty() {
                return Err(bad(form));
            }
        }
        if months > 0 && micros > 0 {
            return Err(bad("months and days cannot be mixed"));
        }
        let months = u32::try_from(months).map_err(|_| long())?;
        if months > Self::MONTHS_MAX || micros > Self::MICROS_MAX {
            return Err(long());
        }
        Ok(Self { months, micros })
    }

    /// Microseconds, where the length does not depend on the calendar.
    pub fn fixed(self) -> Option<i64> {
        (self.months == 0).then_some(self.micros)
    }

    /// Its calendar months.
    pub(crate) fn months(self) -> u32 {
        self.months
    }

    /// An upper bound in microseconds: months count 31 days.
    pub fn at_most(self) -> i64 {
        i64::from(self.months) * 31 * DAY + self.micros
    }

    /// Whether it has no length.
    pub fn is_zero(self) -> bool {
        self.months == 0 && self.micros == 0
    }

    /// The open left edge of the window of this length that ends at `end`: the window is (edge, end].
    ///
    /// A month window begins at the end of the local day `date(end) − months`, the day clamped to
    /// the month, so that it never moves back (DESIGN.md §7).
    pub fn window_edge(self, end: Time, zone: &Zone) -> Time {
        if self.months == 0 {
            return end.plus(-self.micros);
        }
        end.date_in(zone)
            .checked_sub_months(Months::new(self.months))
            .and_then(|day| day.checked_add_days(Days::new(1)))
            .map_or(Time::MIN, |day| Time::start_of_day(zone, day).plus(-1))
    }

    /// The first instant whose window of this length no longer holds what was at `at`.
    pub(crate) fn leaves(self, at: Time, zone: &Zone) -> Time {
        if self.months == 0 {
            return at.plus(self.micros);
        }
        let months = Months::new(self.months);
        let day = at.date_in(zone);
        // A day that the month has not is clamped, and then it takes the day after.
        day.checked_add_months(months)
            .and_then(|last| match last.checked_sub_months(months) {
                Some(edge) if edge < day => last.checked_add_days(Days::new(1)),
                _ => Some(last),
            })
            .map_or(Time::MAX, |last| Time::start_of_day(zone, last))
    }

    /// The instant this long after `start`; months keep the local time of day in `zone`.
    pub fn after(self, start: Time, zone: &Zone) -> Time {
        if self.months == 0 {
            return start.plus(self.micros);
        }
        let local = start.plus(zone.offset_at(start)).to_utc().naive_utc();
        local
            .date()
            .checked_add_months(Months::new(self.months))
            .map_or(Time::MAX, |day| zone.instant(day, local.time()))
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.months > 0 {
            let (years, months) = (self.months / 12, self.months % 12);
            f.write_str("P")?;
            return match (years, months) {
                (0, months) => write!(f, "{months}M"),
                (years, 0) => write!(f, "{years}Y"),
                (years, months) => write!(f, "{years}Y{months}M"),
            };
        }
        let (days, rest) = (self.micros / DAY, self.micros % DAY);
        let parts = [
            (rest / HOUR, 'H'),
            (rest % HOUR / MINUTE, 'M'),
            (rest % MINUTE / SECOND, 'S'),
        ];
        f.write_str("P")?;
        if days > 0 {
            write!(f, "{days}D")?;
        }
        if days == 0 || rest > 0 {
            f.write_str("T")?;
            for (amount, unit) in parts.iter().filter(|part| part.0 > 0) {
                write!(f, "{amount}{unit}")?;
            }
            if rest == 0 {
                f.write_str("0S")?;
            }
        }
        Ok(())
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Read for Span {
    fn read<'n>(reader: &mut Reader<'n>, node: Option<&'n Node>) -> Self {
        reader
            .parsed(node, Self::parse)
            .unwrap_or(Self::of_micros(0))
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(de::Error::custom)
    }
}

#[cfg(feature = "schema")]
impl schemars::JsonSchema for Span {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Span".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "pattern": "^P[0-9YMWDTHS]+$",
            "description": "A length of time in ISO 8601, such as P30D, PT8H or P1M."
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(text: &str) -> Time {
        Time::parse(text).unwrap()
    }

    #[test]
    fn a_span_beyond_every_number_is_too_long() {
        for text in [
            "P768614336404564650Y768614336404564650M",
            "P768614336404564650Y9223372036854775807M",
            "P1200M1Y",
            "P9223372036854775807D",
            "P1W106751991167D",
            "P101Y",
        ] {
            assert!(Span::parse(text).is_err(), "{text}");
        }
        assert!(Span::parse("P100Y").is_ok());
    }

    #[test]
    fn a_month_window_clamps_and_never_moves_back() {
        let month = Span::parse("P1M").unwrap();
        let edge = |end| month.window_edge(at(end), &Zone::UTC);
        assert_eq!(
            edge("2026-03-31T12:00:00Z"),
            at("2026-02-28T23:59:59.999999Z")
        );
        assert_eq!(
            edge("2026-03-28T12:00:00Z"),
            at("2026-02-28T23:59:59.999999Z")
        );
        assert_eq!(
            edge("2026-04-01T00:00:00Z"),
            at("2026-03-01T23:59:59.999999Z")
        );
    }

    #[test]
    fn what_leaves_a_window_of_months_leaves_it_at_midnight() {
        let month = Span::parse("P1M").unwrap();
        let leaves = |text| month.leaves(at(text), &Zone::UTC);
        assert_eq!(leaves("2026-02-10T10:00:00Z"), at("2026-03-10T00:00:00Z"));
        assert_eq!(leaves("2026-01-31T10:00:00Z"), at("2026-03-01T00:00:00Z"));
        assert_eq!(leaves("2026-01-28T10:00:00Z"), at("2026-02-28T00:00:00Z"));
    }

    #[test]
    fn a_time_without_a_zone_says_so() {
        let error = Time::parse("2026-03-01T09:30:00").unwrap_err();
        assert!(error.to_string().contains("no zone"), "{error}");
    }

    proptest! {
        #[test]
        fn a_window_holds_an_instant_until_it_leaves(
            minutes in 0_i64..1_000_000,
            months in 1_u32..15,
            zone in prop::sample::select(&["UTC", "Europe/London", "America/New_York"][..]),
        ) {
            let zone = Zone::named(zone).unwrap();
            let span = Span { months, micros: 0 };
            let then = at("2026-01-01T00:00:00Z").plus(minutes * MINUTE);
            let free = span.leaves(then, &zone);
            prop_assert!(span.window_edge(free, &zone) >= then);
            prop_assert!(span.window_edge(free.plus(-1), &zone) < then);
        }

        #[test]
        fn times_round_trip(micros in Time::MIN.0..=Time::MAX.0) {
            let time = Time(micros);
            prop_assert_eq!(Time::parse(&time.to_string()).unwrap(), time);
        }

        #[test]
        fn spans_round_trip(months in 0_u32..1200, seconds in 0_i64..36_600 * 86_400) {
            for span in [Span { months, micros: 0 }, Span::of_micros(seconds * SECOND)] {
                prop_assert_eq!(Span::parse(&span.to_string()).unwrap(), span);
            }
        }

        #[test]
        fn no_text_makes_the_span_parser_panic(text in "\\PC{0,24}|P[0-9YMWDTHS]{0,30}") {
            if let Ok(span) = Span::parse(&text) {
                prop_assert_eq!(Span::parse(&span.to_string()).unwrap(), span);
            }
        }
    }
}
