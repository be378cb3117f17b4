//! A frame as the core reads it: its arrays lent as they lie, where their layout is the core's.

use super::Taken;
use super::read::{Read, reader};
use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type,
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
    TimestampSecondType, UInt8Type, UInt16Type, UInt32Type,
};
use arrow_array::{AnyDictionaryArray, Array, ArrayRef};
use arrow_buffer::{BooleanBuffer, ScalarBuffer};
use arrow_schema::{DataType, TimeUnit};
use voc_core::Error;
use voc_core::signal::{Cell, CellReader, Series, Table};

/// A code, or a row, that stands for nothing.
const ABSENT: u32 = u32::MAX;

/// The columns of a frame.
pub(crate) struct Frame {
    columns: Vec<Column>,
    rows: usize,
}

/// A column that is read.
struct Column {
    name: String,
    chunks: Vec<ArrayRef>,
    /// Where each chunk ends.
    ends: Vec<usize>,
    lent: Lent,
    valid: Option<Vec<u64>>,
}

/// What is lent of it.
enum Lent {
    Text(ScalarBuffer<u32>),
    Int(ScalarBuffer<i64>),
    Number(ScalarBuffer<f64>),
    Bool(Vec<u64>),
    Time(ScalarBuffer<i64>),
    Texts,
    Cells,
}

impl Frame {
    /// The columns that are `used`; the others are empty.
    pub(crate) fn new(taken: &Taken, used: &[bool]) -> Result<Self, Error> {
        let chunks: Vec<Vec<ArrayRef>> = taken.chunks.iter().map(Taken::columns).collect();
        let rows = taken.len();
        let columns = taken.fields()?.iter().zip(used).enumerate();
        let columns = columns.map(|(index, (field, used))| {
            let own = chunks.iter().filter(|_| *used);
            let own: Vec<ArrayRef> = own
                .filter_map(|columns| columns.get(index).cloned())
                .filter(|chunk| !chunk.is_empty())
                .collect();
            Column::new(field.name(), own)
        });
        Ok(Self {
            columns: columns.collect::<Result<_, _>>()?,
            rows,
        })
    }
}

impl Column {
    fn new(name: &str, chunks: Vec<ArrayRef>) -> Result<Self, Error> {
        for chunk in &chunks {
            drop(reader(name, chunk)?);
        }
        let mut end = 0;
        let ends = chunks.iter().map(|chunk| {
            end += chunk.len();
            end
        });
        Ok(Self {
            name: name.to_owned(),
            ends: ends.collect(),
            lent: lend(&chunks),
            valid: valid(&chunks),
            chunks,
        })
    }

    /// The texts of the dictionaries, one after another.
    fn texts(&self) -> Vec<&str> {
        let dictionaries = self.chunks.iter().filter_map(|chunk| dictionary(chunk));
        dictionaries
            .flat_map(|dictionary| texts(dictionary.values()))
            .collect()
    }
}

impl Table for Frame {
    fn len(&self) -> usize {
        self.rows
    }

    fn reader(&self, column: usize) -> CellReader<'_> {
        let Some(column) = self.columns.get(column) else {
            return Box::new(|_| Cell::Absent);
        };
        // Each was made once before, so that none fails.
        let read = |chunk| reader(&column.name, chunk).ok();
        let mut readers: Vec<Read<'_>> = column.chunks.iter().filter_map(read).collect();
        if readers.len() <= 1 {
            return match readers.pop() {
                Some(read) => Box::new(read),
                None => Box::new(|_| Cell::Absent),
            };
        }
        Box::new(move |row| {
            let chunk = column.ends.partition_point(|end| *end <= row);
            let before = chunk.checked_sub(1).and_then(|last| column.ends.get(last));
            let read = readers.get(chunk);
            read.map_or(Cell::Absent, |read| {
                read(row - before.copied().unwrap_or(0))
            })
        })
    }

    fn series(&self, column: usize) -> Series<'_> {
        let Some(column) = self.columns.get(column) else {
            return Series::Cells;
        };
        let valid = column.valid.as_deref();
        match &column.lent {
            Lent::Text(codes) => Series::Text {
                codes,
                texts: column.texts(),
            },
            Lent::Int(values) => Series::Int { values, valid },
            Lent::Number(values) => Series::Number { values, valid },
            Lent::Bool(bits) => Series::Bool { bits, valid },
            Lent::Time(values) => Series::Time { values, valid },
            Lent::Texts => Series::Texts,
            Lent::Cells => Series::Cells,
        }
    }
}

/// Which rows have a value, where not all have.
fn valid(chunks: &[ArrayRef]) -> Option<Vec<u64>> {
    let nulls = |chunk: &ArrayRef| chunk.logical_null_count() > 0;
    if !chunks.iter().any(nulls) {
        return None;
    }
    let bits = chunks.iter().map(|chunk| match chunk.logical_nulls() {
        Some(nulls) => nulls.inner().clone(),
        None => BooleanBuffer::new_set(chunk.len()),
    });
    Some(words(&bits.collect::<Vec<_>>()))
}

/// The bits of all chunks in words.
fn words(chunks: &[BooleanBuffer]) -> Vec<u64> {
    if let [only] = chunks {
        let rows = only.len().div_ceil(64);
        return only.bit_chunks().iter_padded().take(rows).collect();
    }
    let rows = chunks.iter().map(BooleanBuffer::len).sum::<usize>();
    let mut words = vec![0_u64; rows.div_ceil(64)];
    let mut before = 0;
    for chunk in chunks {
        for row in chunk.set_indices() {
            let row = before + row;
            if let Some(word) = words.get_mut(row / 64) {
                *word |= 1 << (row % 64);
            }
        }
        before += chunk.len();
    }
    words
}

fn lend(chunks: &[ArrayRef]) -> Lent {
    let Some(first) = chunks.first() else {
        return Lent::Cells;
    };
    match first.data_type() {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => Lent::Texts,
        DataType::Boolean => {
            let bits = chunks
                .iter()
                .map(|chunk| chunk.as_boolean().values().clone());
            Lent::Bool(words(&bits.collect::<Vec<_>>()))
        }
        DataType::Int8 => Lent::Int(made::<Int8Type, _>(chunks, i64::from)),
        DataType::Int16 => Lent::Int(made::<Int16Type, _>(chunks, i64::from)),
        DataType::Int32 => Lent::Int(made::<Int32Type, _>(chunks, i64::from)),
        DataType::Int64 => Lent::Int(same::<Int64Type>(chunks)),
        DataType::UInt8 => Lent::Int(made::<UInt8Type, _>(chunks, i64::from)),
        DataType::UInt16 => Lent::Int(made::<UInt16Type, _>(chunks, i64::from)),
        DataType::UInt32 => Lent::Int(made::<UInt32Type, _>(chunks, i64::from)),
        DataType::Float32 => Lent::Number(made::<Float32Type, _>(chunks, f64::from)),
        DataType::Float64 => Lent::Number(same::<Float64Type>(chunks)),
        // What lies outside all years is told by the cells.
        DataType::Timestamp(unit, Some(_)) => Lent::Time(match unit {
            TimeUnit::Second => {
                made::<TimestampSecondType, _>(chunks, |it| it.saturating_mul(1_000_000))
            }
            TimeUnit::Millisecond => {
                made::<TimestampMillisecondType, _>(chunks, |it| it.saturating_mul(1_000))
            }
            TimeUnit::Microsecond => same::<TimestampMicrosecondType>(chunks),
            TimeUnit::Nanosecond => {
                made::<TimestampNanosecondType, _>(chunks, |it| it.div_euclid(1_000))
            }
        }),
        DataType::Dictionary(_, of) if is_text(of) => codes(chunks),
        _ => Lent::Cells,
    }
}

fn is_text(of: &DataType) -> bool {
    matches!(
        of,
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View
    )
}

fn length(chunks: &[ArrayRef]) -> usize {
    chunks.iter().map(Array::len).sum()
}

/// One chunk is lent; more are brought together.
fn same<T: ArrowPrimitiveType>(chunks: &[ArrayRef]) -> ScalarBuffer<T::Native> {
    match chunks {
        [only] => only.as_primitive::<T>().values().clone(),
        _ => made::<T, _>(chunks, |it| it),
    }
}

fn made<T: ArrowPrimitiveType, V: arrow_buffer::ArrowNativeType>(
    chunks: &[ArrayRef],
    value: impl Fn(T::Native) -> V,
) -> ScalarBuffer<V> {
    let mut values: Vec<V> = Vec::with_capacity(length(chunks));
    for chunk in chunks {
        values.extend(
            chunk
                .as_primitive::<T>()
                .values()
                .iter()
                .map(|it| value(*it)),
        );
    }
    values.into()
}

fn dictionary(chunk: &ArrayRef) -> Option<&dyn AnyDictionaryArray> {
    chunk.as_any_dictionary_opt()
}

/// The texts of a dictionary; an absent one is empty, and no code means it.
fn texts(values: &ArrayRef) -> Vec<&str> {
    match values.data_type() {
        DataType::Utf8 => values
            .as_string::<i32>()
            .iter()
            .map(Option::unwrap_or_default)
            .collect(),
        DataType::LargeUtf8 => values
            .as_string::<i64>()
            .iter()
            .map(Option::unwrap_or_default)
            .collect(),
        DataType::Utf8View => values
            .as_string_view()
            .iter()
            .map(Option::unwrap_or_default)
            .collect(),
        _ => Vec::new(),
    }
}

/// The codes of dictionaries, each chunk's after those of the chunks before.
fn codes(chunks: &[ArrayRef]) -> Lent {
    if let [only] = chunks
        && let Some(array) = only.as_dictionary_opt::<Int32Type>()
        && only.logical_null_count() == 0
    {
        let keys = array.keys().values().clone();
        let rows = keys.len();
        // No key of a dictionary is negative.
        return Lent::Text(ScalarBuffer::new(keys.into_inner(), 0, rows));
    }
    if let [only] = chunks
        && let Some(array) = only.as_dictionary_opt::<UInt32Type>()
        && only.logical_null_count() == 0
    {
        return Lent::Text(array.keys().values().clone());
    }
    let mut all: Vec<u32> = Vec::with_capacity(length(chunks));
    let mut before = 0_usize;
    for chunk in chunks {
        let Some(dictionary) = dictionary(chunk) else {
            return Lent::Cells;
        };
        let nulls = chunk.logical_nulls();
        if dictionary.values().is_empty() {
            all.extend(std::iter::repeat_n(ABSENT, chunk.len()));
            continue;
        }
        let keys = dictionary.normalized_keys();
        all.extend(keys.into_iter().enumerate().map(|(row, key)| {
            let absent = nulls.as_ref().is_some_and(|nulls| nulls.is_null(row));
            let code = u32::try_from(before + key).unwrap_or(ABSENT);
            if absent { ABSENT } else { code }
        }));
        before += dictionary.values().len();
    }
    Lent::Text(all.into())
}
