//! One metric of plain columns, by groups.

#![expect(
    clippy::needless_pass_by_value,
    reason = "pyo3 hands over what it made of a list"
)]

use crate::arrow::{Cells, Groups, Sheet, Stored, take};
use crate::errors::{json, voc_error};
use crate::statistic::Numbers;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyBytes, PyFloat, PyInt, PyList, PyString};
use voc_core::metric::Estimate;
use voc_core::metric::table::{Columns, Dimension, GroupRow};
use voc_core::signal::Cell;
use voc_core::{Code, Error, json as core};

/// A column of answers.
#[pyclass(frozen, module = "voc._voc")]
pub(crate) struct Answers(pub(crate) Stored);

#[pymethods]
impl Answers {
    /// Takes an Arrow-capable column of numbers or bools; it is not copied where its layout is the core's.
    #[staticmethod]
    fn take(py: Python<'_>, column: &Bound<'_, PyAny>) -> PyResult<Self> {
        let taken = take(column)?;
        let stored = py.detach(|| Stored::of(&taken));
        stored.map(Self).map_err(|error| voc_error(py, &error))
    }

    /// A column of `None`, bools and numbers.
    #[staticmethod]
    fn of(py: Python<'_>, values: &Bound<'_, PyList>) -> PyResult<Self> {
        Ok(Self(Stored::numbers(Numbers::read(py, values)?)))
    }

    /// An array's bytes; `code` is numpy's name of their type.
    #[staticmethod]
    fn of_bytes(py: Python<'_>, code: &str, bytes: &Bound<'_, PyBytes>) -> PyResult<Self> {
        let stored = Stored::bytes(code, bytes.as_bytes()).map(Self);
        stored.ok_or_else(|| {
            let message = format!("an array of {code} has no answers");
            voc_error(py, &Error::new(Code::WrongType, message))
        })
    }

    fn __len__(&self) -> usize {
        self.0.answers().values.len()
    }
}

/// A column of groups.
#[pyclass(frozen, module = "voc._voc")]
pub(crate) struct Column(pub(crate) Groups);

#[pymethods]
impl Column {
    /// Takes an Arrow-capable column; the codes of a dictionary are not copied where their layout is the core's.
    #[staticmethod]
    fn take(py: Python<'_>, column: &Bound<'_, PyAny>) -> PyResult<Self> {
        let taken = take(column)?;
        let groups = py.detach(|| Groups::of(&taken));
        groups.map(Self).map_err(|error| voc_error(py, &error))
    }

    /// A column of `None`, bools, numbers and texts.
    #[staticmethod]
    fn of(py: Python<'_>, values: &Bound<'_, PyList>) -> PyResult<Self> {
        let cells = values.iter().map(|value| cell(&value));
        let cells = cells.collect::<PyResult<Vec<_>>>()?;
        let groups = Groups::cells(&cells);
        groups.map(Self).map_err(|error| voc_error(py, &error))
    }

    fn __len__(&self) -> usize {
        self.0.len()
    }
}

fn cell(value: &Bound<'_, PyAny>) -> PyResult<Cell<'static>> {
    if value.is_none() {
        Ok(Cell::Absent)
    } else if let Ok(bool) = value.cast::<PyBool>() {
        Ok(Cell::Bool(bool.is_true()))
    } else if value.is_instance_of::<PyInt>() {
        value.extract().map(Cell::Int)
    } else if value.is_instance_of::<PyFloat>() {
        let number: f64 = value.extract()?;
        Ok(if number.is_nan() {
            Cell::Absent
        } else {
            Cell::Number(number)
        })
    } else {
        let text: String = value.cast::<PyString>()?.extract()?;
        Ok(Cell::Text(text.into()))
    }
}

pub(crate) type By<'py> = Vec<(String, PyRef<'py, Column>)>;

fn rows(
    py: Python<'_>,
    ask: &str,
    answers: &Answers,
    by: &By<'_>,
    weights: Option<&Numbers>,
) -> PyResult<Vec<GroupRow>> {
    let by: Vec<(&str, &Groups)> = by
        .iter()
        .map(|(name, column)| (name.as_str(), &column.0))
        .collect();
    let weights = weights.map(Numbers::numbers);
    let rows = py.detach(|| {
        let by: Vec<Dimension<'_>> = by
            .iter()
            .map(|(name, groups)| groups.dimension(name))
            .collect();
        let answers = answers.0.answers();
        core::tally_rows(
            ask,
            Columns {
                answers,
                by: &by,
                weights,
            },
        )
    });
    rows.map_err(|error| voc_error(py, &error))
}

/// One metric of all answers, as JSON; what is asked is JSON.
#[pyfunction]
#[pyo3(signature = (ask, answers, weights=None))]
pub(crate) fn tally_row(
    py: Python<'_>,
    ask: &str,
    answers: &Answers,
    weights: Option<PyRef<'_, Numbers>>,
) -> PyResult<String> {
    let rows = rows(py, ask, answers, &Vec::new(), weights.as_deref())?;
    json(&rows.first())
}

/// One metric by groups; `shown` names the columns of the table beside those of every estimate.
#[pyfunction]
#[pyo3(signature = (ask, answers, by, weights=None, shown=Vec::new()))]
pub(crate) fn tally_rows(
    py: Python<'_>,
    ask: &str,
    answers: &Answers,
    by: By<'_>,
    weights: Option<PyRef<'_, Numbers>>,
    shown: Vec<String>,
) -> PyResult<Sheet> {
    let rows = rows(py, ask, answers, &by, weights.as_deref())?;
    let names: Vec<&str> = by.iter().map(|(name, _)| name.as_str()).collect();
    Ok(table(&names, &rows, &shown))
}

/// Which groups and totals of a table are withheld, as JSON; what is asked is JSON.
#[pyfunction]
pub(crate) fn withhold(py: Python<'_>, ask: &str) -> PyResult<String> {
    let found = py.detach(|| core::withhold(ask));
    found.map_err(|error| voc_error(py, &error))
}

pub(crate) fn table(names: &[&str], rows: &[GroupRow], shown: &[String]) -> Sheet {
    let text = |place: usize| rows.iter().map(move |row| row.group.get(place)?.as_deref());
    let mut columns: Vec<(&str, Cells)> = Vec::new();
    for (place, name) in names.iter().enumerate() {
        columns.push((name, Cells::text(text(place))));
    }
    let estimates = rows.iter().map(|row| row.estimate);
    let number = |of: fn(&Estimate) -> Option<f64>| {
        Cells::number(estimates.clone().map(|it| it.as_ref().and_then(of)))
    };
    columns.push(("value", number(|it| it.value)));
    columns.push((
        "n",
        Cells::count(estimates.clone().map(|it| it.map(|it| it.n))),
    ));
    columns.push(("low", number(|it| it.low)));
    columns.push(("high", number(|it| it.high)));
    columns.push(("confidence", number(|it| Some(it.confidence))));
    let method = estimates.clone().map(|it| it.map(|it| it.method.name()));
    columns.push(("method", Cells::text(method)));
    for name in shown {
        if let Some(cells) = more(name, rows) {
            columns.push((name, cells));
        }
    }
    Sheet::new(columns)
}

/// A column that only some tables have.
fn more(name: &str, rows: &[GroupRow]) -> Option<Cells> {
    let number = |of: fn(&GroupRow) -> Option<f64>| Cells::number(rows.iter().map(of));
    Some(match name {
        "total" => Cells::texts(rows.iter().map(|row| row.total.iter())),
        "withheld" => Cells::bool(rows.iter().map(|row| row.withheld)),
        "why" => Cells::text(rows.iter().map(|row| row.why.as_deref())),
        "outside" => Cells::count(rows.iter().map(|row| row.outside)),
        "unanswered" => Cells::count(rows.iter().map(|row| row.unanswered)),
        "effective_n" => number(|row| row.effective_n),
        "design_effect" => number(|row| row.design_effect),
        "difference" => number(|row| row.rest?.comparison.difference),
        "difference_low" => number(|row| row.rest?.comparison.low),
        "difference_high" => number(|row| row.rest?.comparison.high),
        "difference_method" => {
            let method = rows
                .iter()
                .map(|row| Some(row.rest?.comparison.method.name()));
            Cells::text(method)
        }
        "p" => number(|row| row.rest?.comparison.p),
        "q" => number(|row| row.rest?.q),
        _ => return None,
    })
}
