//! The values that expressions compute with, and how they compare.

use super::Type;
use super::layout::Cell;
use crate::value::Value;
use std::borrow::Cow;
use std::cmp::Ordering;

/// A value inside an expression. Instants and durations are whole microseconds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Val<'a> {
    Bool(bool),
    Int(i64),
    Number(f64),
    Text(Cow<'a, str>),
    Time(i64),
    Duration(i64),
}

/// A value that stands in the text of a condition.
pub(super) type Literal = Val<'static>;

impl<'a> Val<'a> {
    pub(super) fn type_of(&self) -> Type {
        match self {
            Self::Bool(_) => Type::Bool,
            Self::Int(_) => Type::Int,
            Self::Number(_) => Type::Number,
            Self::Text(_) => Type::Text,
            Self::Time(_) => Type::Time,
            Self::Duration(_) => Type::Duration,
        }
    }

    pub(super) fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn is_true(&self) -> bool {
        *self == Self::Bool(true)
    }

    /// The value as one of the declared type; absent where it is of another.
    pub(super) fn typed(self, of: Type) -> Option<Self> {
        match (self, of) {
            #[expect(clippy::cast_precision_loss, reason = "within ±2^53 the cast is exact")]
            (Self::Int(int), Type::Number) => Some(Self::Number(int as f64)),
            (found, _) if found.type_of() == of => Some(found),
            _ => None,
        }
    }

    pub(super) fn into_owned(self) -> Literal {
        match self {
            Self::Bool(value) => Val::Bool(value),
            Self::Int(value) => Val::Int(value),
            Self::Number(value) => Val::Number(value),
            Self::Text(text) => Val::Text(Cow::Owned(text.into_owned())),
            Self::Time(value) => Val::Time(value),
            Self::Duration(value) => Val::Duration(value),
        }
    }

    /// The same value, its text borrowed.
    pub(super) fn borrowed(&'a self) -> Self {
        match self {
            Self::Text(text) => Self::Text(Cow::Borrowed(text)),
            Self::Bool(value) => Self::Bool(*value),
            Self::Int(value) => Self::Int(*value),
            Self::Number(value) => Self::Number(*value),
            Self::Time(value) => Self::Time(*value),
            Self::Duration(value) => Self::Duration(*value),
        }
    }

    /// What a row holds; absent where it holds nothing.
    pub(super) fn of_cell(cell: Cell<'a>) -> Option<Self> {
        Some(match cell {
            Cell::Absent => return None,
            Cell::Bool(value) => Self::Bool(value),
            Cell::Int(value) => Self::Int(value),
            Cell::Number(value) => Self::Number(value),
            Cell::Text(text) => Self::Text(Cow::Borrowed(text)),
            Cell::Time(time) => Self::Time(time.micros()),
        })
    }

    pub(super) fn of_value(value: Cow<'a, Value>) -> Self {
        match value {
            Cow::Borrowed(Value::Text(text)) => Self::Text(Cow::Borrowed(text)),
            Cow::Owned(Value::Text(text)) => Self::Text(Cow::Owned(text)),
            other => match *other {
                Value::Bool(value) => Self::Bool(value),
                Value::Int(value) => Self::Int(value),
                Value::Number(value) => Self::Number(value),
                Value::Time(time) => Self::Time(time.micros()),
                Value::Text(_) => Self::Text(Cow::Borrowed("")),
            },
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    Unequal,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

impl Comparison {
    pub(super) fn test(self, left: &Val<'_>, right: &Val<'_>) -> bool {
        let order = order(left, right);
        match self {
            Self::Equal => order == Some(Ordering::Equal),
            Self::Unequal => order != Some(Ordering::Equal),
            Self::Less => order == Some(Ordering::Less),
            Self::LessOrEqual => order.is_some_and(Ordering::is_le),
            Self::Greater => order == Some(Ordering::Greater),
            Self::GreaterOrEqual => order.is_some_and(Ordering::is_ge),
        }
    }

    /// The comparison that holds with its sides exchanged.
    pub(super) fn mirrored(self) -> Self {
        match self {
            Self::Less => Self::Greater,
            Self::LessOrEqual => Self::GreaterOrEqual,
            Self::Greater => Self::Less,
            Self::GreaterOrEqual => Self::LessOrEqual,
            same => same,
        }
    }
}

fn order(left: &Val<'_>, right: &Val<'_>) -> Option<Ordering> {
    match (left, right) {
        (Val::Int(left), Val::Int(right))
        | (Val::Time(left), Val::Time(right))
        | (Val::Duration(left), Val::Duration(right)) => Some(left.cmp(right)),
        (Val::Text(left), Val::Text(right)) => Some(left.cmp(right)),
        (Val::Bool(left), Val::Bool(right)) => Some(left.cmp(right)),
        (Val::Number(left), Val::Number(right)) => left.partial_cmp(right),
        (Val::Int(left), Val::Number(right)) => int_to_number(*left, *right),
        (Val::Number(left), Val::Int(right)) => int_to_number(*right, *left).map(Ordering::reverse),
        _ => None,
    }
}

/// 2^63, the first double beyond every int.
const BEYOND: f64 = 9_223_372_036_854_775_808.0;

/// As numbers on one line, exact however large: a cast to double would lose the last digits.
fn int_to_number(int: i64, number: f64) -> Option<Ordering> {
    if number.is_nan() {
        return None;
    }
    if number >= BEYOND {
        return Some(Ordering::Less);
    }
    if number < -BEYOND {
        return Some(Ordering::Greater);
    }
    let whole = number.trunc();
    #[expect(clippy::cast_possible_truncation, reason = "whole and within ±2^63")]
    let order = int.cmp(&(whole as i64));
    Some(order.then_with(|| whole.total_cmp(&number)))
}

/// The greatest int that is at most the number, and whether it equals it; absent for NaN.
pub(super) fn floor(number: f64) -> Option<(i64, bool)> {
    let whole = number.floor();
    if number.is_nan() || !(-BEYOND..BEYOND).contains(&whole) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "whole and within ±2^63")]
    let int = whole as i64;
    Some((int, whole.total_cmp(&number).is_eq() || number == 0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_ints_compare_exactly_with_doubles() {
        let above = (1_i64 << 53) + 1;
        let double = 9_007_199_254_740_992.0;
        assert_eq!(int_to_number(above, double), Some(Ordering::Greater));
        assert_eq!(int_to_number(i64::MAX, BEYOND), Some(Ordering::Less));
        assert_eq!(int_to_number(i64::MIN, -BEYOND), Some(Ordering::Equal));
        assert_eq!(int_to_number(6, 6.5), Some(Ordering::Less));
        assert_eq!(int_to_number(-6, -6.5), Some(Ordering::Greater));
        assert_eq!(int_to_number(0, -0.0), Some(Ordering::Equal));
        assert_eq!(int_to_number(0, f64::NAN), None);
    }
}
