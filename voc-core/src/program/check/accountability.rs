//! Goals and reports: one definition for every level, and somebody to read them.

use super::super::spec::GoalSpec;
use super::Checker;
use crate::document::Diagnostic;
use crate::error::Code;
use crate::metric::period_of;
use crate::program::MetricKind;
use crate::time::{Span, written};

/// More customers than this do not speak in a report.
const VOICES_MAX: u32 = 100;

/// What to write where a goal goes against its metric.
fn better_hint(kind: MetricKind, meant: &str) -> String {
    let may_say = matches!(
        kind,
        MetricKind::Ces
            | MetricKind::Mean
            | MetricKind::Median
            | MetricKind::Points
            | MetricKind::Gap
    );
    if may_say {
        format!("say `{meant}`, or which end is `better` in the metric")
    } else {
        format!("say `{meant}`")
    }
}

impl Checker<'_> {
    pub(super) fn goals(&mut self) {
        let spec = self.spec;
        for (id, goal) in &spec.goals {
            let path = |key| ["goals", id.as_str(), key];
            self.goal_metric(&path("metric"), goal);
            self.aim(id, goal);
            if written::date(&goal.due).is_none() {
                let message = format!("`{}` is not a date: write it as 2027-12-31", goal.due);
                self.error(&path("due"), Code::BadTime, message);
            }
            if goal.over.is_some_and(Span::is_zero) {
                let message = "a goal over no time counts no answers";
                self.error(&path("over"), Code::OutOfRange, message);
            }
            if goal.min_n == Some(0) {
                let message = "no answer is judged: `min_n` is at least 1";
                self.error(&path("min_n"), Code::OutOfRange, message);
            }
            self.cascade(id, goal);
            self.one_definition(id, goal);
        }
    }

    fn goal_metric(&mut self, path: &[&str], goal: &GoalSpec) {
        let metrics = &self.spec.metrics;
        if !metrics.contains_key(&goal.metric) {
            let message = format!("unknown metric `{}`", goal.metric);
            let found = Diagnostic::error(Code::Unknown, message);
            let known = metrics.keys().map(String::as_str);
            self.add(path, found.nearest(&goal.metric, known));
        }
    }

    /// A goal says once what it aims at, on the scale of its metric, and towards the better end of it.
    fn aim(&mut self, id: &str, goal: &GoalSpec) {
        let said = [
            ("target", goal.target, None),
            ("at_least", goal.at_least, Some(false)),
            ("at_most", goal.at_most, Some(true)),
        ];
        let mut said = said
            .into_iter()
            .filter_map(|(key, number, low)| Some((key, number?, low)));
        let Some((key, number, at_most)) = said.next() else {
            let message = "a goal says `target`, `at_least` or `at_most`";
            self.error(&["goals", id], Code::Missing, message);
            return;
        };
        if let Some((other, ..)) = said.next() {
            let message = format!("a goal that says `{key}` does not say `{other}` too");
            self.error(&["goals", id, other], Code::Ambiguous, message);
        }
        let Some(metric) = self.spec.metrics.get(&goal.metric) else {
            return;
        };
        let path = ["goals", id, key];
        let [low, high] = metric.range();
        if !(low..=high).contains(&number) {
            let message = format!("metric `{}` runs from {low} to {high}", goal.metric);
            self.error(&path, Code::OutOfRange, message);
        }
        let is_low = metric.is_better_low();
        if metric.has_better() && at_most.is_some_and(|at_most| at_most != is_low) {
            let (end, meant) = if is_low {
                ("low", "at_most")
            } else {
                ("high", "at_least")
            };
            let message = format!("a {end} `{}` is the better one", goal.metric);
            let found = Diagnostic::error(Code::Ambiguous, message);
            self.add(&path, found.hint(better_hint(metric.kind, meant)));
        }
    }

    /// The units of a goal go down the tree.
    fn cascade(&mut self, id: &str, goal: &GoalSpec) {
        let units = &self.spec.units;
        if goal.cascade.is_empty() {
            let message = "a goal without a unit is nobody's";
            self.error(&["goals", id, "cascade"], Code::Missing, message);
        }
        let mut above: Option<&str> = None;
        for (index, unit) in goal.cascade.iter().enumerate() {
            let index = index.to_string();
            let path = ["goals", id, "cascade", &index];
            if !units.contains_key(unit) {
                let found = Diagnostic::error(Code::Unknown, format!("unknown unit `{unit}`"));
                let known = units.keys().map(String::as_str);
                self.add(&path, found.nearest(unit, known));
                return;
            }
            if let Some(above) = above
                && !self.is_below(unit, above)
            {
                let message =
                    format!("`{unit}` is not below `{above}`: a goal goes down the tree of units");
                self.error(&path, Code::OutOfOrder, message);
            }
            above = Some(unit);
        }
    }

    fn is_below(&self, unit: &str, above: &str) -> bool {
        let units = &self.spec.units;
        let parent = |unit: &&str| units.get(*unit)?.parent.as_deref();
        let up = std::iter::successors(Some(unit), parent);
        up.skip(1).take(units.len()).any(|unit| unit == above)
    }

    /// No unit is held to two numbers where one is meant: goals that meet in a unit, and are due the same day,
    /// have the same target of the same metric, and do not count the same answers in two ways.
    fn one_definition(&mut self, id: &str, goal: &GoalSpec) {
        let spec = self.spec;
        let before = spec.goals.iter().take_while(|(other, _)| *other != id);
        for (other, earlier) in before {
            if earlier.metric == goal.metric && spec.aim(earlier).at_most != spec.aim(goal).at_most
            {
                let message = format!(
                    "goal `{other}` wants `{}` the other way: one end of a metric is the better one",
                    goal.metric
                );
                self.error(&["goals", id], Code::Ambiguous, message);
                return;
            }
            let mut shared = goal.cascade.iter();
            let shared = shared.find(|unit| earlier.cascade.contains(unit));
            let Some(unit) = shared.filter(|_| earlier.due == goal.due) else {
                continue;
            };
            if earlier.metric == goal.metric {
                let same = spec.aim(earlier) == spec.aim(goal)
                    && (earlier.over, earlier.min_n) == (goal.over, goal.min_n);
                if !same {
                    let metric = &goal.metric;
                    let message = format!(
                        "goal `{other}` holds unit `{unit}` to another number of `{metric}` by the same day"
                    );
                    self.error(&["goals", id], Code::Ambiguous, message);
                    return;
                }
                continue;
            }
            let metrics = &spec.metrics;
            let (one, two) = (metrics.get(&earlier.metric), metrics.get(&goal.metric));
            if let (Some(one), Some(two)) = (one, two)
                && (one.kind, &one.of) == (two.kind, &two.of)
            {
                let message = format!(
                    "goal `{other}` holds unit `{unit}` to `{}`, which counts the same answers otherwise",
                    earlier.metric
                );
                let found = Diagnostic::error(Code::Ambiguous, message)
                    .hint("use one definition for every level");
                self.add(&["goals", id, "metric"], found);
                return;
            }
        }
    }

    pub(super) fn reports(&mut self) {
        let spec = self.spec;
        for (id, report) in &spec.reports {
            let path = |key| ["reports", id.as_str(), key];
            let roles = || spec.roles.keys().map(String::as_str);
            for role in report.to.iter() {
                self.known(&path("to"), "role", role, roles());
            }
            if report.to.0.is_empty() {
                self.error(&path("to"), Code::Missing, "a report is for somebody");
            }
            if let Err(error) = period_of(report.every) {
                self.add(&path("every"), Diagnostic::of(error));
            }
            for (index, metric) in report.metrics.iter().enumerate() {
                let known = spec.metrics.keys().map(String::as_str);
                let index = index.to_string();
                let path = ["reports", id, "metrics", &index];
                if spec.metrics.is_empty() {
                    let message = format!("unknown metric `{metric}`");
                    self.error(&path, Code::Unknown, message);
                }
                self.known(&path, "metric", metric, known);
            }
            if report.voices > VOICES_MAX {
                let message = format!("at most {VOICES_MAX} customers speak in a report");
                self.error(&path("voices"), Code::OutOfRange, message);
            }
            if report.review_by.is_some_and(Span::is_zero) {
                let message = "nobody reviews a report in no time";
                self.error(&path("review_by"), Code::OutOfRange, message);
            }
            if spec.units.is_empty() {
                let message = "there is no unit to report on";
                self.warn(&["reports", id], Code::Missing, message);
            }
        }
    }
}
