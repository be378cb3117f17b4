//! What every customer said and did, and statistics of groups, rates and times.

#![expect(
    clippy::needless_pass_by_value,
    reason = "pyo3 hands over what it made of a list"
)]

use crate::errors::voc_error;
use crate::statistic::Numbers;
use pyo3::prelude::*;
use voc_core::insight::histories;
use voc_core::json;

/// All signals that stand, by customer.
#[pyclass(frozen, module = "voc._voc")]
pub(crate) struct Histories(pub(crate) histories::Histories);

#[pymethods]
impl Histories {
    /// How many there are, as JSON.
    fn histories_about(&self, py: Python<'_>) -> PyResult<String> {
        py.detach(|| json::histories_about(&self.0))
            .map_err(|error| voc_error(py, &error))
    }

    /// An answer as JSON; what is asked is JSON.
    fn histories_answer(&self, py: Python<'_>, ask: &str) -> PyResult<String> {
        py.detach(|| json::histories_answer(&self.0, None, ask))
            .map_err(|error| voc_error(py, &error))
    }
}

/// A statistic of columns, as JSON; what is asked is JSON.
#[pyfunction]
pub(crate) fn study(
    py: Python<'_>,
    ask: &str,
    columns: Vec<PyRef<'_, Numbers>>,
) -> PyResult<String> {
    let columns: Vec<&[f64]> = columns.iter().map(|column| column.numbers()).collect();
    py.detach(|| json::study(ask, &columns))
        .map_err(|error| voc_error(py, &error))
}
