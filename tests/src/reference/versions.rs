//! Several versions of a program: each rule looks at its own time, and at nothing else.

use super::{Fired, History, evaluate_rules, held};
use std::collections::{BTreeMap, BTreeSet};
use voc_core::program::{Program, RaiseSpec, Rule, RuleSpec};
use voc_core::signal::Body;
use voc_core::{Input, Time};

/// The versions of a program, each with when it is in force from; the first since ever.
pub struct Versions {
    first: Program,
    later: Vec<(Time, Program)>,
}

impl Versions {
    /// One version.
    pub(super) fn only(program: &Program) -> Self {
        Self {
            first: program.clone(),
            later: Vec::new(),
        }
    }

    /// A program, and the versions that inputs bring. All are taken to be accepted.
    pub fn of(program: &Program, inputs: &[Input]) -> Self {
        let mut later: Vec<(Time, Program)> = Vec::new();
        for input in inputs {
            let Body::Program(change) = &input.body else {
                continue;
            };
            if let Ok(program) = change.program.parse() {
                later.push((change.at, program));
            }
        }
        Self {
            first: program.clone(),
            later,
        }
    }

    /// The program in force at an instant.
    pub(super) fn at(&self, at: Time) -> &Program {
        let mut later = self.later.iter().rev();
        let found = later.find(|(from, _)| *from <= at);
        found.map_or(&self.first, |(_, program)| program)
    }

    fn all(&self) -> impl Iterator<Item = (Option<Time>, &Program)> {
        let later = self.later.iter();
        let later = later.map(|(from, program)| (Some(*from), program));
        [(None, &self.first)].into_iter().chain(later)
    }
}

/// A rule, as long as it means the same.
pub(super) struct InForce<'v> {
    pub(super) rule: &'v Rule,
    /// The last version that has it.
    pub(super) program: &'v Program,
    from: Option<Time>,
    until: Option<Time>,
    /// The rules that it waits on, by their places among all.
    pub(super) awaited: BTreeMap<String, usize>,
}

impl InForce<'_> {
    pub(super) fn is_in_force(&self, at: Time) -> bool {
        self.from.is_none_or(|from| from <= at) && self.until.is_none_or(|until| at < until)
    }

    /// The last instant of its time.
    pub(super) fn last(&self) -> Option<Time> {
        let until = self.until?;
        Time::from_micros(until.micros() - 1)
    }
}

/// The rules of all versions: those of the first in their order, then those that begin with each after.
pub(super) fn in_force(versions: &Versions) -> Vec<InForce<'_>> {
    let mut all: Vec<InForce<'_>> = Vec::new();
    let mut before: BTreeMap<String, usize> = BTreeMap::new();
    for (from, program) in versions.all() {
        let mut now: BTreeMap<String, usize> = BTreeMap::new();
        for rule in program.rules_in_order() {
            let subjects = rule.subjects();
            let alerts = subjects.iter().filter_map(|subject| subject.alert());
            let awaited = alerts.map(|id| (id.to_owned(), now[id])).collect();
            let known = before.get(&rule.id).copied().filter(|place| {
                let known = &all[*place];
                known.awaited == awaited && says_the_same(known.program, program, &rule.id)
            });
            let place = known.unwrap_or(all.len());
            if known.is_some() {
                (all[place].rule, all[place].program) = (rule, program);
            } else {
                all.push(InForce {
                    rule,
                    program,
                    from,
                    until: None,
                    awaited,
                });
            }
            now.insert(rule.id.clone(), place);
        }
        for place in before.values() {
            if !now.values().any(|kept| kept == place) {
                all[*place].until = from;
            }
        }
        before = now;
    }
    all
}

/// Whether two files say the same of a rule, as text: all that it names included.
fn says_the_same(one: &Program, two: &Program, rule: &str) -> bool {
    let said = |program: &Program| {
        let spec = program.spec().rules.get(rule).cloned();
        let spec = spec.map(|spec| RuleSpec {
            raise: RaiseSpec::default(),
            supersedes: Vec::new(),
            shadow: false,
            settle: false,
            label: None,
            ..spec
        });
        let mut text = serde_json::to_string(&spec).unwrap_or_default();
        let named = |kind: &str, name: &str| format!("{kind}(\\\"{name}\\\")");
        for (name, segment) in &program.spec().segments {
            if text.contains(&named("segment", name)) {
                text = format!("{text} {name}: {segment}");
            }
        }
        for (name, phrases) in &program.spec().topics {
            if text.contains(&named("topic", name)) {
                text = format!("{text} {name}: {phrases:?}");
            }
        }
        text + " " + &program.spec().time_zone
    };
    said(one) == said(two)
}

/// Every alert that stands after these inputs, the versions of the program among them.
pub fn evaluate_over(program: &Program, inputs: &[Input]) -> BTreeSet<Fired> {
    let versions = Versions::of(program, inputs);
    evaluate_rules(&in_force(&versions), &History::over(&versions, inputs))
}

/// Holds an engine to the reference, over all versions.
///
/// # Errors
/// What one of the two fires and the other does not, in words.
pub fn differ_over(
    program: &Program,
    inputs: &[Input],
    run: impl Fn(&Program, Vec<Input>) -> BTreeSet<Fired>,
) -> Result<(), String> {
    held(
        &evaluate_over(program, inputs),
        &run(program, inputs.to_vec()),
    )
}
