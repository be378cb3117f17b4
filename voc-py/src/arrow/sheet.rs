//! Tables that we give out, built column by column.

use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::{
    ArrayRef, BooleanArray, Float64Array, Int64Array, RecordBatch, RecordBatchIterator,
    StringArray, TimestampMicrosecondArray,
};
use arrow_schema::{ArrowError, Field, Schema};
use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict, PyList};
use std::sync::Arc;
use voc_core::Time;

/// The cells of a column.
#[derive(Debug, Clone)]
pub(crate) enum Cells {
    Text(Vec<Option<String>>),
    Texts(Vec<Vec<String>>),
    Int(Vec<Option<i64>>),
    Number(Vec<Option<f64>>),
    Bool(Vec<Option<bool>>),
    Time(Vec<Option<Time>>),
}

/// A table: columns of equal length.
#[derive(Debug)]
#[pyclass(frozen, module = "voc._voc")]
pub(crate) struct Sheet {
    columns: Vec<(String, Cells)>,
    rows: usize,
}

impl Sheet {
    pub(crate) fn new(columns: Vec<(&str, Cells)>) -> Self {
        let columns: Vec<_> = columns
            .into_iter()
            .map(|(name, cells)| (name.to_owned(), cells))
            .collect();
        let rows = columns
            .iter()
            .map(|(_, cells)| cells.len())
            .max()
            .unwrap_or_default();
        Self { columns, rows }
    }

    fn batch(&self) -> Result<RecordBatch, ArrowError> {
        let arrays: Vec<ArrayRef> = self
            .columns
            .iter()
            .map(|(_, cells)| cells.array())
            .collect();
        let fields: Vec<Field> = (self.columns.iter().zip(&arrays))
            .map(|((name, _), array)| Field::new(name, array.data_type().clone(), true))
            .collect();
        RecordBatch::try_new(Arc::new(Schema::new(fields)), arrays)
    }
}

#[pymethods]
impl Sheet {
    #[getter]
    fn columns(&self) -> Vec<&str> {
        self.columns.iter().map(|(name, _)| name.as_str()).collect()
    }

    fn __len__(&self) -> usize {
        self.rows
    }

    /// The Arrow C stream; the requested schema is not honoured, as the interface allows.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        drop(requested_schema);
        let batch = py
            .detach(|| self.batch())
            .map_err(|error| pyo3::exceptions::PyRuntimeError::new_err(error.to_string()))?;
        let schema = batch.schema();
        let batches = RecordBatchIterator::new([Ok(batch)], schema);
        let stream = FFI_ArrowArrayStream::new(Box::new(batches));
        PyCapsule::new_with_value(py, stream, c"arrow_array_stream")
    }

    /// The rows from `start`, at most `count`, as dicts.
    fn dicts<'py>(
        &self,
        py: Python<'py>,
        start: usize,
        count: usize,
    ) -> PyResult<Bound<'py, PyList>> {
        let end = self.rows.min(start.saturating_add(count));
        let list = PyList::empty(py);
        for row in start..end {
            let dict = PyDict::new(py);
            for (name, cells) in &self.columns {
                dict.set_item(name, cells.object(py, row)?)?;
            }
            list.append(dict)?;
        }
        Ok(list)
    }
}

impl Cells {
    fn len(&self) -> usize {
        match self {
            Self::Text(cells) => cells.len(),
            Self::Texts(cells) => cells.len(),
            Self::Int(cells) => cells.len(),
            Self::Number(cells) => cells.len(),
            Self::Bool(cells) => cells.len(),
            Self::Time(cells) => cells.len(),
        }
    }

    fn array(&self) -> ArrayRef {
        match self {
            Self::Text(cells) => Arc::new(StringArray::from_iter(cells)),
            Self::Texts(cells) => {
                let mut builder = ListBuilder::new(StringBuilder::new());
                for texts in cells {
                    builder.append_value(texts.iter().map(Some));
                }
                Arc::new(builder.finish())
            }
            Self::Int(cells) => Arc::new(Int64Array::from_iter(cells)),
            Self::Number(cells) => Arc::new(Float64Array::from_iter(cells)),
            Self::Bool(cells) => Arc::new(BooleanArray::from_iter(cells)),
            Self::Time(cells) => {
                let micros = cells.iter().map(|cell| cell.map(Time::micros));
                Arc::new(
                    micros
                        .collect::<TimestampMicrosecondArray>()
                        .with_timezone("UTC"),
                )
            }
        }
    }

    fn object(&self, py: Python<'_>, row: usize) -> PyResult<Py<PyAny>> {
        match self {
            Self::Text(cells) => cells.get(row).into_py_any(py),
            Self::Texts(cells) => cells.get(row).into_py_any(py),
            Self::Int(cells) => cells.get(row).into_py_any(py),
            Self::Number(cells) => cells.get(row).into_py_any(py),
            Self::Bool(cells) => cells.get(row).into_py_any(py),
            Self::Time(cells) => cells
                .get(row)
                .copied()
                .flatten()
                .map(Time::to_utc)
                .into_py_any(py),
        }
    }
}
