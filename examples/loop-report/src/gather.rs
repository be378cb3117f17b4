//! What the engine knows at the end, as the numbers of the report.

use crate::drive::Driven;
use crate::failure::Failure;
use crate::summary::{Breakdown, Inputs, Loop, Metric, Moment, RuleAlerts, Share, Summary};
use crate::tally::Tally;
use std::collections::BTreeMap;
use voc_core::case::Verdict;
use voc_core::insight::LoopRow;
use voc_core::metric::{CONFIDENCE, MetricQuery, rate};
use voc_core::program::{Label, ProgramSpec};
use voc_core::{Engine, Error, Named};

/// The language of the report.
const LANGUAGE: &str = "en";

/// The breakdowns that every report has.
const ALWAYS_BY: [&str; 2] = ["unit", "channel"];

/// Fills in everything that the engine knows.
pub(crate) fn gather(
    engine: &Engine,
    driven: &Driven,
    by: &[String],
    summary: &mut Summary,
) -> Result<(), Failure> {
    let (tally, retracted) = (&driven.tally, &driven.retracted);
    let spec = engine.program().spec();
    let counts = engine.counts();
    let health = engine.loop_health();
    summary.program.clone_from(&spec.name);
    summary.days = tally.days();
    summary.inputs = Inputs {
        read: counts.inputs,
        accepted: counts.accepted,
        duplicate: counts.duplicate,
        refused: counts.refused,
        late: counts.late,
        after_until: summary.inputs.after_until,
    };
    summary.signals = tally.signals();
    summary.rules = rules(spec, &health.alerts.by_rule, retracted);
    summary.whole = Loop {
        concerns: size(health.alerts.concerns),
        praise: size(health.alerts.praise),
        ..loop_of(&health.all)
    };
    summary.moments = moments(spec, tally, &health.alerts.by_rule);
    let told = |error: Error| Failure::usage(error.to_string());
    summary.metrics = metrics(engine).map_err(told)?;
    summary.journeys = driven.journeys.shown(engine, LANGUAGE).map_err(told)?;
    for name in breakdown_names(by) {
        let rows = engine
            .loop_by(&name)
            .map_err(|error| Failure::usage(format!("--by: {error}")))?;
        let mut groups: Vec<Loop> = rows
            .iter()
            .map(|row| named(spec, &name, loop_of(row)))
            .collect();
        groups.sort_by(|a, b| b.cases.cmp(&a.cases).then_with(|| a.group.cmp(&b.group)));
        if groups.iter().any(|group| group.group.is_some()) {
            summary.breakdowns.push(Breakdown {
                label: label_of(spec, &name),
                by: name,
                groups,
            });
        }
    }
    summary.digest = engine.digest();
    summary.facts_digest = engine.facts_digest();
    Ok(())
}

/// What the report is broken down by: each name once.
pub(crate) fn breakdown_names(by: &[String]) -> Vec<String> {
    let mut names: Vec<String> = ALWAYS_BY.map(str::to_owned).to_vec();
    for name in by {
        if !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}

fn rules(
    spec: &ProgramSpec,
    standing: &Named<i64>,
    retracted: &BTreeMap<String, u64>,
) -> Vec<RuleAlerts> {
    let mut rules: Vec<RuleAlerts> = spec
        .rules
        .iter()
        .map(|(id, rule)| RuleAlerts {
            rule: id.clone(),
            label: text(rule.label.as_ref(), id),
            praise: rule.raise.praise,
            standing: standing.get(id).copied().map_or(0, size),
            retracted: retracted.get(id).copied().unwrap_or(0),
        })
        .collect();
    rules.sort_by(|a, b| {
        b.standing
            .cmp(&a.standing)
            .then_with(|| a.rule.cmp(&b.rule))
    });
    rules
}

fn loop_of(row: &LoopRow) -> Loop {
    let verdict = |verdict: Verdict| row.verdicts.get(&verdict).copied().unwrap_or(0);
    let of_answered = |number: i64| share(number, row.answered);
    Loop {
        group: row.group.clone(),
        cases: size(row.cases),
        cancelled: size(row.cancelled),
        answered: size(row.answered),
        closed: row
            .closed_by
            .iter()
            .map(|(ground, n)| (word(ground), size(*n)))
            .collect(),
        verdicts: row
            .verdicts
            .iter()
            .map(|(verdict, n)| (verdict.name().to_owned(), size(*n)))
            .collect(),
        false_resolutions: size(row.false_resolutions),
        reopened: size(row.reopened),
        answered_without_verdict: size(row.answered_without_verdict),
        states: row
            .states
            .iter()
            .map(|(state, n)| (state.clone(), size(*n)))
            .collect(),
        clocks: row
            .clocks
            .iter()
            .map(|(target, n)| {
                (
                    target.clone(),
                    [size(n.met), size(n.breached), size(n.open)],
                )
            })
            .collect(),
        share_answered: share(row.answered, row.cases),
        share_false: of_answered(row.false_resolutions),
        share_confirmed: of_answered(verdict(Verdict::Confirmed)),
        share_undisputed: of_answered(verdict(Verdict::Undisputed)),
        share_disputed: of_answered(verdict(Verdict::Disputed)),
        share_no_verdict: of_answered(row.answered_without_verdict + verdict(Verdict::Unreachable)),
        ..Loop::default()
    }
}

fn share(number: i64, of: i64) -> Option<Share> {
    let found = rate(number, of, CONFIDENCE).ok()?;
    Some(Share {
        n: size(number),
        of: size(of),
        value: found.value?,
        low: found.low?,
        high: found.high?,
        method: found.method.name().to_owned(),
    })
}

fn metrics(engine: &Engine) -> Result<Vec<Metric>, Error> {
    let spec = engine.program().spec();
    let mut metrics = Vec::new();
    for (id, declared) in &spec.metrics {
        for row in engine.metric(id, &MetricQuery::default())? {
            // What is withheld is in no report.
            let Some(found) = row.estimate else { continue };
            metrics.push(Metric {
                id: id.clone(),
                label: text(declared.label.as_ref(), id),
                kind: word(&declared.kind),
                n: size(found.n),
                value: found.value,
                low: found.low,
                high: found.high,
                method: found.method.name().to_owned(),
            });
        }
    }
    Ok(metrics)
}

fn moments(spec: &ProgramSpec, tally: &Tally, alerts: &Named<i64>) -> Vec<Moment> {
    let mut moments = Vec::new();
    for (journey_id, journey) in &spec.journeys {
        for (id, moment) in &journey.moments_of_truth {
            let (seen_by, count) = match (&moment.rule, &moment.at) {
                (Some(rule), _) => {
                    let label = spec.rules.get(rule).and_then(|rule| rule.label.as_ref());
                    let count = alerts.get(rule).copied().map_or(0, size);
                    (format!("alerts of: {}", text(label, rule)), count)
                }
                (None, Some(at)) => {
                    let label = spec
                        .touch_points
                        .get(at)
                        .and_then(|place| place.label.as_ref());
                    let count = tally.touch_points.get(at).copied().unwrap_or(0);
                    (format!("signals at: {}", text(label, at)), count)
                }
                (None, None) => (String::new(), 0),
            };
            moments.push(Moment {
                journey: text(journey.label.as_ref(), journey_id),
                id: id.clone(),
                label: text(moment.label.as_ref(), id),
                declared_rank: moment.declared_rank,
                seen_by,
                count,
            });
        }
    }
    moments.sort_by_key(|moment| moment.declared_rank.unwrap_or(u32::MAX));
    moments
}

/// A group with the name that the program gives it.
fn named(spec: &ProgramSpec, by: &str, group: Loop) -> Loop {
    let label = group.group.as_deref().and_then(|id| match by {
        "unit" => spec.units.get(id)?.label.as_ref(),
        "channel" => spec.channels.get(id)?.label.as_ref(),
        "touch_point" => spec.touch_points.get(id)?.label.as_ref(),
        "kind" => spec.kinds.get(id)?.label.as_ref(),
        "case_type" => spec.cases.get(id)?.label.as_ref(),
        _ => None,
    });
    let label = label.map(|label| label.text(LANGUAGE).to_owned());
    Loop {
        label: label.or_else(|| group.group.clone()),
        ..group
    }
}

fn label_of(spec: &ProgramSpec, by: &str) -> String {
    let declared = spec.fields.get(by).and_then(|field| field.label.as_ref());
    let plain = by.replace('_', " ");
    let mut letters = plain.chars();
    let title = letters
        .next()
        .into_iter()
        .flat_map(char::to_uppercase)
        .chain(letters)
        .collect::<String>();
    text(declared, &title)
}

fn text(label: Option<&Label>, id: &str) -> String {
    label.map_or(id, |label| label.text(LANGUAGE)).to_owned()
}

/// The name of a word in the formats.
fn word(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

/// A count of the engine; none is negative.
fn size(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}
