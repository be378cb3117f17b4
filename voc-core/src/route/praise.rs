//! Praise: for the people whom the customer names, for whoever served them, and for their managers.

use super::roster::{Person, Team};
use super::routed::{Audience, Praised, Routed};
use crate::condition::fold;
use crate::condition::topics::Topics;
use crate::error::{Code, Error};
use crate::named::Named;
use crate::program::Program;
use crate::signal::Signal;

/// The names of the people of a roster, to be found in what customers say: whole words, in any case.
#[derive(Debug, Clone, Default)]
pub struct Names {
    names: Topics,
    /// Who is called so, by folded name.
    people: Named<Vec<String>>,
}

/// It is made again from the roster, and says nothing of its own.
impl PartialEq for Names {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Names {
    /// Those of a roster.
    ///
    /// # Errors
    /// A name that is empty or too long, at its path; too many of them.
    pub fn of(people: &Named<Person>) -> Result<Self, Error> {
        let mut called: Named<Vec<String>> = Named::new();
        for (id, person) in people {
            for (place, name) in person.names.iter().enumerate() {
                let folded = fold(name.trim());
                let one = Named::from([(folded.as_str().to_owned(), vec![folded.clone()])]);
                Topics::compile(&one).map_err(|error| {
                    let message = error.message.replace("phrase", "name");
                    Error::new(error.code, message).at(format!("roster.people.{id}.names.{place}"))
                })?;
                let ids = called.or_default(&folded);
                if !ids.contains(id) {
                    ids.push(id.clone());
                }
            }
        }
        let phrases = called.keys().map(|name| (name.clone(), vec![name.clone()]));
        let names = Topics::compile(&phrases.collect()).map_err(|error| {
            let message = error.message.replace("the topics have", "the roster has");
            Error::new(Code::Limit, message.replace("phrases", "names")).at("roster.people")
        })?;
        Ok(Self {
            names,
            people: called,
        })
    }

    /// Who may be meant by each name in a text, in the order of the text; of names within a longer one,
    /// the longer.
    fn find(&self, text: &str) -> Vec<(&str, &[String])> {
        let spans = self.names.spans(text);
        let is_within = |(start, end, _): &(usize, usize, u16)| {
            let mut longer = spans.iter();
            longer.any(|(from, to, _)| from <= start && end <= to && to - from > end - start)
        };
        let mut found: Vec<_> = spans.iter().filter(|span| !is_within(span)).collect();
        found.sort_unstable();
        let name = |(_, _, index): &(usize, usize, u16)| {
            let name = self.names.names().get(usize::from(*index))?;
            Some((name.as_str(), self.people.get(name)?.as_slice()))
        };
        let mut named: Vec<(&str, &[String])> = Vec::new();
        for one in found.into_iter().filter_map(name) {
            if !named.contains(&one) {
                named.push(one);
            }
        }
        named
    }
}

/// Where praise goes that is for employees; absent where nobody is praised.
pub(super) fn praise(program: &Program, signal: &Signal, team: &Team<'_>) -> Option<Routed> {
    let mut routed = Routed::default();
    let mut people: Vec<String> = Vec::new();
    if let Some(employee) = &signal.employee {
        routed.steps.push(format!("to the employee {employee}"));
        people.push(employee.clone());
    }
    let words = signal.verbatim.as_deref().zip(team.names);
    let named = words.map(|(words, names)| names.find(words));
    for (name, called) in named.unwrap_or_default() {
        let meant = meant(called, signal, team);
        if meant.is_empty() {
            let step = format!("several people are called {name}, and which is meant is not known");
            routed.steps.push(step);
        }
        for id in meant {
            if !people.contains(id) {
                routed.steps.push(format!("to {id}, who is named"));
                people.push(id.clone());
            }
        }
    }
    let (first, others) = people.split_first()?;
    let unit_of = |id: &String| -> Option<String> {
        let known = team.people.get(id);
        let units = known.map_or(&[] as &[String], |person| &person.units);
        let here = signal.unit.as_ref();
        let here = here.filter(|unit| known.is_none() || units.contains(unit));
        here.or_else(|| units.first()).cloned()
    };
    routed.person = Some(first.clone());
    routed.unit = signal.unit.clone().or_else(|| unit_of(first));
    let others = others.iter().cloned().map(Audience::Person);
    routed.copies.extend(others);
    for person in people {
        let unit = unit_of(&person);
        let unit_text = unit.as_deref();
        let manager = unit_text.and_then(|unit| team.manager_of(program, unit, &person));
        if let Some(manager) = manager {
            routed
                .steps
                .push(format!("{manager}, who manages {person}"));
            let manager = Audience::Person(manager.to_owned());
            if !routed.audiences().any(|told| told == manager) {
                routed.copies.push(manager);
            }
        }
        routed.praised.push(Praised { person, unit });
    }
    Some(routed)
}

/// Of several people of one name, whoever served the customer, else those of the unit that did.
fn meant<'c>(called: &'c [String], signal: &Signal, team: &Team<'_>) -> Vec<&'c String> {
    if let [only] = called {
        return vec![only];
    }
    let served = |id: &&String| signal.employee.as_ref() == Some(*id);
    if let Some(served) = called.iter().find(served) {
        return vec![served];
    }
    let is_here = |id: &&String| {
        let person = team.people.get(*id);
        let unit = signal.unit.as_ref();
        unit.is_some_and(|unit| person.is_some_and(|person| person.units.contains(unit)))
    };
    called.iter().filter(is_here).collect()
}
