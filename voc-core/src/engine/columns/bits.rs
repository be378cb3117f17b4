//! Bits in words, one for each row.

/// Whether a row's bit is set.
#[inline]
pub(super) fn bit(bits: &[u64], row: usize) -> bool {
    let word = bits.get(row / 64).copied().unwrap_or_default();
    word >> (row % 64) & 1 == 1
}

/// Whether a row has a value: all have where nothing is said.
#[inline]
pub(super) fn is_valid(valid: Option<&[u64]>, row: usize) -> bool {
    valid.is_none_or(|bits| bit(bits, row))
}

/// Sets a row's bit.
#[inline]
pub(super) fn set(bits: &mut [u64], row: usize) {
    if let Some(word) = bits.get_mut(row / 64) {
        *word |= 1 << (row % 64);
    }
}

/// Clears a row's bit.
#[inline]
pub(super) fn clear(bits: &mut [u64], row: usize) {
    if let Some(word) = bits.get_mut(row / 64) {
        *word &= !(1 << (row % 64));
    }
}

/// Room for so many rows.
pub(super) fn room(rows: usize) -> Vec<u64> {
    vec![0; rows.div_ceil(64)]
}

/// A number of rows or texts; there are fewer than 2^32.
#[inline]
pub(super) fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

/// The rows whose bits are set, in order.
pub(super) fn rows(bits: &[u64]) -> Vec<u32> {
    let mut rows = Vec::new();
    for (place, word) in bits.iter().enumerate() {
        let mut left = *word;
        while left != 0 {
            rows.push(small(place * 64 + left.trailing_zeros() as usize));
            left &= left - 1;
        }
    }
    rows
}
