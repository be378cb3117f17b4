//! The retained signals, read again up to an instant, with what one rule remembers on the way.

use crate::rule::book::{Book, bits};
use crate::rule::customer::CustomerState;
use crate::rule::place::{Fired, Signal, World};
use crate::rule::plan::Plan;
use crate::rule::reading::Reading as Stretches;
use crate::rule::track::{Entry, Handle, MARK, PENDING, Track};
use crate::rule::why::SignalAt;
use crate::rule::world::BookWorld;
use crate::time::Time;

/// What became of something that a deadline waits for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum End {
    /// The deadline is not reached.
    Open,
    /// The rule fired.
    Fired,
    /// Something came in time.
    Came(SignalAt),
}

/// A deadline, from what set it off to its end.
#[derive(Debug, Clone)]
pub(super) struct Wait {
    pub(super) bearing: Handle,
    pub(super) from: Time,
    pub(super) due: Time,
    pub(super) end: End,
}

/// What reading has come to.
pub(super) struct Reading<'r> {
    /// That of the version that the question is about.
    pub(super) plan: &'r Plan,
    /// Those of all versions.
    all: &'r Plan,
    /// The rule, by its place in the plan.
    pub(super) place: u16,
    pub(super) book: Book,
    pub(super) track: Track,
    /// What the rule remembered before each signal of the instant.
    pub(super) before: Vec<(Handle, Vec<Entry>)>,
    pub(super) waits: Vec<Wait>,
    /// What came at the instant itself, for an absence: the value of `same`, and the signal.
    pub(super) came: Vec<(u64, SignalAt)>,
    /// What was forgotten whole at a signal: the value of `same`, and the signal.
    pub(super) broken: Vec<(u64, SignalAt)>,
    passed: i64,
}

impl<'r> Reading<'r> {
    /// Reads the signals up to an instant and the deadlines that have passed by then.
    pub(super) fn to(
        state: &CustomerState,
        (plan, all): (&'r Plan, &'r Plan),
        place: u16,
        instant: Time,
        until: Time,
    ) -> Self {
        let (book, track, passed) = state.to_read();
        let mut reading = Self {
            plan,
            all,
            place,
            book,
            track,
            before: Vec::new(),
            waits: Vec::new(),
            came: Vec::new(),
            broken: Vec::new(),
            passed: passed.map_or(i64::MIN, Time::micros),
        };
        for entry in reading.entries() {
            reading.wait(&entry, None);
        }
        let count = reading.book.recent.len();
        for index in 0..count {
            let Some(one) = reading.book.recent.get(index) else {
                break;
            };
            let (at, handle, tests) = (one.key.0, one.handle, bits(&one.tests));
            if at > until {
                break;
            }
            reading.deadlines(at);
            let before = reading.entries();
            if at == instant {
                reading.before.push((handle, before.clone()));
            }
            let signal = Signal {
                at: at.micros(),
                handle,
                tests: &tests,
                late: false,
            };
            let mut fired = Vec::new();
            let (book, track) = (&mut reading.book, &mut reading.track);
            Stretches::new(all, book, track, &mut fired).signal(signal);
            reading.trace(&before, at, &[], reading.signal(handle));
            if at == instant {
                let entries = reading.entries();
                let came = entries
                    .iter()
                    .filter(|entry| entry.flags & MARK != 0 && entry.at == at.micros());
                let came = came.map(|entry| (entry.key, reading.entry_at(entry)));
                reading.came = came.collect();
            }
        }
        reading.deadlines(until);
        reading
    }

    /// What the rule remembers.
    pub(super) fn entries(&self) -> Vec<Entry> {
        self.track.of_rule(self.place).to_vec()
    }

    /// A value of a signal as a key of `same`; 0 without `same`, absent where the signal has no value.
    pub(super) fn key(&mut self, of: Handle) -> Option<u64> {
        let plan = self.plan;
        match plan.rule(self.place)?.same {
            None => Some(0),
            Some(slot) => BookWorld {
                plan,
                book: &mut self.book,
                whole: None,
            }
            .key(of, slot),
        }
    }

    pub(super) fn signal(&self, handle: Handle) -> Option<SignalAt> {
        let (at, signal) = self.book.key_of(handle)?;
        let signal = signal.to_owned();
        Some(SignalAt { signal, at })
    }

    /// The bearing signal of an entry, at the entry's instant.
    pub(super) fn entry_at(&self, entry: &Entry) -> SignalAt {
        let name = self.book.name(self.track.bearing(entry));
        SignalAt {
            signal: name.to_owned(),
            at: Time::clamped(entry.at),
        }
    }

    /// Reads the deadlines up to an instant, one by one.
    fn deadlines(&mut self, until: Time) {
        let until = until.micros().min(self.passed);
        while let Some(at) = self
            .all
            .next_deadline(&self.track)
            .filter(|at| *at <= until)
        {
            let before = self.entries();
            let mut fired: Vec<Fired> = Vec::new();
            let (book, track) = (&mut self.book, &mut self.track);
            Stretches::new(self.all, book, track, &mut fired).deadlines(at);
            let at = Time::clamped(at);
            let mut others = fired.iter().filter(|one| one.rule != self.place);
            let by = others.next_back().map(|one| SignalAt {
                signal: self.book.name(one.bearing).to_owned(),
                at,
            });
            self.trace(&before, at, &fired, by);
        }
    }

    /// Notes what the rule waits for from now on, and no longer.
    fn trace(&mut self, before: &[Entry], at: Time, fired: &[Fired], by: Option<SignalAt>) {
        let after = self.entries();
        for entry in after.iter().filter(|entry| !before.contains(entry)) {
            self.wait(entry, Some(at));
        }
        let gone = before.iter().filter(|entry| !after.contains(entry));
        for entry in gone.filter(|entry| entry.flags & PENDING != 0) {
            let bearing = self.track.bearing(entry);
            let is_fired = |one: &Fired| {
                one.rule == self.place && one.bearing == bearing && one.at == entry.at
            };
            let end = match &by {
                _ if fired.iter().any(is_fired) => End::Fired,
                Some(by) => End::Came(by.clone()),
                None => continue,
            };
            let due = Time::clamped(entry.at);
            let same = |wait: &&mut Wait| {
                wait.end == End::Open && wait.bearing == bearing && wait.due == due
            };
            if let Some(wait) = self.waits.iter_mut().find(same) {
                wait.end = end;
            }
        }
        if let Some(by) = by {
            let lost = |entry: &&Entry| !after.iter().any(|one| one.key == entry.key);
            let lost = before.iter().filter(lost);
            self.broken
                .extend(lost.map(|entry| (entry.key, by.clone())));
        }
    }

    fn wait(&mut self, entry: &Entry, from: Option<Time>) {
        if entry.flags & PENDING == 0 {
            return;
        }
        let bearing = self.track.bearing(entry);
        let own = self.book.key_of(bearing).map(|(at, _)| at);
        self.waits.push(Wait {
            bearing,
            from: from.or(own).unwrap_or(Time::MIN),
            due: Time::clamped(entry.at),
            end: End::Open,
        });
    }
}
