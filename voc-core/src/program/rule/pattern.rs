//! The patterns, compiled.

use super::super::spec::{Period, Since};
use super::{Part, Subject};
use crate::condition::Condition;
use crate::time::Span;

/// A number within a window.
#[derive(Debug, Clone, PartialEq)]
pub struct Count {
    /// The number at which it fires, from 1.
    pub at_least: u32,
    /// The window.
    pub window: CountWindow,
    /// Only those of the same value count together; those without one do not take part.
    pub same: Option<Part>,
    /// Different values are counted; those without one do not take part.
    pub distinct: Option<Part>,
}

/// The window of a count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CountWindow {
    /// The window (t − span, t].
    Rolling(Span),
    /// The local period that holds t.
    Calendar(Period),
}

/// The k-th, or each k-th.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nth {
    /// Which one, from 1.
    pub k: u32,
    /// Only those of the same value count together.
    pub same: Option<Part>,
    /// The int attribute with the number before the first signal we hold; never with `same`.
    pub seed: Option<String>,
}

/// Steps, one after another.
#[derive(Debug, Clone, PartialEq)]
pub struct Sequence {
    /// The steps, at least two.
    pub steps: Vec<Step>,
    /// A signal that satisfies it strictly between the first step and the last ends the attempt.
    pub unless: Option<Condition>,
    /// The first step lies in (last − within, last].
    pub within: Span,
    /// All steps, and what ends the attempt, have the same value.
    pub same: Option<Part>,
}

/// A step of a sequence.
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// What it takes.
    pub subject: Subject,
    /// The step before lies in (this − gap, this]; absent for the first.
    pub gap: Option<Span>,
}

/// Something that did not follow.
#[derive(Debug, Clone, PartialEq)]
pub struct Absent {
    /// What was to come.
    pub of: Subject,
    /// How soon.
    pub within: Span,
    /// Only what has the trigger's value is what was to come.
    pub same: Option<Part>,
}

/// A value far from another.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The field, an int or a number.
    pub field: String,
    /// How far; negative is down. Never 0.
    pub by: f64,
    /// From what.
    pub since: Since,
    /// Only values of the same value of this are held against each other.
    pub same: Option<Part>,
}

/// So many in a row.
#[derive(Debug, Clone, PartialEq)]
pub struct Streak {
    /// How many, from 1.
    pub k: u32,
    /// What each satisfies.
    pub of: Condition,
    /// Only those of the same value stand in a row.
    pub same: Option<Part>,
}
