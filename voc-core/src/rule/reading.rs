//! Reading what one customer has said, each signal and each deadline by the version of the program that
//! is in force at its instant.

use super::book::Book;
use super::place::{Fired, Reader, Signal};
use super::plan::Plan;
use super::track::{Handle, Track};
use super::world::BookWorld;
use crate::signal;
use crate::time::Time;

/// A customer's signals, read into a track.
pub(super) struct Reading<'r> {
    plan: &'r Plan,
    pub(super) book: &'r mut Book,
    track: &'r mut Track,
    fired: &'r mut Vec<Fired>,
    whole: Option<(Handle, &'r signal::Signal)>,
}

impl<'r> Reading<'r> {
    pub(super) fn new(
        plan: &'r Plan,
        book: &'r mut Book,
        track: &'r mut Track,
        fired: &'r mut Vec<Fired>,
    ) -> Self {
        Self {
            plan,
            book,
            track,
            fired,
            whole: None,
        }
    }

    /// One of the signals is here as it came.
    pub(super) fn with(self, whole: Option<(Handle, &'r signal::Signal)>) -> Self {
        Self { whole, ..self }
    }

    /// Reads one signal.
    pub(super) fn signal(&mut self, signal: Signal<'_>) {
        let plan = self.plan.at(Time::clamped(signal.at));
        // No rule looks at it.
        if signal.tests.is_empty() && plan.silences().is_empty() {
            return;
        }
        let book = &mut *self.book;
        let whole = self.whole;
        let mut world = BookWorld { plan, book, whole };
        Reader::new(plan).signal(self.track, &mut world, signal, self.fired);
    }

    /// Reads the deadlines up to an instant, each at its own; the last of them.
    pub(super) fn deadlines(&mut self, until: i64) -> Option<i64> {
        if self
            .plan
            .next_deadline(self.track)
            .is_none_or(|at| at > until)
        {
            return None;
        }
        let mut last = None;
        for plan in self.plan.all() {
            let book = &mut *self.book;
            let whole = self.whole;
            let mut world = BookWorld { plan, book, whole };
            let until = until.min(plan.last());
            let read = Reader::new(plan).deadlines(self.track, &mut world, until, self.fired);
            last = last.max(read);
        }
        last
    }
}
