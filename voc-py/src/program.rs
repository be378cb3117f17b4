//! Programs and mappings: text in, compiled once.

use crate::errors::{json, program_error, voc_error};
use pyo3::prelude::*;

/// A compiled program.
#[pyclass(frozen, module = "voc._voc")]
pub(crate) struct Program(pub(crate) voc_core::Program);

#[pymethods]
impl Program {
    #[staticmethod]
    fn parse(py: Python<'_>, text: &str) -> PyResult<Self> {
        let program = py.detach(|| voc_core::Program::parse(text));
        program.map(Self).map_err(|error| program_error(py, &error))
    }

    #[getter]
    fn name(&self) -> &str {
        &self.0.spec().name
    }

    #[getter]
    fn digest(&self) -> &str {
        self.0.digest()
    }

    /// Diagnostics as JSON.
    fn check(&self) -> PyResult<String> {
        json(&self.0.check())
    }

    /// An alert, as JSON, in words.
    fn explain(&self, py: Python<'_>, alert: &str) -> PyResult<String> {
        voc_core::json::explain_alert(&self.0, alert).map_err(|error| voc_error(py, &error))
    }
}

/// A compiled mapping.
#[pyclass(frozen, module = "voc._voc")]
pub(crate) struct Mapping(pub(crate) voc_core::mapping::Mapping);

#[pymethods]
impl Mapping {
    #[staticmethod]
    fn parse(py: Python<'_>, text: &str) -> PyResult<Self> {
        let mapping = voc_core::mapping::Mapping::parse(text);
        mapping.map(Self).map_err(|error| program_error(py, &error))
    }

    #[getter]
    fn columns(&self) -> Vec<&str> {
        self.0.headers()
    }
}
