//! What compiled conditions read: names as slots, values as cells.

use crate::named::Named;
use crate::time::Time;
use crate::value::Value;

/// What stands before the name of a topic among the names of a [`Layout`].
const TOPIC: &str = "topic:";

/// A value as a row or column holds it; copies are free.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'a> {
    /// There is none.
    Absent,
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// A double.
    Number(f64),
    /// Text.
    Text(&'a str),
    /// An instant.
    Time(Time),
}

impl Cell<'_> {
    /// The value that it holds.
    pub(crate) fn to_value(self) -> Option<Value> {
        Some(match self {
            Self::Absent => return None,
            Self::Bool(value) => Value::Bool(value),
            Self::Int(value) => Value::Int(value),
            Self::Number(value) => Value::Number(value),
            Self::Text(value) => Value::Text(value.to_owned()),
            Self::Time(value) => Value::Time(value),
        })
    }

    /// The number that it holds, where it is one.
    pub(crate) fn as_f64(self) -> Option<f64> {
        match self {
            #[expect(clippy::cast_precision_loss, reason = "within ±2^53 the cast is exact")]
            Self::Int(int) => Some(int as f64),
            Self::Number(number) => Some(number),
            _ => None,
        }
    }
}

impl<'a> From<&'a Value> for Cell<'a> {
    fn from(value: &'a Value) -> Self {
        match value {
            Value::Bool(value) => Self::Bool(*value),
            Value::Int(value) => Self::Int(*value),
            Value::Number(value) => Self::Number(*value),
            Value::Text(value) => Self::Text(value),
            Value::Time(value) => Self::Time(*value),
        }
    }
}

impl<'a> From<Option<&'a Value>> for Cell<'a> {
    fn from(value: Option<&'a Value>) -> Self {
        value.map_or(Self::Absent, Self::from)
    }
}

/// Which names a set of conditions reads: each has a slot, in the order of first use.
///
/// `topic("x")` reads a slot too, of a name that [`Layout::topic_of`] knows: a bool, absent where
/// there is no verbatim. A segment has none, for its condition is compiled in place.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    names: Vec<String>,
    slots: Named<u16>,
}

impl Layout {
    /// A layout that reads nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The slot of a name, new where it had none. Names beyond 65,535 all get the slot 65,535, which
    /// no name has: rows answer absent there.
    pub fn slot(&mut self, name: &str) -> u16 {
        if let Some(slot) = self.slots.get(name) {
            return *slot;
        }
        let slot = u16::try_from(self.names.len()).unwrap_or(u16::MAX);
        if slot < u16::MAX {
            self.names.push(name.to_owned());
            self.slots.insert(name.to_owned(), slot);
        }
        slot
    }

    /// The slot of a name, where it has one.
    pub fn find(&self, name: &str) -> Option<u16> {
        self.slots.get(name).copied()
    }

    /// The names, each at the place of its slot.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The topic that a name of a layout stands for, where it is one.
    pub fn topic_of(name: &str) -> Option<&str> {
        name.strip_prefix(TOPIC)
    }

    /// The name under which a layout has a topic.
    pub fn topic_name(topic: &str) -> String {
        format!("{TOPIC}{topic}")
    }
}

/// One row that a compiled condition reads.
pub trait Row {
    /// What stands in a slot of the layout that the condition was compiled with; [`Cell::Absent`] for
    /// a slot that it does not have.
    fn cell(&self, slot: u16) -> Cell<'_>;
}

impl Row for [Cell<'_>] {
    fn cell(&self, slot: u16) -> Cell<'_> {
        self.get(usize::from(slot)).copied().unwrap_or(Cell::Absent)
    }
}

/// Whether a compiled condition holds. The order is that of Kleene's logic: `&&` is the least of its
/// sides, `||` the greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It does not.
    No,
    /// It cannot be decided. A rule does not fire on it; [`Condition::holds`](super::Condition::holds)
    /// tells why.
    Error,
    /// It holds.
    Yes,
}

impl Verdict {
    /// Whether it holds.
    pub fn is_yes(self) -> bool {
        self == Self::Yes
    }

    pub(super) fn of(value: bool) -> Self {
        if value { Self::Yes } else { Self::No }
    }
}

impl std::ops::Not for Verdict {
    type Output = Self;
    fn not(self) -> Self {
        match self {
            Self::No => Self::Yes,
            Self::Error => Self::Error,
            Self::Yes => Self::No,
        }
    }
}

/// A test of one slot against literals: the value lies within both bounds, which are included.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Range {
    /// The slot that is read. Absent or of another type is [`Verdict::Error`].
    pub slot: u16,
    /// Between what it must lie; where the lower bound is above the upper one, no value does.
    pub bounds: Bounds,
}

/// The bounds of a [`Range`], by the type of its slot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Bounds {
    /// Of [`Cell::Bool`]: the value that it must have.
    Bool(bool),
    /// Of [`Cell::Int`].
    Int {
        /// The least.
        low: i64,
        /// The greatest.
        high: i64,
    },
    /// Of [`Cell::Number`], and of [`Cell::Int`] as a number. NaN lies within no bounds.
    Number {
        /// The least.
        low: f64,
        /// The greatest.
        high: f64,
    },
    /// Of [`Cell::Time`], in microseconds since 1970.
    Time {
        /// The earliest.
        low: i64,
        /// The latest.
        high: i64,
    },
}

impl Range {
    /// Whether what a row holds lies within the bounds.
    #[inline]
    pub fn test<R: Row + ?Sized>(&self, row: &R) -> Verdict {
        match (self.bounds, row.cell(self.slot)) {
            (Bounds::Int { low, high }, Cell::Int(value)) => {
                Verdict::of(low <= value && value <= high)
            }
            (Bounds::Number { low, high }, Cell::Number(value)) => {
                Verdict::of(low <= value && value <= high)
            }
            #[expect(clippy::cast_precision_loss, reason = "within ±2^53 the cast is exact")]
            (Bounds::Number { low, high }, Cell::Int(value)) => {
                Verdict::of(low <= value as f64 && value as f64 <= high)
            }
            (Bounds::Time { low, high }, Cell::Time(value)) => {
                Verdict::of(low <= value.micros() && value.micros() <= high)
            }
            (Bounds::Bool(wanted), Cell::Bool(value)) => Verdict::of(wanted == value),
            _ => Verdict::Error,
        }
    }
}
