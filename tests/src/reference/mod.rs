//! The patterns read straight off their definitions (`voc-core/src/rule/PATTERNS.md`): over the whole
//! sorted history, as slow as they come. The engine is held against this; of its code only the
//! evaluation of conditions is used here.

pub mod generate;
mod history;
mod item;
mod limits;
mod patterns;
mod versions;
mod window;

pub use history::{History, Told};
pub use limits::{Closing, Decided, Invitation, Standing, decide, may_invite};

use item::{Item, Person};
use std::collections::BTreeSet;
use versions::{InForce, in_force};
pub use versions::{Versions, differ_over, evaluate_over};
use voc_core::condition::Condition;
use voc_core::program::{Pattern, Program, Subject};
use voc_core::{Input, Time};

/// An alert, as far as the facts go.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fired {
    /// The rule.
    pub rule: String,
    /// The customer; absent where the signal has none.
    pub customer: Option<String>,
    /// The value of the rule's `same`.
    pub same: Option<String>,
    /// When.
    pub at: Time,
    /// The number reached for `nth` and `every`; else the id of the bearing signal.
    pub anchor: String,
    /// Its bearing signal.
    pub signal: String,
    /// The signals behind it, in order.
    pub signals: Vec<String>,
}

/// Every alert that stands after these inputs.
pub fn evaluate(program: &Program, inputs: &[Input]) -> BTreeSet<Fired> {
    evaluate_history(program, &History::of(program, inputs))
}

/// Every alert that stands over a history.
pub fn evaluate_history(program: &Program, history: &History) -> BTreeSet<Fired> {
    evaluate_rules(&in_force(&Versions::only(program)), history)
}

fn evaluate_rules(rules: &[InForce<'_>], history: &History) -> BTreeSet<Fired> {
    let people = history.people();
    let people = people.iter();
    people
        .flat_map(|person| evaluate_person(rules, person, history.until))
        .collect()
}

/// Holds an engine to the reference: what it says must be what the definitions say.
///
/// # Errors
/// What one of the two fires and the other does not, in words.
pub fn differ(
    program: &Program,
    inputs: &[Input],
    run: impl Fn(&Program, Vec<Input>) -> BTreeSet<Fired>,
) -> Result<(), String> {
    held(&evaluate(program, inputs), &run(program, inputs.to_vec()))
}

fn held(wanted: &BTreeSet<Fired>, found: &BTreeSet<Fired>) -> Result<(), String> {
    if wanted == found {
        return Ok(());
    }
    let list = |which: Vec<&Fired>| {
        let lines: Vec<String> = which.iter().map(|one| format!("  {one:?}")).collect();
        lines.join("\n")
    };
    Err(format!(
        "by definition and not by the engine:\n{}\nby the engine and not by definition:\n{}",
        list(wanted.difference(found).collect()),
        list(found.difference(wanted).collect())
    ))
}

fn evaluate_person(rules: &[InForce<'_>], person: &Person, until: Option<Time>) -> Vec<Fired> {
    let mut alerts: Vec<Vec<Item>> = Vec::new();
    let mut fired = Vec::new();
    for (rank, rule) in rules.iter().enumerate() {
        let mut found = fire(person, rule, &alerts, until);
        for one in &mut found {
            one.place.rank = rank + 1;
        }
        fired.extend(found.iter().map(|one| {
            Fired {
                rule: rule.rule.id.clone(),
                customer: person.customer.clone(),
                same: one.same.clone(),
                at: one.place.at,
                anchor: one
                    .number
                    .map_or_else(|| person.id(one.bearing), |number| number.to_string()),
                signal: person.id(one.bearing),
                signals: one.signals.iter().map(|index| person.id(*index)).collect(),
            }
        }));
        found.sort_by(|one, two| one.place.cmp(&two.place));
        alerts.push(found);
    }
    fired
}

/// What a rule, a step or an absence looks at, in order.
fn items(
    person: &Person,
    rule: &InForce<'_>,
    subject: &Subject,
    alerts: &[Vec<Item>],
) -> Vec<Item> {
    match subject {
        Subject::Any => signals(person, rule, None),
        Subject::Signal(condition) => signals(person, rule, Some(condition)),
        Subject::Alert(other) => {
            let mut all = alerts[rule.awaited[other]].clone();
            all.retain(|item| rule.is_in_force(item.place.at));
            all
        }
    }
}

/// The signals of a rule's time that satisfy a condition, or all.
fn signals(person: &Person, rule: &InForce<'_>, condition: Option<&Condition>) -> Vec<Item> {
    let mut all = person.items(rule.program, condition);
    all.retain(|item| rule.is_in_force(item.place.at));
    all
}

fn fire(
    person: &Person,
    in_force: &InForce<'_>,
    alerts: &[Vec<Item>],
    until: Option<Time>,
) -> Vec<Item> {
    let InForce { program, rule, .. } = *in_force;
    let all = items(person, in_force, &rule.subject, alerts);
    if rule.pattern == Pattern::Each {
        return all.into_iter().map(Item::alone).collect();
    }
    if person.customer.is_none() {
        return Vec::new();
    }
    // What came late is no part of any pattern.
    let in_time =
        |items: Vec<Item>| -> Vec<Item> { items.into_iter().filter(|item| !item.late).collect() };
    let all = in_time(all);
    let others =
        |subject: &Subject| -> Vec<Item> { in_time(items(person, in_force, subject, alerts)) };
    let look = patterns::Look {
        program,
        person,
        // What is due once the rule is no more does not fire.
        until: match (until, in_force.last()) {
            (Some(until), Some(last)) => Some(until.min(last)),
            (until, _) => until,
        },
    };
    let mut fired = Vec::new();
    for same in look.values(rule.same(), &all) {
        let group = look.group(rule.same(), same.as_deref(), &all);
        let mut found = match &rule.pattern {
            Pattern::Each => Vec::new(),
            Pattern::Count(count) => look.count(count, &group),
            Pattern::Nth(nth) => look.nth(nth, &group),
            Pattern::Every(nth) => look.every(nth, &group),
            Pattern::Sequence(sequence) => {
                let steps: Vec<Vec<Item>> = sequence
                    .steps
                    .iter()
                    .map(|step| look.group(rule.same(), same.as_deref(), &others(&step.subject)))
                    .collect();
                let unless = sequence.unless.as_ref().map_or_else(Vec::new, |condition| {
                    let ends = in_time(signals(person, in_force, Some(condition)));
                    look.group(rule.same(), same.as_deref(), &ends)
                });
                look.sequence(sequence, &steps, &unless)
            }
            Pattern::Absent(absent) => {
                let matches = look.group(rule.same(), same.as_deref(), &others(&absent.of));
                look.absent(absent, &group, &matches)
            }
            Pattern::Change(change) => look.change(change, &group),
            Pattern::Streak(streak) => look.streak(streak, &group),
            Pattern::Silence(span) => {
                let everything = in_time(signals(person, in_force, None));
                look.silence(*span, &group, &everything)
            }
        };
        for one in &mut found {
            one.same.clone_from(&same);
        }
        fired.extend(found);
    }
    fired
}
