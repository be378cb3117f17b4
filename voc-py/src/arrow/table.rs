//! A frame as the core reads it: its arrays lent as they lie, where their layout is the core's.

use super::Taken;
use super::read::{Read, reader};
use super::texts::{self, codes};
use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowPrimitiveType, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type,
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType,
    TimestampSecondType, UInt8Type, UInt16Type, UInt32Type,
};
use arrow_array::{Array, ArrayRef};
use arrow_buffer::{BooleanBuffer, ScalarBuffer};
use arrow_schema::{DataType, TimeUnit};
use voc_core::Error;
use voc_core::signal::{Cell, CellReader, Coder, Series, Table};

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
            valid: valid(&chunks),
            lent: lend(&chunks),
            chunks,
        })
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
                texts: texts::of_dictionaries(&column.chunks),
            },
            Lent::Int(values) => Series::Int { values, valid },
            Lent::Number(values) => Series::Number { values, valid },
            Lent::Bool(bits) => Series::Bool { bits, valid },
            Lent::Time(values) => Series::Time { values, valid },
            Lent::Texts => Series::Texts,
            Lent::Cells => Series::Cells,
        }
    }

    fn texts<'t>(&'t self, column: usize, coder: &mut Coder<'t>) {
        for chunk in self.columns.get(column).iter().flat_map(|it| &it.chunks) {
            texts::code(chunk, coder);
        }
    }
}

/// Which rows have a value, where not all have; texts say so by their codes.
pub(super) fn valid(chunks: &[ArrayRef]) -> Option<Vec<u64>> {
    let is_flat =
        |chunk: &ArrayRef| chunk.data_type().is_primitive() || chunk.as_boolean_opt().is_some();
    let nulls = |chunk: &ArrayRef| is_flat(chunk) && chunk.null_count() > 0;
    if !chunks.iter().any(nulls) {
        return None;
    }
    let bits = chunks.iter().map(|chunk| match chunk.nulls() {
        Some(nulls) => nulls.inner().clone(),
        None => BooleanBuffer::new_set(chunk.len()),
    });
    Some(words(&bits.collect::<Vec<_>>()))
}

/// The bits of all chunks in words.
pub(super) fn words(chunks: &[BooleanBuffer]) -> Vec<u64> {
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
        of if is_text(of) => Lent::Texts,
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
        DataType::Dictionary(_, of) if is_text(of) => codes(chunks).map_or(Lent::Cells, Lent::Text),
        _ => Lent::Cells,
    }
}

pub(super) fn is_text(of: &DataType) -> bool {
    matches!(
        of,
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View
    )
}

pub(super) fn length(chunks: &[ArrayRef]) -> usize {
    chunks.iter().map(Array::len).sum()
}

/// One chunk is lent; more are brought together.
pub(super) fn same<T: ArrowPrimitiveType>(chunks: &[ArrayRef]) -> ScalarBuffer<T::Native> {
    match chunks {
        [only] => only.as_primitive::<T>().values().clone(),
        _ => made::<T, _>(chunks, |it| it),
    }
}

pub(super) fn made<T: ArrowPrimitiveType, V: arrow_buffer::ArrowNativeType>(
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
