//! A new version of the program: open cases are migrated where that is asked for, and those whose unit
//! it does not have find another. A new roster: those whose holder has left find another.

use super::event::What;
use super::facts::FactPlans;
use super::follow_up::FollowUp;
use super::notice::Notice;
use super::preview::{Loses, Reorganised, Shift};
use super::{Engine, State};
use crate::case::{CaseChange, CaseEvent};
use crate::error::Error;
use crate::insight::{Company, LoopHealth, LoopRow, loop_by};
use crate::program::{NoticeKind, Program, RuleSpec};
use crate::route::{Audience, Names, Routed, Team, doubts};
use crate::signal::{Migrate, Roster};
use crate::time::Time;

/// Whether a program has a unit; where it declares none, any may be.
pub(super) fn has_unit(program: &Program, unit: &str) -> bool {
    let units = &program.spec().units;
    units.is_empty() || units.contains_key(unit)
}

/// The unit that answers for what a removed unit answered for: the nearest above it, by the tree of the
/// last version that had it, that is still there; else the first unit, by id, that has none above it.
pub(super) fn heir(newest: &Program, plans: &FactPlans, unit: &str) -> Option<String> {
    let mut versions = plans.versions().rev().map(|version| &version.program);
    let tree = versions.find(|program| program.spec().units.contains_key(unit));
    let above = tree.map(|program| program.units_up(unit));
    let mut above = above.unwrap_or_default().into_iter();
    let heir = above.find(|unit| has_unit(newest, unit)).map(str::to_owned);
    heir.or_else(|| {
        let units = &newest.spec().units;
        let mut roots = units.iter().filter(|(_, unit)| unit.parent.is_none());
        roots.next().map(|(unit, _)| unit.clone())
    })
}

/// Where an alert goes whose route, of an earlier version, led to a unit that is no more.
pub(super) fn surviving(plans: &FactPlans, program: &Program, mut routed: Routed) -> Routed {
    if std::ptr::eq(plans.program(), program) {
        return routed;
    }
    let lost = |unit: &&String| !has_unit(plans.program(), unit);
    if let Some(unit) = routed.unit.as_ref().filter(lost).cloned() {
        let heir = heir(plans.program(), plans, &unit);
        let to = heir.as_deref().unwrap_or("nobody");
        routed
            .steps
            .push(format!("{unit} is no more, to unit {to}"));
        routed.unit = heir;
    }
    routed
}

impl Engine {
    /// A roster is in force from now on.
    pub(super) fn roster(&mut self, roster: &Roster, out: &mut Vec<(Time, What)>) {
        let State { follow_up, now, .. } = &mut self.state;
        let at = now.map_or(roster.at, |now| now.max(roster.at));
        follow_up.roster(&self.plans, roster, at, out);
    }
}

impl FollowUp {
    /// Other people are there; a case whose holder has left goes to somebody else.
    pub(super) fn roster(
        &mut self,
        plans: &FactPlans,
        roster: &Roster,
        at: Time,
        out: &mut Vec<(Time, What)>,
    ) {
        let plan = self.plan(&Shift {
            program: plans.program(),
            plans,
            people: &roster.people,
            before: Some(&self.people),
            at,
        });
        self.people.clone_from(&roster.people);
        self.names = Names::of(&self.people).unwrap_or_default();
        for moved in plan.cases {
            self.give_over(plans, &moved, at, out);
        }
        // Left out where size counts most: they change nothing.
        if !cfg!(small) {
            let doubts = doubts(plans.program(), &self.people);
            if !doubts.is_empty() {
                out.push((at, What::RosterDoubted { doubts }));
            }
        }
    }

    /// Migrates open cases, and moves those whose unit is no more.
    pub(super) fn reorganise(
        &mut self,
        plans: &FactPlans,
        migrate: Option<&Migrate>,
        at: Time,
        out: &mut Vec<(Time, What)>,
    ) {
        let cases = self.cases.in_order().into_iter();
        let open = cases.filter(|case| case.is_open());
        let open: Vec<String> = open.map(|case| case.id.clone()).collect();
        let plan = self.plan(&Shift {
            program: plans.program(),
            plans,
            people: &self.people,
            before: None,
            at,
        });
        let mut moved = plan.cases.into_iter().peekable();
        for id in open {
            if let Some(migrate) = migrate {
                self.migrate(plans, &id, migrate, at, out);
            }
            if let Some(moved) = moved.next_if(|moved| moved.case == id) {
                self.give_over(plans, &moved, at, out);
            }
            // Its calendars may say otherwise of what is to come.
            self.wait_anew(plans, &id);
        }
    }

    /// A case is followed up by the newest policy from now on, where that knows its type and priority.
    fn migrate(
        &mut self,
        plans: &FactPlans,
        id: &str,
        migrate: &Migrate,
        at: Time,
        out: &mut Vec<(Time, What)>,
    ) {
        let Some(case) = self
            .cases
            .get(id)
            .filter(|case| migrate.takes(&case.case_type))
        else {
            return;
        };
        let Ok(policy) = plans.policy(plans.last(), &case.case_type) else {
            return;
        };
        if policy.rank(&case.priority).is_none() {
            return;
        }
        let untrue = self.untrue(id, &policy, at);
        self.forget_announced(id, &untrue);
        self.policies.insert(id, plans.last());
        let program = plans.program().digest().to_owned();
        self.happens(plans, id, CaseChange::PolicyMigrated { program }, at, out);
    }

    /// A case whose unit or holder is no more goes where it was planned to go, and whoever has it then is
    /// told.
    fn give_over(
        &mut self,
        plans: &FactPlans,
        moved: &Reorganised,
        at: Time,
        out: &mut Vec<(Time, What)>,
    ) {
        let id = moved.case.as_str();
        let has_lost = |what| moved.loses.contains(&what);
        let to_person = moved.to_person.clone();
        let to_person = to_person.filter(|_| moved.to_person != moved.person);
        let mut changes = Vec::new();
        if let (true, Some(unit)) = (has_lost(Loses::Unit), moved.unit.clone()) {
            let to = moved.to_unit.clone();
            let unit = unit.into();
            changes.push(CaseChange::UnitRemoved { unit, to });
            changes.extend(to_person.map(|to| CaseChange::Assigned { to }));
        } else if !has_lost(Loses::Person) {
            return;
        } else if let (Some(person), Some(to)) = (moved.person.clone(), to_person) {
            let person = person.into();
            changes.push(CaseChange::HolderLeft { person, to });
        }
        let events = changes.into_iter();
        let events = events.map(|change| CaseEvent::of_itself(at, change));
        self.apply(plans, id, events.collect(), out);
        // Whoever has left is not told; where nobody else was found, the unit is.
        let person = moved.to_person.clone();
        let person = person.filter(|person| self.people.contains_key(person));
        let to = person.map(Audience::Person);
        if let Some(to) = to.or_else(|| moved.to_unit.clone().map(Audience::Unit)) {
            let notice = Notice::new(NoticeKind::Case, to, None, Some(id), &at);
            out.push((at, What::notice(notice)));
        }
    }

    /// The person who takes a case in a unit, or in the nearest above it.
    pub(super) fn somebody_in(&self, program: &Program, unit: &str, at: Time) -> Option<String> {
        let team = Team {
            people: &self.people,
            load: &self.index.load,
            names: None,
            at,
        };
        let mut units = program.units_up(unit).into_iter();
        let found = units.find_map(|unit| team.in_unit(program, unit, None));
        found.map(str::to_owned)
    }

    /// Whether the loop works, over all cases.
    pub(super) fn loop_health(&self, plans: &FactPlans, now: Option<Time>) -> LoopHealth {
        self.asked(plans, |company| {
            let counts = &self.limits.counts;
            LoopHealth::of(company, &self.alerts, counts, self.cases.values(), now)
        })
    }

    /// Whether the loop works, by group.
    ///
    /// # Errors
    /// An unknown name.
    pub(super) fn loop_by(
        &self,
        plans: &FactPlans,
        by: &str,
        now: Option<Time>,
    ) -> Result<Vec<LoopRow>, Error> {
        self.asked(plans, |company| {
            loop_by(company, by, self.cases.values(), now)
        })
    }

    pub(super) fn asked<T>(&self, plans: &FactPlans, ask: impl FnOnce(&Company<'_>) -> T) -> T {
        ask(&Company {
            program: plans.program(),
            rule: &|id| -> Option<&RuleSpec> {
                let mut versions = plans.versions().rev();
                versions.find_map(|version| version.program.spec().rules.get(id))
            },
            policy: &|case| self.policy_of(plans, &case.id, &case.case_type),
        })
    }
}
