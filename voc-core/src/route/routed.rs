//! Where something goes, and whom it is for.

use super::roster::PassedOver;
use crate::document::Read;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The steps by which it is seen what decided.
pub(super) const NO_ROUTE: &str = "no route holds";
pub(super) const NO_OTHER_ROUTE: &str = "no other route holds";
pub(super) const FALLBACK: &str = "the fallback, unit";

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

/// By what it was decided where something goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RoutedBy {
    /// By what the rule itself says.
    Rule,
    /// By the route at this place of the list, from 1.
    Route(u32),
    /// No route led anywhere: to the unit that served the customer, else the owner of the touch point.
    Default,
    /// Nothing else led anywhere.
    Fallback,
}

/// Somebody who is praised.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Praised {
    /// The person's id.
    pub person: String,
    /// The unit that served the customer where they work in it, else their first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
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
    /// The units that answer for it beside that one, where several are accountable for the stage.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answering: Vec<String>,
    /// Who else is told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub copies: Vec<Audience>,
    /// Whom it praises, where it is praise for employees: whoever served the customer, and those whom the
    /// customer names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub praised: Vec<Praised>,
    /// Who was told, and is not meant any more since the signal was corrected. That they were told stands.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overtaken: Vec<Audience>,
    /// By what it was decided. It is told when it happens, and kept with a case whose type carries it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<RoutedBy>,
    /// Who did not get it, though they could have; kept as `by` is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub passed_over: Vec<PassedOver>,
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

    /// Whether it led to nobody at all.
    pub fn is_nowhere(&self) -> bool {
        self.unit.is_none() && self.person.is_none()
    }

    /// Without what is told once, and kept with cases alone.
    pub(crate) fn settled(self) -> Self {
        Self {
            by: None,
            passed_over: Vec::new(),
            ..self
        }
    }

    /// By what it was decided; where that was told once, and is not kept, as the steps tell it.
    pub(crate) fn decided_by(&self) -> Option<RoutedBy> {
        let place = |step: &String| {
            let route = step.strip_prefix("route ")?;
            route.split(':').next()?.parse().ok()
        };
        let has = |told: &dyn Fn(&str) -> bool| self.steps.iter().any(|step| told(step));
        self.by.or(if self.steps.is_empty() {
            None
        } else if has(&|step| step.starts_with(FALLBACK)) {
            Some(RoutedBy::Fallback)
        } else if has(&|step| [NO_ROUTE, NO_OTHER_ROUTE].contains(&step)) {
            Some(RoutedBy::Default)
        } else {
            let route = self.steps.iter().rev().find_map(place);
            Some(route.map_or(RoutedBy::Rule, RoutedBy::Route))
        })
    }

    /// Who is told at all.
    pub fn audiences(&self) -> impl Iterator<Item = Audience> {
        self.audience().into_iter().chain(self.copies.clone())
    }
}
