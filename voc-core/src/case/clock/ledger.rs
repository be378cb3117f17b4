//! What every stretch of a clock's time counted for.

use super::read::{Mode, Phase};
use super::{Interval, IntervalKind};
use crate::calendar::Hours;
use crate::case::WaitingOn;
use crate::time::Time;

/// Adds a phase that lasts up to an instant.
pub(super) fn enter(ledger: &mut Vec<Interval>, phase: &Phase<'_>, to: Time) {
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
            for stretch in phase.calendar.stretches(phase.from, to) {
                let kind = match stretch.hours {
                    Hours::Open => IntervalKind::Ran,
                    Hours::OutsideHours => IntervalKind::OutsideHours,
                    Hours::Holiday => IntervalKind::Holiday,
                };
                push(stretch.from, stretch.to, kind, None);
            }
        }
        Mode::Pause(on) => push(phase.from, to, IntervalKind::Paused, on),
        Mode::Stop | Mode::End => push(phase.from, to, IntervalKind::Stopped, None),
        Mode::Idle => push(phase.from, to, IntervalKind::Idle, None),
    }
}
