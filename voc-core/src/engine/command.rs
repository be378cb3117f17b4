//! What people do to cases, and what comes of it besides.

use super::event::What;
use super::facts::FactPlans;
use super::follow_up::FollowUp;
use super::notice::{Notice, NoticeKind};
use crate::case::{Action, Case, CaseChange, CaseEvent, Policy};
use crate::error::{Code, Error, Refusal};
use crate::route::Audience;
use crate::signal::Command;
use crate::time::Time;
use serde::Serialize;
use std::borrow::Cow;

impl FollowUp {
    /// What a command would bring about, after the silence that is due by its receipt; nothing changes.
    pub(super) fn decide(
        &self,
        plans: &FactPlans,
        command: &Command,
        received: Option<Time>,
    ) -> Result<(String, Vec<CaseEvent>), Refusal> {
        let mut case = Cow::Borrowed(self.find(&command.case)?);
        let policy = Policy::of(self.program_of(plans, &case.id), &case.case_type)?;
        if let Some(received) = received {
            for event in case.silence(&policy, received) {
                case.to_mut().apply(&event);
            }
        }
        if let Action::Assign { to } = &command.action
            && !self.people.is_empty()
            && !self.people.contains_key(to)
        {
            return Err(
                Error::new(Code::Unknown, format!("`{to}` is not in the roster"))
                    .at("command.do.assign.to")
                    .nearest(to, self.people.keys().map(String::as_str)),
            );
        }
        let role = self.role_of(&command.by);
        let events = Case::decide(
            &policy,
            &case,
            &command.by,
            role,
            command.at,
            &command.action,
        )?;
        Ok((case.id.clone(), events))
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

    /// Whoever has a case is told: the person, or else the unit.
    pub(super) fn tell_holder<T: Serialize>(
        &self,
        kind: NoticeKind,
        id: &str,
        what: &T,
        at: Time,
        out: &mut Vec<(Time, What)>,
    ) {
        let holder = self.cases.get(id).and_then(|case| {
            let person = case.person.clone().map(Audience::Person);
            person.or_else(|| case.unit.clone().map(Audience::Unit))
        });
        if let Some(to) = holder {
            let notice = Notice::new(kind, to, None, Some(id), what);
            out.push((at, What::Notice { notice }));
        }
    }
}
