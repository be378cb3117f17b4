//! Windows, by local dates and differences of instants.

use chrono::{Datelike, Months, NaiveDate};
use voc_core::program::{CountWindow, Period, Program};
use voc_core::{Span, Time};

/// Whether an instant lies in the window of this length that ends at `end`: (end − span, end].
pub(super) fn holds(program: &Program, span: Span, end: Time, at: Time) -> bool {
    if at > end {
        return false;
    }
    match span.fixed() {
        Some(micros) => end.since(at) < micros,
        None => in_months(program, span, end, at),
    }
}

fn in_months(program: &Program, span: Span, end: Time, at: Time) -> bool {
    let local = |time: Time| time.date_in(program.zone());
    let before_first = local(end).checked_sub_months(Months::new(months(span)));
    before_first.is_none_or(|day| local(at) > day)
}

/// The months of a span that has only months and years, read off its text.
fn months(span: Span) -> u32 {
    let text = span.to_string();
    let mut number = 0;
    let mut all = 0;
    for letter in text.chars() {
        match letter.to_digit(10) {
            Some(digit) => number = number * 10 + digit,
            None if letter == 'Y' => {
                all += 12 * number;
                number = 0;
            }
            None => {
                all += number;
                number = 0;
            }
        }
    }
    all
}

/// Whether an instant not after `end` lies in the window of a count at `end`.
pub(super) fn counts(program: &Program, window: CountWindow, end: Time, at: Time) -> bool {
    match window {
        CountWindow::Rolling(span) => holds(program, span, end, at),
        CountWindow::Calendar(period) => {
            let zone = program.zone();
            first_day(period, end.date_in(zone)) == first_day(period, at.date_in(zone))
        }
    }
}

/// The first day of the period that holds a day.
fn first_day(period: Period, day: NaiveDate) -> (i32, u32) {
    match period {
        Period::Day => (day.year(), day.ordinal()),
        Period::Week => (day.iso_week().year(), day.iso_week().week()),
        Period::Month => (day.year(), day.month()),
        Period::Quarter => (day.year(), (day.month() - 1) / 3),
        Period::Year => (day.year(), 0),
    }
}

/// The first instant at which what was at `at` has left the window of this length.
pub(super) fn leaves(program: &Program, span: Span, at: Time) -> Time {
    if let Some(micros) = span.fixed() {
        return at.plus(micros);
    }
    let mut day = at.date_in(program.zone());
    loop {
        let start = Time::start_of_day(program.zone(), day);
        match day.succ_opt() {
            _ if start >= at && !in_months(program, span, start, at) => return start,
            Some(next) => day = next,
            None => return Time::MAX,
        }
    }
}
