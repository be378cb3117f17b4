//! Columns as they lie in memory, read a block of rows at a time.

use crate::error::{Code, Error};
use crate::signal::Coder;

/// So many rows are read at once.
pub(super) const BLOCK: usize = 1024;

/// What is counted: a row for each answer, the same in every column.
#[derive(Debug, Clone, Copy)]
pub struct Columns<'c> {
    /// The answers.
    pub answers: Answers<'c>,
    /// What they are grouped by; nothing for one tally of all.
    pub by: &'c [Dimension<'c>],
    /// How much each answer counts; alike if not said.
    pub weights: Option<&'c [f64]>,
}

/// A column of answers.
#[derive(Debug, Clone, Copy)]
pub struct Answers<'c> {
    /// One for each row.
    pub values: Values<'c>,
    /// Which rows have one, as bits in words, the lowest of the first for the first row; all if not said.
    pub valid: Option<&'c [u64]>,
}

/// Answers in the layout that their host has them in.
#[derive(Debug, Clone, Copy)]
pub enum Values<'c> {
    /// Whole numbers of 8 bits.
    I8(&'c [i8]),
    /// Whole numbers of 8 bits, none below zero.
    U8(&'c [u8]),
    /// Whole numbers of 16 bits.
    I16(&'c [i16]),
    /// Whole numbers of 16 bits, none below zero.
    U16(&'c [u16]),
    /// Whole numbers of 32 bits.
    I32(&'c [i32]),
    /// Whole numbers of 64 bits.
    I64(&'c [i64]),
    /// Doubles; what is not a number is no answer, and what is not whole is on no scale.
    F64(&'c [f64]),
    /// Yes (1) or no (0), as bits in words, for so many rows.
    Bits(&'c [u64], usize),
}

/// A column that groups.
#[derive(Debug, Clone)]
pub struct Dimension<'c> {
    /// Its name.
    pub name: &'c str,
    /// A code for each row; one that has no text stands for no group.
    pub codes: Codes<'c>,
    /// The text of each code; two codes of one text are one group, and an empty text is none.
    pub texts: Vec<&'c str>,
}

/// Codes in the layout that their host has them in.
#[derive(Debug, Clone, Copy)]
pub enum Codes<'c> {
    /// Of 8 bits.
    U8(&'c [u8]),
    /// Of 16 bits.
    U16(&'c [u16]),
    /// Of 32 bits.
    U32(&'c [u32]),
}

impl Values<'_> {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        match self {
            Self::I8(values) => values.len(),
            Self::U8(values) => values.len(),
            Self::I16(values) => values.len(),
            Self::U16(values) => values.len(),
            Self::I32(values) => values.len(),
            Self::I64(values) => values.len(),
            Self::F64(values) => values.len(),
            Self::Bits(_, rows) => *rows,
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Codes<'_> {
    fn len(&self) -> usize {
        match self {
            Self::U8(codes) => codes.len(),
            Self::U16(codes) => codes.len(),
            Self::U32(codes) => codes.len(),
        }
    }
}

impl Columns<'_> {
    /// Refuses columns that are not of one table.
    pub(super) fn check(&self) -> Result<(), Error> {
        let rows = self.answers.values.len();
        for dimension in self.by {
            if dimension.codes.len() != rows {
                let groups = dimension.codes.len();
                let message = format!("{rows} answers and {groups} groups");
                return Err(Error::new(Code::OutOfRange, message)
                    .at(dimension.name)
                    .hint("one group for each answer"));
            }
        }
        let short = |bits: &[u64]| bits.len() < rows.div_ceil(64);
        let bits = match self.answers.values {
            Values::Bits(bits, _) => Some(bits),
            _ => None,
        };
        if self.answers.valid.is_some_and(short) || bits.is_some_and(short) {
            let message = format!("there are fewer bits than {rows} answers");
            return Err(Error::new(Code::OutOfRange, message).at("answers"));
        }
        let Some(weights) = self.weights else {
            return Ok(());
        };
        if weights.len() != rows {
            let message = format!("{rows} answers and {} weights", weights.len());
            return Err(Error::new(Code::OutOfRange, message)
                .at("weights")
                .hint("one weight for each answer"));
        }
        Ok(())
    }
}

/// The places that answers have in a tally: those of the scale, then one for what is off it, then one for
/// what is no answer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Places {
    pub(super) low: i64,
    pub(super) width: u32,
}

impl Places {
    pub(super) fn outside(self) -> u32 {
        self.width
    }

    pub(super) fn unanswered(self) -> u32 {
        self.width + 1
    }

    /// How many there are.
    pub(super) fn len(self) -> u32 {
        self.width + 2
    }

    fn of(self, answer: i64) -> u32 {
        let place = answer.wrapping_sub(self.low).cast_unsigned();
        u32::try_from(place).map_or(self.width, |place| place.min(self.width))
    }
}

impl Answers<'_> {
    /// Writes the places of the answers from a row on, as many as `out` holds.
    pub(super) fn places(&self, from: usize, places: Places, out: &mut [u32]) {
        match self.values {
            Values::I8(values) => small(part(values, from, out.len()), places, out),
            Values::U8(values) => small(part(values, from, out.len()), places, out),
            Values::I16(values) => small(part(values, from, out.len()), places, out),
            Values::U16(values) => small(part(values, from, out.len()), places, out),
            Values::I32(values) => {
                for (out, answer) in out.iter_mut().zip(part(values, from, usize::MAX)) {
                    *out = places.of(i64::from(*answer));
                }
            }
            Values::I64(values) => {
                for (out, answer) in out.iter_mut().zip(part(values, from, usize::MAX)) {
                    *out = places.of(*answer);
                }
            }
            Values::F64(values) => {
                for (out, answer) in out.iter_mut().zip(part(values, from, usize::MAX)) {
                    *out = double(*answer, places);
                }
            }
            Values::Bits(bits, _) => {
                for (row, out) in out.iter_mut().enumerate() {
                    *out = places.of(i64::from(bit(bits, from + row)));
                }
            }
        }
        if let Some(valid) = self.valid {
            for (chunk, out) in out.chunks_mut(64).enumerate() {
                let word = valid.get(from / 64 + chunk).copied().unwrap_or(0);
                if word == u64::MAX {
                    continue;
                }
                for (row, out) in out.iter_mut().enumerate() {
                    let is_there = word >> row & 1 == 1;
                    *out = if is_there { *out } else { places.unanswered() };
                }
            }
        }
    }

    /// The first row whose answer is off the scale.
    pub(super) fn first_outside(&self, places: Places) -> Option<usize> {
        let rows = self.values.len();
        let mut block = [0; BLOCK];
        (0..rows).step_by(BLOCK).find_map(|from| {
            let out = block.get_mut(..BLOCK.min(rows - from))?;
            self.places(from, places, out);
            let place = out.iter().position(|place| *place == places.outside())?;
            Some(from + place)
        })
    }
}

fn part<T>(values: &[T], from: usize, most: usize) -> &[T] {
    let rest = values.get(from..).unwrap_or_default();
    rest.get(..most).unwrap_or(rest)
}

/// Of few bits: without a branch, many at a time.
fn small<T: Copy + Into<i32>>(values: &[T], places: Places, out: &mut [u32]) {
    // A scale that does not lie among small numbers has none of them.
    let Ok(low) = i32::try_from(places.low) else {
        out.fill(places.outside());
        return;
    };
    for (out, answer) in out.iter_mut().zip(values) {
        let place = (*answer).into().wrapping_sub(low).cast_unsigned();
        *out = place.min(places.width);
    }
}

fn double(answer: f64, places: Places) -> u32 {
    if answer.is_nan() {
        return places.unanswered();
    }
    if answer.fract() != 0.0 || answer.abs() > 1e15 {
        return places.outside();
    }
    #[expect(clippy::cast_possible_truncation, reason = "whole and small")]
    places.of(answer as i64)
}

pub(super) fn bit(bits: &[u64], row: usize) -> bool {
    let word = bits.get(row / 64).copied().unwrap_or(0);
    word >> (row % 64) & 1 == 1
}

impl Dimension<'_> {
    /// How many groups it makes, with the one of no text.
    pub(super) fn radix(&self) -> usize {
        self.texts.len() + 1
    }

    /// Puts the codes of the rows from one on behind the digits that stand in `index`.
    pub(super) fn dense(&self, from: usize, index: &mut [u32]) {
        let absent = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        match self.codes {
            Codes::U8(codes) => digits(part(codes, from, index.len()), absent, index),
            Codes::U16(codes) => digits(part(codes, from, index.len()), absent, index),
            Codes::U32(codes) => digits(part(codes, from, index.len()), absent, index),
        }
    }

    /// The text of a digit; an empty one is none.
    pub(super) fn text(&self, digit: usize) -> Option<String> {
        let text = self.texts.get(digit).filter(|text| !text.is_empty());
        text.map(|text| (*text).to_owned())
    }

    /// The digit of a row.
    pub(super) fn digit(&self, row: usize) -> usize {
        let code = match self.codes {
            Codes::U8(codes) => codes.get(row).map(|code| usize::from(*code)),
            Codes::U16(codes) => codes.get(row).map(|code| usize::from(*code)),
            Codes::U32(codes) => codes.get(row).map(|code| *code as usize),
        };
        code.unwrap_or(usize::MAX).min(self.texts.len())
    }
}

fn digits<C: Copy + Into<u32>>(codes: &[C], absent: u32, index: &mut [u32]) {
    let radix = absent.wrapping_add(1);
    for (index, code) in index.iter_mut().zip(codes) {
        *index = index.wrapping_mul(radix) + (*code).into().min(absent);
    }
}

/// Gives texts codes: `give` hands each row's over, or says that there is none; an empty text is none. Codes
/// beyond the texts stand for none.
///
/// # Errors
/// A row whose bytes are no text.
pub fn coded<'t>(
    rows: usize,
    give: impl FnOnce(&mut Coder<'t>),
) -> Result<(Vec<u32>, Vec<String>), Error> {
    let mut coder = Coder::new(rows, true);
    give(&mut coder);
    let made = coder.coded(rows);
    if let Some(row) = made.unread.first() {
        let error = Error::new(Code::Malformed, "these bytes are no text");
        return Err(error.at(row.to_string()));
    }
    let texts = made.texts.into_iter().map(String::from);
    Ok((made.codes, texts.collect()))
}
