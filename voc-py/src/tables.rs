//! What a run gives, as tables.

use crate::arrow::{Cells, Sheet};
use crate::column::estimate_columns;
use serde::Serialize;
use voc_core::case::Case;
use voc_core::engine::{AlertRow, NoticeRow, Refused};
use voc_core::metric::{Estimate, MetricQuery, MetricRow};
use voc_core::route::Audience;

/// The standing alerts.
pub(crate) fn alerts(alerts: &[AlertRow]) -> Sheet {
    Sheet::new(vec![
        ("id", some(alerts, |it| it.id.clone())),
        ("rule", some(alerts, |it| it.rule.clone())),
        ("customer", text(alerts, |it| it.customer.clone())),
        (
            "at",
            Cells::Time(alerts.iter().map(|it| Some(it.at)).collect()),
        ),
        ("kind", text(alerts, |it| name(&it.kind))),
        ("unit", text(alerts, |it| it.unit.clone())),
        ("person", text(alerts, |it| it.person.clone())),
        ("case", text(alerts, |it| it.case.clone())),
        (
            "signals",
            Cells::Texts(alerts.iter().map(|it| it.signals.clone()).collect()),
        ),
    ])
}

/// The cases, in the order of their ids.
pub(crate) fn cases<'a>(cases: impl IntoIterator<Item = &'a Case>) -> Sheet {
    let cases: Vec<&Case> = cases.into_iter().collect();
    let count = |count: fn(&Case) -> u32| {
        Cells::Int(
            cases
                .iter()
                .map(|case| Some(i64::from(count(case))))
                .collect(),
        )
    };
    let bool =
        |bool: fn(&Case) -> bool| Cells::Bool(cases.iter().map(|case| Some(bool(case))).collect());
    Sheet::new(vec![
        ("id", some(&cases, |it| it.id.clone())),
        ("case_type", some(&cases, |it| it.case_type.clone())),
        ("priority", some(&cases, |it| it.priority.clone())),
        (
            "opened_at",
            Cells::Time(cases.iter().map(|it| Some(it.opened_at)).collect()),
        ),
        ("customer", text(&cases, |it| it.customer.clone())),
        ("unit", text(&cases, |it| it.unit.clone())),
        ("person", text(&cases, |it| it.person.clone())),
        ("state", some(&cases, |it| it.state.name().to_owned())),
        (
            "waiting_on",
            text(&cases, |it| it.waiting_on.map(|on| on.name().to_owned())),
        ),
        ("verdict", some(&cases, |it| it.verdict.name().to_owned())),
        (
            "verdict_source",
            text(&cases, |it| it.verdict_source.clone()),
        ),
        ("root_cause", text(&cases, |it| it.root_cause.clone())),
        ("resolved", count(|it| it.resolved)),
        ("reopened", count(|it| it.reopened)),
        ("disputed", count(|it| it.disputed)),
        ("false_resolution", bool(Case::is_false_resolution)),
        ("flagged", bool(|it| it.flagged)),
        (
            "alerts",
            Cells::Texts(
                cases
                    .iter()
                    .map(|it| it.alerts.iter().map(|alert| alert.id.clone()).collect())
                    .collect(),
            ),
        ),
    ])
}

/// What the host should tell somebody, in order.
pub(crate) fn notices(notices: &[NoticeRow]) -> Sheet {
    let to = |row: &NoticeRow| match &row.notice.to {
        Audience::Person(id) => ("person", id.clone()),
        Audience::Unit(id) => ("unit", id.clone()),
        Audience::Customer(id) => ("customer", id.clone()),
    };
    Sheet::new(vec![
        ("id", some(notices, |it| it.notice.id.clone())),
        (
            "at",
            Cells::Time(notices.iter().map(|it| Some(it.at)).collect()),
        ),
        ("kind", text(notices, |it| name(&it.notice.kind))),
        ("to_kind", some(notices, |it| to(it).0.to_owned())),
        ("to", some(notices, |it| to(it).1)),
        ("alert", text(notices, |it| it.notice.alert.clone())),
        ("case", text(notices, |it| it.notice.case.clone())),
    ])
}

/// What was not accepted, and why.
pub(crate) fn refused(refused: &[Refused]) -> Sheet {
    Sheet::new(vec![
        ("id", some(refused, |it| it.id.clone())),
        ("code", some(refused, |it| it.error.code.name().to_owned())),
        ("message", some(refused, |it| it.error.message.clone())),
        ("path", text(refused, |it| it.error.path.clone())),
        ("hint", text(refused, |it| it.error.hint.clone())),
    ])
}

/// A metric's numbers: the period where there are any, the groups, the estimate.
pub(crate) fn metric(query: &MetricQuery, rows: &[MetricRow]) -> Sheet {
    let mut columns: Vec<(&str, Cells)> = Vec::new();
    if query.every.is_some() {
        columns.push(("period", text(rows, |it| it.period.clone())));
    }
    for by in &query.by {
        columns.push((by, text(rows, |it| it.group.get(by).cloned().flatten())));
    }
    let estimates: Vec<Estimate> = rows.iter().map(|row| row.estimate).collect();
    columns.extend(estimate_columns(&estimates));
    Sheet::new(columns)
}

fn text<T>(rows: &[T], cell: impl Fn(&T) -> Option<String>) -> Cells {
    Cells::Text(rows.iter().map(cell).collect())
}

fn some<T>(rows: &[T], cell: impl Fn(&T) -> String) -> Cells {
    Cells::Text(rows.iter().map(|row| Some(cell(row))).collect())
}

/// The name of a plain enum in every format.
fn name(value: &impl Serialize) -> Option<String> {
    serde_json::to_value(value)
        .ok()?
        .as_str()
        .map(str::to_owned)
}
