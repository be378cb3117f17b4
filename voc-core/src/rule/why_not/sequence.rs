//! How far the attempts of a sequence have got.

use super::progress::{Look, Progress, small};
use crate::program::Sequence;
use crate::rule::plan::Machine;
use crate::rule::track::{Entry, MARK, STEP};
use crate::rule::words;
use crate::time::Time;

/// An attempt: the places of its steps among the entries, and the place of what ended it.
struct Attempt {
    path: Vec<usize>,
    ended: Option<usize>,
}

pub(super) fn progress(look: &mut Look<'_, '_>, sequence: &Sequence) -> Progress {
    let zone = look.reading.plan.program().zone();
    let edge = sequence.within.window_edge(look.asked.1, zone).micros();
    let mut entries = look.group();
    entries.retain(|entry| entry.at > edge);
    let mut best: Option<Attempt> = None;
    for start in 0..entries.len() {
        let Some(attempt) = attempt(look, &entries, start) else {
            continue;
        };
        let rank = |one: &Attempt| (one.ended.is_none(), one.path.len());
        if best.as_ref().is_none_or(|best| rank(&attempt) > rank(best)) {
            best = Some(attempt);
        }
    }
    let path = best.as_ref().map(|best| best.path.as_slice());
    let path = path.unwrap_or_default();
    let entry = |index: &usize| {
        entries
            .get(*index)
            .map(|entry| look.reading.entry_at(entry))
    };
    let next = sequence.steps.get(path.len()).or(sequence.steps.last());
    let first = path.first().and_then(|index| entries.get(*index));
    let length = sequence.within.fixed();
    Progress::Sequence {
        found: path.iter().filter_map(entry).collect(),
        steps: small(sequence.steps.len()),
        waits_for: next.map_or_else(String::new, |step| words::subject(&step.subject)),
        before: first.and_then(|entry| Some(Time::clamped(entry.at).plus(length?))),
        ended_by: best.and_then(|best| best.ended).as_ref().and_then(entry),
    }
}

/// The steps that a start has found; absent where it is none, or where a step came after its gap.
fn attempt(look: &Look<'_, '_>, entries: &[Entry], start: usize) -> Option<Attempt> {
    let Machine::Sequence { steps, .. } = &look.reading.plan.rule(look.reading.place)?.machine
    else {
        return None;
    };
    let takes = |entry: &Entry, step: usize| entry.flags & (STEP << step) != 0;
    entries.get(start).filter(|entry| takes(entry, 0))?;
    let zone = look.reading.plan.program().zone();
    let (mut path, mut at) = (vec![start], start);
    for (step, (_, gap)) in steps.iter().enumerate().skip(1) {
        let mut rest = entries.iter().enumerate().skip(at + 1);
        let Some((next, entry)) = rest.find(|(_, entry)| takes(entry, step)) else {
            break;
        };
        let before = entries.get(at)?.at;
        let edge = gap.map(|gap| gap.window_edge(Time::clamped(entry.at), zone).micros());
        if edge.is_some_and(|edge| before <= edge) {
            return None;
        }
        path.push(next);
        at = next;
    }
    // All steps were found, and the sequence did not fire: something between them ended it.
    let until = if path.len() == steps.len() {
        path.pop().unwrap_or(start)
    } else {
        entries.len()
    };
    let mut between = entries.iter().enumerate().take(until).skip(start + 1);
    let ended = between.find(|(_, entry)| entry.flags & MARK != 0);
    Some(Attempt {
        path,
        ended: ended.map(|(index, _)| index),
    })
}
