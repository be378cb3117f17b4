//! Columns of texts: the codes of dictionaries, and the bytes of plain ones.

use super::table::length;
use arrow_array::cast::AsArray;
use arrow_array::types::{
    ArrowDictionaryKeyType, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type, UInt16Type,
    UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef, GenericStringArray, OffsetSizeTrait, StringViewArray};
use arrow_buffer::{ArrowNativeType, NullBuffer, ScalarBuffer};
use arrow_schema::DataType;
use voc_core::signal::Coder;

/// A code that stands for nothing.
const ABSENT: u32 = u32::MAX;
/// The longest text that stands in its view.
const INLINE_MAX: usize = 12;

/// Gives the texts of a plain column to a coder.
pub(super) fn code<'t>(chunk: &'t ArrayRef, coder: &mut Coder<'t>) {
    match chunk.data_type() {
        DataType::Utf8 => code_slices(chunk.as_string::<i32>(), coder),
        DataType::LargeUtf8 => code_slices(chunk.as_string::<i64>(), coder),
        DataType::Utf8View => code_views(chunk.as_string_view(), coder),
        _ => coder.absent_rows(chunk.len()),
    }
}

fn code_slices<'t, O: OffsetSizeTrait>(texts: &'t GenericStringArray<O>, coder: &mut Coder<'t>) {
    let bytes = texts.values().as_slice();
    let offsets = texts.value_offsets();
    let ends = offsets.get(1..).unwrap_or_default();
    let spans = offsets.iter().zip(ends);
    let spans = spans.map(|(start, end)| (start.as_usize(), end.as_usize()));
    match texts.nulls() {
        None => spans.for_each(|(start, end)| coder.slice(bytes, start, end)),
        Some(nulls) => spans.zip(nulls).for_each(|((start, end), is_there)| {
            if is_there {
                coder.slice(bytes, start, end);
            } else {
                coder.absent();
            }
        }),
    }
}

fn code_views<'t>(texts: &'t StringViewArray, coder: &mut Coder<'t>) {
    let views = texts.views();
    let inline = views.inner().as_slice();
    let buffers = texts.data_buffers();
    for (row, view) in views.iter().enumerate() {
        if texts.nulls().is_some_and(|nulls| nulls.is_null(row)) {
            coder.absent();
            continue;
        }
        #[expect(clippy::cast_possible_truncation, reason = "one of its four numbers")]
        let part = |bits: u32| (view >> bits) as u32 as usize;
        let length = part(0);
        if length <= INLINE_MAX {
            let start = row * size_of::<u128>() + size_of::<u32>();
            coder.slice(inline, start, start + length);
        } else {
            let start = part(96);
            let bytes = buffers.get(part(64)).map_or(&[][..], |it| it.as_slice());
            coder.slice(bytes, start, start + length);
        }
    }
}

/// The texts of dictionaries, one chunk's after another's.
pub(super) fn of_dictionaries(chunks: &[ArrayRef]) -> Vec<&str> {
    let mut all = Vec::new();
    for dictionary in chunks.iter().filter_map(|it| it.as_any_dictionary_opt()) {
        let values = dictionary.values();
        // An absent one is empty, and no code means it.
        match values.data_type() {
            DataType::Utf8 => all.extend(
                values
                    .as_string::<i32>()
                    .iter()
                    .map(Option::unwrap_or_default),
            ),
            DataType::LargeUtf8 => {
                all.extend(
                    values
                        .as_string::<i64>()
                        .iter()
                        .map(Option::unwrap_or_default),
                );
            }
            DataType::Utf8View => {
                all.extend(
                    values
                        .as_string_view()
                        .iter()
                        .map(Option::unwrap_or_default),
                );
            }
            _ => {}
        }
    }
    all
}

/// The codes of dictionaries, each chunk's after those of the chunks before.
pub(super) fn codes(chunks: &[ArrayRef]) -> Option<ScalarBuffer<u32>> {
    if let [only] = chunks
        && only.logical_null_count() == 0
    {
        if let Some(array) = only.as_dictionary_opt::<Int32Type>() {
            let keys = array.keys().values().clone();
            let rows = keys.len();
            // A key that is negative is beyond every dictionary, as in the core's terms.
            return Some(ScalarBuffer::new(keys.into_inner(), 0, rows));
        }
        if let Some(array) = only.as_dictionary_opt::<UInt32Type>() {
            return Some(array.keys().values().clone());
        }
    }
    let mut all: Vec<u32> = Vec::with_capacity(length(chunks));
    let mut before = 0;
    for chunk in chunks {
        let dictionary = chunk.as_any_dictionary_opt()?;
        match dictionary.keys().data_type() {
            DataType::Int8 => add::<Int8Type>(chunk, before, &mut all),
            DataType::Int16 => add::<Int16Type>(chunk, before, &mut all),
            DataType::Int32 => add::<Int32Type>(chunk, before, &mut all),
            DataType::Int64 => add::<Int64Type>(chunk, before, &mut all),
            DataType::UInt8 => add::<UInt8Type>(chunk, before, &mut all),
            DataType::UInt16 => add::<UInt16Type>(chunk, before, &mut all),
            DataType::UInt32 => add::<UInt32Type>(chunk, before, &mut all),
            DataType::UInt64 => add::<UInt64Type>(chunk, before, &mut all),
            _ => return None,
        }
        before += dictionary.values().len();
    }
    Some(all.into())
}

fn add<K: ArrowDictionaryKeyType>(chunk: &ArrayRef, before: usize, all: &mut Vec<u32>) {
    const WORD: usize = u64::BITS as usize;
    let dictionary = chunk.as_dictionary::<K>();
    let keys: &[K::Native] = dictionary.keys().values();
    let size = dictionary.values().len();
    let code = |key: &K::Native| {
        let key = key.as_usize();
        if key < size {
            u32::try_from(before + key).unwrap_or(ABSENT)
        } else {
            ABSENT
        }
    };
    let nulls: Option<NullBuffer> = chunk.logical_nulls();
    let Some(nulls) = nulls else {
        all.extend(keys.iter().map(code));
        return;
    };
    let words = nulls.inner().bit_chunks();
    for (keys, word) in keys.chunks(WORD).zip(words.iter_padded()) {
        if word == 0 {
            all.extend(std::iter::repeat_n(ABSENT, keys.len()));
            continue;
        }
        let keys = keys.iter().enumerate();
        all.extend(keys.map(|(place, key)| {
            let is_there = word >> place & 1 == 1;
            if is_there { code(key) } else { ABSENT }
        }));
    }
}
