//! Rates of events and their ratios, over all counts that there can be.

use super::sheet::{Sheet, both, mean_and_least};
use super::{CONFIDENCE, Held, within};
use voc_core::metric::{event_rate, rate_ratio};

/// The chance of each count of a Poisson distribution, up to where nothing is left.
fn poisson(mean: f64) -> Vec<f64> {
    let most = (mean + 10.0 * mean.sqrt() + 20.0) as u32;
    let (mut log, mut chances) = (-mean, Vec::new());
    for count in 0..=most {
        if count > 0 {
            log += (mean / f64::from(count)).ln();
        }
        chances.push(log.exp());
    }
    chances
}

/// So many means from half of one to twice it, each the same part more than the one before.
fn around(mean: f64) -> impl Iterator<Item = f64> {
    (0..=98).map(move |step| mean * 4.0_f64.powf(f64::from(step) / 98.0 - 0.5))
}

/// Garwood's interval of a rate of events of which about so many are expected.
///
/// # Panics
/// Never: the counts are counts.
pub fn events(about: f64) -> Held {
    let most = poisson(2.0 * about).len() as i64;
    let intervals: Vec<_> = (0..most)
        .map(|count| event_rate(count, 1.0, CONFIDENCE).expect("a count"))
        .collect();
    let shares = around(about).map(|mean| {
        let chances = poisson(mean).into_iter().zip(&intervals);
        let held = chances.filter(|(_, found)| {
            let ends = found.low.zip(found.high);
            ends.is_some_and(|(low, high)| within([low, high], mean))
        });
        held.map(|(chance, _)| chance).sum()
    });
    Held {
        n: about as i64,
        shares: shares.collect(),
    }
}

/// The interval of one rate by another, over ratios from a half to two: so many events are expected of the second,
/// with an exposure `times` that of the first. Where nothing happens there is no interval, and that is left out.
///
/// # Panics
/// Never: the counts are counts.
pub fn ratio(expected: f64, times: f64) -> Held {
    let others = poisson(expected);
    let most = poisson(2.0 * expected / times).len() as i64;
    let ends = |one: i64, other: i64| {
        let found = rate_ratio((one, 1.0), (other, times), CONFIDENCE).expect("counts");
        // Without events in the second there is no upper end, however high.
        found
            .low
            .map(|low| [low, found.high.unwrap_or(f64::INFINITY)])
    };
    let row = |one| {
        (0..others.len() as i64)
            .map(|other| ends(one, other))
            .collect()
    };
    let intervals: Vec<Vec<Option<[f64; 2]>>> = (0..most).map(row).collect();
    let shares = around(1.0).map(|truth| {
        let (mut held, mut all) = (0.0, 0.0);
        for (one, row) in poisson(truth * expected / times)
            .into_iter()
            .zip(&intervals)
        {
            for (other, ends) in others.iter().zip(row) {
                let Some(ends) = ends else { continue };
                all += one * other;
                if within(*ends, truth) {
                    held += one * other;
                }
            }
        }
        held / all
    });
    Held {
        n: expected as i64,
        shares: shares.collect(),
    }
}

/// The table of rates of events.
pub fn sheet() -> Sheet {
    let row = |expected: f64| {
        let of = [events(expected), ratio(expected, 1.0), ratio(expected, 4.0)];
        std::iter::once(expected.to_string())
            .chain(of.iter().flat_map(both))
            .collect()
    };
    Sheet {
        title: "Rates of events and their ratios, exactly",
        text: "About so many events are expected, from half to twice as many; of a ratio, so many in the second group, and \
               the first has a rate from half to twice that. Both intervals hold at least what they say, whatever the rate \
               (Garwood; Clopper and Pearson, given all events): of few events that is more than 95."
            .to_owned(),
        heads: mean_and_least("events", ["rate", "ratio, as long", "ratio, four times as long"]),
        rows: [1.0, 2.0, 5.0, 10.0, 20.0].into_iter().map(row).collect(),
    }
}
