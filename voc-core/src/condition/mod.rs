//! The condition language: the part of the Common Expression Language that rules need.
//!
//! Everything accepted means what CEL says. An absent name is an error value: `&&` and `||` absorb
//! it when the other side decides, and a condition that ends in it does not hold (DESIGN.md §8).
//! `CONDITIONS.md` beside this crate's manifest has the language, its limits and what of CEL is left
//! out.
//!
//! The lexer and the parser make a tree, the check gives its
//! names their types and computes what is constant. The tree is evaluated as it stands where somebody
//! asks why ([`Condition::holds`], [`Condition::explain`]). For rules it is lowered to [`Compiled`]:
//! tests of slots, joined by jumps.
//!
//! ```
//! use voc_core::condition::{Cell, Condition, Layout, Specialised, Verdict};
//! # use voc_core::condition::{Scope, Type};
//! # struct Names;
//! # impl Scope for Names {
//! #     fn type_of(&self, name: &str) -> Option<Type> {
//! #         Some(if name == "ltr" { Type::Int } else { Type::Text })
//! #     }
//! #     fn texts_of(&self, _: &str) -> Option<Vec<String>> { None }
//! #     fn names(&self) -> Vec<String> { Vec::new() }
//! #     fn segments(&self) -> Vec<String> { Vec::new() }
//! # }
//! let condition = Condition::compile("kind == 'response' && ltr <= 6", &Names).unwrap();
//! let mut layout = Layout::new();
//! let compiled = condition.compiled(&mut layout, &|_| None);
//! assert_eq!(layout.names(), ["kind", "ltr"]);
//! let row = [Cell::Text("response"), Cell::Int(3)];
//! assert_eq!(compiled.eval(&row[..]), Verdict::Yes);
//!
//! // Signals of a kind share what is left of it: one comparison.
//! let known = |slot| (slot == 0).then_some(Cell::Text("response"));
//! let Specialised::Residual(left) = compiled.specialise(&known) else { panic!() };
//! assert_eq!(left.as_ranges().map(<[_]>::len), Some(1));
//! assert!(left.holds(&row[..]));
//! ```

mod atom;
mod check;
mod code;
mod compiled;
mod error;
mod eval;
mod explain;
mod fold;
mod implies;
mod known;
mod layout;
mod leaf;
mod lex;
mod lex_text;
mod lint;
mod lower;
mod node;
mod ops;
mod overload;
mod parse;
mod pattern;
#[cfg(any(test, target_family = "wasm"))]
mod phrases;
mod primary;
mod ranges;
mod re2;
mod re2_class;
mod refers;
mod requires;
mod simplify;
mod times;
pub mod topics;
mod val;

pub use compiled::{Compiled, Specialised};
pub use error::EvalError;
pub use eval::Truth;
pub use explain::{Clause, Outcome};
pub(crate) use fold::fold;
pub use layout::{Bounds, Cell, Layout, Range, Row, Verdict};
pub use pattern::{PATTERN_DEPTH_MAX, PATTERN_LENGTH_MAX, PATTERN_REPEAT_MAX, PATTERN_SIZE_MAX};
pub(crate) use primary::WORDS;
pub(crate) use refers::Reference;

use crate::error::Error;
use crate::value::Value;
use node::Expr;
use std::borrow::Cow;

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
    /// A length of time.
    Duration,
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
            Self::Duration => "duration",
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

/// What a condition looks at.
pub trait Facts {
    /// The value of a name such as `ltr` or `customer.tier`; absent where there is none.
    fn value(&self, name: &str) -> Option<Cow<'_, Value>>;
    /// Whether the segment holds here.
    fn segment(&self, name: &str) -> Truth;
    /// Whether the verbatim touches the topic. Without a verbatim that is absent.
    fn topic(&self, _name: &str) -> Truth {
        Truth::absent("verbatim")
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
        let mut root = parse::parse(source)?;
        check::Checker { scope, source }.bool(&mut root)?;
        Ok(Self {
            source: source.to_owned(),
            root,
        })
    }

    /// The text it was compiled from.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Whether it holds; [`Truth::Error`] says why it cannot be decided.
    pub fn holds(&self, facts: &dyn Facts) -> Truth {
        eval::holds(&self.root, &eval::FactsSource(facts))
    }

    /// The truth of each of its clauses, in the order of the text, with the values found.
    pub fn explain(&self, facts: &dyn Facts) -> Vec<Clause> {
        explain::explain(&self.source, &self.root, facts)
    }

    /// The texts that `name` must equal for the condition to hold; absent where it may hold for any.
    ///
    /// An index over rules: a rule is looked at only for signals of these kinds.
    pub fn requires(&self, name: &str) -> Option<Vec<&str>> {
        requires::required(&self.root, name)
    }
}

#[cfg(test)]
mod tests;
