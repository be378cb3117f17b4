//! Rules over metrics: judged when time has passed the end of a period by `lateness`.

use super::counted::Counted;
use super::event::What;
use super::facts::FactPlans;
use super::follow_up::FollowUp;
use crate::condition::{Facts, Truth};
use crate::digest::{SetHash, digest, id};
use crate::document::Read;
use crate::metric::Cells;
use crate::metric::watch::{Answers, Days, Finding, Group, Judgement, WatchPlan, Watched};
use crate::ordered::{Few, Map, Set};
use crate::program::{MetricTest, Program};
use crate::rule::{Alert, AlertKind, MetricFinding, Why};
use crate::signal::Signal;
use crate::time::Time;
use crate::value::Value;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// What the rules over metrics have found so far.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Read)]
// Without `columns` nothing is counted, and what somebody else counted must not be lost.
#[serde(deny_unknown_fields)]
pub(super) struct Watch {
    /// The rules, by name, and groups that have fired and are not armed again.
    fired: Set<(String, Group)>,
    /// The set of all their alerts.
    alerts: SetHash,
    /// What was counted instead of judged; absent where all customers are here.
    #[cfg(feature = "columns")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    counted: Option<Counted>,
    /// For each rule, the first period that is not judged yet: when it is due, and its last day; absent
    /// where its time is over.
    #[serde(skip)]
    ahead: Vec<Option<(Time, NaiveDate)>>,
    /// When the first of them is due.
    #[serde(skip)]
    wakes: Option<Time>,
}

/// A judging that is due: when, which rule, and the last day of its period.
pub(super) type Due = (Time, usize, NaiveDate);

impl Watch {
    /// Of an engine with a part of the customers: it counts, and does not judge.
    #[cfg(feature = "columns")]
    pub(super) fn of_part() -> Self {
        Self {
            counted: Some(Counted::default()),
            ..Self::default()
        }
    }

    /// What was counted instead of judged; absent where all customers are here.
    #[cfg(feature = "columns")]
    pub(super) fn counted(&self) -> Option<&Counted> {
        self.counted.as_ref()
    }

    #[cfg(feature = "columns")]
    fn counted_mut(&mut self) -> Option<&mut Counted> {
        self.counted.as_mut()
    }

    #[cfg(not(feature = "columns"))]
    pub(super) fn counted(&self) -> Option<&Counted> {
        None
    }

    #[cfg(not(feature = "columns"))]
    fn counted_mut(&mut self) -> Option<&mut Counted> {
        None
    }

    /// Nothing has been found: what a program without rules over metrics leaves out of its state.
    pub(super) fn is_empty(&self) -> bool {
        self.fired.is_empty() && self.alerts.is_empty() && self.counted().is_none()
    }

    /// Whatever was due by an instant has been judged.
    pub(super) fn pass(&mut self, plan: &WatchPlan, now: Option<Time>) {
        let now = now.unwrap_or(Time::MIN);
        if self.wakes.is_some_and(|wakes| now < wakes) {
            return;
        }
        let ahead = plan.rules().iter().map(|rule| after(rule, now));
        self.ahead = ahead.collect();
        self.wake();
    }

    fn wake(&mut self) {
        let ahead = self.ahead.iter().flatten();
        self.wakes = ahead.map(|(due, _)| *due).min();
    }

    /// Other rules are in force from an instant on; the rest has judged what was due by `now`.
    pub(super) fn follow(&mut self, plan: &WatchPlan, now: Option<Time>, from: Time) {
        let now = now.unwrap_or(Time::MIN);
        let ahead = plan.rules().iter().map(|rule| {
            let begins = rule.since() == Some(from);
            after(rule, if begins { Time::MIN } else { now })
        });
        self.ahead = ahead.collect();
        self.wake();
    }

    /// The first judging of groups that have answers, up to an instant.
    pub(super) fn next(&self, plan: &WatchPlan, cells: Cells<'_>, by: Time) -> Option<Due> {
        if self.wakes.is_none_or(|wakes| by < wakes) {
            return None;
        }
        let rules = plan.rules().iter().zip(&self.ahead).enumerate();
        rules
            .filter_map(|(index, (rule, ahead))| {
                let (_, last) = ahead.filter(|(due, _)| *due <= by)?;
                let last = match self.counted() {
                    None => rule.first_with_answers(last, cells),
                    Some(_) => rule.first_with_part_of_answers(last, cells),
                }?;
                Some((rule.due(last), index, last))
            })
            .filter(|(due, _, _)| *due <= by)
            .min()
    }

    /// Judges the groups of a rule at the end of a period, or counts their answers where others are
    /// elsewhere.
    pub(super) fn end(
        &mut self,
        plans: &FactPlans,
        cells: Cells<'_>,
        due: Due,
        follow_up: &mut FollowUp,
        out: &mut Vec<(Time, What)>,
    ) {
        let (now, index, last) = due;
        let Some(rule) = plans.watch.rules().get(index) else {
            return;
        };
        if let Some(ahead) = self.ahead.get_mut(index) {
            *ahead = after(rule, now);
        }
        self.wake();
        let groups = rule.answers(last, cells);
        match self.counted_mut() {
            Some(counted) => counted.add(due, groups),
            None => self.judge(plans, due, &groups, follow_up, out),
        }
    }

    /// Judges the groups of a rule at the end of a period.
    pub(super) fn judge(
        &mut self,
        plans: &FactPlans,
        due: Due,
        groups: &Map<Group, Answers>,
        follow_up: &mut FollowUp,
        out: &mut Vec<(Time, What)>,
    ) {
        let (now, index, last) = due;
        let Some(rule) = plans.watch.rules().get(index) else {
            return;
        };
        // A period is judged as the version says that was in force to its end.
        let end = rule.end(last).plus(-1);
        let program = plans.program_at(end);
        let judged = rule.judge(groups);
        let groups = u32::try_from(judged.len()).unwrap_or(u32::MAX);
        for (group, judgement) in judged {
            let key = (rule.name(), group);
            match judgement.finding {
                Finding::Fires if !self.fired.contains(&key) => {
                    let about = About::of(rule, last, &key.1);
                    let alert = about.alert(program, &judgement, groups);
                    self.alerts.add(&(
                        (&alert.id, &alert.rule, alert.kind, alert.at, &key.1),
                        judgement.answers,
                    ));
                    self.fired.insert(key.clone());
                    follow_up.judged(plans, program, &alert, &about, now, out);
                }
                Finding::Clears => {
                    self.fired.remove(&key);
                }
                Finding::Fires | Finding::Neither => {}
            }
        }
    }

    /// The digest of the facts, these included; where there are none, that of the others.
    pub(super) fn digest(&self, others: String) -> String {
        if self.alerts.is_empty() {
            return others;
        }
        digest(&("facts", others, self.alerts))
    }
}

/// The first period of a rule that is judged after an instant.
fn after(rule: &Watched, now: Time) -> Option<(Time, NaiveDate)> {
    let last = rule.first_after(now)?;
    Some((rule.due(last), last))
}

/// A group at the end of a period, as alerts and routes see it.
pub(super) struct About<'a> {
    rule: &'a Watched,
    end: Time,
    days: Days,
    group: Few<&'a str, &'a str>,
}

impl<'a> About<'a> {
    fn of(rule: &'a Watched, last: NaiveDate, group: &'a Group) -> Self {
        let names = rule.rule().by.iter().map(String::as_str);
        Self {
            rule,
            end: rule.end(last),
            days: rule.window(last),
            group: names.zip(group.iter().map(String::as_str)).collect(),
        }
    }

    fn alert(&self, program: &Program, judgement: &Judgement, groups: u32) -> Alert {
        let rule = self.rule.rule();
        let raise = program.spec().rules.get(&rule.id).map(|rule| &rule.raise);
        let (level, clear) = match rule.test {
            MetricTest::Below { level, clear } | MetricTest::Above { level, clear } => {
                (Some(level), Some(clear))
            }
            MetricTest::Change { .. } => (None, None),
        };
        let owned = |(name, value): (&&str, &&str)| ((*name).to_owned(), (*value).to_owned());
        let found = MetricFinding {
            metric: rule.metric.clone(),
            group: self.group.iter().map(owned).collect(),
            from: self.days.first.to_string(),
            to: self.days.last.to_string(),
            estimate: judgement.estimate,
            level,
            clear,
            before: judgement.before,
            difference: judgement.difference,
            groups,
        };
        Alert {
            id: id("a", &(&rule.id, &self.group, self.end)),
            revision: 0,
            rule: rule.id.clone(),
            kind: if raise.is_some_and(|raise| raise.praise) {
                AlertKind::Praise
            } else {
                AlertKind::Concern
            },
            at: self.end,
            customer: None,
            same: None,
            signal: String::new(),
            signals: Vec::new(),
            number: None,
            why: Why {
                metric: Some(Box::new(found)),
                ..Why::default()
            },
        }
    }

    /// What a signal of this group would say of where it happened.
    pub(super) fn signal(&self) -> Signal {
        let part = |name| self.group.get(name).map(|value| (*value).to_owned());
        Signal {
            at: self.end,
            kind: String::new(),
            customer: None,
            respondent: None,
            respondent_role: None,
            touch_point: part("touch_point"),
            stage: part("stage"),
            channel: part("channel"),
            unit: part("unit"),
            employee: None,
            verbatim: None,
            fields: Few::new(),
            attributes: Few::new(),
        }
    }
}

impl Facts for About<'_> {
    fn value(&self, name: &str) -> Option<Cow<'_, Value>> {
        let value = self.group.get(name).filter(|_| name != "segment")?;
        Some(Cow::Owned(Value::Text((*value).to_owned())))
    }

    fn topic(&self, _: &str) -> Truth {
        Truth::absent("verbatim")
    }

    fn segment(&self, name: &str) -> Truth {
        match self.group.get("segment") {
            Some(segment) => Truth::of(*segment == name),
            None => Truth::absent("segment"),
        }
    }
}
