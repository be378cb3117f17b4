//! The patterns read straight off their definitions (`voc-core/src/rule/PATTERNS.md`): over the whole
//! sorted history, as slow as they come. The engine is held against this; of its code only the
//! evaluation of conditions is used here.

pub mod generate;
mod history;
mod item;
mod limits;
mod patterns;
mod window;

pub use history::{History, Told};
pub use limits::{Closing, Decided, Invitation, Standing, decide, may_invite};

use item::{Item, Person};
use std::collections::{BTreeMap, BTreeSet};
use voc_core::program::{Pattern, Program, Rule, Subject};
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
    history
        .people()
        .iter()
        .flat_map(|person| evaluate_person(program, person, history.until))
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
    let wanted = evaluate(program, inputs);
    let found = run(program, inputs.to_vec());
    if wanted == found {
        return Ok(());
    }
    let list = |which: Vec<&Fired>| {
        let lines: Vec<String> = which.iter().map(|one| format!("  {one:?}")).collect();
        lines.join("\n")
    };
    Err(format!(
        "by definition and not by the engine:\n{}\nby the engine and not by definition:\n{}",
        list(wanted.difference(&found).collect()),
        list(found.difference(&wanted).collect())
    ))
}

fn evaluate_person(program: &Program, person: &Person, until: Option<Time>) -> Vec<Fired> {
    let mut alerts: BTreeMap<&str, Vec<Item>> = BTreeMap::new();
    let mut fired = Vec::new();
    for (rank, rule) in program.rules_in_order().enumerate() {
        let mut found = fire(program, person, rule, &alerts, until);
        for one in &mut found {
            one.place.rank = rank + 1;
        }
        fired.extend(found.iter().map(|one| {
            Fired {
                rule: rule.id.clone(),
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
        alerts.insert(&rule.id, found);
    }
    fired
}

/// What a rule, a step or an absence looks at, in order.
fn items(
    program: &Program,
    person: &Person,
    subject: &Subject,
    alerts: &BTreeMap<&str, Vec<Item>>,
) -> Vec<Item> {
    match subject {
        Subject::Any => person.items(program, None),
        Subject::Signal(condition) => person.items(program, Some(condition)),
        Subject::Alert(rule) => alerts.get(rule.as_str()).cloned().unwrap_or_default(),
    }
}

fn fire(
    program: &Program,
    person: &Person,
    rule: &Rule,
    alerts: &BTreeMap<&str, Vec<Item>>,
    until: Option<Time>,
) -> Vec<Item> {
    let all = items(program, person, &rule.subject, alerts);
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
        |subject: &Subject| -> Vec<Item> { in_time(items(program, person, subject, alerts)) };
    let look = patterns::Look {
        program,
        person,
        until,
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
                    let ends = in_time(person.items(program, Some(condition)));
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
                let everything = in_time(person.items(program, None));
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
