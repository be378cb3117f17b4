//! Holidays from an iCalendar text (RFC 5545): its all-day events, as days. What is not understood is an
//! error that names the line, never a day left out.

mod lines;
mod rule;

use crate::error::{Code, Error};
use crate::ordered::insert_in_order;
use chrono::{Days, NaiveDate};
use lines::{Line, lines, wrong};
use rule::Rule;
use std::ops::Range;

/// The longest event, in days.
const LONGEST: i64 = 366;

/// An all-day event.
#[derive(Debug, Default)]
struct Event<'l> {
    /// Where it begins in the text.
    number: usize,
    uid: Option<&'l str>,
    start: Option<(NaiveDate, &'l Line)>,
    end: Option<(NaiveDate, &'l Line)>,
    length: Option<(i64, &'l Line)>,
    rule: Option<(Rule, &'l Line)>,
    more: Vec<NaiveDate>,
    except: Vec<NaiveDate>,
    /// The day of the event of the same name that it stands for.
    instead_of: Option<NaiveDate>,
    cancelled: bool,
    /// What is wrong with it, unless it was cancelled.
    wrong: Option<Error>,
}

/// The days that the all-day events of an iCalendar text take up, from one day up to, not including,
/// another; in order, each once. An event that was cancelled takes up none.
///
/// Events repeat every year or every so many (`RRULE` with `INTERVAL`, `COUNT`, `UNTIL`, `BYMONTH`,
/// `BYMONTHDAY`, `BYDAY`), and on the days of `RDATE`, but for those of `EXDATE` and those that another
/// event stands for (`RECURRENCE-ID`).
///
/// # Errors
/// A text that is no iCalendar text, an event with a time of day, a rule that says anything else: each
/// names the line.
pub fn holidays(text: &str, from: NaiveDate, to: NaiveDate) -> Result<Vec<NaiveDate>, Error> {
    let lines = lines(text)?;
    let events = events(&lines)?;
    let mut found = Vec::new();
    for event in &events {
        if event.cancelled {
            continue;
        }
        if let Some(error) = &event.wrong {
            return Err(error.clone());
        }
        let moved: Vec<NaiveDate> = events
            .iter()
            .filter(|other| other.uid.is_some() && other.uid == event.uid)
            .filter_map(|other| other.instead_of.filter(|_| event.instead_of.is_none()))
            .collect();
        event.days(&moved, from, to, &mut found)?;
    }
    Ok(found)
}

/// `20261225`.
fn read_date(text: &str) -> Option<NaiveDate> {
    let is_date = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    let part = |range: Range<usize>| text.get(range)?.parse::<u32>().ok();
    let year = i32::try_from(part(0..4).filter(|_| is_date)?).ok()?;
    NaiveDate::from_ymd_opt(year, part(4..6)?, part(6..8)?)
}

fn date(line: &Line, text: &str) -> Result<NaiveDate, Error> {
    if let Some(of) = line
        .param("VALUE")
        .filter(|of| !of.eq_ignore_ascii_case("DATE"))
    {
        return Err(not_whole(line, of));
    }
    read_date(text).ok_or_else(|| not_whole(line, text))
}

fn not_whole(line: &Line, what: &str) -> Error {
    line.wrong(&format!("`{what}` is no date"))
        .hint("holidays are whole days, such as `DTSTART;VALUE=DATE:20261225`")
}

fn dates(line: &Line) -> Result<Vec<NaiveDate>, Error> {
    let texts = line.value.split(',');
    texts.map(|text| date(line, text)).collect()
}

/// `P1D` or `P2W`, in days.
fn duration(line: &Line) -> Result<i64, Error> {
    let text = line.value.strip_prefix('+').unwrap_or(&line.value);
    let read = || {
        let text = text.strip_prefix('P')?;
        let (number, days) = match text.strip_suffix('W') {
            Some(weeks) => (weeks, 7),
            None => (text.strip_suffix('D')?, 1),
        };
        let number: i64 = number.parse().ok().filter(|number| *number > 0)?;
        number.checked_mul(days)
    };
    read().ok_or_else(|| line.wrong(&format!("`{}` is no length in whole days", line.value)))
}

/// The events of a text.
fn events(lines: &[Line]) -> Result<Vec<Event<'_>>, Error> {
    let first = lines.first();
    if !first.is_some_and(|line| line.name == "BEGIN" && is(line, "VCALENDAR")) {
        let message = "this is no iCalendar text: it does not begin with BEGIN:VCALENDAR";
        return Err(Error::new(Code::Malformed, message));
    }
    let mut events: Vec<Event<'_>> = Vec::new();
    // What is open, the outermost first.
    let mut open: Vec<&Line> = Vec::new();
    for line in lines {
        match line.name.as_str() {
            "BEGIN" => {
                let within = open.last().is_some_and(|last| is(last, "VCALENDAR"));
                open.push(line);
                if within && is(line, "VEVENT") {
                    events.push(Event {
                        number: line.number,
                        ..Event::default()
                    });
                } else if open.len() > 1 && is(line, "VCALENDAR") {
                    return Err(line.wrong("a calendar within another"));
                }
            }
            "END" => {
                let ends = open.pop().filter(|begun| is(begun, &line.value));
                if ends.is_none() {
                    return Err(line.wrong(&format!("`{}` has not begun here", line.value)));
                }
            }
            _ => {
                let in_event = matches!(open[..], [_, event] if is(event, "VEVENT"));
                if let Some(event) = events.last_mut().filter(|_| in_event)
                    && let Err(error) = event.hear(line)
                {
                    event.wrong.get_or_insert(error);
                }
            }
        }
    }
    match open.last() {
        None => Ok(events),
        Some(begun) => Err(begun.wrong(&format!("`{}` does not end", begun.value))),
    }
}

fn is(line: &Line, component: &str) -> bool {
    line.value.eq_ignore_ascii_case(component)
}

impl<'l> Event<'l> {
    fn hear(&mut self, line: &'l Line) -> Result<(), Error> {
        match line.name.as_str() {
            "UID" => self.uid = Some(&line.value),
            "DTSTART" => self.start = Some((date(line, &line.value)?, line)),
            "DTEND" => self.end = Some((date(line, &line.value)?, line)),
            "DURATION" => self.length = Some((duration(line)?, line)),
            "RRULE" if self.rule.is_some() => return Err(line.wrong("a second rule")),
            "RRULE" => self.rule = Some((Rule::read(line)?, line)),
            "RDATE" => self.more.extend(dates(line)?),
            "EXDATE" => self.except.extend(dates(line)?),
            "RECURRENCE-ID" => {
                self.instead_of = Some(date(line, &line.value)?);
                if line.param("RANGE").is_some() {
                    return Err(line.wrong("it stands for all later days, which is not read"));
                }
            }
            "EXRULE" => return Err(line.wrong("`EXRULE` is not read")),
            "STATUS" => self.cancelled = line.value.eq_ignore_ascii_case("CANCELLED"),
            _ => {}
        }
        Ok(())
    }

    /// Adds the days that it takes up, but for those of its name that others stand for.
    fn days(
        &self,
        moved: &[NaiveDate],
        from: NaiveDate,
        to: NaiveDate,
        found: &mut Vec<NaiveDate>,
    ) -> Result<(), Error> {
        let (start, at) = self
            .start
            .ok_or_else(|| wrong(self.number, "an event without DTSTART"))?;
        let length = self.length_from(start)?;
        let mut days = vec![start];
        if let Some((rule, line)) = &self.rule {
            let (repeated, begins) = rule.days(start, to);
            if !begins {
                let message = format!(
                    "the rule does not hold on the event's first day, line {}",
                    at.number
                );
                return Err(line.wrong(&message));
            }
            days = repeated;
        }
        days.extend(&self.more);
        for day in days {
            if self.except.contains(&day) || moved.contains(&day) {
                continue;
            }
            let taken = day.iter_days().take(usize::try_from(length).unwrap_or(0));
            for day in taken.filter(|day| (from..to).contains(day)) {
                insert_in_order(found, day);
            }
        }
        Ok(())
    }

    /// How many days it takes up.
    fn length_from(&self, start: NaiveDate) -> Result<i64, Error> {
        let (length, line) = match (self.end, self.length) {
            (Some((_, line)), Some(_)) => return Err(line.wrong("DTEND beside DURATION")),
            (Some((end, line)), None) => ((end - start).num_days(), line),
            (None, Some((length, line))) => (length, line),
            (None, None) => return Ok(1),
        };
        if length < 1 {
            return Err(line.wrong("it ends before it begins: DTEND is the day after the last"));
        }
        if length > LONGEST {
            return Err(line.wrong(&format!("an event of {length} days is no holiday")));
        }
        Ok(length)
    }
}

/// The days that an iCalendar text in a program stands for: what repeats does so until this century ends.
pub(super) fn all(text: &str) -> Result<Vec<NaiveDate>, Error> {
    let end = NaiveDate::from_ymd_opt(2100, 1, 1).unwrap_or(NaiveDate::MAX);
    let begin = end.checked_sub_days(Days::new(200 * 366));
    holidays(text, begin.unwrap_or(NaiveDate::MIN), end)
}

#[cfg(test)]
mod tests;
