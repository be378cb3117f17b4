//! Statistics of columns of numbers.

#![expect(
    clippy::needless_pass_by_value,
    reason = "pyo3 hands over what it made of a list"
)]

use crate::arrow::{Cells, Sheet, reader, take};
use crate::errors::{json, voc_error};
use pyo3::prelude::*;
use pyo3::types::{PyFloat, PyInt, PyList};
use voc_core::insight::drivers::{DriverProblem, DriverRow, Drivers};
use voc_core::json::{self, Moved};
use voc_core::signal::Cell;
use voc_core::{Code, Error};

/// Numbers, `NaN` where there is none.
#[pyclass(frozen, module = "voc._voc")]
pub(crate) struct Numbers(Vec<f64>);

impl Numbers {
    pub(crate) fn numbers(&self) -> &[f64] {
        &self.0
    }
}

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
        Ok(Self(numbers))
    }

    fn __len__(&self) -> usize {
        self.0.len()
    }
}

#[expect(clippy::cast_precision_loss, reason = "answers are small")]
fn number(cell: &Cell<'_>) -> Result<f64, Error> {
    match cell {
        Cell::Absent => Ok(f64::NAN),
        Cell::Bool(it) => Ok(f64::from(u8::from(*it))),
        Cell::Int(it) => Ok(*it as f64),
        Cell::Number(it) => Ok(*it),
        cell => {
            let message = format!("`{}` is no number", cell.to_text());
            Err(Error::new(Code::WrongType, message))
        }
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

/// What moves an outcome: all but its features as JSON, and these.
#[pyfunction]
pub(crate) fn drivers(
    py: Python<'_>,
    ask: &str,
    columns: Vec<PyRef<'_, Numbers>>,
) -> PyResult<(String, Sheet)> {
    let columns: Vec<&[f64]> = columns.iter().map(|column| column.0.as_slice()).collect();
    let found = py.detach(|| json::moved(ask, &columns));
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
