//! Who is called for when a case does not go on: the program's steps, up the tree of units.

use super::event::What;
use super::facts::FactPlans;
use super::follow_up::FollowUp;
use super::notice::Notice;
use super::reorganise::has_unit;
use crate::case::{Case, CaseChange, CaseEvent, NextStep, Policy};
use crate::named::Named;
use crate::program::{EscalateSpec, NoticeKind, Program};
use crate::route::{Audience, Person, Team};
use crate::time::Time;

/// Whom a step calls for: a person in a unit, or the unit as a whole.
#[derive(Debug, Default)]
pub(super) struct Called {
    pub(super) person: Option<String>,
    pub(super) unit: Option<String>,
}

impl FollowUp {
    /// The next step that waits for time is taken.
    pub(super) fn escalate(
        &mut self,
        plans: &FactPlans,
        id: &str,
        at: Time,
        out: &mut Vec<(Time, What)>,
    ) {
        let taken = self.step(plans, id, |case, policy| {
            case.next_step(policy).filter(|next| next.at <= at)
        });
        self.take_step(plans, id, taken, out);
    }

    /// The steps are taken that go by how often something has happened.
    pub(super) fn escalate_at_once(
        &mut self,
        plans: &FactPlans,
        id: &str,
        at: Time,
        out: &mut Vec<(Time, What)>,
    ) {
        loop {
            let taken = self.step(plans, id, |case, policy| case.step_reached(policy, at));
            if taken.is_none() {
                return;
            }
            self.take_step(plans, id, taken, out);
        }
    }

    /// What taking a step that is found on a case brings about, and the step's name.
    fn step<'p>(
        &self,
        plans: &'p FactPlans,
        id: &str,
        find: impl FnOnce(&Case, &Policy<'p>) -> Option<NextStep<'p>>,
    ) -> Option<(Vec<CaseEvent>, String)> {
        let case = self.cases.get(id)?;
        let policy = self.policy_of(plans, id, &case.case_type).ok()?;
        let next = find(case, &policy)?;
        let programs = (policy.program(), plans.program());
        let events = self.call_for(programs, case, &next);
        Some((events, next.step.name()))
    }

    fn take_step(
        &mut self,
        plans: &FactPlans,
        id: &str,
        taken: Option<(Vec<CaseEvent>, String)>,
        out: &mut Vec<(Time, What)>,
    ) {
        let Some((events, name)) = taken else {
            self.rest(id);
            return;
        };
        self.apply(plans, id, events, out);
        let escalations = self.cases.get(id).map(|case| &case.escalations);
        let mut escalations = escalations.into_iter().flatten();
        let taken = escalations.find(|one| one.step.as_ref() == Some(&name));
        let Some(taken) = taken else { return };
        let person = taken.to.clone().map(Audience::Person);
        if let Some(to) = person.or_else(|| taken.unit.clone().map(Audience::Unit)) {
            let notice = Notice::new(
                NoticeKind::Escalation,
                to,
                None,
                Some(id),
                &(&name, taken.at),
            );
            out.push((taken.at, What::notice(notice)));
        }
    }

    /// What taking a step brings about.
    fn call_for(
        &self,
        programs: (&Program, &Program),
        case: &Case,
        next: &NextStep<'_>,
    ) -> Vec<CaseEvent> {
        let called = self.whom(&self.people, programs, case, (next.step, next.at));
        let mut reason = next.reason.clone();
        if called.person.is_none() {
            reason += "; nobody is there to take it";
        }
        let assign = called.person.clone().filter(|_| next.step.assign);
        let escalated = CaseChange::Escalated {
            to: called.person.map(Into::into),
            reason: reason.into(),
            unit: called.unit.map(Into::into),
            step: Some(next.step.name().into()),
            target: next.target,
        };
        let assigned = assign.map(|to| CaseChange::Assigned { to });
        let changes = [escalated].into_iter().chain(assigned);
        changes
            .map(|change| CaseEvent::of_itself(next.at, change))
            .collect()
    }

    /// The first who is there, from where the step begins and up; else the unit at the top. Units that are
    /// not in the newest program are passed by.
    pub(super) fn whom(
        &self,
        people: &Named<Person>,
        (program, newest): (&Program, &Program),
        case: &Case,
        (step, at): (&EscalateSpec, Time),
    ) -> Called {
        let spec = program.spec();
        let to = step.to.as_str();
        let served_by = case.about.get().unit;
        let mut of_case = [&case.unit, &served_by].into_iter().flatten();
        let own = of_case.next().map(String::as_str).or_else(|| {
            let mut top = spec.units.iter().filter(|(_, unit)| unit.parent.is_none());
            top.next().map(|(id, _)| id.as_str())
        });
        let (from, role) = if to == "up" {
            let mut back = case.escalations.iter().rev();
            let last = back.find_map(|one| one.unit.as_deref()).or(own);
            let above = last.map(|unit| program.units_up(unit));
            let above = above.and_then(|above| above.get(1).copied());
            (above.or(last), None)
        } else if spec.roles.contains_key(to) {
            (own, Some(to))
        } else {
            (Some(to), None)
        };
        let team = Team {
            people,
            load: &self.index.load,
            names: None,
            at,
        };
        let mut units = from.map(|unit| program.units_up(unit)).unwrap_or_default();
        units.retain(|unit| has_unit(newest, unit));
        for unit in &units {
            let found = team.in_unit_but(program, unit, role, case.person.as_deref());
            if let Some(person) = found {
                return Called {
                    person: Some(person.to_owned()),
                    unit: Some((*unit).to_owned()),
                };
            }
        }
        Called {
            person: None,
            unit: units.last().map(|unit| (*unit).to_owned()),
        }
    }
}
