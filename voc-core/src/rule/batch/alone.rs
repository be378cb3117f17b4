//! Rules that wait on nothing but signals: read one after another, each over the customers that it can
//! fire for at all.

use super::super::bits::Bits;
use super::super::pattern::Step;
use super::super::place::{Fired, Item, Signal};
use super::super::plan::{Look, Machine, Plan, PlanRule};
use super::super::track::Track;
use super::hits::{customer_of, hit, row_of, seek, split_first_customer};
use super::rows::Rows;
use crate::program::Since;

/// How much is brought together before it is read: the instants of so many rows are fetched side by side.
const BLOCK: usize = 1024;

/// A test that holds at a row of a customer.
#[derive(Debug, Clone, Copy)]
struct Looked {
    at: i64,
    customer: u32,
    row: u32,
    test: u16,
}

/// A test that a rule looks at besides its first.
#[derive(Debug, Clone, Copy)]
struct Other {
    test: u16,
    /// The rule cannot fire where it holds nowhere.
    is_needed: bool,
}

/// The test at which a rule begins, and the others that it looks at; nothing where it looks at alerts or
/// at any signal.
fn looks(rule: &PlanRule) -> Option<(u16, Vec<Other>)> {
    let test = |look: Look| match look {
        Look::Test(test) => Some(test),
        Look::Any | Look::Alert(_) => None,
    };
    let mut others: Vec<Other> = Vec::new();
    let mut first = rule.looks;
    match &rule.machine {
        Machine::Silence(_) => return None,
        Machine::Absent { of, .. } => others.push(Other {
            test: test(*of)?,
            is_needed: false,
        }),
        Machine::Sequence { steps, unless, .. } => {
            let (start, rest) = steps.split_first()?;
            first = start.0;
            for (look, _) in rest {
                others.push(Other {
                    test: test(*look)?,
                    is_needed: true,
                });
            }
            others.extend(unless.map(|test| Other {
                test,
                is_needed: false,
            }));
        }
        _ => {}
    }
    let first = test(first)?;
    let mut seen = vec![first];
    others.retain(|other| {
        let is_new = !seen.contains(&other.test);
        seen.push(other.test);
        is_new
    });
    Some((first, others))
}

/// Whether a rule can be read alone: it looks at signals, and no other waits for it.
pub(super) fn is_alone(plan: &Plan, place: u16) -> bool {
    let rule = plan.rule(place).filter(|_| plan.waiting(place).is_empty());
    rule.is_some_and(|rule| looks(rule).is_some())
}

/// The tests that a rule looks at, where it can be read alone.
pub(super) fn tests_of(rule: &PlanRule) -> Vec<u16> {
    looks(rule).map_or_else(Vec::new, |(first, others)| {
        let others = others.into_iter().map(|other| other.test);
        std::iter::once(first).chain(others).collect()
    })
}

/// With fewer matches of its first test a customer cannot make the rule fire.
fn least(machine: &Machine) -> usize {
    match machine {
        Machine::Count { at_least, .. } => *at_least,
        Machine::Nth { k, seed: None, .. } => usize::try_from(*k).unwrap_or(usize::MAX),
        Machine::Change { since, .. } => match since {
            Since::Mean(k) => *k as usize + 1,
            Since::Previous | Since::First => 2,
        },
        Machine::Streak { k, .. } => *k,
        _ => 1,
    }
}

/// Reads the rules one after another.
pub(super) struct Alone<'a, 'r, 'c> {
    pub(super) rows: &'a mut Rows<'r, 'c>,
    /// For each test that is looked at, its hits in the order of the customers.
    pub(super) lists: &'a [Vec<u64>],
    pub(super) until: i64,
    track: Track,
    tests: Bits,
    block: Vec<Looked>,
    fired: Vec<Fired>,
}

impl<'a, 'r, 'c> Alone<'a, 'r, 'c> {
    pub(super) fn new(rows: &'a mut Rows<'r, 'c>, lists: &'a [Vec<u64>], until: i64) -> Self {
        Self {
            rows,
            lists,
            until,
            track: Track::default(),
            tests: Bits::default(),
            block: Vec::with_capacity(2 * BLOCK),
            fired: Vec::new(),
        }
    }

    /// Reads one rule; what fires goes to `each`.
    pub(super) fn read(&mut self, place: u16, each: &mut dyn FnMut(Fired)) {
        let plan = self.rows.plan;
        let Some(rule) = plan.rule(place) else { return };
        let Some((first, others)) = looks(rule) else {
            return;
        };
        let lists = self.lists;
        let list = |test: u16| lists.get(usize::from(test)).map_or(&[][..], Vec::as_slice);
        let least = least(&rule.machine);
        let mut others: Vec<(Other, &[u64], usize)> = others
            .into_iter()
            .map(|other| (other, list(other.test), 0))
            .collect();
        let mut left = list(first);
        while let Some((own, rest)) = split_first_customer(left) {
            left = rest;
            let Some(start) = own.first().copied().filter(|_| own.len() >= least) else {
                continue;
            };
            let customer = customer_of(start);
            // What is needed and comes before the start is of no use.
            let from = self.block.len();
            let mut can_fire = true;
            for (other, list, at) in &mut others {
                *at = seek(list, *at, hit(customer, 0));
                let theirs = list.get(*at..).unwrap_or_default().iter();
                let theirs = theirs.take_while(|hit| customer_of(**hit) == customer);
                self.take(theirs, other.test);
                let newest = self.block.get(from..).and_then(<[Looked]>::last);
                let is_there = newest
                    .is_some_and(|newest| newest.test == other.test && newest.row > row_of(start));
                if other.is_needed && !is_there {
                    can_fire = false;
                    break;
                }
            }
            if !can_fire {
                self.block.truncate(from);
                continue;
            }
            self.take(own.iter(), first);
            if !others.is_empty()
                && let Some(of_customer) = self.block.get_mut(from..)
            {
                of_customer.sort_unstable_by_key(|looked| looked.row);
            }
            if self.block.len() >= BLOCK {
                self.run(plan, rule, place, each);
            }
        }
        self.run(plan, rule, place, each);
    }

    fn take<'h>(&mut self, hits: impl Iterator<Item = &'h u64>, test: u16) {
        self.block.extend(hits.map(|hit| Looked {
            at: 0,
            customer: customer_of(*hit),
            row: row_of(*hit),
            test,
        }));
    }

    /// Reads what was brought together.
    fn run(&mut self, plan: &Plan, rule: &PlanRule, place: u16, each: &mut dyn FnMut(Fired)) {
        for looked in &mut self.block {
            looked.at = self.rows.instant(looked.row);
        }
        let block = std::mem::take(&mut self.block);
        for own in block.chunk_by(|one, other| one.customer == other.customer) {
            self.track.clear();
            for here in own.chunk_by(|one, other| one.row == other.row) {
                let Some(looked) = here.first() else { continue };
                for looked in here {
                    self.tests.set(looked.test);
                }
                self.deadlines(plan, rule, place, looked.at);
                let signal = Signal {
                    at: looked.at,
                    handle: looked.row,
                    tests: &self.tests,
                    late: false,
                };
                let item = Item {
                    at: looked.at,
                    bearing: looked.row,
                    signals: None,
                    same: None,
                    is_alert: false,
                };
                let mut step = Step {
                    plan,
                    rule,
                    place,
                    track: &mut self.track,
                    world: self.rows,
                    signal: Some(signal),
                    fired: &mut self.fired,
                };
                step.item(&item, None);
                for looked in here {
                    self.tests.unset(looked.test);
                }
            }
            self.deadlines(plan, rule, place, self.until);
        }
        self.fired.drain(..).for_each(&mut *each);
        self.block = block;
        self.block.clear();
    }

    /// Lets time make the rule fire.
    fn deadlines(&mut self, plan: &Plan, rule: &PlanRule, place: u16, until: i64) {
        while let Some(at) = self.track.next_deadline().filter(|at| *at <= until) {
            let mut step = Step {
                plan,
                rule,
                place,
                track: &mut self.track,
                world: self.rows,
                signal: None,
                fired: &mut self.fired,
            };
            step.due(at);
        }
    }
}
