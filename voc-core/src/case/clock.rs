//! Service-level clocks: met or breached, and when, computed from what happened to the case. Asking
//! late or often changes nothing.

use super::{Case, CaseChange, Policy, State, Target, WaitingOn};
use crate::calendar::Hours;
use crate::document::Read;
use crate::program::{OnReopen, TargetName};
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// A clock as it stands at an instant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Clock {
    /// What it measures.
    pub target: TargetName,
    /// Where it stands.
    #[serde(flatten)]
    pub state: ClockState,
    /// Microseconds that have counted.
    pub elapsed_us: i64,
    /// Every interval since the case was opened; they sum to all the time that has passed.
    pub ledger: Vec<Interval>,
}

/// Where a clock stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
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
    /// The case was cancelled or closed before it was met.
    Ended,
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
    /// The target was met.
    Stopped,
}

/// What a clock does over a part of the history.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Run,
    Pause(WaitingOn),
    Stop,
    End,
}

struct Reading {
    state: ClockState,
    elapsed: i64,
    warn_at: Option<Time>,
}

struct Phase {
    from: Time,
    mode: Mode,
    within: i64,
    /// The clock begins again here.
    restart: bool,
}

impl Case {
    /// All its clocks at an instant.
    pub fn clocks(&self, policy: &Policy<'_>, at: Time) -> Vec<Clock> {
        let targets = policy.targets_of(self);
        targets
            .iter()
            .map(|target| self.clock(target, at))
            .collect()
    }

    /// One clock at an instant.
    pub fn clock(&self, target: &Target<'_>, at: Time) -> Clock {
        let mut ledger = Vec::new();
        let reading = self.read(target, at, |phase, to| {
            enter(&mut ledger, target, phase, to);
        });
        Clock {
            target: target.name,
            state: reading.state,
            elapsed_us: reading.elapsed,
            ledger,
        }
    }

    /// Where the clock of a target stands at an instant, without its ledger.
    pub fn clock_state(&self, target: &Target<'_>, at: Time) -> ClockState {
        self.read(target, at, |_, _| {}).state
    }

    /// When the clock of a target wants to be told of: its warning, and its breach. Both are absent
    /// once nothing can come of it any more.
    pub(crate) fn clock_due(&self, target: &Target<'_>) -> (Option<Time>, Option<Time>) {
        let now = self.history.last().map_or(self.opened_at, |last| last.at);
        let reading = self.read(target, now, |_, _| {});
        match reading.state {
            ClockState::Running { due } => (reading.warn_at, due),
            ClockState::Breached { at } => (None, Some(at)),
            ClockState::Paused | ClockState::Met { .. } | ClockState::Ended => (None, None),
        }
    }

    fn read(&self, target: &Target<'_>, at: Time, mut visit: impl FnMut(&Phase, Time)) -> Reading {
        let phases = self.phases(target);
        let mut reading = Reading {
            state: ClockState::Ended,
            elapsed: 0,
            warn_at: None,
        };
        let (mut breached, mut met) = (None, None);
        for (index, phase) in phases
            .iter()
            .enumerate()
            .take_while(|(_, phase)| phase.from <= at)
        {
            let to = phases.get(index + 1).map_or(at, |next| next.from.min(at));
            if phase.restart {
                reading.elapsed = 0;
            }
            met = (phase.mode == Mode::Stop).then(|| met.unwrap_or(phase.from));
            reading.state = match phase.mode {
                Mode::Run => {
                    let left = (phase.within - reading.elapsed).max(0);
                    let after = |micros: i64| target.calendar.after_open(phase.from, micros);
                    let due = after(left);
                    if breached.is_none() && due.is_some_and(|due| due <= to) {
                        breached = due;
                    }
                    reading.warn_at = target.warn().and_then(|warn| after((left - warn).max(0)));
                    reading.elapsed += target.calendar.open_between(phase.from, to);
                    ClockState::Running { due }
                }
                Mode::Pause(_) => ClockState::Paused,
                Mode::Stop => ClockState::Met {
                    at: met.unwrap_or(phase.from),
                },
                Mode::End => ClockState::Ended,
            };
            visit(phase, to);
        }
        if let Some(at) = breached {
            reading.state = ClockState::Breached { at };
        }
        reading
    }

    /// The history as the clock of a target sees it.
    fn phases(&self, target: &Target<'_>) -> Vec<Phase> {
        let mut priority = self.opened_priority.clone();
        let mut phases: Vec<Phase> = Vec::new();
        let mut state = State::New;
        let mut waiting = None;
        let mut stopped = false;
        for event in &self.history {
            let mut restart = false;
            match &event.change {
                CaseChange::PriorityRaised { priority: raised } => priority.clone_from(raised),
                CaseChange::Acknowledged => state = State::Acknowledged,
                CaseChange::Started => state = State::InProgress,
                CaseChange::Waiting { on } => {
                    state = State::Waiting;
                    waiting = Some(*on);
                }
                CaseChange::Resumed { to } => state = *to,
                CaseChange::Resolved { .. } => state = State::Resolved,
                CaseChange::Closed { .. } => state = State::Closed,
                CaseChange::Cancelled { .. } => state = State::Cancelled,
                CaseChange::MergedInto { .. } => state = State::Merged,
                CaseChange::Reopened { .. } => {
                    state = State::InProgress;
                    if target.name == TargetName::Resolve {
                        stopped = false;
                        restart = target.on_reopen() == OnReopen::Restart;
                    }
                }
                CaseChange::Opened | CaseChange::Contacted { .. } => {}
                _ => continue,
            }
            let contacted = matches!(event.change, CaseChange::Contacted { .. });
            stopped = stopped
                || match target.name {
                    TargetName::Acknowledge => {
                        !matches!(state, State::New | State::Cancelled | State::Merged)
                    }
                    TargetName::FirstContact => contacted,
                    TargetName::Resolve => matches!(state, State::Resolved | State::Closed),
                };
            let paused = waiting.filter(|on| {
                state == State::Waiting && target.pauses_in(&format!("waiting.{}", on.name()))
            });
            let mode = match (stopped, paused, state) {
                (true, ..) => Mode::Stop,
                (_, _, State::Cancelled | State::Closed | State::Merged) => Mode::End,
                (_, Some(on), _) => Mode::Pause(on),
                _ => Mode::Run,
            };
            let within = target.within(&priority);
            let same = phases
                .last()
                .is_some_and(|last| last.mode == mode && last.within == within);
            if !same || restart {
                phases.push(Phase {
                    from: event.at,
                    mode,
                    within,
                    restart,
                });
            }
        }
        phases
    }
}

/// Adds a phase to the ledger.
fn enter(ledger: &mut Vec<Interval>, target: &Target<'_>, phase: &Phase, to: Time) {
    let mut push = |from: Time, to: Time, kind: IntervalKind, on: Option<WaitingOn>| {
        if from >= to {
            return;
        }
        match ledger.last_mut() {
            Some(last) if last.kind == kind && last.on == on && last.to == from => last.to = to,
            _ => ledger.push(Interval { from, to, kind, on }),
        }
    };
    match phase.mode {
        Mode::Run => {
            for stretch in target.calendar.stretches(phase.from, to) {
                let kind = match stretch.hours {
                    Hours::Open => IntervalKind::Ran,
                    Hours::OutsideHours => IntervalKind::OutsideHours,
                    Hours::Holiday => IntervalKind::Holiday,
                };
                push(stretch.from, stretch.to, kind, None);
            }
        }
        Mode::Pause(on) => push(phase.from, to, IntervalKind::Paused, Some(on)),
        Mode::Stop | Mode::End => push(phase.from, to, IntervalKind::Stopped, None),
    }
}
