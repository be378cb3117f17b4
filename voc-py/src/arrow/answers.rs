//! Columns of answers and of groups, lent as they lie where their layout is the core's.

use super::read::reader;
use super::table::{is_text, length, made, same, valid, words};
use super::take::Taken;
use super::texts::{self, codes};
use arrow_array::cast::AsArray;
use arrow_array::types::{
    Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type,
    UInt32Type,
};
use arrow_array::{Array, ArrayRef};
use arrow_buffer::ScalarBuffer;
use arrow_schema::DataType;
use voc_core::metric::table::{self, Codes, Values, coded};
use voc_core::signal::Cell;
use voc_core::{Code, Error};

/// Answers in a layout of the core.
pub(crate) struct Stored {
    values: Layout,
    valid: Option<Vec<u64>>,
}

enum Layout {
    I8(ScalarBuffer<i8>),
    U8(ScalarBuffer<u8>),
    I16(ScalarBuffer<i16>),
    U16(ScalarBuffer<u16>),
    I32(ScalarBuffer<i32>),
    I64(ScalarBuffer<i64>),
    F64(ScalarBuffer<f64>),
    Bits(Vec<u64>, usize),
}

impl Stored {
    pub(crate) fn of(taken: &Taken) -> Result<Self, Error> {
        let chunks: Vec<ArrayRef> = taken
            .chunks
            .iter()
            .filter(|it| !it.is_empty())
            .cloned()
            .collect();
        let values = match &taken.data_type {
            DataType::Int8 => Layout::I8(same::<Int8Type>(&chunks)),
            DataType::UInt8 => Layout::U8(same::<UInt8Type>(&chunks)),
            DataType::Int16 => Layout::I16(same::<Int16Type>(&chunks)),
            DataType::UInt16 => Layout::U16(same::<UInt16Type>(&chunks)),
            DataType::Int32 => Layout::I32(same::<Int32Type>(&chunks)),
            DataType::Int64 => Layout::I64(same::<Int64Type>(&chunks)),
            DataType::UInt32 => Layout::I64(made::<UInt32Type, _>(&chunks, i64::from)),
            DataType::Float32 => Layout::F64(made::<Float32Type, _>(&chunks, f64::from)),
            DataType::Float64 => Layout::F64(same::<Float64Type>(&chunks)),
            DataType::Boolean => {
                let bits = chunks
                    .iter()
                    .map(|chunk| chunk.as_boolean().values().clone());
                Layout::Bits(words(&bits.collect::<Vec<_>>()), length(&chunks))
            }
            _ => return Self::of_cells(&chunks),
        };
        let valid = valid(&chunks);
        Ok(Self { values, valid })
    }

    /// Of any other layout, cell by cell.
    fn of_cells(chunks: &[ArrayRef]) -> Result<Self, Error> {
        let mut cells = Vec::with_capacity(length(chunks));
        for chunk in chunks {
            let read = reader("values", chunk)?;
            for row in 0..chunk.len() {
                cells.push(number(&read(row)).map_err(|error| error.at(cells.len().to_string()))?);
            }
        }
        Ok(Self::numbers(cells))
    }

    /// Of numbers, `NaN` where there is none.
    pub(crate) fn numbers(numbers: Vec<f64>) -> Self {
        Self {
            values: Layout::F64(numbers.into()),
            valid: None,
        }
    }

    /// Of an array's bytes, in this machine's order; `code` is numpy's name of their type.
    pub(crate) fn bytes(code: &str, bytes: &[u8]) -> Option<Self> {
        fn all<T, const SIZE: usize>(bytes: &[u8], of: fn([u8; SIZE]) -> T) -> Vec<T> {
            bytes
                .as_chunks::<SIZE>()
                .0
                .iter()
                .map(|chunk| of(*chunk))
                .collect()
        }
        let values = match code {
            "i1" => Layout::I8(all(bytes, i8::from_ne_bytes).into()),
            "u1" | "b1" => Layout::U8(bytes.to_vec().into()),
            "i2" => Layout::I16(all(bytes, i16::from_ne_bytes).into()),
            "u2" => Layout::U16(all(bytes, u16::from_ne_bytes).into()),
            "i4" => Layout::I32(all(bytes, i32::from_ne_bytes).into()),
            "i8" => Layout::I64(all(bytes, i64::from_ne_bytes).into()),
            "f8" => Layout::F64(all(bytes, f64::from_ne_bytes).into()),
            _ => return None,
        };
        Some(Self {
            values,
            valid: None,
        })
    }

    /// The column as the core takes it.
    pub(crate) fn answers(&self) -> table::Answers<'_> {
        table::Answers {
            values: match &self.values {
                Layout::I8(values) => Values::I8(values),
                Layout::U8(values) => Values::U8(values),
                Layout::I16(values) => Values::I16(values),
                Layout::U16(values) => Values::U16(values),
                Layout::I32(values) => Values::I32(values),
                Layout::I64(values) => Values::I64(values),
                Layout::F64(values) => Values::F64(values),
                Layout::Bits(bits, rows) => Values::Bits(bits, *rows),
            },
            valid: self.valid.as_deref(),
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "answers are small")]
pub(crate) fn number(cell: &Cell<'_>) -> Result<f64, Error> {
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

/// A column that groups, as codes and their texts.
pub(crate) struct Groups {
    codes: Coded,
    texts: Vec<String>,
}

enum Coded {
    U8(ScalarBuffer<u8>),
    U16(ScalarBuffer<u16>),
    U32(ScalarBuffer<u32>),
}

impl Groups {
    pub(crate) fn of(taken: &Taken) -> Result<Self, Error> {
        let chunks: Vec<ArrayRef> = taken
            .chunks
            .iter()
            .filter(|it| !it.is_empty())
            .cloned()
            .collect();
        if let DataType::Dictionary(_, of) = &taken.data_type
            && is_text(of)
            && let Some(codes) = lent(&chunks).or_else(|| Some(Coded::U32(codes(&chunks)?)))
        {
            let texts = texts::of_dictionaries(&chunks)
                .into_iter()
                .map(str::to_owned);
            return Ok(Self {
                codes,
                texts: texts.collect(),
            });
        }
        let readers = chunks
            .iter()
            .map(|chunk| reader("by", chunk))
            .collect::<Result<Vec<_>, _>>()?;
        let is_text = is_text(&taken.data_type);
        let (codes, texts) = coded(length(&chunks), |coder| {
            for (chunk, read) in chunks.iter().zip(&readers) {
                if is_text {
                    texts::code(chunk, coder);
                    continue;
                }
                for row in 0..chunk.len() {
                    coder.text(read(row).to_text().into_owned().into());
                }
            }
        })?;
        Ok(Self {
            codes: Coded::U32(codes.into()),
            texts,
        })
    }

    /// Of cells one by one.
    pub(crate) fn cells(cells: &[Cell<'_>]) -> Result<Self, Error> {
        let (codes, texts) = coded(cells.len(), |coder| {
            for cell in cells {
                coder.text(cell.to_text().into_owned().into());
            }
        })?;
        Ok(Self {
            codes: Coded::U32(codes.into()),
            texts,
        })
    }

    pub(crate) fn len(&self) -> usize {
        match &self.codes {
            Coded::U8(codes) => codes.len(),
            Coded::U16(codes) => codes.len(),
            Coded::U32(codes) => codes.len(),
        }
    }

    /// The column as the core takes it.
    pub(crate) fn dimension<'g>(&'g self, name: &'g str) -> table::Dimension<'g> {
        table::Dimension {
            name,
            codes: match &self.codes {
                Coded::U8(codes) => Codes::U8(codes),
                Coded::U16(codes) => Codes::U16(codes),
                Coded::U32(codes) => Codes::U32(codes),
            },
            texts: self.texts.iter().map(String::as_str).collect(),
        }
    }
}

/// The codes of one dictionary without absent rows, where they lie. A code that is negative is beyond the texts
/// where these are few enough.
fn lent(chunks: &[ArrayRef]) -> Option<Coded> {
    let [only] = chunks else {
        return None;
    };
    let size = only.as_any_dictionary_opt()?.values().len();
    if only.logical_null_count() > 0 {
        return None;
    }
    if let Some(array) = only.as_dictionary_opt::<UInt8Type>() {
        return Some(Coded::U8(array.keys().values().clone()));
    }
    if let Some(array) = only.as_dictionary_opt::<UInt16Type>() {
        return Some(Coded::U16(array.keys().values().clone()));
    }
    if let Some(array) = only.as_dictionary_opt::<Int8Type>().filter(|_| size <= 128) {
        let keys = array.keys().values().clone();
        let rows = keys.len();
        return Some(Coded::U8(ScalarBuffer::new(keys.into_inner(), 0, rows)));
    }
    if let Some(array) = only
        .as_dictionary_opt::<Int16Type>()
        .filter(|_| size <= 32_768)
    {
        let keys = array.keys().values().clone();
        let rows = keys.len();
        return Some(Coded::U16(ScalarBuffer::new(keys.into_inner(), 0, rows)));
    }
    None
}
