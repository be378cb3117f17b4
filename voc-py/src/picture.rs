//! Pictures as SVG.

use crate::errors::voc_error;
use pyo3::prelude::*;
use voc_core::json;

/// A picture of a kind, as JSON, drawn on a canvas, as JSON.
#[pyfunction]
pub(crate) fn picture(py: Python<'_>, kind: &str, of: &str, canvas: &str) -> PyResult<String> {
    py.detach(|| json::picture(kind, of, canvas))
        .map_err(|error| voc_error(py, &error))
}
