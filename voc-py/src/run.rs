//! A run, and the tables that it gives.

use crate::arrow::Sheet;
use crate::errors::{json, voc_error};
use crate::intake::Gathered;
use crate::tables;
use pyo3::prelude::*;
use voc_core::metric::MetricQuery;
use voc_core::{Code, Error, Time};

/// What a program made of many signals.
#[pyclass(frozen, module = "voc._voc")]
pub(crate) struct Run(voc_core::Run);

impl Run {
    pub(crate) fn new(program: &voc_core::Program, gathered: Gathered, until: Option<Time>) -> Self {
        let mut run = voc_core::run(program, gathered.inputs, until);
        for (id, refusal) in gathered.unread {
            run.refuse(id, refusal);
        }
        Self(run)
    }
}

#[pymethods]
impl Run {
    fn alerts(&self, py: Python<'_>) -> Sheet {
        py.detach(|| tables::alerts(&self.0.events, self.0.engine.cases()))
    }

    fn cases(&self, py: Python<'_>) -> Sheet {
        py.detach(|| tables::cases(self.0.engine.cases()))
    }

    fn notices(&self, py: Python<'_>) -> Sheet {
        py.detach(|| tables::notices(&self.0.events))
    }

    fn refused(&self) -> Sheet {
        tables::refused(&self.0.refused)
    }

    /// Counts as JSON.
    fn counts(&self) -> PyResult<String> {
        json(self.0.engine.counts())
    }

    /// Events as JSON.
    fn events(&self, py: Python<'_>) -> PyResult<String> {
        py.detach(|| json(&self.0.events))
    }

    fn digest(&self, py: Python<'_>) -> String {
        py.detach(|| self.0.engine.digest())
    }

    fn facts_digest(&self, py: Python<'_>) -> String {
        py.detach(|| self.0.engine.facts_digest())
    }

    /// The health of the loop, as JSON.
    fn loop_health(&self, py: Python<'_>) -> PyResult<String> {
        py.detach(|| json(&self.0.engine.loop_health()))
    }

    /// The health of the loop by group, as JSON.
    fn loop_by(&self, py: Python<'_>, by: &str) -> PyResult<String> {
        let rows = py.detach(|| self.0.engine.loop_by(by));
        json(&rows.map_err(|error| voc_error(py, &error))?)
    }

    fn metric(&self, py: Python<'_>, metric: &str, query: &str) -> PyResult<Sheet> {
        let sheet = py.detach(|| metric_sheet(&self.0.engine, metric, query));
        sheet.map_err(|error| voc_error(py, &error))
    }
}

/// A metric's rows as a table; the query is JSON.
pub(crate) fn metric_sheet(
    engine: &voc_core::Engine,
    metric: &str,
    query: &str,
) -> Result<Sheet, Error> {
    let query: MetricQuery = serde_json::from_str(query)
        .map_err(|error| Error::new(Code::WrongType, error.to_string()))?;
    engine.metric(metric, &query).map(|rows| tables::metric(&query, &rows))
}
