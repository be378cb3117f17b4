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
    /// They are away from then on; where only `absent_until` is said, they are away already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub absent_from: Option<Time>,
    /// They are away until then; where only `absent_from` is said, for good.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub absent_until: Option<Time>,
    /// How many open cases they can have at once; no limit if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<u32>,
    /// What customers call them. Praise in whose words one of these stands is for them too.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
}

impl Person {
    /// From when until when they are away, the end not included; absent where they are there.
    pub fn absence(&self) -> Option<(Time, Time)> {
        if self.absent_from.is_none() && self.absent_until.is_none() {
            return None;
        }
        let from = self.absent_from.unwrap_or(Time::MIN);
        Some((from, self.absent_until.unwrap_or(Time::MAX)))
    }

    /// Whether they are there at an instant.
    pub fn is_there(&self, at: Time) -> bool {
        let away = self.absence();
        away.is_none_or(|(from, until)| at < from || at >= until)
    }
}

/// Why somebody did not get what they could have got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PassedBecause {
    /// They are away.
    Absent,
    /// They have as many open cases as they can have.
    Full,
    /// They have another role. Told only where the type of case carries its route.
    Role,
    /// Somebody has fewer open cases, or as many and comes first by id. Told only where the type of case
    /// carries its route.
    Load,
}

#[cfg(not(small))]
impl PassedBecause {
    fn words(self) -> &'static str {
        match self {
            Self::Absent => "away",
            Self::Full => "as many cases as they can have",
            Self::Role => "another role",
            Self::Load => "others have fewer cases, or come first",
        }
    }
}

#[cfg(not(small))]
impl std::fmt::Display for PassedOver {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "`{}` ({})", self.person, self.because.words())
    }
}

/// Somebody who did not get what they could have got.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PassedOver {
    /// The person's id.
    pub person: String,
    /// Why not.
    pub because: PassedBecause,
}

/// Who was passed over on the way to somebody, each once.
#[derive(Debug, Default)]
pub(super) struct Passed<'p> {
    pub(super) people: Vec<PassedOver>,
    /// Who is not sought at all.
    pub(super) but: Option<&'p str>,
    /// Whether it does not matter how much they have to do.
    pub(super) even_full: bool,
    /// Whether those are told too of whom there may be many.
    pub(super) all: bool,
}

impl Passed<'_> {
    pub(super) fn over(&mut self, person: &str, because: PassedBecause) {
        let rare = matches!(because, PassedBecause::Absent | PassedBecause::Full);
        if (rare || self.all) && !self.people.iter().any(|known| known.person == person) {
            self.people.push(PassedOver {
                person: person.to_owned(),
                because,
            });
        }
    }
}

/// The people and their load at an instant.
#[derive(Debug, Clone, Copy)]
pub struct Team<'t> {
    /// The people, by id.
    pub people: &'t Named<Person>,
    /// Open cases by person.
    pub load: &'t Named<u32>,
    /// What they are called, where that matters.
    pub names: Option<&'t super::Names>,
    /// The instant.
    pub at: Time,
}

impl<'t> Team<'t> {
    fn load_of(&self, id: &str) -> u32 {
        self.load.get(id).copied().unwrap_or(0)
    }

    /// Whether somebody has as many open cases as they can have.
    pub(crate) fn is_full(&self, id: &str) -> bool {
        let capacity = self.people.get(id).and_then(|person| person.capacity);
        capacity.is_some_and(|capacity| self.load_of(id) >= capacity)
    }

    /// Who acts for a person now.
    pub(crate) fn acting<'a>(&'a self, id: &'a str) -> Option<&'a str> {
        acting(self.people, id, self.at)
    }

    /// The person who takes a case in a unit: of this role (any role of the middle level where none is
    /// asked for), present or deputised, with capacity left, the least loaded, ties by id.
    pub fn in_unit(&self, program: &Program, unit: &str, role: Option<&str>) -> Option<&'t str> {
        self.in_unit_but(program, unit, role, None)
    }

    /// The same, but for one person.
    pub(crate) fn in_unit_but(
        &self,
        program: &Program,
        unit: &str,
        role: Option<&str>,
        but: Option<&str>,
    ) -> Option<&'t str> {
        let mut passed = Passed {
            but,
            ..Passed::default()
        };
        self.choose(program, unit, role, &mut passed)
    }

    /// The same, and who was passed over.
    pub(super) fn choose(
        &self,
        program: &Program,
        unit: &str,
        role: Option<&str>,
        passed: &mut Passed<'_>,
    ) -> Option<&'t str> {
        let roles = &program.spec().roles;
        let fits = |person: &Person| match role {
            Some(role) => person.role == role,
            None => roles
                .get(&person.role)
                .is_none_or(|role| role.level == Level::Middle),
        };
        let mut best: Option<(u32, &str)> = None;
        for (id, person) in self.people {
            if !person.units.iter().any(|one| one == unit) {
                continue;
            }
            if !fits(person) {
                passed.over(id, PassedBecause::Role);
                continue;
            }
            let acts = acting(self.people, id, self.at);
            if acts != Some(id) {
                passed.over(id, PassedBecause::Absent);
            }
            let Some(acts) = acts.filter(|acts| Some(*acts) != passed.but) else {
                continue;
            };
            if !passed.even_full && self.is_full(acts) {
                passed.over(acts, PassedBecause::Full);
                continue;
            }
            let this = (self.load_of(acts), acts);
            match best {
                Some(other) if other < this => passed.over(acts, PassedBecause::Load),
                Some(other) if other > this => passed.over(other.1, PassedBecause::Load),
                _ => {}
            }
            best = Some(best.map_or(this, |best| best.min(this)));
        }
        best.map(|(_, id)| id)
    }

    /// Whoever of the middle level is to hear what concerns a person of a unit, however much they have to
    /// do.
    pub(super) fn manager_of(&self, program: &Program, unit: &str, id: &str) -> Option<&'t str> {
        let mut passed = Passed {
            but: Some(id),
            even_full: true,
            ..Passed::default()
        };
        let mut units = program.units_up(unit).into_iter();
        units.find_map(|unit| self.choose(program, unit, None, &mut passed))
    }
}

/// Who acts for a person: they, or the first deputy down the line who is there.
pub(super) fn acting<'a>(people: &'a Named<Person>, id: &'a str, at: Time) -> Option<&'a str> {
    let mut asked = id;
    for _ in 0..=people.len() {
        let person = people.get(asked)?;
        if person.is_there(at) {
            return Some(asked);
        }
        asked = person.deputy.as_deref()?;
    }
    None
}
