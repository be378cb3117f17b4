//! Why a condition could not be decided.

use std::fmt;

/// Why the value of a condition, or of a part of it, is an error.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum EvalError {
    /// This name is absent.
    Absent(String),
    /// What stands at this name is of another type than the one declared.
    WrongType(String),
    /// A whole number beyond 64 bits, or no whole number at all.
    Overflow,
    /// A whole number divided by zero, or its remainder asked.
    DivisionByZero,
    /// A pattern that `matches` cannot read, or one beyond its limits.
    BadPattern,
    /// A text that is no instant or no duration.
    BadTime,
    /// An instant outside the years 1 to 9999, or a duration beyond 292 years.
    TimeRange,
    /// A time zone that is not known.
    UnknownZone,
}

impl fmt::Display for EvalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent(name) => write!(f, "`{name}` is absent"),
            Self::WrongType(name) => write!(f, "`{name}` is not of its declared type"),
            Self::Overflow => f.write_str("a whole number is too large"),
            Self::DivisionByZero => f.write_str("it divides by zero"),
            Self::BadPattern => f.write_str("the pattern cannot be read"),
            Self::BadTime => f.write_str("a text is no instant or duration"),
            Self::TimeRange => f.write_str("an instant or duration is out of range"),
            Self::UnknownZone => f.write_str("the time zone is not known"),
        }
    }
}

/// The same while it is on its way: nothing is copied until somebody asks.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Fault<'e> {
    Absent(&'e str),
    WrongType(&'e str),
    Told(EvalError),
}

impl From<EvalError> for Fault<'_> {
    fn from(error: EvalError) -> Self {
        Self::Told(error)
    }
}

impl Fault<'_> {
    pub(super) fn tell(self) -> EvalError {
        match self {
            Self::Absent(name) => EvalError::Absent(name.to_owned()),
            Self::WrongType(name) => EvalError::WrongType(name.to_owned()),
            Self::Told(error) => error,
        }
    }
}
