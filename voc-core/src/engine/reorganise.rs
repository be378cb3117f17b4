//! A new version of the program: open cases are migrated where that is asked for, and those whose unit
//! it does not have find another.

use super::event::What;
use super::facts::FactPlans;
use super::follow_up::FollowUp;
use super::notice::Notice;
use super::{Engine, State};
use crate::case::{CaseChange, CaseEvent};
use crate::error::Error;
use crate::insight::{Company, LoopHealth, LoopRow, loop_by};
use crate::program::{NoticeKind, Program, RuleSpec};
use crate::route::{Audience, Routed, Team, doubts};
use crate::signal::{Migrate, Roster};
use crate::time::Time;

/// Whether a program has a unit; where it declares none, any may be.
fn has_unit(program: &Program, unit: &str) -> bool {
    let units = &program.spec().units;
    units.is_empty() || units.contains_key(unit)
}

/// The unit that answers for what a removed unit answered for: the nearest above it, by the tree of the
/// last version that had it, that is still there; else the first unit, by id, that has none above it.
fn heir(plans: &FactPlans, unit: &str) -> Option<String> {
    let newest = plans.program();
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
        let heir = heir(plans, &unit);
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
    /// Other people are there.
    pub(super) fn roster(
        &mut self,
        plans: &FactPlans,
        roster: &Roster,
        at: Time,
        out: &mut Vec<(Time, What)>,
    ) {
        self.people.clone_from(&roster.people);
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
        let open = cases.filter(|(_, case)| case.is_open());
        let open: Vec<String> = open.map(|(id, _)| id.to_string()).collect();
        for id in open {
            if let Some(migrate) = migrate {
                self.migrate(plans, &id, migrate, at, out);
            }
            self.keep_owned(plans, &id, at, out);
            // Its calendars may say otherwise of what is to come.
            self.leave(&id);
            self.enter(plans, &id);
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
        self.leave(id);
        let untrue = self.untrue(id, &policy, at);
        self.forget_announced(id, &untrue);
        self.policies.insert(id, plans.last());
        let program = plans.program().digest().to_owned();
        self.happens(plans, id, CaseChange::PolicyMigrated { program }, at, out);
    }

    /// A case whose unit is no more goes to its heir, and to a person there where nobody has it.
    fn keep_owned(&mut self, plans: &FactPlans, id: &str, at: Time, out: &mut Vec<(Time, What)>) {
        let Some(case) = self.cases.get(id) else {
            return;
        };
        let lost = |unit: &&String| !has_unit(plans.program(), unit);
        let Some(unit) = case.unit.as_ref().filter(lost).cloned() else {
            return;
        };
        let to = heir(plans, &unit);
        let keeps = case
            .person
            .clone()
            .filter(|person| self.people.contains_key(person));
        let found = to
            .as_deref()
            .filter(|_| keeps.is_none())
            .and_then(|to| self.somebody_in(plans.program(), to, at));
        let moved = CaseChange::UnitRemoved {
            unit,
            to: to.clone(),
        };
        let assigned = found.clone().map(|to| CaseChange::Assigned { to });
        let events = [moved]
            .into_iter()
            .chain(assigned)
            .map(|change| CaseEvent::of_itself(at, change));
        self.apply(plans, id, events.collect(), out);
        let person = keeps.or(found).map(Audience::Person);
        if let Some(to) = person.or(to.map(Audience::Unit)) {
            let notice = Notice::new(NoticeKind::Case, to, None, Some(id), &at);
            out.push((at, What::Notice { notice }));
        }
    }

    /// The person who takes a case in a unit, or in the nearest above it.
    pub(super) fn somebody_in(&self, program: &Program, unit: &str, at: Time) -> Option<String> {
        let team = Team {
            people: &self.people,
            load: &self.index.load,
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

    fn asked<T>(&self, plans: &FactPlans, ask: impl FnOnce(&Company<'_>) -> T) -> T {
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
