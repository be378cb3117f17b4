//! The rules of a program against one signal and those before it.

use super::alert::{Alert, AlertKind, Why, Window};
use super::customer::{CustomerState, Key, Retained};
use super::facts::SignalFacts;
use crate::digest::id;
use crate::named::Named;
use crate::program::{CountSpec, CountWindow, Pattern, Program, RuleSpec};
use crate::value::Value;

/// The rules of a program, indexed by the kinds of signal that they can match.
#[derive(Debug, Clone)]
pub struct Plan {
    program: Program,
    by_kind: Named<Vec<String>>,
    any_kind: Vec<String>,
    window_max: i64,
}

impl Plan {
    /// Compiles the rules of a program.
    pub fn of(program: &Program) -> Self {
        let mut plan = Self {
            program: program.clone(),
            by_kind: Named::new(),
            any_kind: Vec::new(),
            window_max: 0,
        };
        for rule in program.rules() {
            let id = &rule.id;
            let Some(window) = reach(&rule.pattern) else {
                continue;
            };
            let kinds = program
                .rule_condition(id)
                .and_then(|condition| condition.requires("kind"));
            match kinds {
                Some(kinds) => {
                    for kind in kinds {
                        let rules = plan.by_kind.or_default(kind);
                        if !rules.contains(id) {
                            rules.push(id.clone());
                        }
                    }
                }
                None => plan.any_kind.push(id.clone()),
            }
            plan.window_max = plan.window_max.max(window);
        }
        plan
    }

    /// The program that it was compiled from.
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// The longest window that any rule looks back over, in microseconds.
    pub fn window_max(&self) -> i64 {
        self.window_max
    }

    /// The alerts that fire at a signal of a customer's ordered signals. Without `patterns` only the
    /// rules on a single signal are looked at.
    pub(super) fn fire(
        &self,
        customer: Option<&str>,
        state: &CustomerState,
        key: &Key,
        retained: &Retained,
    ) -> Vec<Alert> {
        let attributes = state.attributes_at(key);
        let facts = SignalFacts {
            program: &self.program,
            signal: &retained.signal,
            attributes: &attributes,
        };
        let kind = self.by_kind.get(&retained.signal.kind);
        let mut alerts = Vec::new();
        for rule in kind.into_iter().flatten().chain(&self.any_kind) {
            let (Some(spec), Some(condition)) = (
                self.program.spec().rules.get(rule),
                self.program.rule_condition(rule),
            ) else {
                continue;
            };
            if !condition.holds(&facts).is_yes() {
                continue;
            }
            let (same, signals, window) = match &spec.count {
                None => (None, vec![key.1.clone()], None),
                Some(_) if retained.late || customer.is_none() => continue,
                Some(count) => match self.count(state, rule, count, key, retained) {
                    Some(found) => found,
                    None => continue,
                },
            };
            alerts.push(Alert {
                id: id("a", &(rule, customer, &same, &key.1)),
                revision: 0,
                rule: rule.clone(),
                kind: kind_of(spec),
                at: key.0,
                customer: customer.map(str::to_owned),
                same,
                signal: key.1.clone(),
                signals,
                why: Why {
                    clauses: condition.explain(&facts),
                    window,
                },
            });
        }
        alerts
    }

    /// Fires where this signal brings the count from below `at_least` to it: then there are exactly
    /// so many in the window that ends with it, itself included.
    fn count(
        &self,
        state: &CustomerState,
        rule: &str,
        count: &CountSpec,
        key: &Key,
        retained: &Retained,
    ) -> Option<(Option<String>, Vec<String>, Option<Window>)> {
        let condition = self.program.rule_condition(rule)?;
        let same = match &count.same {
            Some(field) => Some(retained.signal.fields.get(field)?),
            None => None,
        };
        let within = count.within?;
        let edge = within.window_edge(key.0, self.program.zone());
        let mut signals = Vec::new();
        for (other, before) in state.up_to(key).rev() {
            if other.0 <= edge {
                break;
            }
            let same_value = count
                .same
                .as_ref()
                .map(|field| before.signal.fields.get(field));
            if before.late || same_value.is_some_and(|value| value != same) {
                continue;
            }
            let attributes = state.attributes_at(other);
            let facts = SignalFacts {
                program: &self.program,
                signal: &before.signal,
                attributes: &attributes,
            };
            if condition.holds(&facts).is_yes() {
                signals.push(other.1.clone());
            }
        }
        let found = u32::try_from(signals.len()).unwrap_or(u32::MAX);
        if found != count.at_least {
            return None;
        }
        signals.reverse();
        let window = Window {
            from: edge,
            to: key.0,
            within,
            count: found,
            at_least: count.at_least,
        };
        Some((same.map(Value::to_string), signals, Some(window)))
    }
}

/// How far a pattern looks back, in microseconds; absent where it is not run yet.
fn reach(pattern: &Pattern) -> Option<i64> {
    match pattern {
        Pattern::Each => Some(0),
        Pattern::Count(count) => match (count.window, &count.distinct) {
            (CountWindow::Rolling(span), None) => Some(span.at_most()),
            _ => None,
        },
        _ => None,
    }
}

fn kind_of(rule: &RuleSpec) -> AlertKind {
    if rule.raise.praise {
        AlertKind::Praise
    } else {
        AlertKind::Concern
    }
}
