//! Several engines, each with a part of the customers.

use crate::errors::voc_error;
use pyo3::prelude::*;
use voc_core::{engine, json};

/// The partition of a customer, from 0.
#[pyfunction]
pub(crate) fn partition_of(customer: &str, of: u32) -> u32 {
    engine::partition_of(customer, of)
}

/// The facts digest of several engines together.
#[pyfunction]
#[expect(clippy::needless_pass_by_value, reason = "Python hands over a list")]
pub(crate) fn facts_digest(py: Python<'_>, parts: Vec<String>) -> PyResult<String> {
    let digest = py.detach(|| json::facts_digest(&parts));
    digest.map_err(|error| voc_error(py, &error))
}

/// What rules over metrics come to on the answers of several engines together: events as JSON.
#[pyfunction]
#[expect(clippy::needless_pass_by_value, reason = "Python hands over a list")]
pub(crate) fn judge_metrics(
    py: Python<'_>,
    parts: Vec<String>,
    roster: Option<&str>,
    after: Option<&str>,
) -> PyResult<String> {
    let events = py.detach(|| json::judge_metrics(&parts, roster, after));
    events.map_err(|error| voc_error(py, &error))
}
