//! Steps of escalation: each has one cause that can come, and somebody to call for.

use super::super::Compiled;
use super::super::spec::{CaseSpec, EscalateCause, EscalateSpec, TargetName};
use super::Checker;
use super::organisation::cycle;
use crate::document::Diagnostic;
use crate::error::Code;
use crate::ordered::Few;
use crate::time::Span;

impl Checker<'_> {
    pub(super) fn escalations(&mut self, id: &str, case: &CaseSpec, compiled: &Compiled) {
        let names: Vec<String> = case.escalate.iter().map(EscalateSpec::name).collect();
        for (index, step) in case.escalate.iter().enumerate() {
            let place = index.to_string();
            let path = ["cases", id, "escalate", &place];
            if names
                .iter()
                .take(index)
                .any(|name| Some(name) == names.get(index))
            {
                let message = format!("there is another step `{}`", step.name());
                let found = Diagnostic::error(Code::Malformed, message);
                self.add(&path, found.hint("give each an `id`"));
            }
            self.cause(&path, case, step, &names);
            self.called_for(&path, step);
            self.lengths(&path, step, compiled);
        }
        let follows = |name: &'_ str| names.iter().position(|known| known == name);
        let mut graph: Few<&str, Vec<&str>> = Few::new();
        for (step, name) in case.escalate.iter().zip(&names) {
            let after = step
                .after
                .as_deref()
                .filter(|after| follows(after).is_some());
            graph.insert(name, after.into_iter().collect());
        }
        for name in cycle(&graph) {
            let place = follows(name).unwrap_or_default().to_string();
            let message = format!("step `{name}` waits on itself, and is never taken");
            self.error(
                &["cases", id, "escalate", &place, "after"],
                Code::Malformed,
                message,
            );
        }
    }

    /// It has one cause, and one that can come.
    fn cause(&mut self, path: &[&str], of: &CaseSpec, step: &EscalateSpec, names: &[String]) {
        let within = |key: &'static str| [path, &[key]].concat();
        let mut causes = step.causes();
        let (Some(cause), None) = (causes.next(), causes.next()) else {
            let message =
                "a step has one cause: `after`, `age`, `reopened`, `disputed` or `promises_broken`";
            self.error(path, Code::Malformed, message);
            return;
        };
        let is_after = matches!(cause, EscalateCause::After(_));
        if step.wait.is_some() && !is_after {
            let message = "`wait` belongs to `after`; of an `age` it is part of the length";
            self.error(&within("wait"), Code::NotAllowed, message);
        }
        match cause {
            EscalateCause::After(after) => {
                let targets = of.targets.keys().map(|target| target.name());
                let is_target = targets.clone().any(|target| target == after);
                if is_target {
                    return;
                }
                if TargetName::ALL.iter().any(|target| target.name() == after) {
                    let message =
                        format!("this type of case has no target `{after}`: it is never taken");
                    self.error(&within("after"), Code::Unknown, message);
                } else if !names.iter().any(|name| name == after) {
                    let known = targets.chain(names.iter().map(String::as_str));
                    let message = format!("unknown target or step `{after}`");
                    let found = Diagnostic::error(Code::Unknown, message).nearest(after, known);
                    self.add(&within("after"), found);
                } else if step.wait.is_none() {
                    let message = "a step after another says how long to `wait`";
                    self.error(path, Code::Missing, message);
                }
            }
            EscalateCause::Reopened(0)
            | EscalateCause::Disputed(0)
            | EscalateCause::PromisesBroken(0) => {
                self.error(path, Code::OutOfRange, "it counts from 1");
            }
            EscalateCause::Age(_)
            | EscalateCause::Reopened(_)
            | EscalateCause::Disputed(_)
            | EscalateCause::PromisesBroken(_) => {}
        }
    }

    /// There can be somebody to call for.
    fn called_for(&mut self, path: &[&str], step: &EscalateSpec) {
        let within = [path, &["to"]].concat();
        let spec = self.spec;
        let to = step.to.as_str();
        if to == "up" {
            if !spec.units.is_empty() && spec.units.values().all(|unit| unit.parent.is_none()) {
                let message = "no unit has another above it: there is nobody to call for";
                self.error(&within, Code::NotAllowed, message);
            }
            return;
        }
        let is_unit = spec.units.contains_key(to);
        if !is_unit && !spec.roles.contains_key(to) {
            let known = ["up"].into_iter();
            let known = known.chain(spec.roles.keys().map(String::as_str));
            let known = known.chain(spec.units.keys().map(String::as_str));
            let found = Diagnostic::error(Code::Unknown, format!("unknown role or unit `{to}`"));
            self.add(&within, found.nearest(to, known));
        } else if is_unit && spec.roles.contains_key(to) {
            let message = format!("`{to}` is a role and a unit");
            self.error(&within, Code::Ambiguous, message);
        }
    }

    fn lengths(&mut self, path: &[&str], step: &EscalateSpec, compiled: &Compiled) {
        let within = |key: &'static str| [path, &[key]].concat();
        for (key, length) in [("wait", step.wait), ("age", step.age)] {
            let is_none = |length: Span| length.fixed().is_none_or(|micros| micros == 0);
            if length.is_some_and(is_none) {
                let message = "it is a length of time in weeks, days, hours, minutes or seconds";
                self.error(&within(key), Code::OutOfRange, message);
            }
        }
        if let Some(calendar) = &step.calendar {
            if step.wait.is_none() && step.age.is_none() {
                let message = "only a `wait` or an `age` goes by a calendar";
                self.error(&within("calendar"), Code::NotAllowed, message);
            }
            self.open_calendar(
                &within("calendar"),
                calendar,
                "the step can never be taken",
                compiled,
            );
        }
    }
}
