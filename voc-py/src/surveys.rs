//! Who was asked, who answered, and whether the score can be trusted: JSON in, JSON out.

use crate::errors::voc_error;
use crate::program::Program;
use pyo3::prelude::*;
use voc_core::json;

/// The funnel, the mix of respondents, signs of gaming.
#[pyfunction]
pub(crate) fn surveyed(py: Python<'_>, ask: &str) -> PyResult<String> {
    py.detach(|| json::surveyed(ask))
        .map_err(|error| voc_error(py, &error))
}

/// The occasions that inputs tell of.
#[pyfunction]
pub(crate) fn occasions(
    py: Python<'_>,
    program: &Program,
    inputs: &str,
    query: &str,
) -> PyResult<String> {
    py.detach(|| json::occasions(&program.0, inputs, query))
        .map_err(|error| voc_error(py, &error))
}

/// What each metric is used for.
#[pyfunction]
#[pyo3(signature = (program, gaming, people=None))]
pub(crate) fn uses(
    py: Python<'_>,
    program: &Program,
    gaming: &str,
    people: Option<&str>,
) -> PyResult<String> {
    json::uses(&program.0, gaming, people).map_err(|error| voc_error(py, &error))
}
