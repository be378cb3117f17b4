//! The signals of one customer that may still change, and the names of those that patterns remember.

use super::bits::Bits;
use super::place::World;
use super::plan::Plan;
use super::row::SignalRow;
use super::track::{Handle, Track};
use crate::condition::{Cell, Row};
use crate::ordered::{Few, Map, Set, sort_by};
use crate::serial::few_pairs as pairs;
use crate::signal::Signal;
use crate::text::Text;
use crate::time::Time;
use crate::value::Value;
use serde::{Deserialize, Serialize};

/// The order of a customer's signals: by instant, then by id.
pub(crate) type Key = (Time, Text);

/// A signal that may still matter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Retained {
    pub(crate) signal: Box<Signal>,
    /// It came later than its lateness, or belongs to nobody: patterns do not see it.
    pub(crate) alone: bool,
    pub(crate) received: Time,
}

/// A retained signal in its place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Recent {
    pub(crate) key: Key,
    pub(crate) handle: Handle,
    pub(crate) retained: Retained,
    /// The tests that hold at it.
    pub(crate) tests: Vec<u16>,
    /// The alerts at a signal that stands alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) alerts: Vec<String>,
}

/// What was known of a customer since when, oldest first.
type Known = Few<String, Vec<(Key, Value)>>;

/// One customer's signals, statements and names.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Book {
    /// What was known of the customer before the statements below.
    base: Known,
    #[serde(with = "pairs")]
    statements: Few<Key, Few<String, Value>>,
    /// Those that patterns see, in order.
    pub(super) recent: Vec<Recent>,
    /// Those that they do not, in order.
    pub(super) alone: Vec<Recent>,
    /// Those past change that will bear an alert when time makes it fire.
    pub(super) kept: Vec<Recent>,
    /// The signal of each handle.
    names: Vec<Key>,
    /// The keys of texts that `same` and `distinct` have seen.
    texts: Few<String, u64>,
    next_text: u64,
}

fn place(list: &[Recent], key: &Key) -> Result<usize, usize> {
    list.binary_search_by(|one| one.key.cmp(key))
}

impl Book {
    pub(super) fn get(&self, key: &Key) -> Option<&Recent> {
        [&self.recent, &self.alone, &self.kept]
            .into_iter()
            .find_map(|list| list.get(place(list, key).ok()?))
    }

    pub(super) fn of(&self, handle: Handle) -> Option<&Recent> {
        self.get(self.names.get(handle as usize)?)
    }

    /// The signal of an alert, which stands at `at` unless time made the alert.
    pub(super) fn named(&self, at: Time, id: &str) -> Option<&Recent> {
        self.get(&(at, id.into())).or_else(|| {
            let all = self.recent.iter().chain(&self.kept);
            all.rev().find(|one| *one.key.1 == *id)
        })
    }

    /// The instant of the first signal that may still change.
    pub(super) fn first(&self) -> Time {
        let firsts = [self.recent.first(), self.alone.first()];
        let first = firsts.into_iter().flatten().map(|one| one.key.0).min();
        first.unwrap_or(Time::MAX)
    }

    pub(super) fn name(&self, handle: Handle) -> &str {
        self.key_of(handle).map_or("", |(_, id)| id.as_str())
    }

    /// The instant and id of a signal, retained or not.
    pub(super) fn key_of(&self, handle: Handle) -> Option<&Key> {
        self.names.get(handle as usize)
    }

    /// Puts a signal in its place.
    pub(super) fn insert(&mut self, key: Key, retained: Retained) {
        let handle = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        self.names.push(key.clone());
        // What a signal of nobody states is known of that signal only.
        if !retained.signal.attributes.is_empty() && retained.signal.customer.is_some() {
            self.statements
                .insert(key.clone(), retained.signal.attributes.clone());
        }
        let list = if retained.alone {
            &mut self.alone
        } else {
            &mut self.recent
        };
        let (Ok(at) | Err(at)) = place(list, &key);
        let recent = Recent {
            key,
            handle,
            retained,
            tests: Vec::new(),
            alerts: Vec::new(),
        };
        list.insert(at, recent);
    }

    pub(super) fn remove(&mut self, key: &Key) -> Option<Recent> {
        let lists = [&mut self.recent, &mut self.alone];
        let removed = lists
            .into_iter()
            .find_map(|list| place(list, key).ok().map(|at| list.remove(at)))?;
        if !removed.retained.signal.attributes.is_empty() {
            self.statements.remove(key);
        }
        Some(removed)
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
    pub(super) fn attribute(&self, name: &str, key: &Key) -> Option<&Value> {
        let mut stated = self.statements.up_to(key).rev();
        stated
            .find_map(|(_, attributes)| attributes.get(name))
            .or_else(|| {
                let known = self.base.get(name)?;
                let since = known.partition_point(|(since, _)| since <= key);
                known.get(since.checked_sub(1)?).map(|(_, value)| value)
            })
    }

    /// An attribute as it is known now.
    pub(super) fn newest(&self, name: &str) -> Option<&Value> {
        self.attribute(name, &(Time::MAX, "\u{10ffff}".into()))
    }

    /// The newest answer in a bool field.
    pub(super) fn newest_answer(&self, field: &str) -> Option<bool> {
        let answer = |one: &Recent| match one.retained.signal.fields.get(field) {
            Some(Value::Bool(answer)) => Some((one.key.clone(), *answer)),
            _ => None,
        };
        let recent = self.recent.iter().rev().find_map(answer);
        let alone = self.alone.iter().rev().find_map(answer);
        recent.max(alone).map(|(_, answer)| answer)
    }

    /// Brings the statements that can no longer change, those before an instant, into the base.
    pub(super) fn settle_statements(&mut self, edge: Time) {
        let past = self.statements.take_while(|key, _| key.0 < edge);
        for (key, attributes) in past {
            for (name, value) in attributes {
                self.base.update(name, |known| {
                    let place = known.partition_point(|(since, _)| *since < key);
                    known.insert(place, (key.clone(), value));
                    // Only changes are worth their room.
                    known.dedup_by(|later, earlier| later.1 == earlier.1);
                });
            }
        }
    }

    /// The tests that hold at a signal.
    pub(super) fn test(&self, plan: &Plan, one: &Recent) -> Vec<u16> {
        plan.tests_of(&self.row(plan, one))
    }

    pub(super) fn row<'b>(&'b self, plan: &'b Plan, one: &'b Recent) -> SignalRow<'b> {
        SignalRow {
            plan,
            signal: &one.retained.signal,
            key: &one.key,
            book: self,
        }
    }

    /// Tests again the signals that a change touched.
    pub(super) fn retest(&mut self, plan: &Plan, touched: impl Fn(&Recent) -> bool) {
        for which in 0..2 {
            let list = if which == 0 {
                &self.recent
            } else {
                &self.alone
            };
            let results: Vec<(usize, Vec<u16>)> = list
                .iter()
                .enumerate()
                .filter(|(_, one)| touched(one))
                .map(|(index, one)| (index, self.test(plan, one)))
                .collect();
            let list = if which == 0 {
                &mut self.recent
            } else {
                &mut self.alone
            };
            for (index, tests) in results {
                if let Some(one) = list.get_mut(index) {
                    one.tests = tests;
                }
            }
        }
    }

    /// Whether most handles stand for nothing any more.
    pub(super) fn is_crowded(&self, base: &Track) -> bool {
        let live = base.entries().len() + self.recent.len() + self.alone.len() + self.kept.len();
        self.names.len() >= 4 * live + 16
    }

    /// Names the handles anew: those that still stand for something.
    pub(super) fn rename(&mut self, base: &mut Track, head: Option<&mut Track>) {
        let mut places: Map<Handle, Handle> = Map::new();
        let mut names = Vec::new();
        let old = std::mem::take(&mut self.names);
        let own = [&mut self.recent, &mut self.alone, &mut self.kept];
        let own = own.into_iter().flatten().map(|one| &mut one.handle);
        let head_keys: Vec<u64> = head.iter().flat_map(|head| head.keys()).collect();
        let head = head.into_iter().flat_map(Track::handles_mut);
        for handle in own.chain(base.handles_mut()).chain(head) {
            if let Some(place) = places.get(handle) {
                *handle = *place;
                continue;
            }
            let name = old.get(*handle as usize).cloned();
            names.push(name.unwrap_or((Time::MIN, "".into())));
            let place = u32::try_from(names.len() - 1).unwrap_or(u32::MAX);
            places.insert(*handle, place);
            *handle = place;
        }
        self.names = names;
        let keys: Set<u64> = base.keys().chain(head_keys).collect();
        self.texts.retain(|_, key| keys.contains(key));
    }
}

/// A customer's signals as patterns read them.
pub(super) struct BookWorld<'b> {
    pub(super) plan: &'b Plan,
    pub(super) book: &'b mut Book,
}

impl World for BookWorld<'_> {
    fn key(&mut self, of: Handle, slot: u16) -> Option<u64> {
        let one = self.book.of(of)?;
        match self.book.row(self.plan, one).cell(slot) {
            Cell::Absent | Cell::Number(_) => None,
            Cell::Bool(value) => Some(u64::from(value)),
            Cell::Int(value) => Some(value.cast_unsigned()),
            Cell::Time(value) => Some(value.micros().cast_unsigned()),
            Cell::Text(text) => {
                if let Some(key) = self.book.texts.get(text) {
                    return Some(*key);
                }
                let (text, key) = (text.to_owned(), self.book.next_text);
                self.book.next_text += 1;
                self.book.texts.insert(text, key);
                Some(key)
            }
        }
    }

    fn number(&self, of: Handle, slot: u16) -> Option<f64> {
        let one = self.book.of(of)?;
        match self.book.row(self.plan, one).cell(slot) {
            #[expect(clippy::cast_precision_loss, reason = "within ±2^53 the cast is exact")]
            Cell::Int(value) => Some(value as f64),
            Cell::Number(value) => Some(value),
            _ => None,
        }
    }

    fn holds(&self, of: Handle, test: u16) -> bool {
        let one = self.book.of(of);
        one.is_some_and(|one| one.tests.contains(&test))
    }

    fn sort(&self, signals: &mut Vec<Handle>) {
        sort_by(signals, &|one, two| {
            let name = |handle: &Handle| self.book.names.get(*handle as usize);
            name(one).cmp(&name(two))
        });
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
