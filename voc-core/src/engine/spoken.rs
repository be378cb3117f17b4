//! Every signal of a run, for the numbers that are led back to them. An engine forgets what can no longer
//! change, so this is kept beside it.

use super::columns::FrameRun;
use super::take::AHEAD_MAX;
use super::{AlertRow, Engine};
use crate::named::Named;
use crate::ordered::{Few, sort_by};
use crate::rule::{Attributes, Key};
use crate::signal::{Body, Input, Packed, Signal, check_values};
use crate::text::Text;
use crate::time::Time;
use crate::value::Value;
use std::borrow::{Borrow, Cow};
use std::collections::BTreeMap;

/// The signals of a run as they came, with what was said of customers, packed. What the run refused is left out
/// when they are looked at, by the same checks.
#[derive(Debug, Clone, Default)]
pub struct Spoken {
    came: Vec<Came>,
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
        Self { came }
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

    /// Everybody's signals and what was stated of them, as the run has them in the end.
    fn customers(&self, engine: &Engine) -> BTreeMap<Option<String>, Own> {
        let mut made = Made::default();
        for came in self.came.iter().filter(|came| !came.is_ahead()) {
            let id = came.id.as_str();
            match &came.what {
                Word::Signal(packed) => made.signal(engine, came, packed),
                // An id that another input has taken.
                _ if made.known.contains_key(id) => {}
                Word::Retract(signal) => {
                    made.known.insert(id, (0, None));
                    made.retract(signal);
                }
                Word::Stated(at, customer, attributes) => {
                    made.stated(engine, came, *at, (customer, attributes));
                }
                Word::Merged(from, into) => {
                    made.known.insert(id, (0, None));
                    made.merge(from, into);
                }
            }
        }
        made.all
    }
}

impl Came {
    /// Whether it says that it happened after it was received: it was refused.
    fn is_ahead(&self) -> bool {
        let at = match &self.what {
            Word::Signal(packed) => Some(packed.at()),
            Word::Stated(at, ..) => Some(*at),
            Word::Retract(_) | Word::Merged(..) => None,
        };
        let both = at.zip(self.arrival);
        both.is_some_and(|(at, arrival)| at.since(arrival) > AHEAD_MAX)
    }
}

/// Where a signal stands: whose it is, and when it was.
type Standing = (Option<String>, Time);

/// What is made of the inputs of a run.
#[derive(Default)]
struct Made<'s> {
    all: BTreeMap<Option<String>, Own>,
    /// The ids that were taken, each with its revision and, of a signal, where that stands.
    known: BTreeMap<&'s str, (u32, Option<Standing>)>,
    taken_back: Named<()>,
    merged: Named<String>,
}

impl<'s> Made<'s> {
    fn signal(&mut self, engine: &Engine, came: &'s Came, packed: &Packed) {
        let id = came.id.as_str();
        let Some(mut signal) = read(engine, packed) else {
            return;
        };
        let customer = signal.customer.take();
        signal.customer = customer.map(|one| root(&self.merged, one));
        let place = (signal.customer.clone(), signal.at);
        match self.known.get(id) {
            Some((revision, Some(old))) if came.revision > *revision => {
                let old = old.clone();
                self.remove(&old, &came.id);
            }
            Some(_) => return,
            None => {}
        }
        self.known.insert(id, (came.revision, Some(place)));
        if !self.taken_back.contains_key(id) {
            let key = (signal.at, came.id.clone());
            let own = self.all.entry(signal.customer.clone()).or_default();
            own.insert(key, Entry::Signal(Box::new(signal)));
        }
    }

    fn retract(&mut self, signal: &str) {
        self.taken_back.insert(signal, ());
        let place = self.known.get(signal).and_then(|(_, place)| place.clone());
        if let Some(place) = place {
            self.remove(&place, &signal.into());
        }
    }

    fn stated(
        &mut self,
        engine: &Engine,
        came: &'s Came,
        at: Time,
        (customer, attributes): (&str, &Few<String, Value>),
    ) {
        let mut attributes = attributes.clone();
        let declared = &engine.plans.program_at(at).spec().customer;
        if check_values("attributes", declared, &mut attributes).is_ok() {
            self.known.insert(came.id.as_str(), (0, None));
            let customer = root(&self.merged, customer.to_owned());
            let own = self.all.entry(Some(customer)).or_default();
            own.insert((at, came.id.clone()), Entry::Stated(attributes));
        }
    }

    /// Whatever is of one customer is of another; one that was given up is not given up again.
    fn merge(&mut self, from: &str, into: &str) {
        let into = root(&self.merged, into.to_owned());
        if from == into || self.merged.contains_key(from) {
            return;
        }
        let own = self.all.remove(&Some(from.to_owned()));
        for (key, mut entry) in own.unwrap_or_default() {
            if let Entry::Signal(signal) = &mut entry {
                signal.customer = Some(into.clone());
            }
            let own = self.all.entry(Some(into.clone())).or_default();
            own.insert(key, entry);
        }
        let theirs = self
            .known
            .values_mut()
            .filter_map(|(_, place)| place.as_mut());
        for (customer, _) in theirs.filter(|(customer, _)| customer.as_deref() == Some(from)) {
            *customer = Some(into.clone());
        }
        self.merged.insert(from, into);
    }

    fn remove(&mut self, (customer, at): &Standing, id: &Text) {
        if let Some(own) = self.all.get_mut(customer) {
            own.remove(&(*at, id.clone()));
        }
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
        Record::of(Cow::Owned(Spoken::of(self.inputs())), self.alerts())
    }
}
