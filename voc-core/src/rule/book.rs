//! The signals of one customer that may still change, and the names of those that patterns remember.

use super::bits::Bits;
use super::holding::Holding;
use super::known::Known;
use super::names::Names;
use super::plan::Plan;
use super::row::{Said, SignalRow};
use super::texts::Texts;
use super::track::{Handle, Track};
use crate::condition::Cell;
use crate::document::Read;
use crate::ordered::{Few, Set};
use crate::rare::Rare;
use crate::serial::pairs;
use crate::signal::{Packed, Signal, put_value};
use crate::text::Text;
use crate::time::Time;
use crate::value::Value;
use serde::{Deserialize, Serialize};

/// The order of a customer's signals: by instant, then by id.
pub(crate) type Key = (Time, Text);

/// The same, of a signal that is kept elsewhere.
pub(super) type KeyOf<'k> = (Time, &'k str);

/// A signal that may still matter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
pub(crate) struct Retained {
    pub(crate) signal: Packed,
    /// It came later than its lateness, or belongs to nobody: patterns do not see it.
    pub(crate) alone: bool,
    pub(crate) received: Time,
}

/// A retained signal in its place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
pub(crate) struct Recent {
    pub(crate) key: Key,
    pub(crate) handle: Handle,
    pub(crate) retained: Retained,
    /// The tests that hold at it.
    pub(crate) tests: Holding,
    /// The alerts at a signal that stands alone.
    #[serde(default, skip_serializing_if = "Rare::is_empty")]
    pub(crate) alerts: Rare<Vec<String>>,
}

/// One customer's signals, statements and names.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Read)]
pub(crate) struct Book {
    /// What was known of the customer before the statements below.
    pub(super) base: Known,
    /// Statements by themselves, and those of signals past change; what a signal that is retained says
    /// of its customer stands on the signal.
    #[serde(with = "pairs")]
    pub(super) statements: Rare<Few<Key, Few<String, Value>>>,
    /// Those that patterns see, in order.
    pub(super) recent: Vec<Recent>,
    /// Those that they do not, in order.
    pub(super) alone: Rare<Vec<Recent>>,
    /// Those past change that will bear an alert when time makes it fire.
    pub(super) kept: Rare<Vec<Recent>>,
    pub(super) names: Names,
    /// The keys of texts that `same` and `distinct` have seen.
    pub(super) texts: Texts,
}

fn place(list: &[Recent], key: &Key) -> Result<usize, usize> {
    // Nearly all come in order.
    if list.last().is_none_or(|last| last.key.0 < key.0) {
        return Err(list.len());
    }
    list.binary_search_by(|one| one.key.cmp(key))
}

impl Book {
    pub(super) fn get(&self, key: &Key) -> Option<&Recent> {
        [&self.recent, &*self.alone, &*self.kept]
            .into_iter()
            .find_map(|list| list.get(place(list, key).ok()?))
    }

    pub(super) fn of(&self, handle: Handle) -> Option<&Recent> {
        // Nearly all came in order, and so have their handles in order.
        let recent = &self.recent;
        let at = recent.binary_search_by_key(&handle, |one| one.handle);
        let found = at.ok().and_then(|at| recent.get(at));
        found.or_else(|| {
            let lists = [recent, &*self.kept, &*self.alone].into_iter().flatten();
            lists.into_iter().find(|one| one.handle == handle)
        })
    }

    /// The signal of an alert, which stands at `at` unless time made the alert.
    pub(super) fn named(&self, at: Time, id: &str) -> Option<&Recent> {
        self.get(&(at, id.into())).or_else(|| {
            let all = self.recent.iter().chain(&*self.kept);
            all.rev().find(|one| *one.key.1 == *id)
        })
    }

    /// The instant of the first signal that may still change.
    pub(super) fn first(&self) -> Time {
        let firsts = [self.recent.first(), self.alone.first()];
        let first = firsts.into_iter().flatten().map(|one| one.key.0).min();
        first.unwrap_or(Time::MAX)
    }

    /// Whether something in it may still change.
    pub(super) fn is_unsettled(&self) -> bool {
        !(self.recent.is_empty() && self.alone.is_empty() && self.statements.is_empty())
    }

    /// Whether nothing but signals may still change.
    pub(super) fn has_signals_alone(&self) -> bool {
        self.statements.is_empty() && self.kept.is_empty()
    }

    pub(super) fn name(&self, handle: Handle) -> &str {
        self.key_of(handle).map_or("", |(_, id)| id)
    }

    /// The instant and id of a signal, retained or not.
    pub(super) fn key_of(&self, handle: Handle) -> Option<KeyOf<'_>> {
        let retained = self.of(handle).map(|one| (one.key.0, &*one.key.1));
        retained.or_else(|| self.names.get(handle))
    }

    /// Puts a signal in its place, with the tests that hold at it.
    pub(super) fn insert(&mut self, key: Key, retained: Retained, tests: Holding) {
        let handle = self.names.give();
        let list = if retained.alone {
            &mut *self.alone
        } else {
            &mut self.recent
        };
        let (Ok(at) | Err(at)) = place(list, &key);
        let recent = Recent {
            key,
            handle,
            retained,
            tests,
            alerts: Rare::default(),
        };
        list.insert(at, recent);
    }

    pub(super) fn remove(&mut self, key: &Key) -> Option<Recent> {
        let lists = [&mut self.recent, &mut *self.alone];
        lists
            .into_iter()
            .find_map(|list| place(list, key).ok().map(|at| list.remove(at)))
    }

    pub(super) fn state(&mut self, key: Key, attributes: Few<String, Value>) {
        self.statements.insert(key, attributes);
    }

    /// The signals that may still change, from a key on, each list in its order.
    pub(super) fn since(&self, key: &Key) -> impl Iterator<Item = &Recent> {
        let rest = |list: &'_ Vec<Recent>| place(list, key).unwrap_or_else(|at| at);
        let recent = self.recent.iter().skip(rest(&self.recent));
        recent.chain(self.alone.iter().skip(rest(&self.alone)))
    }

    /// An attribute as of a signal.
    pub(super) fn attribute(&self, name: &str, key: &Key) -> Cell<'_> {
        let mut stated = self.statements.up_to(key).rev();
        let mut last =
            stated.find_map(|(key, attributes)| Some((key, attributes.get(name)?.into())));
        for list in [&self.recent, &*self.alone, &*self.kept] {
            let end = place(list, key).map_or_else(|at| at, |at| at + 1);
            let mut earlier = list.iter().take(end).rev();
            // What a signal of nobody says is known of that signal only.
            let own = earlier.find_map(|one| {
                let signal = &one.retained.signal;
                let value = signal.states().then(|| signal.attribute(name));
                let value = value.filter(|value| *value != Cell::Absent);
                Some((&one.key, value?))
            });
            if own.is_some_and(|(key, _)| last.is_none_or(|(last, _)| last < key)) {
                last = own;
            }
        }
        // Signals that are kept have told the base what they say; it may know better by now.
        let known = self.base.as_of(name, key);
        let known = known.filter(|(key, _)| last.is_none_or(|(last, _)| (last.0, &*last.1) < *key));
        let known = known.map(|(_, value)| value);
        let last = last.map(|(_, value)| value);
        known.or(last).unwrap_or(Cell::Absent)
    }

    /// An attribute as it is known now.
    pub(super) fn newest(&self, name: &str) -> Cell<'_> {
        self.attribute(name, &(Time::MAX, "\u{10ffff}".into()))
    }

    /// The newest answer in a bool field.
    pub(super) fn newest_answer(&self, field: &str) -> Option<bool> {
        let answer = |one: &Recent| match one.retained.signal.field(field) {
            Cell::Bool(answer) => Some((one.key.clone(), answer)),
            _ => None,
        };
        let recent = self.recent.iter().rev().find_map(answer);
        let alone = self.alone.iter().rev().find_map(answer);
        recent.max(alone).map(|(_, answer)| answer)
    }

    /// Lets go of the first signals, which are past change, and of those past change before them: of
    /// all but those that are awaited. What they have said of the customer is kept, and so are the names of
    /// those that are remembered. The room of one of them is given back.
    pub(super) fn let_go(&mut self, number: usize, horizon: Time, base: &Track) -> Packed {
        let is_awaited = |one: &Recent| base.awaited().any(|handle| handle == one.handle);
        let mut room = Packed::default();
        let firsts = [self.recent.get(number), self.alone.first()];
        let firsts = firsts.into_iter().flatten().map(|one| one.key.0);
        let edge = firsts.fold(horizon, Time::min);
        if !self.kept.is_empty() {
            let names = &mut self.names;
            self.kept.retain(|one| {
                let awaited = is_awaited(one);
                if !awaited && base.remembers(one.handle) {
                    names.keep(one.handle, (one.key.0, &one.key.1));
                }
                awaited
            });
            self.kept.tidy();
        }
        for one in self.recent.drain(..number.min(self.recent.len())) {
            // Where nothing was stated before, the base hears of it at once.
            if self.statements.is_empty() && one.key.0 < edge && one.retained.signal.states() {
                for (name, value) in one.retained.signal.packed_attributes() {
                    self.base.state(name, &one.key, value);
                }
            } else {
                note_statement(&mut self.statements, &one);
            }
            if is_awaited(&one) {
                self.kept.push(one);
                continue;
            }
            if base.remembers(one.handle) {
                self.names.keep(one.handle, (one.key.0, &one.key.1));
            }
            room = one.retained.signal;
        }
        room
    }

    /// The first signal that patterns do not see, where it can no longer change.
    pub(super) fn take_alone(&mut self, is_done: impl Fn(&Recent) -> bool) -> Option<Recent> {
        self.alone.first().filter(|one| is_done(one))?;
        let one = self.alone.remove(0);
        self.alone.tidy();
        note_statement(&mut self.statements, &one);
        Some(one)
    }

    /// Brings the statements that can no longer change, those before an instant, into the base.
    pub(super) fn settle_statements(&mut self, edge: Time) {
        if self.statements.is_empty() {
            return;
        }
        let past = self.statements.take_while(|key, _| key.0 < edge);
        for (key, attributes) in past {
            for (name, value) in attributes {
                let mut packed = Vec::new();
                put_value(&mut packed, &value);
                self.base.state(name.as_bytes(), &key, &packed);
            }
        }
        self.statements.tidy();
    }

    /// The tests that hold at a signal.
    pub(super) fn test(&self, plan: &Plan, one: &Recent) -> Holding {
        let plan = plan.at(one.key.0);
        plan.tests_of(&self.row(plan, one))
    }

    /// The tests that hold at a signal that is about to be put in.
    pub(super) fn test_new(&self, plan: &Plan, key: &Key, signal: &Signal) -> Holding {
        let plan = plan.at(key.0);
        plan.tests_of(&SignalRow {
            plan,
            said: Said::Whole(signal),
            at: key.0,
            known: Some((self, key)),
        })
    }

    pub(super) fn row<'b>(&'b self, plan: &'b Plan, one: &'b Recent) -> SignalRow<'b> {
        SignalRow {
            plan,
            said: Said::Packed(&one.retained.signal),
            at: one.key.0,
            known: Some((self, &one.key)),
        }
    }

    /// Tests again the signals that a change touched.
    pub(super) fn retest(&mut self, plan: &Plan, touched: impl Fn(&Recent) -> bool) {
        for index in 0..self.recent.len() {
            let one = self.recent.get(index).filter(|one| touched(one));
            let tests = one.map(|one| self.test(plan, one));
            if let (Some(one), Some(tests)) = (self.recent.get_mut(index), tests) {
                one.tests = tests;
            }
        }
        for index in 0..self.alone.len() {
            let one = self.alone.get(index).filter(|one| touched(one));
            let tests = one.map(|one| self.test(plan, one));
            if let (Some(one), Some(tests)) = (self.alone.get_mut(index), tests) {
                one.tests = tests;
            }
        }
    }

    /// Forgets the names and texts that most likely stand for nothing any more; whether texts went. The
    /// head then holds their old keys, and has to be made again as a restart makes it: what is kept must not
    /// depend on how far it had read.
    pub(super) fn tidy(&mut self, base: &Track) -> bool {
        let remembered = base.keys_max();
        let live = remembered + self.recent.len() + self.alone.len() + self.kept.len();
        if live == 0 {
            self.names.clear();
            self.texts.clear();
            return false;
        }
        self.names.tidy(remembered, |handle| base.remembers(handle));
        if self.texts.len() < 4 * live + 16 {
            return false;
        }
        let keys: Set<u64> = base.keys().collect();
        self.texts.retain(|key| keys.contains(&key));
        true
    }
}

/// Keeps what a signal has said of its customer, when the signal itself is let go.
fn note_statement(statements: &mut Few<Key, Few<String, Value>>, one: &Recent) {
    let signal = &one.retained.signal;
    if signal.states() {
        let said = signal.attributes();
        let said = said.filter_map(|(name, value)| Some((name.to_owned(), value.to_value()?)));
        statements.insert(one.key.clone(), said.collect());
    }
}

/// The tests of a signal as a set.
pub(super) fn bits(tests: &[u16]) -> Bits {
    let mut bits = Bits::default();
    for test in tests {
        bits.set(*test);
    }
    bits
}
