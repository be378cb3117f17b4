//! Trees made ready for lowering: slots filled in, segments in place, what is known computed.

use super::check::Nothing;
use super::layout::{Cell, Layout};
use super::node::{Expr, Node};
use super::val::{Literal, Val};
use super::{Condition, EvalError, eval};

/// Segments within segments, which programs do not have.
const SEGMENTS_DEEP_MAX: usize = 8;

/// Fills in the slots of names, and puts the conditions of segments in their place.
pub(super) fn place<'c>(
    expr: &mut Expr,
    layout: &mut Layout,
    segments: &dyn Fn(&str) -> Option<&'c Condition>,
    depth: usize,
) {
    if let Some(name) = expr.name_mut() {
        name.slot = layout.slot(&name.path);
    }
    if let Node::Segment(name) = &expr.node {
        let found = segments(name).filter(|_| depth < SEGMENTS_DEEP_MAX);
        expr.node = match found {
            Some(condition) => {
                let mut inner = condition.root.clone();
                place(&mut inner, layout, segments, depth + 1);
                inner.node
            }
            None => Node::Literal(Val::Bool(false)),
        };
        return;
    }
    expr.each_mut(&mut |part| place(part, layout, segments, depth));
}

/// Puts what is known in place of names, and computes what can be.
pub(super) fn substitute<'k>(expr: &mut Expr, known: &dyn Fn(u16) -> Option<Cell<'k>>) {
    if let Some(name) = expr.name()
        && let Some(cell) = known(name.slot)
    {
        let absent = cell == Cell::Absent;
        expr.node = match &expr.node {
            Node::Has(_) => Node::Literal(Val::Bool(!absent)),
            _ => match eval::typed(Val::of_cell(cell), name) {
                Ok(value) => Node::Literal(value.into_owned()),
                Err(fault) => Node::Fail(fault.tell()),
            },
        };
        return;
    }
    expr.each_mut(&mut |part| substitute(part, known));
    compute(expr);
}

fn compute(expr: &mut Expr) {
    let taken = std::mem::replace(&mut expr.node, Node::Literal(Val::Bool(false)));
    expr.node = match taken {
        Node::And(parts) => chain(parts, false),
        Node::Or(parts) => chain(parts, true),
        Node::Choose(parts) => match parts.0.node {
            Node::Literal(Val::Bool(true)) => parts.1.node,
            Node::Literal(_) => parts.2.node,
            Node::Fail(error) => Node::Fail(error),
            _ => Node::Choose(parts),
        },
        other => other,
    };
    if matches!(
        expr.node,
        Node::Literal(_) | Node::Fail(_) | Node::And(_) | Node::Or(_) | Node::Choose(_)
    ) || expr.name().is_some()
    {
        return;
    }
    let mut constant = true;
    let mut failed: Option<EvalError> = None;
    expr.each(&mut |part| match &part.node {
        Node::Literal(_) => {}
        Node::Fail(error) => {
            failed.get_or_insert(error.clone());
        }
        _ => constant = false,
    });
    let node = match failed {
        Some(error) => Some(Node::Fail(error)),
        None if constant => Some(match eval::value(expr, &Nothing) {
            Ok(value) => Node::Literal(value.into_owned()),
            Err(fault) => Node::Fail(fault.tell()),
        }),
        None => None,
    };
    if let Some(node) = node {
        expr.node = node;
    }
}

/// `&&` where `decides` is false, `||` where it is true.
fn chain(mut parts: Vec<Expr>, decides: bool) -> Node {
    let is = |part: &Expr, value| part.node == Node::Literal(Literal::Bool(value));
    if parts.iter().any(|part| is(part, decides)) {
        return Node::Literal(Val::Bool(decides));
    }
    parts.retain(|part| !is(part, !decides));
    match parts.len() {
        0 => Node::Literal(Val::Bool(!decides)),
        1 => parts
            .pop()
            .map_or(Node::Literal(Val::Bool(!decides)), |only| only.node),
        _ if decides => Node::Or(parts),
        _ => Node::And(parts),
    }
}
