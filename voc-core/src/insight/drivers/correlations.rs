//! How features and outcome go with each other.

use super::DriverMethod;
use super::groups::triangle;
use super::relative::Solved;
use super::shapley;
use nalgebra::{DMatrix, DVector};

/// What varies by less than this part of its mean square is taken for a constant.
const CONSTANT: f64 = 1e-20;

/// The correlations of the features that vary, with each other and with the outcome.
pub(super) struct Correlations {
    /// By feature, its place among those that vary.
    places: Vec<Option<usize>>,
    pub(super) among: DMatrix<f64>,
    pub(super) outcome: DVector<f64>,
    varies: bool,
}

impl Correlations {
    /// Of sums of products, as [`super::groups::Groups`] has them.
    pub(super) fn of(sums: &[f64], features: usize) -> Self {
        let product = |one: usize, other: usize| {
            let (row, column) = (one.max(other), one.min(other));
            sums.get(triangle(row) + column).copied().unwrap_or(0.0)
        };
        let n = product(0, 0);
        // The sums are around the means of all rows; those of a draw lie elsewhere.
        let around = |one: usize, other: usize| {
            product(one, other) - product(one, 0) * product(other, 0) / n
        };
        let spread = |place: usize| {
            let own = around(place, place);
            (own > CONSTANT * product(place, place) && own > 0.0).then(|| own.sqrt())
        };
        let outcome = spread(features + 1);
        let spreads: Vec<Option<f64>> = (1..=features).map(spread).collect();
        let mut next = 0..;
        let places: Vec<Option<usize>> = spreads
            .iter()
            .map(|spread| spread.and_then(|_| next.next()))
            .collect();
        let varying: Vec<(usize, f64)> = spreads
            .iter()
            .enumerate()
            .filter_map(|(place, spread)| Some((place + 1, (*spread)?)))
            .collect();
        let at = |place: usize| varying.get(place).copied().unwrap_or((0, 1.0));
        let among = DMatrix::from_fn(varying.len(), varying.len(), |row, column| {
            let ((one, spread), (other, spread_of_other)) = (at(row), at(column));
            if row == column {
                1.0
            } else {
                around(one, other) / (spread * spread_of_other)
            }
        });
        let with_outcome = DVector::from_fn(varying.len(), |row, _| {
            let (one, spread) = at(row);
            outcome.map_or(0.0, |outcome| {
                around(one, features + 1) / (spread * outcome)
            })
        });
        Self {
            places,
            among,
            outcome: with_outcome,
            varies: outcome.is_some(),
        }
    }

    /// Whether the outcome differs at all.
    pub(super) fn varies(&self) -> bool {
        self.varies
    }

    pub(super) fn is_constant(&self, feature: usize) -> bool {
        self.place(feature).is_none()
    }

    pub(super) fn place(&self, feature: usize) -> Option<usize> {
        self.places.get(feature).copied().flatten()
    }

    /// A feature's correlation with the outcome.
    pub(super) fn with_outcome(&self, feature: usize) -> Option<f64> {
        let place = self.place(feature)?;
        self.varies
            .then(|| self.outcome.get(place).copied())
            .flatten()
    }

    /// The weight of each feature; absent of a constant, or where the outcome is one.
    pub(super) fn weights(&self, method: DriverMethod) -> Vec<Option<f64>> {
        if !self.varies {
            return vec![None; self.places.len()];
        }
        let weights = match method {
            DriverMethod::RelativeWeights => self.solved().relative_weights(),
            DriverMethod::Shapley => shapley::weights(&self.among, &self.outcome),
        };
        let weight = |place: &Option<usize>| weights.get((*place)?).copied();
        self.places.iter().map(weight).collect()
    }

    pub(super) fn solved(&self) -> Solved<'_> {
        Solved::of(self)
    }
}
