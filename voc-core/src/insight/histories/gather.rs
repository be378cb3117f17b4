//! Inputs into histories.

use super::{Entry, Histories, What};
use crate::engine::Refused;
use crate::error::{Code, Error, Refusal};
use crate::named::Named;
use crate::ordered::sort_by;
use crate::program::Program;
use crate::signal::{Body, Input, Packed, Plain, check_values};
use crate::text::Text;
use crate::time::Time;
use std::collections::BTreeMap;

/// What came under an id.
struct Known {
    revision: u32,
    customer: Option<Text>,
    entry: Option<Entry>,
    is_retracted: bool,
}

impl Histories {
    /// Gathers inputs, as [`run`](crate::engine::run) reads them: signals and their corrections, what is
    /// taken back, what is known of customers, and customers who are one. Other inputs only tell the time.
    /// What an engine would refuse is refused; `unread` could not even be read, by id.
    pub fn of(
        program: &Program,
        inputs: &[Input],
        unread: Vec<(String, Refusal)>,
        until: Option<Time>,
    ) -> Self {
        let in_time = |input: &&Input| {
            let at = input.at();
            until.is_none_or(|until| at.is_none_or(|at| at <= until))
        };
        let mut inputs: Vec<&Input> = inputs.iter().filter(in_time).collect();
        sort_by(&mut inputs, &|one, two| {
            (one.arrival(), &one.id, one.revision).cmp(&(two.arrival(), &two.id, two.revision))
        });
        let mut gathering = Gathering {
            program,
            plain: Plain::of(program),
            known: BTreeMap::new(),
            merged: Named::new(),
            room: Vec::new(),
        };
        let mut refused = Vec::new();
        let mut now = until;
        for input in inputs {
            if let Err(error) = gathering.take(input) {
                let id = input.id.clone();
                refused.push(Refused { id, error });
                continue;
            }
            now = now.max(input.at());
        }
        refused.extend(unread.into_iter().map(|(id, error)| Refused { id, error }));
        Self {
            program: program.clone(),
            customers: gathering.finish(),
            now,
            refused,
        }
    }
}

struct Gathering<'g> {
    program: &'g Program,
    plain: Plain,
    known: BTreeMap<Text, Known>,
    merged: Named<String>,
    room: Vec<u8>,
}

impl Gathering<'_> {
    fn take(&mut self, input: &Input) -> Result<(), Refusal> {
        match &input.body {
            Body::Signal(signal) => {
                let checked = self.plain.check(self.program, signal)?;
                let packed = Packed::of(&checked, &mut self.room);
                let (customer, at) = (checked.customer.as_deref(), checked.at);
                self.put(input, customer, at, What::Signal(packed))
            }
            Body::Customer(statement) => {
                let mut attributes = statement.attributes.clone();
                let declared = &self.program.spec().customer;
                check_values("customer.attributes", declared, &mut attributes)?;
                let customer = Some(statement.customer.as_str());
                self.put(input, customer, statement.at, What::Stated(attributes))
            }
            Body::Retract(retract) => {
                let id = Text::from(retract.signal.as_str());
                let known = self.known.entry(id).or_insert(Known {
                    revision: 0,
                    customer: None,
                    entry: None,
                    is_retracted: true,
                });
                let is_statement =
                    matches!(&known.entry, Some(entry) if matches!(entry.what, What::Stated(_)));
                known.is_retracted |= !is_statement;
                Ok(())
            }
            Body::Merge(merge) => {
                let (from, into) = (self.root(&merge.from), self.root(&merge.into));
                if from != into {
                    let (from, into) = (from.to_owned(), into.to_owned());
                    self.merged.insert(from.as_str(), into);
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn put(
        &mut self,
        input: &Input,
        customer: Option<&str>,
        at: Time,
        what: What,
    ) -> Result<(), Refusal> {
        let id = Text::from(input.id.as_str());
        let entry = Entry {
            at,
            id: id.clone(),
            what,
        };
        let customer = customer.map(Text::from);
        let Some(known) = self.known.get_mut(&id) else {
            let known = Known {
                revision: input.revision,
                customer,
                entry: Some(entry),
                is_retracted: false,
            };
            self.known.insert(id, known);
            return Ok(());
        };
        if let Some(before) = &known.entry {
            if before.is_same(&entry) && known.customer == customer {
                return Ok(());
            }
            let may_correct = matches!(
                (&before.what, &entry.what),
                (What::Signal(_), What::Signal(_))
            );
            if !may_correct || input.revision <= known.revision {
                let message = format!("`{}` came before with other content", id.as_str());
                return Err(Error::new(Code::IdTaken, message)
                    .at("id")
                    .hint("a correction of a signal has a higher `revision`"));
            }
        }
        known.revision = input.revision;
        known.customer = customer;
        known.entry = Some(entry);
        Ok(())
    }

    fn root<'c>(&'c self, mut customer: &'c str) -> &'c str {
        // No cycle ever gets in.
        while let Some(into) = self.merged.get(customer) {
            customer = into;
        }
        customer
    }

    fn finish(mut self) -> Vec<(Option<Text>, Vec<Entry>)> {
        let mut customers: BTreeMap<Text, Vec<Entry>> = BTreeMap::new();
        let mut nobody = Vec::new();
        for known in std::mem::take(&mut self.known).into_values() {
            let Some(entry) = known.entry.filter(|_| !known.is_retracted) else {
                continue;
            };
            match &known.customer {
                None => nobody.push(entry),
                Some(customer) => {
                    let root = Text::from(self.root(customer));
                    customers.entry(root).or_default().push(entry);
                }
            }
        }
        let mut all: Vec<(Option<Text>, Vec<Entry>)> = customers
            .into_iter()
            .map(|(name, entries)| (Some(name), entries))
            .collect();
        if !nobody.is_empty() {
            all.push((None, nobody));
        }
        for (_, entries) in &mut all {
            entries.sort_by(|one, two| (one.at, &one.id).cmp(&(two.at, &two.id)));
        }
        all
    }
}

impl Entry {
    fn is_same(&self, other: &Self) -> bool {
        self.at == other.at
            && match (&self.what, &other.what) {
                (What::Signal(one), What::Signal(two)) => one == two,
                (What::Stated(one), What::Stated(two)) => one == two,
                _ => false,
            }
    }
}
