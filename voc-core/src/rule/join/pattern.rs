//! What one pattern remembers of two histories, as of one.

use crate::ordered::sort_by;
use crate::program::Since;
use crate::rule::book::{Book, KeyOf};
use crate::rule::plan::Machine;
use crate::rule::track::{Entry, MARK, PENDING, Track};

/// Where the entries of both find their signals.
pub(super) struct Joined<'j> {
    pub(super) book: &'j Book,
    pub(super) track: &'j Track,
}

impl Joined<'_> {
    fn bearing(&self, entry: &Entry) -> Option<KeyOf<'_>> {
        self.book.key_of(self.track.bearing(entry))
    }

    /// When the item of an entry was, where the entry itself holds something else.
    fn at(&self, entry: &Entry) -> i64 {
        self.bearing(entry).map_or(i64::MIN, |key| key.0.micros())
    }

    /// The place of an entry's item: alerts at a deadline before the signals of its instant.
    fn place(&self, entry: &Entry) -> (i64, Option<&str>, Option<KeyOf<'_>>) {
        let bearing = self.bearing(entry);
        let at_signal = bearing.filter(|key| key.0.micros() == entry.at);
        (entry.at, at_signal.map(|key| key.1), bearing)
    }
}

/// What a pattern remembers of both.
pub(super) fn join_rule(
    machine: &Machine,
    joined: &Joined<'_>,
    ours: Vec<Entry>,
    theirs: Vec<Entry>,
) -> Vec<Entry> {
    let by_place = |mut all: Vec<Entry>| {
        sort_by(&mut all, &|one, two| {
            joined.place(one).cmp(&joined.place(two))
        });
        all
    };
    let by_signal = |mut all: Vec<Entry>| {
        sort_by(&mut all, &|one, two| {
            joined.bearing(one).cmp(&joined.bearing(two))
        });
        all
    };
    let both = |ours: Vec<Entry>, theirs: Vec<Entry>| [ours, theirs].concat();
    match machine {
        Machine::Each => Vec::new(),
        Machine::Count {
            distinct: None,
            at_least,
            ..
        } => last(by_place(both(ours, theirs)), *at_least),
        Machine::Count { .. } | Machine::Sequence { .. } => by_place(both(ours, theirs)),
        Machine::Nth { .. } => numbers(both(ours, theirs)),
        Machine::Streak { k, .. } => first(by_place(both(ours, theirs)), *k),
        Machine::Change { since, .. } => {
            let all = by_signal(both(ours, theirs));
            match since {
                Since::First => first(all, 1),
                Since::Previous => last(all, 1),
                Since::Mean(k) => last(all, *k as usize),
            }
        }
        Machine::Absent { .. } => {
            let left = |own: &[Entry], others: &[Entry]| -> Vec<Entry> {
                let came = |one: &&Entry| !called_off(joined, one, others);
                own.iter().filter(came).copied().collect()
            };
            let (ours, theirs) = (left(&ours, &theirs), left(&theirs, &ours));
            by_signal(both(ours, theirs))
        }
        Machine::Silence(_) => {
            let all = by_signal(both(ours, theirs));
            let broken = |index: usize, one: &Entry| {
                let later = all.get(index + 1..).unwrap_or_default();
                later.iter().any(|other| joined.at(other) < one.at)
            };
            // What is called off still tells, to whoever joins later, that there was a signal.
            let told = |(index, one): (usize, &Entry)| {
                let mut one = *one;
                if broken(index, &one) {
                    one.at = i64::MAX;
                    one.flags &= !PENDING;
                }
                one
            };
            all.iter().enumerate().map(told).collect()
        }
    }
}

/// Whether something that the other history remembers came in time for a trigger.
fn called_off(joined: &Joined<'_>, one: &Entry, others: &[Entry]) -> bool {
    one.flags & PENDING != 0
        && others.iter().any(|other| {
            let came = other.flags & MARK != 0 && other.key == one.key;
            came && joined.at(one) <= other.at && other.at < one.at
        })
}

/// The last `number` entries of each key.
fn last(mut all: Vec<Entry>, number: usize) -> Vec<Entry> {
    all.reverse();
    let mut all = first(all, number);
    all.reverse();
    all
}

/// The first `number` entries of each key.
fn first(all: Vec<Entry>, number: usize) -> Vec<Entry> {
    let mut kept: Vec<Entry> = Vec::new();
    for entry in all {
        if kept.iter().filter(|known| known.key == entry.key).count() < number {
            kept.push(entry);
        }
    }
    kept
}

/// Counters add up; a number that either has reached is reached.
fn numbers(all: Vec<Entry>) -> Vec<Entry> {
    let mut kept: Vec<Entry> = Vec::new();
    for entry in all {
        let is_mark = entry.flags & MARK != 0;
        let known = kept.iter_mut().find(|known| {
            known.flags == entry.flags
                && known.key == entry.key
                && (!is_mark || known.at == entry.at)
        });
        match known {
            Some(known) if !is_mark => known.at += entry.at,
            Some(_) => {}
            None => kept.push(entry),
        }
    }
    kept
}
