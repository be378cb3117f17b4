//! Evaluation over whatever holds the values.

use super::error::{EvalError, Fault};
use super::node::{Expr, Name, Node};
use super::ops;
use super::val::{Comparison, Val};
use super::{Facts, Layout};

pub(super) type Found<'e> = Result<Val<'e>, Fault<'e>>;

/// Whether a condition holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Truth {
    /// It holds.
    Yes,
    /// It does not.
    No,
    /// It cannot be decided. A rule does not fire on it.
    Error(EvalError),
}

impl Truth {
    /// Whether it holds.
    pub fn is_yes(&self) -> bool {
        *self == Self::Yes
    }

    /// That it holds, or that it does not.
    pub fn of(value: bool) -> Self {
        if value { Self::Yes } else { Self::No }
    }

    /// That this name is absent.
    pub fn absent(name: impl Into<String>) -> Self {
        Self::Error(EvalError::Absent(name.into()))
    }
}

/// Where names, segments and topics are looked up.
pub(super) trait Source {
    fn read<'s>(&'s self, name: &'s Name) -> Found<'s>;
    fn has(&self, name: &Name) -> bool;
    fn segment(&self, name: &str) -> Truth;
    fn topic<'s>(&'s self, name: &'s Name) -> Result<bool, Fault<'s>>;
}

/// The value as its declared type.
pub(super) fn typed<'e>(found: Option<Val<'e>>, name: &'e Name) -> Found<'e> {
    match found {
        None => Err(Fault::Absent(&name.path)),
        Some(value) => value.typed(name.of).ok_or(Fault::WrongType(&name.path)),
    }
}

pub(super) struct FactsSource<'f>(pub(super) &'f dyn Facts);

impl Source for FactsSource<'_> {
    fn read<'s>(&'s self, name: &'s Name) -> Found<'s> {
        typed(self.0.value(&name.path).map(Val::of_value), name)
    }
    fn has(&self, name: &Name) -> bool {
        self.0.value(&name.path).is_some()
    }
    fn segment(&self, name: &str) -> Truth {
        self.0.segment(name)
    }
    fn topic<'s>(&'s self, name: &'s Name) -> Result<bool, Fault<'s>> {
        told(
            self.0
                .topic(Layout::topic_of(&name.path).unwrap_or_default()),
        )
    }
}

pub(super) fn holds(expr: &Expr, source: &dyn Source) -> Truth {
    match truth(expr, source) {
        Ok(value) => Truth::of(value),
        Err(fault) => Truth::Error(fault.tell()),
    }
}

fn told<'e>(truth: Truth) -> Result<bool, Fault<'e>> {
    match truth {
        Truth::Yes => Ok(true),
        Truth::No => Ok(false),
        Truth::Error(error) => Err(Fault::Told(error)),
    }
}

fn truth<'e>(expr: &'e Expr, source: &'e dyn Source) -> Result<bool, Fault<'e>> {
    match &expr.node {
        Node::Not(inner) => truth(inner, source).map(|value| !value),
        Node::And(parts) => chain(parts, source, false),
        Node::Or(parts) => chain(parts, source, true),
        Node::Has(name) => Ok(source.has(name)),
        Node::Segment(name) => told(source.segment(name)),
        Node::Topic(name) => source.topic(name),
        _ => value(expr, source).map(|found| found.is_true()),
    }
}

/// `&&` where `decides` is false, `||` where it is true: one part that decides makes up for every
/// error; without one the first error stands.
fn chain<'e>(parts: &'e [Expr], source: &'e dyn Source, decides: bool) -> Result<bool, Fault<'e>> {
    let mut first_fault = None;
    for part in parts {
        match truth(part, source) {
            Ok(value) if value == decides => return Ok(decides),
            Ok(_) => {}
            Err(fault) => {
                first_fault.get_or_insert(fault);
            }
        }
    }
    first_fault.map_or(Ok(!decides), Err)
}

pub(super) fn value<'e>(expr: &'e Expr, source: &'e dyn Source) -> Found<'e> {
    match &expr.node {
        Node::Literal(value) => Ok(value.borrowed()),
        Node::Name(name) => source.read(name),
        Node::Negate(inner) => Ok(ops::negate(&value(inner, source)?)?),
        Node::Arith(how, sides) => {
            let (left, right) = (value(&sides.0, source)?, value(&sides.1, source)?);
            Ok(ops::arith(*how, left, right)?)
        }
        Node::Compare(comparison, sides) => {
            let (left, right) = (value(&sides.0, source)?, value(&sides.1, source)?);
            Ok(Val::Bool(comparison.test(&left, &right)))
        }
        Node::Choose(parts) => {
            let chosen = if truth(&parts.0, source)? {
                &parts.1
            } else {
                &parts.2
            };
            value(chosen, source)
        }
        Node::In(needle, list) => {
            let needle = value(needle, source)?;
            let mut items = list.iter();
            Ok(Val::Bool(
                items.any(|(_, item)| Comparison::Equal.test(&needle, item)),
            ))
        }
        Node::Call(function, arguments) => {
            let mut values = arguments.iter().map(|argument| value(argument, source));
            let (first, second) = (values.next().transpose()?, values.next().transpose()?);
            match first {
                Some(first) => Ok(ops::call(*function, first, second)?),
                None => Err(Fault::WrongType("")),
            }
        }
        Node::Matches(inner, pattern) => {
            let text = value(inner, source)?;
            Ok(Val::Bool(
                text.as_text().is_some_and(|text| pattern.is_match(text)),
            ))
        }
        Node::Fail(error) => Err(Fault::Told(error.clone())),
        Node::Not(_)
        | Node::And(_)
        | Node::Or(_)
        | Node::Has(_)
        | Node::Segment(_)
        | Node::Topic(_) => truth(expr, source).map(Val::Bool),
    }
}
