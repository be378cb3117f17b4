//! Rules over metrics.

use super::super::super::rule::{MetricRule, MetricTest};
use super::super::super::spec::{Every, MetricKind, MetricSpec, Period, RuleSpec};
use super::super::Checker;
use crate::document::Diagnostic;
use crate::error::Code;
use crate::time::{DAY, Span};

/// The fewest answers that a metric is judged on where the rule does not say.
const MIN_N: u32 = 30;
/// The groups that every metric is kept by, and the segments.
const GROUPS: [&str; 5] = ["stage", "touch_point", "channel", "unit", "segment"];

impl Checker<'_> {
    pub(super) fn metric_rule(&mut self, id: &str, rule: &RuleSpec) -> Option<MetricRule> {
        let before = self.found.len();
        let path = |key| ["rules", id, key];
        self.only_of_signals(id, rule);
        let name = rule.metric.as_ref()?;
        let metrics = &self.spec.metrics;
        let Some(metric) = metrics.get(name) else {
            let found = Diagnostic::error(Code::Unknown, format!("unknown metric `{name}`"));
            let known = metrics.keys().map(String::as_str);
            self.add(&path("metric"), found.nearest(name, known));
            return None;
        };
        for (index, group) in rule.by.iter().enumerate() {
            let known = GROUPS
                .into_iter()
                .chain(metric.by.iter().map(String::as_str));
            let what = format!("group of metric `{name}`:");
            self.known(
                &["rules", id, "by", &index.to_string()],
                &what,
                group,
                known,
            );
        }
        let (every, length) = self.every(id, rule);
        let over = rule.over.unwrap_or(length);
        if over.is_zero() || over.fixed().is_some_and(|micros| micros % DAY != 0) {
            let message = "a metric is judged over whole days, weeks, months or years";
            self.error(&path("over"), Code::OutOfRange, message);
        }
        if rule.min_n == Some(0) {
            let message = "no answer is judged: `min_n` is at least 1";
            self.error(&path("min_n"), Code::OutOfRange, message);
        }
        if rule
            .confidence
            .is_some_and(|level| !(level > 0.0 && level < 1.0))
        {
            let message = "a confidence lies between 0 and 1";
            self.error(&path("confidence"), Code::OutOfRange, message);
        }
        let significant = rule
            .change
            .as_ref()
            .is_some_and(|change| change.significant);
        if rule.family.is_some() && rule.confidence.is_none() && !significant {
            let message = "a family of tests shares a `confidence`: say one";
            self.error(&path("family"), Code::Missing, message);
        }
        let test = self.test(id, rule, name, metric);
        if self.found.len() > before {
            return None;
        }
        Some(MetricRule {
            id: id.to_owned(),
            metric: name.clone(),
            by: rule.by.clone(),
            every,
            over,
            test: test?,
            min_n: rule.min_n.unwrap_or(MIN_N),
            confidence: rule.confidence,
            family: rule.family.unwrap_or_default(),
        })
    }

    fn only_of_signals(&mut self, id: &str, rule: &RuleSpec) {
        let present = [
            ("when", rule.when.is_some()),
            ("alert", rule.alert.is_some()),
            ("count", rule.count.is_some()),
            ("nth", rule.nth.is_some()),
            ("every", matches!(rule.every, Some(Every::Nth(_)))),
            ("sequence", rule.sequence.is_some()),
            ("absent", rule.absent.is_some()),
            ("streak", rule.streak.is_some()),
            ("silence", rule.silence.is_some()),
            ("supersedes", !rule.supersedes.is_empty()),
        ];
        for (key, _) in present.iter().filter(|(_, present)| *present) {
            let message = if *key == "every" {
                "with `metric` it is a length of time: P1D, P1W or P1M".to_owned()
            } else {
                format!("`{key}` is about one customer's signals, `metric` about a number of all")
            };
            self.error(&["rules", id, key], Code::Ambiguous, message);
        }
        if rule.settle {
            let message = "a rule over a metric is settled when it is judged";
            self.error(&["rules", id, "settle"], Code::Malformed, message);
        }
        if rule.raise.case.is_some() {
            let message = "a number is no customer: a rule over a metric opens no case";
            self.error(&["rules", id, "raise", "case"], Code::Malformed, message);
        }
        if rule.raise.to.as_deref() == Some("employee") {
            let message = "a number has no employee";
            self.error(&["rules", id, "raise", "to"], Code::Malformed, message);
        }
    }

    fn every(&mut self, id: &str, rule: &RuleSpec) -> (Period, Span) {
        let day = (Period::Day, Span::of_days(1));
        let Some(Every::Period(every)) = &rule.every else {
            return day;
        };
        match every.to_string().as_str() {
            "P1D" => day,
            "P7D" => (Period::Week, *every),
            "P1M" => (Period::Month, *every),
            _ => {
                let message = format!("`{every}`: a metric is judged each P1D, P1W or P1M");
                self.error(&["rules", id, "every"], Code::OutOfRange, message);
                day
            }
        }
    }

    fn test(
        &mut self,
        id: &str,
        rule: &RuleSpec,
        name: &str,
        metric: &MetricSpec,
    ) -> Option<MetricTest> {
        let path = |key| ["rules", id, key];
        let range = match metric.kind {
            MetricKind::Nps => -100.0..=100.0,
            #[cfg(not(small))]
            kind if !kind.is_share() => {
                let [low, high] = metric.range();
                low..=high
            }
            _ => 0.0..=1.0,
        };
        #[cfg(not(small))]
        if metric.kind == MetricKind::Median && rule.change.is_some() {
            let message = "how far two medians lie apart has no interval here";
            let found = Diagnostic::error(Code::NotAllowed, message);
            self.add(
                &path("change"),
                found.hint("watch it `below` or `above` a level, or a `mean`"),
            );
        }
        let levels = [
            ("below", rule.below),
            ("above", rule.above),
            ("clear", rule.clear),
        ];
        for (key, level) in levels {
            if level.is_some_and(|level| !range.contains(&level)) {
                let (low, high) = (range.start(), range.end());
                let message = format!("metric `{name}` runs from {low} to {high}");
                self.error(&path(key), Code::OutOfRange, message);
            }
        }
        match (rule.below, rule.above, &rule.change) {
            (Some(level), None, None) => {
                let clear = rule.clear.unwrap_or(level);
                if clear < level {
                    let message = "it clears above the level that it fires below";
                    self.error(&path("clear"), Code::OutOfRange, message);
                }
                Some(MetricTest::Below { level, clear })
            }
            (None, Some(level), None) => {
                let clear = rule.clear.unwrap_or(level);
                if clear > level {
                    let message = "it clears below the level that it fires above";
                    self.error(&path("clear"), Code::OutOfRange, message);
                }
                Some(MetricTest::Above { level, clear })
            }
            (None, None, Some(change)) => {
                if rule.clear.is_some() {
                    let message = "a change has no level to clear";
                    self.error(&path("clear"), Code::Malformed, message);
                }
                let own = [
                    ("field", change.field.is_some()),
                    ("since", change.since.is_some()),
                    ("same", change.same.is_some()),
                ];
                for (key, _) in own.iter().filter(|(_, present)| *present) {
                    let message = "a metric is held against the period before";
                    self.error(&["rules", id, "change", key], Code::Malformed, message);
                }
                let by = self.distance(&path("change"), change.by);
                if change.by.is_none() && !change.significant {
                    let message = "the key `by` or `significant` is missing";
                    self.error(&path("change"), Code::Missing, message);
                }
                Some(MetricTest::Change {
                    by,
                    significant: change.significant,
                })
            }
            (None, None, None) => {
                let message = "the key `below`, `above` or `change` is missing";
                self.error(&["rules", id], Code::Missing, message);
                None
            }
            _ => {
                let message = "one of `below`, `above` and `change`; make two rules of it";
                self.error(&["rules", id], Code::Ambiguous, message);
                None
            }
        }
    }
}
