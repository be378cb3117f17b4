//! Evaluation, and the same evaluation told clause by clause.

use super::{Comparison, Expr, Node, TextTest};
use crate::value::Value;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// What a condition looks at.
pub trait Facts {
    /// The value of a name such as `ltr` or `customer.tier`; absent where there is none.
    fn value(&self, name: &str) -> Option<Cow<'_, Value>>;
    /// Whether the segment holds here.
    fn segment(&self, name: &str) -> Truth;
}

/// Whether a condition holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Truth {
    /// It holds.
    Yes,
    /// It does not.
    No,
    /// It cannot be decided: this name is absent. A rule does not fire on it.
    Absent(String),
}

impl Truth {
    /// Whether it holds.
    pub fn is_yes(&self) -> bool {
        *self == Self::Yes
    }

    fn of(value: bool) -> Self {
        if value { Self::Yes } else { Self::No }
    }
}

/// The truth of one clause, for an explanation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It held.
    True,
    /// It did not.
    False,
    /// A name in it was absent.
    Absent,
}

/// One clause of a condition: its text, its truth and the values that it looked at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Clause {
    /// The clause as it stands in the program.
    pub text: String,
    /// Its truth.
    pub outcome: Outcome,
    /// The values found, by name; absent names are left out.
    pub found: BTreeMap<String, Value>,
}

pub(super) fn holds(expr: &Expr, facts: &dyn Facts) -> Truth {
    match &expr.node {
        Node::Not(inner) => match holds(inner, facts) {
            Truth::Yes => Truth::No,
            Truth::No => Truth::Yes,
            absent @ Truth::Absent(_) => absent,
        },
        Node::And(sides) => match holds(&sides.0, facts) {
            Truth::No => Truth::No,
            Truth::Yes => holds(&sides.1, facts),
            absent @ Truth::Absent(_) => match holds(&sides.1, facts) {
                Truth::No => Truth::No,
                _ => absent,
            },
        },
        Node::Or(sides) => match holds(&sides.0, facts) {
            Truth::Yes => Truth::Yes,
            Truth::No => holds(&sides.1, facts),
            absent @ Truth::Absent(_) => match holds(&sides.1, facts) {
                Truth::Yes => Truth::Yes,
                _ => absent,
            },
        },
        Node::Has(name) => Truth::of(facts.value(name).is_some()),
        Node::Segment(name) => facts.segment(name),
        _ => match value(expr, facts) {
            Ok(found) => Truth::of(*found == Value::Bool(true)),
            Err(name) => Truth::Absent(name.to_owned()),
        },
    }
}

type Found<'a> = Result<Cow<'a, Value>, &'a str>;

fn owned<'a>(value: Value) -> Cow<'a, Value> {
    Cow::Owned(value)
}

fn value<'a>(expr: &'a Expr, facts: &'a dyn Facts) -> Found<'a> {
    match &expr.node {
        Node::Literal(value) => Ok(Cow::Borrowed(value)),
        Node::Name(name) => facts.value(name).ok_or(name),
        Node::Compare(comparison, sides) => {
            let (left, right) = (value(&sides.0, facts)?, value(&sides.1, facts)?);
            Ok(owned(Value::Bool(compare(*comparison, &left, &right))))
        }
        Node::In(needle, list) => {
            let needle = value(needle, facts)?;
            let found = list
                .iter()
                .any(|(_, item)| compare(Comparison::Equal, &needle, item));
            Ok(owned(Value::Bool(found)))
        }
        Node::Size(inner) => {
            let inner = value(inner, facts)?;
            let length = inner.as_text().map_or(0, |text| text.chars().count());
            Ok(owned(Value::Int(i64::try_from(length).unwrap_or(i64::MAX))))
        }
        Node::Test(kind, sides) => {
            let (whole, piece) = (value(&sides.0, facts)?, value(&sides.1, facts)?);
            let text = whole.as_text().unwrap_or("");
            let piece = piece.as_text().unwrap_or("");
            Ok(owned(Value::Bool(match kind {
                TextTest::Contains => text.contains(piece),
                TextTest::StartsWith => text.starts_with(piece),
                TextTest::EndsWith => text.ends_with(piece),
            })))
        }
        Node::Not(_) | Node::And(_) | Node::Or(_) | Node::Has(_) | Node::Segment(_) => {
            match holds(expr, facts) {
                Truth::Yes => Ok(owned(Value::Bool(true))),
                Truth::No => Ok(owned(Value::Bool(false))),
                Truth::Absent(name) => Err(known_name(expr, &name).unwrap_or("segment")),
            }
        }
    }
}

/// The name as it stands in the expression, to borrow from there.
fn known_name<'e>(expr: &'e Expr, name: &str) -> Option<&'e str> {
    let mut names = Vec::new();
    collect_names(expr, &mut names);
    names.into_iter().find(|known| *known == name)
}

fn compare(comparison: Comparison, left: &Value, right: &Value) -> bool {
    let order = match (left, right) {
        (Value::Int(left), Value::Int(right)) => Some(left.cmp(right)),
        (Value::Text(left), Value::Text(right)) => Some(left.cmp(right)),
        (Value::Bool(left), Value::Bool(right)) => Some(left.cmp(right)),
        (Value::Time(left), Value::Time(right)) => Some(left.cmp(right)),
        _ => match (left.as_f64(), right.as_f64()) {
            (Some(left), Some(right)) => left.partial_cmp(&right),
            _ => None,
        },
    };
    match comparison {
        Comparison::Equal => order == Some(Ordering::Equal),
        Comparison::Unequal => order != Some(Ordering::Equal),
        Comparison::Less => order == Some(Ordering::Less),
        Comparison::LessOrEqual => order.is_some_and(Ordering::is_le),
        Comparison::Greater => order == Some(Ordering::Greater),
        Comparison::GreaterOrEqual => order.is_some_and(Ordering::is_ge),
    }
}

pub(super) fn explain(source: &str, root: &Expr, facts: &dyn Facts) -> Vec<Clause> {
    let mut clauses = Vec::new();
    walk(source, root, facts, &mut clauses);
    clauses
}

fn walk(source: &str, expr: &Expr, facts: &dyn Facts, clauses: &mut Vec<Clause>) {
    if let Node::And(sides) | Node::Or(sides) = &expr.node {
        walk(source, &sides.0, facts, clauses);
        walk(source, &sides.1, facts, clauses);
        return;
    }
    let mut names = Vec::new();
    collect_names(expr, &mut names);
    let found = names
        .into_iter()
        .filter_map(|name| {
            facts
                .value(name)
                .map(|found| (name.to_owned(), found.into_owned()))
        })
        .collect();
    let outcome = match holds(expr, facts) {
        Truth::Yes => Outcome::True,
        Truth::No => Outcome::False,
        Truth::Absent(_) => Outcome::Absent,
    };
    let text = source
        .chars()
        .skip(expr.start)
        .take(expr.end - expr.start)
        .collect();
    clauses.push(Clause {
        text,
        outcome,
        found,
    });
}

fn collect_names<'e>(expr: &'e Expr, names: &mut Vec<&'e str>) {
    match &expr.node {
        Node::Name(name) | Node::Has(name) => names.push(name),
        Node::Not(inner) | Node::Size(inner) | Node::In(inner, _) => collect_names(inner, names),
        Node::And(sides) | Node::Or(sides) | Node::Compare(_, sides) | Node::Test(_, sides) => {
            collect_names(&sides.0, names);
            collect_names(&sides.1, names);
        }
        Node::Literal(_) | Node::Segment(_) => {}
    }
}
