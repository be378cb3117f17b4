//! The rules over metrics of a program, compiled: when each is judged, and on which answers.

use super::super::group::Grouping;
use super::super::{CellKey, MetricPlan, Tally};
use super::family::{Group, judge_groups};
use super::judge::{Answers, Judgement};
use super::window::{Days, last_day, next, window, window_before};
use crate::ordered::Map;
use crate::program::{MetricKind, MetricRule, MetricTest, Program};
use crate::time::Time;
use crate::zone::Zone;
use chrono::NaiveDate;

/// The rules over metrics of a program.
#[derive(Debug, Clone, Default)]
pub struct WatchPlan {
    rules: Vec<Watched>,
}

/// A rule over a metric, compiled.
#[derive(Debug, Clone)]
pub struct Watched {
    rule: MetricRule,
    kind: MetricKind,
    grouping: Grouping,
    /// How long after the end of a period answers of it may still come.
    lateness: i64,
    zone: Zone,
}

impl WatchPlan {
    /// Compiles the rules over metrics.
    pub fn of(program: &Program, metrics: &MetricPlan) -> Self {
        let watched = |rule: &MetricRule| {
            Some(Watched {
                kind: program.spec().metrics.get(&rule.metric)?.kind,
                grouping: metrics.grouping(&rule.metric, &rule.by)?,
                lateness: metrics.lateness(rule),
                zone: program.zone().clone(),
                rule: rule.clone(),
            })
        };
        Self {
            rules: program.metric_rules().filter_map(watched).collect(),
        }
    }

    /// The rules, by id.
    pub fn rules(&self) -> &[Watched] {
        &self.rules
    }
}

impl Watched {
    /// The rule.
    pub fn rule(&self) -> &MetricRule {
        &self.rule
    }

    /// The instant at which the period that ends with this local day ends.
    pub fn end(&self, last: NaiveDate) -> Time {
        Time::start_of_day(&self.zone, next(last))
    }

    /// When it is judged: at its end no answer is still to come but late ones.
    pub fn due(&self, last: NaiveDate) -> Time {
        self.end(last).plus(self.lateness)
    }

    /// The last day of the first period that is judged after an instant.
    pub fn first_after(&self, now: Time) -> NaiveDate {
        let ended = now.plus(-self.lateness).date_in(&self.zone);
        let day_before = ended.pred_opt().unwrap_or(ended);
        let mut last = last_day(self.rule.every, day_before);
        while self.due(last) <= now && self.due(last) < Time::MAX {
            last = last_day(self.rule.every, next(last));
        }
        last
    }

    /// The last day of the first period from one on whose window holds any answer.
    pub fn first_with_answers(
        &self,
        from: NaiveDate,
        tallies: &Map<CellKey, Tally>,
    ) -> Option<NaiveDate> {
        let mut last = from;
        loop {
            let days = window(self.rule.over, last);
            let (key, _) = tallies.range(self.first_cell(days.first)..).next()?;
            if key.metric != self.rule.metric {
                return None;
            }
            if key.day <= last {
                return Some(last);
            }
            last = last_day(self.rule.every, key.day);
        }
    }

    /// The window that ends with a period.
    pub fn window(&self, last: NaiveDate) -> Days {
        window(self.rule.over, last)
    }

    /// Judges all groups at the end of the period with this last day.
    pub fn judge(&self, last: NaiveDate, tallies: &Map<CellKey, Tally>) -> Map<Group, Judgement> {
        let days = self.window(last);
        let mut groups: Map<Group, Answers> = Map::new();
        self.merge(days, tallies, |group, tally| {
            groups.or_default(&group).window.merge(tally);
        });
        if matches!(self.rule.test, MetricTest::Change { .. }) {
            let before = window_before(self.rule.over, days);
            self.merge(before, tallies, |group, tally| {
                groups.or_default(&group).before.merge(tally);
            });
        }
        judge_groups(&self.rule, self.kind, &groups)
    }

    fn merge(&self, days: Days, tallies: &Map<CellKey, Tally>, mut add: impl FnMut(Group, Tally)) {
        let cells = tallies
            .range(self.first_cell(days.first)..)
            .take_while(|(key, _)| key.metric == self.rule.metric && key.day <= days.last);
        for (key, tally) in cells {
            for group in self.grouping.groups(key) {
                // What does not say its unit is of no unit.
                if let Some(group) = group.into_iter().collect() {
                    add(group, *tally);
                }
            }
        }
    }

    /// Before all cells of the metric from a day on.
    fn first_cell(&self, day: NaiveDate) -> CellKey {
        CellKey {
            metric: self.rule.metric.clone(),
            day,
            group: Vec::new(),
            segments: Vec::new(),
        }
    }
}
