//! What a rule over a metric found, in words.

use super::why::MetricFinding;
use super::words;
use crate::metric::Estimate;
use crate::metric::watch::Difference;
use crate::program::{Family, MetricRule, MetricTest, Program};

/// What was found, against what the rule asks for. Of a rule that the program does not have, only what
/// is on the alert is told.
pub(super) fn metric(program: &Program, rule: &str, of: &MetricFinding) -> String {
    let rule = program.metric_rules().find(|known| known.id == rule);
    let mut told = vec![found(of)];
    if let (Some(before), Some(difference)) = (&of.before, &of.difference) {
        told.push(moved(of, before, difference));
    }
    told.extend(asked(rule, of));
    told.extend(rule.and_then(|rule| family(rule, of)));
    told.join(" ")
}

fn found(of: &MetricFinding) -> String {
    let group = of.group.iter();
    let group: Vec<String> = group
        .map(|(name, value)| format!("`{name}` \"{value}\""))
        .collect();
    let whose = if group.is_empty() {
        "over all".to_owned()
    } else {
        format!("for {}", words::list(&group))
    };
    let days = if of.from == of.to {
        format!("on {}", of.from)
    } else {
        format!("from {} to {}", of.from, of.to)
    };
    let (metric, number) = (&of.metric, estimate(&of.estimate));
    format!("The metric `{metric}` {whose} {days} was {number}.")
}

fn moved(of: &MetricFinding, before: &Estimate, difference: &Difference) -> String {
    let by = difference.value;
    let way = if by < 0.0 { "lower" } else { "higher" };
    let sure = if difference.is_significant() {
        "significant: the interval leaves out 0"
    } else {
        "not significant: the interval holds 0"
    };
    format!(
        "In the window before it was {}; that is {} {way}, and at {} the difference lies from {} to {} ({sure}).",
        estimate(before),
        number(by.abs()),
        percent(of.estimate.confidence),
        number(difference.low),
        number(difference.high),
    )
}

/// What the rule asks for.
fn asked(rule: Option<&MetricRule>, of: &MetricFinding) -> Option<String> {
    let test = match (rule.map(|rule| rule.test), of.level) {
        (Some(test), _) => test,
        // The side is seen from where the number lies.
        (None, Some(level)) => {
            let clear = of.clear.unwrap_or(level);
            if of.estimate.value < Some(level) {
                MetricTest::Below { level, clear }
            } else {
                MetricTest::Above { level, clear }
            }
        }
        (None, None) => return None,
    };
    let sure = rule.is_some_and(|rule| rule.confidence.is_some());
    Some(match test {
        MetricTest::Below { level, clear } => {
            let limit = if sure {
                ", and its upper limit too"
            } else {
                ""
            };
            format!(
                "The rule asks for less than {level}{limit}; it can fire again once the number was at least {clear}."
            )
        }
        MetricTest::Above { level, clear } => {
            let limit = if sure {
                ", and its lower limit too"
            } else {
                ""
            };
            format!(
                "The rule asks for more than {level}{limit}; it can fire again once the number was at most {clear}."
            )
        }
        MetricTest::Change { by, significant } => {
            let far = by.map(|by| {
                let way = if by < 0.0 { "lower" } else { "higher" };
                format!("a number at least {} {way}", by.abs())
            });
            let sure = significant.then(|| "a significant difference".to_owned());
            let asked: Vec<String> = far.into_iter().chain(sure).collect();
            format!(
                "The rule asks for {}; it can fire again once that did not hold.",
                words::list(&asked)
            )
        }
    })
}

/// How many were judged, and what the confidence holds for.
fn family(rule: &MetricRule, of: &MetricFinding) -> Option<String> {
    let judged = match of.groups {
        1 => "One group had enough answers to be judged".to_owned(),
        groups => format!("{groups} groups had enough answers to be judged"),
    };
    let confidence = percent(rule.confidence?);
    let holds = match rule.family {
        Family::Test => "for each of them by itself",
        Family::Groups => "for all of them together",
        Family::Year => "for all groups at all ends of a year together",
    };
    Some(format!(
        "{judged}, {} or more; the confidence of {confidence} holds {holds}.",
        rule.min_n
    ))
}

fn estimate(of: &Estimate) -> String {
    #[cfg(not(small))]
    if let (Some(value), None) = (of.value, of.low) {
        let answers = if of.n == 1 { "answer" } else { "answers" };
        return format!("{} ({} {answers}; no interval)", number(value), of.n);
    }
    let (Some(value), Some(low), Some(high)) = (of.value, of.low, of.high) else {
        return "unknown, for nobody answered".to_owned();
    };
    let answers = if of.n == 1 { "answer" } else { "answers" };
    format!(
        "{} ({} {answers}; from {} to {} at {})",
        number(value),
        of.n,
        number(low),
        number(high),
        percent(of.confidence)
    )
}

/// Four decimals at most.
fn number(value: f64) -> String {
    let text = format!("{value:.4}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0" } else { text }.to_owned()
}

fn percent(confidence: f64) -> String {
    format!("{} %", number(confidence * 100.0))
}
