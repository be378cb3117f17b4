//! The first route whose condition holds, and the reasons for where it led.

use super::roster::Team;
use crate::condition::Facts;
use crate::document::Read;
use crate::program::{Program, RaiseSpec, RouteSpec};
use crate::signal::Signal;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Whom something is for.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// A person, by id.
    Person(String),
    /// A unit, where no person was found.
    Unit(String),
    /// The customer.
    Customer(String),
}

impl fmt::Display for Audience {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (what, id) = match self {
            Self::Person(id) => ("person", id),
            Self::Unit(id) => ("unit", id),
            Self::Customer(id) => ("customer", id),
        };
        write!(f, "{what} `{id}`")
    }
}

/// Where an alert went, and why.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Routed {
    /// The unit that answers for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The person who answers for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// Who else is told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub copies: Vec<Audience>,
    /// How it got there, step by step.
    pub steps: Vec<String>,
}

impl Routed {
    /// Who is told first: the person, or the unit where nobody was found.
    pub fn audience(&self) -> Option<Audience> {
        let person = self.person.clone().map(Audience::Person);
        person.or_else(|| self.unit.clone().map(Audience::Unit))
    }

    /// Who is told, each once.
    pub(crate) fn told(&self) -> Vec<Audience> {
        let mut told: Vec<Audience> = Vec::new();
        for audience in self.audiences() {
            if !told.contains(&audience) {
                told.push(audience);
            }
        }
        told
    }

    /// Who is told at all.
    pub fn audiences(&self) -> impl Iterator<Item = Audience> {
        self.audience().into_iter().chain(self.copies.clone())
    }
}

/// Finds who can act on a signal: what the rule says, else the first route that holds, else the unit
/// that served the customer, else the owner of the touch point.
pub fn route(
    program: &Program,
    raise: &RaiseSpec,
    signal: &Signal,
    facts: &dyn Facts,
    team: &Team<'_>,
) -> Routed {
    let search = Search {
        program,
        signal,
        facts,
        team,
    };
    let mut routed = match &raise.to {
        Some(to) => search.by_rule(to),
        None => search.by_routes(),
    };
    if let Some(copy) = &raise.copy {
        let copy = search.by_rule(copy);
        routed.copies.extend(copy.audience());
    }
    routed
}

struct Search<'s> {
    program: &'s Program,
    signal: &'s Signal,
    facts: &'s dyn Facts,
    team: &'s Team<'s>,
}

impl Search<'_> {
    fn by_rule(&self, to: &str) -> Routed {
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

    fn by_routes(&self) -> Routed {
        for (index, route) in self.program.spec().routes.iter().enumerate() {
            let holds = self
                .program
                .route_condition(index)
                .is_none_or(|condition| condition.holds(self.facts).is_yes());
            if holds {
                return self.by_route(index, route);
            }
        }
        let mut routed = self.at_unit("unit", Some("owner"), None);
        routed.steps.insert(0, "no route holds".to_owned());
        routed
    }

    fn by_route(&self, index: usize, route: &RouteSpec) -> Routed {
        let mut routed = self.at_unit(&route.to, route.otherwise.as_deref(), route.role.as_deref());
        let because = route
            .when
            .as_ref()
            .map_or(String::new(), |when| format!(": {when}"));
        routed
            .steps
            .insert(0, format!("route {}{because}", index + 1));
        if let Some(copy) = &route.copy {
            routed
                .copies
                .extend(self.at_unit(copy, None, None).audience());
        }
        routed
    }

    fn at_unit(&self, to: &str, otherwise: Option<&str>, role: Option<&str>) -> Routed {
        let mut steps = Vec::new();
        let found = self.unit(to).map(|unit| (to, unit)).or_else(|| {
            steps.push(format!("no {to} is known"));
            otherwise.and_then(|to| self.unit(to).map(|unit| (to, unit)))
        });
        let Some((to, unit)) = found else {
            return Routed {
                steps,
                ..Routed::default()
            };
        };
        steps.push(if to == unit {
            format!("to unit {unit}")
        } else {
            format!("to {to} {unit}")
        });
        for above in self.program.units_up(&unit) {
            if let Some(person) = self.team.in_unit(self.program, above, role) {
                steps.push(format!("{person} in {above}"));
                return Routed {
                    person: Some(person.to_owned()),
                    unit: Some(unit),
                    steps,
                    ..Routed::default()
                };
            }
            let sought = role.unwrap_or("manager");
            steps.push(format!("no {sought} is there in {above}"));
        }
        Routed {
            unit: Some(unit),
            steps,
            ..Routed::default()
        }
    }

    /// The unit that a target means here.
    fn unit(&self, to: &str) -> Option<String> {
        let spec = self.program.spec();
        match to {
            "unit" => self.signal.unit.clone(),
            "owner" => {
                let touch_point = self.signal.touch_point.as_ref()?;
                spec.touch_points.get(touch_point)?.owner.clone()
            }
            _ if spec.units.contains_key(to) => Some(to.to_owned()),
            field => {
                let unit = self.facts.value(field)?;
                let unit = unit.as_text()?;
                // A unit that the program does not know is nobody's.
                (spec.units.is_empty() || spec.units.contains_key(unit)).then(|| unit.to_owned())
            }
        }
    }
}
