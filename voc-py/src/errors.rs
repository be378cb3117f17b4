//! The core's errors as the exceptions that `voc._errors` defines.

use pyo3::prelude::*;
use pyo3::types::PyString;
use serde::Serialize;
use voc_core::{Error, ProgramError, Refusal};

/// `voc.VocError`.
pub(crate) fn voc_error(py: Python<'_>, error: &Error) -> PyErr {
    exception(py, "_error", error)
}

/// `voc.Refusal`.
pub(crate) fn refusal(py: Python<'_>, refusal: &Refusal) -> PyErr {
    exception(py, "_refusal", refusal)
}

/// `voc.ProgramError`.
pub(crate) fn program_error(py: Python<'_>, error: &ProgramError) -> PyErr {
    exception(py, "_program_error", &error.diagnostics)
}

/// JSON text of what the core gives.
pub(crate) fn json(value: &(impl Serialize + ?Sized)) -> PyResult<String> {
    serde_json::to_string(value)
        .map_err(|error| pyo3::exceptions::PyRuntimeError::new_err(error.to_string()))
}

fn exception(py: Python<'_>, maker: &str, error: &(impl Serialize + ?Sized)) -> PyErr {
    let made = json(error).and_then(|text| {
        let module = py.import("voc._errors")?;
        module.getattr(maker)?.call1((PyString::new(py, &text),))
    });
    match made {
        Ok(exception) => PyErr::from_value(exception),
        Err(error) => error,
    }
}
