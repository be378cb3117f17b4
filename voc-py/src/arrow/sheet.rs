//! Tables that we give out, built column by column.

use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::cast::AsArray;
use arrow_array::ffi_stream::FFI_ArrowArrayStream;
use arrow_array::types::{Float64Type, Int64Type, TimestampMicrosecondType};
use arrow_array::{
    Array, ArrayRef, BooleanArray, Float64Array, Int64Array, RecordBatch, RecordBatchIterator,
    StringArray, TimestampMicrosecondArray,
};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use pyo3::IntoPyObjectExt;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDict, PyList};
use std::sync::Arc;
use voc_core::Time;

/// The cells of a column.
#[derive(Debug)]
pub(crate) struct Cells(ArrayRef);

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
        let lengths = columns.iter().map(|(_, cells)| cells.0.len());
        let rows = lengths.max().unwrap_or_default();
        Self { columns, rows }
    }

    fn batch(&self) -> Result<RecordBatch, ArrowError> {
        let (fields, arrays) = (self.columns.iter())
            .map(|(name, Cells(array))| {
                let field = Field::new(name, array.data_type().clone(), true);
                (field, array.clone())
            })
            .unzip::<_, _, Vec<_>, Vec<_>>();
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
    pub(crate) fn text<T: AsRef<str>>(cells: impl Iterator<Item = Option<T>>) -> Self {
        Self(Arc::new(cells.collect::<StringArray>()))
    }

    pub(crate) fn texts<T: AsRef<str>>(
        cells: impl Iterator<Item = impl IntoIterator<Item = T>>,
    ) -> Self {
        let mut builder = ListBuilder::new(StringBuilder::new());
        for texts in cells {
            for text in texts {
                builder.values().append_value(text.as_ref());
            }
            builder.append(true);
        }
        Self(Arc::new(builder.finish()))
    }

    pub(crate) fn int(cells: impl Iterator<Item = i64>) -> Self {
        Self(Arc::new(Int64Array::from_iter_values(cells)))
    }

    /// Whole numbers that may be absent.
    pub(crate) fn count(cells: impl Iterator<Item = Option<i64>>) -> Self {
        Self(Arc::new(cells.collect::<Int64Array>()))
    }

    pub(crate) fn number(cells: impl Iterator<Item = Option<f64>>) -> Self {
        Self(Arc::new(cells.collect::<Float64Array>()))
    }

    pub(crate) fn bool(cells: impl Iterator<Item = bool>) -> Self {
        Self(Arc::new(cells.map(Some).collect::<BooleanArray>()))
    }

    pub(crate) fn time(cells: impl Iterator<Item = Time>) -> Self {
        let micros = TimestampMicrosecondArray::from_iter_values(cells.map(Time::micros));
        Self(Arc::new(micros.with_timezone("UTC")))
    }

    fn object(&self, py: Python<'_>, row: usize) -> PyResult<Py<PyAny>> {
        let array = &self.0;
        if row >= array.len() || array.is_null(row) {
            return Ok(py.None());
        }
        match array.data_type() {
            DataType::Utf8 => array.as_string::<i32>().value(row).into_py_any(py),
            DataType::Int64 => array.as_primitive::<Int64Type>().value(row).into_py_any(py),
            DataType::Float64 => array
                .as_primitive::<Float64Type>()
                .value(row)
                .into_py_any(py),
            DataType::Boolean => array.as_boolean().value(row).into_py_any(py),
            DataType::Timestamp(..) => {
                let micros = array.as_primitive::<TimestampMicrosecondType>().value(row);
                Time::from_micros(micros).map(Time::to_utc).into_py_any(py)
            }
            _ => {
                let texts = array.as_list::<i32>().value(row);
                let texts: Vec<_> = texts.as_string::<i32>().iter().collect();
                texts.into_py_any(py)
            }
        }
    }
}
