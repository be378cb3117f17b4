//! One signal after another, in any order, with corrections.

use super::actual::{Actual, Head};
use super::machine::{Placed, Reason};
use super::pass::{Entry, Own, Pass};
use super::rows::InstanceRow;
use crate::error::{Code, Error, Refusal};
use crate::journey::plan::Journey;
use crate::named::Named;
use crate::signal::{Body, CustomerStatement, Input, Merge, Packed, Plain, Signal, check_values};
use crate::text::Text;
use crate::time::Time;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The signals of one journey, one after another: in whatever order they come, corrected and taken back,
/// it says of them what [`assign`](super::assign) says of all at once. It keeps every signal, packed; what
/// is asked of one customer looks at that customer's signals alone.
#[derive(Debug, Clone)]
pub struct Book {
    journey: Arc<Journey>,
    plain: Plain,
    /// By customer; signals of nobody under no name.
    customers: BTreeMap<Option<Text>, Own>,
    known: BTreeMap<Text, Known>,
    /// Which customers turned out to be whom.
    merged: Named<String>,
    now: Option<Time>,
    room: Vec<u8>,
}

/// An input that came.
#[derive(Debug, Clone, Default)]
struct Known {
    revision: u32,
    /// Whose it is and when it was; absent of one that was taken back before it came.
    place: Option<(Option<Text>, Time)>,
    is_retracted: bool,
    /// What it said, where it does not stand.
    gone: Option<Packed>,
}

/// Where a signal belongs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Placement {
    /// In the instance of this id.
    Instance(String),
    /// In none, for this reason.
    Unassigned(Reason),
}

impl Book {
    /// An empty book of a journey.
    pub fn new(journey: Journey) -> Self {
        Self {
            plain: Plain::of(journey.program()),
            journey: Arc::new(journey),
            customers: BTreeMap::new(),
            known: BTreeMap::new(),
            merged: Named::new(),
            now: None,
            room: Vec::new(),
        }
    }

    /// The journey.
    pub fn journey(&self) -> &Journey {
        &self.journey
    }

    /// Takes an input as an engine does: signals and their corrections, what is taken back, what is known
    /// of customers, customers who are one, and ticks. Inputs of other kinds are no part of a journey, and
    /// leave it as it is.
    ///
    /// # Errors
    /// The refusal with which the engine would meet it: a signal that the program does not know, or an id
    /// that came before with other content and no lower revision. Nothing has changed.
    pub fn take(&mut self, input: &Input) -> Result<(), Refusal> {
        match &input.body {
            Body::Signal(signal) => self.signal(input, signal)?,
            Body::Retract(retract) => self.retract(&retract.signal),
            Body::Customer(statement) => self.state(input, statement)?,
            Body::Merge(merge) => self.merge(merge),
            _ => {}
        }
        self.now = self.now.max(input.at()).max(input.received);
        Ok(())
    }

    /// Lets time go on to an instant.
    pub fn pass(&mut self, until: Time) {
        self.now = self.now.max(Some(until));
    }

    /// Everything as it stands.
    pub fn actual(&self) -> Actual {
        let mut pass = Pass::of(&self.journey, self.now);
        for (customer, own) in &self.customers {
            pass.customer(customer.as_ref(), own);
        }
        pass.finish(&self.journey)
    }

    /// The instances of a customer, in the order in which they began.
    pub fn instances_of(&self, customer: &str) -> Vec<InstanceRow> {
        let mut pass = Pass::of(&self.journey, self.now);
        let customer = Text::from(self.root(customer));
        if let Some(own) = self.customers.get(&Some(customer.clone())) {
            pass.customer(Some(&customer), own);
        }
        pass.finish(&self.journey).instances().collect()
    }

    /// Where a signal belongs; absent where no such signal stands.
    pub fn placement(&self, signal: &str) -> Option<Placement> {
        let known = self.known.get(signal).filter(|known| !known.is_retracted)?;
        let (customer, at) = known.place.as_ref()?;
        let own = self.customers.get(customer)?;
        let Some(name) = customer else {
            return Some(Placement::Unassigned(Reason::NoCustomer));
        };
        let mut pass = Pass::of(&self.journey, self.now);
        pass.customer(Some(name), own);
        let signals = own
            .iter()
            .filter(|(_, entry)| matches!(entry, Entry::Signal(_)));
        let mut signals = signals.map(|(key, _)| (key.0, key.1.as_str()));
        let place = signals.position(|key| key == (*at, signal))?;
        match pass.build.placed(place)? {
            Placed::Out(reason) => Some(Placement::Unassigned(reason)),
            Placed::In(instance) => {
                let begun = |head: &&Head| head.place == instance;
                let actual = pass.finish(&self.journey);
                let head = actual.heads.iter().find(begun)?;
                Some(Placement::Instance(actual.id(head)))
            }
        }
    }

    fn root<'c>(&'c self, mut customer: &'c str) -> &'c str {
        // No cycle ever gets in.
        while let Some(into) = self.merged.get(customer) {
            customer = into;
        }
        customer
    }

    fn signal(&mut self, input: &Input, signal: &Signal) -> Result<(), Refusal> {
        let checked = self.plain.check(self.journey.program(), signal)?;
        let packed = Packed::of(&checked, &mut self.room);
        let at = checked.at;
        let customer = checked.customer.as_deref();
        let customer = customer.map(|name| Text::from(self.root(name)));
        let id = Text::from(input.id.as_str());
        if let Some(known) = self.known.get(&id) {
            let stands = self.standing(known, &id);
            let is_same = match stands {
                Some(Entry::Signal(before)) => *before == packed,
                Some(Entry::Stated(_)) => return Err(taken(&id)),
                None => known.gone.as_ref() == Some(&packed),
            };
            if is_same {
                return Ok(());
            }
            let has_come = stands.is_some() || known.gone.is_some();
            if has_come && input.revision <= known.revision {
                return Err(taken(&id));
            }
        }
        let known = self.known.entry(id.clone()).or_default();
        known.revision = input.revision;
        let old = known.place.replace((customer.clone(), at));
        if known.is_retracted {
            known.gone = Some(packed);
            return Ok(());
        }
        if let Some(old) = old {
            self.remove(old, &id);
        }
        let own = self.customers.entry(customer).or_default();
        own.insert((at, id), Entry::Signal(packed));
        Ok(())
    }

    fn state(&mut self, input: &Input, statement: &CustomerStatement) -> Result<(), Refusal> {
        let program = self.journey.program();
        let mut attributes = statement.attributes.clone();
        let declared = &program.spec().customer;
        check_values("customer.attributes", declared, &mut attributes)?;
        let customer = Some(Text::from(self.root(&statement.customer)));
        let id = Text::from(input.id.as_str());
        let place = (customer.clone(), statement.at);
        if let Some(known) = self.known.get(&id)
            && known.place.is_some()
        {
            return match self.standing(known, &id) {
                Some(Entry::Stated(before))
                    if *before == attributes && known.place.as_ref() == Some(&place) =>
                {
                    Ok(())
                }
                _ => Err(taken(&id)),
            };
        }
        self.known.entry(id.clone()).or_default().place = Some(place);
        let own = self.customers.entry(customer).or_default();
        own.insert((statement.at, id), Entry::Stated(attributes));
        Ok(())
    }

    /// What stands of a known input.
    fn standing(&self, known: &Known, id: &Text) -> Option<&Entry> {
        let (customer, at) = known.place.as_ref()?;
        self.customers.get(customer)?.get(&(*at, id.clone()))
    }

    fn remove(&mut self, (customer, at): (Option<Text>, Time), id: &Text) -> Option<Packed> {
        let own = self.customers.get_mut(&customer)?;
        let entry = own.remove(&(at, id.clone()));
        if own.is_empty() {
            self.customers.remove(&customer);
        }
        match entry? {
            Entry::Signal(packed) => Some(packed),
            Entry::Stated(_) => None,
        }
    }

    fn retract(&mut self, signal: &str) {
        let id = Text::from(signal);
        let known = self.known.get(&id);
        let stands = known.and_then(|known| self.standing(known, &id));
        if matches!(stands, Some(Entry::Stated(_))) {
            return;
        }
        let known = self.known.entry(id.clone()).or_default();
        known.is_retracted = true;
        if let Some(place) = known.place.clone() {
            let gone = self.remove(place, &id);
            if let (Some(gone), Some(known)) = (gone, self.known.get_mut(&id)) {
                known.gone = Some(gone);
            }
        }
    }

    fn merge(&mut self, merge: &Merge) {
        let from = Text::from(self.root(&merge.from));
        let into = Text::from(self.root(&merge.into));
        if from == into {
            return;
        }
        self.merged.insert(from.as_str(), into.as_str().to_owned());
        let Some(own) = self.customers.remove(&Some(from)) else {
            return;
        };
        for (key, entry) in own {
            if let Some(known) = self.known.get_mut(&key.1) {
                known.place = Some((Some(into.clone()), key.0));
            }
            let others = self.customers.entry(Some(into.clone())).or_default();
            others.insert(key, entry);
        }
    }
}

fn taken(id: &Text) -> Error {
    let message = format!("`{}` came before with other content", id.as_str());
    Error::new(Code::IdTaken, message)
        .at("id")
        .hint("a correction of a signal has a higher `revision`")
}
