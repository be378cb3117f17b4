//! The tests that a compiled condition is made of: each is as cheap as what it asks.

use super::error::Fault;
use super::eval::{Found, Source, holds, typed};
use super::layout::{Bounds, Cell, Range, Row, Verdict};
use super::node::{Expr, Function, Name};
use super::pattern::Pattern;
use super::val::Val;
use super::{Truth, ops};
use std::sync::Arc;

/// A test of a row, alone.
#[derive(Debug, Clone)]
pub(super) enum Test {
    Range(Range),
    Text {
        slot: u16,
        text: Arc<str>,
    },
    /// In order, each once.
    TextIn {
        slot: u16,
        texts: Arc<[Box<str>]>,
    },
    Has {
        slot: u16,
    },
    /// The number of characters lies within these bounds.
    Length {
        slot: u16,
        low: i64,
        high: i64,
    },
    Piece {
        slot: u16,
        function: Function,
        piece: Arc<str>,
    },
    Matches {
        slot: u16,
        pattern: Pattern,
    },
    /// Whatever else there is.
    Expr(Arc<Expr>),
    Fail,
}

/// Up to so many texts are compared one after another.
const LINEAR_MAX: usize = 6;

impl Test {
    #[inline]
    pub(super) fn eval<R: Row + ?Sized>(&self, row: &R) -> Verdict {
        match self {
            Self::Range(range) => range.test(row),
            Self::Text { slot, text } => match row.cell(*slot) {
                Cell::Text(found) => Verdict::of(found == &**text),
                _ => Verdict::Error,
            },
            Self::Has { slot } => Verdict::of(row.cell(*slot) != Cell::Absent),
            Self::Expr(expr) => match holds(expr, &RowSource(row)) {
                Truth::Yes => Verdict::Yes,
                Truth::No => Verdict::No,
                Truth::Error(_) => Verdict::Error,
            },
            Self::Fail => Verdict::Error,
            Self::TextIn { slot, .. }
            | Self::Length { slot, .. }
            | Self::Piece { slot, .. }
            | Self::Matches { slot, .. } => match row.cell(*slot) {
                Cell::Text(found) => Verdict::of(self.text(found)),
                _ => Verdict::Error,
            },
        }
    }

    fn text(&self, found: &str) -> bool {
        match self {
            Self::TextIn { texts, .. } if texts.len() <= LINEAR_MAX => {
                texts.iter().any(|text| **text == *found)
            }
            Self::TextIn { texts, .. } => {
                texts.binary_search_by(|text| (**text).cmp(found)).is_ok()
            }
            Self::Length { low, high, .. } => length_within(found, *low, *high),
            Self::Piece {
                function, piece, ..
            } => match function {
                Function::StartsWith => found.starts_with(&**piece),
                Function::EndsWith => found.ends_with(&**piece),
                _ => found.contains(&**piece),
            },
            Self::Matches { pattern, .. } => pattern.is_match(found),
            _ => false,
        }
    }

    /// How much dearer than a comparison of numbers.
    pub(super) fn cost(&self) -> u8 {
        match self {
            Self::Range(_) | Self::Has { .. } | Self::Fail => 0,
            Self::Text { .. } => 1,
            Self::TextIn { .. } | Self::Length { .. } => 2,
            Self::Piece { .. } => 3,
            Self::Expr(_) => 4,
            Self::Matches { .. } => 5,
        }
    }

    /// Calls `visit` on each slot that it reads.
    pub(super) fn slots(&self, visit: &mut dyn FnMut(u16)) {
        match self {
            Self::Range(Range { slot, .. })
            | Self::Text { slot, .. }
            | Self::TextIn { slot, .. }
            | Self::Has { slot }
            | Self::Length { slot, .. }
            | Self::Piece { slot, .. }
            | Self::Matches { slot, .. } => visit(*slot),
            Self::Expr(expr) => {
                let mut pending = vec![&**expr];
                while let Some(expr) = pending.pop() {
                    if let Some(name) = expr.name() {
                        visit(name.slot);
                    }
                    expr.each(&mut |part| pending.push(part));
                }
            }
            Self::Fail => {}
        }
    }

    /// Whether there is a row for which it is `wanted`, as far as can be seen at once.
    pub(super) fn can_be(&self, wanted: Verdict) -> bool {
        match self {
            Self::Fail => wanted == Verdict::Error,
            Self::Has { .. } => wanted != Verdict::Error,
            Self::Range(range) => wanted != Verdict::Yes || !range.is_empty(),
            _ => true,
        }
    }
}

fn length_within(text: &str, low: i64, high: i64) -> bool {
    let bytes = i64::try_from(text.len()).unwrap_or(i64::MAX);
    // A character has one to four bytes, which often says enough.
    if low <= bytes.div_euclid(4).max(bytes.min(1)) && bytes <= high {
        return true;
    }
    let size = ops::size(text);
    low <= size && size <= high
}

impl Range {
    pub(super) fn is_empty(&self) -> bool {
        match self.bounds {
            Bounds::Bool(_) => false,
            Bounds::Int { low, high } | Bounds::Time { low, high } => low > high,
            Bounds::Number { low, high } => low > high,
        }
    }

    /// The values within both, where both are of one slot and type.
    pub(super) fn and(&self, other: &Self) -> Option<Self> {
        if self.slot != other.slot {
            return None;
        }
        let bounds = match (self.bounds, other.bounds) {
            (Bounds::Bool(one), Bounds::Bool(other)) if one == other => Bounds::Bool(one),
            (
                Bounds::Int { low, high },
                Bounds::Int {
                    low: other_low,
                    high: other_high,
                },
            ) => Bounds::Int {
                low: low.max(other_low),
                high: high.min(other_high),
            },
            (
                Bounds::Time { low, high },
                Bounds::Time {
                    low: other_low,
                    high: other_high,
                },
            ) => Bounds::Time {
                low: low.max(other_low),
                high: high.min(other_high),
            },
            (
                Bounds::Number { low, high },
                Bounds::Number {
                    low: other_low,
                    high: other_high,
                },
            ) => Bounds::Number {
                low: low.max(other_low),
                high: high.min(other_high),
            },
            _ => return None,
        };
        Some(Self {
            slot: self.slot,
            bounds,
        })
    }

    /// The values outside, where they too lie between two bounds. NaN lies outside of all.
    pub(super) fn complement(&self) -> Option<Self> {
        let bounds = match self.bounds {
            Bounds::Bool(wanted) => Bounds::Bool(!wanted),
            Bounds::Int { low, high } => {
                let (low, high) = beyond(low, high)?;
                Bounds::Int { low, high }
            }
            Bounds::Time { low, high } => {
                let (low, high) = beyond(low, high)?;
                Bounds::Time { low, high }
            }
            Bounds::Number { .. } => return None,
        };
        Some(Self {
            slot: self.slot,
            bounds,
        })
    }
}

fn beyond(low: i64, high: i64) -> Option<(i64, i64)> {
    match (low, high) {
        (i64::MIN, high) => Some((high.checked_add(1)?, i64::MAX)),
        (low, i64::MAX) => Some((i64::MIN, low.checked_sub(1)?)),
        _ => None,
    }
}

struct RowSource<'r, R: ?Sized>(&'r R);

impl<R: Row + ?Sized> Source for RowSource<'_, R> {
    fn read<'s>(&'s self, name: &'s Name) -> Found<'s> {
        typed(Val::of_cell(self.0.cell(name.slot)), name)
    }
    fn has(&self, name: &Name) -> bool {
        self.0.cell(name.slot) != Cell::Absent
    }
    fn segment(&self, _: &str) -> Truth {
        Truth::No
    }
    fn topic<'s>(&'s self, name: &'s Name) -> Result<bool, Fault<'s>> {
        match self.0.cell(name.slot) {
            Cell::Bool(touched) => Ok(touched),
            _ => Err(Fault::Absent(&name.path)),
        }
    }
}
