//! Rules as a program file, in the syntax of the engine.

use crate::columns::{NumberColumn, Stream, TextColumn};
use crate::rules::{DAY, Pattern, Rule, Test};
use std::fmt::Write;

/// The fields and attributes of a [`Stream`], declared.
const HEAD: &str = "voc: 1
name: Workload
time_zone: UTC
lateness: P2D
fields: {ltr: int, csat: int, effort: int, order_id: int, amount: number, wait: number, topic: text}
customer: {tier: text}
rules:
";

/// A program of these rules; each raises an alert and no case.
pub fn yaml(rules: &[Rule], stream: &Stream) -> String {
    let mut out = HEAD.to_owned();
    for rule in rules {
        // Writing to a string does not fail.
        let _ = writeln!(
            out,
            "  {}: {{{}, raise: {{}}}}",
            rule.id,
            body(rule, stream)
        );
    }
    out
}

/// A condition in the expression language.
pub fn condition(tests: &[Test], stream: &Stream) -> String {
    let parts: Vec<String> = tests.iter().map(|test| written(test, stream)).collect();
    parts.join(" && ")
}

fn body(rule: &Rule, stream: &Stream) -> String {
    let quote = |tests: &[Test]| format!("'{}'", condition(tests, stream));
    let when = quote(&rule.when);
    let days = |within: &i64| format!("P{}D", within / DAY);
    match &rule.pattern {
        Pattern::Single => format!("when: {when}"),
        Pattern::Count {
            at_least,
            within,
            same_topic,
        } => {
            let same = if *same_topic { ", same: topic" } else { "" };
            let within = days(within);
            format!("when: {when}, count: {{at_least: {at_least}, within: {within}{same}}}")
        }
        Pattern::Absent {
            absent,
            within,
            same_order,
        } => {
            let same = if *same_order { ", same: order_id" } else { "" };
            let (what, within) = (quote(absent), days(within));
            format!("when: {when}, absent: {{when: {what}, within: {within}{same}}}")
        }
        Pattern::Sequence { then, within } => {
            let steps: Vec<String> = std::iter::once(when)
                .chain(then.iter().map(|tests| quote(tests)))
                .map(|when| format!("{{when: {when}}}"))
                .collect();
            let (steps, within) = (steps.join(", "), days(within));
            format!("sequence: {{steps: [{steps}], within: {within}}}")
        }
        Pattern::Drop { by } => {
            format!("when: {when}, change: {{field: ltr, by: -{by}, since: previous}}")
        }
        Pattern::Nth { k } => format!("when: {when}, nth: {k}"),
        Pattern::Streak { k, of } => {
            format!("when: {when}, streak: {{k: {k}, of: {}}}", quote(of))
        }
    }
}

fn written(of: &Test, stream: &Stream) -> String {
    match *of {
        Test::Is { column, code } => {
            let prefix = if column == TextColumn::Tier {
                "customer."
            } else {
                ""
            };
            let name = stream.texts(column).names.get(code as usize);
            format!(
                "{prefix}{} == \"{}\"",
                column.name(),
                name.map_or("", String::as_str)
            )
        }
        Test::AtMost { column, value } => format!("{} <= {}", column.name(), number(column, value)),
        Test::Above { column, value } => format!("{} > {}", column.name(), number(column, value)),
    }
}

/// A literal of the column's own type: the language does not mix them.
fn number(column: NumberColumn, value: f64) -> String {
    if column.is_int() {
        format!("{value}")
    } else {
        format!("{value:?}")
    }
}
