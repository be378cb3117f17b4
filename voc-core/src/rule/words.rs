//! Instants, lengths of time, lists and clauses in plain English.

use super::why::SignalAt;
use crate::condition::{Clause, Outcome};
use crate::program::{Period, Program, Since, Subject};
use crate::time::{DAY, HOUR, MINUTE, SECOND, Span, Time};
use crate::value::Value;

/// How many things a list names before it only counts them.
const LISTED: usize = 10;

/// `2026-03-03 10:00 UTC`, with seconds where there are any.
pub(super) fn time(at: Time) -> String {
    let text = at.to_string();
    let text = text.trim_end_matches('Z').replace('T', " ");
    let text = text.strip_suffix(":00").unwrap_or(&text);
    format!("{text} UTC")
}

/// `1 day and 12 hours`.
pub(crate) fn span(span: Span) -> String {
    let mut parts = Vec::new();
    let mut part = |amount: i64, unit: &str| {
        if amount > 0 {
            let plural = if amount == 1 { "" } else { "s" };
            parts.push(format!("{amount} {unit}{plural}"));
        }
    };
    let months = i64::from(span.months());
    part(months / 12, "year");
    part(months % 12, "month");
    let micros = span.fixed().unwrap_or(0);
    part(micros / DAY, "day");
    part(micros % DAY / HOUR, "hour");
    part(micros % HOUR / MINUTE, "minute");
    part(micros % MINUTE / SECOND, "second");
    if parts.is_empty() {
        return "no time".to_owned();
    }
    list(&parts)
}

pub(super) fn period(period: Period) -> &'static str {
    match period {
        Period::Day => "day",
        Period::Week => "week",
        Period::Month => "month",
        Period::Quarter => "quarter",
        Period::Year => "year",
    }
}

/// `a, b and c`; a long list is cut.
pub(super) fn list(parts: &[String]) -> String {
    let shown = parts.get(..LISTED).unwrap_or(parts);
    let more = parts.len() - shown.len();
    match (shown.split_last(), more) {
        (None, _) => String::new(),
        (Some((last, [])), 0) => last.clone(),
        (Some((last, rest)), 0) => format!("{} and {last}", rest.join(", ")),
        (Some(_), more) => format!("{} and {more} more", shown.join(", ")),
    }
}

/// `1st`, `2nd`, `3rd`, `11th`.
pub(super) fn ordinal(number: i64) -> String {
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

/// The signal with its instant.
pub(super) fn signal(of: &SignalAt) -> String {
    format!("`{}` ({})", of.signal, time(of.at))
}

pub(super) fn signals(of: &[SignalAt]) -> String {
    let named: Vec<String> = of.iter().map(signal).collect();
    list(&named)
}

/// What a rule looks at.
pub(super) fn subject(of: &Subject) -> String {
    match of {
        Subject::Any => "any signal".to_owned(),
        Subject::Signal(condition) => format!("a signal with `{}`", condition.source()),
        Subject::Alert(rule) => format!("an alert of the rule `{rule}`"),
    }
}

/// What a change is held against.
pub(super) fn base(since: Since) -> String {
    match since {
        Since::Previous | Since::Mean(1) => "the value before it".to_owned(),
        Since::First => "the first value".to_owned(),
        Since::Mean(k) => format!("the mean of the {k} values before it"),
    }
}

/// Whose it is and of which `same` value: `customer `c`, with `claim` A`.
pub(super) fn whose(
    program: &Program,
    rule: &str,
    customer: Option<&str>,
    same: Option<&str>,
) -> String {
    let customer = customer.map_or_else(
        || "a customer who is not known".to_owned(),
        |customer| format!("customer `{customer}`"),
    );
    let part = program.rule(rule).and_then(|rule| rule.same());
    match (part, same) {
        (Some(part), Some(same)) => format!("{customer} with `{}` \"{same}\"", part.name()),
        _ => customer,
    }
}

/// Each clause with its truth and the values found.
pub(super) fn clauses(of: &[Clause]) -> String {
    let told: Vec<String> = of.iter().map(clause).collect();
    list(&told)
}

fn clause(of: &Clause) -> String {
    let value = |value: &Value| match value {
        Value::Text(text) => format!("\"{text}\""),
        value => value.to_string(),
    };
    let found: Vec<String> = of
        .found
        .iter()
        .map(|(name, found)| format!("`{name}` was {}", value(found)))
        .collect();
    let found = if found.is_empty() {
        String::new()
    } else {
        format!(" ({})", list(&found))
    };
    let reason = of.reason.as_deref().unwrap_or("a name in it is absent");
    match of.outcome {
        Outcome::True => format!("`{}` was true{found}", of.text),
        Outcome::False => format!("`{}` was false{found}", of.text),
        Outcome::Absent | Outcome::Error => {
            format!("`{}` could not be told, for {reason}{found}", of.text)
        }
    }
}

/// A rule began in mid-stream, and has not seen all that it looks back on.
pub(crate) fn warming(since: Time, until: Time) -> String {
    format!(
        "{} It is warming until {}, when it will have seen all that it looks back on.",
        self::since(since),
        time(until)
    )
}

/// A rule began in mid-stream.
pub(crate) fn since(since: Time) -> String {
    format!(
        "The rule has been in force since {}, and looks at nothing before.",
        time(since)
    )
}
