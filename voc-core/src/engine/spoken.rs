//! Every signal of a run, for the numbers that are led back to them. An engine forgets what can no longer
//! change, so this is kept beside it.

use super::columns::FrameRun;
use super::{AlertRow, Engine, Refused};
use crate::error::Code;
use crate::named::Named;
use crate::ordered::{Few, sort_by};
use crate::rule::{Attributes, Key};
use crate::signal::{Body, Input, Packed, Signal, check_values};
use crate::text::Text;
use crate::time::Time;
use crate::value::Value;
use std::borrow::{Borrow, Cow};
use std::collections::BTreeMap;

/// The signals of a run as they came, with what was said of customers, packed. It takes no input back that the
/// run refused, when it is asked with what the run refused.
#[derive(Debug, Clone, Default)]
pub struct Spoken {
    came: Vec<Came>,
    refused: Named<()>,
}

/// An input that came, as far as it says anything of signals.
#[derive(Debug, Clone)]
struct Came {
    arrival: Option<Time>,
    id: Text,
    revision: u32,
    what: Word,
}

#[derive(Debug, Clone)]
enum Word {
    Signal(Packed),
    Retract(String),
    Stated(Time, String, Few<String, Value>),
    Merged(String, String),
}

/// What is known of one customer, in order: signals, and what was stated.
type Own = BTreeMap<Key, Entry>;

enum Entry {
    Signal(Box<Signal>),
    Stated(Few<String, Value>),
}

/// What is known of a customer as of a place among what they said.
struct AsOf<'o> {
    own: &'o Own,
    key: &'o Key,
}

impl Attributes for AsOf<'_> {
    fn attribute(&self, name: &str) -> Option<Cow<'_, Value>> {
        let mut before = self.own.range(..=self.key.clone()).rev();
        let found = before.find_map(|(_, entry)| match entry {
            Entry::Signal(signal) => signal.attributes.get(name),
            Entry::Stated(attributes) => attributes.get(name),
        });
        found.map(Cow::Borrowed)
    }
}

/// A signal that stands, as whoever looks at all of them is shown it.
pub(super) struct Shown<'s> {
    pub(super) key: &'s Key,
    pub(super) signal: &'s Signal,
    pub(super) attributes: &'s dyn Attributes,
}

impl Spoken {
    /// The signals of inputs, in whatever order they are given.
    pub fn of<I: Borrow<Input>>(inputs: impl IntoIterator<Item = I>) -> Self {
        let mut room = Vec::new();
        let mut came = Vec::new();
        for input in inputs {
            let input = input.borrow();
            let what = match &input.body {
                Body::Signal(signal) => Word::Signal(Packed::of(signal, &mut room)),
                Body::Retract(retract) => Word::Retract(retract.signal.clone()),
                Body::Customer(stated) => {
                    let of = stated.customer.clone();
                    Word::Stated(stated.at, of, stated.attributes.clone())
                }
                Body::Merge(merge) => Word::Merged(merge.from.clone(), merge.into.clone()),
                _ => continue,
            };
            came.push(Came {
                arrival: input.arrival(),
                id: input.id.as_str().into(),
                revision: input.revision,
                what,
            });
        }
        // As a run takes them.
        sort_by(&mut came, &|one, two| {
            let key = |came: &Came| (came.arrival, came.id.clone(), came.revision);
            key(one).cmp(&key(two))
        });
        Self {
            came,
            refused: Named::new(),
        }
    }

    /// Leaves out what the run refused. What was refused because its id is taken leaves the one that took it.
    pub fn refuse(&mut self, refused: &[Refused]) {
        for one in refused {
            if one.error.code != Code::IdTaken {
                self.refused.insert(one.id.as_str(), ());
            }
        }
    }

    /// Shows every signal that stands, as the engine of the run reads it.
    pub(super) fn each(&self, engine: &Engine, show: &mut dyn FnMut(Shown<'_>)) {
        let customers = self.customers(engine);
        for own in customers.values() {
            for (key, entry) in own {
                if let Entry::Signal(signal) = entry {
                    show(Shown {
                        key,
                        signal,
                        attributes: &AsOf { own, key },
                    });
                }
            }
        }
    }

    fn customers(&self, engine: &Engine) -> BTreeMap<Option<String>, Own> {
        let mut merged: Named<String> = Named::new();
        let mut all: BTreeMap<Option<String>, Own> = BTreeMap::new();
        // Where each id stands, with its revision; nowhere, where it was taken back before it came.
        let mut known: BTreeMap<&str, (u32, Option<(Option<String>, Time)>)> = BTreeMap::new();
        let mut taken_back: Named<()> = Named::new();
        for came in &self.came {
            let id = came.id.as_str();
            if self.refused.contains_key(id) {
                continue;
            }
            match &came.what {
                Word::Signal(packed) => {
                    let Some(mut signal) = read(engine, packed) else {
                        continue;
                    };
                    let customer = signal.customer.take();
                    signal.customer = customer.map(|one| root(&merged, one));
                    let place = (signal.customer.clone(), signal.at);
                    if let Some((revision, old)) = known.get(id) {
                        if came.revision <= *revision {
                            continue;
                        }
                        remove(&mut all, old.as_ref(), &came.id);
                    }
                    known.insert(id, (came.revision, Some(place)));
                    if !taken_back.contains_key(id) {
                        let key = (signal.at, came.id.clone());
                        let own = all.entry(signal.customer.clone()).or_default();
                        own.insert(key, Entry::Signal(Box::new(signal)));
                    }
                }
                Word::Retract(id) => {
                    taken_back.insert(id.as_str(), ());
                    if let Some((_, old)) = known.get(id.as_str()) {
                        remove(&mut all, old.as_ref(), &id.as_str().into());
                    }
                }
                Word::Stated(at, customer, attributes) => {
                    let mut attributes = attributes.clone();
                    let declared = &engine.plans.program_at(*at).spec().customer;
                    if check_values("attributes", declared, &mut attributes).is_ok() {
                        let customer = root(&merged, customer.clone());
                        let own = all.entry(Some(customer)).or_default();
                        own.insert((*at, came.id.clone()), Entry::Stated(attributes));
                    }
                }
                Word::Merged(from, into) => {
                    let from = root(&merged, from.clone());
                    let into = root(&merged, into.clone());
                    if from != into {
                        join(&mut all, &mut known, &from, &into);
                        merged.insert(from, into);
                    }
                }
            }
        }
        all
    }
}

/// A signal as the version of the program reads it that is in force at its instant.
fn read(engine: &Engine, packed: &Packed) -> Option<Signal> {
    let signal = packed.unpack();
    let version = engine.plans.at(signal.at);
    let checked = version.plain.check(&version.program, &signal).ok()?;
    Some(checked.into_owned())
}

/// The customer that one turned out to be; no cycle ever gets in.
fn root(merged: &Named<String>, mut customer: String) -> String {
    while let Some(into) = merged.get(&customer) {
        customer.clone_from(into);
    }
    customer
}

fn remove(
    all: &mut BTreeMap<Option<String>, Own>,
    place: Option<&(Option<String>, Time)>,
    id: &Text,
) {
    if let Some((customer, at)) = place
        && let Some(own) = all.get_mut(customer)
    {
        own.remove(&(*at, id.clone()));
    }
}

/// Whatever is of one customer is of another.
fn join(
    all: &mut BTreeMap<Option<String>, Own>,
    known: &mut BTreeMap<&str, (u32, Option<(Option<String>, Time)>)>,
    from: &str,
    into: &str,
) {
    for (key, mut entry) in all.remove(&Some(from.to_owned())).unwrap_or_default() {
        if let Entry::Signal(signal) = &mut entry {
            signal.customer = Some(into.to_owned());
            if let Some((_, place)) = known.get_mut(key.1.as_str()) {
                *place = Some((Some(into.to_owned()), key.0));
            }
        }
        let own = all.entry(Some(into.to_owned())).or_default();
        own.insert(key, entry);
    }
}

impl Engine {
    /// Shows every signal that stands: of the run where it is given, and otherwise those that are retained.
    pub(super) fn each_signal(&self, spoken: Option<&Spoken>, show: &mut dyn FnMut(Shown<'_>)) {
        if let Some(spoken) = spoken {
            spoken.each(self, show);
            return;
        }
        for state in self.state.facts.states() {
            for (key, retained) in state.from(Time::MIN) {
                let signal = retained.signal.unpack();
                show(Shown {
                    key,
                    signal: &signal,
                    attributes: &state.as_of(key, &signal),
                });
            }
        }
    }
}

/// What a run has beside its engine: every signal, and every alert that stands.
#[derive(Debug, Clone)]
pub struct Record<'r> {
    spoken: Cow<'r, Spoken>,
    alerts: Vec<AlertRow>,
}

impl<'r> Record<'r> {
    /// The signals of a run, and the alerts that stand.
    pub fn of(spoken: Cow<'r, Spoken>, alerts: Vec<AlertRow>) -> Self {
        Self { spoken, alerts }
    }

    pub(super) fn spoken(&self) -> &Spoken {
        &self.spoken
    }

    pub(super) fn alerts(&self) -> &[AlertRow] {
        &self.alerts
    }
}

impl FrameRun {
    /// What it has beside its engine, for the numbers that are led back to signals.
    pub fn record(&self) -> Record<'_> {
        let mut spoken = Spoken::of(self.inputs());
        spoken.refuse(&self.refused());
        Record::of(Cow::Owned(spoken), self.alerts())
    }
}
