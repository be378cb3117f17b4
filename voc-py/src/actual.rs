//! Actual journeys: instances, and how they depart from the plan.

use crate::arrow::{Cells, Sheet};
use crate::errors::{json, refusal, voc_error};
use crate::journey::EventLog;
use crate::paths;
use crate::program::Program;
use crate::tables;
use pyo3::prelude::*;
use std::sync::{Mutex, PoisonError};
use voc_core::engine::columns::JourneyRun;
use voc_core::journey::{self, By, InstanceRow};
use voc_core::signal::Input;
use voc_core::{Error, Time};

/// The instances of a journey, and the signals that belong to none.
#[pyclass(frozen, module = "voc._voc")]
pub(crate) struct Journey(pub(crate) JourneyRun);

#[pymethods]
impl Journey {
    fn __len__(&self) -> usize {
        self.0.actual.len()
    }

    #[getter]
    fn assigned(&self) -> u64 {
        self.0.actual.assigned()
    }

    fn instances(&self, py: Python<'_>) -> Sheet {
        py.detach(|| instances(&self.0.actual.instances().collect::<Vec<_>>()))
    }

    fn unassigned(&self) -> Sheet {
        let rows = self.0.actual.unassigned();
        Sheet::new(vec![
            (
                "reason",
                Cells::text(rows.iter().map(|it| Some(it.reason.name()))),
            ),
            ("signals", whole(rows.iter().map(|it| it.signals))),
        ])
    }

    fn refused(&self) -> Sheet {
        tables::refused(&self.0.refused)
    }

    fn log(&self, py: Python<'_>) -> EventLog {
        EventLog(py.detach(|| self.0.actual.log()))
    }

    /// The same, with the answers to a metric's question or of a field as scores.
    fn scored(&self, py: Python<'_>, of: &str) -> PyResult<EventLog> {
        let log = py.detach(|| self.0.actual.scored(of));
        log.map(EventLog).map_err(|error| voc_error(py, &error))
    }

    fn experience(&self, py: Python<'_>, of: &str, confidence: f64) -> PyResult<Sheet> {
        let rows = py.detach(|| self.0.actual.experience(of, Some(confidence)));
        let rows = rows.map_err(|error| voc_error(py, &error))?;
        Ok(paths::experience(&rows))
    }

    /// The deviations, by segment or channel where said.
    fn conformance(&self, py: Python<'_>, by: Option<&str>) -> PyResult<Sheet> {
        let found = py.detach(|| {
            let by = by.map(By::named).transpose()?;
            self.0.actual.conformance(by)
        });
        let rows = found.map_err(|error| voc_error(py, &error))?.deviations;
        let texts =
            |of: fn(&journey::DeviationRow) -> Option<&String>| Cells::text(rows.iter().map(of));
        let numbers =
            |of: fn(&journey::DeviationRow) -> Option<f64>| Cells::number(rows.iter().map(of));
        let mut columns = Vec::new();
        if by.is_some() {
            columns.push(("group", texts(|it| it.group.as_ref())));
        }
        columns.extend([
            (
                "kind",
                Cells::text(rows.iter().map(|it| Some(it.kind.name()))),
            ),
            ("stage", texts(|it| it.stage.as_ref())),
            ("activity", texts(|it| it.activity.as_ref())),
            ("moment", texts(|it| it.moment.as_ref())),
            ("times", whole(rows.iter().map(|it| it.times))),
            ("instances", whole(rows.iter().map(|it| it.instances))),
            ("of", Cells::int(rows.iter().map(|it| it.share.n))),
            ("share", numbers(|it| it.share.value)),
            ("low", numbers(|it| it.share.low)),
            ("high", numbers(|it| it.share.high)),
        ]);
        Ok(Sheet::new(columns))
    }

    /// What a picture of the deviations shows, as JSON.
    fn deviations(&self, py: Python<'_>) -> PyResult<String> {
        py.detach(|| voc_core::json::deviations(&self.0.actual))
            .map_err(|error| voc_error(py, &error))
    }

    /// What the map of the paths shows, as JSON.
    fn path_map(&self, py: Python<'_>, at_least: f64) -> PyResult<String> {
        py.detach(|| voc_core::json::journey_paths(&self.0.actual, at_least))
            .map_err(|error| voc_error(py, &error))
    }

    /// How the moments of truth stand.
    fn moments(&self, py: Python<'_>) -> PyResult<Sheet> {
        let found = py.detach(|| self.0.actual.conformance(None));
        let rows = found.map_err(|error| voc_error(py, &error))?.moments;
        let ints = |of: fn(&journey::MomentRow) -> i64| Cells::int(rows.iter().map(of));
        let numbers =
            |of: fn(&journey::MomentRow) -> Option<f64>| Cells::number(rows.iter().map(of));
        Ok(Sheet::new(vec![
            (
                "moment",
                Cells::text(rows.iter().map(|it| Some(&it.moment))),
            ),
            ("rank", numbers(|it| it.rank.map(f64::from))),
            (
                "touch_point",
                Cells::text(rows.iter().map(|it| it.touch_point.as_ref())),
            ),
            ("is_told", Cells::bool(rows.iter().map(|it| it.is_told))),
            ("reached", ints(|it| it.reached)),
            ("within", ints(|it| it.within)),
            ("late", ints(|it| it.late)),
            ("missing", ints(|it| it.missing)),
            ("happened", ints(|it| it.happened)),
            ("pending", ints(|it| it.pending)),
            ("kept", numbers(|it| it.kept.value)),
            ("low", numbers(|it| it.kept.low)),
            ("high", numbers(|it| it.kept.high)),
        ]))
    }

    /// The fitness of all instances, as JSON.
    fn fitness(&self, py: Python<'_>) -> PyResult<String> {
        let found = py.detach(|| self.0.actual.conformance(None));
        json(&found.map_err(|error| voc_error(py, &error))?.fitness)
    }

    /// The fitness of each instance.
    fn fits(&self, py: Python<'_>) -> Sheet {
        let rows: Vec<_> = py.detach(|| self.0.actual.fitness().collect());
        let ints =
            |of: fn(&journey::FitnessRow) -> u32| Cells::int(rows.iter().map(|it| of(it).into()));
        Sheet::new(vec![
            (
                "instance",
                Cells::text(rows.iter().map(|it| Some(&it.instance))),
            ),
            (
                "customer",
                Cells::text(rows.iter().map(|it| Some(&it.customer))),
            ),
            ("key", Cells::text(rows.iter().map(|it| it.key.as_ref()))),
            ("from", Cells::time(rows.iter().map(|it| it.from))),
            ("steps", ints(|it| it.steps)),
            ("planned", ints(|it| it.planned)),
            ("matched", ints(|it| it.matched)),
            ("cost", ints(|it| it.cost)),
            ("fitness", Cells::number(rows.iter().map(|it| it.fitness))),
            ("deviations", ints(|it| it.deviations)),
        ])
    }
}

/// The signals of a journey, one after another.
#[pyclass(frozen, module = "voc._voc")]
pub(crate) struct JourneyBook(Mutex<journey::Book>);

#[pymethods]
impl JourneyBook {
    #[new]
    fn new(py: Python<'_>, program: &Program, id: &str) -> PyResult<Self> {
        let journey =
            journey::Journey::of(&program.0, id).map_err(|error| voc_error(py, &error))?;
        Ok(Self(Mutex::new(journey::Book::new(journey))))
    }

    /// Takes an input as JSON.
    fn take(&self, py: Python<'_>, input: &str) -> PyResult<()> {
        let taken = py.detach(|| {
            let input = Input::from_json(input)?;
            self.with(|book| book.take(&input))
        });
        taken.map_err(|reason| refusal(py, &reason))
    }

    fn advance(&self, py: Python<'_>, until: &str) -> PyResult<()> {
        let until = Time::parse(until).map_err(|error: Error| voc_error(py, &error.at("until")))?;
        self.with(|book| book.pass(until));
        Ok(())
    }

    /// Where a signal belongs, as JSON; `null` where no such signal stands.
    fn placement(&self, py: Python<'_>, signal: &str) -> PyResult<String> {
        json(&py.detach(|| self.with(|book| book.placement(signal))))
    }

    fn instances_of(&self, py: Python<'_>, customer: &str) -> Sheet {
        py.detach(|| instances(&self.with(|book| book.instances_of(customer))))
    }

    fn journey(&self, py: Python<'_>) -> Journey {
        let actual = py.detach(|| self.with(|book| book.actual()));
        Journey(JourneyRun {
            actual,
            refused: Vec::new(),
        })
    }
}

impl JourneyBook {
    fn with<T>(&self, act: impl FnOnce(&mut journey::Book) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn instances(rows: &[InstanceRow]) -> Sheet {
    let ints = |of: fn(&InstanceRow) -> u32| Cells::int(rows.iter().map(|it| of(it).into()));
    Sheet::new(vec![
        (
            "instance",
            Cells::text(rows.iter().map(|it| Some(&it.instance))),
        ),
        (
            "customer",
            Cells::text(rows.iter().map(|it| Some(&it.customer))),
        ),
        ("key", Cells::text(rows.iter().map(|it| it.key.as_ref()))),
        ("number", ints(|it| it.number)),
        ("from", Cells::time(rows.iter().map(|it| it.from))),
        ("until", Cells::time(rows.iter().map(|it| it.until))),
        (
            "over",
            Cells::text(rows.iter().map(|it| it.over.map(journey::Over::name))),
        ),
        ("signals", ints(|it| it.signals)),
        ("steps", ints(|it| it.steps)),
        (
            "segments",
            Cells::texts(rows.iter().map(|it| it.segments.as_slice())),
        ),
    ])
}

fn whole(counts: impl Iterator<Item = u64>) -> Cells {
    Cells::int(counts.map(|count| i64::try_from(count).unwrap_or(i64::MAX)))
}
