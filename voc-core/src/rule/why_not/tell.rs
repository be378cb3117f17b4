//! A question and its answer in plain English.

use super::considered::Considered;
use super::progress::Progress;
use super::{Answer, WhyNot};
use crate::condition::{Clause, Outcome};
use crate::program::{Pattern, Rule};
use crate::rule::words::{self, ordinal};

pub(super) fn paragraph(rule: &Rule, found: &WhyNot) -> String {
    let mut told = vec![heading(found)];
    match found.answer {
        Answer::Fired => {
            for one in &found.alerts {
                told.push(format!(
                    "The alert `{}` came on {} at signal `{}`.",
                    one.alert,
                    words::time(one.at),
                    one.signal
                ));
                told.extend(one.standing.words());
            }
            return told.join(" ");
        }
        Answer::NoSignal => told.push(match found.retained_from {
            Some(from) => format!(
                "There is no signal of the customer since {}, and earlier ones are not retained.",
                words::time(from)
            ),
            None => "There is no signal of the customer.".to_owned(),
        }),
        Answer::Condition => told.extend(found.signals.iter().map(|one| condition(rule, one))),
        Answer::Late => {
            let late = found.signals.iter().filter(|one| one.late);
            let names: Vec<String> = late.map(|one| format!("`{}`", one.signal)).collect();
            told.push(format!(
                "The rule looks at {}, but what comes later than `lateness` is no part of a pattern.",
                words::list(&names)
            ));
        }
        Answer::ValueAbsent => told.extend(found.signals.iter().filter_map(lacking)),
        Answer::WaitsOn => {
            for other in &found.waits_on {
                told.push(format!(
                    "It waits on alerts of the rule `{}`, and there was none.",
                    other.rule
                ));
                told.push(other.paragraph.clone());
            }
        }
        Answer::Pattern if found.progress.is_none() => told.push(
            "What its pattern begins with was found, and came to nothing at that instant."
                .to_owned(),
        ),
        Answer::Pattern => {}
    }
    told.extend(found.progress.as_ref().map(|of| progress(rule, of)));
    if let Some(since) = found.in_force_since {
        told.push(match found.warming_until {
            Some(until) => words::warming(since, until),
            None => words::since(since),
        });
    }
    told.join(" ")
}

fn heading(found: &WhyNot) -> String {
    let did = if found.answer == Answer::Fired {
        "fired"
    } else {
        "did not fire"
    };
    format!(
        "The rule `{}` {did} for customer `{}` at {}.",
        found.rule,
        found.customer,
        words::time(found.at)
    )
}

/// What did not hold at a signal.
fn condition(rule: &Rule, of: &Considered) -> String {
    let parts = of.tests.iter().filter(|test| test.takes_part());
    let told: Vec<String> = parts
        .map(|test| {
            let failed = test.clauses.iter();
            let failed = failed.filter(|clause| clause.outcome != Outcome::True);
            let failed: Vec<Clause> = failed.cloned().collect();
            let clauses = words::clauses(if failed.is_empty() {
                &test.clauses
            } else {
                &failed
            });
            match &rule.pattern {
                Pattern::Each | Pattern::Count(_) => clauses,
                _ => format!("as `{}`, {clauses}", test.part),
            }
        })
        .collect();
    let at = words::time(of.at);
    let late = if of.late { ", which came late" } else { "" };
    format!(
        "At the nearest signal `{}` ({at}){late}, what it looks at was not found: {}.",
        of.signal,
        told.join("; ")
    )
}

fn lacking(of: &Considered) -> Option<String> {
    if of.lacks.is_empty() {
        return None;
    }
    let names: Vec<String> = of.lacks.iter().map(|name| format!("`{name}`")).collect();
    Some(format!(
        "Signal `{}` ({}) takes no part, for it has no {}.",
        of.signal,
        words::time(of.at),
        words::list(&names)
    ))
}

fn progress(rule: &Rule, of: &Progress) -> String {
    match of {
        Progress::Count {
            count,
            at_least,
            from,
            to,
            distinct,
            ..
        } => {
            let what = match distinct {
                Some(part) => format!("different values of `{part}`"),
                None => "of what it counts".to_owned(),
            };
            let window = format!(
                "in the window after {} and up to {}",
                words::time(*from),
                words::time(*to)
            );
            if count >= at_least {
                format!(
                    "It held {count} {what} {window} and {at_least} are enough, but it fires only where \
                     that number is reached, and again once it has fallen below it."
                )
            } else {
                format!(
                    "The count stood at {count} of {at_least}: there were {count} {what} {window}."
                )
            }
        }
        Progress::Number { number, next } => match next {
            Some(next) => format!(
                "The number stood at {number}; it fires at the {}.",
                ordinal(*next)
            ),
            None => format!("The number stood at {number}: the one that it fires at has passed."),
        },
        Progress::Sequence { .. } => sequence(of),
        Progress::Deadline { .. } => deadline(rule, of),
        Progress::Change {
            field,
            value,
            base,
            values,
            since,
            by,
        } => {
            let Some(base) = base else {
                return format!(
                    "`{field}` was {value}, and there are {values} of the {} values before it that it is \
                     held against.",
                    since.values()
                );
            };
            let way = if *by < 0.0 { "less" } else { "more" };
            format!(
                "`{field}` was {value} against {base} as {}: a change by {}; it fires at {} {way}.",
                words::base(*since),
                value - base,
                by.abs()
            )
        }
        Progress::Streak { row, k, broken_by } => {
            let broken = broken_by.as_ref().map_or_else(String::new, |by| {
                format!(
                    " The row before was broken at signal {}.",
                    words::signal(by)
                )
            });
            if row >= k {
                return format!("There were {k} in a row already; it fires once in a row.{broken}");
            }
            format!("There were {row} in a row, and it fires at {k}.{broken}")
        }
    }
}

fn sequence(of: &Progress) -> String {
    let Progress::Sequence {
        found,
        steps,
        waits_for,
        before,
        ended_by,
    } = of
    else {
        return String::new();
    };
    let next = found.len() + 1;
    if found.is_empty() {
        return format!("None of its {steps} steps was found; it waits for step 1, {waits_for}.");
    }
    let so_far = format!(
        "Of its {steps} steps {} had been found, at {}",
        found.len(),
        words::signals(found)
    );
    if let Some(by) = ended_by {
        let by = words::signal(by);
        return format!("{so_far}; then signal {by} ended the attempt, as `unless` says.");
    }
    let before = before.map_or_else(String::new, |at| format!(", before {}", words::time(at)));
    format!("{so_far}; it waits for step {next}, {waits_for}{before}.")
}

fn deadline(rule: &Rule, of: &Progress) -> String {
    let Progress::Deadline {
        signal,
        from,
        within,
        due,
        came,
        fired,
    } = of
    else {
        return String::new();
    };
    let waits_for = match &rule.pattern {
        Pattern::Absent(absent) => words::subject(&absent.of),
        _ => "any other signal of the customer".to_owned(),
    };
    let due = words::time(*due);
    let set_off = format!(
        "Signal `{signal}` set it off on {}: within {} it waits for {waits_for}",
        words::time(*from),
        words::span(*within)
    );
    match (came, fired) {
        (Some(by), _) => format!(
            "{set_off}, and that came with signal {}.",
            words::signal(by)
        ),
        (None, true) => format!("{set_off}; the deadline passed on {due}, and it fired then."),
        (None, false) => format!("{set_off}; the deadline is not reached: it is on {due}."),
    }
}
