//! The rules over metrics of a program, compiled: when each is judged, and on which answers.

use super::super::group::Grouping;
use super::super::{CellKey, Cells, MetricPlan, Reading};
use super::family::{Group, judge_groups};
use super::judge::{Answers, Judgement};
use super::window::{Days, last_day, next, window, window_before};
use crate::ordered::Map;
use crate::program::{MetricRule, MetricTest, Program};
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
    reading: Reading,
    grouping: Grouping,
    /// How long after the end of a period answers of it may still come, and for the periods that end
    /// after which instant that holds. It never becomes shorter.
    lateness: Vec<(Time, i64)>,
    zone: Zone,
    /// Since when the metric means what it does.
    metric_since: Option<Time>,
    /// Since when the rule is in force, and until when: it judges the periods that end after the one,
    /// and up to the other.
    since: Option<Time>,
    until: Option<Time>,
}

impl WatchPlan {
    /// Compiles the rules over metrics.
    pub fn of(program: &Program, metrics: &MetricPlan) -> Self {
        let watched = |rule: &MetricRule| Watched::of(program, metrics, rule, None);
        Self {
            rules: program.metric_rules().filter_map(watched).collect(),
        }
    }

    /// Compiles those of the version after the newest, in force from an instant on, beside those that
    /// there were. A rule that means the same goes on.
    pub(crate) fn follow(&mut self, before: &Program, metrics: &MetricPlan, from: Time) {
        let program = metrics.program();
        for rule in &mut self.rules {
            if rule.until.is_some() {
                continue;
            }
            if before.means_same_metric_rule(program, &rule.rule.id) {
                let longest = rule.lateness_max();
                rule.lateness
                    .push((from, metrics.lateness(&rule.rule).max(longest)));
            } else {
                rule.until = Some(from);
            }
        }
        for rule in program.metric_rules() {
            let mut others = self.rules.iter();
            let goes_on = others.any(|other| other.until.is_none() && other.rule.id == rule.id);
            if !goes_on {
                let watched = Watched::of(program, metrics, rule, Some(from));
                self.rules.extend(watched);
            }
        }
    }

    /// How far back a new version may lie: before any period that ends after it is judged.
    pub(crate) fn lateness_of_programs(&self) -> Option<i64> {
        let mut rules = self.rules.iter().filter(|rule| rule.until.is_none());
        let first = rules.next()?.lateness_max();
        Some(rules.fold(first, |least, rule| least.min(rule.lateness_max())))
    }

    /// The rules: those of the first version by id, then those that came with each version after it.
    pub fn rules(&self) -> &[Watched] {
        &self.rules
    }
}

impl Watched {
    fn of(
        program: &Program,
        metrics: &MetricPlan,
        rule: &MetricRule,
        since: Option<Time>,
    ) -> Option<Self> {
        Some(Self {
            reading: metrics.reading(&rule.metric)?,
            grouping: metrics.grouping(&rule.metric, &rule.by)?,
            lateness: vec![(Time::MIN, metrics.lateness(rule))],
            zone: program.zone().clone(),
            metric_since: metrics.since(&rule.metric),
            since,
            until: None,
            rule: rule.clone(),
        })
    }

    /// Its id, with when it began where that was in mid-stream.
    pub(crate) fn name(&self) -> String {
        match self.since {
            Some(since) => format!("{}@{since}", self.rule.id),
            None => self.rule.id.clone(),
        }
    }

    /// Since when it is in force; absent since the first version.
    pub(crate) fn since(&self) -> Option<Time> {
        self.since
    }

    /// When its window, and the one before where it looks at a change, will lie wholly in its time;
    /// absent where it has been in force since the first version.
    pub(crate) fn warming_until(&self) -> Option<Time> {
        let first = self.first_day()?;
        let mut last = last_day(self.rule.every, first);
        loop {
            let begins = self.looks_back_to(last);
            let following = last_day(self.rule.every, next(last));
            if begins >= first || following == last {
                return Some(self.end(last));
            }
            last = following;
        }
    }

    /// The first day of its window, or of the one before where it looks at a change.
    fn looks_back_to(&self, last: NaiveDate) -> NaiveDate {
        let days = self.window(last);
        match self.rule.test {
            MetricTest::Change { .. } => window_before(self.rule.over, days).first,
            MetricTest::Below { .. } | MetricTest::Above { .. } => days.first,
        }
    }

    /// The first local day that lies wholly in its time; absent where all do.
    fn first_day(&self) -> Option<NaiveDate> {
        let since = self.since?;
        let day = since.date_in(&self.zone);
        let whole = Time::start_of_day(&self.zone, day) >= since;
        Some(if whole { day } else { next(day) })
    }

    /// Whether a period with this last day is one that it judges, as far as its end goes.
    fn has_ended(&self, last: NaiveDate) -> bool {
        self.until.is_some_and(|until| self.end(last) > until)
    }

    fn lateness_max(&self) -> i64 {
        self.lateness.last().map_or(0, |(_, lateness)| *lateness)
    }

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
        let end = self.end(last);
        let mut steps = self.lateness.iter().rev();
        let step = steps.find(|(after, _)| end > *after);
        end.plus(step.map_or(0, |(_, lateness)| *lateness))
    }

    /// The last day of the first period that is judged after an instant; absent where its time is over.
    pub fn first_after(&self, now: Time) -> Option<NaiveDate> {
        let start = now.plus(-self.lateness_max());
        let start = self.since.map_or(start, |since| start.max(since));
        let ended = start.date_in(&self.zone);
        let day_before = ended.pred_opt().unwrap_or(ended);
        let mut last = last_day(self.rule.every, day_before);
        let judged = |last| {
            let due = self.due(last);
            let before = self.since.is_some_and(|since| self.end(last) <= since);
            (due <= now || before) && due < Time::MAX
        };
        while judged(last) {
            last = last_day(self.rule.every, next(last));
        }
        (!self.has_ended(last)).then_some(last)
    }

    /// The last day of the first period from one on whose window holds any answer.
    pub fn first_with_answers(&self, from: NaiveDate, cells: Cells<'_>) -> Option<NaiveDate> {
        self.first_reaching(from, cells, |last| self.window(last).first)
    }

    /// The same where other answers of its window may be elsewhere: of a change, an answer in the window
    /// before is enough.
    pub fn first_with_part_of_answers(
        &self,
        from: NaiveDate,
        cells: Cells<'_>,
    ) -> Option<NaiveDate> {
        self.first_reaching(from, cells, |last| self.looks_back_to(last))
    }

    fn first_reaching(
        &self,
        from: NaiveDate,
        cells: Cells<'_>,
        back: impl Fn(NaiveDate) -> NaiveDate,
    ) -> Option<NaiveDate> {
        let mut last = from;
        loop {
            let key = cells.first_from(self.reading, self.first_cell(back(last)))?;
            if !self.counts(key) {
                return None;
            }
            if key.day <= last {
                return Some(last);
            }
            last = last_day(self.rule.every, key.day);
            if self.has_ended(last) {
                return None;
            }
        }
    }

    /// The window that ends with a period.
    pub fn window(&self, last: NaiveDate) -> Days {
        window(self.rule.over, last)
    }

    /// The answers of each group at the end of the period with this last day.
    pub fn answers(&self, last: NaiveDate, cells: Cells<'_>) -> Map<Group, Answers> {
        let days = self.window(last);
        let mut groups: Map<Group, Answers> = Map::new();
        let before = matches!(self.rule.test, MetricTest::Change { .. })
            .then(|| window_before(self.rule.over, days));
        #[cfg(not(small))]
        if !self.reading.is_tallied() {
            self.each(days, cells.totals, |group, totals| {
                groups.or_default(&group).window_totals.merge(totals);
            });
            if let Some(before) = before {
                self.each(before, cells.totals, |group, totals| {
                    groups.or_default(&group).before_totals.merge(totals);
                });
            }
            return groups;
        }
        self.each(days, cells.tallies, |group, tally| {
            groups.or_default(&group).window.merge(*tally);
        });
        if let Some(before) = before {
            self.each(before, cells.tallies, |group, tally| {
                groups.or_default(&group).before.merge(*tally);
            });
        }
        groups
    }

    /// Judges all groups of an end together.
    pub fn judge(&self, groups: &Map<Group, Answers>) -> Map<Group, Judgement> {
        judge_groups(&self.rule, self.reading, groups)
    }

    fn each<T>(&self, days: Days, cells: &Map<CellKey, T>, mut add: impl FnMut(Group, &T)) {
        let cells = cells
            .range(self.first_cell(days.first)..)
            .take_while(|(key, _)| self.counts(key) && key.day <= days.last);
        for (key, sum) in cells {
            for group in self.grouping.groups(key) {
                // What does not say its unit is of no unit.
                if let Some(group) = group.into_iter().collect() {
                    add(group, sum);
                }
            }
        }
    }

    /// Whether a cell is of its metric, as that is meant.
    fn counts(&self, key: &CellKey) -> bool {
        key.metric == self.rule.metric && key.since == self.metric_since
    }

    /// Before all cells of the metric from a day on, none of them before its time.
    fn first_cell(&self, day: NaiveDate) -> CellKey {
        CellKey {
            metric: self.rule.metric.clone(),
            since: self.metric_since,
            day: self.first_day().map_or(day, |first| first.max(day)),
            group: Vec::new(),
            segments: Vec::new(),
        }
    }
}
