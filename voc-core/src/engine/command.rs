//! What people do to cases, and what comes of it besides.

use super::event::What;
use super::facts::FactPlans;
use super::follow_up::{FollowUp, asks};
use super::index::holder;
use super::notice::Notice;
use super::reorganise::has_unit;
use crate::case::{Action, Case, CaseChange, CaseEvent, Policy, Transfer, TransferTo};
use crate::error::{Code, Error, Refusal};
use crate::program::{NoticeKind, Program};
use crate::route::Audience;
use crate::signal::{CaseRef, Command};
use crate::time::Time;
use serde::Serialize;
use std::borrow::Cow;

impl FollowUp {
    /// What a command would bring about, by case, after the silence that is due by its receipt; nothing
    /// changes.
    pub(super) fn decide(
        &self,
        plans: &FactPlans,
        command: &Command,
        received: Option<Time>,
    ) -> Result<Vec<(String, Vec<CaseEvent>)>, Refusal> {
        let (policy, case) = self.as_received(plans, &command.case, received)?;
        match &command.action {
            Action::Assign { to } => self.known_person(to, "assign.to")?,
            Action::Escalate { to, .. } => self.known_person(to, "escalate.to")?,
            Action::Transfer {
                to: TransferTo::Person(to),
                ..
            } => self.known_person(to, "transfer.to.person")?,
            Action::Transfer {
                to: TransferTo::Unit(to),
                ..
            } if !has_unit(plans.program(), to) => {
                // The policy of an open case may know a unit that is no more.
                let message = format!("unknown unit `{to}`");
                let known = plans.program().spec().units.keys().map(String::as_str);
                return Err(Error::new(Code::Unknown, message)
                    .at("command.do.transfer.to.unit")
                    .nearest(to, known));
            }
            _ => {}
        }
        let Command { by, at, action, .. } = command;
        let role = self.role_of(by);
        if let Action::Merge { into } = action {
            let (policy, into) = self.as_received(plans, into, received)?;
            let (ends, goes_on) = Case::merge(&policy, by, role, *at, (&case, &into))?;
            return Ok(vec![(case.id.clone(), ends), (into.id.clone(), goes_on)]);
        }
        let mut events = Case::decide(&policy, &case, by, role, *at, action)?;
        for event in &mut events {
            if let CaseChange::Transferred { transfer } = &mut event.change {
                self.find_holder(policy.program(), transfer);
            }
        }
        Ok(vec![(case.id.clone(), events)])
    }

    /// Makes it so; whether a customer is asked.
    pub(super) fn carry_out(
        &mut self,
        plans: &FactPlans,
        decided: Vec<(String, Vec<CaseEvent>)>,
        received: Option<Time>,
        out: &mut Vec<(Time, What)>,
    ) -> bool {
        let mut asked = false;
        for (id, events) in decided {
            asked |= events.iter().any(asks);
            let is_late = |now: &Time| events.iter().any(|event| event.at < *now);
            match received.filter(is_late) {
                Some(now) => self.apply_late(plans, &id, events, now, out),
                None => self.apply(plans, &id, events, out),
            }
        }
        asked
    }

    /// Up to when time passes before a command: up to its own instant, so that nothing is announced that
    /// it makes untrue. Only silence that is due by its receipt comes first, since the command was decided
    /// after it.
    pub(super) fn passes_before(
        &self,
        plans: &FactPlans,
        decided: &[(String, Vec<CaseEvent>)],
        at: Time,
        received: Option<Time>,
    ) -> Option<Time> {
        let received = received?;
        let is_silent = |(id, _): &(String, Vec<CaseEvent>)| {
            let case = self.cases.get(id)?;
            let policy = self.policy_of(plans, id, &case.case_type).ok()?;
            let due = case.silence_due(&policy)?;
            Some(due <= received)
        };
        if decided.iter().any(|one| is_silent(one) == Some(true)) {
            return Some(received);
        }
        Some(at.min(received))
    }

    /// The case that a command means, as silence has left it by now, and its policy.
    fn as_received<'s>(
        &'s self,
        plans: &'s FactPlans,
        reference: &CaseRef,
        received: Option<Time>,
    ) -> Result<(Policy<'s>, Cow<'s, Case>), Refusal> {
        let mut case = Cow::Borrowed(self.find(reference)?);
        let policy = self.policy_of(plans, &case.id, &case.case_type)?;
        if let Some(received) = received {
            for event in case.silence(&policy, received) {
                case.to_mut().apply(&event);
            }
        }
        Ok((policy, case))
    }

    /// Whoever is concerned by what somebody did to a case is told.
    pub(super) fn tell_of(&self, id: &str, command: &Command, out: &mut Vec<(Time, What)>) {
        let at = command.at;
        match &command.action {
            Action::Transfer { .. } | Action::Unassign { .. } => {
                self.tell_holder(NoticeKind::Case, id, &at, at, out);
            }
            Action::Escalate { to, .. } => {
                let to = Audience::Person(to.clone());
                let notice = Notice::new(NoticeKind::Escalation, to, None, Some(id), &at);
                out.push((at, What::notice(notice)));
            }
            _ => {}
        }
    }

    /// A unit that is handed a case has somebody for it, and a person a unit.
    fn find_holder(&self, program: &Program, transfer: &mut Transfer) {
        match &transfer.to_person {
            None => {
                let unit = transfer.to_unit.as_deref();
                transfer.to_person =
                    unit.and_then(|unit| self.somebody_in(program, unit, transfer.at));
            }
            Some(person) => {
                let known = self.people.get(person);
                let units = known.map(|person| person.units.as_slice());
                let units = units.unwrap_or_default();
                if transfer
                    .to_unit
                    .as_ref()
                    .is_none_or(|unit| !units.contains(unit))
                    && let Some(unit) = units.first()
                {
                    transfer.to_unit = Some(unit.clone());
                }
            }
        }
    }

    fn known_person(&self, person: &str, key: &str) -> Result<(), Refusal> {
        if self.people.is_empty() || self.people.contains_key(person) {
            return Ok(());
        }
        Err(
            Error::new(Code::Unknown, format!("`{person}` is not in the roster"))
                .at(format!("command.do.{key}"))
                .nearest(person, self.people.keys().map(String::as_str)),
        )
    }

    /// Promises that were not kept by this instant are broken at it, and whoever has the case hears of
    /// it.
    pub(super) fn break_promises(
        &mut self,
        plans: &FactPlans,
        id: &str,
        at: Time,
        out: &mut Vec<(Time, What)>,
    ) {
        let broken = self.cases.get(id).map(|case| case.lapsed(at));
        for change in broken.unwrap_or_default() {
            let CaseChange::PromiseBroken { promise, .. } = &change else {
                continue;
            };
            let promise = promise.clone();
            self.happens(plans, id, change, at, out);
            self.tell_holder(NoticeKind::PromiseBroken, id, &promise, at, out);
        }
    }

    /// Who has a case: the person, or else the unit.
    pub(super) fn holder(&self, id: &str) -> Option<Audience> {
        self.cases.get(id).and_then(holder)
    }

    /// Whoever has a case is told.
    pub(super) fn tell_holder<T: Serialize>(
        &self,
        kind: NoticeKind,
        id: &str,
        what: &T,
        at: Time,
        out: &mut Vec<(Time, What)>,
    ) {
        if let Some(to) = self.holder(id) {
            let notice = Notice::new(kind, to, None, Some(id), what);
            out.push((at, What::notice(notice)));
        }
    }
}
