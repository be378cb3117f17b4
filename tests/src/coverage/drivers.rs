//! How much of an outcome goes with each feature.

use super::dice::Dice;
use super::sheet::{Seen, Sheet};
use super::{CONFIDENCE, both_ends};
use voc_core::insight::drivers::{DriverColumns, DriverMethod, DriverQuery, Drivers, Summed};
use voc_core::metric::bootstrap::Drawing;

/// How much each feature counts in the outcome; all share half of their variance.
const COUNTS: [f64; 3] = [1.0, 0.5, 0.0];
const NAMES: [&str; 3] = ["first", "second", "none"];

fn asked(dice: &mut Dice, rows: u32, method: DriverMethod, drawing: Option<Drawing>) -> Drivers {
    let (mut features, mut outcome) = ([Vec::new(), Vec::new(), Vec::new()], Vec::new());
    for _ in 0..rows {
        let shared = dice.normal();
        let mut sum = 2.0 * dice.normal();
        for (feature, counts) in features.iter_mut().zip(COUNTS) {
            let value = (shared + dice.normal()) / std::f64::consts::SQRT_2;
            sum += counts * value;
            feature.push(value);
        }
        outcome.push(sum);
    }
    let named: Vec<(&str, &[f64])> = NAMES
        .into_iter()
        .zip(features.iter().map(Vec::as_slice))
        .collect();
    let columns = DriverColumns {
        outcome: &outcome,
        features: &named,
    };
    let query = DriverQuery {
        method,
        drawing,
        confidence: CONFIDENCE,
    };
    let summed = Summed::of(columns, query).expect("plain numbers");
    let drawn = summed.draw(0..summed.replicates());
    summed.finish(&drawn).expect("as many as were asked for")
}

/// How often the bootstrap's interval of each feature's weight holds it, in so many samples of so many rows.
///
/// # Panics
/// Where the core refuses plain numbers.
pub fn weights(method: DriverMethod, rows: u32, replicates: u32, samples: u32) -> [Seen; 3] {
    let mut dice = Dice::new(u64::from(rows));
    // So many rows have nearly the weights of all that there could be.
    let all = asked(&mut dice, 400_000, method, None);
    let mut seen = [Seen::default(); 3];
    for sample in 0..samples {
        let drawing = Drawing {
            seed: u64::from(sample),
            replicates,
        };
        let found = asked(&mut dice, rows, method, Some(drawing));
        for ((seen, row), truth) in seen.iter_mut().zip(&found.rows).zip(&all.rows) {
            seen.add(
                both_ends(row.low, row.high),
                truth.weight.expect("it varies"),
            );
        }
    }
    seen
}

/// The table of drivers.
pub fn sheet(replicates: u32, samples: u32) -> Sheet {
    let row = |rows: u32| {
        let methods = [DriverMethod::RelativeWeights, DriverMethod::Shapley];
        let cells =
            methods.map(|method| weights(method, rows, replicates, samples).map(Seen::cell));
        std::iter::once(rows.to_string())
            .chain(cells.into_iter().flatten())
            .collect()
    };
    Sheet {
        title: "Drivers (bootstrap), drawn",
        text: format!(
            "Three features with a correlation of 0.5, of which the outcome takes the first as it is, half of the second and \
             nothing of the third; {samples} samples of {replicates} replicates. A weight of 0 is at the edge of what there can \
             be, and no interval of weights that are never below it is right there: the third's is that of what it shares with \
             the others."
        ),
        heads: [
            "rows",
            "Johnson: first",
            "second",
            "third",
            "Shapley: first",
            "second",
            "third",
        ]
        .map(str::to_owned)
        .to_vec(),
        rows: [100, 500].into_iter().map(row).collect(),
    }
}
