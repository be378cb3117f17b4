//! A run, and the tables that it gives.

use crate::arrow::Sheet;
use crate::errors::voc_error;
use crate::intake::Gathered;
use crate::tables;
use pyo3::prelude::*;
use std::collections::BTreeMap;
use voc_core::metric::MetricQuery;
use voc_core::{Code, Error, Time, json};

/// What a program made of many signals.
#[pyclass(frozen, module = "voc._voc")]
pub(crate) struct Run {
    run: voc_core::Run,
    #[pyo3(get)]
    notes: BTreeMap<String, u64>,
}

impl Run {
    pub(crate) fn new(
        program: &voc_core::Program,
        gathered: Gathered,
        until: Option<Time>,
    ) -> Self {
        let mut run = voc_core::run(program, gathered.inputs, until);
        for (id, refusal) in gathered.unread {
            run.refuse(id, refusal);
        }
        Self {
            run,
            notes: gathered.notes,
        }
    }
}

#[pymethods]
impl Run {
    fn alerts(&self, py: Python<'_>) -> Sheet {
        py.detach(|| tables::alerts(&self.run.events, self.run.engine.cases()))
    }

    fn cases(&self, py: Python<'_>) -> Sheet {
        py.detach(|| tables::cases(self.run.engine.cases()))
    }

    fn notices(&self, py: Python<'_>) -> Sheet {
        py.detach(|| tables::notices(&self.run.events))
    }

    fn refused(&self) -> Sheet {
        tables::refused(&self.run.refused)
    }

    /// Counts as JSON.
    fn counts(&self, py: Python<'_>) -> PyResult<String> {
        self.ask(py, |run| json::counts(&run.engine))
    }

    /// Events as JSON.
    fn events(&self, py: Python<'_>) -> PyResult<String> {
        self.ask(py, json::events)
    }

    fn digest(&self, py: Python<'_>) -> String {
        py.detach(|| self.run.engine.digest())
    }

    fn facts_digest(&self, py: Python<'_>) -> String {
        py.detach(|| self.run.engine.facts_digest())
    }

    /// An explanation as JSON.
    fn explain(&self, py: Python<'_>, alert: &str) -> PyResult<String> {
        self.ask(py, |run| json::explain_in_run(run, alert))
    }

    /// Why a rule did not fire, as JSON.
    fn why_not(
        &self,
        py: Python<'_>,
        rule: &str,
        customer: &str,
        at: Option<&str>,
    ) -> PyResult<String> {
        self.ask(py, |run| json::why_not(&run.engine, rule, customer, at))
    }

    /// The health of the loop, as JSON.
    fn loop_health(&self, py: Python<'_>, by: Option<&str>) -> PyResult<String> {
        self.ask(py, |run| json::loop_health(&run.engine, by))
    }

    fn metric(&self, py: Python<'_>, metric: &str, query: &str) -> PyResult<Sheet> {
        self.ask(py, |run| metric_sheet(&run.engine, metric, query))
    }
}

impl Run {
    fn ask<T: Send>(
        &self,
        py: Python<'_>,
        question: impl FnOnce(&voc_core::Run) -> Result<T, Error> + Send,
    ) -> PyResult<T> {
        py.detach(|| question(&self.run))
            .map_err(|error| voc_error(py, &error))
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
    engine
        .metric(metric, &query)
        .map(|rows| tables::metric(&query, &rows))
}
