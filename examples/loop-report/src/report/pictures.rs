//! What came in, what was raised, what was answered, what the customer said, where it is stuck.

use super::charts::{self, Bar, Failed, Fill, Point};
use super::words::{count, counted, metric, percent, title};
use super::{picture, tables};
use crate::summary::{Loop, Metric, Summary};
use maud::{Markup, html};
use std::collections::BTreeMap;

/// How many bars a picture has at most; its table has them all.
const BARS_MAX: usize = 10;

pub(super) fn pictures(summary: &Summary) -> Result<Markup, Failed> {
    Ok(html! {
        (came_in(summary)?)
        (raised(summary)?)
        (answered(&summary.whole)?)
        (said(&summary.whole)?)
        (stuck(summary)?)
        (metrics(&summary.metrics)?)
    })
}

fn came_in(summary: &Summary) -> Result<Markup, Failed> {
    let signals = &summary.signals;
    let columns: Vec<(String, u64)> = signals
        .over_time
        .iter()
        .map(|bin| (bin.from.clone(), bin.signals))
        .collect();
    let most = signals.over_time.iter().max_by_key(|bin| bin.signals);
    let shows = most.map_or_else(
        || "No signals.".to_owned(),
        |most| {
            format!(
                "{} signals by {}; the most, {}, in the {} from {}.",
                count(signals.total),
                signals.bin,
                count(most.signals),
                signals.bin,
                most.from
            )
        },
    );
    let by_kind = ordered(&signals.by_kind);
    let by_channel = ordered(&signals.by_channel);
    let over_time = picture(
        "came-in",
        &format!("Signals by {}", signals.bin),
        &shows,
        charts::columns(&columns),
    )?;
    let channels = picture(
        "channels",
        "Signals by channel",
        &told(&by_channel),
        charts::bars(&bars(&by_channel, signals.total)),
    )?;
    Ok(html! {
        h2 { "What came in" }
        p { (counted(signals.total, "signal", "signals")) " of " (counted(signals.by_kind.len() as u64, "kind", "kinds"))
            ": " (told(&by_kind)) }
        div.pair {
            (over_time)
            @if !by_channel.is_empty() { (channels) }
        }
        details {
            summary { "Numbers by " (signals.bin) }
            (tables::counts(&format!("Signals by {}", signals.bin), &signals.bin, columns.iter().map(|(from, n)| (from.clone(), *n))))
        }
    })
}

fn raised(summary: &Summary) -> Result<Markup, Failed> {
    let most = summary
        .rules
        .iter()
        .map(|rule| rule.standing)
        .max()
        .unwrap_or(0);
    let bars: Vec<Bar> = summary
        .rules
        .iter()
        .take(BARS_MAX)
        .map(|rule| Bar {
            label: format!(
                "{} ({})",
                rule.label,
                if rule.praise { "praise" } else { "concern" }
            ),
            length: rule.standing,
            value: count(rule.standing),
            fill: if rule.praise { Fill::Pale } else { Fill::Usual },
        })
        .collect();
    let shows = format!("Alerts by rule; the most of one rule is {}.", count(most));
    let whole = &summary.whole;
    let by_rule = picture("raised", "Alerts by rule", &shows, charts::bars(&bars))?;
    Ok(html! {
        h2 { "What was raised" }
        p { (counted(whole.concerns, "alert of concern", "alerts of concern")) " and "
            (counted(whole.praise, "alert of praise", "alerts of praise")) "; "
            (counted(whole.cases, "case", "cases")) " opened." }
        @if bars.is_empty() { p.soft { "The program has no rules." } }
        @else { div.pair { (by_rule) (tables::rules(&summary.rules)) } }
    })
}

fn answered(whole: &Loop) -> Result<Markup, Failed> {
    let steps = [
        ("Cases opened", whole.cases),
        ("Answered by the company", whole.answered),
        ("Standing closed", whole.closed_total()),
        ("Confirmed by the customer", whole.verdict("confirmed")),
    ];
    let pairs: Vec<(String, u64)> = steps
        .map(|(name, number)| (name.to_owned(), number))
        .to_vec();
    let shows = told(&pairs);
    let by_step = picture(
        "answered",
        "From opened to confirmed",
        &shows,
        charts::bars(&bars(&pairs, whole.cases)),
    )?;
    let grounds: Vec<(String, u64)> = whole
        .closed
        .iter()
        .map(|(ground, number)| (title(ground), *number))
        .collect();
    Ok(html! {
        h2 { "What was answered" }
        p { "Answered means resolved or closed by the company at least once. Only the customer's word closes a case as confirmed; every other ground is counted apart." }
        div.pair {
            (by_step)
            div {
                (tables::counts("Cases that stand closed, by ground", "Ground", grounds))
                @if !whole.clocks.is_empty() { (tables::clocks(&whole.clocks)) }
            }
        }
    })
}

fn said(whole: &Loop) -> Result<Markup, Failed> {
    let order = [
        "confirmed",
        "undisputed",
        "disputed",
        "unreachable",
        "pending",
        "not_asked",
    ];
    let pairs: Vec<(String, u64)> = order
        .iter()
        .map(|name| (title(name), whole.verdict(name)))
        .collect();
    let bars: Vec<Bar> = bars(&pairs, whole.cases)
        .into_iter()
        .zip(order)
        .map(|(bar, name)| Bar {
            fill: match name {
                "confirmed" => Fill::Usual,
                "undisputed" => Fill::Pale,
                "disputed" => Fill::Bad,
                _ => Fill::Empty,
            },
            ..bar
        })
        .collect();
    let verdicts = picture(
        "said",
        "Cases by the customer's word",
        &told(&pairs),
        charts::bars(&bars),
    )?;
    Ok(html! {
        h2 { "What the customer said of it" }
        p { "The word as it stands now, over all cases. Disputed at any time: "
            (counted(whole.false_resolutions, "case, a false resolution.", "cases, each a false resolution.")) }
        div.pair { (verdicts) (tables::counts("Cases by the customer's word", "Word", pairs)) }
    })
}

fn stuck(summary: &Summary) -> Result<Markup, Failed> {
    let states = summary.whole.states.iter();
    let open: Vec<(String, u64)> = states
        .filter(|(state, _)| state.as_str() != "closed")
        .map(|(state, number)| (title(state), *number))
        .collect();
    let open = by_size(open);
    let total: u64 = open.iter().map(|state| state.1).sum();
    let by_state = picture(
        "stuck",
        "Open cases by state",
        &told(&open),
        charts::bars(&bars(&open, total)),
    )?;
    let units: Vec<(String, u64)> = summary
        .breakdowns
        .iter()
        .filter(|breakdown| breakdown.by == "unit")
        .flat_map(|breakdown| &breakdown.groups)
        .map(|group| (tables::group(group), open_cases(group)))
        .filter(|unit| unit.1 > 0)
        .collect();
    let units = by_size(units);
    let by_unit = picture(
        "stuck-units",
        "Open cases by unit",
        &told(&units),
        charts::bars(&bars(&units, total)),
    )?;
    Ok(html! {
        h2 { "Where it is stuck" }
        p { (counted(total, "case is", "cases are")) " open. Resolved is open too, until the customer has spoken." }
        @if total > 0 {
            div.pair {
                (by_state)
                @if !units.is_empty() { (by_unit) }
            }
            details {
                summary { "Numbers" }
                div.pair {
                    (tables::counts("Open cases by state", "State", open))
                    @if !units.is_empty() { (tables::counts("Open cases by unit", "Unit", units)) }
                }
            }
        }
    })
}

fn metrics(metrics: &[Metric]) -> Result<Markup, Failed> {
    let points = |nps: bool| -> Vec<Point> {
        let wanted = metrics
            .iter()
            .filter(|metric| (metric.kind == "nps") == nps);
        wanted
            .filter_map(|found| {
                let (value, low, high) = (found.value?, found.low?, found.high?);
                let text = format!("{}, n = {}", metric(&found.kind, value), count(found.n));
                Some(Point {
                    label: found.label.clone(),
                    value,
                    low,
                    high,
                    text,
                })
            })
            .collect()
    };
    let (scores, shares) = (points(true), points(false));
    let shows = |points: &[Point]| {
        points
            .iter()
            .map(|point| format!("{}: {}", point.label, point.text))
            .collect::<Vec<_>>()
            .join("; ")
    };
    let score = picture(
        "nps",
        "From −100 to 100",
        &shows(&scores),
        charts::intervals(&scores, -100.0, 100.0),
    )?;
    let share = picture(
        "rates",
        "From 0% to 100%",
        &shows(&shares),
        charts::intervals(&shares, 0.0, 1.0),
    )?;
    Ok(html! {
        @if !metrics.is_empty() {
            h2 { "Metrics" }
            div.pair {
                div {
                    @if !scores.is_empty() { (score) }
                    @if !shares.is_empty() { (share) }
                }
                (tables::metrics(metrics))
            }
        }
    })
}

/// Cases that are not closed.
fn open_cases(group: &Loop) -> u64 {
    group.cases.saturating_sub(group.closed_total())
}

fn ordered(counts: &BTreeMap<String, u64>) -> Vec<(String, u64)> {
    by_size(
        counts
            .iter()
            .map(|(name, number)| (title(name), *number))
            .collect(),
    )
}

fn by_size(mut pairs: Vec<(String, u64)>) -> Vec<(String, u64)> {
    pairs.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    pairs
}

fn bars(pairs: &[(String, u64)], all: u64) -> Vec<Bar> {
    let value = |number: u64| {
        #[expect(clippy::cast_precision_loss, reason = "shown to one decimal place")]
        let share = number as f64 / all.max(1) as f64;
        format!("{} · {}", count(number), percent(share))
    };
    pairs
        .iter()
        .take(BARS_MAX)
        .map(|(label, number)| Bar {
            label: label.clone(),
            length: *number,
            value: value(*number),
            fill: Fill::Usual,
        })
        .collect()
}

fn told(pairs: &[(String, u64)]) -> String {
    let few = pairs
        .iter()
        .take(BARS_MAX)
        .map(|(name, number)| format!("{name} {}", count(*number)));
    let more = pairs.len().saturating_sub(BARS_MAX);
    let text = few.collect::<Vec<_>>().join(", ");
    if more > 0 {
        format!("{text}, and {more} more.")
    } else {
        format!("{text}.")
    }
}
