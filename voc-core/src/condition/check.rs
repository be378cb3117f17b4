//! Types: every name known, every comparison between things that can be compared.

use super::lex::problem;
use super::{Comparison, Expr, Node, Problem, Scope, Type};
use crate::error::{Code, nearest_hint};
use crate::value::Value;

pub(super) fn check_bool(expr: &Expr, scope: &dyn Scope) -> Result<(), Problem> {
    match type_of(expr, scope)? {
        Type::Bool => Ok(()),
        other => Err(problem(
            Code::WrongType,
            format!("expected true or false, found {}", other.name()),
            expr.start,
        )),
    }
}

fn type_of(expr: &Expr, scope: &dyn Scope) -> Result<Type, Problem> {
    match &expr.node {
        Node::Literal(value) => Ok(type_of_value(value)),
        Node::Name(name) => type_of_name(name, expr.start, scope),
        Node::Has(name) => type_of_name(name, expr.start, scope).map(|_| Type::Bool),
        Node::Not(inner) => check_bool(inner, scope).map(|()| Type::Bool),
        Node::And(sides) | Node::Or(sides) => {
            check_bool(&sides.0, scope)?;
            check_bool(&sides.1, scope)?;
            Ok(Type::Bool)
        }
        Node::Compare(comparison, sides) => compare(*comparison, &sides.0, &sides.1, scope),
        Node::In(needle, list) => {
            let wanted = type_of(needle, scope)?;
            for (at, value) in list {
                same(wanted, type_of_value(value), *at)?;
                possible(needle, value, *at, scope)?;
            }
            Ok(Type::Bool)
        }
        Node::Size(inner) => text(inner, scope).map(|()| Type::Int),
        Node::Test(_, sides) => {
            text(&sides.0, scope)?;
            text(&sides.1, scope)?;
            Ok(Type::Bool)
        }
        Node::Segment(name) => {
            let known = scope.segments();
            if known.contains(name) {
                return Ok(Type::Bool);
            }
            let mut unknown = problem(
                Code::Unknown,
                format!("unknown segment `{name}`"),
                expr.start,
            );
            unknown.error.hint = nearest_hint(name, known.iter().map(String::as_str));
            Err(unknown)
        }
    }
}

fn type_of_value(value: &Value) -> Type {
    match value {
        Value::Bool(_) => Type::Bool,
        Value::Int(_) => Type::Int,
        Value::Number(_) => Type::Number,
        Value::Text(_) => Type::Text,
        Value::Time(_) => Type::Time,
    }
}

fn type_of_name(name: &str, at: usize, scope: &dyn Scope) -> Result<Type, Problem> {
    scope.type_of(name).ok_or_else(|| {
        let names = scope.names();
        let mut unknown = problem(Code::Unknown, format!("unknown name `{name}`"), at);
        unknown.error.hint = nearest_hint(name, names.iter().map(String::as_str));
        unknown
    })
}

fn text(expr: &Expr, scope: &dyn Scope) -> Result<(), Problem> {
    same(Type::Text, type_of(expr, scope)?, expr.start)
}

fn same(wanted: Type, found: Type, at: usize) -> Result<(), Problem> {
    let numeric = |which| matches!(which, Type::Int | Type::Number);
    if wanted == found || numeric(wanted) && numeric(found) {
        return Ok(());
    }
    let message = format!("{} cannot be compared with {}", wanted.name(), found.name());
    Err(problem(Code::WrongType, message, at))
}

fn compare(
    comparison: Comparison,
    left: &Expr,
    right: &Expr,
    scope: &dyn Scope,
) -> Result<Type, Problem> {
    let wanted = type_of(left, scope)?;
    same(wanted, type_of(right, scope)?, right.start)?;
    if matches!(comparison, Comparison::Equal | Comparison::Unequal) {
        for (name, literal) in [(left, right), (right, left)] {
            if let Node::Literal(value) = &literal.node {
                possible(name, value, literal.start, scope)?;
            }
        }
    }
    Ok(Type::Bool)
}

/// A text that the name can never have is a slip of the pen.
fn possible(name: &Expr, value: &Value, at: usize, scope: &dyn Scope) -> Result<(), Problem> {
    let (Node::Name(name), Value::Text(text)) = (&name.node, value) else {
        return Ok(());
    };
    match scope.texts_of(name) {
        Some(texts) if !texts.contains(text) => {
            let message = format!("`{name}` is never \"{text}\"");
            let mut never = problem(Code::Unknown, message, at);
            never.error.hint = nearest_hint(text, texts.iter().map(String::as_str));
            Err(never)
        }
        _ => Ok(()),
    }
}
