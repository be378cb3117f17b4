//! Programs and histories of a few words.

use serde_json::{Map, Value, json};
use voc_conformance::reference::{Fired, History, Told, evaluate_history};
use voc_core::{Program, Signal, Time};

/// A program of these rules, each on a line of its own.
pub(crate) fn program(rules: &str) -> Program {
    with(rules, "")
}

/// The same, with more keys of a program.
pub(crate) fn with(rules: &str, more: &str) -> Program {
    let rules: String = rules
        .lines()
        .filter(|line| !line.trim().is_empty())
        .fold(String::new(), |all, line| all + "  " + line.trim() + "\n");
    let text = format!(
        "voc: 1\nname: t\nlateness: P2D\nfields: {{claim: text, ltr: int, amount: number}}\ncustomer: {{tier: text, renewals: int}}\nchannels: {{web: {{}}, phone: {{}}}}\ncases: {{recovery: {{}}, billing: {{}}}}\n{more}\nrules:\n{rules}"
    );
    Program::parse(&text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// `03 10:00` is 2026-03-03T10:00:00Z; `-02-28 10:00` names the month too.
pub(crate) fn time(day: &str, clock: &str) -> Time {
    let date = match day.strip_prefix('-') {
        Some(date) => format!("2026-{date}"),
        None => format!("2026-03-{day}"),
    };
    Time::parse(&format!("{date}T{clock}:00Z")).unwrap()
}

/// Signals such as `s1 03 10:00 contact claim=a ltr=5 channel=web tier=gold late`, one a line.
/// Without `customer=` they are those of `c`; `customer=-` is nobody.
pub(crate) fn history(signals: &str, until: (&str, &str)) -> History {
    let lines = signals
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty());
    History {
        signals: lines.map(told).collect(),
        statements: Vec::new(),
        until: Some(time(until.0, until.1)),
    }
}

pub(crate) fn told(line: &str) -> Told {
    let words: Vec<&str> = line.split_whitespace().collect();
    let [id, day, clock, kind, rest @ ..] = words.as_slice() else {
        panic!("{line}");
    };
    let mut form = json!({"at": time(day, clock), "kind": kind, "customer": "c"});
    let (mut fields, mut attributes) = (Map::new(), Map::new());
    for word in rest.iter().filter(|word| **word != "late") {
        let (key, text) = word.split_once('=').unwrap();
        let value: Value = serde_json::from_str(text).unwrap_or_else(|_| json!(text));
        match key {
            "claim" | "ltr" | "amount" => drop(fields.insert(key.to_owned(), value)),
            "tier" | "renewals" => drop(attributes.insert(key.to_owned(), value)),
            "customer" if text == "-" => form["customer"] = Value::Null,
            _ => form[key] = value,
        }
    }
    form["fields"] = fields.into();
    form["attributes"] = attributes.into();
    let signal: Signal = serde_json::from_value(form).unwrap();
    Told {
        id: (*id).to_owned(),
        signal,
        late: rest.contains(&"late"),
    }
}

/// Each alert as `rule(same) day clock anchor: signals`, in the order of `at`.
pub(crate) fn fired(program: &Program, history: &History) -> Vec<String> {
    let mut alerts: Vec<Fired> = evaluate_history(program, history).into_iter().collect();
    alerts.sort_by(|one, two| {
        (one.at, &one.rule, &one.signal).cmp(&(two.at, &two.rule, &two.signal))
    });
    alerts.iter().map(words).collect()
}

pub(crate) fn words(alert: &Fired) -> String {
    let at = alert.at.to_string();
    let same = alert.same.as_ref().map(|same| format!("({same})"));
    format!(
        "{}{} {} {} {}: {}",
        alert.rule,
        same.unwrap_or_default(),
        &at[8..10],
        &at[11..16],
        alert.anchor,
        alert.signals.join(" ")
    )
}

/// Holds the alerts of some rules over some signals, with time up to the end of March, to these.
#[track_caller]
pub(crate) fn check(rules: &str, signals: &str, expected: &[&str]) {
    check_until(rules, signals, ("31", "23:59"), expected);
}

/// The same up to an instant.
#[track_caller]
pub(crate) fn check_until(rules: &str, signals: &str, until: (&str, &str), expected: &[&str]) {
    let found = fired(&program(rules), &history(signals, until));
    assert_eq!(found, expected);
}
