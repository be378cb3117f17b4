//! Evaluation told clause by clause.

use super::error::EvalError;
use super::eval::{FactsSource, holds};
use super::node::{Expr, Node};
use super::{Facts, Truth};
use crate::document::Read;
use crate::ordered::Few;
use crate::value::Value;
use serde::{Deserialize, Serialize};

/// The truth of one clause, for an explanation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It held.
    True,
    /// It did not.
    False,
    /// A name in it was absent.
    Absent,
    /// It could not be computed, though nothing was absent: a division by zero, for example.
    Error,
}

impl Outcome {
    /// The outcome that a truth is.
    pub fn of(truth: &Truth) -> Self {
        match truth {
            Truth::Yes => Self::True,
            Truth::No => Self::False,
            Truth::Error(EvalError::Absent(_)) => Self::Absent,
            Truth::Error(_) => Self::Error,
        }
    }
}

/// One clause of a condition: its text, its truth and the values that it looked at.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Clause {
    /// The clause as it stands in the program.
    pub text: String,
    /// Its truth.
    pub outcome: Outcome,
    /// The values found, by name; absent names are left out.
    pub found: Few<String, Value>,
    /// Why there is no outcome, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

pub(super) fn explain(source: &str, root: &Expr, facts: &dyn Facts) -> Vec<Clause> {
    let mut clauses = Vec::new();
    let mut pending = vec![root];
    while let Some(expr) = pending.pop() {
        if let Node::And(parts) | Node::Or(parts) = &expr.node {
            pending.extend(parts.iter().rev());
        } else {
            clauses.push(clause(source, expr, facts));
        }
    }
    clauses
}

fn clause(source: &str, expr: &Expr, facts: &dyn Facts) -> Clause {
    let mut found = Few::new();
    let mut pending = vec![expr];
    while let Some(part) = pending.pop() {
        if let Node::Name(name) | Node::Has(name) = &part.node
            && let Some(value) = facts.value(&name.path)
        {
            found.insert(name.path.clone(), value.into_owned());
        }
        part.each(&mut |inner| pending.push(inner));
    }
    let truth = holds(expr, &FactsSource(facts));
    let outcome = Outcome::of(&truth);
    let reason = match truth {
        Truth::Error(error) => Some(error.to_string()),
        Truth::Yes | Truth::No => None,
    };
    let length = expr.end.saturating_sub(expr.start);
    Clause {
        text: source.chars().skip(expr.start).take(length).collect(),
        outcome,
        found,
        reason,
    }
}
