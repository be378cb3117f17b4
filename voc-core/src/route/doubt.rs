//! What is probably not meant by a roster.

use super::praise::Names;
use super::roster::Person;
use crate::document::Read;
use crate::error::{Code, Error, Refusal};
use crate::named::Named;
use crate::program::Program;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// What is probably not meant by a person of a roster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// The program has no such unit.
    UnknownUnit,
    /// The program has no such role.
    UnknownRole,
    /// The roster has no such deputy.
    UnknownDeputy,
    /// The line of deputies leads back to them while all of it is away: nobody acts for them.
    NobodyActs,
    /// The program says that a score is used for them, and the roster does not have them.
    #[cfg(not(small))]
    NotInRoster,
}

/// A doubt about a person of a roster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RosterDoubt {
    /// The person's id.
    pub person: String,
    /// What is in doubt.
    pub doubt: Doubt,
    /// The unit, role or deputy; of somebody who is not in the roster, the place in the program that names them.
    pub name: String,
}

/// Refuses people who come back before they leave, and names that nobody can be found by.
///
/// # Errors
/// The first of them, by id.
pub(crate) fn check(people: &Named<Person>) -> Result<(), Refusal> {
    Names::of(people)?;
    for (id, person) in people {
        if let Some((from, until)) = person.absence()
            && from >= until
        {
            let message = format!("`{id}` would be back at {until}, before they leave at {from}");
            return Err(
                Error::new(Code::BadTime, message).at(format!("roster.people.{id}.absent_until"))
            );
        }
    }
    Ok(())
}

/// What is probably not meant by a roster under a program, in the order of the people; then who is not in it.
pub fn doubts(program: &Program, people: &Named<Person>) -> Vec<RosterDoubt> {
    let spec = program.spec();
    let mut doubts = Vec::new();
    for (id, person) in people {
        let mut add = |doubt, name: &String| {
            doubts.push(RosterDoubt {
                person: id.clone(),
                doubt,
                name: name.clone(),
            });
        };
        let unknown = |unit: &&String| !spec.units.is_empty() && !spec.units.contains_key(*unit);
        for unit in person.units.iter().filter(unknown) {
            add(Doubt::UnknownUnit, unit);
        }
        if !spec.roles.is_empty() && !spec.roles.contains_key(&person.role) {
            add(Doubt::UnknownRole, &person.role);
        }
        if let Some(deputy) = &person.deputy {
            if !people.contains_key(deputy) {
                add(Doubt::UnknownDeputy, deputy);
            } else if leads_back(people, id) {
                add(Doubt::NobodyActs, deputy);
            }
        }
    }
    #[cfg(not(small))]
    doubts.extend(not_in(program, people));
    doubts
}

/// Those for whom a score is used by name, and who are not in a roster.
#[cfg(not(small))]
fn not_in(program: &Program, people: &Named<Person>) -> Vec<RosterDoubt> {
    let mut doubts = Vec::new();
    for (index, one) in program.spec().uses.iter().enumerate() {
        let named = one.people.iter().enumerate();
        for (place, person) in named.filter(|(_, person)| !people.contains_key(*person)) {
            doubts.push(RosterDoubt {
                person: person.clone(),
                doubt: Doubt::NotInRoster,
                name: format!("uses.{index}.people.{place}"),
            });
        }
    }
    doubts
}

/// Whether the line of deputies leads back to a person while all on it are away together.
fn leads_back(people: &Named<Person>, id: &str) -> bool {
    let mut together = (Time::MIN, Time::MAX);
    let mut at = id;
    for _ in 0..=people.len() {
        let Some(person) = people.get(at) else {
            return false;
        };
        let Some((from, until)) = person.absence() else {
            return false;
        };
        together = (together.0.max(from), together.1.min(until));
        let Some(deputy) = person.deputy.as_deref() else {
            return false;
        };
        if deputy == id {
            return together.0 < together.1;
        }
        at = deputy;
    }
    false
}
