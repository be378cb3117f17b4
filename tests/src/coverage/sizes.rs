//! How large a difference is, whatever the scale.

use super::dice::Dice;
use super::sheet::{Seen, Sheet};
use super::{CONFIDENCE, both_ends};
use voc_core::metric::{Moments, Size, moments, several_means, several_shares};

fn of(size: Option<Size>) -> Option<[f64; 2]> {
    size.and_then(|size| both_ends(size.low, size.high))
}

/// Normal numbers around a centre.
fn group(dice: &mut Dice, centre: f64, n: u32) -> Moments {
    let numbers: Vec<f64> = (0..n).map(|_| centre + dice.normal()).collect();
    moments(&numbers).expect("numbers are small")
}

/// How often Hedges' interval holds the size of a difference of two groups of n, in standard deviations.
///
/// # Panics
/// Never: numbers are small.
pub fn hedges_g(n: u32, size: f64, samples: u32) -> Seen {
    let mut dice = Dice::new(u64::from(n));
    let drawn = |_| {
        let groups = [group(&mut dice, size, n), group(&mut dice, 0.0, n)];
        of(several_means(&groups, CONFIDENCE).expect("two groups").size)
    };
    Seen::of(samples, drawn, size)
}

/// How often the interval of epsilon squared holds the part of the variance that lies between three groups of n, of
/// which each lies so far above the one before.
///
/// # Panics
/// Never: numbers are small.
pub fn epsilon_squared(n: u32, step: f64, samples: u32) -> Seen {
    let mut dice = Dice::new(u64::from(n));
    let drawn = |_| {
        let groups = [0.0, 1.0, 2.0].map(|place| group(&mut dice, step * place, n));
        of(several_means(&groups, CONFIDENCE)
            .expect("three groups")
            .size)
    };
    let between = step * step * 2.0 / 3.0;
    Seen::of(samples, drawn, between / (1.0 + between))
}

/// How often the interval of Cramér's V holds that of three groups of n with such shares.
///
/// # Panics
/// Never: counts are shares.
pub fn cramer_v(n: i64, shares: [f64; 3], samples: u32) -> Seen {
    let mut dice = Dice::new(n as u64);
    let drawn = |_| {
        let groups = shares.map(|share| (dice.hits(n, share), n));
        of(several_shares(&groups, CONFIDENCE)
            .expect("three groups")
            .size)
    };
    let mean = shares.iter().sum::<f64>() / 3.0;
    let off: f64 = shares
        .iter()
        .map(|share| (share - mean).powi(2) / 3.0)
        .sum();
    Seen::of(samples, drawn, (off / (mean * (1.0 - mean))).sqrt())
}

/// The table of sizes.
pub fn sheet(samples: u32) -> Sheet {
    let row = |n: u32| {
        let of_g = [0.0, 0.5, 1.5].map(|size| hedges_g(n, size, samples).cell());
        let of_epsilon = [0.0, 0.3, 1.0].map(|step| epsilon_squared(n, step, samples).cell());
        let of_v = [[0.3; 3], [0.2, 0.3, 0.4], [0.02, 0.05, 0.2]]
            .map(|shares| cramer_v(i64::from(n), shares, samples).cell());
        std::iter::once(n.to_string())
            .chain(of_g.into_iter().chain(of_epsilon).chain(of_v))
            .collect()
    };
    Sheet {
        title: "Sizes of differences (Hedges' g, epsilon squared, Cramér's V), drawn",
        text: format!(
            "Groups of n; {samples} samples. Two of normal numbers that lie 0, 0.5 or 1.5 standard deviations apart; three of \
             which each lies 0, 0.3 or 1 above the one before; three with shares of 0.3 each, of 0.2, 0.3 and 0.4, or of 0.02, \
             0.05 and 0.2. Where there is no difference, a size that cannot be below 0 is held in 97.5: only its lower end \
             can miss it."
        ),
        heads: [
            "n", "g, 0", "0.5", "1.5", "ε², 0", "0.3", "1", "V, none", "some", "rare",
        ]
        .map(str::to_owned)
        .to_vec(),
        rows: [10, 20, 50, 100].into_iter().map(row).collect(),
    }
}
