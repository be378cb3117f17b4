//! Sums of numbers: exact, mergeable, and any number can be taken out again.

use super::estimate::{Estimate, Method, confident};
use super::student::t_of;
use crate::error::{Code, Error};
use serde::Serialize;

/// What a mean and its interval are made of. Each number is a whole multiple of its last decimal place, so
/// sums do not depend on the order of numbers, and taking one out leaves what was there before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Moments {
    n: i64,
    decimals: u32,
    sum: i128,
    squares: i128,
}

/// The decimal places of a number where nothing is said (DESIGN.md §6).
pub const DECIMALS: u32 = 6;

/// The most decimal places.
pub const DECIMALS_MAX: u32 = 12;

/// A number is at most so many of its last decimal place: 2⁵³, beyond which doubles are not exact.
pub const UNITS_MAX: f64 = 9_007_199_254_740_992.0;

impl Default for Moments {
    fn default() -> Self {
        Self {
            n: 0,
            decimals: DECIMALS,
            sum: 0,
            squares: 0,
        }
    }
}

impl Moments {
    /// No numbers yet, of so many decimal places.
    ///
    /// # Errors
    /// More than [`DECIMALS_MAX`].
    pub fn of_decimals(decimals: u32) -> Result<Self, Error> {
        if decimals > DECIMALS_MAX {
            let message = format!("{decimals} decimal places are more than {DECIMALS_MAX}");
            return Err(Error::new(Code::Limit, message).at("decimals"));
        }
        let none = Self::default();
        Ok(Self { decimals, ..none })
    }

    /// How many numbers there are.
    pub fn n(self) -> i64 {
        self.n
    }

    /// Adds a number, rounded to the decimal places.
    ///
    /// # Errors
    /// What is no number, or larger than [`UNITS_MAX`] of its last place.
    pub fn add(&mut self, number: f64) -> Result<(), Error> {
        let one = self.one(number)?;
        self.merge(one)
    }

    /// Adds a number of so many of its last decimal place.
    #[cfg(not(small))]
    pub(crate) fn add_units(&mut self, units: i64) {
        let units = i128::from(units);
        self.n = self.n.saturating_add(1);
        self.sum = self.sum.saturating_add(units);
        self.squares = self.squares.saturating_add(units * units);
    }

    /// The sums of the numbers and of their squares, in units of the last decimal place and their squares.
    #[cfg(not(small))]
    pub(crate) fn sums(self) -> (i128, i128) {
        (self.sum, self.squares)
    }

    /// Adds a number so many times.
    pub(super) fn add_times(&mut self, number: f64, times: i64) -> Result<(), Error> {
        let one = self.one(number)?;
        let all = (|| {
            Some(Self {
                n: times,
                sum: one.sum.checked_mul(times.into())?,
                squares: one.squares.checked_mul(times.into())?,
                ..one
            })
        })();
        self.merge(all.ok_or_else(too_large)?)
    }

    /// Takes a number out that was added.
    ///
    /// # Errors
    /// As for [`Self::add`].
    pub fn remove(&mut self, number: f64) -> Result<(), Error> {
        let one = self.one(number)?;
        self.retract(one)
    }

    /// Adds the numbers of another.
    ///
    /// # Errors
    /// Other decimal places; sums beyond what is counted exactly. Nothing is added then.
    pub fn merge(&mut self, other: Self) -> Result<(), Error> {
        self.combine(other, i64::checked_add, i128::checked_add)
    }

    /// Takes the numbers of another out again.
    ///
    /// # Errors
    /// As for [`Self::merge`].
    pub fn retract(&mut self, other: Self) -> Result<(), Error> {
        self.combine(other, i64::checked_sub, i128::checked_sub)
    }

    /// Of whole numbers, each so many times.
    ///
    /// # Errors
    /// Sums beyond what is counted exactly.
    pub(crate) fn of_counts(counts: &[(i64, i64)]) -> Result<Self, Error> {
        let mut all = Self::of_decimals(0)?;
        for (value, times) in counts {
            let (value, many) = (i128::from(*value), i128::from(*times));
            all.merge(Self {
                n: *times,
                decimals: 0,
                sum: value * many,
                squares: value * value * many,
            })?;
        }
        Ok(all)
    }

    fn combine(
        &mut self,
        other: Self,
        count: fn(i64, i64) -> Option<i64>,
        sum: fn(i128, i128) -> Option<i128>,
    ) -> Result<(), Error> {
        if self.decimals != other.decimals {
            let (one, other) = (self.decimals, other.decimals);
            let message = format!("numbers of {one} and of {other} decimal places do not add up");
            return Err(Error::new(Code::WrongType, message).at("decimals"));
        }
        let made = (|| {
            Some(Self {
                n: count(self.n, other.n)?,
                decimals: self.decimals,
                sum: sum(self.sum, other.sum)?,
                squares: sum(self.squares, other.squares)?,
            })
        })();
        *self = made.ok_or_else(too_large)?;
        Ok(())
    }

    #[expect(clippy::cast_possible_truncation, reason = "whole, and checked")]
    fn one(self, number: f64) -> Result<Self, Error> {
        let units = (number * self.scale()).round();
        if units.is_nan() || units.abs() > UNITS_MAX {
            let message = format!(
                "{number} is not counted exactly to {} places",
                self.decimals
            );
            return Err(Error::new(Code::OutOfRange, message));
        }
        let units = units as i128;
        Ok(Self {
            n: 1,
            decimals: self.decimals,
            sum: units,
            squares: units * units,
        })
    }

    fn scale(self) -> f64 {
        (0..self.decimals).fold(1.0, |scale, _| scale * 10.0)
    }

    /// The mean; absent where there is no number.
    pub fn mean(self) -> Option<f64> {
        (self.n > 0).then(|| {
            let (whole, rest) = self.parts();
            (number(whole) + number(rest) / count(self.n)) / self.scale()
        })
    }

    /// The variance of the numbers, with n − 1; absent for fewer than two.
    pub fn variance(self) -> Option<f64> {
        (self.n > 1).then(|| {
            // Squares around the whole part of the mean are exact; what is left of it is small.
            let (whole, rest) = self.parts();
            let n = i128::from(self.n);
            let around = self.squares - whole * (2 * self.sum - n * whole);
            let rest = number(rest);
            let left = number(around) - rest * rest / count(self.n);
            left.max(0.0) / count(self.n - 1) / (self.scale() * self.scale())
        })
    }

    fn parts(self) -> (i128, i128) {
        let n = i128::from(self.n.max(1));
        (self.sum / n, self.sum % n)
    }

    /// The mean with Student's interval; without one where there are fewer than two numbers.
    ///
    /// # Errors
    /// A confidence outside (0, 1).
    pub fn estimate(self, confidence: f64) -> Result<Estimate, Error> {
        confident(confidence)?;
        let value = self.mean();
        let half = self.variance().map(|variance| {
            t_of(confidence, count(self.n - 1)) * (variance / count(self.n)).sqrt()
        });
        let interval = value.zip(half);
        Ok(Estimate {
            value,
            n: self.n.max(0),
            low: interval.map(|(value, half)| value - half),
            high: interval.map(|(value, half)| value + half),
            confidence,
            method: Method::Student,
        })
    }
}

fn too_large() -> Error {
    let message = "the sum of squares is larger than what is counted exactly";
    Error::new(Code::Limit, message).hint("declare fewer `decimals` of the field")
}

/// The mean of numbers with Student's interval.
///
/// # Errors
/// What is no number, named by its index; a confidence outside (0, 1).
pub fn mean(numbers: &[f64], confidence: f64) -> Result<Estimate, Error> {
    moments(numbers)?.estimate(confidence)
}

/// The sums of numbers.
///
/// # Errors
/// What is no number, named by its index.
pub fn moments(numbers: &[f64]) -> Result<Moments, Error> {
    let mut all = Moments::default();
    for (index, number) in numbers.iter().enumerate() {
        let added = all.add(*number);
        added.map_err(|error| error.at(index.to_string()))?;
    }
    Ok(all)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a digit beyond a double's is not asked for"
)]
fn number(units: i128) -> f64 {
    units as f64
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
fn count(n: i64) -> f64 {
    n as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn student_1908() {
        // The additional hours of sleep by dextro-hyoscyamine: Student, "The probable error of a mean",
        // Biometrika 6 (1908); R's t.test(extra[1:10]): mean 0.75, interval −0.5297804 to 2.0297804.
        let sleep = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
        let found = mean(&sleep, 0.95).unwrap();
        assert_eq!((found.value, found.n), (Some(0.75), 10));
        assert!((found.low.unwrap() + 0.529_780_4).abs() < 5e-8, "{found:?}");
        assert!(
            (found.high.unwrap() - 2.029_780_4).abs() < 5e-8,
            "{found:?}"
        );
    }

    #[test]
    fn few_numbers_have_no_interval() {
        let none = mean(&[], 0.95).unwrap();
        assert_eq!((none.value, none.low, none.n), (None, None, 0));
        let one = mean(&[4.0], 0.95).unwrap();
        assert_eq!((one.value, one.low, one.high), (Some(4.0), None, None));
        let same = mean(&[4.0, 4.0], 0.95).unwrap();
        assert_eq!((same.low, same.high), (Some(4.0), Some(4.0)));
    }

    #[test]
    fn what_is_not_exact_is_refused() {
        let error = mean(&[1.0, f64::NAN], 0.95).unwrap_err();
        assert_eq!(error.path.as_deref(), Some("1"));
        assert_eq!(mean(&[1e10], 0.95).unwrap_err().code, Code::OutOfRange);
        assert!(Moments::of_decimals(13).is_err());
        let mut whole = Moments::of_decimals(0).unwrap();
        assert!(whole.merge(Moments::default()).is_err());
        assert_eq!(whole, Moments::of_decimals(0).unwrap());
    }

    #[test]
    fn a_large_mean_leaves_the_variance_its_digits() {
        let far = [1e9 + 4.0, 1e9 + 7.0, 1e9 + 13.0, 1e9 + 16.0];
        let mut all = Moments::of_decimals(0).unwrap();
        for number in far {
            all.add(number).unwrap();
        }
        assert_eq!(all.variance(), Some(30.0));
    }

    proptest! {
        #[test]
        fn order_and_parts_leave_no_trace(
            numbers in prop::collection::vec(-1e9_f64..1e9, 0..40),
            cut in 0_usize..40,
        ) {
            let cut = cut.min(numbers.len());
            let all = moments(&numbers).unwrap();
            let (first, last) = numbers.split_at(cut);
            let mut merged = moments(last).unwrap();
            merged.merge(moments(first).unwrap()).unwrap();
            prop_assert_eq!(merged, all);
            for number in first {
                merged.remove(*number).unwrap();
            }
            prop_assert_eq!(merged, moments(last).unwrap());
        }
    }
}
