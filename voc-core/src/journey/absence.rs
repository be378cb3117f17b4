//! What was to follow something, and whether it did.

use super::assign::Mark;
use super::plan::{Awaited, Journey};
use crate::time::{Span, Time};

/// What became of a trigger.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Followed {
    /// What was awaited came before the deadline.
    InTime,
    /// It did not, and may not any more.
    Not(Time),
    /// It may still come.
    Pending,
}

/// What became of each trigger among the marks of an instance, in order; time has gone on to an instant.
/// Each trigger waits by itself, and at the deadline is too late.
pub(super) fn followed<'m>(
    journey: &'m Journey,
    awaited: &'m Awaited,
    within: Span,
    marks: &'m [Mark],
    now: Option<Time>,
) -> impl Iterator<Item = Followed> + 'm {
    let triggers = marks.iter().enumerate();
    let triggers = triggers.filter(|(_, mark)| mark.test == awaited.trigger);
    triggers.map(move |(place, trigger)| {
        let deadline = journey.after(trigger.at, within);
        let in_time = |mark: &Mark| {
            let is_itself = mark.signal == trigger.signal;
            mark.test == awaited.of && !is_itself && mark.at >= trigger.at && mark.at < deadline
        };
        // What came at the very instant may stand before the trigger.
        let earlier = marks.get(..place).unwrap_or_default().iter().rev();
        let mut earlier = earlier.take_while(|mark| mark.at == trigger.at);
        let later = marks.get(place..).unwrap_or_default();
        if earlier.any(in_time) || later.iter().any(in_time) {
            Followed::InTime
        } else if now.is_some_and(|now| now >= deadline) {
            Followed::Not(deadline)
        } else {
            Followed::Pending
        }
    })
}
