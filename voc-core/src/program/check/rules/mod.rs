//! Rules: each looks at one thing, in one pattern, and none waits on itself.

mod graph;
mod limits;
mod metric;
mod parts;
mod patterns;
mod raise;

use super::super::Compiled;
use super::super::rule::{Pattern, Rule, Subject};
use super::super::spec::{Every, RuleSpec};
use super::Checker;
use crate::error::Code;

impl Checker<'_> {
    pub(super) fn rules(&mut self, compiled: &mut Compiled) {
        let spec = self.spec;
        for (id, rule) in &spec.rules {
            if rule.metric.is_some() {
                if let Some(rule) = self.metric_rule(id, rule) {
                    compiled.metric_rules.insert(id.clone(), rule);
                }
            } else if let Some(rule) = self.signal_rule(id, rule) {
                compiled.rules.insert(id.clone(), rule);
            }
            self.raise(id, rule);
        }
        self.supersedes();
        self.twins(compiled);
        self.shadowed(compiled);
        self.order(compiled);
    }

    fn signal_rule(&mut self, id: &str, rule: &RuleSpec) -> Option<Rule> {
        let metric_only = [
            ("by", !rule.by.is_empty()),
            ("over", rule.over.is_some()),
            ("below", rule.below.is_some()),
            ("above", rule.above.is_some()),
            ("clear", rule.clear.is_some()),
            ("min_n", rule.min_n.is_some()),
            ("confidence", rule.confidence.is_some()),
            ("family", rule.family.is_some()),
            ("every", matches!(rule.every, Some(Every::Period(_)))),
        ];
        let before = self.found.len();
        for (key, _) in metric_only.iter().filter(|(_, present)| *present) {
            let message = format!("`{key}` is for a rule over a `metric`");
            self.error(&["rules", id, key], Code::Malformed, message);
        }
        if self.found.len() > before {
            return None;
        }
        self.one_pattern(id, rule)?;
        let subject = self.subject_of_rule(id, rule);
        let pattern = self.pattern(id, rule);
        match (subject, pattern?) {
            (subject, Pattern::Sequence(sequence)) => Some(Rule {
                id: id.to_owned(),
                subject: match sequence.steps.first() {
                    Some(first) => first.subject.clone(),
                    None => subject?,
                },
                pattern: Pattern::Sequence(sequence),
            }),
            (subject, pattern) => Some(Rule {
                id: id.to_owned(),
                subject: subject?,
                pattern,
            }),
        }
    }

    /// Finds a second pattern.
    fn one_pattern(&mut self, id: &str, rule: &RuleSpec) -> Option<()> {
        let patterns = [
            ("count", rule.count.is_some()),
            ("nth", rule.nth.is_some()),
            ("every", rule.every.is_some()),
            ("sequence", rule.sequence.is_some()),
            ("absent", rule.absent.is_some()),
            ("change", rule.change.is_some()),
            ("streak", rule.streak.is_some()),
            ("silence", rule.silence.is_some()),
        ];
        let mut present = patterns.iter().filter(|(_, present)| *present);
        if let (Some((first, _)), Some((second, _))) = (present.next(), present.next()) {
            let message = format!(
                "`{first}` and `{second}` are two patterns; let one rule wait on the other's `alert`"
            );
            self.error(&["rules", id, second], Code::Ambiguous, message);
            return None;
        }
        Some(())
    }

    fn subject_of_rule(&mut self, id: &str, rule: &RuleSpec) -> Option<Subject> {
        let path = |key| ["rules", id, key];
        if rule.sequence.is_some() {
            for (key, present) in [
                ("when", rule.when.is_some()),
                ("alert", rule.alert.is_some()),
            ] {
                if present {
                    let message = format!("in a sequence `{key}` stands in each step");
                    self.error(&path(key), Code::Malformed, message);
                }
            }
            return None;
        }
        if rule.silence.is_some() {
            if rule.alert.is_some() {
                let message = "a silence follows a signal: use `when`, or `absent` after an alert";
                self.error(&path("alert"), Code::Malformed, message);
                return None;
            }
            if rule.when.is_none() {
                return Some(Subject::Any);
            }
        }
        let place = ["rules", id];
        self.subject(&place, rule.when.as_deref(), rule.alert.as_deref())
    }

    /// What stands under `when` or `alert`: one of them.
    fn subject(
        &mut self,
        path: &[&str],
        when: Option<&str>,
        alert: Option<&str>,
    ) -> Option<Subject> {
        match (when, alert) {
            (Some(when), None) => self
                .condition(&[path, &["when"]].concat(), when, true)
                .map(Subject::Signal),
            (None, Some(alert)) => {
                let path = [path, &["alert"]].concat();
                let rules = &self.spec.rules;
                match rules.get(alert) {
                    Some(rule) if rule.metric.is_some() => {
                        let message = format!(
                            "`{alert}` is a rule over a metric: its alerts are of no customer"
                        );
                        self.error(&path, Code::WrongType, message);
                        None
                    }
                    Some(_) => Some(Subject::Alert(alert.to_owned())),
                    None => {
                        self.known(&path, "rule", alert, rules.keys().map(String::as_str));
                        None
                    }
                }
            }
            (Some(_), Some(_)) => {
                let message = "either `when` or `alert`: an alert is no signal";
                self.error(&[path, &["alert"]].concat(), Code::Ambiguous, message);
                None
            }
            (None, None) => {
                let message = if path.len() == 2 {
                    "a rule looks at something: the key `when`, `alert` or `metric` is missing"
                } else {
                    "the key `when` or `alert` is missing"
                };
                self.error(path, Code::Missing, message);
                None
            }
        }
    }
}
