//! Rules over metrics read straight off `voc-core/src/rule/PATTERNS.md`: every local day of the whole
//! history, every group, every answer. Of the engine's code only the interval of one number is used.

use chrono::{Datelike, Months, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};
use voc_core::metric::Tally;
use voc_core::program::{Family, MetricKind, MetricRule, MetricTest, Period};
use voc_core::{Program, Time};

/// An answer, and when it came in.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) at: Time,
    pub(crate) received: Time,
    /// When it was taken back.
    pub(crate) retracted: Option<Time>,
    /// Touch point, unit and topic; those that it does not say are missing.
    pub(crate) parts: BTreeMap<&'static str, String>,
    pub(crate) segments: Vec<&'static str>,
    pub(crate) ltr: i64,
    pub(crate) csat: i64,
}

/// An alert: its rule and group, the end of its period, when it was announced, and its answers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Fired {
    pub(crate) rule: String,
    pub(crate) group: BTreeMap<String, String>,
    pub(crate) at: Time,
    pub(crate) announced: Time,
    pub(crate) n: i64,
}

type Group = BTreeMap<String, String>;

/// Every alert up to an instant.
pub(crate) fn evaluate(program: &Program, answers: &[Answer], until: Time) -> BTreeSet<Fired> {
    let mut fired = BTreeSet::new();
    let zone = program.zone();
    let Some(first) = answers.iter().map(|answer| answer.at.date_in(zone)).min() else {
        return fired;
    };
    for rule in program.metric_rules() {
        let mut out: BTreeSet<Group> = BTreeSet::new();
        let mut last = first;
        loop {
            let next = last.succ_opt().unwrap();
            let end = Time::start_of_day(zone, next);
            let due = end.plus(program.lateness());
            if due > until {
                break;
            }
            if is_end(rule.every, last) {
                for (group, (fires, clears, n)) in judge(program, rule, answers, last, due) {
                    if fires && out.insert(group.clone()) {
                        fired.insert(Fired {
                            rule: rule.id.clone(),
                            group,
                            at: end,
                            announced: due,
                            n,
                        });
                    } else if clears {
                        out.remove(&group);
                    }
                }
            }
            last = next;
        }
    }
    fired
}

fn is_end(every: Period, day: NaiveDate) -> bool {
    match every {
        Period::Week => day.weekday() == chrono::Weekday::Sun,
        Period::Month => day.succ_opt().unwrap().day() == 1,
        _ => true,
    }
}

/// Whether a day lies in the window that ends with `end`.
fn holds(rule: &MetricRule, end: NaiveDate, day: NaiveDate) -> bool {
    let text = rule.over.to_string();
    let number: u32 = text
        .trim_matches(|c: char| !c.is_ascii_digit())
        .parse()
        .unwrap();
    if day > end {
        return false;
    }
    if text.ends_with('D') {
        return (end - day).num_days() < i64::from(number);
    }
    let months = |day: NaiveDate| day.year() * 12 + i32::try_from(day.month()).unwrap();
    if is_end(Period::Month, end) {
        return months(end) - months(day) < i32::try_from(number).unwrap();
    }
    day > end - Months::new(number)
}

/// The first and the last day of the window that ends with `end`.
fn window(rule: &MetricRule, end: NaiveDate) -> [NaiveDate; 2] {
    let mut first = end;
    while holds(rule, end, first.pred_opt().unwrap()) {
        first = first.pred_opt().unwrap();
    }
    [first, end]
}

fn groups(rule: &MetricRule, answer: &Answer) -> Vec<Group> {
    let mut all = vec![Group::new()];
    for name in &rule.by {
        let values: Vec<String> = if name == "segment" {
            answer.segments.iter().map(ToString::to_string).collect()
        } else {
            answer
                .parts
                .get(name.as_str())
                .cloned()
                .into_iter()
                .collect()
        };
        let with = |group: &Group, value: &String| {
            let mut group = group.clone();
            group.insert(name.clone(), value.clone());
            group
        };
        all = all
            .iter()
            .flat_map(|group| values.iter().map(|value| with(group, value)))
            .collect();
    }
    all
}

fn tally(metric: &str, answer: &Answer) -> Tally {
    let hit = |hit| if hit { Tally::PLUS } else { Tally::NEUTRAL };
    match metric {
        "nps" if answer.ltr >= 9 => Tally::PLUS,
        "nps" if answer.ltr <= 6 => Tally::MINUS,
        "nps" => Tally::NEUTRAL,
        "csat" => hit(answer.csat >= 4),
        _ => hit(answer.csat >= 3 && answer.ltr >= 5),
    }
}

/// For each group that is judged: whether the rule fires, whether it clears, and on how many answers.
fn judge(
    program: &Program,
    rule: &MetricRule,
    answers: &[Answer],
    last: NaiveDate,
    due: Time,
) -> BTreeMap<Group, (bool, bool, i64)> {
    let known = |answer: &&Answer| {
        answer.received < due && answer.retracted.is_none_or(|retracted| retracted >= due)
    };
    let mut tallies: BTreeMap<Group, [Tally; 2]> = BTreeMap::new();
    let now = window(rule, last);
    let windows = [now, window(rule, now[0].pred_opt().unwrap())];
    for answer in answers.iter().filter(known) {
        let day = answer.at.date_in(program.zone());
        for (which, [first, end]) in windows.into_iter().enumerate() {
            if first <= day && day <= end {
                for group in groups(rule, answer) {
                    let tallies = tallies.entry(group).or_default();
                    tallies[which].merge(tally(&rule.metric, answer));
                }
            }
        }
    }
    let compares = matches!(rule.test, MetricTest::Change { .. });
    let min_n = i64::from(rule.min_n);
    tallies.retain(|_, [now, then]| now.n >= min_n && (!compares || then.n >= min_n));

    let kind = program.spec().metrics.get(&rule.metric).unwrap().kind;
    let of_change = matches!(
        rule.test,
        MetricTest::Change {
            significant: true,
            ..
        }
    );
    let confidence = match rule.confidence {
        None if of_change => Some(0.95),
        Some(_) if compares && !of_change => None,
        other => other,
    };
    // The smallest α at which each rejects, smallest first; Holm's steps go down this list.
    let mut order: Vec<(f64, &Group)> = tallies
        .iter()
        .map(|(group, pair)| (smallest(rule.test, kind, pair, confidence.is_some()), group))
        .collect();
    order.sort_by(|one, two| one.0.total_cmp(&two.0));
    let alpha = 1.0 - confidence.unwrap_or(0.95);
    let ends = match rule.every {
        Period::Day => 366.0,
        Period::Week => 53.0,
        _ => 12.0,
    };
    let tests = |left: usize| f64::from(u32::try_from(left).unwrap());
    let mut fires = BTreeSet::new();
    for (step, (p, group)) in order.iter().enumerate() {
        let allowed = match rule.family {
            Family::Test => alpha,
            Family::Groups => alpha / tests(order.len() - step),
            Family::Year => alpha / tests(order.len() - step) / ends,
        };
        if *p > allowed {
            break;
        }
        fires.insert((*group).clone());
    }
    let judged = tallies.iter().map(|(group, pair)| {
        let value = value_of(kind, pair[0]);
        let fires = fires.contains(group);
        let clears = match rule.test {
            MetricTest::Below { clear, .. } => value >= clear,
            MetricTest::Above { clear, .. } => value <= clear,
            MetricTest::Change { .. } => !fires,
        };
        (group.clone(), (fires, clears, pair[0].n))
    });
    judged.collect()
}

fn value_of(kind: MetricKind, tally: Tally) -> f64 {
    tally.estimate(kind, 0.95).unwrap().value.unwrap()
}

/// The smallest α at which the test rejects: 0 where the number alone decides, 2 where none does.
fn smallest(test: MetricTest, kind: MetricKind, pair: &[Tally; 2], intervals: bool) -> f64 {
    let (now, then) = (value_of(kind, pair[0]), pair[1]);
    let beyond = match test {
        MetricTest::Below { level, .. } => now < level,
        MetricTest::Above { level, .. } => now > level,
        MetricTest::Change { by: Some(by), .. } if by < 0.0 => now <= value_of(kind, then) + by,
        MetricTest::Change { by: Some(by), .. } => now >= value_of(kind, then) + by,
        MetricTest::Change { by: None, .. } => true,
    };
    if !beyond {
        return 2.0;
    }
    if !intervals {
        return 0.0;
    }
    let rejects = |alpha: f64| {
        let limits = |tally: Tally| {
            let estimate = tally.estimate(kind, 1.0 - alpha).unwrap();
            (
                estimate.low.unwrap(),
                estimate.value.unwrap(),
                estimate.high.unwrap(),
            )
        };
        let (low, value, high) = limits(pair[0]);
        match test {
            MetricTest::Below { level, .. } => high < level,
            MetricTest::Above { level, .. } => low > level,
            MetricTest::Change { .. } => {
                let (then_low, then, then_high) = limits(pair[1]);
                let from = |one: f64, other: f64| one.max(0.0).hypot(other.max(0.0));
                let difference = value - then;
                difference > from(value - low, then_high - then)
                    || -difference > from(high - value, then - then_low)
            }
        }
    };
    let (mut no, mut yes) = (1e-12_f64, 1.0 - 1e-9);
    if !rejects(yes) {
        return 2.0;
    }
    if rejects(no) {
        return 0.0;
    }
    for _ in 0..30 {
        let middle = (no * yes).sqrt();
        if rejects(middle) {
            yes = middle;
        } else {
            no = middle;
        }
    }
    yes
}
