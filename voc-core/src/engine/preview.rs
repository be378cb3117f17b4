//! What a new program or roster would take from open cases, and who would have them then: the same plan
//! by which they are moved.

use super::Engine;
use super::facts::FactPlans;
use super::follow_up::FollowUp;
use super::reorganise::{has_unit, heir};
use crate::case::Case;
use crate::document::Read;
use crate::error::Error;
use crate::named::Named;
use crate::program::Program;
use crate::route::{Person, Team, check};
use crate::signal::Roster;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// What a new program or roster does to open cases.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reorganisation {
    /// The open cases that lose something, by id.
    pub cases: Vec<Reorganised>,
}

/// An open case that loses something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Reorganised {
    /// Its id.
    pub case: String,
    /// The unit that answers for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The person who has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// What it loses.
    pub loses: Vec<Loses>,
    /// The unit that answers for it then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_unit: Option<String>,
    /// The person who has it then; the same where nobody else is found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to_person: Option<String>,
    /// The steps of escalation still to come that would not find whom they are to call for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub escalations: Vec<LostStep>,
}

/// A step of escalation that would not find whom it is to call for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LostStep {
    /// The step.
    pub step: String,
    /// Whom it is to call for: a unit, a role, or `up`.
    pub to: String,
    /// Who would be called for instead, as things stand now; absent where nobody is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// The unit in which they are, or which is called for as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
}

/// What an open case loses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Loses {
    /// Its unit is not in the program.
    Unit,
    /// The person who has it is not in the roster.
    Person,
    /// The role of the person who has it is not in the program. They keep it.
    Role,
    /// Its type is not in the program. It goes on by the policy that it has.
    CaseType,
    /// A step of escalation still to come calls for a unit or a role that is not in the program, or for
    /// somebody where nobody is there any more.
    Escalation,
}

/// What changes.
pub(super) struct Shift<'s> {
    /// The program as it will be.
    pub(super) program: &'s Program,
    /// The versions that have been.
    pub(super) plans: &'s FactPlans,
    /// The people as they will be.
    pub(super) people: &'s Named<Person>,
    /// The people as they were, where it is they who change.
    pub(super) before: Option<&'s Named<Person>>,
    /// When.
    pub(super) at: Time,
}

impl Engine {
    /// What the open cases would lose by a new version of the program, as things stand now, and who would
    /// have them then.
    pub fn preview(&self, program: &Program) -> Reorganisation {
        let follow_up = &self.state.follow_up;
        follow_up.foresee(&Shift {
            program,
            plans: &self.plans,
            people: follow_up.people(),
            before: None,
            at: self.state.now.unwrap_or(Time::MIN),
        })
    }

    /// The same by a new roster: the cases of people who have left.
    ///
    /// # Errors
    /// A roster that would be refused.
    pub fn preview_roster(&self, roster: &Roster) -> Result<Reorganisation, Error> {
        check(&roster.people)?;
        let follow_up = &self.state.follow_up;
        let now = self.state.now.unwrap_or(roster.at);
        Ok(follow_up.foresee(&Shift {
            program: self.program(),
            plans: &self.plans,
            people: &roster.people,
            before: Some(follow_up.people()),
            at: now.max(roster.at),
        }))
    }
}

impl FollowUp {
    /// What the open cases lose, one after another: whoever gets one has the more to do when the next is
    /// given.
    pub(super) fn plan(&self, shift: &Shift<'_>) -> Reorganisation {
        // Most rosters lose nobody who has a case.
        let mut holders = self.index.load.keys();
        if shift.before.is_some() && holders.all(|holder| shift.people.contains_key(holder)) {
            return Reorganisation::default();
        }
        let mut load = self.index.load.clone();
        let cases = self.cases.in_order().into_iter();
        let open = cases.filter(|case| case.is_open());
        Reorganisation {
            cases: open.filter_map(|case| shift.of(case, &mut load)).collect(),
        }
    }
}

impl FollowUp {
    /// What the open cases lose, with what is lost later, when somebody is to be called for.
    fn foresee(&self, shift: &Shift<'_>) -> Reorganisation {
        let mut found = self.plan(shift);
        for case in self.cases.in_order() {
            let escalations = self.lost_steps(shift, case);
            if !case.is_open() || escalations.is_empty() {
                continue;
            }
            let place = found.cases.binary_search_by(|one| one.case.cmp(&case.id));
            let place = place.unwrap_or_else(|place| {
                found.cases.insert(place, Reorganised::unmoved(case));
                place
            });
            if let Some(one) = found.cases.get_mut(place) {
                one.loses.push(Loses::Escalation);
                one.escalations = escalations;
            }
        }
        found
    }

    fn lost_steps(&self, shift: &Shift<'_>, case: &Case) -> Vec<LostStep> {
        let Ok(policy) = self.policy_of(shift.plans, &case.id, &case.case_type) else {
            return Vec::new();
        };
        let (own, now) = (policy.program(), shift.plans.program());
        let (own_spec, spec) = (own.spec(), shift.program.spec());
        let steps = case.steps_to_come(&policy).filter_map(|step| {
            let to = step.to.as_str();
            let then = self.whom(shift.people, (own, shift.program), case, (step, shift.at));
            let is_lost = if shift.before.is_some() {
                let before = self.whom(&self.people, (own, now), case, (step, shift.at));
                before.person.is_some() && then.person.is_none()
            } else if own_spec.roles.contains_key(to) {
                !spec.roles.contains_key(to)
            } else {
                own_spec.units.contains_key(to) && !has_unit(shift.program, to)
            };
            is_lost.then(|| LostStep {
                step: step.name(),
                to: step.to.clone(),
                person: then.person,
                unit: then.unit,
            })
        });
        steps.collect()
    }
}

impl Reorganised {
    /// A case that stays where it is.
    fn unmoved(case: &Case) -> Self {
        Self {
            case: case.id.clone(),
            unit: case.unit.clone(),
            person: case.person.clone(),
            loses: Vec::new(),
            to_unit: case.unit.clone(),
            to_person: case.person.clone(),
            escalations: Vec::new(),
        }
    }
}

impl Shift<'_> {
    fn of(&self, case: &Case, load: &mut Named<u32>) -> Option<Reorganised> {
        let loses = self.losses(case);
        if loses.is_empty() {
            return None;
        }
        let unit = case.unit.clone();
        let has_lost = |what| loses.contains(&what);
        let to_unit = match &unit {
            Some(unit) if has_lost(Loses::Unit) => heir(self.program, self.plans, unit),
            _ => unit.clone(),
        };
        let is_moved = has_lost(Loses::Unit) || has_lost(Loses::Person);
        let keeps = case.person.is_some() && !has_lost(Loses::Person);
        let mut to_person = case.person.clone();
        if is_moved && !keeps {
            let found = self.somebody(case, to_unit.as_deref(), load);
            if let Some(found) = found {
                if let Some(load) = case.person.as_ref().and_then(|person| load.get_mut(person)) {
                    *load = load.saturating_sub(1);
                }
                *load.or_default(&found) += 1;
                to_person = Some(found);
            }
        }
        Some(Reorganised {
            case: case.id.clone(),
            unit,
            person: case.person.clone(),
            loses,
            to_unit,
            to_person,
            escalations: Vec::new(),
        })
    }

    fn losses(&self, case: &Case) -> Vec<Loses> {
        let spec = self.program.spec();
        let mut loses = Vec::new();
        let unit = case.unit.as_ref();
        if unit.is_some_and(|unit| !has_unit(self.program, unit)) {
            loses.push(Loses::Unit);
        }
        if let Some(id) = &case.person {
            match self.people.get(id) {
                // Someone who served the customer may never have been in a roster.
                None if self.before.map_or(!loses.is_empty(), |before| {
                    before.contains_key(id) || case.about.get().employee.as_ref() != Some(id)
                }) =>
                {
                    loses.push(Loses::Person);
                }
                Some(person)
                    if self.before.is_none()
                        && !spec.roles.is_empty()
                        && !spec.roles.contains_key(&person.role) =>
                {
                    loses.push(Loses::Role);
                }
                _ => {}
            }
        }
        if self.before.is_none() && !spec.cases.contains_key(case.case_type.as_str()) {
            loses.push(Loses::CaseType);
        }
        loses
    }

    /// Who gets a case: the deputy of whoever had it, else in its unit or the nearest above somebody of
    /// their role, else of the middle level.
    fn somebody(&self, case: &Case, unit: Option<&str>, load: &Named<u32>) -> Option<String> {
        let team = Team {
            people: self.people,
            load,
            names: None,
            at: self.at,
        };
        let left = case.person.as_ref().zip(self.before);
        let left = left.and_then(|(person, before)| before.get(person));
        let deputy = left.and_then(|person| person.deputy.as_deref());
        let deputy = deputy.and_then(|deputy| team.acting(deputy));
        if let Some(deputy) = deputy.filter(|deputy| !team.is_full(deputy)) {
            return Some(deputy.to_owned());
        }
        let own = left.and_then(|person| person.units.first().map(String::as_str));
        let units = self.program.units_up(unit.or(own)?);
        let role = left.map(|person| person.role.as_str());
        units.into_iter().find_map(|unit| {
            let found = role.and_then(|role| team.in_unit(self.program, unit, Some(role)));
            let found = found.or_else(|| team.in_unit(self.program, unit, None));
            found.map(str::to_owned)
        })
    }
}
