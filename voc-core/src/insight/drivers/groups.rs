//! Rows gathered into groups, whose sums are drawn anew instead of their rows.

use super::DriverColumns;
use crate::metric::bootstrap::chosen;

/// Rows fall into at most so many groups.
const GROUPS_MAX: usize = 2_000;

/// Sums of products, by group. A row counts where it has every answer, in the order of the features and then
/// the outcome, each less its mean, and 1 before them: so the first product of all is the number of rows.
pub(super) struct Groups {
    /// A group after another, the lower triangle of its products row by row.
    sums: Vec<f64>,
    wide: usize,
    n: u64,
    left_out: u64,
    means: Vec<f64>,
}

impl Groups {
    pub(super) fn of(columns: DriverColumns<'_>, seed: u64) -> Self {
        let all: Vec<&[f64]> = columns
            .features
            .iter()
            .map(|(_, column)| *column)
            .chain([columns.outcome])
            .collect();
        let whole = complete(&all, columns.outcome.len());
        let n = whole.iter().filter(|whole| **whole).count();
        let means: Vec<f64> = all.iter().map(|column| mean(column, &whole, n)).collect();
        let wide = triangle(all.len() + 1);
        let number = n.clamp(1, GROUPS_MAX);
        let mut groups = Self {
            sums: vec![0.0; wide * number],
            wide,
            n: n as u64,
            left_out: (whole.len() - n) as u64,
            means,
        };
        let mut row = vec![1.0; all.len() + 1];
        let counted = whole.iter().enumerate().filter(|(_, whole)| **whole);
        for (place, (index, _)) in counted.enumerate() {
            let answers = all.iter().zip(&groups.means);
            for (into, (column, mean)) in row.iter_mut().skip(1).zip(answers) {
                *into = column.get(index).copied().unwrap_or_default() - mean;
            }
            groups.add(group_of(place, seed, n, number), &row);
        }
        groups
    }

    fn add(&mut self, group: usize, row: &[f64]) {
        let from = group * self.wide;
        let Some(mut sums) = self.sums.get_mut(from..from + self.wide) else {
            return;
        };
        for (last, factor) in row.iter().enumerate() {
            let Some((own, rest)) = sums.split_at_mut_checked(last + 1) else {
                return;
            };
            for (sum, other) in own.iter_mut().zip(row) {
                *sum += factor * other;
            }
            sums = rest;
        }
    }

    /// How many groups there are.
    pub(super) fn len(&self) -> usize {
        self.sums.len() / self.wide
    }

    /// How many rows count.
    pub(super) fn n(&self) -> u64 {
        self.n
    }

    /// How many do not.
    pub(super) fn left_out(&self) -> u64 {
        self.left_out
    }

    pub(super) fn features(&self) -> usize {
        self.means.len().saturating_sub(1)
    }

    /// The mean of a feature.
    pub(super) fn mean(&self, feature: usize) -> Option<f64> {
        self.means.get(feature).copied()
    }

    /// The sums of some groups, one perhaps several times.
    pub(super) fn sums(&self, places: impl IntoIterator<Item = usize>) -> Vec<f64> {
        let mut all = vec![0.0; self.wide];
        for place in places {
            let from = place * self.wide;
            let group = self.sums.get(from..from + self.wide).unwrap_or_default();
            for (sum, one) in all.iter_mut().zip(group) {
                *sum += one;
            }
        }
        all
    }
}

/// How many numbers the lower triangle of a square has.
pub(super) fn triangle(side: usize) -> usize {
    side * (side + 1) / 2
}

/// Which rows have every answer.
fn complete(columns: &[&[f64]], rows: usize) -> Vec<bool> {
    let mut whole = vec![true; rows];
    for column in columns {
        for (whole, answer) in whole.iter_mut().zip(*column) {
            *whole &= !answer.is_nan();
        }
    }
    whole
}

fn mean(column: &[f64], whole: &[bool], n: usize) -> f64 {
    let counted = column.iter().zip(whole).filter(|(_, whole)| **whole);
    let sum: f64 = counted.map(|(answer, _)| answer).sum();
    #[expect(clippy::cast_precision_loss, reason = "rows are far below 2^53")]
    let n = n as f64;
    if n > 0.0 { sum / n } else { 0.0 }
}

/// The group of a row: its own where there are enough, else one by chance, so that rows which stand together
/// in a table do not stand together in a group.
fn group_of(place: usize, seed: u64, n: usize, number: usize) -> usize {
    if n <= number {
        return place;
    }
    let group = chosen(seed, place as u64, number as u64);
    usize::try_from(group).unwrap_or_default()
}
