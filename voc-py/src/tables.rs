//! What a run gives, as tables.

use crate::arrow::{Cells, Sheet};
use crate::column::estimate_columns;
use serde::Serialize;
use voc_core::Text;
use voc_core::case::{Case, WaitingOn};
use voc_core::engine::{AlertRow, NoticeRow, Refused};
use voc_core::metric::{Estimate, MetricQuery, MetricRow};
use voc_core::route::Audience;
use voc_core::rule::AlertKind;

/// The standing alerts.
pub(crate) fn alerts(alerts: &[AlertRow]) -> Sheet {
    let names = [AlertKind::Concern, AlertKind::Praise].map(|kind| name(&kind));
    let [concern, praise] = &names;
    let kind = |kind| match kind {
        AlertKind::Concern => concern.as_deref(),
        AlertKind::Praise => praise.as_deref(),
    };
    Sheet::new(vec![
        ("id", some(alerts, |it| &it.id)),
        ("rule", some(alerts, |it| &it.rule)),
        ("customer", text(alerts, |it| it.customer.as_deref())),
        ("at", Cells::time(alerts.iter().map(|it| it.at))),
        ("kind", text(alerts, |it| kind(it.kind))),
        ("unit", text(alerts, |it| it.unit.as_deref())),
        ("person", text(alerts, |it| it.person.as_deref())),
        ("case", text(alerts, |it| it.case.as_deref())),
        (
            "signals",
            Cells::texts(alerts.iter().map(|it| it.signals.as_slice())),
        ),
    ])
}

/// The cases, in the order of their ids.
pub(crate) fn cases<'a>(cases: impl IntoIterator<Item = &'a Case>) -> Sheet {
    let cases: Vec<&Case> = cases.into_iter().collect();
    let count = |count: fn(&Case) -> u32| {
        let counts = cases.iter().map(|case| i64::from(count(case)));
        Cells::int(counts)
    };
    let alerts = cases.iter().map(|case| {
        let alerts = case.alerts.iter().map(|alert| String::from(&alert.id));
        alerts.collect::<Vec<_>>()
    });
    let alerts: Vec<_> = alerts.collect();
    let bool = |bool: fn(&Case) -> bool| Cells::bool(cases.iter().map(|case| bool(case)));
    Sheet::new(vec![
        ("id", some(&cases, |it| &it.id)),
        ("case_type", some(&cases, |it| it.case_type.as_str())),
        ("priority", some(&cases, |it| it.priority.as_str())),
        (
            "opened_at",
            Cells::time(cases.iter().map(|it| it.opened_at)),
        ),
        ("customer", text(&cases, |it| it.customer.as_deref())),
        ("unit", text(&cases, |it| it.unit.as_deref())),
        ("person", text(&cases, |it| it.person.as_deref())),
        ("state", some(&cases, |it| it.state.name())),
        (
            "waiting_on",
            text(&cases, |it| it.waiting_on.map(WaitingOn::name)),
        ),
        ("verdict", some(&cases, |it| it.verdict.name())),
        (
            "verdict_source",
            text(&cases, |it| it.verdict_source.as_deref().map(Text::as_str)),
        ),
        (
            "root_cause",
            text(&cases, |it| it.root_cause.as_deref().map(Text::as_str)),
        ),
        ("resolved", count(|it| it.resolved)),
        ("reopened", count(|it| it.reopened)),
        ("disputed", count(|it| it.disputed)),
        ("false_resolution", bool(Case::is_false_resolution)),
        ("flagged", bool(|it| it.flagged)),
        ("alerts", Cells::texts(alerts.iter().map(Vec::as_slice))),
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
        ("id", some(notices, |it| &it.notice.id)),
        ("at", Cells::time(notices.iter().map(|it| it.at))),
        ("kind", text(notices, |it| name(&it.notice.kind))),
        ("to_kind", some(notices, |it| to(it).0)),
        ("to", some(notices, |it| to(it).1)),
        ("alert", text(notices, |it| it.notice.alert.as_deref())),
        ("case", text(notices, |it| it.notice.case.as_deref())),
        (
            "improvement",
            text(notices, |it| it.notice.improvement.as_deref()),
        ),
        (
            "employee",
            text(notices, |it| it.notice.employee.as_deref()),
        ),
    ])
}

/// What was not accepted, and why.
pub(crate) fn refused(refused: &[Refused]) -> Sheet {
    Sheet::new(vec![
        ("id", some(refused, |it| &it.id)),
        ("code", some(refused, |it| it.error.code.name())),
        ("message", some(refused, |it| &it.error.message)),
        ("path", text(refused, |it| it.error.path.as_deref())),
        ("hint", text(refused, |it| it.error.hint.as_deref())),
    ])
}

/// A metric's numbers: the period where there are any, the groups, the estimate, and what else is said of it.
pub(crate) fn metric(query: &MetricQuery, rows: &[MetricRow]) -> Sheet {
    let mut columns: Vec<(&str, Cells)> = Vec::new();
    if query.every.is_some() {
        columns.push(("period", text(rows, |it| it.period.as_deref())));
    }
    for by in &query.by {
        columns.push((by, text(rows, |it| it.group.get(by).cloned().flatten())));
    }
    let estimates: Vec<Option<Estimate>> = rows.iter().map(|row| row.estimate).collect();
    columns.extend(estimate_columns(&estimates));
    if query.rolling.is_some() {
        columns.push(("from", text(rows, |it| it.from.as_deref())));
        columns.push(("to", text(rows, |it| it.to.as_deref())));
    }
    if query.average_of.is_some() {
        let periods = rows.iter().map(|it| it.periods.map(i64::from));
        columns.push(("periods", Cells::count(periods)));
    }
    if rows.iter().any(|it| it.effective_n.is_some()) {
        let effective = Cells::number(rows.iter().map(|it| it.effective_n));
        let design = Cells::number(rows.iter().map(|it| it.design_effect));
        columns.extend([("effective_n", effective), ("design_effect", design)]);
    }
    if rows.iter().any(|it| it.left_out.is_some()) {
        let left_out = rows.iter().map(|it| it.left_out.unwrap_or_default());
        columns.push(("left_out", Cells::int(left_out)));
    }
    if query.min_n.is_some() || rows.iter().any(|it| it.withheld) {
        columns.push(("withheld", Cells::bool(rows.iter().map(|it| it.withheld))));
        columns.push(("why", text(rows, |it| it.why.as_deref())));
    }
    Sheet::new(columns)
}

fn text<'r, T, C: AsRef<str>>(rows: &'r [T], cell: impl Fn(&'r T) -> Option<C>) -> Cells {
    Cells::text(rows.iter().map(cell))
}

fn some<'r, T, C: AsRef<str>>(rows: &'r [T], cell: impl Fn(&'r T) -> C) -> Cells {
    text(rows, |row| Some(cell(row)))
}

/// The name of a plain enum in every format.
fn name(value: &impl Serialize) -> Option<String> {
    serde_json::to_value(value)
        .ok()?
        .as_str()
        .map(str::to_owned)
}
