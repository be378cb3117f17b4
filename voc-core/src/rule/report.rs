//! What a rule found, as an alert with its reasons.

use super::alert::{Alert, AlertKind};
use super::batch::BatchAlert;
use super::book::{Book, Recent};
use super::customer::Key;
use super::facts::Attributes;
use super::place::Fired;
use super::plan::{Look, Machine, Plan, PlanRule};
use super::reasons::Reasons;
use super::row::{Said, SignalRow};
use super::why::Why;
use crate::condition::{Cell, Row};
use crate::digest::id;
use crate::program::{Rule, RuleSpec};
use crate::signal::Signal;
use crate::time::Time;
use crate::value::Value;
use std::borrow::Cow;

/// The alert of a rule that has fired; absent where its signal is unknown.
pub(super) fn report(
    customer: Option<&str>,
    plan: &Plan,
    book: &Book,
    fired: &Fired,
) -> Option<Alert> {
    let program = plan.program();
    let bearing = book.of(fired.bearing)?;
    let planned = plan.rule(fired.rule)?;
    let rule = program.rule(&planned.id)?;
    let spec = program.spec().rules.get(&rule.id)?;
    let same = same_text(plan, book, bearing, fired);
    let handles = fired.signals.iter();
    let found = Found {
        customer,
        rule,
        kind: kind_of(spec),
        at: Time::clamped(fired.at),
        same,
        signal: bearing.key.1.as_str(),
        number: fired.number,
        since: planned.since,
    };
    let why = Reasons {
        plan,
        book,
        fired,
        rule,
        bearing,
        signal: &bearing.retained.signal.unpack(),
    };
    let signals = handles.map(|handle| book.name(*handle).to_owned());
    Some(found.alert(signals.collect(), why.why()))
}

/// The id of the alert of a rule that has fired.
pub(super) fn reported_id(
    customer: Option<&str>,
    plan: &Plan,
    book: &Book,
    fired: &Fired,
) -> Option<String> {
    let bearing = book.of(fired.bearing)?;
    let rule = plan.rule(fired.rule)?;
    let same = same_text(plan, book, bearing, fired);
    let signal = bearing.key.1.as_str();
    Some(id_of(
        &rule.id,
        customer,
        same.as_ref(),
        fired.number,
        signal,
        rule.since,
    ))
}

fn same_text(plan: &Plan, book: &Book, bearing: &Recent, fired: &Fired) -> Option<String> {
    let slot = fired.same?;
    text(book.row(plan, bearing).cell(slot))
}

fn id_of(
    rule: &str,
    customer: Option<&str>,
    same: Option<&String>,
    number: Option<i64>,
    signal: &str,
    since: Option<Time>,
) -> String {
    match (number, since) {
        (Some(number), None) => id("a", &(rule, customer, same, number)),
        (None, None) => id("a", &(rule, customer, same, signal)),
        (Some(number), since) => id("a", &(rule, customer, same, number, since)),
        (None, since) => id("a", &(rule, customer, same, signal, since)),
    }
}

/// What a rule found.
struct Found<'f> {
    customer: Option<&'f str>,
    rule: &'f Rule,
    kind: AlertKind,
    at: Time,
    same: Option<String>,
    signal: &'f str,
    number: Option<i64>,
    since: Option<Time>,
}

impl Found<'_> {
    fn alert(self, signals: Vec<String>, why: Why) -> Alert {
        let mut alert = Alert {
            id: String::new(),
            revision: 0,
            rule: self.rule.id.clone(),
            kind: self.kind,
            at: self.at,
            customer: self.customer.map(str::to_owned),
            same: self.same,
            signal: self.signal.to_owned(),
            signals,
            number: self.number,
            why,
        };
        alert.id = alert_id(&alert, self.customer, self.since);
        alert
    }
}

/// The id of an alert, as this customer's. A rule that begins in mid-stream is another than the one
/// that had its id before: `since` when it is in force stands in the ids of its alerts.
pub(super) fn alert_id(alert: &Alert, customer: Option<&str>, since: Option<Time>) -> String {
    let same = alert.same.as_ref();
    id_of(
        &alert.rule,
        customer,
        same,
        alert.number,
        &alert.signal,
        since,
    )
}

/// The alert of a row, but for `why`, with the ids of its bearing signal and of all of its signals.
pub(crate) fn alert_of_row(
    plan: &Plan,
    signal: &Signal,
    id: &str,
    alert: &BatchAlert,
    signals: Vec<String>,
) -> Option<Alert> {
    let program = plan.program();
    let planned = plan.rule(alert.rule)?;
    let rule = program.rule(&planned.id)?;
    let row = SignalRow {
        plan,
        said: Said::Whole(signal),
        at: signal.at,
        known: None,
    };
    let found = Found {
        customer: signal.customer.as_deref(),
        rule,
        kind: kind_of(program.spec().rules.get(&rule.id)?),
        at: alert.at,
        same: same_of(plan, planned).and_then(|slot| text(row.cell(slot))),
        signal: id,
        number: alert.number,
        since: planned.since,
    };
    Some(found.alert(signals, Why::default()))
}

/// The slot of `same`: of a rule without a pattern that waits on an alert, the alert's.
fn same_of(plan: &Plan, rule: &PlanRule) -> Option<u16> {
    match (&rule.machine, rule.looks) {
        (Machine::Each, Look::Alert(other)) => same_of(plan, plan.rule(other)?),
        _ => rule.same,
    }
}

/// What is known of a customer as of a signal.
pub(crate) struct AsOf<'b> {
    pub(super) book: &'b Book,
    pub(super) key: &'b Key,
    pub(super) signal: &'b Signal,
}

impl Attributes for AsOf<'_> {
    fn attribute(&self, name: &str) -> Option<Cow<'_, Value>> {
        let own = self.signal.attributes.get(name).map(Cow::Borrowed);
        own.or_else(|| {
            let known = self.book.attribute(name, self.key);
            known.to_value().map(Cow::Owned)
        })
    }
}

fn kind_of(rule: &RuleSpec) -> AlertKind {
    if rule.raise.praise {
        AlertKind::Praise
    } else {
        AlertKind::Concern
    }
}

fn text(cell: Cell<'_>) -> Option<String> {
    Some(match cell {
        Cell::Absent => return None,
        Cell::Bool(value) => value.to_string(),
        Cell::Int(value) => value.to_string(),
        Cell::Number(value) => value.to_string(),
        Cell::Text(text) => text.to_owned(),
        Cell::Time(at) => at.to_string(),
    })
}
