//! Goals: one number, one definition, for every level that shares it.

use crate::document::Read;
use crate::error::Error;
use crate::insight::unit_report::{name, shown};
use crate::metric::{CONFIDENCE, Estimate, Gathered, Reading};
use crate::named::Named;
use crate::program::{Aim, GoalSpec, Label, MetricKind, MetricSpec, Program};
use crate::time::{DAY, written};
use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};
use std::fmt::Write;
use std::ops::Range;

/// The fewest answers that a goal is judged on where the program does not say.
const MIN_N: u32 = 30;

/// Where a goal stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum GoalStatus {
    /// The number is at the target or beyond it.
    Met,
    /// It was not by the end of the due day.
    NotMet,
    /// It is not, and the due day is not over.
    TooEarly,
    /// There are too few answers to judge.
    TooFew,
}

/// A goal in one unit of its cascade.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct GoalRow {
    /// The goal.
    pub goal: String,
    /// The metric.
    pub metric: String,
    /// The unit.
    pub unit: String,
    /// The number, over the unit and all units below it: the same for whoever looks at it. Answers of no unit
    /// count in none.
    pub value: Estimate,
    /// What it is to come to at least; at most, where `at_most`.
    pub target: f64,
    /// Whether it is the most that is wanted: low is better.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub at_most: bool,
    /// What is missing from the value to the target; negative where it is beyond; absent without answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gap: Option<f64>,
    /// Where it stands.
    pub status: GoalStatus,
    /// Whether the whole interval lies on that side of the target.
    pub is_sure: bool,
    /// The due day.
    pub due: String,
    /// The days up to it; negative when it is over.
    pub days_left: i64,
}

/// The goals of a program.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Goals {
    /// Each goal in each unit of its cascade, from the top.
    pub rows: Vec<GoalRow>,
    /// All of it as Markdown, in English.
    pub text: String,
}

/// The answers to a metric on some days, by unit.
pub(crate) type AnswersByUnit<'a> = &'a dyn Fn(&str, Range<NaiveDate>) -> Named<Gathered>;

/// The goals of a program on a day.
pub(crate) fn judged(
    program: &Program,
    answers: AnswersByUnit<'_>,
    today: NaiveDate,
) -> Result<Goals, Error> {
    let mut rows = Vec::new();
    for (id, goal) in &program.spec().goals {
        // A checked program has a due day that can be read.
        let Some(due) = written::date(&goal.due) else {
            continue;
        };
        let by_unit = answers(&goal.metric, days(goal, due.min(today)));
        for unit in &goal.cascade {
            rows.push(row(program, (id, goal, due), unit, &by_unit, today)?);
        }
    }
    let text = text_of(program, &rows);
    Ok(Goals { rows, text })
}

/// The days whose answers count, up to a last one.
fn days(goal: &GoalSpec, last: NaiveDate) -> Range<NaiveDate> {
    let behind = last.succ_opt().unwrap_or(last);
    let first = goal.over.and_then(|over| match over.fixed() {
        Some(micros) => {
            let days = u64::try_from((micros + DAY - 1).div_euclid(DAY)).unwrap_or(0);
            behind.checked_sub_days(Days::new(days))
        }
        None => behind.checked_sub_months(Months::new(over.months())),
    });
    first.unwrap_or(NaiveDate::MIN)..behind
}

/// The answers of a unit and of all units below it.
pub(crate) fn subtree(program: &Program, unit: &str, by_unit: &Named<Gathered>) -> Gathered {
    let mut all = Gathered::default();
    for (one, gathered) in by_unit {
        if program.units_up(one).contains(&unit) {
            all.merge(gathered);
        }
    }
    all
}

fn row(
    program: &Program,
    (id, goal, due): (&str, &GoalSpec, NaiveDate),
    unit: &str,
    by_unit: &Named<Gathered>,
    today: NaiveDate,
) -> Result<GoalRow, Error> {
    let all = subtree(program, unit, by_unit);
    let metric = program.spec().metrics.get(&goal.metric);
    let reading = metric.map_or(MetricKind::Rate.into(), |it| {
        Reading::of_metric(program, it)
    });
    let Aim { target, at_most } = program.spec().aim(goal);
    let value = all.estimate(reading, CONFIDENCE)?;
    // What is missing to the target, whichever end is the better one.
    let missing = |number: f64| {
        if at_most {
            number - target
        } else {
            target - number
        }
    };
    let (worse, better) = if at_most {
        (value.high, value.low)
    } else {
        (value.low, value.high)
    };
    let enough = value.n >= i64::from(goal.min_n.unwrap_or(MIN_N));
    let status = match value.value {
        Some(value) if enough && missing(value) <= 0.0 => GoalStatus::Met,
        Some(_) if enough && today > due => GoalStatus::NotMet,
        Some(_) if enough => GoalStatus::TooEarly,
        _ => GoalStatus::TooFew,
    };
    let is_sure = match status {
        GoalStatus::Met => worse.is_some_and(|end| missing(end) <= 0.0),
        GoalStatus::NotMet | GoalStatus::TooEarly => better.is_some_and(|end| missing(end) > 0.0),
        GoalStatus::TooFew => false,
    };
    Ok(GoalRow {
        goal: id.to_owned(),
        metric: goal.metric.clone(),
        unit: unit.to_owned(),
        value,
        target,
        at_most,
        gap: value.value.map(missing),
        status,
        is_sure,
        due: due.to_string(),
        days_left: due.signed_duration_since(today).num_days(),
    })
}

fn text_of(program: &Program, rows: &[GoalRow]) -> String {
    let spec = program.spec();
    let mut out = String::from("# Goals\n");
    let mut told = None;
    for row in rows {
        let metric = spec.metrics.get(&row.metric);
        let scale = metric.map_or([0.0, 1.0], MetricSpec::range);
        let least = if row.at_most { "at most" } else { "at least" };
        if told != Some(&row.goal) {
            let goal = spec
                .goals
                .get(&row.goal)
                .and_then(|goal| goal.label.as_ref());
            let goal = name(goal, &row.goal);
            let metric = name(metric.and_then(|it| it.label.as_ref()), &row.metric);
            let target = crate::insight::unit_report::number(row.target, scale);
            let (due, left) = (&row.due, row.days_left);
            // Writing to a string does not fail.
            let _ = writeln!(
                out,
                "\n## {goal}: {metric} {least} {target} by {due} ({left} days left)\n"
            );
            told = Some(&row.goal);
        }
        let label: Option<&Label> = spec
            .units
            .get(&row.unit)
            .and_then(|unit| unit.label.as_ref());
        let (unit, value) = (name(label, &row.unit), shown(&row.value, scale));
        let status = match row.status {
            GoalStatus::Met => "met",
            GoalStatus::NotMet => "not met",
            GoalStatus::TooEarly => "too early",
            GoalStatus::TooFew => "too few answers",
        };
        let sure = if row.is_sure || row.status == GoalStatus::TooFew {
            ""
        } else {
            ", within what chance alone may do"
        };
        let _ = writeln!(out, "- {unit}: {value}: {status}{sure}");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::metric::Tally;
    use proptest::prelude::*;

    /// Units below one another as these parents say: each is below one that comes before it.
    fn tree(parents: &[usize]) -> Program {
        let units = parents.iter().enumerate().map(|(place, parent)| {
            if place == 0 {
                return "u0: {}".to_owned();
            }
            format!("u{place}: {{parent: u{}}}", parent % place)
        });
        let units: Vec<String> = units.collect();
        let text = format!("voc: 1\nname: Tree\nunits: {{{}}}\n", units.join(", "));
        Program::parse(&text).unwrap()
    }

    proptest! {
        /// The number of a unit is that of its own answers and of the units right below it, all the way down:
        /// the same merged once, level by level, or read at the top.
        #[test]
        fn a_subtree_is_the_merge_of_its_parts(
            parents in prop::collection::vec(0_usize..8, 1..12),
            answers in prop::collection::vec((0_usize..12, any::<bool>()), 0..60),
        ) {
            let program = tree(&parents);
            let mut by_unit: Named<Gathered> = Named::new();
            for (unit, hit) in &answers {
                let unit = format!("u{}", unit % parents.len());
                let one = if *hit { Tally::PLUS } else { Tally::NEUTRAL };
                by_unit.or_default(unit.as_str()).tally.merge(one);
            }
            for place in 0..parents.len() {
                let unit = format!("u{place}");
                let mut merged = by_unit.get(&unit).cloned().unwrap_or_default();
                for (below, parent) in parents.iter().enumerate().skip(place + 1) {
                    if parent % below == place {
                        merged.merge(&subtree(&program, &format!("u{below}"), &by_unit));
                    }
                }
                prop_assert_eq!(subtree(&program, &unit, &by_unit), merged);
            }
            let all = i64::try_from(answers.len()).unwrap();
            prop_assert_eq!(subtree(&program, "u0", &by_unit).tally.n, all);
        }
    }
}
