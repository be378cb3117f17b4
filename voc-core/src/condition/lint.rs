//! Conditions that can never hold, and those that always do.
//!
//! The compiled steps are walked on every way that what was found before leaves open: `ltr <= 6` and
//! then `ltr >= 9` are two steps, and no way leads through both.

use super::compiled::Compiled;
use super::known::Known;
use super::layout::{Layout, Verdict};
use super::leaf::Test;
use super::lex::problem;
use super::lower::{Step, YES};
use super::node::{Expr, Name, Node};
use super::{Condition, Problem, Type};
use crate::error::Code;
use crate::ordered::sort_by;

/// How many steps are walked before a condition is taken for good.
pub(super) const WALKED_MAX: usize = 20_000;

impl Condition {
    /// What is probably not meant: the condition, or a part of it, can never hold or always does.
    /// Values are taken to be finite, and nothing is assumed of segments.
    pub fn lint(&self) -> Vec<Problem> {
        if matches!(self.root.node, Node::Literal(_)) && self.source.trim() == "true" {
            return Vec::new();
        }
        let mut root = self.root.clone();
        hide_segments(&mut root);
        let mut found = Vec::new();
        let mut left = WALKED_MAX;
        match judge(&root, &mut left) {
            Some(holds) => found.push(told("this condition", holds, &root)),
            None => parts(&root, &mut left, &mut found),
        }
        found
    }
}

fn told(what: &str, holds: bool, expr: &Expr) -> Problem {
    let how = if holds {
        "always holds"
    } else {
        "can never hold"
    };
    problem(Code::Ambiguous, format!("{what} {how}"), expr.start)
}

/// Parts that do not matter: always true beside `&&`, never true beside `||`.
fn parts(root: &Expr, left: &mut usize, found: &mut Vec<Problem>) {
    let mut pending = vec![root];
    while let Some(expr) = pending.pop() {
        let all = matches!(expr.node, Node::And(_));
        if !all && !matches!(expr.node, Node::Or(_)) {
            continue;
        }
        expr.each(&mut |part| match judge(part, left) {
            Some(holds) => found.push(told("this part", holds, part)),
            None => pending.push(part),
        });
    }
    sort_by(found, &|one, two| one.offset.cmp(&two.offset));
}

fn hide_segments(expr: &mut Expr) {
    if let Node::Segment(name) = &expr.node {
        expr.node = Node::Topic(Name::new(format!("segment:{name}"), Type::Bool));
    }
    expr.each_mut(&mut hide_segments);
}

/// Whether it always holds where it is no error, or never does.
pub(super) fn judge(expr: &Expr, left: &mut usize) -> Option<bool> {
    for holds in [false, true] {
        let mut asked = expr.clone();
        if holds {
            asked.node = Node::Not(Box::new(expr.clone()));
        }
        let steps = Compiled::of_expr(asked, &mut Layout::new(), &|_| None).into_steps();
        match steps {
            Err(verdict) if verdict.is_yes() => {}
            Err(_) => return Some(holds),
            Ok(steps) if !reachable(&steps, left) => return Some(holds),
            Ok(_) => {}
        }
    }
    None
}

/// Whether a way leads to yes; also where it takes too long to tell.
fn reachable(steps: &[Step], left: &mut usize) -> bool {
    let mut pending = vec![(0_u32, Known::default())];
    while let Some((at, known)) = pending.pop() {
        if at == YES || *left == 0 {
            return true;
        }
        *left -= 1;
        let Some(step) = usize::try_from(at).ok().and_then(|at| steps.get(at)) else {
            continue;
        };
        for verdict in [Verdict::Error, Verdict::No, Verdict::Yes] {
            let taken = verdict != Verdict::Error && verdict.is_yes() != step.flip;
            let mut after = known.clone();
            if possible(&step.test, verdict) && after.learn(&step.test, verdict) {
                pending.push((if taken { step.yes } else { step.no }, after));
            }
        }
    }
    false
}

fn possible(test: &Test, verdict: Verdict) -> bool {
    match test {
        Test::Fail => verdict == Verdict::Error,
        Test::Has { .. } => verdict != Verdict::Error,
        _ => true,
    }
}
