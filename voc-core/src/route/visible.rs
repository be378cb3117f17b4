//! Who sees what: by their role, their units, and the cases that they hold. What no role grants, nobody
//! sees.

use super::roster::{Person, acting};
use crate::named::Named;
use crate::program::{Level, Program, Scope, SeesSpec};
use crate::time::Time;

/// What a person sees at an instant. Whoever is not in the roster, or has a role that grants nothing, sees
/// nothing.
#[derive(Debug, Clone, Copy)]
pub struct Viewer<'v> {
    program: &'v Program,
    people: &'v Named<Person>,
    id: &'v str,
    at: Time,
}

/// How much of a case somebody sees; each has what the one before it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sight {
    /// Not that there is one.
    Nothing,
    /// What was done and when, without what anybody wrote in their own words.
    Redacted,
    /// All of it.
    Whole,
}

impl<'v> Viewer<'v> {
    /// A person of a roster, at an instant: deputies see while those whom they stand in for are away.
    pub const fn of(
        program: &'v Program,
        people: &'v Named<Person>,
        id: &'v str,
        at: Time,
    ) -> Self {
        Self {
            program,
            people,
            id,
            at,
        }
    }

    /// Whether they see the numbers of a unit; without one, those of the whole company.
    pub fn numbers(&self, unit: Option<&str>) -> bool {
        let scope = self.sees().map_or(Scope::None, |sees| sees.numbers);
        self.reaches(scope, unit)
    }

    /// How much they see of a case by the unit that answers for it, and the person who holds it.
    pub fn case_of(&self, unit: Option<&str>, holder: Option<&str>) -> Sight {
        let Some(sees) = self.sees() else {
            return Sight::Nothing;
        };
        let is_own = holder.is_some_and(|holder| self.acts_for(holder));
        let within = |scope: Scope| scope >= Scope::OwnCases && is_own || self.reaches(scope, unit);
        if within(sees.verbatims) {
            Sight::Whole
        } else if within(sees.cases()) {
            Sight::Redacted
        } else {
            Sight::Nothing
        }
    }

    /// Whether they see the coaching of an employee: their own, and above the front line that of whoever
    /// works where they see what was said.
    pub fn coaching_of(&self, employee: &str) -> bool {
        if employee == self.id {
            return self.people.contains_key(self.id);
        }
        let role = self.people.get(self.id).map(|person| &person.role);
        let role = role.and_then(|role| self.program.spec().roles.get(role));
        let Some(role) = role.filter(|role| role.level != Level::FrontLine) else {
            return false;
        };
        let scope = role.sees.verbatims;
        let units = self.people.get(employee).map(|person| &person.units);
        let mut units = units.into_iter().flatten();
        scope == Scope::Company || units.any(|unit| self.reaches(scope, Some(unit)))
    }

    /// Whether a scope that goes by units reaches one.
    fn reaches(&self, scope: Scope, unit: Option<&str>) -> bool {
        let own = |unit: &str| {
            let units = self.people.get(self.id).map(|person| &person.units);
            units.is_some_and(|units| units.iter().any(|own| own == unit))
        };
        match (scope, unit) {
            (Scope::Company, _) => true,
            (Scope::Subtree, Some(unit)) => self.program.units_up(unit).into_iter().any(own),
            (Scope::Unit, Some(unit)) => own(unit),
            _ => false,
        }
    }

    /// Whether they are a person, or stand in for them now.
    fn acts_for(&self, holder: &str) -> bool {
        holder == self.id || acting(self.people, holder, self.at) == Some(self.id)
    }

    fn sees(&self) -> Option<&'v SeesSpec> {
        let person = self.people.get(self.id)?;
        let role = self.program.spec().roles.get(&person.role)?;
        Some(&role.sees)
    }
}

#[cfg(test)]
mod tests;
