//! How wide characters are.
//!
//! The widths are the advance widths of `DejaVu Sans` and `DejaVu Sans Bold` 2.37 (table `hmtx`), in
//! hundredths of the font's size, rounded up. It is the widest of the sans-serif fonts that are common:
//! what fits in it fits in Arial, Helvetica, Roboto or Segoe UI, about a tenth narrower.

/// From space to tilde.
#[rustfmt::skip]
const PLAIN: [u8; 95] = [
    32, 41, 46, 84, 64, 96, 78, 28, 40, 40, 50, 84, 32, 37, 32, 34, 64, 64, 64,
    64, 64, 64, 64, 64, 64, 64, 34, 34, 84, 84, 84, 54, 100, 69, 69, 70, 78, 64,
    58, 78, 76, 30, 30, 66, 56, 87, 75, 79, 61, 79, 70, 64, 62, 74, 69, 99, 69,
    62, 69, 40, 34, 40, 84, 50, 50, 62, 64, 55, 64, 62, 36, 64, 64, 28, 28, 58,
    28, 98, 64, 62, 64, 64, 42, 53, 40, 64, 60, 82, 60, 60, 53, 64, 34, 64, 84,
];

/// The same in bold.
#[rustfmt::skip]
const BOLD: [u8; 95] = [
    35, 46, 53, 84, 70, 101, 88, 31, 46, 46, 53, 84, 38, 42, 38, 37, 70, 70, 70,
    70, 70, 70, 70, 70, 70, 70, 40, 40, 84, 84, 84, 59, 100, 78, 77, 74, 84, 69,
    69, 83, 84, 38, 38, 78, 64, 100, 84, 86, 74, 86, 78, 73, 69, 82, 78, 111, 78,
    73, 73, 46, 37, 46, 84, 50, 50, 68, 72, 60, 72, 68, 44, 72, 72, 35, 35, 67,
    35, 105, 72, 69, 72, 72, 50, 60, 48, 72, 66, 93, 65, 66, 59, 72, 37, 72, 84,
];

/// The width of a character, as a share of the font's size. Beyond ASCII, about the widest of its script.
pub(super) fn of(one: char, bold: bool) -> f64 {
    let table = if bold { &BOLD } else { &PLAIN };
    let place = u32::from(one).wrapping_sub(32);
    if let Some(width) = table.get(place as usize) {
        return f64::from(*width) / 100.0;
    }
    let plain = match u32::from(one) {
        _ if is_mark(one) => return 0.0,
        0xb7 | 0x2009 | 0x202f => 0.34,
        0xa0..=0x24f | 0x370..=0x3ff if one.is_lowercase() => 0.66,
        0x590..=0x5ff => 0.72,
        0x370..=0x3ff | 0x600..=0x6ff | 0x2010..=0x2015 | 0x2190..=0x22ff => 0.9,
        0xa0..=0x24f => 0.86,
        0x1f000.. => 1.4,
        0xfb50..=0xfdff => 1.3,
        _ => 1.05,
    };
    if bold { plain * 1.14 } else { plain }
}

/// Whether it stands on the character before it, or is not seen at all.
pub(super) fn is_mark(one: char) -> bool {
    matches!(
        u32::from(one),
        0x300..=0x36f
            | 0x483..=0x489
            | 0x591..=0x5bd
            | 0x5bf
            | 0x5c1..=0x5c2
            | 0x5c4..=0x5c5
            | 0x610..=0x61a
            | 0x64b..=0x65f
            | 0x670
            | 0x6d6..=0x6dc
            | 0x93c
            | 0x941..=0x948
            | 0x94d
            | 0xe31
            | 0xe34..=0xe3a
            | 0xe47..=0xe4e
            | 0x200b..=0x200f
            | 0x2060
            | 0x20d0..=0x20ff
            | 0xfe00..=0xfe0f
            | 0x1f3fb..=0x1f3ff
    )
}
