//! Dates and times as RFC 3339 and ISO 8601 write them.

use super::{HOUR, MINUTE, SECOND};
use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use std::fmt;

/// What a text says: a day, a time of day and, where it names one, an offset.
pub(crate) struct Written {
    pub(crate) local: NaiveDateTime,
    /// Microseconds that the clock is ahead of UTC; absent where no zone is named.
    pub(crate) ahead: Option<i64>,
    /// It names a second 60; `local` is in the second before it.
    leap: bool,
    /// It names parts of a microsecond, which `local` has not.
    finer: bool,
}

impl Written {
    /// Reads `2026-03-01T09:30:00.25+01:00`; between day and time `t` or a space will do too.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let (day, rest) = text.split_at_checked(10)?;
        let (clock, rest) = rest.split_at_checked(9)?;
        let [b'T' | b't' | b' ', _, _, b':', _, _, b':', ..] = clock.as_bytes() else {
            return None;
        };
        let (hour, minute, second) = (two(clock, 1)?, two(clock, 4)?, two(clock, 7)?);
        let leap = second == 60;
        let (nanos, finer, zone) = match rest.strip_prefix('.') {
            None => (0, "", rest),
            Some(rest) => parts_of_second(rest)?,
        };
        let second = if leap { 59 } else { second };
        let time = NaiveTime::from_hms_nano_opt(hour, minute, second, nanos)?;
        Some(Self {
            local: date(day)?.and_time(time),
            ahead: match zone {
                "" => None,
                zone => Some(ahead(zone)?),
            },
            leap,
            finer: finer.bytes().any(|digit| digit != b'0'),
        })
    }

    /// Microseconds since 1970-01-01T00:00:00Z; absent without a zone. A leap second is the one after it.
    pub(crate) fn micros(&self) -> Option<i64> {
        let local = self.local.and_utc().timestamp_micros();
        Some(local + if self.leap { SECOND } else { 0 } - self.ahead?)
    }

    /// Whether it says no more than `micros` does.
    pub(crate) fn is_exact(&self) -> bool {
        !self.leap && !self.finer
    }
}

/// Digits behind the point: nanoseconds, down to the microsecond; the digits beyond; and what follows.
fn parts_of_second(rest: &str) -> Option<(u32, &str, &str)> {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (part, rest) = rest.split_at_checked(digits).filter(|_| digits > 0)?;
    let (micros, finer) = part.split_at_checked(6).unwrap_or((part, ""));
    let unit = micros.bytes().fold(1_000_000_000, |unit, _| unit / 10);
    Some((number(micros.as_bytes())? * unit, finer, rest))
}

/// `2026-03-01`.
pub(crate) fn date(text: &str) -> Option<NaiveDate> {
    let [_, _, _, _, b'-', _, _, b'-', _, _] = text.as_bytes() else {
        return None;
    };
    let year = i32::try_from(two(text, 0)? * 100 + two(text, 2)?).ok()?;
    NaiveDate::from_ymd_opt(year, two(text, 5)?, two(text, 8)?)
}

/// A day, or a day and a time of day with or without seconds, without a zone.
pub(crate) fn local(text: &str) -> Option<NaiveDateTime> {
    let day = || Some(date(text)?.and_time(NaiveTime::MIN));
    let to_the_minute = || Written::read(&[text, ":00"].concat()).filter(|_| text.len() == 16);
    Written::read(text)
        .or_else(to_the_minute)
        .filter(|written| written.ahead.is_none() && !written.leap)
        .map(|written| written.local)
        .or_else(day)
}

/// `2026-03-01T09:30:00`, with six digits behind the second where any of them is not 0.
pub(crate) fn write(local: NaiveDateTime, f: &mut dyn fmt::Write) -> fmt::Result {
    let (year, month, day) = (local.year(), local.month(), local.day());
    let (hour, minute, second) = (local.hour(), local.minute(), local.second());
    write!(
        f,
        "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"
    )?;
    match local.nanosecond() / 1000 {
        0 => Ok(()),
        micros => write!(f, ".{micros:06}"),
    }
}

/// `Z`, `+02:00`, `-11:00`; in microseconds.
fn ahead(zone: &str) -> Option<i64> {
    if matches!(zone, "Z" | "z") {
        return Some(0);
    }
    let [sign @ (b'+' | b'-'), _, _, b':', _, _] = zone.as_bytes() else {
        return None;
    };
    let hours = two(zone, 1).filter(|hours| *hours < 24)?;
    let minutes = two(zone, 4).filter(|minutes| *minutes < 60)?;
    let ahead = i64::from(hours) * HOUR + i64::from(minutes) * MINUTE;
    Some(if *sign == b'-' { -ahead } else { ahead })
}

/// Two digits, from a place on.
fn two(text: &str, from: usize) -> Option<u32> {
    let [tens, ones] = *text.as_bytes().get(from..)?.first_chunk()?;
    let [tens, ones] = [tens, ones].map(|digit: u8| digit.wrapping_sub(b'0'));
    (tens < 10 && ones < 10).then(|| u32::from(tens) * 10 + u32::from(ones))
}

/// A few digits.
fn number(digits: &[u8]) -> Option<u32> {
    let mut number = 0_u32;
    for digit in digits {
        let digit = digit.is_ascii_digit().then(|| u32::from(digit - b'0'))?;
        number = number.checked_mul(10)?.checked_add(digit)?;
    }
    (!digits.is_empty()).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::{Written, date, local, write};
    use chrono::{DateTime, NaiveDate, NaiveDateTime};
    use proptest::prelude::*;

    /// Texts that nearly are times, most of them in all parts but one.
    fn nearly() -> impl Strategy<Value = String> {
        let day =
            "([0-9]{4}-(0[0-9]|1[0-3])-([0-2][0-9]|3[0-2])|[0-9]{3,5}-1-2|2024-02-29|2023-02-29)";
        let clock = "([01][0-9]|2[0-4]):[0-6][0-9]:([0-5][0-9]|6[01])|9:30:00|09:30";
        let part = "|\\.|\\.[0-9]{1,12}|\\.250000";
        let zone = "|Z|z|[+-]([01][0-9]|2[0-4]):[0-6][0-9]|[+-]0100|\\+1:00|-00:00";
        (day, "[Tt ]|", clock, part, zone)
            .prop_map(|(day, mark, clock, part, zone)| [day, mark, clock, part, zone].concat())
    }

    #[test]
    fn leap_seconds_and_parts_of_microseconds_are_told() {
        let leap = Written::read("2016-12-31T23:59:60.5Z").unwrap();
        assert_eq!(leap.micros(), Some(1_483_228_800_500_000));
        assert!(!leap.is_exact());
        assert!(
            !Written::read("2026-03-01T09:30:00.0000001Z")
                .unwrap()
                .is_exact()
        );
        assert!(
            Written::read("2026-03-01T09:30:00.0000010Z")
                .unwrap()
                .is_exact()
        );
    }

    #[test]
    fn a_day_is_four_two_and_two_digits() {
        assert_eq!(date("2026-03-01"), NaiveDate::from_ymd_opt(2026, 3, 1));
        for wrong in [
            "2026-3-1",
            "26-03-01",
            "2026-03-01 ",
            "+2026-03-01",
            "2026-02-30",
            "é26-03-01",
        ] {
            assert_eq!(date(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]
        #[test]
        fn reads_what_chrono_reads(text in nearly()) {
            let theirs = DateTime::parse_from_rfc3339(&text).ok();
            let ours = Written::read(&text).and_then(|written| written.micros());
            prop_assert_eq!(ours, theirs.map(|at| at.timestamp_micros()), "{}", text);
        }

        #[test]
        fn reads_local_times_as_chrono_does(text in nearly()) {
            let forms = ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"];
            let theirs = forms.iter().find_map(|form| NaiveDateTime::parse_from_str(&text, form).ok());
            // It takes one digit for two, and day and time without a mark.
            let two_digits = !text.contains("-1-2") && !text.contains("9:30:00") && !text.contains(":60")
                && text.as_bytes().get(4) == Some(&b'-') && matches!(text.as_bytes().get(10), Some(b'T' | b' '));
            if two_digits {
                let micros = |at: NaiveDateTime| at.and_utc().timestamp_micros();
                prop_assert_eq!(local(&text).map(micros), theirs.map(micros), "{}", text);
            }
        }

        #[test]
        fn what_is_written_is_read(micros in -62_135_596_800_000_000_i64..253_402_300_800_000_000) {
            let at = DateTime::from_timestamp_micros(micros).unwrap().naive_utc();
            let mut text = String::new();
            write(at, &mut text).unwrap();
            prop_assert_eq!(local(&text), Some(at));
            text.push('Z');
            prop_assert_eq!(DateTime::parse_from_rfc3339(&text).unwrap().timestamp_micros(), micros);
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,30}") {
            let _ = (Written::read(&text), local(&text), date(&text));
        }
    }
}
