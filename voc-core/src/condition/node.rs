//! The tree of a condition.

use super::Type;
use super::error::EvalError;
use super::pattern::Pattern;
use super::val::{Comparison, Literal};

/// A part of a condition, and the characters it spans.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Expr {
    pub(super) node: Node,
    pub(super) start: usize,
    pub(super) end: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Node {
    Literal(Literal),
    Name(Name),
    Not(Box<Expr>),
    Negate(Box<Expr>),
    And(Vec<Expr>),
    Or(Vec<Expr>),
    Compare(Comparison, Box<(Expr, Expr)>),
    Arith(Arith, Box<(Expr, Expr)>),
    Choose(Box<(Expr, Expr, Expr)>),
    In(Box<Expr>, Vec<(usize, Literal)>),
    Has(Name),
    Call(Function, Vec<Expr>),
    Matches(Box<Expr>, Pattern),
    Segment(String),
    /// Its name is that of a [`Layout`](super::Layout), and its type bool.
    Topic(Name),
    Fail(EvalError),
}

/// A name, its declared type and its slot: both are filled in once they are known.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Name {
    pub(super) path: String,
    pub(super) of: Type,
    pub(super) slot: u16,
}

impl Name {
    pub(super) fn new(path: String, of: Type) -> Self {
        Self { path, of, slot: 0 }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Arith {
    Add,
    Subtract,
    Multiply,
    Divide,
    Remainder,
}

impl Arith {
    pub(super) fn sign(self) -> &'static str {
        match self {
            Self::Add => "+",
            Self::Subtract => "-",
            Self::Multiply => "*",
            Self::Divide => "/",
            Self::Remainder => "%",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Function {
    Size,
    Contains,
    StartsWith,
    EndsWith,
    /// With a pattern that is known only from the row.
    Matches,
    Timestamp,
    Duration,
    Int,
    Double,
    Part(Part),
}

/// A part of an instant in a zone; some also of a duration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    FullYear,
    Month,
    Date,
    DayOfMonth,
    DayOfWeek,
    DayOfYear,
    Hours,
    Minutes,
    Seconds,
    Milliseconds,
}

const FUNCTIONS: [(&str, Function); 9] = [
    ("size", Function::Size),
    ("contains", Function::Contains),
    ("startsWith", Function::StartsWith),
    ("endsWith", Function::EndsWith),
    ("matches", Function::Matches),
    ("timestamp", Function::Timestamp),
    ("duration", Function::Duration),
    ("int", Function::Int),
    ("double", Function::Double),
];

const PARTS: [(&str, Part); 10] = [
    ("getFullYear", Part::FullYear),
    ("getMonth", Part::Month),
    ("getDate", Part::Date),
    ("getDayOfMonth", Part::DayOfMonth),
    ("getDayOfWeek", Part::DayOfWeek),
    ("getDayOfYear", Part::DayOfYear),
    ("getHours", Part::Hours),
    ("getMinutes", Part::Minutes),
    ("getSeconds", Part::Seconds),
    ("getMilliseconds", Part::Milliseconds),
];

impl Function {
    fn named(name: &str) -> Option<Self> {
        let part = || {
            let found = PARTS.iter().find(|known| known.0 == name)?;
            Some(Self::Part(found.1))
        };
        let plain = FUNCTIONS.iter().find(|known| known.0 == name);
        plain.map(|known| known.1).or_else(part)
    }

    /// The function of this name that stands behind a value and a dot.
    pub(super) fn method(name: &str) -> Option<Self> {
        Self::named(name).filter(|found| {
            !matches!(
                found,
                Self::Timestamp | Self::Duration | Self::Int | Self::Double
            )
        })
    }

    /// The function of this name that stands by itself.
    pub(super) fn global(name: &str) -> Option<Self> {
        Self::named(name).filter(|found| {
            !matches!(
                found,
                Self::Contains | Self::StartsWith | Self::EndsWith | Self::Part(_)
            )
        })
    }

    pub(super) fn methods() -> String {
        let names = FUNCTIONS.iter().map(|known| known.0);
        let mut names: Vec<&str> = names.filter(|name| Self::method(name).is_some()).collect();
        names.push("getFullYear and the like");
        names.join(", ")
    }

    pub(super) fn name(self) -> &'static str {
        let part = PARTS.iter().find(|known| Self::Part(known.1) == self);
        let plain = FUNCTIONS.iter().find(|known| known.1 == self);
        plain
            .map(|known| known.0)
            .or(part.map(|known| known.0))
            .unwrap_or_default()
    }
}

impl Expr {
    /// Calls `visit` on each part that this one is directly made of.
    pub(super) fn each<'e>(&'e self, visit: &mut dyn FnMut(&'e Expr)) {
        match &self.node {
            Node::Not(inner)
            | Node::Negate(inner)
            | Node::In(inner, _)
            | Node::Matches(inner, _) => visit(inner),
            Node::And(parts) | Node::Or(parts) | Node::Call(_, parts) => {
                parts.iter().for_each(visit);
            }
            Node::Compare(_, sides) | Node::Arith(_, sides) => {
                visit(&sides.0);
                visit(&sides.1);
            }
            Node::Choose(parts) => {
                visit(&parts.0);
                visit(&parts.1);
                visit(&parts.2);
            }
            Node::Literal(_)
            | Node::Name(_)
            | Node::Has(_)
            | Node::Segment(_)
            | Node::Topic(_)
            | Node::Fail(_) => {}
        }
    }

    /// The same, to change them.
    pub(super) fn each_mut(&mut self, visit: &mut dyn FnMut(&mut Expr)) {
        match &mut self.node {
            Node::Not(inner)
            | Node::Negate(inner)
            | Node::In(inner, _)
            | Node::Matches(inner, _) => visit(inner),
            Node::And(parts) | Node::Or(parts) | Node::Call(_, parts) => {
                parts.iter_mut().for_each(visit);
            }
            Node::Compare(_, sides) | Node::Arith(_, sides) => {
                visit(&mut sides.0);
                visit(&mut sides.1);
            }
            Node::Choose(parts) => {
                visit(&mut parts.0);
                visit(&mut parts.1);
                visit(&mut parts.2);
            }
            Node::Literal(_)
            | Node::Name(_)
            | Node::Has(_)
            | Node::Segment(_)
            | Node::Topic(_)
            | Node::Fail(_) => {}
        }
    }

    /// The name that it reads itself, its parts aside.
    pub(super) fn name(&self) -> Option<&Name> {
        match &self.node {
            Node::Name(name) | Node::Has(name) | Node::Topic(name) => Some(name),
            _ => None,
        }
    }

    pub(super) fn name_mut(&mut self) -> Option<&mut Name> {
        match &mut self.node {
            Node::Name(name) | Node::Has(name) | Node::Topic(name) => Some(name),
            _ => None,
        }
    }
}
