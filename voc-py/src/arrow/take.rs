//! Data taken over from another library, without a copy.
#![expect(unsafe_code, reason = "the C data interface hands over raw pointers")]

use crate::errors::voc_error;
use arrow_array::cast::AsArray;
use arrow_array::ffi::{FFI_ArrowArray, FFI_ArrowSchema, from_ffi};
use arrow_array::ffi_stream::{ArrayStreamReader, FFI_ArrowArrayStream};
use arrow_array::{ArrayRef, make_array};
use arrow_schema::{ArrowError, DataType, FieldRef};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use voc_core::{Code, Error};

/// A column (any type), or a frame (a struct), in chunks.
pub(crate) struct Taken {
    pub(crate) data_type: DataType,
    pub(crate) chunks: Vec<ArrayRef>,
}

impl Taken {
    /// The fields of a frame.
    pub(crate) fn fields(&self) -> Result<&[FieldRef], Error> {
        match &self.data_type {
            DataType::Struct(fields) => Ok(fields),
            _ => Err(Error::new(
                Code::WrongType,
                "this is a single column, not a frame of named columns",
            )),
        }
    }

    /// How many rows.
    pub(crate) fn len(&self) -> usize {
        self.chunks.iter().map(|chunk| chunk.len()).sum()
    }

    /// The columns of a chunk of a frame; rows that are absent as a whole have absent cells.
    pub(crate) fn columns(chunk: &ArrayRef) -> Vec<ArrayRef> {
        chunk
            .as_struct_opt()
            .map(|frame| frame.columns().to_vec())
            .unwrap_or_default()
    }
}

/// Takes over what an object offers by `__arrow_c_stream__` or `__arrow_c_array__`.
pub(crate) fn take(object: &Bound<'_, PyAny>) -> PyResult<Taken> {
    let py = object.py();
    let taken = if object.hasattr("__arrow_c_stream__")? {
        let stream = stream(&object.call_method0("__arrow_c_stream__")?)?;
        // A producer may need the interpreter on a thread of its own.
        py.detach(|| drain(stream))
    } else if object.hasattr("__arrow_c_array__")? {
        let (schema, array): (Bound<'_, PyAny>, Bound<'_, PyAny>) =
            object.call_method0("__arrow_c_array__")?.extract()?;
        single(&schema, &array)?
    } else {
        let name = object.get_type().name()?;
        return Err(PyTypeError::new_err(format!(
            "`{name}` has no __arrow_c_stream__"
        )));
    };
    taken.map_err(|error| voc_error(py, &Error::new(Code::Malformed, error.to_string())))
}

fn stream(capsule: &Bound<'_, PyAny>) -> PyResult<FFI_ArrowArrayStream> {
    let pointer = capsule
        .cast::<PyCapsule>()?
        .pointer_checked(Some(c"arrow_array_stream"))?;
    // SAFETY: a capsule of this name holds a stream by the interface's contract; moving it out
    // leaves a released one behind, which the capsule's destructor allows for.
    Ok(unsafe { FFI_ArrowArrayStream::from_raw(pointer.as_ptr().cast()) })
}

fn drain(mut stream: FFI_ArrowArrayStream) -> Result<Taken, ArrowError> {
    let data_type = data_type(&mut stream)?;
    let chunks = ArrayStreamReader::try_new(stream)?.collect::<Result<_, _>>()?;
    Ok(Taken { data_type, chunks })
}

/// The type of a stream's chunks, which the reader keeps to itself.
fn data_type(stream: &mut FFI_ArrowArrayStream) -> Result<DataType, ArrowError> {
    let Some(get_schema) = stream.get_schema() else {
        return Err(ArrowError::CDataInterface(
            "the stream was read before".to_owned(),
        ));
    };
    let mut schema = FFI_ArrowSchema::empty();
    // SAFETY: the callback belongs to this stream, and the schema outlives the call.
    match unsafe { get_schema(stream, &raw mut schema) } {
        0 => DataType::try_from(&schema),
        code => Err(ArrowError::CDataInterface(format!(
            "the stream has no schema (error {code})"
        ))),
    }
}

fn single(
    schema: &Bound<'_, PyAny>,
    array: &Bound<'_, PyAny>,
) -> PyResult<Result<Taken, ArrowError>> {
    let schema = schema
        .cast::<PyCapsule>()?
        .pointer_checked(Some(c"arrow_schema"))?;
    let array = array
        .cast::<PyCapsule>()?
        .pointer_checked(Some(c"arrow_array"))?;
    // SAFETY: capsules of these names hold a schema, which is only read while its capsule lives,
    // and an array, which is moved out and leaves a released one behind.
    let data = unsafe {
        let schema = schema.cast::<FFI_ArrowSchema>().as_ref();
        from_ffi(FFI_ArrowArray::from_raw(array.as_ptr().cast()), schema)
    };
    Ok(data.map(|data| {
        let array = make_array(data);
        Taken {
            data_type: array.data_type().clone(),
            chunks: vec![array],
        }
    }))
}
