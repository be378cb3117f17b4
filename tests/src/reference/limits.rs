//! Suppression, superseding and quarantine, read off their definitions.

use super::item::part_of;
use super::{Fired, History, window};
use std::collections::BTreeSet;
use voc_core::program::{Limit, Part, Program};
use voc_core::{Signal, Time};

/// What becomes of an alert.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// It is raised.
    Raised,
    /// Its rule is a shadow.
    Shadow,
    /// It lies before `live_from`.
    NotLive,
    /// It is suppressed, by these: `supersedes gold-detractor`, `suppress same-alert`.
    Suppressed(Vec<String>),
}

/// An alert, and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Decided {
    /// The alert.
    pub fired: Fired,
    /// What becomes of it.
    pub standing: Standing,
}

/// A customer's case was closed or resolved: nobody is at work on it any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closing {
    /// When; an alert of that instant finds it so.
    pub at: Time,
    /// The customer.
    pub customer: String,
    /// The type of the case.
    pub case_type: String,
    /// The value of `same` that it was opened with.
    pub same: Option<String>,
}

/// A question that was sent, or may be.
#[derive(Debug, Clone, PartialEq)]
pub struct Invitation {
    /// When.
    pub at: Time,
    /// The survey, where it is named.
    pub survey: Option<String>,
    /// The customer, respondent, fields and so on that it is counted by.
    pub about: Signal,
}

/// What becomes of each alert, where all came in order and cases close as said.
pub fn decide(
    program: &Program,
    history: &History,
    alerts: &BTreeSet<Fired>,
    closings: &[Closing],
) -> Vec<Decided> {
    let order = supersede_order(program);
    let timed = |fired: &Fired| {
        history
            .signal(&fired.signal)
            .is_none_or(|signal| signal.at != fired.at)
    };
    // At one place the superseding ones come first; deadlines come before the signals of an instant,
    // and there one customer after another.
    let mut in_order: Vec<&Fired> = alerts.iter().collect();
    in_order.sort_by_key(|fired| {
        let place = if timed(fired) { "" } else { &fired.signal };
        (
            fired.at,
            place,
            &fired.customer,
            order.iter().position(|rule| *rule == fired.rule),
            history.signal(&fired.signal).map(|signal| signal.at),
            &fired.signal,
            &fired.same,
        )
    });
    let mut decided: Vec<Decided> = Vec::new();
    let mut opened: Vec<(Time, &Fired, &str)> = Vec::new();
    for fired in in_order {
        let Some(spec) = program.spec().rules.get(&fired.rule) else {
            continue;
        };
        let standing = if spec.shadow {
            Standing::Shadow
        } else if program.live_from().is_some_and(|from| fired.at < from) {
            Standing::NotLive
        } else {
            let case_type = spec.raise.case.as_deref();
            let followed_up = case_type.is_none_or(|case_type| {
                opened.iter().any(|(at, opener, of)| {
                    let closed = closings.iter().any(|closing| {
                        Some(&closing.customer) == fired.customer.as_ref()
                            && closing.case_type == case_type
                            && closing.same == fired.same
                            && *at < closing.at
                            && closing.at <= fired.at
                    });
                    fired.customer.is_some()
                        && opener.customer == fired.customer
                        && opener.same == fired.same
                        && *of == case_type
                        && !closed
                })
            });
            let reasons = reasons(program, history, alerts, &decided, fired);
            if followed_up && !reasons.is_empty() {
                Standing::Suppressed(reasons)
            } else {
                opened.extend(case_type.map(|case_type| (fired.at, fired, case_type)));
                Standing::Raised
            }
        };
        decided.push(Decided {
            fired: fired.clone(),
            standing,
        });
    }
    decided
}

/// Everything that would suppress an alert.
fn reasons(
    program: &Program,
    history: &History,
    alerts: &BTreeSet<Fired>,
    decided: &[Decided],
    fired: &Fired,
) -> Vec<String> {
    let rules = &program.spec().rules;
    let above = alerts.iter().filter(|other| {
        let Some(rule) = rules.get(&other.rule) else {
            return false;
        };
        let live = program.live_from().is_none_or(|from| other.at >= from);
        live && !rule.shadow
            && rule.supersedes.contains(&fired.rule)
            && other.customer == fired.customer
            && (&other.signal, other.at) == (&fired.signal, fired.at)
    });
    let mut reasons: Vec<String> = above
        .map(|other| format!("supersedes {}", other.rule))
        .collect();
    for limit in program.suppressions() {
        let Some(key) = key_of_alert(limit, history, fired) else {
            continue;
        };
        let raised = decided.iter().filter(|other| {
            other.standing == Standing::Raised
                && key_of_alert(limit, history, &other.fired).as_ref() == Some(&key)
                && window::holds(program, limit.within, fired.at, other.fired.at)
        });
        if raised.count() >= limit.at_most as usize {
            reasons.push(format!("suppress {}", limit.id));
        }
    }
    reasons
}

/// What a limit counts an alert by; nothing where it does not cover it.
fn key_of_alert(limit: &Limit, history: &History, fired: &Fired) -> Option<Vec<String>> {
    let signal = history.signal(&fired.signal)?;
    limit.covers(&fired.rule).then_some(())?;
    let value = |part: &Part| match part {
        Part::Rule => Some(fired.rule.clone()),
        part => part_of(signal, part),
    };
    limit.per.iter().map(value).collect()
}

/// The rules, each after those that supersede it, in the order of their places where that leaves it
/// open.
fn supersede_order(program: &Program) -> Vec<&str> {
    let rules = &program.spec().rules;
    let mut order: Vec<&str> = Vec::new();
    let in_order = || program.rules_in_order().map(|rule| rule.id.as_str());
    while let Some(next) = in_order().find(|id| {
        let mut above = rules
            .iter()
            .filter(|(_, rule)| rule.supersedes.iter().any(|below| below == id));
        !order.contains(id) && above.all(|(id, _)| order.contains(&id.as_str()))
    }) {
        order.push(next);
    }
    order
}

/// Whether an invitation may be sent, after those that were; else the limits that hold it back, and
/// the first instant at which none does.
///
/// # Errors
/// The limits that hold it back, and from when they do not.
pub fn may_invite(
    program: &Program,
    sent: &[Invitation],
    asked: &Invitation,
) -> Result<(), (Vec<String>, Time)> {
    let of_customer = |one: &&Invitation| one.about.customer == asked.about.customer;
    let sent: Vec<&Invitation> = sent.iter().filter(of_customer).collect();
    let holding = |at: Time| -> Vec<String> {
        let holds = |limit: &&Limit| {
            let Some(key) = key_of_invitation(limit, asked) else {
                return false;
            };
            let before = sent.iter().filter(|one| {
                key_of_invitation(limit, one).as_ref() == Some(&key)
                    && window::holds(program, limit.within, at, one.at)
            });
            before.count() >= limit.at_most as usize
        };
        let limits = program.quarantines().iter().filter(holds);
        limits.map(|limit| limit.id.clone()).collect()
    };
    let now = holding(asked.at);
    if now.is_empty() {
        return Ok(());
    }
    // A limit lets go at an instant at which an invitation leaves its window, and at no other.
    let mut instants: Vec<Time> = program
        .quarantines()
        .iter()
        .flat_map(|limit| {
            sent.iter()
                .map(|one| window::leaves(program, limit.within, one.at))
        })
        .filter(|at| *at > asked.at)
        .collect();
    instants.sort_unstable();
    let free = instants.into_iter().find(|at| holding(*at).is_empty());
    Err((now, free.unwrap_or(Time::MAX)))
}

fn key_of_invitation(limit: &Limit, invitation: &Invitation) -> Option<Vec<String>> {
    let covered = match &invitation.survey {
        Some(survey) => limit.covers(survey),
        None => limit.only.is_none(),
    };
    covered.then_some(())?;
    let value = |part: &Part| match part {
        Part::Survey => invitation.survey.clone(),
        part => part_of(&invitation.about, part),
    };
    limit.per.iter().map(value).collect()
}
