//! What the inputs leave: the signals that stand, what was stated of customers, and the time.

use super::item::Person;
use super::versions::Versions;
use std::collections::{BTreeMap, BTreeSet};
use voc_core::program::Program;
use voc_core::signal::{Body, CustomerStatement};
use voc_core::{Input, Signal, Time};

/// A signal that stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Told {
    /// The id of its input.
    pub id: String,
    /// What it says, in its latest revision.
    pub signal: Signal,
    /// Whether it came later than `lateness`.
    pub late: bool,
}

/// Everything that alerts are read off.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct History {
    /// The signals that stand.
    pub signals: Vec<Told>,
    /// What was stated of customers, with the id of each input.
    pub statements: Vec<(String, CustomerStatement)>,
    /// The latest time that the inputs told; deadlines up to it have passed.
    pub until: Option<Time>,
}

impl History {
    /// The history that these inputs leave, in their order of arrival. All are taken to be accepted.
    pub fn of(program: &Program, inputs: &[Input]) -> Self {
        Self::over(&Versions::only(program), inputs)
    }

    /// The same over the versions of a program.
    pub fn over(versions: &Versions, inputs: &[Input]) -> Self {
        let mut now: Option<Time> = None;
        let mut signals: BTreeMap<String, (u32, Told)> = BTreeMap::new();
        let mut retracted = BTreeSet::new();
        let mut statements = BTreeMap::new();
        let mut merged: BTreeMap<String, String> = BTreeMap::new();
        for input in inputs {
            let received = input.received.or(now);
            now = now.max(received);
            match &input.body {
                Body::Signal(signal) => {
                    let newer = |(revision, _): &(u32, Told)| *revision < input.revision;
                    if signals.get(&input.id).is_none_or(newer) {
                        let program = versions.at(signal.at);
                        let lateness = program.lateness_of(&signal.kind);
                        let late = received.is_some_and(|at| at.since(signal.at) > lateness);
                        let told = Told {
                            id: input.id.clone(),
                            signal: signal.as_ref().clone(),
                            late,
                        };
                        signals.insert(input.id.clone(), (input.revision, told));
                    }
                }
                Body::Retract(retract) => {
                    retracted.insert(retract.signal.clone());
                }
                Body::Customer(statement) => {
                    statements.insert(input.id.clone(), statement.clone());
                }
                Body::Merge(merge) => {
                    merged.insert(merge.from.clone(), merge.into.clone());
                }
                Body::Tick(tick) => now = now.max(Some(tick.at)),
                _ => {}
            }
        }
        let is = |mut customer: String| {
            while let Some(into) = merged.get(&customer) {
                customer.clone_from(into);
            }
            customer
        };
        let standing = signals.into_values().map(|(_, mut told)| {
            told.signal.customer = told.signal.customer.map(is);
            told
        });
        let said = statements.into_iter().map(|(id, statement)| {
            let CustomerStatement {
                at,
                customer,
                attributes,
            } = statement;
            let customer = is(customer);
            let statement = CustomerStatement {
                at,
                customer,
                attributes,
            };
            (id, statement)
        });
        Self {
            signals: standing
                .filter(|told| !retracted.contains(&told.id))
                .collect(),
            statements: said.collect(),
            until: now,
        }
    }

    /// The signal of this id.
    pub fn signal(&self, id: &str) -> Option<&Signal> {
        let told = self.signals.iter().find(|told| told.id == id);
        told.map(|told| &told.signal)
    }

    /// Each customer's history, and that of each signal of nobody by itself.
    pub(super) fn people(&self) -> Vec<Person> {
        let customers: BTreeSet<&String> = self
            .signals
            .iter()
            .filter_map(|told| told.signal.customer.as_ref())
            .collect();
        let known = customers.into_iter().map(|customer| {
            let own = |told: &&Told| told.signal.customer.as_ref() == Some(customer);
            let said =
                |(_, statement): &&(String, CustomerStatement)| statement.customer == *customer;
            Person::new(
                Some(customer.clone()),
                self.signals.iter().filter(own),
                self.statements.iter().filter(said),
            )
        });
        let nobody = self
            .signals
            .iter()
            .filter(|told| told.signal.customer.is_none())
            .map(|told| Person::new(None, [told], []));
        known.chain(nobody).collect()
    }
}
