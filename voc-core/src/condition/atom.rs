//! The expressions that are a test of one slot.

use super::Type;
use super::layout::{Bounds, Range, Verdict};
use super::leaf::Test;
use super::node::{Expr, Function, Name, Node};
use super::val::{Comparison, Literal, Val, floor};
use crate::ordered::{sort, sort_by};

/// What an expression is for a row.
pub(super) enum Atom {
    Const(Verdict),
    /// A test, and whether its yes and no are exchanged.
    Test(Test, bool),
    /// It holds where one of these does.
    Either(Vec<Test>),
    Other,
}

impl Atom {
    fn plain(test: Test) -> Self {
        Self::Test(test, false)
    }
}

pub(super) fn atoms(expr: &Expr) -> Atom {
    match &expr.node {
        Node::Literal(value) => Atom::Const(Verdict::of(value.is_true())),
        Node::Fail(_) => Atom::Const(Verdict::Error),
        Node::Name(name) | Node::Topic(name) => Atom::plain(Test::Range(Range {
            slot: name.slot,
            bounds: Bounds::Bool(true),
        })),
        Node::Has(name) => Atom::plain(Test::Has { slot: name.slot }),
        Node::Compare(comparison, sides) => {
            let mirrored = comparison.mirrored();
            compared(*comparison, &sides.0, &sides.1)
                .or_else(|| compared(mirrored, &sides.1, &sides.0))
                .unwrap_or(Atom::Other)
        }
        Node::In(needle, list) => match &needle.node {
            Node::Name(name) => among(name, list).unwrap_or(Atom::Other),
            _ => Atom::Other,
        },
        Node::Call(
            function @ (Function::Contains | Function::StartsWith | Function::EndsWith),
            arguments,
        ) => match arguments.as_slice() {
            [
                Expr {
                    node: Node::Name(name),
                    ..
                },
                Expr {
                    node: Node::Literal(Val::Text(piece)),
                    ..
                },
            ] => Atom::plain(Test::Piece {
                slot: name.slot,
                function: *function,
                piece: (&**piece).into(),
            }),
            _ => Atom::Other,
        },
        Node::Matches(text, pattern) => match &text.node {
            Node::Name(name) => Atom::plain(Test::Matches {
                slot: name.slot,
                pattern: pattern.clone(),
            }),
            _ => Atom::Other,
        },
        _ => Atom::Other,
    }
}

fn compared(comparison: Comparison, left: &Expr, right: &Expr) -> Option<Atom> {
    let Node::Literal(value) = &right.node else {
        return None;
    };
    let (comparison, flip) = match comparison {
        Comparison::Unequal => (Comparison::Equal, true),
        other => (other, false),
    };
    let test = match &left.node {
        Node::Name(name) => match (name.of, value) {
            (Type::Text, Val::Text(text)) if comparison == Comparison::Equal => Test::Text {
                slot: name.slot,
                text: (&**text).into(),
            },
            _ => Test::Range(Range {
                slot: name.slot,
                bounds: bounds(name.of, comparison, value)?,
            }),
        },
        Node::Call(Function::Size, arguments) => match arguments.as_slice() {
            [
                Expr {
                    node: Node::Name(name),
                    ..
                },
            ] => {
                let Bounds::Int { low, high } = bounds(Type::Int, comparison, value)? else {
                    return None;
                };
                let slot = name.slot;
                Test::Length { slot, low, high }
            }
            _ => return None,
        },
        _ => return None,
    };
    Some(Atom::Test(test, flip))
}

/// The values of this type that compare so with the literal, where they lie between two bounds.
pub(super) fn bounds(of: Type, comparison: Comparison, value: &Literal) -> Option<Bounds> {
    Some(match (of, value) {
        (Type::Bool, Val::Bool(wanted)) if comparison == Comparison::Equal => Bounds::Bool(*wanted),
        (Type::Int, Val::Int(value)) => {
            let (low, high) = whole(comparison, *value, true);
            Bounds::Int { low, high }
        }
        (Type::Int, Val::Number(number)) => {
            let (floor, exact) = floor(*number)?;
            let (low, high) = whole(comparison, floor, exact);
            Bounds::Int { low, high }
        }
        (Type::Time, Val::Time(micros)) => {
            let (low, high) = whole(comparison, *micros, true);
            Bounds::Time { low, high }
        }
        (Type::Number, Val::Number(number)) => {
            let (low, high) = real(comparison, *number);
            Bounds::Number { low, high }
        }
        #[expect(clippy::cast_precision_loss, reason = "within ±2^53 the cast is exact")]
        (Type::Number, Val::Int(int)) if int.unsigned_abs() <= 1 << 53 => {
            let (low, high) = real(comparison, *int as f64);
            Bounds::Number { low, high }
        }
        _ => return None,
    })
}

const NONE: (i64, i64) = (i64::MAX, i64::MIN);

/// The ints that compare so with `floor`, or with a number above it and below the next int.
fn whole(comparison: Comparison, floor: i64, exact: bool) -> (i64, i64) {
    let up_to = |high: Option<i64>| high.map_or(NONE, |high| (i64::MIN, high));
    let from = |low: Option<i64>| low.map_or(NONE, |low| (low, i64::MAX));
    match comparison {
        Comparison::Equal | Comparison::Unequal if exact => (floor, floor),
        Comparison::Equal | Comparison::Unequal => NONE,
        Comparison::Less if exact => up_to(floor.checked_sub(1)),
        Comparison::Less | Comparison::LessOrEqual => up_to(Some(floor)),
        Comparison::GreaterOrEqual if exact => from(Some(floor)),
        Comparison::Greater | Comparison::GreaterOrEqual => from(floor.checked_add(1)),
    }
}

fn real(comparison: Comparison, value: f64) -> (f64, f64) {
    const NONE: (f64, f64) = (f64::INFINITY, f64::NEG_INFINITY);
    let outermost = match comparison {
        Comparison::Less => value == f64::NEG_INFINITY,
        Comparison::Greater => value == f64::INFINITY,
        _ => false,
    };
    if value.is_nan() || outermost {
        return NONE;
    }
    match comparison {
        Comparison::Equal | Comparison::Unequal => (value, value),
        Comparison::Less => (f64::NEG_INFINITY, value.next_down()),
        Comparison::LessOrEqual => (f64::NEG_INFINITY, value),
        Comparison::Greater => (value.next_up(), f64::INFINITY),
        Comparison::GreaterOrEqual => (value, f64::INFINITY),
    }
}

fn among(name: &Name, list: &[(usize, Literal)]) -> Option<Atom> {
    let slot = name.slot;
    if name.of == Type::Text {
        let texts = list.iter().map(|(_, item)| item.as_text().map(Into::into));
        let mut texts: Vec<Box<str>> = texts.collect::<Option<_>>()?;
        sort(&mut texts);
        texts.dedup();
        let texts = texts.into();
        return Some(Atom::plain(Test::TextIn { slot, texts }));
    }
    let mut ranges = Vec::with_capacity(list.len());
    for (_, item) in list {
        let bounds = bounds(name.of, Comparison::Equal, item)?;
        ranges.push(Range { slot, bounds });
    }
    let least = |range: &Range| match range.bounds {
        Bounds::Int { low, .. } => Some(low),
        _ => None,
    };
    sort_by(&mut ranges, &|one, two| least(one).cmp(&least(two)));
    ranges.dedup_by(|next, before| join(before, next));
    match ranges.as_slice() {
        [] => None,
        [only] => Some(Atom::plain(Test::Range(*only))),
        _ => Some(Atom::Either(ranges.into_iter().map(Test::Range).collect())),
    }
}

/// Makes one of two runs of ints where no int lies between them.
fn join(before: &mut Range, next: &Range) -> bool {
    let (
        Bounds::Int { low, high },
        Bounds::Int {
            low: from,
            high: to,
        },
    ) = (before.bounds, next.bounds)
    else {
        return false;
    };
    let adjoins = low <= high && from <= to && from <= high.saturating_add(1);
    if adjoins {
        before.bounds = Bounds::Int {
            low,
            high: high.max(to),
        };
    }
    adjoins
}
