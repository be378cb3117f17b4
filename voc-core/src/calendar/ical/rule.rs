//! What repeats every year, or every so many: `RRULE` as far as holidays need it.

use super::lines::Line;
use super::read_date;
use crate::error::Error;
use chrono::{Datelike, NaiveDate, Weekday};

const DAYS: [(&str, Weekday); 7] = [
    ("MO", Weekday::Mon),
    ("TU", Weekday::Tue),
    ("WE", Weekday::Wed),
    ("TH", Weekday::Thu),
    ("FR", Weekday::Fri),
    ("SA", Weekday::Sat),
    ("SU", Weekday::Sun),
];

/// A yearly rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rule {
    interval: u32,
    count: Option<u32>,
    until: Option<NaiveDate>,
    months: Vec<i32>,
    month_days: Vec<i32>,
    /// Weekdays, each with the how-manieth it is; 0 for every one.
    days: Vec<(i32, Weekday)>,
}

impl Rule {
    pub(super) fn read(line: &Line) -> Result<Self, Error> {
        let mut rule = Self {
            interval: 1,
            count: None,
            until: None,
            months: Vec::new(),
            month_days: Vec::new(),
            days: Vec::new(),
        };
        let mut yearly = false;
        for part in line.value.split(';') {
            let wrong = || {
                line.wrong(&format!("`{part}` is not read: holidays repeat every year, by BYMONTH, BYMONTHDAY and BYDAY, with INTERVAL, COUNT or UNTIL"))
            };
            let (name, value) = part.split_once('=').ok_or_else(wrong)?;
            let positive = || value.parse().ok().filter(|number| *number > 0);
            match name.to_ascii_uppercase().as_str() {
                "FREQ" if value.eq_ignore_ascii_case("YEARLY") => yearly = true,
                "INTERVAL" => rule.interval = positive().ok_or_else(wrong)?,
                "COUNT" => rule.count = Some(positive().ok_or_else(wrong)?),
                "UNTIL" => rule.until = Some(read_date(value).ok_or_else(wrong)?),
                "BYMONTH" => rule.months = numbers(value, 1, 12).ok_or_else(wrong)?,
                "BYMONTHDAY" => rule.month_days = numbers(value, -31, 31).ok_or_else(wrong)?,
                "BYDAY" => rule.days = weekdays(value).ok_or_else(wrong)?,
                // It matters to weeks only.
                "WKST" => {}
                _ => return Err(wrong()),
            }
        }
        if !yearly {
            return Err(line.wrong("it does not say FREQ=YEARLY"));
        }
        if rule.count.is_some() && rule.until.is_some() {
            return Err(line.wrong("it says COUNT and UNTIL"));
        }
        Ok(rule)
    }

    /// The days on which it holds from its first on, before another, in order; whether the first is one
    /// of them.
    pub(super) fn days(&self, first: NaiveDate, before: NaiveDate) -> (Vec<NaiveDate>, bool) {
        let mut found = Vec::new();
        let mut year = first.year();
        let last = self.until.unwrap_or(NaiveDate::MAX);
        let before = before.max(first.succ_opt().unwrap_or(first));
        'years: while year <= before.year() {
            let day = NaiveDate::from_ymd_opt(year, 1, 1);
            let days = day.into_iter().flat_map(|day| day.iter_days());
            for day in days.take_while(|day| day.year() == year) {
                let is_full = self
                    .count
                    .is_some_and(|count| found.len() >= count as usize);
                if is_full || day > last || day >= before {
                    break 'years;
                }
                if day >= first && self.holds(day, first) {
                    found.push(day);
                }
            }
            let next = i32::try_from(self.interval).ok();
            match next.and_then(|next| year.checked_add(next)) {
                Some(next) => year = next,
                None => break,
            }
        }
        let begins = found.first() == Some(&first);
        (found, begins)
    }

    fn holds(&self, day: NaiveDate, first: NaiveDate) -> bool {
        let (month, of_month) = (day.month().cast_signed(), day.day().cast_signed());
        let months_days = i32::from(day.num_days_in_month());
        let plain = self.days.is_empty() && self.month_days.is_empty();
        let by_month = if self.months.is_empty() {
            !plain || day.month() == first.month()
        } else {
            self.months.contains(&month)
        };
        let by_month_day = if self.month_days.is_empty() {
            !plain || day.day() == first.day()
        } else {
            let days = &self.month_days;
            days.contains(&of_month) || days.contains(&(of_month - months_days - 1))
        };
        // The first Monday of the month, where months are named; else of the year.
        let (place, length) = if self.months.is_empty() {
            let length = if day.leap_year() { 366 } else { 365 };
            (day.ordinal().cast_signed(), length)
        } else {
            (of_month, months_days)
        };
        let (ahead, back) = ((place - 1) / 7 + 1, (length - place) / 7 + 1);
        let by_day = self.days.is_empty()
            || self.days.iter().any(|(nth, weekday)| {
                day.weekday() == *weekday && (*nth == 0 || *nth == ahead || -nth == back)
            });
        by_month && by_month_day && by_day
    }
}

fn numbers(text: &str, least: i32, most: i32) -> Option<Vec<i32>> {
    let number = |text: &str| {
        let number: i32 = text.parse().ok()?;
        ((least..=most).contains(&number) && number != 0).then_some(number)
    };
    text.split(',').map(number).collect()
}

fn weekdays(text: &str) -> Option<Vec<(i32, Weekday)>> {
    let weekday = |text: &str| {
        let (nth, day) = text.split_at_checked(text.len().checked_sub(2)?)?;
        let day = DAYS
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case(day))?;
        let nth = match nth {
            "" => 0,
            nth => *numbers(nth, -53, 53)?.first()?,
        };
        Some((nth, day.1))
    };
    text.split(',').map(weekday).collect()
}
