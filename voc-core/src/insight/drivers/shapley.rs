//! What each feature adds to R², averaged over all orders.

use nalgebra::{DMatrix, DVector};

/// What a feature adds beside others, where it does not vary beside them.
const NOTHING: f64 = 1e-10;

/// The weight of each feature.
pub(super) fn weights(among: &DMatrix<f64>, outcome: &DVector<f64>) -> Vec<f64> {
    let features = outcome.len();
    let mut explained = vec![0.0; 1 << features];
    Walk {
        among,
        outcome,
        explained: &mut explained,
        rows: Vec::new(),
    }
    .from(0, 0, 0.0);
    let parts = parts(features);
    let mut weights = vec![0.0; features];
    for (set, own) in explained.iter().enumerate() {
        let part = parts
            .get(set.count_ones() as usize)
            .copied()
            .unwrap_or_default();
        for (feature, weight) in weights.iter_mut().enumerate() {
            let with = set | 1 << feature;
            if with != set {
                *weight += part * (explained.get(with).copied().unwrap_or_default() - own);
            }
        }
    }
    weights
}

/// In what part of all orders a feature comes right after a given set: |S|! (p − |S| − 1)! / p!, by |S|.
fn parts(features: usize) -> Vec<f64> {
    // 1 / (p · C(p − 1, |S|)).
    let number = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    let mut ways = 1.0;
    let mut parts = Vec::with_capacity(features);
    for size in 0..features {
        parts.push(1.0 / (number(features) * ways));
        ways = ways * number(features - 1 - size) / number(size + 1);
    }
    parts
}

/// Goes through all sets of features, each reached from the one without its last.
struct Walk<'w> {
    among: &'w DMatrix<f64>,
    outcome: &'w DVector<f64>,
    /// R², by the set as bits.
    explained: &'w mut [f64],
    rows: Vec<Row>,
}

/// A row of Cholesky's factor: a feature beside those before it, and what is left of the outcome along it.
struct Row {
    feature: usize,
    left: Vec<f64>,
    outcome: f64,
}

impl Walk<'_> {
    fn from(&mut self, first: usize, set: usize, explained: f64) {
        if let Some(own) = self.explained.get_mut(set) {
            *own = explained;
        }
        for feature in first..self.outcome.len() {
            let row = self.row(feature);
            let adds = row.as_ref().map_or(0.0, |row| row.outcome * row.outcome);
            let is_new = row.is_some();
            self.rows.extend(row);
            self.from(feature + 1, set | 1 << feature, explained + adds);
            if is_new {
                self.rows.pop();
            }
        }
    }

    /// A feature's row; none where it follows from those before it.
    fn row(&self, feature: usize) -> Option<Row> {
        let mut left: Vec<f64> = Vec::with_capacity(self.rows.len() + 1);
        let mut outcome = self.outcome.get(feature).copied()?;
        let mut rest = 1.0;
        for row in &self.rows {
            let own = self.among.get((feature, row.feature)).copied()?;
            let (last, before) = row.left.split_last()?;
            let known: f64 = before
                .iter()
                .zip(&left)
                .map(|(one, other)| one * other)
                .sum();
            let one = (own - known) / last;
            rest -= one * one;
            outcome -= one * row.outcome;
            left.push(one);
        }
        if rest < NOTHING {
            return None;
        }
        let last = rest.sqrt();
        left.push(last);
        Some(Row {
            feature,
            left,
            outcome: outcome / last,
        })
    }
}
