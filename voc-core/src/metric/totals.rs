//! Sums of answers that are numbers, or that do not count alike: exact, mergeable, and any answer can be
//! taken out again.

use crate::document::{Node, Read, Reader};
use crate::error::{Code, Error};
use crate::ordered::Few;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Sums of the answers behind a metric that is no plain count.
///
/// An answer is a whole multiple of the last decimal place that its metric keeps, and so is its weight. So
/// sums do not depend on the order of answers, and taking one out leaves what was there before. They wrap
/// beyond 2¹²⁷, which is out of reach: an answer is at most [`ANSWER_MAX`], or [`WEIGHTED_MAX`] with a weight
/// of at most [`WEIGHT_MAX`], and no engine hears 2³⁰ of them in one group.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(deny_unknown_fields)]
pub struct Totals {
    /// The answers that count anything.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub n: i64,
    /// Answers that count nothing: without a weight, worth no points, or with nothing to compare.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub left_out: i64,
    /// Weights; nothing where answers count alike.
    #[serde(default, skip_serializing_if = "Whole::is_zero")]
    pub(super) weight: Whole,
    /// Squares of weights.
    #[serde(default, skip_serializing_if = "Whole::is_zero")]
    pub(super) weight_squares: Whole,
    /// Answers, each as often as its weight says.
    #[serde(default, skip_serializing_if = "Whole::is_zero")]
    pub(super) sum: Whole,
    /// Squares of answers, each as often as its weight says.
    #[serde(default, skip_serializing_if = "Whole::is_zero")]
    pub(super) squares: Whole,
    /// How often each answer came; only of a median.
    #[serde(
        default,
        skip_serializing_if = "Few::is_empty",
        with = "crate::serial::pairs"
    )]
    pub(super) counts: Few<i64, i64>,
}

/// An answer is at most so many of its last decimal place: 2⁴⁸.
pub const ANSWER_MAX: i64 = 1 << 48;
/// The same of an answer that has a weight: 2³².
pub const WEIGHTED_MAX: i64 = 1 << 32;
/// A weight is at most so many of its last decimal place: 2³¹.
pub const WEIGHT_MAX: i64 = 1 << 31;

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn is_zero(number: &i64) -> bool {
    *number == 0
}

impl Totals {
    /// One answer that counts nothing.
    pub(super) fn left_out() -> Self {
        Self {
            left_out: 1,
            ..Self::default()
        }
    }

    /// One answer of so many units.
    pub(crate) fn of(units: i64) -> Self {
        if units.abs() > ANSWER_MAX {
            return Self::left_out();
        }
        let units = i128::from(units);
        Self {
            n: 1,
            sum: Whole(units),
            squares: Whole(units * units),
            ..Self::default()
        }
    }

    /// One answer of so many units that counts as much as `weight` says, in units of its own.
    pub(crate) fn weighted(units: i64, weight: i64) -> Self {
        if units.abs() > WEIGHTED_MAX || !(1..=WEIGHT_MAX).contains(&weight) {
            return Self::left_out();
        }
        let (units, weight) = (i128::from(units), i128::from(weight));
        Self {
            n: 1,
            weight: Whole(weight),
            weight_squares: Whole(weight * weight),
            sum: Whole(weight * units),
            squares: Whole(weight * units * units),
            ..Self::default()
        }
    }

    /// One answer of so many units, to be found again.
    pub(crate) fn value(units: i64) -> Self {
        if units.abs() > ANSWER_MAX {
            return Self::left_out();
        }
        Self {
            n: 1,
            counts: Few::from_iter([(units, 1)]),
            ..Self::default()
        }
    }

    /// Adds the answers of others.
    pub fn merge(&mut self, other: &Self) {
        self.combine(other, i64::wrapping_add, i128::wrapping_add);
    }

    /// Takes the answers of others out again.
    pub fn retract(&mut self, other: &Self) {
        self.combine(other, i64::wrapping_sub, i128::wrapping_sub);
    }

    fn combine(&mut self, other: &Self, count: fn(i64, i64) -> i64, sum: fn(i128, i128) -> i128) {
        let pairs = [(&mut self.n, other.n), (&mut self.left_out, other.left_out)];
        for (own, others) in pairs {
            *own = count(*own, others);
        }
        let sums = [
            (&mut self.weight, other.weight),
            (&mut self.weight_squares, other.weight_squares),
            (&mut self.sum, other.sum),
            (&mut self.squares, other.squares),
        ];
        for (own, others) in sums {
            own.0 = sum(own.0, others.0);
        }
        for (value, times) in &other.counts {
            self.counts.update(*value, |own| *own = count(*own, *times));
            if self.counts.get(value) == Some(&0) {
                self.counts.remove(value);
            }
        }
    }

    /// Whether it holds no answer.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A whole number beyond 2⁶³, written as text: no format has such numbers everywhere.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Whole(pub(super) i128);

impl Whole {
    fn is_zero(&self) -> bool {
        self.0 == 0
    }

    fn parse(text: &str) -> Result<Self, Error> {
        let wrong = |_| Error::new(Code::Malformed, format!("`{text}` is no whole number"));
        text.parse().map(Self).map_err(wrong)
    }
}

impl Serialize for Whole {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Whole {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).map_err(D::Error::custom)
    }
}

impl Read for Whole {
    fn read<'n>(reader: &mut Reader<'n>, node: Option<&'n Node>) -> Self {
        reader.parsed(node, Self::parse).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn one() -> impl Strategy<Value = Totals> {
        prop_oneof![
            (-ANSWER_MAX..=ANSWER_MAX).prop_map(Totals::of),
            (-WEIGHTED_MAX..=WEIGHTED_MAX, -1..=WEIGHT_MAX)
                .prop_map(|(units, weight)| Totals::weighted(units, weight)),
            (-5_i64..5).prop_map(Totals::value),
            Just(Totals::left_out()),
        ]
    }

    fn all(parts: &[Totals]) -> Totals {
        parts.iter().fold(Totals::default(), |mut sum, part| {
            sum.merge(part);
            sum
        })
    }

    #[test]
    fn what_is_too_large_is_left_out() {
        for wrong in [
            Totals::of(ANSWER_MAX + 1),
            Totals::value(-ANSWER_MAX - 1),
            Totals::weighted(WEIGHTED_MAX + 1, 1),
            Totals::weighted(1, WEIGHT_MAX + 1),
            Totals::weighted(1, 0),
            Totals::weighted(1, -1),
        ] {
            assert_eq!(wrong, Totals::left_out());
        }
    }

    #[test]
    fn the_largest_sums_hold() {
        // 2³⁰ of the largest answers: 2³⁰ · 2⁹⁶ = 2¹²⁶, and with weights 2³⁰ · 2³¹ · 2⁶⁴ = 2¹²⁵.
        let many = 1 << 30;
        assert_eq!(Totals::of(ANSWER_MAX).squares.0 * many, 1 << 126);
        let weighted = Totals::weighted(-WEIGHTED_MAX, WEIGHT_MAX);
        assert_eq!(weighted.squares.0 * many, 1 << 125);
    }

    proptest! {
        #[test]
        fn order_parts_and_what_was_taken_back_leave_no_trace(
            parts in prop::collection::vec(one(), 0..30),
            order in any::<u64>(),
            cut in 0_usize..30,
        ) {
            let whole = all(&parts);
            let mut shuffled = parts.clone();
            shuffled.sort_by_key(|part| crate::digest::digest(&(order, part)));
            prop_assert_eq!(&all(&shuffled), &whole);
            let (first, last) = parts.split_at(cut.min(parts.len()));
            let mut merged = all(first);
            merged.merge(&all(last));
            prop_assert_eq!(&merged, &whole);
            for part in first.iter().rev() {
                merged.retract(part);
            }
            prop_assert_eq!(&merged, &all(last));
            merged.retract(&all(last));
            prop_assert!(merged.is_empty());
        }

        #[test]
        fn what_is_written_is_read_again(parts in prop::collection::vec(one(), 0..10)) {
            let whole = all(&parts);
            let text = serde_json::to_string(&whole).unwrap();
            prop_assert_eq!(serde_json::from_str::<Totals>(&text).unwrap(), whole.clone());
            let read: Totals = crate::document::read_json(&text).unwrap();
            prop_assert_eq!(read, whole);
        }
    }
}
