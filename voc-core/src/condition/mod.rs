//! The condition language: the part of the Common Expression Language that rules need.
//!
//! Everything accepted means what CEL says. An absent name is an error value: `&&` and `||` absorb
//! it when the other side decides, and a condition that ends in it does not hold (DESIGN.md §8).
//! Accepted now: literals of bool, int, double and string; names and `customer.x`;
//! `== != < <= > >= in && || !`; `has()`, `size()`, `contains`, `startsWith`, `endsWith`;
//! lists of literals behind `in`; and our own `segment("…")`.

mod check;
mod compiled;
mod eval;
mod layout;
mod lex;
mod parse;
pub mod topics;

pub use compiled::{Compiled, Specialised};
pub use eval::{Clause, Facts, Outcome, Truth};
pub use layout::{Bounds, Cell, Layout, Range, Row, Verdict};

use crate::error::Error;
use crate::value::Value;

/// The longest condition, in bytes.
pub const LENGTH_MAX: usize = 10_000;
/// The deepest nesting of a condition.
pub const DEPTH_MAX: usize = 64;

/// The type of a name in a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Int,
    /// A double.
    Number,
    /// Text.
    Text,
    /// An instant.
    Time,
}

impl Type {
    /// Its name in a program.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::Int => "int",
            Self::Number => "number",
            Self::Text => "text",
            Self::Time => "time",
        }
    }
}

/// What a condition may speak of.
pub trait Scope {
    /// The type of a name such as `ltr` or `customer.tier`, absent where there is none.
    fn type_of(&self, name: &str) -> Option<Type>;
    /// The only texts that the name can have, where they are declared.
    fn texts_of(&self, name: &str) -> Option<Vec<String>>;
    /// All names, for suggestions.
    fn names(&self) -> Vec<String>;
    /// The segments that `segment()` may name.
    fn segments(&self) -> Vec<String>;
    /// The topics that `topic()` may name.
    fn topics(&self) -> Vec<String> {
        Vec::new()
    }
}

/// A condition that does not compile: what is wrong, and at which character (from 0).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong and what to do; its path is empty.
    pub error: Error,
    /// The character at which it was found, counted from 0.
    pub offset: usize,
}

/// A condition, parsed and type-checked.
#[derive(Debug, Clone, PartialEq)]
pub struct Condition {
    source: String,
    root: Expr,
}

impl Condition {
    /// Parses and checks a condition against what it may speak of.
    ///
    /// # Errors
    /// The first [`Problem`], with the character it stands at.
    pub fn compile(source: &str, scope: &dyn Scope) -> Result<Self, Problem> {
        let root = parse::parse(source)?;
        check::check_bool(&root, scope)?;
        Ok(Self {
            source: source.to_owned(),
            root,
        })
    }

    /// The text it was compiled from.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Whether it holds; [`Truth::Absent`] names what it lacked.
    pub fn holds(&self, facts: &dyn Facts) -> Truth {
        eval::holds(&self.root, facts)
    }

    /// The truth of each of its clauses, in the order of the text, with the values found.
    pub fn explain(&self, facts: &dyn Facts) -> Vec<Clause> {
        eval::explain(&self.source, &self.root, facts)
    }

    /// The texts that `name` must equal for the condition to hold; absent where it may hold for any.
    ///
    /// An index over rules: a rule is looked at only for signals of these kinds.
    pub fn requires(&self, name: &str) -> Option<Vec<&str>> {
        required(&self.root, name)
    }
}

fn required<'e>(expr: &'e Expr, name: &str) -> Option<Vec<&'e str>> {
    let named = |side: &Expr| matches!(&side.node, Node::Name(found) if found == name);
    let text = |side: &'e Expr| match &side.node {
        Node::Literal(value) => value.as_text(),
        _ => None,
    };
    match &expr.node {
        Node::Compare(Comparison::Equal, sides) => match sides.as_ref() {
            (left, right) if named(left) => text(right).map(|only| vec![only]),
            (left, right) if named(right) => text(left).map(|only| vec![only]),
            _ => None,
        },
        Node::In(needle, list) if named(needle) => {
            list.iter().map(|(_, value)| value.as_text()).collect()
        }
        Node::And(sides) => match (required(&sides.0, name), required(&sides.1, name)) {
            (Some(left), Some(right)) => Some(
                left.into_iter()
                    .filter(|text| right.contains(text))
                    .collect(),
            ),
            (left, right) => left.or(right),
        },
        Node::Or(sides) => {
            let mut either = required(&sides.0, name)?;
            either.extend(required(&sides.1, name)?);
            Some(either)
        }
        _ => None,
    }
}

/// A part of a condition, and the characters it spans.
#[derive(Debug, Clone, PartialEq)]
struct Expr {
    node: Node,
    start: usize,
    end: usize,
}

#[derive(Debug, Clone, PartialEq)]
enum Node {
    Literal(Value),
    Name(String),
    Not(Box<Expr>),
    And(Box<(Expr, Expr)>),
    Or(Box<(Expr, Expr)>),
    Compare(Comparison, Box<(Expr, Expr)>),
    In(Box<Expr>, Vec<(usize, Value)>),
    Has(String),
    Size(Box<Expr>),
    Test(TextTest, Box<(Expr, Expr)>),
    Segment(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comparison {
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TextTest {
    Contains,
    StartsWith,
    EndsWith,
}

#[cfg(test)]
mod tests;
