//! Whether groups wait differently long.

use super::{AtRisk, Spell, number, whole};
use crate::metric::gamma::chi_squared_beyond;
use serde::Serialize;

/// The log-rank test: N. Mantel, Cancer Chemotherapy Reports 50 (1966) 163–170; of several groups as in
/// J. P. Klein, M. L. Moeschberger, "Survival analysis", 2nd edition 2003, section 7.3.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LogRank {
    /// Chi-squared.
    pub statistic: f64,
    /// Its degrees of freedom: one less than the groups that can be compared.
    pub df: u32,
    /// The chance of such a difference where there is none.
    pub p: f64,
    /// By group, in order.
    pub groups: Vec<LogRankRow>,
}

/// A group of a log-rank test.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LogRankRow {
    /// How often it happened in it.
    pub happened: i64,
    /// How often it would have, had it nothing to do with the group.
    pub expected: f64,
}

/// Whether groups wait differently long; absent for fewer than two, and where nothing happened while spells
/// of two were watched.
pub fn log_rank(groups: &[&[Spell]]) -> Option<LogRank> {
    let mut times: Vec<i64> = groups
        .iter()
        .flat_map(|spells| spells.iter())
        .filter(|spell| spell.happened)
        .map(|spell| spell.ended)
        .collect();
    times.sort_unstable();
    times.dedup();
    let mut sides: Vec<Side> = groups.iter().map(|spells| Side::of(spells)).collect();
    let size = sides.len();
    let mut variance = vec![vec![0.0; size]; size];
    for at in times {
        let now: Vec<(f64, f64)> = sides.iter_mut().map(|side| side.at(at)).collect();
        let all: f64 = now.iter().map(|(risk, _)| risk).sum();
        let gone: f64 = now.iter().map(|(_, gone)| gone).sum();
        for (side, (risk, _)) in sides.iter_mut().zip(&now) {
            side.expected += risk * gone / all;
        }
        if all <= 1.0 {
            continue;
        }
        let spread = gone * (all - gone) / (all * all * (all - 1.0));
        for (place, (row, (one, _))) in variance.iter_mut().zip(&now).enumerate() {
            for (other_place, (cell, (other, _))) in row.iter_mut().zip(&now).enumerate() {
                let whole = if place == other_place { all } else { 0.0 };
                *cell += spread * one * (whole - other);
            }
        }
    }
    let excess = sides
        .iter()
        .map(|side| number(side.happened) - side.expected);
    let (statistic, df) = quadratic(variance, excess.collect());
    (df > 0).then(|| LogRank {
        statistic,
        df,
        p: chi_squared_beyond(statistic, f64::from(df)),
        groups: sides
            .iter()
            .map(|side| LogRankRow {
                happened: side.happened,
                expected: side.expected,
            })
            .collect(),
    })
}

/// One group on the way through time.
struct Side {
    risk: AtRisk,
    happens: Vec<i64>,
    place: usize,
    happened: i64,
    expected: f64,
}

impl Side {
    fn of(spells: &[Spell]) -> Self {
        let happens = spells.iter().filter(|spell| spell.happened);
        let mut happens: Vec<i64> = happens.map(|spell| spell.ended).collect();
        happens.sort_unstable();
        Self {
            risk: AtRisk::of(spells),
            happened: whole(happens.len()),
            happens,
            place: 0,
            expected: 0.0,
        }
    }

    /// How many are watched just before an instant, and in how many it happens then.
    fn at(&mut self, at: i64) -> (f64, f64) {
        let before = self.place;
        while self.happens.get(self.place).is_some_and(|it| *it <= at) {
            self.place += 1;
        }
        let gone = whole(self.place - before);
        (number(whole(self.risk.at(at))), number(gone))
    }
}

/// z′ V⁻ z and the rank of V, by elimination; a row that follows from the others adds nothing.
fn quadratic(mut variance: Vec<Vec<f64>>, mut z: Vec<f64>) -> (f64, u32) {
    let diagonal = variance.iter().enumerate();
    let largest = diagonal
        .filter_map(|(place, row)| row.get(place))
        .fold(0.0, |a: f64, b| a.max(*b));
    let (mut sum, mut rank) = (0.0, 0);
    while let (Some(mut row), Some(end)) = (variance.pop(), z.pop()) {
        let pivot = row.pop().unwrap_or_default();
        let is_own = pivot > largest * 1e-12;
        if is_own {
            sum += end * end / pivot;
            rank += 1;
        }
        for (other, z) in variance.iter_mut().zip(&mut z) {
            let cell = other.pop().unwrap_or_default();
            if !is_own {
                continue;
            }
            *z -= cell / pivot * end;
            for (left, own) in other.iter_mut().zip(&row) {
                *left -= cell / pivot * own;
            }
        }
    }
    (sum, rank)
}
