//! What the company does about it: the commands on each case, as its people would send them.
//!
//! A case is named by the signal that raised it, so we follow which signals do: the rules of
//! `program.yaml` in a few lines, and which case of a customer is open when the next one comes.

use crate::company::{self, Style};
use crate::dice::Dice;
use crate::signal::Signal;
use crate::work::{Case, Worker};
use crate::year::{DAY, Year};
use serde::Serialize;

/// A row of `commands.csv`; an empty cell is absent.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Command {
    /// The id of the input.
    pub id: String,
    /// When, in seconds.
    #[serde(serialize_with = "crate::signal::time")]
    pub at: i64,
    /// The signal that raised the case.
    pub signal: String,
    /// The person who does it.
    pub by: String,
    /// What is done.
    pub action: &'static str,
    /// To whom it is assigned.
    pub to: Option<String>,
    /// On whom it waits.
    pub on: Option<&'static str>,
    /// Through which channel the customer was contacted.
    pub channel: Option<&'static str>,
    /// Whether the customer was reached.
    pub reached: Option<bool>,
    /// The cause that was found.
    pub root_cause: Option<&'static str>,
    /// The customer's word.
    pub verdict: Option<&'static str>,
    /// Who says so.
    pub source: Option<&'static str>,
    /// Why it was waived.
    pub reason: Option<&'static str>,
}

/// The commands on all cases of one customer.
pub(crate) fn commands(signals: &[Signal], year: Year, dice: &mut Dice) -> Vec<Command> {
    let mut open: Vec<(Kind, Case)> = Vec::new();
    let mut done: Vec<Case> = Vec::new();
    for (kind, signal) in raising(signals) {
        let unit = signal.unit.unwrap_or("company");
        let at = signal.received;
        let style = style_at(unit, year, at);
        let mut worker = Worker { dice, unit, style };
        match open.iter().position(|(of, _)| *of == kind) {
            Some(index) => {
                let Some((_, case)) = open.get_mut(index) else {
                    continue;
                };
                if case.is_closed(at) {
                    case.forget_after(at);
                    let next = worker.open(signal, topic(signal));
                    done.push(std::mem::replace(case, next));
                } else if case.is_resolved(at) {
                    case.forget_after(at);
                    worker.rework(case, at);
                }
            }
            None => open.push((kind, worker.open(signal, topic(signal)))),
        }
    }
    done.extend(open.into_iter().map(|(_, case)| case));
    done.into_iter()
        .flat_map(|case| case.into_commands(year.end))
        .collect()
}

/// A case type and the value of `same`: a customer has at most one open case of each.
type Kind = (&'static str, Option<&'static str>);

/// The signals that raise a case, in the order in which they reach us.
fn raising(signals: &[Signal]) -> Vec<(Kind, &Signal)> {
    let mut raising: Vec<(Kind, &Signal)> = Vec::new();
    let mut contacts: Vec<&Signal> = Vec::new();
    for signal in signals {
        match signal.kind {
            "response" if signal.ltr.is_some_and(|ltr| ltr <= 6) => {
                raising.push((("recovery", None), signal));
            }
            "complaint" => raising.push((("complaint", None), signal)),
            "contact" if signal.channel != Some("dealer") => {
                // The window slides on to this signal, and may have let the count fall below three.
                let same = |before: &&&Signal| before.topic == signal.topic;
                let recent = |before: &&&Signal| signal.at - before.at < 30 * DAY;
                if contacts.iter().filter(same).filter(recent).count() == 2 {
                    raising.push((("repeat", signal.topic), signal));
                }
                contacts.push(signal);
            }
            _ => {}
        }
    }
    raising.sort_by_key(|(_, signal)| signal.received);
    raising
}

fn topic(signal: &Signal) -> &'static str {
    signal.topic.unwrap_or("billing")
}

/// In the bad autumn everybody is late.
fn style_at(unit: &str, year: Year, at: i64) -> Style {
    let usual = company::style(unit);
    let trouble = Year::billing_trouble(year.day_of(at));
    Style {
        hours_to_acknowledge: usual.hours_to_acknowledge * (1.0 + 2.0 * trouble),
        hours_to_resolve: usual.hours_to_resolve * (1.0 + trouble),
        ignored: usual.ignored * (1.0 + 2.0 * trouble),
        disputed: usual.disputed + 0.08 * trouble,
        ..usual
    }
}
