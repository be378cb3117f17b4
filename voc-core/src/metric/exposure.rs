//! How often something happens for what it could happen to: events by exposure.

use super::beta::incomplete_beta;
use super::estimate::{confident, number};
use super::gamma::gamma_quantile;
use crate::error::{Code, Error};
use serde::Serialize;

/// A rate of events: so many for each unit of exposure, such as an order or a customer's month.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EventRate {
    /// Events by exposure; absent without exposure.
    pub value: Option<f64>,
    /// How many events.
    pub events: i64,
    /// The exposure.
    pub exposure: f64,
    /// The lower end of the interval, exact of events that come singly and independently: F. Garwood,
    /// Biometrika 28 (1936) 437–442.
    pub low: Option<f64>,
    /// The upper end.
    pub high: Option<f64>,
    /// The confidence of the interval.
    pub confidence: f64,
}

/// One rate by another.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RateRatio {
    /// The first rate by the second; absent where the second has no events, or one no exposure.
    pub value: Option<f64>,
    /// The lower end of the interval, exact given all events together: J. Przyborowski, H. Wilenski,
    /// Biometrika 31 (1940) 313–323, with the limits of C. J. Clopper, E. S. Pearson, Biometrika 26 (1934)
    /// 404–413. Absent without events.
    pub low: Option<f64>,
    /// The upper end; absent without events in the second.
    pub high: Option<f64>,
    /// The chance of so uneven a split where the rates are the same: twice the smaller side, as the interval
    /// has it. Absent without events.
    pub p: Option<f64>,
    /// The events of both.
    pub events: [i64; 2],
    /// The exposure of both.
    pub exposure: [f64; 2],
    /// The confidence of the interval.
    pub confidence: f64,
}

/// A rate of events with its exact interval.
///
/// # Errors
/// A negative number of events, an exposure that is negative or no number, a confidence outside (0, 1).
pub fn event_rate(events: i64, exposure: f64, confidence: f64) -> Result<EventRate, Error> {
    confident(confidence)?;
    check(events, exposure)?;
    let tail = (1.0 - confidence) / 2.0;
    let by = |count: f64| (exposure > 0.0).then(|| count / exposure);
    let count = number(events);
    let low = if events == 0 {
        0.0
    } else {
        gamma_quantile(count, tail)
    };
    Ok(EventRate {
        value: by(count),
        events,
        exposure,
        low: by(low),
        high: by(gamma_quantile(count + 1.0, 1.0 - tail)),
        confidence,
    })
}

/// One rate of events by another, with its exact interval and test.
///
/// # Errors
/// As [`event_rate`], the place of the rate in front.
pub fn rate_ratio(one: (i64, f64), other: (i64, f64), confidence: f64) -> Result<RateRatio, Error> {
    confident(confidence)?;
    for (place, (events, exposure)) in [one, other].into_iter().enumerate() {
        check(events, exposure).map_err(|error| {
            let path = error.path.clone().unwrap_or_default();
            error.at(format!("{place}.{path}"))
        })?;
    }
    let ((x, own), (y, others)) = (one, other);
    let none = RateRatio {
        value: None,
        low: None,
        high: None,
        p: None,
        events: [x, y],
        exposure: [own, others],
        confidence,
    };
    if own <= 0.0 || others <= 0.0 || x + y == 0 {
        return Ok(none);
    }
    let tail = (1.0 - confidence) / 2.0;
    let (a, b) = (number(x), number(y));
    // Given all events, those of the first are binomial with the share r own / (r own + others).
    let odds = |share: f64, rest: f64| share / rest * (others / own);
    let low = if x == 0 {
        0.0
    } else {
        let (share, rest) = beta_quantile(a, b + 1.0, tail);
        odds(share, rest)
    };
    let high = (y > 0).then(|| {
        let (rest, share) = beta_quantile(b, a + 1.0, tail);
        odds(share, rest)
    });
    let (share, rest) = (own / (own + others), others / (own + others));
    let at_most = if y == 0 {
        1.0
    } else {
        incomplete_beta(b, a + 1.0, rest, share)
    };
    let at_least = if x == 0 {
        1.0
    } else {
        incomplete_beta(a, b + 1.0, share, rest)
    };
    Ok(RateRatio {
        value: (y > 0).then(|| (a / own) / (b / others)),
        low: Some(low),
        high,
        p: Some((2.0 * at_most.min(at_least)).min(1.0)),
        ..none
    })
}

fn check(events: i64, exposure: f64) -> Result<(), Error> {
    if events < 0 {
        return Err(Error::new(Code::OutOfRange, format!("{events} is no count")).at("events"));
    }
    if !exposure.is_finite() || exposure < 0.0 {
        let message = format!("{exposure} is no exposure");
        return Err(Error::new(Code::OutOfRange, message).at("exposure"));
    }
    if exposure == 0.0 && events > 0 {
        let message = format!("{events} events without any exposure");
        return Err(Error::new(Code::OutOfRange, message).at("exposure"));
    }
    Ok(())
}

/// Where a beta distribution has this share below it, and the rest up to 1.
fn beta_quantile(a: f64, b: f64, below: f64) -> (f64, f64) {
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..HALVINGS {
        let middle = f64::midpoint(low, high);
        if incomplete_beta(a, b, middle, 1.0 - middle) < below {
            low = middle;
        } else {
            high = middle;
        }
    }
    let share = f64::midpoint(low, high);
    (share, 1.0 - share)
}

const HALVINGS: u32 = 120;

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn close(found: Option<f64>, wanted: f64) {
        let found = found.unwrap();
        assert!(
            (found - wanted).abs() < 5e-5 * wanted.max(1.0),
            "{found} {wanted}"
        );
    }

    #[test]
    fn the_table_of_garwood() {
        // Garwood's limits for counts, confidence 0.95, as tabled since (Pearson and Hartley, table 40).
        for (events, low, high) in [
            (0, 0.0, 3.6889),
            (1, 0.0253, 5.5716),
            (5, 1.6235, 11.6683),
            (10, 4.7954, 18.3904),
            (50, 37.1109, 65.9188),
        ] {
            let found = event_rate(events, 1.0, 0.95).unwrap();
            close(found.low, low);
            close(found.high, high);
        }
        let found = event_rate(10, 4.0, 0.95).unwrap();
        close(found.value, 2.5);
        close(found.high, 18.3904 / 4.0);
    }

    #[test]
    fn the_ratio_of_r() {
        // R's own example: poisson.test(c(11, 6 + 8 + 7), c(800, 1083 + 1050 + 878)): ratio 1.971488,
        // interval 0.8594 to 4.2772 (0.8584264, 4.2772659 in its manual's output).
        let found = rate_ratio((11, 800.0), (21, 3011.0), 0.95).unwrap();
        close(found.value, 1.971_488);
        close(found.low, 0.858_426_4);
        close(found.high, 4.277_266);
    }

    #[test]
    fn nothing_happened() {
        let none = rate_ratio((0, 3.0), (0, 5.0), 0.95).unwrap();
        assert_eq!((none.value, none.low, none.p), (None, None, None));
        let one = rate_ratio((4, 3.0), (0, 5.0), 0.95).unwrap();
        assert_eq!((one.value, one.high), (None, None));
        assert!(one.low.unwrap() > 0.0);
        let zero = event_rate(0, 0.0, 0.95).unwrap();
        assert_eq!((zero.value, zero.high), (None, None));
        for (events, exposure) in [(-1, 1.0), (1, 0.0), (1, -1.0), (1, f64::NAN)] {
            assert!(event_rate(events, exposure, 0.95).is_err());
            let error = rate_ratio((1, 1.0), (events, exposure), 0.95).unwrap_err();
            assert!(error.path.unwrap().starts_with("1."));
        }
        assert!(event_rate(1, 1.0, 1.0).is_err());
    }

    proptest! {
        #[test]
        fn the_interval_and_the_test_agree(x in 0_i64..40, y in 0_i64..40, t in 1_u32..50, u in 1_u32..50) {
            prop_assume!(x + y > 0);
            let (one, other) = ((x, f64::from(t)), (y, f64::from(u)));
            let found = rate_ratio(one, other, 0.95).unwrap();
            let holds = found.low.unwrap() <= 1.0 && found.high.is_none_or(|high| high >= 1.0);
            // On the edge itself either may be.
            prop_assert!(holds == (found.p.unwrap() > 0.05) || (found.p.unwrap() - 0.05).abs() < 1e-9);
            let back = rate_ratio(other, one, 0.95).unwrap();
            prop_assert!((found.p.unwrap() - back.p.unwrap()).abs() < 1e-12);
            if let (Some(high), low) = (back.high, found.low.unwrap()) && low > 0.0 {
                prop_assert!((low * high - 1.0).abs() < 1e-9);
            }
        }
    }
}
