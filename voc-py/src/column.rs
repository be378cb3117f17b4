//! Estimates from plain columns of answers.

use crate::arrow::{Cells, Sheet, Taken, reader, take};
use crate::errors::{json, voc_error};
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyFloat, PyInt, PyList, PyString};
use serde::Deserialize;
use std::collections::BTreeMap;
use voc_core::metric::{self, Estimate};
use voc_core::signal::Cell;
use voc_core::{Code, Error};

/// A column of answers or groups.
#[pyclass(frozen, module = "voc._voc")]
pub(crate) struct Column(Vec<Cell<'static>>);

#[pymethods]
impl Column {
    /// Takes an Arrow-capable column.
    #[staticmethod]
    fn take(py: Python<'_>, column: &Bound<'_, PyAny>) -> PyResult<Self> {
        let taken = take(column)?;
        py.detach(|| read(&taken))
            .map(Self)
            .map_err(|error| voc_error(py, &error))
    }

    /// A column of `None`, bools, numbers and texts.
    #[staticmethod]
    fn of(values: &Bound<'_, PyList>) -> PyResult<Self> {
        values
            .iter()
            .map(|value| cell(&value))
            .collect::<PyResult<_>>()
            .map(Self)
    }

    fn __len__(&self) -> usize {
        self.0.len()
    }
}

/// What a metric takes beside its answers.
#[derive(Deserialize)]
struct Options {
    confidence: f64,
    #[serde(default)]
    scale: [i64; 2],
    #[serde(default)]
    top_box: u32,
}

/// An estimate, as JSON.
#[pyfunction]
pub(crate) fn estimate(
    py: Python<'_>,
    kind: &str,
    answers: &Column,
    options: &str,
) -> PyResult<String> {
    let all = answers.0.iter().enumerate();
    let estimate = read_options(options).and_then(|options| of(kind, all, &options));
    json(&estimate.map_err(|error| voc_error(py, &error))?)
}

/// Estimates by group, in the order of the groups' names.
#[pyfunction]
pub(crate) fn estimate_by(
    py: Python<'_>,
    kind: &str,
    answers: &Column,
    by: &Column,
    options: &str,
) -> PyResult<Sheet> {
    let sheet = py.detach(|| {
        let options = read_options(options)?;
        if answers.0.len() != by.0.len() {
            let (answers, groups) = (answers.0.len(), by.0.len());
            let message = format!("{answers} answers and {groups} groups");
            return Err(Error::new(Code::OutOfRange, message)
                .at("by")
                .hint("one group for each answer"));
        }
        let mut groups: BTreeMap<Option<String>, Vec<(usize, &Cell<'_>)>> = BTreeMap::new();
        for (index, (answer, group)) in answers.0.iter().zip(&by.0).enumerate() {
            let group = Some(group.to_text().into_owned()).filter(|group| !group.is_empty());
            groups.entry(group).or_default().push((index, answer));
        }
        let estimates = groups
            .values()
            .map(|group| of(kind, group.iter().copied(), &options));
        let estimates = estimates.collect::<Result<Vec<_>, _>>()?;
        let mut columns = vec![("group", Cells::text(groups.into_keys()))];
        columns.extend(estimate_columns(&estimates));
        Ok(Sheet::new(columns))
    });
    sheet.map_err(|error| voc_error(py, &error))
}

/// The columns of estimates in every table.
pub(crate) fn estimate_columns(estimates: &[Estimate]) -> [(&'static str, Cells); 6] {
    let numbers =
        |number: fn(&Estimate) -> Option<f64>| Cells::number(estimates.iter().map(number));
    [
        ("value", numbers(|it| it.value)),
        ("n", Cells::int(estimates.iter().map(|it| it.n))),
        ("low", numbers(|it| it.low)),
        ("high", numbers(|it| it.high)),
        ("confidence", numbers(|it| Some(it.confidence))),
        (
            "method",
            Cells::text(estimates.iter().map(|it| Some(it.method.name()))),
        ),
    ]
}

fn read_options(text: &str) -> Result<Options, Error> {
    serde_json::from_str(text).map_err(|error| Error::new(Code::WrongType, error.to_string()))
}

fn of<'a>(
    kind: &str,
    answers: impl Iterator<Item = (usize, &'a Cell<'a>)>,
    options: &Options,
) -> Result<Estimate, Error> {
    let confidence = options.confidence;
    if kind == "rate" {
        let hits = answers.filter_map(|(index, cell)| hit(index, cell).transpose());
        let hits = hits.collect::<Result<Vec<_>, _>>()?;
        let count = |some: usize| i64::try_from(some).unwrap_or(i64::MAX);
        let yes = hits.iter().filter(|hit| **hit).count();
        return metric::rate(count(yes), count(hits.len()), confidence);
    }
    let answers = answers.filter_map(|(index, cell)| answer(index, cell).transpose());
    let answers = answers.collect::<Result<Vec<_>, _>>()?;
    match kind {
        "nps" => metric::nps(&answers, confidence),
        _ => metric::csat(&answers, options.scale, options.top_box, confidence),
    }
}

/// A whole number; data frames turn them into doubles where some are missing.
fn answer(index: usize, cell: &Cell<'_>) -> Result<Option<i64>, Error> {
    match cell {
        Cell::Absent => Ok(None),
        Cell::Number(number) if number.is_nan() => Ok(None),
        Cell::Int(int) => Ok(Some(*int)),
        #[expect(clippy::cast_possible_truncation, reason = "whole and small")]
        Cell::Number(number) if number.fract() == 0.0 && number.abs() < 1e15 => {
            Ok(Some(*number as i64))
        }
        cell => Err(wrong(index, cell, "a whole number")),
    }
}

fn hit(index: usize, cell: &Cell<'_>) -> Result<Option<bool>, Error> {
    match cell {
        Cell::Absent => Ok(None),
        Cell::Number(number) if number.is_nan() => Ok(None),
        Cell::Bool(hit) => Ok(Some(*hit)),
        Cell::Int(0) => Ok(Some(false)),
        Cell::Int(1) => Ok(Some(true)),
        cell => Err(wrong(index, cell, "true or false")),
    }
}

fn wrong(index: usize, cell: &Cell<'_>, wanted: &str) -> Error {
    let message = format!("expected {wanted}, found `{}`", cell.to_text());
    Error::new(Code::WrongType, message).at(index.to_string())
}

fn read(taken: &Taken) -> Result<Vec<Cell<'static>>, Error> {
    let mut cells = Vec::new();
    for chunk in &taken.chunks {
        let read = reader("values", chunk)?;
        cells.extend((0..chunk.len()).map(|row| owned(read(row))));
    }
    Ok(cells)
}

fn owned(cell: Cell<'_>) -> Cell<'static> {
    match cell {
        Cell::Absent => Cell::Absent,
        Cell::Bool(it) => Cell::Bool(it),
        Cell::Int(it) => Cell::Int(it),
        Cell::Number(it) => Cell::Number(it),
        Cell::Text(it) => Cell::Text(it.into_owned().into()),
        Cell::Time(it) => Cell::Time(it),
        Cell::Local(it) => Cell::Local(it),
        Cell::Date(it) => Cell::Date(it),
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
        value.extract().map(Cell::Number)
    } else {
        let text: String = value.cast::<PyString>()?.extract()?;
        Ok(Cell::Text(text.into()))
    }
}
