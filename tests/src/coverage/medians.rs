//! Medians.

use super::dice::Dice;
use super::means::{answers, skewed};
use super::sheet::{Seen, Sheet};
use super::{CONFIDENCE, binomial, ends, percent};
use voc_core::metric::table::{Answers, Columns, NumberKind, Values, number_rows};
use voc_core::metric::{Difference, Estimate};

fn median(numbers: &[f64], weights: Option<&[f64]>) -> Estimate {
    let columns = Columns {
        answers: Answers {
            values: Values::F64(numbers),
            valid: None,
        },
        by: &[],
        weights,
    };
    let rows = number_rows(columns, NumberKind::Median, &[], CONFIDENCE).expect("plain numbers");
    rows[0].1
}

/// How often the interval of n numbers of any continuous distribution holds its median, exactly; absent where there is
/// no interval.
///
/// # Panics
/// Where the core refuses plain numbers.
pub fn plain(n: u32) -> Option<f64> {
    // Of the numbers 1 to n the ends are their ranks: as many lie below the median, or one less, by chance.
    let ranks: Vec<f64> = (1..=n).map(f64::from).collect();
    let [low, high] = ends(&median(&ranks, None))?;
    let below = low as usize..high as usize;
    Some(binomial(i64::from(n), 0.5)[below].iter().sum())
}

/// Six places are kept.
fn normal(dice: &mut Dice) -> f64 {
    (dice.normal() * 1e6).round() / 1e6
}

/// The same of normal numbers of which some count more than others, drawn.
pub fn weighted(n: u32, spread: f64, samples: u32) -> Seen {
    let mut dice = Dice::new(u64::from(n));
    let drawn = |_| {
        let numbers: Vec<f64> = (0..n).map(|_| normal(&mut dice)).collect();
        let weights: Vec<f64> = (0..n).map(|_| (spread * dice.normal()).exp()).collect();
        ends(&median(&numbers, Some(&weights)))
    };
    Seen::of(samples, drawn, 0.0)
}

/// The same of answers from 0 to 10.
pub fn of_answers(best: f64, n: u32, samples: u32) -> Seen {
    let shares = skewed(best);
    let mut until = 0.0;
    let below = shares.iter().take_while(|share| {
        until += **share;
        until < 0.5
    });
    let truth = below.count() as f64;
    let mut dice = Dice::new(u64::from(n));
    let drawn = |_| ends(&median(&answers(&mut dice, &shares, n), None));
    Seen::of(samples, drawn, truth)
}

/// The difference of two medians of normal numbers by the limits of both.
pub fn difference(n: u32, samples: u32) -> Seen {
    let mut dice = Dice::new(u64::from(n));
    let drawn = |_| {
        let mut one = || {
            let numbers: Vec<f64> = (0..n).map(|_| normal(&mut dice)).collect();
            median(&numbers, None)
        };
        Difference::of(&one(), &one()).map(|found| [found.low, found.high])
    };
    Seen::of(samples, drawn, 0.0)
}

/// The table of medians.
pub fn sheet(samples: u32) -> Sheet {
    let row = |n: u32| {
        vec![
            n.to_string(),
            plain(n).map_or_else(|| "–".to_owned(), percent),
            of_answers(0.3, n, samples).cell(),
            weighted(n, 0.5, samples).cell(),
            weighted(n, 1.0, samples).cell(),
            difference(n, samples).cell(),
        ]
    };
    Sheet {
        title: "Medians (order statistics), exactly and drawn",
        text: format!(
            "Of numbers that are all different the chance is the same whatever they are: the narrowest interval whose \
             chance is at least 95. Of answers from 0 to 10 (0.3 the best, as above) it is more, for many are the same. With \
             weights, log-normal with such a spread, the ends are those of a share, by Wilson; of two groups, the limits of \
             both. These {samples} samples each. With weights, ends of fewer than 50 answers lie too near."
        ),
        heads: [
            "n",
            "exactly",
            "answers",
            "weights, 0.5",
            "weights, 1",
            "difference",
        ]
        .map(str::to_owned)
        .to_vec(),
        rows: [5, 6, 10, 20, 50, 100, 200].into_iter().map(row).collect(),
    }
}
