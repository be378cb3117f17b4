//! Statistics of columns of numbers.

#![expect(
    clippy::needless_pass_by_value,
    reason = "pyo3 hands over what it made of a list"
)]

use crate::arrow::{Cells, Sheet, number, reader, take};
use crate::errors::{json, voc_error};
use pyo3::prelude::*;
use pyo3::types::{PyFloat, PyInt, PyList};
use voc_core::insight::drivers::{DriverProblem, DriverRow, Drivers, Summed};
use voc_core::json::{self, Moved};
use voc_core::{Code, Error};

/// Numbers, `NaN` where there is none.
#[pyclass(frozen, module = "voc._voc")]
pub(crate) struct Numbers(Vec<f64>);

#[pymethods]
impl Numbers {
    /// Takes an Arrow-capable column of numbers or bools.
    #[staticmethod]
    fn take(py: Python<'_>, column: &Bound<'_, PyAny>) -> PyResult<Self> {
        let taken = take(column)?;
        let numbers = py.detach(|| {
            let mut numbers = Vec::with_capacity(taken.len());
            for chunk in &taken.chunks {
                let read = reader("values", chunk)?;
                for row in 0..chunk.len() {
                    let number = number(&read(row));
                    numbers.push(number.map_err(|error| error.at(numbers.len().to_string()))?);
                }
            }
            Ok(numbers)
        });
        numbers.map(Self).map_err(|error| voc_error(py, &error))
    }

    /// A column of `None`, bools and numbers.
    #[staticmethod]
    fn of(py: Python<'_>, values: &Bound<'_, PyList>) -> PyResult<Self> {
        Self::read(py, values).map(Self)
    }

    fn __len__(&self) -> usize {
        self.0.len()
    }
}

impl Numbers {
    pub(crate) fn numbers(&self) -> &[f64] {
        &self.0
    }

    /// Numbers of `None`, bools and numbers.
    pub(crate) fn read(py: Python<'_>, values: &Bound<'_, PyList>) -> PyResult<Vec<f64>> {
        let mut numbers = Vec::with_capacity(values.len());
        for (index, value) in values.iter().enumerate() {
            numbers.push(if let Ok(number) = value.cast::<PyFloat>() {
                number.value()
            } else if value.is_none() {
                f64::NAN
            } else if value.is_instance_of::<PyInt>() {
                value.extract()?
            } else {
                let message = format!("`{value}` is no number");
                let error = Error::new(Code::WrongType, message).at(index.to_string());
                return Err(voc_error(py, &error));
            });
        }
        Ok(numbers)
    }
}

/// A statistic of columns, as JSON; what is asked is JSON.
#[pyfunction]
pub(crate) fn statistic(
    py: Python<'_>,
    ask: &str,
    columns: Vec<PyRef<'_, Numbers>>,
) -> PyResult<String> {
    let columns: Vec<&[f64]> = columns.iter().map(|column| column.0.as_slice()).collect();
    let found = py.detach(|| json::statistic(ask, &columns));
    found.map_err(|error| voc_error(py, &error))
}

/// What moves an outcome: all but its features as JSON, and these. Replicates are drawn on so many threads.
#[pyfunction]
pub(crate) fn drivers(
    py: Python<'_>,
    ask: &str,
    columns: Vec<PyRef<'_, Numbers>>,
    threads: u32,
) -> PyResult<(String, Sheet)> {
    let columns: Vec<&[f64]> = columns.iter().map(|column| column.0.as_slice()).collect();
    let found = py.detach(|| json::moved(ask, &columns, |summed| drawn(summed, threads)));
    let Moved { drivers, quadrants } = found.map_err(|error| voc_error(py, &error))?;
    let sheet = table(&drivers.rows);
    let rest = Moved {
        drivers: Drivers {
            rows: Vec::new(),
            ..drivers
        },
        quadrants,
    };
    Ok((json(&rest)?, sheet))
}

/// All replicates in their order, shared out among threads.
fn drawn(summed: &Summed<'_>, threads: u32) -> Vec<Vec<f64>> {
    let all = summed.replicates();
    let part = all.div_ceil(threads.max(1)).max(1);
    let parts = (0..all).step_by(part as usize);
    std::thread::scope(|scope| {
        let draw = |from: u32| move || summed.draw(from..all.min(from.saturating_add(part)));
        let running: Vec<_> = parts.map(|from| scope.spawn(draw(from))).collect();
        // One that panicked has drawn nothing, and too few replicates are refused.
        running
            .into_iter()
            .flat_map(|one| one.join().unwrap_or_default())
            .collect()
    })
}

fn table(rows: &[DriverRow]) -> Sheet {
    let numbers = |of: fn(&DriverRow) -> Option<f64>| Cells::number(rows.iter().map(of));
    let texts = |of: fn(&DriverRow) -> Option<&str>| Cells::text(rows.iter().map(of));
    let missing = |row: &DriverRow| i64::try_from(row.missing).unwrap_or(i64::MAX);
    Sheet::new(vec![
        ("feature", texts(|row| Some(&row.feature))),
        ("weight", numbers(|row| row.weight)),
        ("share", numbers(|row| row.share)),
        (
            "sign",
            Cells::int(rows.iter().map(|row| i64::from(row.sign))),
        ),
        ("low", numbers(|row| row.low)),
        ("high", numbers(|row| row.high)),
        ("correlation", numbers(|row| row.correlation)),
        ("coefficient", numbers(|row| row.coefficient)),
        ("mean", numbers(|row| row.mean)),
        ("missing", Cells::int(rows.iter().map(missing))),
        ("problem", texts(|row| row.problem.map(DriverProblem::name))),
    ])
}

/// The places that a replicate draws of `n`, with return.
#[pyfunction]
pub(crate) fn places(seed: u64, replicate: u32, n: u32) -> Vec<u32> {
    json::places(seed, replicate, n)
}
