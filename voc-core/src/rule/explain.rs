//! An alert in words, from what is on the alert itself: for alerts that the engine still holds, and for
//! those that only the host has, in the event that it received.

use super::alert::{Alert, AlertKind};
use super::why::{Deadline, Moved, Reached, Steps, Why, Window};
use super::words::{self, ordinal};
use crate::program::{Pattern, Program, Rule};

/// Why an alert was raised, as one paragraph in plain English.
///
/// The program is the one that raised it; of a rule that it does not have, only what is on the alert is
/// told.
pub fn paragraph(program: &Program, alert: &Alert) -> String {
    let rule = program.rule(&alert.rule);
    let mut told = vec![heading(program, alert)];
    let why = &alert.why;
    if let Some(level) = &why.metric {
        told.push(super::level_words::metric(program, &alert.rule, level));
    }
    told.extend(looked_at(alert));
    told.extend(pattern(rule, why));
    if why.signals.len() > 1 {
        told.push(format!(
            "Behind it are {} signals: {}.",
            why.signals.len(),
            words::signals(&why.signals)
        ));
    }
    told.join(" ")
}

fn heading(program: &Program, alert: &Alert) -> String {
    let what = match alert.kind {
        AlertKind::Concern => "raised a concern about",
        AlertKind::Praise => "found praise from",
    };
    let at = words::time(alert.at);
    let rule = &alert.rule;
    if alert.why.metric.is_some() {
        let what = match alert.kind {
            AlertKind::Concern => "raised a concern",
            AlertKind::Praise => "found praise",
        };
        return format!("The rule `{rule}` {what} on {at}.");
    }
    let customer = alert.customer.as_deref();
    let whose = words::whose(program, rule, customer, alert.same.as_deref());
    format!("The rule `{rule}` {what} {whose} on {at}.")
}

/// What the rule looks at, as it was found.
fn looked_at(alert: &Alert) -> Option<String> {
    let (why, signal) = (&alert.why, &alert.signal);
    if let Some(other) = &why.alert {
        return Some(format!(
            "It waits on alerts of the rule `{other}`, and there was one at signal `{signal}`."
        ));
    }
    if why.clauses.is_empty() {
        return None;
    }
    let last = if why.sequence.is_some() {
        ", the last step"
    } else {
        ""
    };
    Some(format!(
        "Its condition held at signal `{signal}`{last}: {}.",
        words::clauses(&why.clauses)
    ))
}

fn pattern(rule: Option<&Rule>, why: &Why) -> Option<String> {
    let pattern = rule.map(|rule| &rule.pattern);
    if let Some(of) = &why.window {
        return Some(window(of));
    }
    if let Some(of) = &why.number {
        return Some(number(of, matches!(pattern, Some(Pattern::Every(_)))));
    }
    if let Some(of) = &why.sequence {
        return Some(sequence(of));
    }
    if let Some(of) = &why.deadline {
        return Some(deadline(of, pattern));
    }
    if let Some(of) = &why.change {
        return Some(change(of));
    }
    let row = why.streak.as_ref()?;
    Some(format!(
        "That made {} in a row of which what the rule asks of each was true; at the last, {}.",
        row.k,
        words::clauses(&row.clauses)
    ))
}

fn window(of: &Window) -> String {
    let what = match &of.distinct {
        Some(part) => format!("different values of `{part}`"),
        None => "of them".to_owned(),
    };
    let window = match (of.within, of.calendar) {
        (Some(within), _) => format!("within {}", words::span(within)),
        (None, Some(period)) => format!("in one calendar {}", words::period(period)),
        (None, None) => "in its window".to_owned(),
    };
    format!(
        "That made {} {what} {window}, after {} and up to {}; the rule asks for {}.",
        of.count,
        words::time(of.from),
        words::time(of.to),
        of.at_least
    )
}

fn number(of: &Reached, every: bool) -> String {
    let seed = match of.seed {
        Some(seed) => format!(", {seed} of which came before the first that is held here"),
        None => String::new(),
    };
    let each = if every { "each " } else { "the " };
    format!(
        "It was the {} of them{seed}; the rule asks for {each}{}.",
        ordinal(of.number),
        ordinal(i64::from(of.k))
    )
}

fn sequence(of: &Steps) -> String {
    let steps: Vec<String> = (1..)
        .zip(&of.steps)
        .map(|(number, step)| format!("step {number} at signal {}", words::signal(step)))
        .collect();
    format!(
        "All {} steps came in order within {}, after {} and up to {}: {}.",
        of.steps.len(),
        words::span(of.within),
        words::time(of.from),
        words::time(of.to),
        words::list(&steps)
    )
}

fn deadline(of: &Deadline, pattern: Option<&Pattern>) -> String {
    let missing = match pattern {
        Some(Pattern::Absent(absent)) => words::subject(&absent.of),
        Some(Pattern::Silence(_)) => "any other signal of the customer".to_owned(),
        _ => "what it waits for".to_owned(),
    };
    let from = of.from.map_or_else(String::new, |from| {
        format!(", counted from {}", words::time(from))
    });
    format!(
        "After signal `{}` it waits for {missing}, and none came within {}{from}: before {}.",
        of.signal,
        words::span(of.within),
        words::time(of.due)
    )
}

fn change(of: &Moved) -> String {
    let values: Vec<String> = of
        .values
        .iter()
        .map(|one| format!("{} at signal `{}`", one.value, one.signal))
        .collect();
    let way = if of.by < 0.0 { "less" } else { "more" };
    format!(
        "There `{}` was {}, against {} as {} ({}); the rule asks for at least {} {way}.",
        of.field,
        of.value,
        of.base,
        words::base(of.since),
        words::list(&values),
        of.by.abs(),
    )
}
