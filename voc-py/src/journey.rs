//! Event logs out of frames, and what is read off them.

use crate::arrow::{Cells, Frame, Sheet, take};
use crate::errors::{json, voc_error};
use crate::paths;
use pyo3::prelude::*;
use voc_core::Error;
use voc_core::journey::{
    self, Compare, DetailText, Durations, FirstSigns, LogTable, PathOf, Retention, ScoreOf, Stops,
};

/// Instances of a journey with their events in order.
#[pyclass(frozen, module = "voc._voc")]
pub(crate) struct EventLog(pub(crate) journey::EventLog);

#[pymethods]
impl EventLog {
    /// Reads a frame; `of` says as JSON which column is what.
    #[staticmethod]
    fn of(py: Python<'_>, frame: &Bound<'_, PyAny>, of: &str) -> PyResult<Self> {
        let taken = take(frame)?;
        let log = py.detach(|| {
            let of = LogTable::from_json(of)?;
            let fields = taken.fields()?;
            let names: Vec<&str> = fields.iter().map(|field| field.name().as_str()).collect();
            let read = of.columns(&names)?;
            let used: Vec<bool> = (0..names.len())
                .map(|place| read.contains(&place))
                .collect();
            journey::EventLog::of_table(&names, &Frame::new(&taken, &used)?, &of)
        });
        log.map(Self).map_err(|error: Error| voc_error(py, &error))
    }

    fn __len__(&self) -> usize {
        self.0.instances().len()
    }

    #[getter]
    fn events(&self) -> usize {
        self.0.events()
    }

    /// The rows in no instance, as JSON.
    fn left_out(&self) -> PyResult<String> {
        json(&self.0.left_out())
    }

    /// How long instances took, as JSON; `null` without any.
    fn durations(&self, py: Python<'_>) -> PyResult<String> {
        json(&py.detach(|| self.0.durations()))
    }

    /// What is asked of its paths, as JSON.
    fn answer(&self, py: Python<'_>, ask: &str) -> PyResult<String> {
        let answer = py.detach(|| voc_core::json::log_answer(&self.0, ask));
        answer.map_err(|error| voc_error(py, &error))
    }

    /// The instances of which any event bears this name.
    fn only(&self, py: Python<'_>, by: &str, name: &str) -> PyResult<Self> {
        let part = py.detach(|| self.0.only(DetailText::named(by)?, name));
        part.map(Self).map_err(|error: Error| voc_error(py, &error))
    }

    fn rows(&self, py: Python<'_>) -> Sheet {
        py.detach(|| paths::rows(&self.0))
    }

    fn repeats(&self, py: Python<'_>) -> PyResult<Sheet> {
        table(py, || Ok(paths::repeats(&self.0.repeats()?)))
    }

    fn stops(&self, py: Python<'_>, of: &str) -> PyResult<Sheet> {
        table(py, || {
            let of = Stops::from_json(of)?;
            Ok(paths::stops(&self.0.stops(&of)?))
        })
    }

    fn retention(&self, py: Python<'_>, of: &str) -> PyResult<Sheet> {
        table(py, || {
            let of = Retention::from_json(of)?;
            Ok(paths::retention(&self.0.retention(&of)?))
        })
    }

    fn experience(&self, py: Python<'_>, of: &str) -> PyResult<Sheet> {
        table(py, || {
            let of = ScoreOf::from_json(of)?;
            Ok(paths::experience(&self.0.experience(&of)?))
        })
    }

    fn concerns(&self, py: Python<'_>, by: &str, how: &str) -> PyResult<Sheet> {
        table(py, || {
            let how = Compare::from_json(how)?;
            Ok(paths::concerns(&self.0.concerns(PathOf::named(by)?, &how)?))
        })
    }

    /// What is known of the target as JSON, and the activities before it.
    fn first_signs(&self, py: Python<'_>, target: &str, how: &str) -> PyResult<(String, Sheet)> {
        let found = py.detach(|| self.0.first_signs(target, &Compare::from_json(how)?));
        let found = found.map_err(|error| voc_error(py, &error))?;
        let sheet = paths::signs(&found.rows);
        let rows = Vec::new();
        Ok((json(&FirstSigns { rows, ..found })?, sheet))
    }

    fn hand_overs(&self, py: Python<'_>) -> PyResult<Sheet> {
        table(py, || Ok(paths::hand_overs(&self.0.hand_overs()?)))
    }

    fn instances(&self, py: Python<'_>) -> Sheet {
        py.detach(|| {
            let rows: Vec<_> = self.0.duration_rows().collect();
            Sheet::new(vec![
                (
                    "instance",
                    Cells::text(rows.iter().map(|it| Some(&it.instance))),
                ),
                ("from", Cells::time(rows.iter().map(|it| it.from))),
                ("until", Cells::time(rows.iter().map(|it| it.until))),
                ("events", Cells::int(rows.iter().map(|it| it.events))),
                (
                    "elapsed_us",
                    Cells::int(rows.iter().map(|it| it.elapsed_us)),
                ),
            ])
        })
    }

    fn variants(&self, py: Python<'_>) -> Sheet {
        py.detach(|| {
            let rows = self.0.paths();
            let mut columns = vec![
                (
                    "path",
                    Cells::texts(rows.iter().map(|it| it.names(&self.0))),
                ),
                (
                    "instances",
                    Cells::int(rows.iter().map(|it| it.durations.n)),
                ),
                ("share", Cells::number(rows.iter().map(|it| Some(it.share)))),
                (
                    "example",
                    Cells::text(rows.iter().map(|it| Some(it.first.name()))),
                ),
            ];
            let took: Vec<Durations> = rows.iter().map(|it| it.durations).collect();
            columns.extend(durations(&took));
            Sheet::new(columns)
        })
    }

    fn transitions(&self, py: Python<'_>) -> Sheet {
        py.detach(|| {
            let rows = self.0.transitions();
            let mut columns = vec![
                ("from", Cells::text(rows.iter().map(|it| Some(&it.from)))),
                ("to", Cells::text(rows.iter().map(|it| Some(&it.to)))),
                ("n", Cells::int(rows.iter().map(|it| it.n))),
                ("instances", Cells::int(rows.iter().map(|it| it.instances))),
            ];
            let took: Vec<Durations> = rows.iter().map(|it| it.durations).collect();
            columns.extend(durations(&took));
            Sheet::new(columns)
        })
    }

    /// What the map of its paths shows, as JSON.
    fn path_map(&self, py: Python<'_>, paths: &str) -> PyResult<String> {
        py.detach(|| voc_core::json::path_map(&self.0, paths))
            .map_err(|error| voc_error(py, &error))
    }

    fn activities(&self, py: Python<'_>) -> PyResult<Sheet> {
        let rows = py
            .detach(|| self.0.activities())
            .map_err(|error| voc_error(py, &error))?;
        let ints = |of: fn(&journey::ActivityRow) -> i64| Cells::int(rows.iter().map(of));
        let drop_off =
            |of: fn(&journey::ActivityRow) -> Option<f64>| Cells::number(rows.iter().map(of));
        Ok(Sheet::new(vec![
            (
                "activity",
                Cells::text(rows.iter().map(|it| Some(&it.activity))),
            ),
            ("n", ints(|it| it.n)),
            ("instances", ints(|it| it.instances)),
            ("first", ints(|it| it.first)),
            ("last", ints(|it| it.last)),
            ("repeated", ints(|it| it.repeated)),
            ("again", ints(|it| it.again)),
            ("drop_off", drop_off(|it| it.drop_off.value)),
            ("low", drop_off(|it| it.drop_off.low)),
            ("high", drop_off(|it| it.drop_off.high)),
        ]))
    }
}

/// A table that the core makes, or its error.
fn table(py: Python<'_>, make: impl Send + FnOnce() -> Result<Sheet, Error>) -> PyResult<Sheet> {
    py.detach(make).map_err(|error| voc_error(py, &error))
}

/// The columns of durations in every table.
pub(crate) fn durations(all: &[Durations]) -> [(&'static str, Cells); 5] {
    let whole = |of: fn(Durations) -> i64| Cells::int(all.iter().copied().map(of));
    let number = |of: fn(Durations) -> f64| Cells::number(all.iter().map(|it| Some(of(*it))));
    [
        ("min_us", whole(|it| it.min_us)),
        ("median_us", number(|it| it.median_us)),
        ("mean_us", number(|it| it.mean_us)),
        ("p90_us", whole(|it| it.p90_us)),
        ("max_us", whole(|it| it.max_us)),
    ]
}
