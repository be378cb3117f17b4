//! What came of a batch, as rows of tables.

use super::Run;
use super::event::What;
use super::notice::Notice;
use crate::case::Case;
use crate::ordered::{Map, sort_by};
use crate::route::Routed;
use crate::rule::{Alert, AlertKind};
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// A standing alert, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AlertRow {
    /// Its id.
    pub id: String,
    /// The rule.
    pub rule: String,
    /// The customer; absent where the signal has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
    /// When.
    pub at: Time,
    /// Concern or praise.
    pub kind: AlertKind,
    /// The unit that answers for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The person who does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// The case that it opened or joined.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// The signals behind it, in order.
    pub signals: Vec<String>,
}

/// A notice, and when it was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NoticeRow {
    /// When.
    pub at: Time,
    /// The notice.
    #[serde(flatten)]
    pub notice: Notice,
}

/// What happened, and when.
pub(super) type Told<'a> = Box<dyn Iterator<Item = (Time, &'a What)> + 'a>;

impl Run {
    /// The standing alerts that were raised, by time and id.
    pub fn alerts(&self) -> Vec<AlertRow> {
        let mut cases = self.engine.cases();
        alerts(self.told(), &mut cases)
    }

    /// What the host should tell somebody, in order.
    pub fn notices(&self) -> Vec<NoticeRow> {
        notices(self.told())
    }

    fn told(&self) -> Told<'_> {
        let told = self.events.iter();
        Box::new(told.map(|event| (event.at, &event.what)))
    }
}

pub(super) fn alerts<'a>(
    told: Told<'a>,
    cases: &mut dyn Iterator<Item = &'a Case>,
) -> Vec<AlertRow> {
    let mut standing: Map<&str, &Alert> = Map::new();
    let mut routes: Map<&str, &Routed> = Map::new();
    for (_, what) in told {
        match what {
            What::AlertRaised { alert } | What::AlertRevised { alert } => {
                standing.insert(alert.id.as_str(), alert);
            }
            What::AlertRetracted { alert } => {
                standing.remove(alert.id.as_str());
            }
            What::AlertMoved { from, alert } => {
                standing.remove(from.as_str());
                standing.insert(alert.id.as_str(), alert);
                if let Some(routed) = routes.remove(from.as_str()) {
                    routes.insert(alert.id.as_str(), routed);
                }
            }
            What::AlertRouted { alert, routed } => {
                routes.insert(alert.as_str(), routed);
            }
            _ => {}
        }
    }
    let mut behind: Map<&str, &str> = Map::new();
    for case in cases {
        for alert in &case.alerts {
            behind.insert(alert.id.as_str(), case.id.as_str());
        }
    }
    let mut alerts: Vec<&Alert> = standing.iter().map(|(_, alert)| *alert).collect();
    sort_by(&mut alerts, &|one, two| {
        (one.at, &one.id).cmp(&(two.at, &two.id))
    });
    let row = |alert: &Alert| {
        let went = routes.get(alert.id.as_str());
        AlertRow {
            id: alert.id.clone(),
            rule: alert.rule.clone(),
            customer: alert.customer.clone(),
            at: alert.at,
            kind: alert.kind,
            unit: went.and_then(|went| went.unit.clone()),
            person: went.and_then(|went| went.person.clone()),
            case: behind.get(alert.id.as_str()).map(|case| (*case).to_owned()),
            signals: alert.signals.clone(),
        }
    };
    alerts.into_iter().map(row).collect()
}

pub(super) fn notices(told: Told<'_>) -> Vec<NoticeRow> {
    let notice = |(at, what): (Time, &What)| match what {
        What::Notice { notice } => Some(NoticeRow {
            at,
            notice: notice.clone(),
        }),
        _ => None,
    };
    told.filter_map(notice).collect()
}
