//! Relative weights, and the coefficients beside them.

use super::correlations::Correlations;
use nalgebra::{DMatrix, DVector, SymmetricEigen};

/// A direction in which features vary by less than this is one in which they do not.
const NOTHING: f64 = 1e-10;
/// How much of a feature lies in such a direction for it to be called collinear.
const SOME: f64 = 1e-3;

/// The correlations of features, taken apart into directions that have nothing to do with each other.
pub(super) struct Solved<'c> {
    of: &'c Correlations,
    vectors: DMatrix<f64>,
    values: DVector<f64>,
}

impl<'c> Solved<'c> {
    pub(super) fn of(of: &'c Correlations) -> Self {
        let eigen = SymmetricEigen::new(of.among.clone());
        let nothing = NOTHING * f64::from(u32::try_from(eigen.eigenvalues.len()).unwrap_or(1));
        let values = eigen
            .eigenvalues
            .map(|value| if value > nothing { value } else { 0.0 });
        Self {
            of,
            vectors: eigen.eigenvectors,
            values,
        }
    }

    /// V f(Λ) Vᵀ, nothing where features do not vary.
    fn of_values(&self, f: impl Fn(f64) -> f64) -> DMatrix<f64> {
        let values = self
            .values
            .map(|value| if value > 0.0 { f(value) } else { 0.0 });
        &self.vectors * DMatrix::from_diagonal(&values) * self.vectors.transpose()
    }

    /// Johnson's weights: the nearest features that have nothing to do with each other explain the outcome by
    /// the squares of their coefficients, and each feature by the squares of its loadings.
    pub(super) fn relative_weights(&self) -> Vec<f64> {
        let loadings = self.of_values(f64::sqrt);
        let explained = (self.of_values(|value| 1.0 / value.sqrt()) * &self.of.outcome).map(square);
        let weights = loadings.map(square) * explained;
        weights.iter().copied().collect()
    }

    /// The standardised coefficient of a feature; the shortest that fit where several do.
    pub(super) fn coefficient(&self, feature: usize) -> Option<f64> {
        let place = self.of.place(feature)?;
        let all = self.of_values(|value| 1.0 / value) * &self.of.outcome;
        all.get(place).copied()
    }

    /// Whether a feature follows from others.
    pub(super) fn is_collinear(&self, feature: usize) -> bool {
        let Some(place) = self.of.place(feature) else {
            return false;
        };
        let loads = self.vectors.row(place);
        let mut directions = loads.iter().zip(&self.values);
        directions.any(|(load, value)| *value == 0.0 && load.abs() > SOME)
    }
}

fn square(number: f64) -> f64 {
    number * number
}
