//! What a compiled condition is made of, from a constant to steps.

use super::layout::{Cell, Range, Row, Verdict};
use super::leaf::Test;
use super::lower::{NO, Step, YES};
use std::borrow::Cow;

#[derive(Clone, Debug)]
pub(super) enum Code {
    Const(Verdict),
    One(Range),
    All(Box<[Range]>),
    Steps(Box<[Step]>),
}

impl Code {
    pub(super) fn of(steps: Vec<Step>, entry: u32) -> Self {
        match entry {
            YES => return Self::Const(Verdict::Yes),
            NO => return Self::Const(Verdict::No),
            _ => {}
        }
        let nothing: &[Cell<'_>] = &[];
        if steps.iter().all(|step| matches!(step.test, Test::Fail)) {
            let lenient = walk(&steps, nothing, true).0;
            return Self::Const(match walk(&steps, nothing, false).0 {
                true => Verdict::Yes,
                false if lenient => Verdict::Error,
                false => Verdict::No,
            });
        }
        match conjunction(&steps) {
            Some(ranges) => match ranges.as_slice() {
                [only] => Self::One(*only),
                _ => Self::All(ranges.into()),
            },
            None => Self::Steps(steps.into()),
        }
    }

    pub(super) fn steps(&self) -> Cow<'_, [Step]> {
        let ranges = match self {
            Self::Const(_) => return (&[]).into(),
            Self::Steps(steps) => return (&**steps).into(),
            Self::One(range) => std::slice::from_ref(range),
            Self::All(ranges) => ranges,
        };
        let next = |at: usize| match u32::try_from(at + 1) {
            Ok(next) if at + 1 < ranges.len() => next,
            _ => YES,
        };
        let steps = ranges.iter().enumerate().map(|(at, range)| Step {
            test: Test::Range(*range),
            flip: false,
            yes: next(at),
            no: NO,
        });
        steps.collect::<Vec<_>>().into()
    }
}

fn conjunction(steps: &[Step]) -> Option<Vec<Range>> {
    let last = steps.len().checked_sub(1)?;
    let parts = steps.iter().enumerate().map(|(at, step)| match &step.test {
        Test::Range(range) if !step.flip && step.no == NO => {
            let next = u32::try_from(at + 1).ok()?;
            let ends = step.yes == if at == last { YES } else { next };
            ends.then_some(*range)
        }
        _ => None,
    });
    parts.collect()
}

/// Whether it holds with every error taken for `lenient`, and whether there was one.
#[inline]
pub(super) fn walk<R: Row + ?Sized>(steps: &[Step], row: &R, lenient: bool) -> (bool, bool) {
    let (mut at, mut failed) = (0_u32, false);
    while let Some(step) = usize::try_from(at).ok().and_then(|at| steps.get(at)) {
        let taken = match step.test.eval(row) {
            Verdict::Error => {
                failed = true;
                lenient
            }
            verdict => verdict.is_yes() != step.flip,
        };
        at = if taken { step.yes } else { step.no };
    }
    (at == YES, failed)
}

/// Whether a way leads to yes that no test rules out.
pub(super) fn can_hold(steps: &[Step]) -> bool {
    let mut reached = vec![false; steps.len()];
    if let Some(first) = reached.first_mut() {
        *first = true;
    }
    for (at, step) in steps.iter().enumerate() {
        if !reached.get(at).copied().unwrap_or(false) {
            continue;
        }
        let (held, not) = if step.flip {
            (Verdict::No, Verdict::Yes)
        } else {
            (Verdict::Yes, Verdict::No)
        };
        let yes = step.test.can_be(held);
        let no = step.test.can_be(not) || step.test.can_be(Verdict::Error);
        for (target, possible) in [(step.yes, yes), (step.no, no)] {
            if possible && target == YES {
                return true;
            }
            let next = usize::try_from(target)
                .ok()
                .and_then(|at| reached.get_mut(at));
            if let Some(next) = next.filter(|_| possible) {
                *next = true;
            }
        }
    }
    false
}
