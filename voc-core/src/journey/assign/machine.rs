//! Which instance of a journey each of a customer's signals belongs to. `JOURNEYS.md` has the definition.

use super::seen::{ENDS, HAS_KEY, SPEAKS, STARTS, Seen};
use crate::journey::plan::Journey;
use crate::time::{Span, Time};
use foldhash::fast::FixedState;
use hashbrown::HashMap;
use serde::Serialize;

/// Why a signal belongs to no instance of a journey.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// It is no candidate: nothing of it speaks of the journey.
    Elsewhere,
    /// It has no customer.
    NoCustomer,
    /// No instance that it could belong to had begun.
    BeforeStart,
    /// The instance that it would belong to was over.
    AfterEnd,
    /// It carries no key, and none of the customer's instances was open.
    NoneOpen,
    /// It carries no key, and several of the customer's instances were open.
    SeveralOpen,
}

impl Reason {
    /// All of them, in order.
    pub const ALL: [Self; 6] = [
        Self::Elsewhere,
        Self::NoCustomer,
        Self::BeforeStart,
        Self::AfterEnd,
        Self::NoneOpen,
        Self::SeveralOpen,
    ];

    /// Its name in every format.
    pub fn name(self) -> &'static str {
        match self {
            Self::Elsewhere => "elsewhere",
            Self::NoCustomer => "no_customer",
            Self::BeforeStart => "before_start",
            Self::AfterEnd => "after_end",
            Self::NoneOpen => "none_open",
            Self::SeveralOpen => "several_open",
        }
    }
}

/// Where a candidate belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Placed {
    /// In an instance of the customer's, counted from 0 in the order in which they begin.
    In(u32),
    Out(Reason),
}

/// An instance that has begun.
#[derive(Debug, Clone, Copy)]
pub(super) struct Begun {
    /// Which of its key's it is, from 1.
    pub(super) number: u32,
    /// Whether its end has come.
    pub(super) has_ended: bool,
}

/// All instances of one value of the key; of everything, where the journey has none.
#[derive(Debug, Clone, Copy)]
struct Thread {
    /// The last of them.
    instance: u32,
    last: i64,
    is_open: bool,
    /// Whether it is among those that may be open.
    is_listed: bool,
}

/// How many values of the key make a table that is not kept for the next customer.
const KEPT_MAX: usize = 256;

/// The state of one customer on one journey.
pub(super) struct Machine<'j> {
    journey: &'j Journey,
    keyed: bool,
    has_starts: bool,
    /// The gap in microseconds, where it is the same everywhere.
    fixed: Option<i64>,
    gap: Option<Span>,
    threads: Vec<Thread>,
    by_key: HashMap<u32, u32, FixedState>,
    /// Threads that may be open.
    open: Vec<u32>,
    /// The thread that took a signal last.
    recent: Option<u32>,
    pub(super) begun: Vec<Begun>,
}

impl<'j> Machine<'j> {
    pub(super) fn of(journey: &'j Journey) -> Self {
        Self {
            journey,
            keyed: journey.keyed,
            has_starts: journey.tests().starts.is_some(),
            fixed: journey.gap.and_then(Span::fixed),
            gap: journey.gap,
            threads: Vec::new(),
            by_key: HashMap::with_hasher(FixedState::with_seed(0)),
            open: Vec::new(),
            recent: None,
            begun: Vec::new(),
        }
    }

    /// Goes on to the next customer.
    pub(super) fn clear(&mut self) {
        self.threads.clear();
        self.open.clear();
        self.recent = None;
        self.begun.clear();
        if self.by_key.capacity() > KEPT_MAX {
            self.by_key = HashMap::with_hasher(FixedState::with_seed(0));
        } else {
            self.by_key.clear();
        }
    }

    /// Takes the customer's next candidate.
    pub(super) fn take(&mut self, seen: &Seen) -> Placed {
        if self.keyed && seen.is & HAS_KEY == 0 {
            return self.without_key(seen);
        }
        let known = if self.keyed {
            self.by_key.get(&seen.key).copied()
        } else {
            (!self.threads.is_empty()).then_some(0)
        };
        if let Some(place) = known
            && self.is_live(place, seen.at)
        {
            return self.put(place, seen);
        }
        if seen.is & (SPEAKS | STARTS) == SPEAKS {
            return self.after_all(known, Reason::BeforeStart);
        }
        let opens = if self.has_starts {
            seen.is & STARTS != 0
        } else {
            // A key's value is opened once; without a key, whatever comes after an end begins anew.
            known.is_none() || !self.keyed
        };
        match (opens, known) {
            (false, None) => Placed::Out(Reason::BeforeStart),
            (false, Some(_)) => Placed::Out(Reason::AfterEnd),
            (true, known) => self.begin(known, seen),
        }
    }

    /// What only speaks of a journey may come when it is over, and begins none.
    fn after_all(&self, known: Option<u32>, none: Reason) -> Placed {
        let thread = known.and_then(|place| self.threads.get(place as usize));
        thread.map_or(Placed::Out(none), |thread| Placed::In(thread.instance))
    }

    /// Puts a candidate without a key into the only open instance.
    fn without_key(&mut self, seen: &Seen) -> Placed {
        let mut open = std::mem::take(&mut self.open);
        let mut live = 0;
        // Those that are over are let go; two that are open are enough to know.
        while let Some(place) = open.get(live).copied() {
            if self.is_live(place, seen.at) {
                live += 1;
                if live == 2 {
                    break;
                }
            } else {
                open.swap_remove(live);
                if let Some(thread) = self.threads.get_mut(place as usize) {
                    thread.is_listed = false;
                }
            }
        }
        let first = open.first().copied();
        self.open = open;
        match (live, first) {
            (1, Some(place)) => self.put(place, seen),
            (0, _) | (_, None) if seen.is & SPEAKS != 0 => {
                self.after_all(self.recent, Reason::NoneOpen)
            }
            (0, _) | (_, None) => Placed::Out(Reason::NoneOpen),
            _ => Placed::Out(Reason::SeveralOpen),
        }
    }

    /// Whether the instance of a thread is still open at an instant.
    fn is_live(&mut self, place: u32, at: i64) -> bool {
        let Some(thread) = self.threads.get_mut(place as usize) else {
            return false;
        };
        if thread.is_open && self.gap.is_some() {
            let over = match (self.fixed, self.gap) {
                (Some(fixed), _) => thread.last.saturating_add(fixed),
                (None, Some(gap)) => {
                    let last = Time::clamped(thread.last);
                    self.journey.after(last, gap).micros()
                }
                (None, None) => i64::MAX,
            };
            thread.is_open = at < over;
        }
        thread.is_open
    }

    fn begin(&mut self, known: Option<u32>, seen: &Seen) -> Placed {
        let instance = u32::try_from(self.begun.len()).unwrap_or(u32::MAX);
        let thread = Thread {
            instance,
            last: seen.at,
            is_open: true,
            is_listed: true,
        };
        let (mut number, mut is_listed) = (0, false);
        if let Some(before) = known.and_then(|place| self.threads.get_mut(place as usize)) {
            let begun = self.begun.get(before.instance as usize);
            number = begun.map_or(0, |begun| begun.number);
            is_listed = before.is_listed;
            *before = thread;
        }
        let place = known.unwrap_or_else(|| {
            let place = u32::try_from(self.threads.len()).unwrap_or(u32::MAX);
            self.threads.push(thread);
            if self.keyed {
                self.by_key.insert(seen.key, place);
            }
            place
        });
        self.begun.push(Begun {
            number: number + 1,
            has_ended: false,
        });
        if !is_listed {
            self.open.push(place);
        }
        self.put(place, seen)
    }

    /// Puts a signal into the open instance of a thread.
    fn put(&mut self, place: u32, seen: &Seen) -> Placed {
        let Some(thread) = self.threads.get_mut(place as usize) else {
            return Placed::Out(Reason::NoneOpen);
        };
        thread.last = seen.at;
        self.recent = Some(place);
        if seen.is & ENDS != 0 {
            thread.is_open = false;
            if let Some(begun) = self.begun.get_mut(thread.instance as usize) {
                begun.has_ended = true;
            }
        }
        Placed::In(thread.instance)
    }
}
