//! What was promised at stages and moments of truth, against what came.

use super::{Deviation, Found};
use crate::journey::absence::{Followed, followed};
use crate::journey::assign::{Actual, Head, Mark, Step};
use crate::journey::plan::{At, Awaited, Journey, Moment, NO_ACTIVITY, NO_PLACE, Promise};
use crate::time::Time;

/// How a moment of truth stands on an instance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// It is no matter here: nothing has begun that it is about, or the journey alone does not tell.
    Nothing,
    /// It came, or what was to follow did; in time, or without any promised.
    Came { is_timed: bool },
    /// It came too late.
    CameLate,
    /// It may still come.
    Pending { is_late: bool },
    /// It did not come.
    Missing,
    /// What was to follow did not.
    Happened,
}

/// One instance that is judged.
#[derive(Clone, Copy)]
pub(super) struct Judged<'a> {
    pub(super) journey: &'a Journey,
    pub(super) actual: &'a Actual,
    pub(super) head: &'a Head,
    pub(super) steps: &'a [Step],
    pub(super) marks: &'a [Mark],
    pub(super) goes_on: bool,
}

impl Judged<'_> {
    fn promise_of(&self, promise: &crate::journey::plan::PromiseOf) -> Promise {
        promise.to(|segment| self.actual.is_in(self.head, segment))
    }

    /// Whether an instant lies behind us.
    fn is_past(&self, at: Time) -> bool {
        self.actual.now().is_some_and(|now| now >= at)
    }

    /// Finds the broken promises of stages.
    pub(super) fn stages(&self, found: &mut dyn FnMut(Found, u16)) {
        for (stage, place) in self.journey.stages.iter().zip(0_u16..) {
            if stage.promise.is_nothing() {
                continue;
            }
            let promise = self.promise_of(&stage.promise);
            let own = |step: &&Step| step.stage == place;
            let Some(begin) = self.steps.iter().position(|step| step.stage == place) else {
                continue;
            };
            let rest = self.steps.get(begin..).unwrap_or_default();
            if self.is_late(place, rest, &promise) {
                found(Found::of_stage(Deviation::Late, place), NO_PLACE);
            }
            let contacts = self.steps.iter().filter(own).count();
            if is_more(contacts, promise.contacts) {
                found(Found::of_stage(Deviation::TooManyContacts, place), NO_PLACE);
            }
            if self.misses(&promise, |mark| mark.stage == place) {
                found(Found::of_stage(Deviation::OutcomeMissed, place), NO_PLACE);
            }
        }
    }

    /// Whether a stage, which begins with the first of these steps, took too long: up to the first step of
    /// a later stage; where none has come, up to its own last step once the instance is over, or to now.
    fn is_late(&self, stage: u16, steps: &[Step], promise: &Promise) -> bool {
        let (Some(first), Some(within)) = (steps.first(), promise.within) else {
            return false;
        };
        let deadline = self.journey.after(first.at, within);
        let left = |step: &&Step| step.stage != NO_PLACE && step.stage > stage;
        let mut own = steps.iter().filter(|step| step.stage == stage);
        match steps.iter().find(left) {
            Some(left) => left.at >= deadline,
            None if self.goes_on => self.is_past(deadline),
            None => own.next_back().is_some_and(|last| last.at >= deadline),
        }
    }

    /// Whether the outcome that was promised is not among these marks, now that the instance is over.
    fn misses(&self, promise: &Promise, is_of: impl Fn(&Mark) -> bool) -> bool {
        let Some(outcome) = promise.outcome.filter(|_| !self.goes_on) else {
            return false;
        };
        let mut marks = self.marks.iter();
        !marks.any(|mark| mark.test == outcome && is_of(mark))
    }

    /// How a moment of truth stands; finds what is broken about it.
    pub(super) fn moment(
        &self,
        moment: &Moment,
        place: u16,
        found: &mut dyn FnMut(Found, u16),
    ) -> Standing {
        let promise = self.promise_of(&moment.promise);
        let standing = match &moment.at {
            At::Elsewhere => return Standing::Nothing,
            At::Absence(awaited) => self.absence(awaited, &promise),
            At::Alerts { rule, is_concern } => {
                let mut raised = self.actual.raised(self.head).iter();
                let first = raised.find(|alert| alert.rule == *rule);
                let at = first.map(|alert| alert.at);
                match at {
                    _ if *is_concern => self.concern(at, &promise),
                    // Time alone will raise it.
                    Some(at) if !self.is_past(at) => Standing::Pending { is_late: false },
                    _ => self.coming(at, &promise),
                }
            }
            At::Point(point) => {
                let step = self.steps.iter().find(|step| step.activity == *point);
                self.coming(step.map(|step| step.at), &promise)
            }
            At::Signal(test) => {
                let mark = self.marks.iter().find(|mark| mark.test == *test);
                self.coming(mark.map(|mark| mark.at), &promise)
            }
        };
        let (stage, activity) = match &moment.at {
            At::Point(point) => (self.journey.stage_of(*point), *point),
            _ => (NO_PLACE, NO_ACTIVITY),
        };
        let mut tell = |kind| {
            let one = Found {
                kind,
                stage,
                activity,
                moment: place,
            };
            found(one, NO_PLACE);
        };
        let came = match standing {
            Standing::Came { .. } => true,
            Standing::CameLate => {
                tell(Deviation::Late);
                true
            }
            Standing::Pending { is_late: true } => {
                tell(Deviation::Late);
                false
            }
            Standing::Missing => {
                tell(Deviation::Missing);
                false
            }
            Standing::Happened => {
                tell(Deviation::Happened);
                true
            }
            Standing::Nothing | Standing::Pending { is_late: false } => false,
        };
        if came {
            let is_here = |step: &&Step| activity == NO_ACTIVITY || step.activity == activity;
            let contacts = self.steps.iter().filter(is_here).count();
            if is_more(contacts, promise.contacts) {
                tell(Deviation::TooManyContacts);
            }
            let is_of = |mark: &Mark| activity == NO_ACTIVITY || mark.activity == activity;
            if self.misses(&promise, is_of) {
                tell(Deviation::OutcomeMissed);
            }
        }
        standing
    }

    /// A moment that is to come within a time after the beginning.
    fn coming(&self, at: Option<Time>, promise: &Promise) -> Standing {
        let within = promise.within;
        let deadline = within.map(|within| self.journey.after(self.head.from, within));
        match (at, deadline) {
            (Some(at), Some(deadline)) if at >= deadline => Standing::CameLate,
            (Some(_), deadline) => Standing::Came {
                is_timed: deadline.is_some(),
            },
            (None, _) if !self.goes_on => Standing::Missing,
            (None, deadline) => Standing::Pending {
                is_late: deadline.is_some_and(|deadline| self.is_past(deadline)),
            },
        }
    }

    /// A moment that is something not happening. Each trigger waits by itself; one that came to nothing
    /// decides.
    fn absence(&self, awaited: &Awaited, promise: &Promise) -> Standing {
        let within = promise.within.unwrap_or(awaited.within);
        let now = self.actual.now();
        let mut standing = Standing::Nothing;
        for became in followed(self.journey, awaited, within, self.marks, now) {
            match became {
                Followed::Not(_) => return Standing::Happened,
                Followed::Pending => standing = Standing::Pending { is_late: false },
                Followed::InTime if standing == Standing::Nothing => {
                    standing = Standing::Came { is_timed: true };
                }
                Followed::InTime => {}
            }
        }
        standing
    }

    /// A moment that is not to come, or not within a time after the beginning.
    fn concern(&self, at: Option<Time>, promise: &Promise) -> Standing {
        let within = promise.within;
        let deadline = within.map(|within| self.journey.after(self.head.from, within));
        match at {
            Some(at) if deadline.is_none_or(|deadline| at < deadline) => {
                if self.is_past(at) {
                    Standing::Happened
                } else {
                    Standing::Pending { is_late: false }
                }
            }
            None if self.goes_on && !deadline.is_some_and(|deadline| self.is_past(deadline)) => {
                Standing::Pending { is_late: false }
            }
            _ => Standing::Came { is_timed: true },
        }
    }
}

fn is_more(contacts: usize, most: Option<u32>) -> bool {
    most.is_some_and(|most| contacts > most as usize)
}
