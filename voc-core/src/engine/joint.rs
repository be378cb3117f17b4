//! Rules over metrics, judged on what several engines counted, each of its own customers.

use super::Engine;
use super::change::StoredVersion;
use super::counted::Counted;
use super::event::{EVENT_VERSION, Event};
use super::facts::FactPlans;
use super::follow_up::FollowUp;
use super::partition::FactsPart;
use super::watch::Watch;
use crate::document::Read;
use crate::error::{Code, Error};
use crate::named::Named;
use crate::route::Person;
use crate::signal::Roster;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// What the events of [`FactsPart::judge_metrics`] name in place of an input.
pub const TOGETHER: &str = "voc:together";

/// What rules over metrics wait for all parts with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
pub(super) struct Awaiting {
    /// All versions of the program.
    versions: Vec<StoredVersion>,
    /// The times that the parts have heard of: the earliest and the latest.
    earliest: Option<Time>,
    latest: Option<Time>,
    counted: Counted,
}

impl Engine {
    /// What rules over metrics, of which one is named, wait for all parts with.
    pub(super) fn awaiting(&self, rule: &str) -> Result<Awaiting, Error> {
        let Some(counted) = self.state.watch.counted() else {
            let message = format!(
                "the rule `{rule}` is judged on the answers of all customers, and this engine has judged it on its own"
            );
            return Err(Error::new(Code::NotAllowed, message)
                .at(format!("rules.{rule}"))
                .hint("an engine that has a part of the customers is made by `for_part`, in TypeScript `forPart`"));
        };
        let mut versions = self.state.versions.clone();
        if versions.is_empty() {
            versions.push(StoredVersion::of(None, self.program())?);
        }
        Ok(Awaiting {
            versions,
            earliest: self.state.now,
            latest: self.state.now,
            counted: counted.clone(),
        })
    }
}

impl FactsPart {
    /// What the rules over metrics come to on the answers of all these parts together: the events that
    /// one engine with all customers would have told, each at its own instant.
    ///
    /// A period is judged once every part has heard of the time at which that is due: give each a tick,
    /// and ask again as time goes on. `after` leaves out what was due by then, and was told before.
    /// Nothing else is remembered between: the parts hold all that was ever counted. Alerts are routed to
    /// the people given, none of whom has a case here, by the newest version of the program.
    ///
    /// # Errors
    /// A part that was tampered with: its versions are no programs, or not those that it ran.
    pub fn judge_metrics(
        &self,
        roster: Option<&Roster>,
        after: Option<Time>,
    ) -> Result<Vec<Event>, Error> {
        let Some(metrics) = &self.metrics else {
            return Ok(Vec::new());
        };
        let people = roster.map(|roster| roster.people.clone());
        let (_, mut events) = metrics.judge(self.program(), people.unwrap_or_default())?;
        events.retain(|event| after.is_none_or(|after| event.at > after));
        Ok(events)
    }
}

impl Awaiting {
    /// Adds what another part waits with.
    pub(super) fn take(&mut self, other: Self) {
        self.earliest = self.earliest.min(other.earliest);
        self.latest = self.latest.max(other.latest);
        self.counted.join(other.counted);
    }

    /// The digest of the facts, given that of all others.
    pub(super) fn digest(&self, program: &str, others: String) -> Result<String, Error> {
        if self.earliest != self.latest {
            let said = |time: Option<Time>| time.map_or_else(|| "none".into(), |at| at.to_string());
            let message = format!(
                "the parts have heard of different times, from {} to {}, and rules over metrics are judged by time",
                said(self.earliest),
                said(self.latest)
            );
            return Err(Error::new(Code::NotAllowed, message)
                .hint("give every part a tick of the same instant"));
        }
        let (watch, _) = self.judge(program, Named::default())?;
        Ok(watch.digest(others))
    }

    fn judge(&self, program: &str, people: Named<Person>) -> Result<(Watch, Vec<Event>), Error> {
        let plans = StoredVersion::compiled(&self.versions)?;
        let plans = plans.filter(|plans| plans.digest() == program);
        let plans = plans.ok_or_else(|| {
            let message = "the versions that the part holds are not those that it ran";
            Error::new(Code::OtherProgram, message)
        })?;
        Ok(self.judge_by(&plans, people))
    }

    fn judge_by(&self, plans: &FactPlans, people: Named<Person>) -> (Watch, Vec<Event>) {
        let mut watch = Watch::default();
        let mut follow_up = FollowUp::of_people(people);
        let mut out = Vec::new();
        let by = self.earliest.unwrap_or(Time::MIN);
        for (due, groups) in self.counted.due_by(by) {
            watch.judge(plans, due, &groups, &mut follow_up, &mut out);
        }
        let event = |(at, what)| Event {
            voc: EVENT_VERSION,
            input: TOGETHER.to_owned(),
            at,
            what,
        };
        (watch, out.into_iter().map(event).collect())
    }
}
