//! One improvement by itself: JSON text in and out.

use crate::errors::refusal;
use crate::program::Program;
use pyo3::prelude::*;
use std::sync::{Mutex, PoisonError};
use voc_core::Refusal;
use voc_core::json::StandaloneImprovement;

/// An improvement.
#[pyclass(frozen, module = "voc._voc")]
pub(crate) struct Improvement(Mutex<StandaloneImprovement>);

#[pymethods]
impl Improvement {
    /// Proposes an improvement; what it is about is JSON.
    #[staticmethod]
    fn open(py: Python<'_>, program: &Program, opening: &str) -> PyResult<Self> {
        Self::of(py, StandaloneImprovement::open(&program.0, opening))
    }

    /// An improvement as `state` gave it.
    #[staticmethod]
    fn load(py: Python<'_>, state: &str) -> PyResult<Self> {
        Self::of(py, StandaloneImprovement::load(state))
    }

    /// What may be done about it now, as JSON.
    fn allowed(&self, py: Python<'_>) -> PyResult<String> {
        self.with(py, |one| one.allowed())
    }

    /// A command as JSON, perhaps with a case; gives what happened as JSON.
    fn handle(&self, py: Python<'_>, command: &str, case: Option<&str>) -> PyResult<String> {
        self.with(py, |one| one.handle(command, case))
    }

    /// The whole improvement as JSON.
    fn state(&self, py: Python<'_>) -> PyResult<String> {
        self.with(py, |one| one.json())
    }
}

impl Improvement {
    fn of(py: Python<'_>, one: Result<StandaloneImprovement, Refusal>) -> PyResult<Self> {
        one.map(|one| Self(Mutex::new(one)))
            .map_err(|reason| refusal(py, &reason))
    }

    fn with<T>(
        &self,
        py: Python<'_>,
        act: impl FnOnce(&mut StandaloneImprovement) -> Result<T, Refusal>,
    ) -> PyResult<T> {
        let mut one = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        act(&mut one).map_err(|reason| refusal(py, &reason))
    }
}
