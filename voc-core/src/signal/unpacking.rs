//! Reading a packed signal where it stands.

use crate::condition::Cell;
use crate::ordered::Few;
use crate::time::Time;
use crate::value::Value;

/// How many bits of a number one byte holds; one more says that it goes on.
pub(super) const BITS: u32 = 7;
pub(super) const MORE: u8 = 1 << BITS;

// What a value is.
pub(super) const FALSE: u8 = 0;
pub(super) const TRUE: u8 = 1;
pub(super) const INT: u8 = 2;
pub(super) const NUMBER: u8 = 3;
pub(super) const TEXT: u8 = 4;
pub(super) const TIME: u8 = 5;

/// Reads what was packed.
pub(crate) struct Unpacking<'p> {
    packed: &'p [u8],
    at: usize,
}

impl<'p> Unpacking<'p> {
    /// From a place on.
    pub(crate) fn new(packed: &'p [u8], at: usize) -> Self {
        Self { packed, at }
    }

    /// The place that is read next.
    pub(crate) fn at(&self) -> usize {
        self.at
    }

    /// Whether all has been read.
    pub(crate) fn is_done(&self) -> bool {
        self.at >= self.packed.len()
    }

    /// So many bytes, as they stand.
    #[cfg(not(small))]
    pub(crate) fn slice(&mut self, length: usize) -> &'p [u8] {
        let from = self.at;
        // Not beyond the end, whatever a length says.
        self.at = from.saturating_add(length).min(self.packed.len());
        self.packed.get(from..self.at).unwrap_or_default()
    }

    /// One byte.
    pub(crate) fn byte(&mut self) -> u8 {
        let byte = self.packed.get(self.at).copied();
        self.at += 1;
        byte.unwrap_or_default()
    }

    /// A number without a sign.
    #[inline]
    pub(crate) fn number(&mut self) -> u64 {
        let first = self.packed.get(self.at).copied().unwrap_or_default();
        if first & MORE == 0 {
            self.at += 1;
            return first.into();
        }
        self.long_number()
    }

    fn long_number(&mut self) -> u64 {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = self.byte();
            number |= u64::from(byte & (MORE - 1)) << shift;
            shift += BITS;
            if byte & MORE == 0 || shift >= u64::BITS {
                return number;
            }
        }
    }

    fn double(&mut self) -> f64 {
        f64::from_le_bytes(self.chunk())
    }

    /// So many bytes; zeros where there are no more.
    pub(crate) fn chunk<const N: usize>(&mut self) -> [u8; N] {
        let rest = self.packed.get(self.at..).unwrap_or_default();
        self.at += N;
        rest.first_chunk().copied().unwrap_or([0; N])
    }

    fn whole(&mut self) -> i64 {
        let number = self.number();
        (number >> 1).cast_signed() ^ -(number & 1).cast_signed()
    }

    /// How many there are of something.
    pub(crate) fn length(&mut self) -> usize {
        usize::try_from(self.number()).unwrap_or_default()
    }

    /// A text.
    pub(crate) fn text(&mut self) -> &'p str {
        std::str::from_utf8(self.bytes()).unwrap_or_default()
    }

    /// Bytes, whose number stands before them.
    pub(crate) fn bytes(&mut self) -> &'p [u8] {
        let (length, from) = (self.length(), self.at);
        self.at = from.saturating_add(length).min(self.packed.len());
        self.packed.get(from..self.at).unwrap_or_default()
    }

    /// Leaves out as many texts as there are bits.
    pub(super) fn skip_texts(&mut self, bits: u16) {
        for _ in 0..bits.count_ones() {
            let length = self.length();
            self.at = self.at.saturating_add(length);
        }
    }

    /// A name and its value.
    pub(super) fn value(&mut self) -> (&'p str, Cell<'p>) {
        let name = self.text();
        (name, self.cell())
    }

    /// A value.
    pub(crate) fn cell(&mut self) -> Cell<'p> {
        match self.byte() {
            FALSE => Cell::Bool(false),
            TRUE => Cell::Bool(true),
            INT => Cell::Int(self.whole()),
            NUMBER => Cell::Number(self.double()),
            TEXT => Cell::Text(self.text()),
            TIME => Cell::Time(Time::clamped(self.whole())),
            _ => Cell::Absent,
        }
    }

    /// A value, as it stands.
    pub(crate) fn raw_cell(&mut self) -> &'p [u8] {
        let from = self.at;
        self.skip_cell();
        self.packed.get(from..self.at).unwrap_or_default()
    }

    fn skip_cell(&mut self) {
        match self.byte() {
            INT | TIME => _ = self.number(),
            NUMBER => self.at += 8,
            TEXT => _ = self.bytes(),
            _ => {}
        }
    }

    /// The value of a name.
    pub(super) fn find(&mut self, name: &str) -> Cell<'p> {
        for _ in 0..self.number() {
            if self.bytes() == name.as_bytes() {
                return self.cell();
            }
            self.skip_cell();
        }
        Cell::Absent
    }

    /// Leaves out all names and values.
    pub(super) fn skip_values(&mut self) {
        for _ in 0..self.number() {
            self.bytes();
            self.skip_cell();
        }
    }

    /// All names and values.
    pub(super) fn values(&mut self) -> Few<String, Value> {
        let number = self.number();
        let value = |_| {
            let (name, cell) = self.value();
            Some((name.to_owned(), cell.to_value()?))
        };
        (0..number).filter_map(value).collect()
    }
}
