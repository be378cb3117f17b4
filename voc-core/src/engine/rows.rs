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

/// Alerts by id, in the order in which they came up.
#[derive(Default)]
struct Standing<'a> {
    all: Vec<One<'a>>,
    /// The place of each, from the first time that one is looked for.
    places: Option<Map<&'a str, usize>>,
}

/// An id: its alert, for as long as it stands, and where it went.
struct One<'a> {
    id: &'a str,
    alert: Option<&'a Alert>,
    went: Option<&'a Routed>,
}

impl<'a> Standing<'a> {
    /// The entry of an id, which mostly is the last; a new one where there is none.
    fn entry(&mut self, id: &'a str) -> Option<&mut One<'a>> {
        if self.all.last().is_none_or(|last| last.id != id) {
            let known = self.all.iter().enumerate();
            let places = self
                .places
                .get_or_insert_with(|| known.map(|(place, one)| (one.id, place)).collect());
            if let Some(place) = places.get(id).copied() {
                return self.all.get_mut(place);
            }
            self.add(id);
        }
        self.all.last_mut()
    }

    fn add(&mut self, id: &'a str) {
        if let Some(places) = &mut self.places {
            places.insert(id, self.all.len());
        }
        self.all.push(One {
            id,
            alert: None,
            went: None,
        });
    }

    /// An alert comes up. As long as none has changed, none comes up twice.
    fn raise(&mut self, alert: &'a Alert) {
        if self.places.is_none() {
            self.add(&alert.id);
        }
        self.set(&alert.id, Some(alert));
    }

    fn set(&mut self, id: &'a str, alert: Option<&'a Alert>) {
        if let Some(entry) = self.entry(id) {
            entry.alert = alert;
        }
    }

    fn route(&mut self, id: &'a str, to: &'a Routed) {
        if let Some(entry) = self.entry(id) {
            entry.went = Some(to);
        }
    }

    /// An alert stands under another id.
    fn rename(&mut self, from: &'a str, alert: &'a Alert) {
        self.set(from, None);
        let went = self.entry(from).and_then(|entry| entry.went.take());
        self.set(&alert.id, Some(alert));
        if let Some(went) = went {
            self.route(&alert.id, went);
        }
    }
}

pub(super) fn alerts<'a>(
    told: Told<'a>,
    cases: &mut dyn Iterator<Item = &'a Case>,
) -> Vec<AlertRow> {
    let mut standing = Standing::default();
    for (_, what) in told {
        match what {
            What::AlertRaised { alert } => standing.raise(alert),
            What::AlertRevised { alert } => standing.set(&alert.id, Some(alert)),
            What::AlertRetracted { alert } => standing.set(&alert.id, None),
            What::AlertMoved { from, alert } => standing.rename(from, alert),
            What::AlertRouted { alert, routed } => standing.route(alert, routed),
            _ => {}
        }
    }
    let mut behind: Map<&str, &str> = Map::new();
    for case in cases {
        for alert in &case.alerts {
            behind.insert(alert.id.as_str(), case.id.as_str());
        }
    }
    let all = standing.all.into_iter();
    let mut alerts: Vec<_> = all.filter_map(|one| Some((one.alert?, one.went))).collect();
    sort_by(&mut alerts, &|(one, _), (two, _)| {
        (one.at, &one.id).cmp(&(two.at, &two.id))
    });
    let row = |(alert, went): (&Alert, Option<&Routed>)| AlertRow {
        id: alert.id.clone(),
        rule: alert.rule.clone(),
        customer: alert.customer.clone(),
        at: alert.at,
        kind: alert.kind,
        unit: went.and_then(|went| went.unit.clone()),
        person: went.and_then(|went| went.person.clone()),
        case: behind.get(alert.id.as_str()).map(|case| (*case).to_owned()),
        signals: alert.signals.clone(),
    };
    alerts.into_iter().map(row).collect()
}

pub(super) fn notices(told: Told<'_>) -> Vec<NoticeRow> {
    let notice = |(at, what): (Time, &What)| match what {
        What::Notice { notice } => Some(NoticeRow {
            at,
            notice: (**notice).clone(),
        }),
        _ => None,
    };
    told.filter_map(notice).collect()
}
