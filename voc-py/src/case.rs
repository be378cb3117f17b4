//! One case by itself: JSON text in and out.

use crate::errors::{json, refusal};
use crate::program::Program;
use pyo3::prelude::*;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::sync::{Mutex, PoisonError};
use voc_core::case::{Action, Policy};
use voc_core::{Code, Error, Refusal, Time};

/// A case and its program.
#[pyclass(frozen, module = "voc._voc")]
pub(crate) struct Case {
    program: voc_core::Program,
    case: Mutex<voc_core::case::Case>,
}

/// A command to this case.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Command {
    by: String,
    #[serde(default)]
    role: Option<String>,
    at: Time,
    #[serde(rename = "do")]
    action: Action,
}

#[pymethods]
impl Case {
    /// Opens a case; what it is about is JSON.
    #[staticmethod]
    fn open(py: Python<'_>, program: &Program, opening: &str) -> PyResult<Self> {
        let case = read::<voc_core::case::OpenCase>(opening).and_then(|opening| {
            let policy = Policy::of(&program.0, &opening.case_type)
                .map_err(|error| error.at("case_type"))?;
            voc_core::case::Case::open(&policy, opening)
        });
        Self::of(py, program, case)
    }

    /// A case as `state` gave it.
    #[staticmethod]
    fn load(py: Python<'_>, program: &Program, state: &str) -> PyResult<Self> {
        Self::of(py, program, read(state))
    }

    /// What a person may do now, as JSON.
    fn allowed(&self, py: Python<'_>, by: &str, role: Option<&str>) -> PyResult<String> {
        let allowed = self.with(|policy, case| {
            if by.is_empty() {
                return Err(Error::new(Code::Missing, "the person is empty").at("by"));
            }
            Ok(case.allowed(policy, role))
        });
        json(&allowed.map_err(|reason| refusal(py, &reason))?)
    }

    /// A command as JSON; gives what happened as JSON.
    fn handle(&self, py: Python<'_>, command: &str) -> PyResult<String> {
        let events = self.with(|policy, case| {
            let Command { by, role, at, action } = read(command)?;
            let decide = voc_core::case::Case::decide;
            let events = decide(policy, case, &by, role.as_deref(), at, &action)?;
            events.iter().for_each(|event| case.apply(event));
            Ok(events)
        });
        json(&events.map_err(|reason| refusal(py, &reason))?)
    }

    /// Its clocks at an instant, as JSON.
    fn clocks(&self, py: Python<'_>, at: &str) -> PyResult<String> {
        let clocks = self.with(|policy, case| {
            let at = Time::parse(at).map_err(|error| error.at("at"))?;
            Ok(case.clocks(policy, at))
        });
        json(&clocks.map_err(|reason| refusal(py, &reason))?)
    }

    /// The whole case as JSON.
    fn state(&self) -> PyResult<String> {
        json(&*self.case.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Case {
    fn of(
        py: Python<'_>,
        program: &Program,
        case: Result<voc_core::case::Case, Refusal>,
    ) -> PyResult<Self> {
        let case = case.map_err(|reason| refusal(py, &reason))?;
        Ok(Self { program: program.0.clone(), case: Mutex::new(case) })
    }

    fn with<T>(
        &self,
        act: impl FnOnce(&Policy<'_>, &mut voc_core::case::Case) -> Result<T, Refusal>,
    ) -> Result<T, Refusal> {
        let mut case = self.case.lock().unwrap_or_else(PoisonError::into_inner);
        let policy = Policy::of(&self.program, &case.case_type)?;
        act(&policy, &mut case)
    }
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, Refusal> {
    serde_json::from_str(text).map_err(|error| Error::new(Code::Malformed, error.to_string()))
}
