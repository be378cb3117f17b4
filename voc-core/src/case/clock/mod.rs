//! Service-level clocks: met or breached, and when, computed from what happened to the case. Asking
//! late or often changes nothing.

mod ledger;
mod read;
mod story;

use super::{Case, Policy, Target, WaitingOn};
use crate::document::Read;
use crate::program::TargetName;
use crate::time::Time;
use read::{Mode, Part, read};
use serde::{Deserialize, Serialize};

/// A clock as it stands at an instant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Clock {
    /// What it measures.
    pub target: TargetName,
    /// Where it stands: the first breach of any round, else what the last round says.
    #[serde(flatten)]
    pub state: ClockState,
    /// Microseconds that have counted in the last round.
    pub elapsed_us: i64,
    /// Every interval since the case was opened; they sum to all the time that has passed.
    pub ledger: Vec<Interval>,
    /// Its rounds, where there is more than one: each reply is one, and so is each time that a clock
    /// begins again because the case was reopened.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rounds: Vec<Round>,
}

/// One round of a clock, with a verdict of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Round {
    /// Where it begins.
    pub from: Time,
    /// Where it stands.
    #[serde(flatten)]
    pub state: ClockState,
    /// Microseconds that have counted in it.
    pub elapsed_us: i64,
}

/// Where a clock stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ClockState {
    /// It runs.
    Running {
        /// When it will breach if nothing happens; absent where its calendar has no more hours.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        due: Option<Time>,
    },
    /// It stands, and the case is in a state in which it does.
    Paused,
    /// In time.
    Met {
        /// When it was met.
        at: Time,
    },
    /// Too late; at the deadline is too late.
    Breached {
        /// When its time was up.
        at: Time,
    },
    /// It ended before it was met: the case was cancelled, merged or closed; for a reply also resolved;
    /// for telling the customer also reopened, where that begins the clock again.
    Ended,
    /// There is nothing that it could measure yet: the customer has said nothing that wants a reply.
    Idle,
}

/// A stretch of a clock's time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Interval {
    /// Where it begins.
    pub from: Time,
    /// Where it ends.
    pub to: Time,
    /// Why it counted, or did not.
    pub kind: IntervalKind,
    /// What the case waited on, where that stopped the clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<WaitingOn>,
    /// How long the target may take from here on, in microseconds, where another priority changed that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within_us: Option<i64>,
}

/// Why a stretch of time counted, or did not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum IntervalKind {
    /// It counted.
    Ran,
    /// The case waited.
    Paused,
    /// Outside business hours.
    OutsideHours,
    /// A holiday.
    Holiday,
    /// The target was met, or the clock had ended.
    Stopped,
    /// There was nothing to measure.
    Idle,
}

/// When the clock of a round wants to be told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct RoundDue {
    /// Where the round begins.
    pub(crate) from: Time,
    /// When to warn.
    pub(crate) warn: Option<Time>,
    /// When its time is up, or was.
    pub(crate) breach: Option<Time>,
}

impl Case {
    /// All its clocks at an instant.
    pub fn clocks(&self, policy: &Policy<'_>, at: Time) -> Vec<Clock> {
        let targets = policy.targets();
        targets.map(|target| self.clock(&target, at)).collect()
    }

    /// One clock at an instant.
    pub fn clock(&self, target: &Target<'_>, at: Time) -> Clock {
        let (mut ledger, mut rounds, mut within) = (Vec::new(), Vec::new(), None);
        read(self, target, at, &mut |part| match part {
            Part::Phase(phase, to) => ledger::enter(&mut ledger, &mut within, phase, to),
            Part::Round(round, phase) => rounds.push(Round {
                from: round.from,
                state: round.state(phase),
                elapsed_us: round.elapsed,
            }),
        });
        let states = rounds.iter().map(|round| round.state);
        let clock = Clock {
            target: target.name,
            state: states.fold(before(target), ClockState::followed_by),
            elapsed_us: rounds.last().map_or(0, |round| round.elapsed_us),
            ledger,
            rounds: Vec::new(),
        };
        if rounds.len() < 2 {
            return clock;
        }
        Clock { rounds, ..clock }
    }

    /// Where the clock of a target stands at an instant, exactly, however late it is asked. It keeps no
    /// ledger, and asks for no memory.
    pub fn verdict_at(&self, target: &Target<'_>, at: Time) -> ClockState {
        let mut state = before(target);
        read(self, target, at, &mut |part| {
            if let Part::Round(round, phase) = part {
                state = state.followed_by(round.state(phase));
            }
        });
        state
    }

    /// When each round of the clock of a target wants to be told of, as far as anything can come of it.
    pub(crate) fn rounds_due(&self, target: &Target<'_>, see: &mut dyn FnMut(RoundDue)) {
        let now = self.history.last().map_or(self.opened_at, |last| last.at);
        read(self, target, now, &mut |part| {
            let Part::Round(round, phase) = part else {
                return;
            };
            let due = |warn, breach| RoundDue {
                from: round.from,
                warn,
                breach,
            };
            match round.state(phase) {
                ClockState::Running { due: breach } => {
                    let warn = target.warn().and_then(|warn| phase.warns(warn));
                    see(due(warn, breach));
                }
                ClockState::Breached { at } => see(due(None, Some(at))),
                _ => {}
            }
        });
    }

    /// When the time of a target is up, or first was; absent where nothing can come of it any more.
    pub(crate) fn clock_due(&self, target: &Target<'_>) -> Option<Time> {
        let now = self.history.last().map_or(self.opened_at, |last| last.at);
        match self.verdict_at(target, now) {
            ClockState::Running { due } => due,
            ClockState::Breached { at } => Some(at),
            _ => None,
        }
    }

    /// Whether what a target asks for is still to be done, in time or not.
    pub(super) fn is_due(&self, target: &Target<'_>) -> bool {
        let now = self.history.last().map_or(self.opened_at, |last| last.at);
        let mut is_due = false;
        read(self, target, now, &mut |part| {
            if let Part::Phase(phase, _) = part {
                is_due = matches!(phase.mode, Mode::Run | Mode::Pause(_));
            }
        });
        is_due
    }
}

impl ClockState {
    /// What the state of a later round leaves of that of the earlier ones: the first breach stays.
    fn followed_by(self, later: Self) -> Self {
        match self {
            Self::Breached { .. } => self,
            _ => later,
        }
    }
}

/// Where a clock stands before its first round.
fn before(target: &Target<'_>) -> ClockState {
    match target.name {
        TargetName::Reply => ClockState::Idle,
        _ => ClockState::Ended,
    }
}

#[cfg(test)]
mod model_tests;
