//! Actual journeys in the making, customer by customer.

use super::actual::{Actual, Answer, Head, Mark, NO_STEP, Names, Raised, Step, words};
use super::alerts::Reading;
use super::machine::{Machine, Placed, Reason};
use super::seen::{CANDIDATE, HAS_KEY, MARKED, SPEAKS, Seen};
use crate::condition::Row;
use crate::journey::plan::{Journey, Kind, NO_PLACE};
use crate::text::Text;
use crate::time::Time;
use std::sync::Arc;

/// The signals that are assigned, by row.
pub(super) trait Signals {
    /// A row as conditions read it.
    type Row<'r>: Row
    where
        Self: 'r;
    fn row(&self, row: u32) -> Self::Row<'_>;
    fn kind(&self, kind: u16) -> Option<&Kind>;
    fn id(&self, row: u32) -> Text;
    /// Whether any signal may say its unit.
    fn has_units(&self) -> bool;
    /// The number of its unit; another where it says none.
    fn unit(&self, row: u32) -> u32;
}

/// Actual journeys in the making.
pub(super) struct Build<'j> {
    journey: &'j Journey,
    machine: Machine<'j>,
    /// Where each of a customer's signals belongs.
    placed: Vec<Placed>,
    /// The signals of a customer by instance, and where those of each begin.
    order: Vec<u32>,
    starts: Vec<u32>,
    pub(super) heads: Vec<Head>,
    steps: Vec<Step>,
    marks: Vec<Mark>,
    segments: Vec<u64>,
    reading: Option<Reading<'j>>,
    /// The signals of an instance, each with the step that it is or speaks of.
    own: Vec<(Seen, u32)>,
    /// The rows of the first signals of instances that are not settled.
    firsts: Vec<u32>,
    raised: Vec<Raised>,
    answers: Vec<Answer>,
    keyed: Vec<u64>,
    units: Vec<u32>,
    pub(super) unassigned: [u64; Reason::ALL.len()],
    pub(super) now: Option<Time>,
}

impl<'j> Build<'j> {
    pub(super) fn of(journey: &'j Journey, signals: usize) -> Self {
        Self {
            journey,
            machine: Machine::of(journey),
            placed: Vec::new(),
            order: Vec::new(),
            starts: Vec::new(),
            heads: Vec::new(),
            steps: Vec::with_capacity(signals),
            marks: Vec::new(),
            segments: Vec::new(),
            reading: journey.rules.as_ref().map(Reading::of),
            own: Vec::new(),
            firsts: Vec::new(),
            raised: Vec::new(),
            answers: Vec::new(),
            keyed: Vec::new(),
            units: Vec::new(),
            unassigned: [0; Reason::ALL.len()],
            now: None,
        }
    }

    pub(super) fn leave_out(&mut self, reason: Reason, signals: u64) {
        if let Some(count) = self.unassigned.get_mut(reason as usize) {
            *count += signals;
        }
    }

    /// Assigns all signals of a customer, which are in order; where each belongs is left in `placed`. The
    /// customers come in the order of their names.
    pub(super) fn customer<S: Signals>(&mut self, customer: u32, seen: &[Seen], signals: &S) {
        self.machine.clear();
        self.placed.clear();
        for one in seen {
            let placed = if one.is & CANDIDATE == 0 {
                Placed::Out(Reason::Elsewhere)
            } else {
                self.machine.take(one)
            };
            if let Placed::Out(reason) = placed {
                self.leave_out(reason, 1);
            }
            self.placed.push(placed);
        }
        let mut order = std::mem::take(&mut self.order);
        let mut starts = std::mem::take(&mut self.starts);
        self.by_instance(&mut order, &mut starts);
        for (instance, span) in starts.windows(2).enumerate() {
            if let [from, to] = span {
                let own = order.get(*from as usize..*to as usize).unwrap_or_default();
                self.instance(customer, instance, own, seen, signals);
            }
        }
        (self.order, self.starts) = (order, starts);
    }

    /// Notes what the first signals of the latest instances say of them. Many at once: so one does not wait for
    /// the memory of another.
    pub(super) fn settle<S: Signals>(&mut self, signals: &S) {
        let from = self.heads.len() - self.firsts.len();
        for row in &self.firsts {
            let row = signals.row(*row);
            let mut word = 0_u64;
            for (place, (_, segment)) in self.journey.segments.iter().enumerate() {
                word |= u64::from(segment.holds(&row)) << (place % 64);
                if place % 64 == 63 || place + 1 == self.journey.segments.len() {
                    self.segments.push(std::mem::take(&mut word));
                }
            }
        }
        let heads = self.heads.iter_mut().skip(from);
        for (head, row) in heads.zip(self.firsts.drain(..)) {
            head.first = signals.id(row);
        }
    }

    /// The signal's place among those that were given last.
    pub(super) fn placed(&self, place: usize) -> Option<Placed> {
        self.placed.get(place).copied()
    }

    /// Lays a customer's signals side by side by instance.
    fn by_instance(&self, order: &mut Vec<u32>, starts: &mut Vec<u32>) {
        starts.clear();
        starts.resize(self.machine.begun.len() + 2, 0);
        for placed in &self.placed {
            if let Placed::In(instance) = placed
                && let Some(count) = starts.get_mut(*instance as usize + 2)
            {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in starts.iter_mut() {
            sum += *start;
            *start = sum;
        }
        order.clear();
        order.resize(sum as usize, 0);
        for (place, placed) in (0..).zip(&self.placed) {
            if let Placed::In(instance) = placed
                && let Some(start) = starts.get_mut(*instance as usize + 1)
            {
                if let Some(entry) = order.get_mut(*start as usize) {
                    *entry = place;
                }
                *start += 1;
            }
        }
        starts.pop();
    }

    fn instance<S: Signals>(
        &mut self,
        customer: u32,
        instance: usize,
        own: &[u32],
        seen: &[Seen],
        signals: &S,
    ) {
        let begun = self.machine.begun.get(instance).copied();
        let mut all = own.iter().filter_map(|place| seen.get(*place as usize));
        let (Some(begun), Some(first)) = (begun, all.clone().next()) else {
            return;
        };
        let (steps, marks) = (self.steps.len(), self.marks.len());
        let mut until = first.at;
        self.own.clear();
        for one in &mut all {
            self.signal(one, steps, signals);
            until = one.at;
        }
        let place = small(self.heads.len());
        if let Some(reading) = &mut self.reading {
            let steps = self.steps.get(steps..).unwrap_or_default();
            let raised = &mut self.raised;
            let each = |one| raised.push(one);
            reading.read((place, steps), &self.own, signals, each);
        }
        self.firsts.push(first.row);
        self.heads.push(Head {
            customer,
            key: first.key,
            number: begun.number,
            has_ended: begun.has_ended,
            from: Time::clamped(first.at),
            until: Time::clamped(until),
            first: Text::default(),
            signals: small(own.len()),
            steps: (small(steps), small(self.steps.len())),
            marks: (small(marks), small(self.marks.len())),
            place,
        });
    }

    /// Takes a signal of the instance whose steps begin at `from`.
    #[inline]
    fn signal<S: Signals>(&mut self, one: &Seen, from: usize, signals: &S) {
        if one.is & SPEAKS == 0 {
            if self.journey.keyed {
                let bit = self.steps.len() % 64;
                if bit == 0 {
                    self.keyed.push(0);
                }
                if let Some(word) = self.keyed.last_mut() {
                    *word |= u64::from(one.is & HAS_KEY != 0) << bit;
                }
            }
            self.steps.push(Step {
                at: Time::clamped(one.at),
                activity: one.activity,
                channel: one.channel,
                stage: one.stage,
            });
            if signals.has_units() {
                self.units.push(signals.unit(one.row));
            }
        }
        let Some(kind) = signals.kind(one.kind) else {
            return;
        };
        let is_marked = one.is & MARKED != 0 || !kind.concerns.is_empty();
        let is_scored = !kind.are_asked || one.is & SPEAKS != 0 && !kind.scores.is_empty();
        if !is_marked && !is_scored && self.reading.is_none() {
            return;
        }
        let step = self.step(one, from);
        if self.reading.is_some() {
            self.own.push((*one, step));
        }
        if is_scored {
            self.score(one, step, kind, signals);
        }
        if is_marked {
            self.mark(one, step, kind, signals);
        }
    }

    /// The step of the instance that a signal is, or that what only speaks is about: the last before it at
    /// its touch point, else at its stage, else of all.
    fn step(&self, one: &Seen, from: usize) -> u32 {
        let steps = self.steps.get(from..).unwrap_or_default();
        let last = steps.len().checked_sub(1);
        let about = || {
            let here = steps.iter().rposition(|step| step.activity == one.activity);
            let stage = || {
                let is_here = |step: &Step| one.stage != NO_PLACE && step.stage == one.stage;
                steps.iter().rposition(is_here)
            };
            here.or_else(stage).or(last)
        };
        let step = if one.is & SPEAKS == 0 { last } else { about() };
        step.and_then(|step| u32::try_from(step).ok())
            .unwrap_or(NO_STEP)
    }

    fn score<S: Signals>(&mut self, one: &Seen, step: u32, kind: &Kind, signals: &S) {
        for (of, slot) in &kind.scores {
            if let Some(value) = signals.row(one.row).cell(*slot).as_f64() {
                self.answers.push(Answer {
                    head: small(self.heads.len()),
                    of: *of,
                    step,
                    value,
                });
            }
        }
    }

    fn mark<S: Signals>(&mut self, one: &Seen, step: u32, kind: &Kind, signals: &S) {
        for (test, ask) in kind.marks.iter().chain(&kind.concerns) {
            // What the kind alone decides asks nothing of the row.
            let holds = ask.is_yes() || ask.holds(&signals.row(one.row));
            if holds {
                self.marks.push(Mark {
                    at: Time::clamped(one.at),
                    activity: one.activity,
                    test: *test,
                    stage: one.stage,
                    signal: one.row,
                    step,
                });
            }
        }
    }

    /// Everything that was assigned, with the names of what is in it.
    pub(super) fn finish(self, journey: &Arc<Journey>, names: Names) -> Actual {
        debug_assert_eq!(self.segments.len(), self.heads.len() * words(journey));
        Actual {
            journey: Arc::clone(journey),
            names: Arc::new(names),
            heads: Arc::new(self.heads),
            steps: self.steps,
            marks: self.marks,
            segments: self.segments,
            raised: self.raised,
            answers: self.answers,
            keyed: self.keyed,
            units: self.units,
            unassigned: self.unassigned,
            now: self.now,
        }
    }
}

/// A number of signals, of which there are fewer than a `u32` counts.
fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
