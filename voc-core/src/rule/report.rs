//! What a rule found, as an alert with its reasons.

use super::alert::{Alert, AlertKind};
use super::book::Book;
use super::customer::Key;
use super::facts::Attributes;
use super::place::Fired;
use super::plan::Plan;
use super::reasons::Reasons;
use crate::condition::{Cell, Row};
use crate::digest::id;
use crate::program::RuleSpec;
use crate::signal::Signal;
use crate::time::Time;
use crate::value::Value;

/// The alert of a rule that has fired; absent where its signal is unknown.
pub(super) fn report(
    customer: Option<&str>,
    plan: &Plan,
    book: &Book,
    fired: &Fired,
) -> Option<Alert> {
    let program = plan.program();
    let bearing = book.of(fired.bearing)?;
    let rule = program.rule(&plan.rule(fired.rule)?.id)?;
    let spec = program.spec().rules.get(&rule.id)?;
    let same = fired
        .same
        .and_then(|slot| text(book.row(plan, bearing).cell(slot)));
    let signal = &bearing.key.1;
    let signals: Vec<String> = fired
        .signals
        .iter()
        .map(|handle| book.name(*handle).to_owned())
        .collect();
    let mut alert = Alert {
        id: String::new(),
        revision: 0,
        rule: rule.id.clone(),
        kind: kind_of(spec),
        at: Time::clamped(fired.at),
        customer: customer.map(str::to_owned),
        same,
        signal: signal.to_string(),
        number: fired.number,
        why: Reasons {
            plan,
            book,
            fired,
            rule,
            bearing,
        }
        .why(),
        signals,
    };
    alert.id = alert_id(&alert, customer);
    Some(alert)
}

/// The id of an alert, as this customer's.
pub(super) fn alert_id(alert: &Alert, customer: Option<&str>) -> String {
    let (rule, same) = (&alert.rule, &alert.same);
    match alert.number {
        Some(number) => id("a", &(rule, customer, same, number)),
        None => id("a", &(rule, customer, same, &alert.signal)),
    }
}

/// What is known of a customer as of a signal.
pub(crate) struct AsOf<'b> {
    pub(super) book: &'b Book,
    pub(super) key: &'b Key,
    pub(super) signal: &'b Signal,
}

impl Attributes for AsOf<'_> {
    fn attribute(&self, name: &str) -> Option<&Value> {
        let own = self.signal.attributes.get(name);
        own.or_else(|| self.book.attribute(name, self.key))
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
