//! A clock read off the history of its case, in one pass: in phases, of which rounds are made.

use super::ClockState;
use super::story::Story;
use crate::calendar::Calendar;
use crate::case::{Case, Target, WaitingOn};
use crate::time::Time;

/// What a clock does over a part of the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mode {
    /// There is nothing to measure.
    Idle,
    Run,
    Pause(Option<WaitingOn>),
    /// The target is met.
    Stop,
    End,
}

/// A part of the history over which a clock does one thing, by one calendar.
#[derive(Debug, Clone, Copy)]
pub(super) struct Phase<'p> {
    pub(super) from: Time,
    pub(super) mode: Mode,
    pub(super) calendar: &'p Calendar,
    /// How long it may take, in microseconds.
    pub(super) within: i64,
    /// What had counted in its round before it.
    before: i64,
}

impl<'p> Phase<'p> {
    pub(super) fn of(from: Time, mode: Mode, within: i64, calendar: &'p Calendar) -> Self {
        Self {
            from,
            mode,
            calendar,
            within,
            before: 0,
        }
    }

    fn is_as(&self, other: &Self) -> bool {
        self.mode == other.mode
            && self.within == other.within
            && std::ptr::eq(self.calendar, other.calendar)
    }

    /// The same where another round begins behind it: what was not met then has ended.
    fn over(&self) -> Self {
        let is_met = self.mode == Mode::Stop;
        Self {
            mode: if is_met { Mode::Stop } else { Mode::End },
            ..*self
        }
    }

    /// When so much will have counted in its round, if it goes on.
    fn reaches(&self, micros: i64) -> Option<Time> {
        let left = (micros - self.before).max(0);
        self.calendar.after_open(self.from, left)
    }

    /// When to warn, so long before its time is up.
    pub(super) fn warns(&self, before: i64) -> Option<Time> {
        self.reaches(self.within - before)
    }
}

/// A round as far as it was read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading {
    pub(super) from: Time,
    /// Microseconds that have counted.
    pub(super) elapsed: i64,
    breached: Option<Time>,
    met: Option<Time>,
}

impl Reading {
    fn of(from: Time) -> Self {
        Self {
            from,
            elapsed: 0,
            breached: None,
            met: None,
        }
    }

    /// A phase of it lasts up to an instant.
    fn passes(&mut self, phase: &Phase<'_>, to: Time) {
        if phase.mode != Mode::Run {
            return;
        }
        self.elapsed += phase.calendar.open_between(phase.from, to);
        // At the deadline is too late.
        if self.breached.is_none() && self.elapsed >= phase.within {
            self.breached = phase.reaches(phase.within);
        }
    }

    /// Where it stands in its last phase.
    pub(super) fn state(&self, phase: &Phase<'_>) -> ClockState {
        if let Some(at) = self.breached {
            return ClockState::Breached { at };
        }
        match phase.mode {
            Mode::Idle => ClockState::Idle,
            Mode::Run => ClockState::Running {
                due: phase.reaches(phase.within),
            },
            Mode::Pause(_) => ClockState::Paused,
            Mode::Stop => ClockState::Met {
                at: self.met.unwrap_or(phase.from),
            },
            Mode::End => ClockState::Ended,
        }
    }
}

/// What is seen of a clock, in order.
pub(super) enum Part<'r, 'p> {
    /// A phase, and where it ends.
    Phase(&'r Phase<'p>, Time),
    /// A round, after its last phase.
    Round(&'r Reading, &'r Phase<'p>),
}

/// Reads the clock of a target as it stands at an instant.
pub(super) fn read<'p>(
    case: &Case,
    target: &Target<'p>,
    at: Time,
    see: &mut dyn FnMut(Part<'_, 'p>),
) {
    let mut story = Story::of(case, target);
    let mut phase: Option<Phase<'p>> = None;
    let mut round: Option<Reading> = None;
    for event in case.history.iter().take_while(|event| event.at <= at) {
        let Some(begins) = story.hear(event) else {
            continue;
        };
        let mut next = story.phase(event.at);
        if let Some(last) = &phase {
            if !begins && last.is_as(&next) {
                continue;
            }
            leave(last, round.as_mut(), event.at, see);
            if let Some(round) = round.as_ref().filter(|_| begins) {
                see(Part::Round(round, &last.over()));
            }
        }
        if begins {
            round = Some(Reading::of(event.at));
        }
        if let Some(round) = &mut round {
            let met = round.met.unwrap_or(event.at);
            round.met = (next.mode == Mode::Stop).then_some(met);
            next.before = round.elapsed;
        }
        phase = Some(next);
    }
    if let Some(last) = &phase {
        leave(last, round.as_mut(), at, see);
        if let Some(round) = &round {
            see(Part::Round(round, last));
        }
    }
}

fn leave<'p>(
    phase: &Phase<'p>,
    round: Option<&mut Reading>,
    to: Time,
    see: &mut dyn FnMut(Part<'_, 'p>),
) {
    if let Some(round) = round {
        round.passes(phase, to);
    }
    see(Part::Phase(phase, to));
}
