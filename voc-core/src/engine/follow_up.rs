//! Stage 2: alerts become cases, cases are worked, clocks and silence are heard. Serial, in the order
//! of the log.

use super::event::What;
use super::facts::FactPlans;
use super::index::{Index, Matter, matter_of};
use super::limits::Limits;
use super::notice::Notice;
use super::praise::Recognised;
use super::reorganise::surviving;
use super::watch::About as Group;
use crate::case::{About, Case, CaseAlert, CaseChange, CaseEvent, OpenCase, Policy, State};
use crate::digest::id;
use crate::document::Read;
use crate::error::{Code, Error, Refusal};
use crate::named::Named;
use crate::ordered::{HasKey, Keyed, Own, insert_in_order};
use crate::program::{NoticeKind, Program, RaiseSpec, TargetName};
use crate::route::{Audience, Names, Person, Routed, Team, route};
use crate::rule::{Alert, AlertKind, SignalFacts};
use crate::signal::CaseRef;
use crate::text::Text;
use crate::time::Time;
use serde::Deserialize;
use std::sync::Arc;

/// The follow-up so far. How it is written down stands in a file of its own.
#[derive(Debug, Clone, Default, PartialEq, Deserialize, Read)]
pub(super) struct FollowUp {
    pub(super) cases: Own<Case>,
    /// For each case, the version of the program whose policy it is followed up by, from 1; those of
    /// the first are left out.
    #[serde(default)]
    pub(super) policies: Named<usize>,
    pub(super) people: Named<Person>,
    /// What the people are called.
    #[serde(skip)]
    pub(super) names: Names,
    /// Who was praised how often, in order.
    #[serde(default)]
    pub(super) recognised: Vec<Recognised>,
    /// Where each alert went, so that who was told hears of its changes.
    pub(super) routed: Keyed<Arc<Routed>>,
    /// Warnings and breaches that were announced, of clocks that began with their case: case, target, and
    /// for a warning its due. As they are written down; then each case has its own.
    pub(super) announced: Vec<(String, TargetName, Option<Time>)>,
    /// The same of rounds that began later than their case: case, target, where the round begins, due.
    #[serde(default)]
    pub(super) announced_rounds: Vec<(String, TargetName, Time, Option<Time>)>,
    /// Alerts that stand, by rule.
    pub(super) alerts: Named<i64>,
    #[serde(default)]
    pub(super) limits: Limits,
    /// What was followed up until just now, by a case that was cancelled.
    #[serde(skip)]
    pub(super) dropped: Vec<Matter>,
    #[serde(skip)]
    pub(super) index: Index,
}

impl HasKey for Case {
    fn key(&self) -> &str {
        &self.id
    }
}

/// What it takes to open a case, or to join one.
#[derive(Clone, Copy)]
struct Opening<'o> {
    policy: Policy<'o>,
    case_type: &'o str,
    alert: &'o Alert,
    /// The alert's id, to be shared.
    key: &'o Text,
    facts: &'o SignalFacts<'o>,
    routed: &'o Routed,
}

impl FollowUp {
    /// Without cases, for the people there are.
    pub(super) fn of_people(people: Named<Person>) -> Self {
        Self {
            people,
            ..Self::default()
        }
    }

    /// Restores what is not written down.
    pub(super) fn rebuild(&mut self, plans: &FactPlans) {
        self.index = Index::default();
        self.names = Names::of(&self.people).unwrap_or_default();
        self.limits.rebuild();
        for (_, way) in self.routed.iter_mut() {
            *way = self.index.way(Arc::clone(way));
        }
        for alert in self.cases.values_mut().flat_map(|case| &mut case.alerts) {
            if let Some((key, _)) = self.routed.entry(&alert.id) {
                alert.id = key.clone();
            }
        }
        self.take_announced();
        for id in self.case_ids() {
            self.enter(plans, &id);
        }
    }

    /// The policy by which a case is followed up.
    ///
    /// # Errors
    /// An unknown case type.
    pub(super) fn policy_of<'p>(
        &self,
        plans: &'p FactPlans,
        case: &str,
        case_type: &str,
    ) -> Result<Policy<'p>, Error> {
        let number = self.policies.get(case).copied();
        plans.policy(number.unwrap_or(0), case_type)
    }

    pub(super) fn next_due(&self) -> Option<Time> {
        self.index.due.first().map(|(at, _)| at)
    }

    pub(super) fn people(&self) -> &Named<Person> {
        &self.people
    }

    pub(super) fn role_of(&self, person: &str) -> Option<&str> {
        self.people.get(person).map(|person| person.role.as_str())
    }

    /// Whether somebody is at work on what an alert is about. On a case that is resolved nobody is, and
    /// silence would close it.
    pub(super) fn works_on(&self, matter: &Matter) -> bool {
        let mut cases = self.open_on(matter).into_iter();
        cases.any(|case| case.state != State::Resolved)
    }

    /// Whom an alert goes to, among those who are there now.
    pub(super) fn route(
        &self,
        plans: &FactPlans,
        alert: &Alert,
        raise: &RaiseSpec,
        facts: &SignalFacts<'_>,
        at: Time,
    ) -> Routed {
        let team = Team {
            people: &self.people,
            load: &self.index.load,
            names: Some(&self.names),
            at,
        };
        let program = plans.program_at(alert.at);
        let routed = route(program, raise, facts.signal, facts, &team);
        surviving(plans, program, routed)
    }

    /// A concern or praise came up: it is routed, and followed up where the program is live. Where it
    /// went is to be kept, if it may change, under its id.
    pub(super) fn raised(
        &mut self,
        plans: &FactPlans,
        alert: &Alert,
        facts: &SignalFacts<'_>,
        at: Time,
        out: &mut Vec<(Time, What)>,
    ) -> Result<Option<(Text, Routed)>, Refusal> {
        *self.alerts.or_default(&alert.rule) += 1;
        let program = plans.program_at(alert.at);
        let live = program.live_from().is_none_or(|from| alert.at >= from);
        let Some(rule) = program.spec().rules.get(&alert.rule).filter(|_| live) else {
            return Ok(None);
        };
        let routed = self.route(plans, alert, &rule.raise, facts, at);
        self.recognise(&routed);
        let what = What::AlertRouted {
            alert: alert.id.clone(),
            routed: Box::new(routed.clone()),
        };
        out.push((at, what));
        let key = Text::from(&alert.id);
        let mut case = None;
        if let Some(case_type) = &rule.raise.case {
            let opening = Opening {
                policy: Policy::of(program, case_type)?,
                case_type,
                alert,
                key: &key,
                facts,
                routed: &routed,
            };
            case = Some(self.open_or_join(plans, &opening, at, out)?);
        }
        for audience in routed.told() {
            let mut notice = announcement(alert, audience, case.as_deref());
            if alert.kind == AlertKind::Praise {
                let words = facts.signal.verbatim.as_deref();
                self.quote(plans.program(), &routed, words, at, &mut notice);
            }
            out.push((at, What::notice(notice)));
        }
        Ok(Some((key, routed)))
    }

    /// Remembers where an alert went.
    pub(super) fn keep(&mut self, alert: Text, routed: Routed) {
        let way = self.index.way(routed.settled().into());
        self.routed.insert(alert, way);
    }

    /// A rule over a metric fired: it is announced and routed as a signal of its group would be. There
    /// is nobody to open a case for, and nobody to tell of changes, since there are none.
    pub(super) fn judged(
        &mut self,
        plans: &FactPlans,
        program: &Program,
        alert: &Alert,
        about: &Group<'_>,
        at: Time,
        out: &mut Vec<(Time, What)>,
    ) {
        *self.alerts.or_default(&alert.rule) += 1;
        let Some(rule) = program.spec().rules.get(&alert.rule) else {
            return;
        };
        if rule.shadow {
            return;
        }
        let raised = Box::new(alert.clone());
        out.push((at, What::AlertRaised { alert: raised }));
        if program.live_from().is_some_and(|from| alert.at < from) {
            return;
        }
        let team = Team {
            people: &self.people,
            load: &self.index.load,
            names: None,
            at,
        };
        let routed = route(program, &rule.raise, &about.signal(), about, &team);
        let routed = surviving(plans, program, routed);
        let what = What::AlertRouted {
            alert: alert.id.clone(),
            routed: Box::new(routed.clone()),
        };
        out.push((at, what));
        let mut told = Vec::new();
        for audience in routed.audiences() {
            insert_in_order(&mut told, audience);
        }
        for audience in told {
            let notice = announcement(alert, audience, None);
            out.push((at, What::notice(notice)));
        }
    }

    fn open_or_join(
        &mut self,
        plans: &FactPlans,
        opening: &Opening<'_>,
        at: Time,
        out: &mut Vec<(Time, What)>,
    ) -> Result<String, Refusal> {
        let Opening {
            policy,
            case_type,
            alert,
            key,
            facts,
            routed,
        } = *opening;
        let raise = policy
            .program()
            .spec()
            .rules
            .get(&alert.rule)
            .map(|rule| &rule.raise);
        let priority = raise.and_then(|raise| raise.priority.clone());
        let link = CaseAlert {
            id: key.clone(),
            rule: (&alert.rule).into(),
            signal: (&alert.signal).into(),
            standing: true,
        };
        let matter =
            |customer: &String| (customer.clone(), case_type.to_owned(), alert.same.clone());
        let open = alert
            .customer
            .as_ref()
            .map(matter)
            .and_then(|matter| Some(self.open_on(&matter).first()?.id.clone()));
        if let Some(open) = open {
            // An open case keeps its own policy.
            let own = self.policy_of(plans, &open, case_type)?;
            let events = match self.cases.get(&open) {
                Some(case) => case.join(&own, link, priority.as_deref(), at),
                None => Vec::new(),
            };
            self.apply(plans, &open, events, out);
            return Ok(open);
        }
        // The same alert may open a case again after the first was cancelled.
        let mut attempt = self.of_alert(&alert.id, alert).len();
        let id_of = |attempt: usize| id("c", &(case_type, &alert.id, attempt));
        while self.cases.get(&id_of(attempt)).is_some() {
            attempt += 1;
        }
        let mut case = Case::open(
            &policy,
            OpenCase {
                id: Some(id_of(attempt)),
                case_type: case_type.to_owned(),
                at,
                priority,
                customer: alert.customer.clone(),
                same: alert.same.clone(),
                segments: policy.segments_of(facts),
                unit: routed.unit.clone(),
                person: routed.person.clone(),
                alert: Some(link),
                about: About::carried(&policy, &alert.signal, facts.signal, at),
            },
        )?;
        if policy.spec().carry.route {
            case.routed = Some(Box::new(routed.clone()));
        }
        let id = case.id.clone();
        for event in &case.history {
            out.push((event.at, changed(&case, event)));
        }
        self.cases.insert(case);
        let version = plans.number_at(alert.at);
        if version > 0 {
            self.policies.insert(id.clone(), version);
        }
        self.enter(plans, &id);
        Ok(id)
    }

    /// An alert stands with other reasons: who was told of it hears of it.
    pub(super) fn revised(&mut self, alert: &Alert, at: Time, out: &mut Vec<(Time, What)>) {
        self.tell_again(NoticeKind::AlertRevised, alert, at, out);
    }

    /// An alert no longer stands, which was decided as a program says: its cases are cancelled or
    /// flagged, and who was told hears of it.
    pub(super) fn retracted(
        &mut self,
        plans: &FactPlans,
        program: &Program,
        alert: &Alert,
        at: Time,
        out: &mut Vec<(Time, What)>,
    ) {
        if !self.limits.withdraw(program, alert) {
            return;
        }
        *self.alerts.or_default(&alert.rule) -= 1;
        let stands = |case: &&Case| {
            let mut alerts = case.alerts.iter();
            alerts.any(|known| known.id == alert.id && known.standing)
        };
        let cases = self.of_alert(&alert.id, alert).into_iter().filter(stands);
        let withdrawn = cases.map(|case| (case.id.clone(), case.withdraw(&alert.id, at)));
        for (case, events) in withdrawn.collect::<Vec<_>>() {
            self.apply(plans, &case, events, out);
        }
        self.tell_again(NoticeKind::AlertRetracted, alert, at, out);
        self.recognise_no_more(&alert.id);
        self.routed.remove(&alert.id);
    }

    fn tell_again(&self, kind: NoticeKind, alert: &Alert, at: Time, out: &mut Vec<(Time, What)>) {
        let routed = self.routed(&alert.id);
        for audience in routed.map(Routed::told).unwrap_or_default() {
            let notice = Notice::new(kind, audience, Some(&alert.id), None, &alert.revision);
            out.push((at, What::notice(notice)));
        }
    }

    /// Where an alert went; absent where it went nowhere.
    pub(super) fn routed(&self, alert: &str) -> Option<&Routed> {
        self.routed.get(alert).map(Arc::as_ref)
    }

    /// An alert went where one went that had another id.
    pub(super) fn move_routed(&mut self, alert: &str, to: &str) {
        if let Some(routed) = self.routed.remove(alert) {
            self.routed.insert(to.into(), routed);
        }
    }

    /// The ids of all cases, in order.
    pub(super) fn case_ids(&self) -> Vec<String> {
        let cases = self.cases.in_order().into_iter();
        cases.map(|case| case.id.clone()).collect()
    }

    /// The case that a command means.
    pub(super) fn find(&self, reference: &CaseRef) -> Result<&Case, Refusal> {
        let missing = |message: String| Error::new(Code::NotFound, message).at("command.case");
        match reference {
            CaseRef::Id(id) => self
                .cases
                .get(id)
                .ok_or_else(|| missing(format!("there is no case `{id}`"))),
            CaseRef::OfSignal { signal } => {
                let mut found = self.of_signal(signal).into_iter();
                let mut live = found.clone().filter(|case| case.is_open());
                match (live.next(), live.next()) {
                    (Some(_), Some(_)) => Err(Error::new(
                        Code::Ambiguous,
                        format!("signal `{signal}` has more than one open case"),
                    )
                    .at("command.case")
                    .hint("name the case by its id")),
                    (Some(case), None) => Ok(case),
                    (None, _) => found
                        .next_back()
                        .ok_or_else(|| missing(format!("no case came of signal `{signal}`"))),
                }
            }
        }
    }

    /// Applies events to a case and keeps the index true.
    pub(super) fn apply(
        &mut self,
        plans: &FactPlans,
        id: &str,
        events: Vec<CaseEvent>,
        out: &mut Vec<(Time, What)>,
    ) {
        let escalating = events.iter().any(|event| event.change.may_escalate());
        let escalating = events.last().filter(|_| escalating).map(|event| event.at);
        self.leave(id);
        if let Some(case) = self.cases.get_mut(id) {
            for mut event in events {
                // What the engine does by itself never lies before what has happened already, but for
                // a promise, which is broken at its due, and a word, which was said when it was.
                let is_dated = matches!(
                    event.change,
                    CaseChange::PromiseBroken { .. } | CaseChange::CustomerSpoke { .. }
                );
                let own = event.by.is_none() && !is_dated;
                if let Some(last) = case.history.last().filter(|_| own) {
                    event.at = event.at.max(last.at);
                }
                case.apply(&event);
                out.push((event.at, changed(case, &event)));
            }
            self.dropped
                .extend(matter_of(case).filter(|_| case.state == State::Cancelled));
        }
        self.enter(plans, id);
        if let Some(at) = escalating {
            self.escalate_at_once(plans, id, at, out);
        }
    }

    /// The customer is asked, where they have agreed to be contacted.
    pub(super) fn ask(&self, id: &str, may_contact: bool, at: Time) -> Option<What> {
        let case = self.cases.get(id).filter(|_| may_contact)?;
        let to = Audience::Customer(case.customer.as_ref()?.into());
        let notice = Notice::new(NoticeKind::VerdictQuestion, to, None, Some(id), &at);
        Some(What::notice(notice))
    }
}

/// The notice of a new alert.
fn announcement(alert: &Alert, to: Audience, case: Option<&str>) -> Notice {
    let kind = match alert.kind {
        AlertKind::Praise => NoticeKind::Praise,
        AlertKind::Concern => NoticeKind::Alert,
    };
    Notice::new(kind, to, Some(&alert.id), case, &alert.revision)
}

fn changed(case: &Case, event: &CaseEvent) -> What {
    What::CaseChanged {
        case: case.id.clone(),
        case_type: String::from(&case.case_type),
        customer: case.customer.as_ref().map(String::from),
        event: event.clone(),
    }
}

/// Whether an event asks the customer.
pub(super) fn asks(event: &CaseEvent) -> bool {
    matches!(event.change, CaseChange::VerdictAsked { .. })
}
