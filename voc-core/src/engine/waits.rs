//! What a case waits for by the passing of time, and what its clocks have announced, in a few bytes.

use super::announced::Announced;
use super::timers::Timer;
use crate::program::TargetName;
use crate::time::Time;

/// The timers that are ahead of a case, in their order, and what was announced. How many timers there are
/// comes first; instants stand as what they are after the case was opened.
#[derive(Debug, Clone, Default)]
pub(super) struct Waits(Box<[u8]>);

const WARN: u8 = 0;
const BREACH: u8 = 1;
const SILENCE: u8 = 2;
const PROMISE: u8 = 3;
const ESCALATE: u8 = 4;
const DUE: u8 = 5;
/// The target stands above the kind.
const KINDS: u8 = 8;
/// Set where the round began later than its case.
const LATER: u8 = 128;
/// Set where more of a number follows.
const MORE: u8 = 128;

impl Waits {
    pub(super) fn of(opened: Time, ahead: &[(Time, Timer)], announced: &[Announced]) -> Self {
        if ahead.is_empty() && announced.is_empty() {
            return Self::default();
        }
        let mut packing = Packing {
            opened,
            bytes: Vec::with_capacity(16 * (ahead.len() + announced.len()) + 1),
        };
        packing.number(ahead.len() as u64);
        for (at, timer) in ahead {
            packing.timer(*at, *timer);
        }
        for one in announced {
            packing.announced(*one);
        }
        // What is cut off a piece of memory is of no use to anybody.
        Self(packing.bytes.as_slice().into())
    }

    /// The timers that are ahead, in their order, of a case that was opened then.
    pub(super) fn ahead(&self, opened: Time) -> Vec<(Time, Timer)> {
        self.open(opened).timers()
    }

    /// The first timer that is ahead.
    pub(super) fn first(&self, opened: Time) -> Option<(Time, Timer)> {
        let mut unpacking = self.open(opened);
        (unpacking.number() > 0).then(|| unpacking.timer())
    }

    /// What is left when the first timer has fired, which is announced from then on; and when the next is
    /// due.
    pub(super) fn fired(&self, opened: Time, announced: Announced) -> (Self, Option<Time>) {
        let mut unpacking = self.open(opened);
        let count = unpacking.number().saturating_sub(1);
        unpacking.timer();
        let ahead = unpacking.bytes;
        let next = (count > 0).then(|| unpacking.timer().0);
        (1..count).for_each(|_| {
            unpacking.timer();
        });
        let known = unpacking.bytes;
        let (mut later, mut is_known) = (known, false);
        while !unpacking.bytes.is_empty() {
            let one = unpacking.announced();
            is_known |= one == announced;
            if one >= announced {
                break;
            }
            later = unpacking.bytes;
        }
        let before = |all: &'_ [u8], rest: &[u8]| all.len() - rest.len();
        let mut packing = Packing {
            opened,
            bytes: Vec::with_capacity(self.0.len() + 32),
        };
        packing.number(count);
        let (ahead, _) = ahead.split_at(before(ahead, known));
        let (earlier, _) = known.split_at(before(known, later));
        packing.bytes.extend_from_slice(ahead);
        packing.bytes.extend_from_slice(earlier);
        if !is_known {
            packing.announced(announced);
        }
        packing.bytes.extend_from_slice(later);
        (Self(packing.bytes.as_slice().into()), next)
    }

    /// What was announced, in order.
    pub(super) fn announced(&self, opened: Time) -> Vec<Announced> {
        if self.0.is_empty() {
            return Vec::new();
        }
        let mut unpacking = self.open(opened);
        unpacking.timers();
        let mut announced = Vec::new();
        while !unpacking.bytes.is_empty() {
            announced.push(unpacking.announced());
        }
        announced
    }

    fn open(&self, opened: Time) -> Unpacking<'_> {
        Unpacking {
            opened,
            bytes: &self.0,
        }
    }
}

struct Packing {
    opened: Time,
    bytes: Vec<u8>,
}

impl Packing {
    fn number(&mut self, mut number: u64) {
        loop {
            let [byte, ..] = number.to_le_bytes();
            number >>= 7;
            if number == 0 {
                self.bytes.push(byte);
                return;
            }
            self.bytes.push(byte | MORE);
        }
    }

    fn instant(&mut self, at: Time) {
        let after = at.micros().wrapping_sub(self.opened.micros());
        self.number(((after << 1) ^ (after >> 63)).cast_unsigned());
    }

    fn round(&mut self, kind: u8, target: TargetName, round: Time) {
        let target = TargetName::ALL
            .iter()
            .zip(0..)
            .find(|(one, _)| **one == target);
        let head = kind + KINDS * target.map_or(0, |(_, place)| place);
        if round == self.opened {
            self.bytes.push(head);
        } else {
            self.bytes.push(head | LATER);
            self.instant(round);
        }
    }

    fn announced(&mut self, (target, round, due): Announced) {
        let kind = if due.is_some() { WARN } else { BREACH };
        self.round(kind, target, round);
        if let Some(due) = due {
            self.instant(due);
        }
    }

    fn timer(&mut self, at: Time, timer: Timer) {
        match timer {
            Timer::Warn { target, due, round } => {
                self.round(WARN, target, round);
                self.instant(due);
            }
            Timer::Breach { target, round } => self.round(BREACH, target, round),
            Timer::Silence => self.bytes.push(SILENCE),
            Timer::Promise => self.bytes.push(PROMISE),
            Timer::Escalate => self.bytes.push(ESCALATE),
            Timer::Due => self.bytes.push(DUE),
        }
        self.instant(at);
    }
}

struct Unpacking<'w> {
    opened: Time,
    bytes: &'w [u8],
}

impl Unpacking<'_> {
    fn byte(&mut self) -> u8 {
        let first = self.bytes.split_first();
        let (byte, rest) = first.map_or((0, &[][..]), |(byte, rest)| (*byte, rest));
        self.bytes = rest;
        byte
    }

    fn number(&mut self) -> u64 {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = self.byte();
            number |= u64::from(byte & !MORE) << shift;
            shift += 7;
            if byte & MORE == 0 || shift >= u64::BITS {
                return number;
            }
        }
    }

    fn instant(&mut self) -> Time {
        let number = self.number();
        let after = (number >> 1).cast_signed() ^ -(number & 1).cast_signed();
        Time::clamped(self.opened.micros().wrapping_add(after))
    }

    fn round(&mut self) -> (u8, TargetName, Time) {
        let head = self.byte();
        let target = TargetName::ALL.get(usize::from((head & !LATER) / KINDS));
        let round = if head & LATER == 0 {
            self.opened
        } else {
            self.instant()
        };
        let target = target.copied().unwrap_or(TargetName::Resolve);
        (head % KINDS, target, round)
    }

    fn announced(&mut self) -> Announced {
        let (kind, target, round) = self.round();
        let due = (kind == WARN).then(|| self.instant());
        (target, round, due)
    }

    fn timers(&mut self) -> Vec<(Time, Timer)> {
        let count = self.number();
        (0..count).map(|_| self.timer()).collect()
    }

    fn timer(&mut self) -> (Time, Timer) {
        let (kind, target, round) = self.round();
        let timer = match kind {
            WARN => {
                let due = self.instant();
                Timer::Warn { target, due, round }
            }
            BREACH => Timer::Breach { target, round },
            SILENCE => Timer::Silence,
            PROMISE => Timer::Promise,
            ESCALATE => Timer::Escalate,
            _ => Timer::Due,
        };
        (self.instant(), timer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ordered::insert_in_order;
    use proptest::prelude::*;

    fn time() -> impl Strategy<Value = Time> {
        prop_oneof![
            (0_i64..4).prop_map(Time::clamped),
            any::<i64>().prop_map(Time::clamped),
        ]
    }

    fn timer() -> impl Strategy<Value = Timer> {
        let clock = (0_usize..5, time(), prop::option::of(time()));
        prop_oneof![
            clock.prop_map(|(target, round, due)| {
                let target = TargetName::ALL[target];
                due.map_or(Timer::Breach { target, round }, |due| Timer::Warn {
                    target,
                    due,
                    round,
                })
            }),
            Just(Timer::Silence),
            Just(Timer::Promise),
            Just(Timer::Escalate),
            Just(Timer::Due),
        ]
    }

    fn announced() -> impl Strategy<Value = Announced> {
        (0_usize..5, time(), prop::option::of(time()))
            .prop_map(|(target, round, due)| (TargetName::ALL[target], round, due))
    }

    proptest! {
        #[test]
        fn what_fires_is_announced(
            opened in time(),
            ahead in prop::collection::vec((time(), timer()), 1..6),
            known in prop::collection::btree_set(announced(), 0..6),
            fires in announced(),
        ) {
            let mut all: Vec<Announced> = known.into_iter().collect();
            let waits = Waits::of(opened, &ahead, &all);
            insert_in_order(&mut all, fires);
            prop_assert_eq!(waits.first(opened), Some(ahead[0]));
            let (left, next) = waits.fired(opened, fires);
            prop_assert_eq!(left.0, Waits::of(opened, &ahead[1..], &all).0);
            prop_assert_eq!(next, ahead.get(1).map(|(at, _)| *at));
        }

        #[test]
        fn what_was_packed_is_read(
            opened in time(),
            ahead in prop::collection::vec((time(), timer()), 0..6),
            announced in prop::collection::vec(announced(), 0..6),
        ) {
            let waits = Waits::of(opened, &ahead, &announced);
            prop_assert_eq!(waits.ahead(opened), ahead);
            prop_assert_eq!(waits.announced(opened), announced);
        }
    }
}
