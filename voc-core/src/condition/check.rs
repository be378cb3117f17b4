//! Types: every name known, every operator between things that it is for.

use super::layout::Layout;
use super::lex::{hinted, problem};
use super::node::{Expr, Name, Node};
use super::overload;
use super::val::{Comparison, Literal};
use super::{Problem, Scope, Type, eval};
use crate::error::{Code, nearest_hint};

pub(super) struct Checker<'s> {
    pub(super) scope: &'s dyn Scope,
    pub(super) source: &'s str,
}

/// Computes what needs no row. Chains of `&&` and `||` stay, for explanations tell each part.
pub(super) fn literal(expr: &mut Expr) -> Result<(), Problem> {
    let mut constant = !matches!(
        expr.node,
        Node::Literal(_)
            | Node::Name(_)
            | Node::Has(_)
            | Node::Segment(_)
            | Node::Topic(_)
            | Node::Fail(_)
            | Node::And(_)
            | Node::Or(_)
    );
    expr.each(&mut |part| constant &= matches!(part.node, Node::Literal(_)));
    if constant && let Some(value) = overload::computed(expr)? {
        expr.node = Node::Literal(value);
    }
    Ok(())
}

impl Checker<'_> {
    pub(super) fn bool(&self, expr: &mut Expr) -> Result<(), Problem> {
        match self.type_of(expr)? {
            Type::Bool => Ok(()),
            other => Err(problem(
                Code::WrongType,
                format!("expected true or false, found {}", other.name()),
                expr.start,
            )),
        }
    }

    pub(super) fn type_of(&self, expr: &mut Expr) -> Result<Type, Problem> {
        let of = self.type_of_parts(expr)?;
        literal(expr)?;
        Ok(of)
    }

    fn type_of_parts(&self, expr: &mut Expr) -> Result<Type, Problem> {
        let Expr { node, start, end } = expr;
        match node {
            Node::Literal(value) => Ok(value.type_of()),
            Node::Name(name) => self.name(name, *start),
            Node::Has(name) => self.name(name, *start).map(|_| Type::Bool),
            Node::Not(inner) => self.bool(inner).map(|()| Type::Bool),
            Node::And(parts) | Node::Or(parts) => {
                for part in parts {
                    self.bool(part)?;
                }
                Ok(Type::Bool)
            }
            Node::Compare(comparison, sides) => self.compare(*comparison, sides),
            Node::In(needle, list) => {
                let wanted = self.type_of(needle)?;
                for (at, value) in list {
                    same(wanted, value.type_of(), *at)?;
                    self.possible(needle, value, *at)?;
                }
                Ok(Type::Bool)
            }
            Node::Negate(inner) => match self.type_of(inner)? {
                of @ (Type::Int | Type::Number) => Ok(of),
                other => Err(problem(
                    Code::WrongType,
                    format!("`-` is for numbers, not for {}", other.name()),
                    *start,
                )),
            },
            Node::Arith(how, sides) => {
                let left = self.type_of(&mut sides.0)?;
                let right = self.type_of(&mut sides.1)?;
                overload::arith(*how, left, right)
                    .ok_or_else(|| overload::mixed(*how, sides, (left, right), self.source, *start))
            }
            Node::Choose(parts) => {
                self.bool(&mut parts.0)?;
                let (yes, no) = (self.type_of(&mut parts.1)?, self.type_of(&mut parts.2)?);
                if yes == no {
                    return Ok(yes);
                }
                let message = format!("`?:` gives {} or {}", yes.name(), no.name());
                let wrong = problem(Code::WrongType, message, parts.2.start);
                Err(hinted(wrong, "both sides must be of one type"))
            }
            Node::Call(function, arguments) => {
                let mut types = Vec::with_capacity(arguments.len());
                for argument in arguments.iter_mut() {
                    types.push(self.type_of(argument)?);
                }
                let of = overload::call(*function, arguments, &types, *start, *end)?;
                overload::pattern(node)?;
                Ok(of)
            }
            Node::Matches(inner, _) => self.type_of(inner),
            Node::Segment(name) => {
                let known = self.scope.segments();
                declared("segment", name, &known, *start)
            }
            Node::Topic(name) => {
                let topic = Layout::topic_of(&name.path).unwrap_or_default();
                declared("topic", topic, &self.scope.topics(), *start)
            }
            Node::Fail(_) => Ok(Type::Bool),
        }
    }

    fn name(&self, name: &mut Name, at: usize) -> Result<Type, Problem> {
        let Some(of) = self.scope.type_of(&name.path) else {
            let names = self.scope.names();
            let mut unknown = problem(Code::Unknown, format!("unknown name `{}`", name.path), at);
            unknown.error.hint = nearest_hint(&name.path, names.iter().map(String::as_str));
            return Err(unknown);
        };
        name.of = of;
        Ok(of)
    }

    fn compare(&self, comparison: Comparison, sides: &mut (Expr, Expr)) -> Result<Type, Problem> {
        let wanted = self.type_of(&mut sides.0)?;
        let found = self.type_of(&mut sides.1)?;
        same(wanted, found, sides.1.start)?;
        if matches!(comparison, Comparison::Equal | Comparison::Unequal) {
            for (name, literal) in [(&sides.0, &sides.1), (&sides.1, &sides.0)] {
                if let Node::Literal(value) = &literal.node {
                    self.possible(name, value, literal.start)?;
                }
            }
        }
        Ok(Type::Bool)
    }

    /// A text that the name can never have is a slip of the pen.
    fn possible(&self, name: &Expr, value: &Literal, at: usize) -> Result<(), Problem> {
        let (Node::Name(name), Some(text)) = (&name.node, value.as_text()) else {
            return Ok(());
        };
        match self.scope.texts_of(&name.path) {
            Some(texts) if !texts.iter().any(|known| known == text) => {
                let message = format!("`{}` is never \"{text}\"", name.path);
                let mut never = problem(Code::Unknown, message, at);
                never.error.hint = nearest_hint(text, texts.iter().map(String::as_str));
                Err(never)
            }
            _ => Ok(()),
        }
    }
}

fn declared(what: &str, name: &str, known: &[String], at: usize) -> Result<Type, Problem> {
    if known.iter().any(|one| one == name) {
        return Ok(Type::Bool);
    }
    let mut unknown = problem(Code::Unknown, format!("unknown {what} `{name}`"), at);
    unknown.error.hint = nearest_hint(name, known.iter().map(String::as_str));
    Err(unknown)
}

fn same(wanted: Type, found: Type, at: usize) -> Result<(), Problem> {
    let numeric = |which| matches!(which, Type::Int | Type::Number);
    if wanted == found || numeric(wanted) && numeric(found) {
        return Ok(());
    }
    let message = format!("{} cannot be compared with {}", wanted.name(), found.name());
    Err(problem(Code::WrongType, message, at))
}

/// A row that holds nothing: what is computed from it alone needs none.
pub(super) struct Nothing;

impl eval::Source for Nothing {
    fn read<'s>(&'s self, name: &'s Name) -> eval::Found<'s> {
        Err(super::error::Fault::Absent(&name.path))
    }
    fn has(&self, _: &Name) -> bool {
        false
    }
    fn segment(&self, _: &str) -> super::Truth {
        super::Truth::No
    }
    fn topic<'s>(&'s self, name: &'s Name) -> Result<bool, super::error::Fault<'s>> {
        Err(super::error::Fault::Absent(&name.path))
    }
}
