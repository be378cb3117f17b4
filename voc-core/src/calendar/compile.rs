//! Declared hours into minutes of the day.

#[cfg(feature = "ical")]
use super::ical::all as all_of;
use super::{Calendar, Versions, Weekly};
use crate::error::{Code, Error};
use crate::named::Named;
use crate::ordered::{insert_in_order, sort};
use crate::time::written;
use crate::zone::Zone;

const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const DAY_MINUTES: u32 = 24 * 60;

/// What is wrong with declared hours; the error's path is relative to the calendar.
pub type CalendarProblem = Error;

impl Calendar {
    /// Business hours from their declared form: shifts such as `09:00-12:30` by days such as
    /// `mon-fri`, `sat` or `mon,wed`, and holidays such as `2026-12-25`.
    ///
    /// # Errors
    /// Days or times that cannot be read, shifts that overlap or end before they begin, a day that
    /// stands twice.
    pub fn weekly(
        zone: Zone,
        hours: &Named<Vec<String>>,
        holidays: &[String],
    ) -> Result<Self, CalendarProblem> {
        Self::weekly_with(zone, hours, holidays, None)
    }

    /// The same with the holidays of an iCalendar text beside.
    pub(crate) fn weekly_with(
        zone: Zone,
        hours: &Named<Vec<String>>,
        holidays: &[String],
        ical: Option<&str>,
    ) -> Result<Self, CalendarProblem> {
        let mut shifts: [Option<Vec<(u32, u32)>>; 7] = Default::default();
        for (days, texts) in hours {
            let place = |error: Error| error.at(format!("hours.{days}"));
            let read = read_shifts(texts).map_err(place)?;
            for index in read_days(days).map_err(place)? {
                if let Some(slot) = shifts.get_mut(index)
                    && slot.replace(read.clone()).is_some()
                {
                    let name = DAYS.get(index).copied().unwrap_or_default();
                    return Err(place(Error::new(
                        Code::Malformed,
                        format!("`{name}` has its hours twice"),
                    )));
                }
            }
        }
        let mut free = ical.map_or(Ok(Vec::new()), |text| {
            all_of(text).map_err(|error| error.at("ical"))
        })?;
        for (index, text) in holidays.iter().enumerate() {
            let date = written::date(text).ok_or_else(|| {
                Error::new(Code::BadTime, format!("`{text}` is not a date"))
                    .hint("write it as 2026-12-25")
                    .at(format!("holidays.{index}"))
            })?;
            insert_in_order(&mut free, date);
        }
        let shifts = shifts.map(Option::unwrap_or_default);
        Ok(Self::Weekly(Versions::of(Weekly::of(zone, shifts, free))))
    }
}

#[cfg(not(feature = "ical"))]
fn all_of(_: &str) -> Result<Vec<chrono::NaiveDate>, Error> {
    let message = "iCalendar texts are not read in this build";
    Err(Error::new(Code::NotAllowed, message)
        .hint("list the `holidays`, or take the build for data"))
}

fn read_days(text: &str) -> Result<Vec<usize>, Error> {
    let index = |name: &str| {
        DAYS.iter()
            .position(|day| *day == name.trim())
            .ok_or_else(|| {
                Error::new(Code::Unknown, format!("`{name}` is no day"))
                    .hint("days are mon, tue, wed, thu, fri, sat, sun; `mon-fri`; `mon,wed`")
            })
    };
    let mut days = Vec::new();
    for part in text.split(',') {
        match part.split_once('-') {
            None => days.push(index(part)?),
            Some((first, last)) => {
                let (first, last) = (index(first)?, index(last)?);
                // `sat-mon` goes over the end of the week.
                let length = (last + 7 - first) % 7;
                days.extend((0..=length).map(|step| (first + step) % 7));
            }
        }
    }
    Ok(days)
}

fn read_shifts(texts: &[String]) -> Result<Vec<(u32, u32)>, Error> {
    let mut shifts = Vec::new();
    for text in texts {
        let bad = |why: &str| {
            Error::new(Code::BadTime, format!("`{text}` is no shift: {why}"))
                .hint("write it as 09:00-17:30; it may end at 24:00")
        };
        let (open, close) = text.split_once('-').ok_or_else(|| bad("it has no end"))?;
        let open = minute(open).ok_or_else(|| bad("its start is no time of day"))?;
        let close = minute(close).ok_or_else(|| bad("its end is no time of day"))?;
        if open >= close {
            return Err(bad("it ends before it begins"));
        }
        shifts.push((open, close));
    }
    sort(&mut shifts);
    for pair in shifts.windows(2) {
        if let [before, after] = pair
            && before.1 > after.0
        {
            return Err(Error::new(Code::Malformed, "two shifts of one day overlap"));
        }
    }
    Ok(shifts)
}

fn minute(text: &str) -> Option<u32> {
    let (hour, minute) = text.trim().split_once(':')?;
    if hour.len() != 2 || minute.len() != 2 {
        return None;
    }
    let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
    let total = hour * 60 + minute;
    (minute < 60 && total <= DAY_MINUTES).then_some(total)
}
