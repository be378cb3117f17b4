//! Finds who can act on a signal, and says how.

use super::praise::praise;
use super::roster::{Passed, PassedBecause, Team};
use super::routed::{FALLBACK, NO_OTHER_ROUTE, NO_ROUTE, Routed, RoutedBy};
use crate::condition::Facts;
use crate::program::{FallbackSpec, Program, RaiseSpec, RouteSpec, StageSpec};
use crate::signal::Signal;

/// Finds who can act on a signal: what the rule says, else the first route that holds, else the unit
/// that served the customer, else the owner of the touch point, else the program's fallback.
///
/// A route to `account` or `accountable` that leads nowhere gives way to the next that holds.
pub fn route(
    program: &Program,
    raise: &RaiseSpec,
    signal: &Signal,
    facts: &dyn Facts,
    team: &Team<'_>,
) -> Routed {
    let case = raise.case.as_ref();
    let case = case.and_then(|case| program.spec().cases.get(case));
    let mut search = Search {
        program,
        signal,
        facts,
        team,
        passed: Passed {
            all: case.is_some_and(|case| case.carry.route),
            ..Passed::default()
        },
    };
    let mut routed = match &raise.to {
        Some(to) if raise.praise && to == "employee" => search.by_praise(to),
        Some(to) => search.by_rule(to),
        None => search.by_routes(Vec::new()),
    };
    if routed.is_nowhere()
        && let Some(fallback) = &program.spec().fallback
    {
        search.fall_back(fallback, &mut routed);
    }
    routed.passed_over = std::mem::take(&mut search.passed.people);
    if let Some(copy) = &raise.copy {
        let copy = search.copy(copy);
        routed.copies.extend(copy.audiences());
    }
    routed
}

struct Search<'s> {
    program: &'s Program,
    signal: &'s Signal,
    facts: &'s dyn Facts,
    team: &'s Team<'s>,
    passed: Passed<'s>,
}

impl<'s> Search<'s> {
    fn by_rule(&mut self, to: &str) -> Routed {
        let mut routed = self.rule_target(to);
        if routed.is_nowhere() && self.program.spec().gives_way(to) {
            return self.by_routes(routed.steps);
        }
        routed.by = Some(RoutedBy::Rule);
        routed
    }

    /// Praise for employees goes to all who are praised, and to their managers.
    fn by_praise(&mut self, to: &str) -> Routed {
        match praise(self.program, self.signal, self.team) {
            Some(routed) => Routed {
                by: Some(RoutedBy::Rule),
                ..routed
            },
            None => self.by_rule(to),
        }
    }

    fn rule_target(&mut self, to: &str) -> Routed {
        if to == "employee" {
            if let Some(employee) = &self.signal.employee {
                return Routed {
                    unit: self.signal.unit.clone(),
                    person: Some(employee.clone()),
                    steps: vec![format!("to the employee {employee}")],
                    ..Routed::default()
                };
            }
            let mut routed = self.at_unit("unit", Some("owner"), None);
            routed
                .steps
                .insert(0, "the signal names no employee".to_owned());
            return routed;
        }
        if self.program.spec().roles.contains_key(to) {
            return self.at_unit("unit", Some("owner"), Some(to));
        }
        self.at_unit(to, None, None)
    }

    /// Whom a copy is for: nobody is passed over for it.
    fn copy(&mut self, to: &str) -> Routed {
        let passed = std::mem::take(&mut self.passed);
        let copy = self.rule_target(to);
        self.passed = passed;
        copy
    }

    /// The first route that holds and need not give way; the steps so far come before its own.
    fn by_routes(&mut self, mut before: Vec<String>) -> Routed {
        let program = self.program;
        let mut none_holds = NO_ROUTE;
        for (index, route) in program.spec().routes.iter().enumerate() {
            let holds = program
                .route_condition(index)
                .is_none_or(|condition| condition.holds(self.facts).is_yes());
            if !holds {
                continue;
            }
            let routed = self.by_route(index, route);
            if routed.is_nowhere() && route.may_give_way(program.spec()) {
                none_holds = NO_OTHER_ROUTE;
                before.extend(routed.steps);
                continue;
            }
            return routed.after(before);
        }
        let mut routed = self.at_unit("unit", Some("owner"), None);
        routed.steps.insert(0, none_holds.to_owned());
        routed.by = Some(RoutedBy::Default);
        routed.after(before)
    }

    fn by_route(&mut self, index: usize, route: &RouteSpec) -> Routed {
        let mut routed = self.at_unit(&route.to, route.otherwise.as_deref(), route.role.as_deref());
        let because = route
            .when
            .as_ref()
            .map_or(String::new(), |when| format!(": {when}"));
        let place = u32::try_from(index + 1).unwrap_or(u32::MAX);
        routed.steps.insert(0, format!("route {place}{because}"));
        routed.by = Some(RoutedBy::Route(place));
        if let Some(copy) = &route.copy {
            let passed = std::mem::take(&mut self.passed);
            routed
                .copies
                .extend(self.at_unit(copy, None, None).audiences());
            self.passed = passed;
        }
        routed
    }

    fn fall_back(&mut self, fallback: &FallbackSpec, routed: &mut Routed) {
        routed.steps.push(format!("{FALLBACK} {}", fallback.to));
        routed.by = Some(RoutedBy::Fallback);
        self.hold(&fallback.to, fallback.role.as_deref(), routed);
    }

    /// Where a target leads, else where another does.
    fn at_unit(&mut self, to: &str, otherwise: Option<&str>, role: Option<&str>) -> Routed {
        let mut routed = Routed::default();
        if self.lead(to, role, &mut routed) {
            return routed;
        }
        if !self.program.spec().is_account(to) {
            routed.steps.push(format!("no {to} is known"));
        }
        if let Some(to) = otherwise {
            self.lead(to, role, &mut routed);
        }
        routed
    }

    /// Goes where a target leads; whether it leads anywhere.
    fn lead(&mut self, to: &str, role: Option<&str>, routed: &mut Routed) -> bool {
        if self.program.spec().is_account(to) {
            return self.lead_to_account(role, routed);
        }
        let units = self.units(to);
        let Some((unit, others)) = units.split_first() else {
            return false;
        };
        routed.steps.push(if to == unit {
            format!("to unit {unit}")
        } else {
            format!("to {to} {unit}")
        });
        self.hold(unit, role, routed);
        let passed = std::mem::take(&mut self.passed);
        for other in others {
            let mut copy = Routed::default();
            self.hold(other, role, &mut copy);
            if let Some(told) = copy.audience() {
                routed.steps.push(format!("{other} answers too: {told}"));
                routed.copies.push(told);
            }
            routed.answering.push(other.clone());
        }
        self.passed = passed;
        true
    }

    /// A unit answers, and in it or the nearest above it somebody.
    fn hold(&mut self, unit: &str, role: Option<&str>, routed: &mut Routed) {
        routed.unit = Some(unit.to_owned());
        for above in self.program.units_up(unit) {
            if let Some(person) = self
                .team
                .choose(self.program, above, role, &mut self.passed)
            {
                routed.steps.push(format!("{person} in {above}"));
                routed.person = Some(person.to_owned());
                return;
            }
            let sought = role.unwrap_or("manager");
            routed
                .steps
                .push(format!("no {sought} is there in {above}"));
        }
    }

    /// To the person who has the customer's account, or whoever stands in for them; else to the unit.
    fn lead_to_account(&mut self, role: Option<&str>, routed: &mut Routed) -> bool {
        let Some(account) = &self.program.spec().account else {
            return false;
        };
        let mut said = |field: &Option<String>| {
            let field = field.as_ref()?;
            let said = self.text(field);
            if said.is_none() {
                routed.steps.push(format!("no {field} is known"));
            }
            said
        };
        let (person, unit) = (said(&account.person), said(&account.unit));
        let known = unit.clone().filter(|unit| self.has_unit(unit));
        if let Some(person) = person {
            let known = known.clone();
            if self.hold_account(&person, known, routed) {
                return true;
            }
        }
        match (known, unit) {
            (Some(unit), _) => {
                routed.steps.push(format!("to account {unit}"));
                self.hold(&unit, role, routed);
                true
            }
            (None, Some(unit)) => {
                let step = format!("{unit}, which has the account, is no unit");
                routed.steps.push(step);
                false
            }
            (None, None) => false,
        }
    }

    /// Whether the person who has an account, or their deputy, can take what concerns it.
    fn hold_account(&mut self, id: &str, unit: Option<String>, routed: &mut Routed) -> bool {
        let team = self.team;
        let Some(person) = team.people.get(id) else {
            let step = format!("{id}, who has the account, is not in the roster");
            routed.steps.push(step);
            return false;
        };
        let acts = team.acting(id);
        if acts != Some(id) {
            self.passed.over(id, PassedBecause::Absent);
        }
        let Some(acts) = acts else {
            routed
                .steps
                .push(format!("{id}, who has the account, is away"));
            return false;
        };
        if team.is_full(acts) {
            self.passed.over(acts, PassedBecause::Full);
            routed
                .steps
                .push(format!("{acts} has as many cases as they can have"));
            return false;
        }
        routed.steps.push(if acts == id {
            format!("to account {id}")
        } else {
            format!("to account {id}, for whom {acts} stands in")
        });
        let own = person.units.iter().find(|unit| self.has_unit(unit));
        routed.unit = unit.or_else(|| own.cloned());
        routed.person = Some(acts.to_owned());
        true
    }

    fn has_unit(&self, unit: &str) -> bool {
        let units = &self.program.spec().units;
        units.is_empty() || units.contains_key(unit)
    }

    fn text(&self, field: &str) -> Option<String> {
        Some(self.facts.value(field)?.as_text()?.to_owned())
    }

    /// The units that a target means here: one, or as many as are accountable.
    fn units(&self, to: &str) -> Vec<String> {
        let spec = self.program.spec();
        let unit = match to {
            "unit" => self.signal.unit.clone(),
            "owner" => self.owner(),
            _ if spec.units.contains_key(to) => Some(to.to_owned()),
            _ if spec.is_accountable(to) => return self.accountable(),
            // A unit that the program does not know is nobody's.
            field => self.text(field).filter(|unit| self.has_unit(unit)),
        };
        unit.into_iter().collect()
    }

    fn owner(&self) -> Option<String> {
        let touch_point = self.signal.touch_point.as_ref()?;
        let touch_points = &self.program.spec().touch_points;
        touch_points.get(touch_point)?.owner.clone()
    }

    /// Those accountable for the stage of the signal, or for the stages of its touch point; in the order
    /// of the file.
    fn accountable(&self) -> Vec<String> {
        let at = self.signal.touch_point.as_deref();
        let is_here = |stage: &&'s StageSpec| match &self.signal.stage {
            Some(named) => stage.id == *named,
            None => at.is_some_and(|at| stage.touch_points.iter().any(|point| point == at)),
        };
        let journeys = self.program.spec().journeys.values();
        let stages = journeys.flat_map(|journey| &journey.stages).filter(is_here);
        let mut units: Vec<String> = Vec::new();
        for unit in stages.flat_map(|stage| &stage.accountable) {
            if !units.contains(unit) {
                units.push(unit.clone());
            }
        }
        units
    }
}

impl Routed {
    /// With the steps that came before its own.
    fn after(mut self, mut before: Vec<String>) -> Self {
        if !before.is_empty() {
            before.append(&mut self.steps);
            self.steps = before;
        }
        self
    }
}
