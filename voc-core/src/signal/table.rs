//! A table as its host holds it: columns in memory, read where they lie.

use super::cell::Cell;
use super::coder::Coder;

/// Reads the cell of a row.
pub type CellReader<'t> = Box<dyn Fn(usize) -> Cell<'t> + 't>;

/// A flat table. Every cell can be read; columns of the layouts of [`Series`] are also lent as they
/// are.
pub trait Table: Send + Sync {
    /// How many rows.
    fn len(&self) -> usize;

    /// Whether there are none.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// A reader of a column's cells.
    fn reader(&self, column: usize) -> CellReader<'_>;

    /// A column as it lies in memory; its cells say the same.
    fn series(&self, column: usize) -> Series<'_>;

    /// Gives each row's text, or none, to `coder`: for a column that is [`Series::Texts`].
    fn texts<'t>(&'t self, column: usize, coder: &mut Coder<'t>) {
        let read = self.reader(column);
        for row in 0..self.len() {
            match read(row) {
                Cell::Text(text) => coder.text(text),
                _ => coder.absent(),
            }
        }
    }
}

/// A column as it lies in memory: an entry for each row. Bits stand in words, the lowest of the first
/// is the first row's; without `valid` every row has a value.
#[derive(Debug, Clone)]
pub enum Series<'t> {
    /// Texts as codes of a dictionary; `u32::MAX` where there is none.
    Text {
        /// One for each row.
        codes: &'t [u32],
        /// The text of each code.
        texts: Vec<&'t str>,
    },
    /// Whole numbers.
    Int {
        /// One for each row.
        values: &'t [i64],
        /// Which rows have one.
        valid: Option<&'t [u64]>,
    },
    /// Doubles; what is not a number is absent.
    Number {
        /// One for each row.
        values: &'t [f64],
        /// Which rows have one.
        valid: Option<&'t [u64]>,
    },
    /// Yes or no.
    Bool {
        /// A bit for each row.
        bits: &'t [u64],
        /// Which rows have one.
        valid: Option<&'t [u64]>,
    },
    /// Instants, in microseconds since 1970.
    Time {
        /// One for each row.
        values: &'t [i64],
        /// Which rows have one.
        valid: Option<&'t [u64]>,
    },
    /// Texts in another layout, and absent cells; see [`Table::texts`].
    Texts,
    /// Anything else: only the cells tell.
    Cells,
}
