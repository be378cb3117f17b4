//! Which operators and functions are for which types, and what to write instead.

use super::check::Nothing;
use super::error::EvalError;
use super::lex::{hinted, problem};
use super::node::{Arith, Expr, Function, Node, Part};
use super::pattern::Pattern;
use super::val::{Literal, Val};
use super::{Problem, Type, eval};
use crate::error::Code;

pub(super) fn arith(how: Arith, left: Type, right: Type) -> Option<Type> {
    use Type::{Duration, Int, Number, Text, Time};
    Some(match (how, left, right) {
        (_, Int, Int) => Int,
        (Arith::Add | Arith::Subtract | Arith::Multiply | Arith::Divide, Number, Number) => Number,
        (Arith::Add, Text, Text) => Text,
        (Arith::Add | Arith::Subtract, Time, Duration) | (Arith::Add, Duration, Time) => Time,
        (Arith::Subtract, Time, Time) | (Arith::Add | Arith::Subtract, Duration, Duration) => {
            Duration
        }
        _ => return None,
    })
}

/// What is wrong with an operator between these types, and the fix.
pub(super) fn mixed(
    how: Arith,
    sides: &(Expr, Expr),
    types: (Type, Type),
    source: &str,
    start: usize,
) -> Problem {
    let sign = how.sign();
    let (left, right) = types;
    let message = format!("`{sign}` is not for {} and {}", left.name(), right.name());
    let at = if matches!(types, (Type::Int, Type::Number)) {
        start
    } else {
        sides.1.start
    };
    let wrong = problem(Code::WrongType, message, at);
    let text = |expr: &Expr| spelled(expr, source);
    if how == Arith::Remainder {
        return hinted(wrong, "`%` is for whole numbers only");
    }
    match types {
        (Type::Int, Type::Number) => hinted(
            wrong,
            format!(
                "write `{} {sign} {}`",
                as_number(&sides.0, source),
                text(&sides.1)
            ),
        ),
        (Type::Number, Type::Int) => hinted(
            wrong,
            format!(
                "write `{} {sign} {}`",
                text(&sides.0),
                as_number(&sides.1, source)
            ),
        ),
        _ => wrong,
    }
}

fn spelled(expr: &Expr, source: &str) -> String {
    let length = expr.end.saturating_sub(expr.start);
    source.chars().skip(expr.start).take(length).collect()
}

fn as_number(expr: &Expr, source: &str) -> String {
    match &expr.node {
        Node::Literal(Val::Int(int)) => format!("{int}.0"),
        _ => format!("double({})", spelled(expr, source)),
    }
}

pub(super) fn call(
    function: Function,
    arguments: &[Expr],
    types: &[Type],
    start: usize,
    end: usize,
) -> Result<Type, Problem> {
    use Type::{Bool, Duration, Int, Number, Text, Time};
    let (wanted, of): (&[&[Type]], Type) = match function {
        Function::Size => (&[&[Text]], Int),
        Function::Contains | Function::StartsWith | Function::EndsWith | Function::Matches => {
            (&[&[Text], &[Text]], Bool)
        }
        Function::Timestamp => (&[&[Text, Time]], Time),
        Function::Duration => (&[&[Text, Duration]], Duration),
        Function::Int => (&[&[Number, Int]], Int),
        Function::Double => (&[&[Int, Number]], Number),
        Function::Part(part) => (parts(part, types), Int),
    };
    let name = function.name();
    if wanted.len() != arguments.len() {
        let (plural, count) = match wanted.len() {
            1 => ("", "one"),
            _ => ("s", "two"),
        };
        let message = format!(
            "`{name}` takes {count} value{plural}, found {}",
            arguments.len()
        );
        return Err(problem(Code::WrongType, message, start.min(end)));
    }
    for ((argument, found), wanted) in arguments.iter().zip(types).zip(wanted) {
        if !wanted.contains(found) {
            let names: Vec<&str> = wanted.iter().map(|of| of.name()).collect();
            let message = format!(
                "`{name}` takes {}, found {}",
                names.join(" or "),
                found.name()
            );
            return Err(problem(Code::WrongType, message, argument.start));
        }
    }
    Ok(of)
}

fn parts(part: Part, types: &[Type]) -> &'static [&'static [Type]] {
    let of_duration = matches!(
        part,
        Part::Hours | Part::Minutes | Part::Seconds | Part::Milliseconds
    );
    match types.len() {
        2 => &[&[Type::Time], &[Type::Text]],
        _ if of_duration => &[&[Type::Time, Type::Duration]],
        _ => &[&[Type::Time]],
    }
}

/// Compiles a pattern that stands in the condition.
pub(super) fn pattern(node: &mut Node) -> Result<(), Problem> {
    let Node::Call(Function::Matches, arguments) = node else {
        return Ok(());
    };
    let Some(Expr {
        node: Node::Literal(Val::Text(source)),
        start,
        ..
    }) = arguments.get(1)
    else {
        return Ok(());
    };
    let pattern = Pattern::compile(source).map_err(|error| Problem {
        error,
        offset: *start,
    })?;
    if !arguments.is_empty() {
        let text = arguments.swap_remove(0);
        *node = Node::Matches(Box::new(text), pattern);
    }
    Ok(())
}

/// The value of an expression without names. One that is an error stays one, for `&&` may absorb
/// it; but a text that nobody could read is a slip of the pen.
pub(super) fn computed(expr: &Expr) -> Result<Option<Literal>, Problem> {
    let slip = |what: &str, hint: &str, at: usize| {
        Err(hinted(
            problem(Code::BadTime, format!("this is no {what}"), at),
            hint,
        ))
    };
    let at = match &expr.node {
        Node::Call(_, arguments) => arguments.last().map_or(expr.start, |last| last.start),
        _ => expr.start,
    };
    match (eval::value(expr, &Nothing), &expr.node) {
        (Ok(value), _) => Ok(Some(value.into_owned())),
        (Err(_), Node::Call(Function::Timestamp, _)) => slip(
            "instant",
            "write timestamp(\"2026-03-01T09:30:00Z\"), with a zone and no finer than microseconds",
            at,
        ),
        (Err(_), Node::Call(Function::Duration, _)) => slip(
            "duration",
            "write duration(\"1h30m\"); units are h, m, s, ms, us",
            at,
        ),
        (Err(error), _) if error.clone().tell() == EvalError::UnknownZone => {
            slip("time zone", "write \"Europe/London\" or \"+01:00\"", at)
        }
        (Err(_), _) => Ok(None),
    }
}
