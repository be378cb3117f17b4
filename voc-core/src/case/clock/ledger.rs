//! What every stretch of a clock's time counted for.

use super::read::{Mode, Phase};
use super::{Interval, IntervalKind};
use crate::calendar::Hours;
use crate::case::WaitingOn;
use crate::time::Time;

/// Adds a phase that lasts up to an instant. `within` is how long the target could take up to it.
pub(super) fn enter(
    ledger: &mut Vec<Interval>,
    within: &mut Option<i64>,
    phase: &Phase<'_>,
    to: Time,
) {
    if phase.from >= to {
        return;
    }
    let changed = within.replace(phase.within);
    let mut within_us = changed
        .map(|_| phase.within)
        .filter(|now| changed != Some(*now));
    let mut push = |from: Time, to: Time, kind: IntervalKind, on: Option<WaitingOn>| {
        if from >= to {
            return;
        }
        let goes_on = |last: &&mut Interval| {
            last.kind == kind && last.on == on && last.to == from && within_us.is_none()
        };
        match ledger.last_mut().filter(goes_on) {
            Some(last) => last.to = to,
            None => ledger.push(Interval {
                from,
                to,
                kind,
                on,
                within_us: within_us.take(),
            }),
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
