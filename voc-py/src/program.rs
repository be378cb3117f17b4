//! Programs and mappings: text in, compiled once.

use crate::arrow::Sheet;
use crate::errors::{json, program_error, refusal, voc_error};
use pyo3::prelude::*;
use std::sync::OnceLock;
use voc_core::rule::Matcher;

/// A compiled program.
#[pyclass(frozen, module = "voc._voc")]
pub(crate) struct Program(pub(crate) voc_core::Program, OnceLock<Matcher>);

#[pymethods]
impl Program {
    #[staticmethod]
    fn parse(py: Python<'_>, text: &str) -> PyResult<Self> {
        let program = py.detach(|| voc_core::Program::parse(text));
        program
            .map(|program| Self(program, OnceLock::new()))
            .map_err(|error| program_error(py, &error))
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

    /// The rules that hold at the signal of an input, as JSON; gives their ids as JSON.
    fn matching(&self, py: Python<'_>, input: &str) -> PyResult<String> {
        let matcher = self.1.get_or_init(|| Matcher::of(&self.0));
        voc_core::json::matching(matcher, input).map_err(|reason| refusal(py, &reason))
    }

    /// What each touch point needs, and what waits on it.
    fn needs(&self) -> Sheet {
        crate::paths::needs(&voc_core::journey::needs(&self.0))
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
