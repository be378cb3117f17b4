//! Tallies of columns that are kept.

#![expect(
    clippy::needless_pass_by_value,
    reason = "pyo3 hands over what it made of a list"
)]

use crate::arrow::{Groups, Sheet};
use crate::errors::{json, voc_error};
use crate::statistic::Numbers;
use crate::tally::{Answers, By, table};
use pyo3::prelude::*;
use voc_core::metric::table::{Columns, Dimension, GroupRow, Tallies as Counted};
use voc_core::{Error, json as core};

/// Answers counted by group.
#[pyclass(frozen, module = "voc._voc")]
pub(crate) struct Tallies(Counted);

/// Works while other Python threads run.
fn work<T: Send>(py: Python<'_>, of: impl FnOnce() -> Result<T, Error> + Send) -> PyResult<T> {
    py.detach(of).map_err(|error| voc_error(py, &error))
}

#[pymethods]
impl Tallies {
    /// Counts the answers of columns; what is asked is JSON.
    #[staticmethod]
    #[pyo3(signature = (ask, answers, by, weights=None))]
    fn of(
        py: Python<'_>,
        ask: &str,
        answers: &Answers,
        by: By<'_>,
        weights: Option<PyRef<'_, Numbers>>,
    ) -> PyResult<Self> {
        let by: Vec<(&str, &Groups)> = by
            .iter()
            .map(|(name, column)| (name.as_str(), &column.0))
            .collect();
        let weights = weights.as_deref().map(Numbers::numbers);
        let counted = work(py, || {
            let by: Vec<Dimension<'_>> = by
                .iter()
                .map(|(name, groups)| groups.dimension(name))
                .collect();
            let columns = Columns {
                answers: answers.0.answers(),
                by: &by,
                weights,
            };
            core::tallies(ask, columns)
        });
        counted.map(Self)
    }

    /// Reads what was written.
    #[staticmethod]
    fn read(py: Python<'_>, text: &str) -> PyResult<Self> {
        work(py, || core::read_tallies(text)).map(Self)
    }

    /// All of it as JSON.
    fn written(&self, py: Python<'_>) -> PyResult<String> {
        work(py, || core::write_tallies(&self.0))
    }

    /// With the answers of others.
    fn merged(&self, py: Python<'_>, other: &Self) -> PyResult<Self> {
        let merged = work(py, || {
            let mut all = self.0.clone();
            all.merge(&other.0)?;
            Ok(all)
        });
        merged.map(Self)
    }

    /// Without the answers of others.
    fn retracted(&self, py: Python<'_>, other: &Self) -> PyResult<Self> {
        let left = work(py, || {
            let mut all = self.0.clone();
            all.retract(&other.0)?;
            Ok(all)
        });
        left.map(Self)
    }

    /// The names of the columns that group.
    fn by(&self) -> Vec<String> {
        self.0.by().to_vec()
    }

    /// The lowest and the highest answer.
    fn scale(&self) -> (i64, i64) {
        let [low, high] = self.0.scale();
        (low, high)
    }

    /// Whether answers have weights.
    fn is_weighted(&self) -> bool {
        self.0.is_weighted()
    }

    /// How many answers there are on the scale.
    fn n(&self) -> i64 {
        self.0.groups().map(|(_, answers)| answers.n()).sum()
    }

    /// A metric of all of them, as JSON; what is asked is JSON.
    fn row(&self, py: Python<'_>, ask: &str) -> PyResult<String> {
        json(&self.metric(py, ask)?.first())
    }

    /// A metric by group; `shown` names the columns of the table beside those of every estimate.
    fn rows(&self, py: Python<'_>, ask: &str, shown: Vec<String>) -> PyResult<Sheet> {
        let rows = self.metric(py, ask)?;
        let names: Vec<&str> = self.0.by().iter().map(String::as_str).collect();
        Ok(table(&names, &rows, &shown))
    }
}

impl Tallies {
    fn metric(&self, py: Python<'_>, ask: &str) -> PyResult<Vec<GroupRow>> {
        work(py, || core::rows_of_tallies(&self.0, ask))
    }
}
