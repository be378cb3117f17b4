//! One case by itself: JSON text in and out.

use crate::errors::refusal;
use crate::program::Program;
use pyo3::prelude::*;
use std::cmp::Ordering;
use std::sync::{Mutex, MutexGuard, PoisonError};
use voc_core::Refusal;
use voc_core::json::StandaloneCase;

/// A case and its program.
#[pyclass(frozen, module = "voc._voc")]
pub(crate) struct Case(Mutex<StandaloneCase>);

#[pymethods]
impl Case {
    /// Opens a case; what it is about is JSON.
    #[staticmethod]
    fn open(py: Python<'_>, program: &Program, opening: &str) -> PyResult<Self> {
        Self::of(py, StandaloneCase::open(&program.0, opening))
    }

    /// A case as `state` gave it.
    #[staticmethod]
    fn load(py: Python<'_>, program: &Program, state: &str) -> PyResult<Self> {
        Self::of(py, StandaloneCase::load(&program.0, state))
    }

    /// What a person of this role may do now, as JSON.
    fn allowed(&self, py: Python<'_>, role: Option<&str>) -> PyResult<String> {
        self.case()
            .allowed(role)
            .map_err(|reason| refusal(py, &reason))
    }

    /// A command as JSON; gives what happened as JSON.
    fn handle(&self, py: Python<'_>, command: &str) -> PyResult<String> {
        self.case()
            .handle(command)
            .map_err(|reason| refusal(py, &reason))
    }

    /// Merges it, as a duplicate, into an older case; gives what happened to both as JSON.
    fn merge(&self, py: Python<'_>, into: &Self, command: &str) -> PyResult<String> {
        // Always in one order, so that two threads do not wait on each other.
        let merged = match (&raw const self.0).cmp(&(&raw const into.0)) {
            Ordering::Less => {
                let mut case = self.case();
                let mut into = into.case();
                case.merge(&mut into, command)
            }
            Ordering::Greater => {
                let mut into = into.case();
                let mut case = self.case();
                case.merge(&mut into, command)
            }
            Ordering::Equal => {
                let mut same = self.case().clone();
                self.case().merge(&mut same, command)
            }
        };
        merged.map_err(|reason| refusal(py, &reason))
    }

    /// Its clocks at an instant, as JSON.
    fn clocks(&self, py: Python<'_>, at: &str) -> PyResult<String> {
        self.case()
            .clocks(at)
            .map_err(|reason| refusal(py, &reason))
    }

    /// Where the clock of a target stands at an instant, as JSON.
    fn verdict_at(&self, py: Python<'_>, target: &str, at: &str) -> PyResult<String> {
        self.case()
            .verdict_at(target, at)
            .map_err(|reason| refusal(py, &reason))
    }

    /// Its promises as they stand at an instant, as JSON.
    fn promises(&self, py: Python<'_>, at: &str) -> PyResult<String> {
        self.case()
            .promises(at)
            .map_err(|reason| refusal(py, &reason))
    }

    /// What there is to know about it, of what is known of its customer as JSON; as JSON.
    fn dossier(&self, py: Python<'_>, known: &str) -> PyResult<String> {
        self.case()
            .dossier(known)
            .map_err(|reason| refusal(py, &reason))
    }

    /// The whole case as JSON.
    fn state(&self, py: Python<'_>) -> PyResult<String> {
        self.case().json().map_err(|reason| refusal(py, &reason))
    }
}

impl Case {
    fn of(py: Python<'_>, case: Result<StandaloneCase, Refusal>) -> PyResult<Self> {
        case.map(|case| Self(Mutex::new(case)))
            .map_err(|reason| refusal(py, &reason))
    }

    fn case(&self) -> MutexGuard<'_, StandaloneCase> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
