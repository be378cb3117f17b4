//! Values that just meet their target, beside those that just miss it.
//!
//! The values of a unit over its periods are counted in four steps around the target, each as wide as the caliper:
//! far below, just below, just above, far above. Where nobody works on them, the logarithm of their density is smooth;
//! where it is a parabola, as of normal values, the four expected counts are a product of three unknown numbers (a
//! level, a slope, a curve), and given what is known of these, the counts can only move together: one more far below,
//! three fewer just below, three more just above, one fewer far above. So the chance of as many just above is exact,
//! whatever the mean and the spread of the unit. It is a caliper test (A. Gerber, N. Malhotra, Quarterly Journal of
//! Political Science 3, 2008, 313–326) that also looks at what lies around, as a test for a jump of a density does
//! (Journal of Econometrics 142, 2008, 698–714). A value exactly at its target counts in no step: shares and
//! means of few answers are round by themselves.

use super::exact::number;
use super::extract::Unit;
use super::find::{Found, GROUP_MIN};
use crate::document::Read;
use crate::error::{Code, Error};
use serde::{Deserialize, Serialize};

/// What a unit came to in a period, beside its target.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct UnitValue {
    /// The unit.
    pub unit: String,
    /// The first day of the period.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<String>,
    /// The number: a mean, a share, NPS.
    pub value: f64,
    /// The lower end of its interval.
    pub low: f64,
    /// The upper end of its interval.
    pub high: f64,
    /// How many answers it stands on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n: Option<i64>,
    /// What it is to come to at least.
    pub target: f64,
    /// Whether it is to come to at most that.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub at_most: bool,
}

/// Closer than this a value is at its target.
const AT: f64 = 1e-9;

impl UnitValue {
    /// # Errors
    /// A number that is none, an interval without width.
    pub(super) fn check(&self) -> Result<(), Error> {
        let numbers = [
            ("value", self.value),
            ("low", self.low),
            ("high", self.high),
            ("target", self.target),
        ];
        for (key, number) in numbers {
            if !number.is_finite() {
                return Err(Error::new(Code::OutOfRange, format!("{number} is no number")).at(key));
            }
        }
        if self.low >= self.high {
            let message = format!(
                "an interval from {} to {} has no width",
                self.low, self.high
            );
            return Err(Error::new(Code::OutOfRange, message).at("low"));
        }
        Ok(())
    }

    /// The step in which it lies, of the four around the target, from worse to better; absent where it is in none.
    pub(super) fn step(&self, caliper: f64) -> Option<usize> {
        let off = self.value - self.target;
        if off.abs() < AT {
            return None;
        }
        let is_met = (off > 0.0) != self.at_most;
        let far = off.abs() / ((self.high - self.low) / 2.0);
        match (far <= caliper, far <= 2.0 * caliper, is_met) {
            (true, _, false) => Some(1),
            (true, _, true) => Some(2),
            (_, true, false) => Some(0),
            (_, true, true) => Some(3),
            (_, false, _) => None,
        }
    }
}

/// What is found in a unit.
pub(super) fn just_met(unit: &Unit) -> Option<Found> {
    let [_, missed, met, _] = unit.near;
    let beside = missed + met;
    if beside == 0 {
        return None;
    }
    let jump = Jump::of(unit.near);
    let enough = unit.near.iter().sum::<i64>() >= GROUP_MIN;
    Some(Found {
        value: number(met) / number(beside),
        beside: jump.expected / number(beside),
        n: beside,
        p: enough.then_some(jump.p),
    })
}

/// How many just meet their target where the density is smooth.
#[derive(Debug, Clone, Copy)]
struct Jump {
    /// As many as that are expected.
    expected: f64,
    /// The chance of as many as there are.
    p: f64,
}

impl Jump {
    /// Of the counts in the four steps, not all of them 0.
    fn of([worse, missed, met, better]: [i64; 4]) -> Self {
        // Move k brings k more of `worse`, 3k fewer of `missed`, 3k more of `met`, k fewer of `better`.
        let (least, most) = (-worse.min(met / 3), better.min(missed / 3));
        let ln_factorial = |of: i64| libm::lgamma(number(of) + 1.0);
        let ln_weight = |k: i64| {
            -ln_factorial(worse + k)
                - ln_factorial(missed - 3 * k)
                - ln_factorial(met + 3 * k)
                - ln_factorial(better - k)
        };
        let here = ln_weight(0);
        let (mut all, mut beyond, mut sum) = (0.0, 0.0, 0.0);
        for k in least..=most {
            let weight = libm::exp(ln_weight(k) - here);
            all += weight;
            sum += weight * number(met + 3 * k);
            if k >= 0 {
                beyond += weight;
            }
        }
        Self {
            expected: sum / all,
            p: beyond / all,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    fn value(value: f64, at_most: bool) -> UnitValue {
        UnitValue {
            unit: "north".to_owned(),
            period: None,
            value,
            low: value - 0.1,
            high: value + 0.1,
            n: None,
            target: 0.8,
            at_most,
        }
    }

    #[test]
    fn steps_are_as_wide_as_the_caliper() {
        // Half the interval is 0.1, so a step is 0.025.
        for (at, step) in [
            (0.749, None),
            (0.76, Some(0)),
            (0.78, Some(1)),
            (0.8, None),
            (0.82, Some(2)),
            (0.84, Some(3)),
            (0.851, None),
        ] {
            assert_eq!(value(at, false).step(0.25), step, "{at}");
            let turned = step.map(|step| 3 - step);
            assert_eq!(value(at, true).step(0.25), turned, "{at}");
        }
    }

    #[test]
    fn by_hand() {
        // 2, 3, 6, 3: moves of −2, −1, 0 and 1 are 0, 9, 0, 5; 1, 6, 3, 4; 2, 3, 6, 3; 3, 0, 9, 2. Their weights are
        // one over the products of the factorials: 1 / (9! 5!), 1 / (6! 3! 4!), 1 / (2 · 3! 6! 3!), 1 / (3! 9! 2);
        // times 9!: 1/120, 3.5, 7, 1/12. So p is (7 + 1/12) / (7 + 3.5 + 1/12 + 1/120) = 850/1271.
        let jump = Jump::of([2, 3, 6, 3]);
        assert!((jump.p - 850.0 / 1271.0).abs() < 1e-12, "{jump:?}");
        // Expected: (3 · 3.5 + 6 · 7 + 9/12) / (10.5 + 11/120) = 6390/1271.
        assert!((jump.expected - 6390.0 / 1271.0).abs() < 1e-12, "{jump:?}");
        // No move is possible: nothing is known.
        assert!((Jump::of([0, 2, 2, 0]).p - 1.0).abs() < 1e-15);
    }

    /// Of normal values, wherever their mean is and however wide they spread, as many are below a level as it says, or
    /// fewer; and a unit that lifts what just misses is found.
    #[test]
    fn the_level_holds_wherever_the_mean_is() {
        let mut random = Random(20_261_126);
        for (mean, spread) in [(-1.5, 1.0), (-0.5, 1.0), (0.0, 1.0), (1.0, 1.0), (2.0, 1.5)] {
            let (mut small, mut found) = (0, 0);
            for _ in 0..1000 {
                let (mut honest, mut lifted) = ([0; 4], [0; 4]);
                for _ in 0..60 {
                    let off = mean + spread * random.normal();
                    let step = |off: f64| {
                        let one = UnitValue {
                            low: 0.8 + off / 10.0 - 0.2,
                            high: 0.8 + off / 10.0 + 0.2,
                            ..value(0.8 + off / 10.0, false)
                        };
                        one.step(0.25)
                    };
                    let is_lifted = (-0.5..0.0).contains(&off);
                    let count = |counts: &mut [i64; 4], off: f64| {
                        if let Some(place) = step(off) {
                            counts[place] += 1;
                        }
                    };
                    count(&mut honest, off);
                    count(&mut lifted, if is_lifted { -off } else { off });
                }
                small += u32::from(Jump::of(honest).p <= 0.05);
                found += u32::from(Jump::of(lifted).p <= 0.05);
            }
            // 5% of 1,000 is 50, give or take 7.
            assert!(small <= 65, "{mean} {spread}: {small} of 1000");
            assert!(found > 3 * small, "{mean} {spread}: {found} of 1000");
        }
    }
}
