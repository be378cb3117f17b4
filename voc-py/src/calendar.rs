//! Holidays of iCalendar texts.

use crate::errors::refusal;
use pyo3::prelude::*;
use voc_core::json;

/// The days of an iCalendar text, as JSON.
#[pyfunction]
pub(crate) fn holidays(py: Python<'_>, ical: &str, start: &str, end: &str) -> PyResult<String> {
    json::holidays(ical, start, end).map_err(|reason| refusal(py, &reason))
}
