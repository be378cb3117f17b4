//! Conditions as flat code over slots.

use super::code::{Code, can_hold, walk};
use super::layout::{Cell, Layout, Range, Row, Verdict};
use super::leaf::Test;
use super::lower::{Lowering, NO, Step, YES};
use super::node::Expr;
use super::{Condition, simplify};
use crate::ordered::sort;

/// A condition compiled to slots of a [`Layout`].
#[derive(Clone, Debug)]
pub struct Compiled {
    code: Code,
    slots: Box<[u16]>,
}

/// What is left of a condition once some slots are known.
#[derive(Clone, Debug)]
pub enum Specialised {
    /// It is decided.
    Const(Verdict),
    /// It depends on other slots.
    Residual(Compiled),
}

impl Condition {
    /// Compiles it to slots of a layout; segments are compiled in place. A segment that `segments`
    /// does not know does not hold.
    pub fn compiled<'c>(
        &self,
        layout: &mut Layout,
        segments: &dyn Fn(&str) -> Option<&'c Self>,
    ) -> Compiled {
        Compiled::of_expr(self.root.clone(), layout, segments)
    }
}

impl Compiled {
    pub(super) fn of_expr<'c>(
        mut root: Expr,
        layout: &mut Layout,
        segments: &dyn Fn(&str) -> Option<&'c Condition>,
    ) -> Self {
        simplify::place(&mut root, layout, segments, 0);
        simplify::substitute(&mut root, &|_| None);
        let mut lowering = Lowering::default();
        let entry = lowering.emit(&root, false, YES, NO);
        Self::of(lowering, entry)
    }

    /// Its steps, the first one first; or the verdict, where it is the same for every row.
    pub(super) fn into_steps(self) -> Result<Vec<Step>, Verdict> {
        match self.code {
            Code::Const(verdict) => Err(verdict),
            code => Ok(code.steps().into_owned()),
        }
    }

    fn of(lowering: Lowering, entry: u32) -> Self {
        let (steps, entry) = lowering.finish(entry);
        let mut slots = Vec::new();
        for step in &steps {
            step.test.slots(&mut |slot| slots.push(slot));
        }
        sort(&mut slots);
        slots.dedup();
        Self {
            code: Code::of(steps, entry),
            slots: slots.into(),
        }
    }

    /// Whether it holds. Nothing is allocated, unless the condition joins texts or has a pattern that
    /// comes from the row.
    #[inline]
    pub fn eval<R: Row + ?Sized>(&self, row: &R) -> Verdict {
        match &self.code {
            Code::Const(verdict) => *verdict,
            Code::One(range) => range.test(row),
            Code::All(ranges) => {
                let mut least = Verdict::Yes;
                for range in ranges {
                    match range.test(row) {
                        Verdict::No => return Verdict::No,
                        verdict => least = least.min(verdict),
                    }
                }
                least
            }
            Code::Steps(steps) => match walk(steps, row, false) {
                (true, _) => Verdict::Yes,
                (false, true) if walk(steps, row, true).0 => Verdict::Error,
                (false, _) => Verdict::No,
            },
        }
    }

    /// Whether it holds, errors taken for no: what a rule asks. A little faster than `eval`.
    #[inline]
    pub fn holds<R: Row + ?Sized>(&self, row: &R) -> bool {
        match &self.code {
            Code::Const(verdict) => verdict.is_yes(),
            Code::One(range) => range.test(row).is_yes(),
            Code::All(ranges) => ranges.iter().all(|range| range.test(row).is_yes()),
            Code::Steps(steps) => walk(steps, row, false).0,
        }
    }

    /// Whether there may be a row for which it holds. Where not, a rule need not look at it.
    pub fn can_hold(&self) -> bool {
        match &self.code {
            Code::Const(verdict) => verdict.is_yes(),
            Code::One(range) => !range.is_empty(),
            Code::All(ranges) => !ranges.iter().any(Range::is_empty),
            Code::Steps(steps) => can_hold(steps),
        }
    }

    /// The slots that it reads, in order, each once.
    pub fn slots(&self) -> &[u16] {
        &self.slots
    }

    /// The condition that is left once the slots that `known` answers have these values.
    pub fn specialise<'k>(&self, known: &dyn Fn(u16) -> Option<Cell<'k>>) -> Specialised {
        let steps = self.code.steps();
        let mut lowering = Lowering::default();
        let mut places = vec![NO; steps.len()];
        for (at, step) in steps.iter().enumerate().rev() {
            let target = |old: u32| match usize::try_from(old) {
                Ok(next) => places.get(next).copied().unwrap_or(old),
                Err(_) => old,
            };
            let (yes, no) = (target(step.yes), target(step.no));
            let place = specialise(step, known, yes, no, &mut lowering);
            if let Some(entry) = places.get_mut(at) {
                *entry = place;
            }
        }
        let entry = match &self.code {
            Code::Const(verdict) => return Specialised::Const(*verdict),
            _ => places.first().copied().unwrap_or(NO),
        };
        let left = Self::of(lowering, entry);
        match left.code {
            Code::Const(verdict) => Specialised::Const(verdict),
            _ => Specialised::Residual(left),
        }
    }

    /// Its parts, where it is a conjunction of [`Range`] tests: a batch runs them as tight loops over
    /// columns. `No` in one part decides; else `Error` in one part; else it holds.
    pub fn as_ranges(&self) -> Option<&[Range]> {
        match &self.code {
            Code::One(range) => Some(std::slice::from_ref(range)),
            Code::All(ranges) => Some(ranges),
            Code::Const(_) | Code::Steps(_) => None,
        }
    }

    /// The verdict, where it is the same for every row.
    pub fn as_const(&self) -> Option<Verdict> {
        match self.code {
            Code::Const(verdict) => Some(verdict),
            _ => None,
        }
    }
}

/// A row of which some slots are known; the others are not asked.
struct Known<'f, 'k>(&'f dyn Fn(u16) -> Option<Cell<'k>>);

impl Row for Known<'_, '_> {
    fn cell(&self, slot: u16) -> Cell<'_> {
        (self.0)(slot).unwrap_or(Cell::Absent)
    }
}

fn specialise<'k>(
    step: &Step,
    known: &dyn Fn(u16) -> Option<Cell<'k>>,
    yes: u32,
    no: u32,
    lowering: &mut Lowering,
) -> u32 {
    let (mut some, mut all) = (false, true);
    step.test.slots(&mut |slot| match known(slot) {
        Some(_) => some = true,
        None => all = false,
    });
    if let Test::Expr(expr) = &step.test
        && some
        && !all
    {
        let mut expr = (**expr).clone();
        simplify::substitute(&mut expr, known);
        return lowering.emit(&expr, step.flip, yes, no);
    }
    let verdict = if all {
        step.test.eval(&Known(known))
    } else {
        return lowering.push(Step {
            yes,
            no,
            ..step.clone()
        });
    };
    match verdict {
        Verdict::Error => lowering.push(Step {
            test: Test::Fail,
            flip: false,
            yes,
            no,
        }),
        verdict if verdict.is_yes() != step.flip => yes,
        _ => no,
    }
}
