//! Rules among themselves: who waits on whom, who gives way to whom, who says the same twice.

use super::super::super::Compiled;
use super::super::super::rule::{Pattern, Rule, Subject};
use super::super::Checker;
use super::super::organisation::cycle;
use crate::error::Code;
use crate::ordered::Few;

impl Checker<'_> {
    pub(super) fn supersedes(&mut self) {
        let rules = &self.spec.rules;
        for (id, rule) in rules {
            for (index, other) in rule.supersedes.iter().enumerate() {
                let path = ["rules", id, "supersedes", &index.to_string()];
                if !self.known(&path, "rule", other, rules.keys().map(String::as_str)) {
                    continue;
                }
                if rules.get(other).is_some_and(|other| other.metric.is_some()) {
                    let message = format!("`{other}` is a rule over a metric: it has no signal");
                    self.error(&path, Code::WrongType, message);
                }
            }
        }
        let graph = rules
            .iter()
            .map(|(id, rule)| {
                let below = rule.supersedes.iter().map(String::as_str).collect();
                (id.as_str(), below)
            })
            .collect();
        for id in cycle(&graph) {
            let message = format!("rule `{id}` supersedes itself");
            self.error(&["rules", id, "supersedes"], Code::Malformed, message);
        }
    }

    /// Warns of a rule that fires exactly where another does. A shadow is a trial, and may.
    pub(super) fn twins(&mut self, compiled: &Compiled) {
        let live = |id: &str| self.spec.rules.get(id).is_some_and(|rule| !rule.shadow);
        let rules: Vec<_> = compiled
            .rules
            .values()
            .filter(|rule| live(&rule.id))
            .collect();
        let mut twins = Vec::new();
        for (index, rule) in rules.iter().enumerate() {
            let same = |other: &&&super::Rule| {
                other.subject == rule.subject && other.pattern == rule.pattern
            };
            if let Some(other) = rules.iter().take(index).find(same) {
                twins.push((rule.id.clone(), other.id.clone()));
            }
        }
        for (id, other) in twins {
            let message = format!("rule `{id}` fires exactly where rule `{other}` does");
            self.warn(&["rules", &id], Code::Ambiguous, message);
        }
    }

    /// Warns of a rule at each of whose signals another fires that supersedes it.
    pub(super) fn shadowed(&mut self, compiled: &Compiled) {
        let spec = self.spec;
        let alone = |id: &str| match compiled.rules.get(id) {
            Some(Rule {
                subject: Subject::Signal(when),
                pattern: Pattern::Each,
                ..
            }) => Some(when),
            _ => None,
        };
        for (above, rule) in spec.rules.iter().filter(|(_, rule)| !rule.shadow) {
            for below in &rule.supersedes {
                let Some(other) = spec.rules.get(below).filter(|other| !other.shadow) else {
                    continue;
                };
                // A concern is raised all the same where its case is not open yet.
                let followed = other.raise.case.is_none() || other.raise.case == rule.raise.case;
                let always = alone(below)
                    .zip(alone(above))
                    .is_some_and(|(one, by)| one.implies(by));
                if followed && always && above != below {
                    let message = format!(
                        "never raised: `{above}`, which supersedes it, fires at each of its signals"
                    );
                    self.warn(&["rules", below], Code::Ambiguous, message);
                }
            }
        }
    }

    /// Brings the rules into an order in which each comes after those whose alerts it waits on.
    pub(super) fn order(&mut self, compiled: &mut Compiled) {
        let waits: Few<&str, Vec<&str>> = compiled
            .rules
            .values()
            .map(|rule| {
                let on = rule.subjects().into_iter().filter_map(|on| on.alert());
                (rule.id.as_str(), on.collect())
            })
            .collect();
        let cycles = cycle(&waits);
        for id in &cycles {
            let message = format!("rule `{id}` waits on its own alert");
            self.error(&["rules", id, "alert"], Code::Malformed, message);
        }
        let order = in_order(&waits);
        compiled.rule_order = order.into_iter().map(str::to_owned).collect();
    }
}

/// The names of a graph, each after those that it waits on, else in their own order; none that waits
/// on itself.
fn in_order<'g>(waits: &Few<&'g str, Vec<&'g str>>) -> Vec<&'g str> {
    let mut open: Few<&str, usize> = waits.keys().map(|id| (*id, 0)).collect();
    let mut behind: Few<&str, Vec<&str>> = waits.keys().map(|id| (*id, Vec::new())).collect();
    for (id, on) in waits {
        for on in on {
            if let (Some(number), Some(behind)) = (open.get_mut(id), behind.get_mut(on)) {
                *number += 1;
                behind.push(*id);
            }
        }
    }
    let ready = open.iter().filter(|(_, number)| **number == 0);
    // The last is the next.
    let mut ready: Vec<&str> = ready.map(|(id, _)| *id).rev().collect();
    let mut order = Vec::new();
    while let Some(id) = ready.pop() {
        order.push(id);
        for next in behind.get(id).into_iter().flatten() {
            if let Some(number) = open.get_mut(next) {
                *number -= 1;
                if *number == 0 {
                    let place = ready.partition_point(|other| other > next);
                    ready.insert(place, next);
                }
            }
        }
    }
    order
}
