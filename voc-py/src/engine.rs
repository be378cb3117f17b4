//! The engine: JSON text in and out.

use crate::actual::Journey;
use crate::arrow::Sheet;
use crate::errors::{refusal, voc_error};
use crate::program::Program;
use crate::run::metric_sheet;
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use std::sync::{Mutex, PoisonError};
use voc_core::{Error, json};

/// A program at work.
#[pyclass(frozen, module = "voc._voc")]
pub(crate) struct Engine(Mutex<voc_core::Engine>);

#[pymethods]
impl Engine {
    #[new]
    fn new(program: &Program) -> Self {
        Self(Mutex::new(voc_core::Engine::new(program.0.clone())))
    }

    #[staticmethod]
    fn for_part(program: &Program) -> Self {
        Self(Mutex::new(voc_core::Engine::for_part(program.0.clone())))
    }

    #[staticmethod]
    fn restore(py: Python<'_>, program: &Program, blob: &[u8]) -> PyResult<Self> {
        let engine = py.detach(|| voc_core::Engine::restore(program.0.clone(), blob));
        engine
            .map(|engine| Self(Mutex::new(engine)))
            .map_err(|error| voc_error(py, &error))
    }

    /// An input as JSON; gives events as JSON.
    fn handle(&self, py: Python<'_>, input: &str) -> PyResult<String> {
        let events = self.with(py, |engine| json::handle(engine, input));
        events.map_err(|reason| refusal(py, &reason))
    }

    fn next_due(&self, py: Python<'_>) -> Option<String> {
        self.with(py, |engine| engine.next_due())
            .map(|due| due.to_string())
    }

    fn snapshot<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        Ok(PyBytes::new(py, &self.ask(py, voc_core::Engine::snapshot)?))
    }

    fn digest(&self, py: Python<'_>) -> String {
        self.with(py, |engine| engine.digest())
    }

    fn facts_digest(&self, py: Python<'_>) -> String {
        self.with(py, |engine| engine.facts_digest())
    }

    /// The program that it runs, as JSON, where it is another than the one of this digest.
    fn newer_program(&self, py: Python<'_>, than: &str) -> PyResult<Option<String>> {
        self.ask(py, |engine| json::newer_program(engine, than))
    }

    /// The facts of a part of the customers, as JSON.
    fn part(&self, py: Python<'_>) -> PyResult<String> {
        self.ask(py, json::part)
    }

    /// Counts as JSON.
    fn counts(&self, py: Python<'_>) -> PyResult<String> {
        self.ask(py, json::counts)
    }

    /// Cases as JSON.
    fn cases(&self, py: Python<'_>) -> PyResult<String> {
        self.ask(py, json::cases)
    }

    /// What a person may do to a case, as JSON.
    fn allowed(&self, py: Python<'_>, case: &str, by: &str) -> PyResult<String> {
        self.ask(py, |engine| json::allowed(engine, case, by))
    }

    /// The clocks of a case, as JSON.
    fn clocks(&self, py: Python<'_>, case: &str, at: Option<&str>) -> PyResult<String> {
        self.ask(py, |engine| json::clocks(engine, case, at))
    }

    /// Where the clock of a target of a case stands, as JSON.
    fn verdict_at(
        &self,
        py: Python<'_>,
        case: &str,
        target: &str,
        at: Option<&str>,
    ) -> PyResult<String> {
        self.ask(py, |engine| json::verdict_at(engine, case, target, at))
    }

    /// The promises of a case, as JSON.
    fn promises(&self, py: Python<'_>, case: &str, at: Option<&str>) -> PyResult<String> {
        self.ask(py, |engine| json::promises(engine, case, at))
    }

    /// An explanation as JSON.
    fn explain(&self, py: Python<'_>, alert: &str) -> PyResult<String> {
        self.ask(py, |engine| json::explain(engine, alert))
    }

    /// Why a rule did not fire, as JSON.
    fn why_not(
        &self,
        py: Python<'_>,
        rule: &str,
        customer: &str,
        at: Option<&str>,
    ) -> PyResult<String> {
        self.ask(py, |engine| json::why_not(engine, rule, customer, at))
    }

    /// Whether an invitation, as JSON, may be sent; the answer as JSON.
    fn may_invite(&self, py: Python<'_>, invitation: &str) -> PyResult<String> {
        self.ask(py, |engine| json::may_invite(engine, invitation))
    }

    /// The health of the loop, as JSON.
    fn loop_health(&self, py: Python<'_>, by: Option<&str>) -> PyResult<String> {
        self.ask(py, |engine| json::loop_health(engine, by))
    }

    /// What the map of a journey shows, as JSON.
    #[pyo3(signature = (journey, weighing, actual=None))]
    fn journey_map(
        &self,
        py: Python<'_>,
        journey: &str,
        weighing: &str,
        actual: Option<&Journey>,
    ) -> PyResult<String> {
        let actual = actual.map(|it| &it.0.actual);
        self.ask(py, |engine| {
            json::journey_map(engine, journey, None, actual, weighing)
        })
    }

    /// What the scorecard of a journey shows, as JSON.
    fn scorecard(&self, py: Python<'_>, journey: &str) -> PyResult<String> {
        self.ask(py, |engine| json::scorecard(engine, journey, None))
    }

    #[pyo3(signature = (metric, query, person=None))]
    fn metric(
        &self,
        py: Python<'_>,
        metric: &str,
        query: &str,
        person: Option<&str>,
    ) -> PyResult<Sheet> {
        self.ask(py, |engine| metric_sheet(engine, metric, query, person))
    }

    /// The cases that a person sees, as JSON.
    fn cases_for(&self, py: Python<'_>, person: &str) -> PyResult<String> {
        self.ask(py, |engine| json::cases_for(engine, person))
    }

    /// A case as a person sees it, as JSON.
    fn case_for(&self, py: Python<'_>, person: &str, case: &str) -> PyResult<String> {
        self.ask(py, |engine| json::case_for(engine, person, case))
    }

    /// What became of the notices, by a list of names, as JSON.
    fn last_mile(&self, py: Python<'_>, by: &str) -> PyResult<String> {
        self.ask(py, |engine| json::last_mile(engine, by))
    }

    /// What open cases would lose by a new version of the program, as JSON.
    fn preview(&self, py: Python<'_>, program: &Program) -> PyResult<String> {
        self.ask(py, |engine| json::preview(engine, &program.0))
    }

    /// The same by a new roster, which is JSON.
    fn preview_roster(&self, py: Python<'_>, roster: &str) -> PyResult<String> {
        self.ask(py, |engine| json::preview_roster(engine, roster))
    }

    /// How often people were praised, as JSON.
    fn recognition(&self, py: Python<'_>, by: &str) -> PyResult<String> {
        self.ask(py, |engine| json::recognition(engine, by))
    }

    /// What there is to know about a case, for a person or whole, as JSON.
    #[pyo3(signature = (case, person=None))]
    fn dossier(&self, py: Python<'_>, case: &str, person: Option<&str>) -> PyResult<String> {
        self.ask(py, |engine| json::dossier(engine, case, person))
    }

    /// The time that cases lost in waiting, as JSON.
    fn time_lost(&self, py: Python<'_>, by: &str) -> PyResult<String> {
        self.ask(py, |engine| json::time_lost(engine, by))
    }

    /// All improvements, as JSON.
    fn improvements(&self, py: Python<'_>) -> PyResult<String> {
        self.ask(py, json::improvements)
    }

    /// One improvement, as JSON.
    fn improvement(&self, py: Python<'_>, id: &str) -> PyResult<String> {
        self.ask(py, |engine| json::improvement(engine, id))
    }

    /// What may be done about an improvement, as JSON.
    fn improvement_allowed(&self, py: Python<'_>, id: &str) -> PyResult<String> {
        self.ask(py, |engine| json::improvement_allowed(engine, id))
    }

    /// What came of an improvement, as JSON.
    fn effect(&self, py: Python<'_>, id: &str) -> PyResult<String> {
        self.ask(py, |engine| json::effect(engine, id))
    }

    /// Cases by their causes, as JSON; so are the names asked for.
    fn causes(&self, py: Python<'_>, by: &str) -> PyResult<String> {
        self.ask(py, |engine| json::causes(engine, by))
    }

    /// The coaching of an employee, as JSON.
    fn coaching(&self, py: Python<'_>, employee: &str) -> PyResult<String> {
        self.ask(py, |engine| json::coaching(engine, employee))
    }

    /// The coaching of an employee as a person sees it, as JSON.
    fn coaching_for(&self, py: Python<'_>, person: &str, employee: &str) -> PyResult<String> {
        self.ask(py, |engine| json::coaching_for(engine, person, employee))
    }

    /// A report, voices or goals, as JSON; what is asked is JSON.
    fn report(&self, py: Python<'_>, ask: &str) -> PyResult<String> {
        self.ask(py, |engine| json::report(engine, None, ask))
    }

    /// The health of the loop as a person sees it, as JSON.
    fn loop_by_for(&self, py: Python<'_>, person: &str, by: &str) -> PyResult<String> {
        self.ask(py, |engine| json::loop_by_for(engine, person, by))
    }
}

impl Engine {
    /// Works with the engine, and lets other Python threads run meanwhile.
    fn with<T: Send>(
        &self,
        py: Python<'_>,
        act: impl FnOnce(&mut voc_core::Engine) -> T + Send,
    ) -> T {
        py.detach(|| act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner)))
    }

    fn ask<T: Send>(
        &self,
        py: Python<'_>,
        question: impl FnOnce(&voc_core::Engine) -> Result<T, Error> + Send,
    ) -> PyResult<T> {
        self.with(py, |engine| question(engine))
            .map_err(|error| voc_error(py, &error))
    }
}
