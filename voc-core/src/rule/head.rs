//! Where reading a customer's signals has come to.

use super::book::{Key, bits};
use super::customer::CustomerState;
use super::place::{Fired, Signal as Read};
use super::plan::Plan;
use super::reading::Reading;
use super::track::Track;
use crate::signal::Signal;
use crate::time::Time;

/// The base with all signals and deadlines read; made again from them where it is missing.
#[derive(Debug, Clone, Default)]
pub(super) struct Head {
    /// Where it is read; else empty, and its room is kept for the next.
    track: Track,
    known: Known,
    /// A signal was put in since.
    pub(super) unread: bool,
    /// A signal was taken out since: what it fired may not stand any more.
    pub(super) stale: bool,
    /// The last deadline that was read since the base.
    pub(super) deadline: Option<i64>,
}

/// What is known of where reading comes to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Known {
    /// It has to be read.
    #[default]
    Nothing,
    /// Nothing that was read changes the base.
    Base,
    /// The track says so.
    Track,
}

impl Head {
    /// One that has to be made again.
    pub(super) fn stale() -> Self {
        Self {
            stale: true,
            ..Self::default()
        }
    }

    /// Whether it is known what reading comes to.
    pub(super) fn is_known(&self) -> bool {
        self.known != Known::Nothing
    }

    /// What reading has come to, where it is not the base.
    pub(super) fn track(&self) -> Option<&Track> {
        self.is_read().then_some(&self.track)
    }

    /// Whether it is elsewhere than the base.
    fn is_read(&self) -> bool {
        self.known == Known::Track
    }

    /// The same, to change.
    pub(super) fn track_mut(&mut self) -> Option<&mut Track> {
        self.is_read().then_some(&mut self.track)
    }

    /// The track, to read on: a copy of the base where there was none.
    pub(super) fn track_to_read(&mut self, base: &Track) -> &mut Track {
        if std::mem::replace(&mut self.known, Known::Track) != Known::Track {
            self.track.copy(base);
        }
        &mut self.track
    }

    /// What was read becomes the base, whose room is kept.
    pub(super) fn fold_into(&mut self, base: &mut Track) {
        if self.is_read() {
            self.known = Known::Nothing;
            std::mem::swap(&mut self.track, base);
            self.track.clear();
        }
    }

    /// Gives back the room that is not needed.
    pub(super) fn tidy(&mut self) {
        if !self.is_read() {
            self.track = Track::default();
        }
    }

    /// Takes what is known from elsewhere: nothing, or that it is the base, or a track.
    #[cfg(not(small))]
    pub(super) fn fill(&mut self, known: bool, read: bool, fill: impl FnOnce(&mut Track)) {
        self.known = match (known, read) {
            (false, _) => Known::Nothing,
            (true, false) => Known::Base,
            (true, true) => Known::Track,
        };
        if self.is_read() {
            fill(&mut self.track);
        }
    }

    /// Nothing is read any more; the room is kept.
    pub(super) fn reset(&mut self) {
        let Self {
            track,
            known,
            unread,
            stale,
            deadline,
        } = self;
        track.clear();
        *known = Known::Nothing;
        (*unread, *stale, *deadline) = (false, false, None);
    }
}

impl PartialEq for Head {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl CustomerState {
    /// Whether the head has read all signals but the last, which is at `key`, and nothing after it.
    pub(super) fn head_is_whole(&self, plan: &Plan, key: &Key) -> bool {
        let at = key.0.micros();
        let in_order = !self.head.stale && self.head.deadline.is_none_or(|read| read <= at);
        in_order && (self.head.is_known() || self.book.recent.len() == 1 && self.base_is_head(plan))
    }

    /// Whether nothing was read that is not in the base.
    pub(super) fn base_is_head(&self, plan: &Plan) -> bool {
        let passed = self.passed.map_or(i64::MIN, Time::micros);
        let due = plan.next_deadline(&self.base);
        due.is_none_or(|due| due > passed)
    }

    /// Whether there is anything that was read since the base, or that time will read.
    pub(super) fn head_is_read(&self) -> bool {
        !self.book.recent.is_empty() || self.head.is_read() || self.base.next_deadline().is_some()
    }

    /// Reads the last signal.
    pub(super) fn append(&mut self, plan: &Plan, whole: Option<&Signal>) -> Vec<Fired> {
        let mut fired = Vec::new();
        if !self.head.is_read() && self.last_changes_nothing(plan) {
            self.head.known = Known::Base;
            return fired;
        }
        let track = self.head.track_to_read(&self.base);
        if let Some(last) = self.book.recent.last() {
            let (at, handle, tests) = (last.key.0.micros(), last.handle, bits(&last.tests));
            let signal = Read {
                at,
                handle,
                tests: &tests,
                late: false,
            };
            let passed = self.passed.map_or(i64::MIN, Time::micros);
            let whole = whole.map(|whole| (handle, whole));
            let reading = Reading::new(plan, &mut self.book, track, &mut fired);
            let mut reading = reading.with(whole);
            reading.signal(signal);
            let deadline = reading.deadlines(passed);
            self.head.deadline = deadline.or(self.head.deadline);
        }
        fired
    }

    /// Whether reading the last signal onto the base leaves it as it is: no rule looks at it, and time
    /// has not made any fire.
    pub(super) fn last_changes_nothing(&self, plan: &Plan) -> bool {
        let last = self.book.recent.last();
        last.is_some_and(|last| last.tests.is_empty() && plan.at(last.key.0).silences().is_empty())
            && self.base_is_head(plan)
    }

    /// Reads all signals from the base, and the deadlines between them.
    pub(super) fn read_all(&mut self, plan: &Plan) -> Vec<Fired> {
        self.head.reset();
        let track = self.head.track_to_read(&self.base);
        let mut fired = Vec::new();
        let until = self.passed.map_or(i64::MIN, Time::micros);
        let count = self.book.recent.len();
        let mut deadline = None;
        let mut reading = Reading::new(plan, &mut self.book, track, &mut fired);
        for index in 0..count {
            let Some(one) = reading.book.recent.get(index) else {
                break;
            };
            let (at, handle, tests) = (one.key.0.micros(), one.handle, bits(&one.tests));
            deadline = deadline.max(reading.deadlines(until.min(at)));
            reading.signal(Read {
                at,
                handle,
                tests: &tests,
                late: false,
            });
        }
        deadline = deadline.max(reading.deadlines(until));
        self.head.deadline = deadline;
        fired
    }
}
