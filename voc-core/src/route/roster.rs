//! The people: who works where, in which role, and who is there.

use crate::document::Read;
use crate::named::Named;
use crate::program::{Level, Program};
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// A person of the roster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Person {
    /// The units in which they work.
    pub units: Vec<String>,
    /// Their role there.
    pub role: String,
    /// Who stands in for them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deputy: Option<String>,
    /// They are away until then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub absent_until: Option<Time>,
    /// How many open cases they can have at once; no limit if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<u32>,
}

/// The people and their load at an instant.
#[derive(Debug, Clone, Copy)]
pub struct Team<'t> {
    /// The people, by id.
    pub people: &'t Named<Person>,
    /// Open cases by person.
    pub load: &'t Named<u32>,
    /// The instant.
    pub at: Time,
}

impl Team<'_> {
    fn load_of(&self, id: &str) -> u32 {
        self.load.get(id).copied().unwrap_or(0)
    }

    /// The person who takes a case in a unit: of this role (any role of the middle level where none is
    /// asked for), present or deputised, with capacity left, the least loaded, ties by id.
    pub fn in_unit(&self, program: &Program, unit: &str, role: Option<&str>) -> Option<&str> {
        self.in_unit_but(program, unit, role, None)
    }

    /// The same, but for one person.
    pub(crate) fn in_unit_but(
        &self,
        program: &Program,
        unit: &str,
        role: Option<&str>,
        but: Option<&str>,
    ) -> Option<&str> {
        let roles = &program.spec().roles;
        let fits = |person: &Person| match role {
            Some(role) => person.role == role,
            None => roles
                .get(&person.role)
                .is_none_or(|role| role.level == Level::Middle),
        };
        self.people
            .iter()
            .filter(|(_, person)| person.units.iter().any(|one| one == unit) && fits(person))
            .filter_map(|(id, _)| acting(self.people, id, self.at))
            .filter(|id| Some(*id) != but)
            .filter(|id| {
                let capacity = self.people.get(*id).and_then(|person| person.capacity);
                capacity.is_none_or(|capacity| self.load_of(id) < capacity)
            })
            .min_by_key(|id| (self.load_of(id), *id))
    }
}

/// Who acts for a person: they, or the first deputy down the line who is there.
pub(super) fn acting<'a>(people: &'a Named<Person>, id: &'a str, at: Time) -> Option<&'a str> {
    let is_there = |person: &Person| person.absent_until.is_none_or(|until| until <= at);
    let mut asked = id;
    for _ in 0..=people.len() {
        let person = people.get(asked)?;
        if is_there(person) {
            return Some(asked);
        }
        asked = person.deputy.as_deref()?;
    }
    None
}
