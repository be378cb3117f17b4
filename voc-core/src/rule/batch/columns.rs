//! Signals as borrowed columns.

use super::super::plan::Plan;
use crate::condition::{Cell, Layout, Row};
use crate::error::{Code, Error};
use crate::time::Time;

/// The code of an absent text, and of a signal of nobody.
pub const ABSENT: u32 = u32::MAX;

/// One column: a value, or none, for each row.
#[derive(Debug, Clone)]
pub enum Column<'c> {
    /// Texts as codes of a dictionary; [`ABSENT`] where there is none.
    Text {
        /// One for each row.
        codes: &'c [u32],
        /// The text of each code.
        texts: Vec<&'c str>,
    },
    /// Whole numbers.
    Int {
        /// One for each row, whatever it is where there is none.
        values: &'c [i64],
        /// Which rows have one: all if not said.
        valid: Option<&'c [u64]>,
    },
    /// Doubles.
    Number {
        /// One for each row, whatever it is where there is none.
        values: &'c [f64],
        /// Which rows have one: all if not said.
        valid: Option<&'c [u64]>,
    },
    /// Yes or no, as bits: the lowest of the first word is the first row's.
    Bool {
        /// A bit for each row.
        bits: &'c [u64],
        /// Which rows have one: all if not said.
        valid: Option<&'c [u64]>,
    },
}

/// The signals of a batch, by column, in the order of (`at`, `id`).
#[derive(Debug, Clone, Default)]
pub struct Columns<'c> {
    at: &'c [i64],
    customer: &'c [u32],
    customers: u32,
    named: Vec<(String, Column<'c>)>,
}

/// The first place that is wrong. Nearly always there is none, and that is seen without branches.
fn first<T>(all: impl Iterator<Item = T> + Clone, is_wrong: impl Fn(T) -> bool) -> Option<usize> {
    let any = all.clone().fold(false, |any, one| any | is_wrong(one));
    let mut all = all;
    if any { all.position(is_wrong) } else { None }
}

#[inline]
pub(super) fn bit(bits: &[u64], row: usize) -> bool {
    let word = bits.get(row / 64).copied().unwrap_or_default();
    word >> (row % 64) & 1 == 1
}

#[inline]
pub(super) fn is_valid(valid: Option<&[u64]>, row: usize) -> bool {
    valid.is_none_or(|bits| bit(bits, row))
}

impl<'c> Columns<'c> {
    /// Signals at these instants, in microseconds since 1970, of these customers: numbers below
    /// `customers`, or [`ABSENT`].
    ///
    /// # Errors
    /// Rows out of order, columns of different lengths, a customer's number that is too great; the
    /// path names the row.
    pub fn new(at: &'c [i64], customer: &'c [u32], customers: u32) -> Result<Self, Error> {
        if at.len() != customer.len() {
            return Err(length("customer", customer.len(), at.len()));
        }
        let (before, after) = (at, at.get(1..).unwrap_or_default());
        let falls = |(one, next): (&i64, &i64)| one > next;
        if let Some(row) = first(before.iter().zip(after), falls) {
            let message = "the rows are not in the order of their time";
            return Err(Error::new(Code::OutOfOrder, message).at(format!("at.{}", row + 1)));
        }
        let unknown = |code: &u32| *code >= customers && *code != ABSENT;
        if let Some(row) = first(customer.iter(), unknown) {
            let message = format!("there are only {customers} customers");
            return Err(Error::new(Code::OutOfRange, message).at(format!("customer.{row}")));
        }
        Ok(Self {
            at,
            customer,
            customers,
            named: Vec::new(),
        })
    }

    /// The same with a column more, under a name as conditions have it: `kind`, `ltr`,
    /// `customer.tier`. An attribute's column holds what is known as of each signal.
    ///
    /// # Errors
    /// Another number of rows, a code without a text.
    pub fn with(mut self, name: &str, column: Column<'c>) -> Result<Self, Error> {
        let rows = self.at.len();
        let words = rows.div_ceil(64);
        let (found, wanted) = match &column {
            Column::Text { codes, texts } => {
                let size = u32::try_from(texts.len()).unwrap_or(u32::MAX);
                let unknown = |code: &u32| *code >= size && *code != ABSENT;
                if let Some(row) = first(codes.iter(), unknown) {
                    let message = format!("there are only {} texts", texts.len());
                    return Err(Error::new(Code::OutOfRange, message).at(format!("{name}.{row}")));
                }
                (codes.len(), rows)
            }
            Column::Int { values, .. } => (values.len(), rows),
            Column::Number { values, .. } => (values.len(), rows),
            Column::Bool { bits, .. } => (bits.len(), words),
        };
        if found != wanted {
            return Err(length(name, found, wanted));
        }
        if let Column::Int { valid, .. } | Column::Number { valid, .. } | Column::Bool { valid, .. } =
            &column
            && let Some(bits) = valid.filter(|bits| bits.len() != words)
        {
            return Err(length(name, bits.len(), words));
        }
        self.named.push((name.to_owned(), column));
        Ok(self)
    }

    /// How many signals.
    pub fn len(&self) -> usize {
        self.at.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.at.is_empty()
    }

    pub(crate) fn at(&self) -> &'c [i64] {
        self.at
    }

    pub(crate) fn customer(&self) -> &'c [u32] {
        self.customer
    }

    pub(crate) fn customers(&self) -> u32 {
        self.customers
    }

    pub(crate) fn find(&self, name: &str) -> Option<&Column<'c>> {
        let mut named = self.named.iter();
        named
            .find(|(known, _)| known == name)
            .map(|(_, column)| column)
    }
}

fn length(name: &str, found: usize, wanted: usize) -> Error {
    let message = format!("it has {found} entries, and there are {wanted}");
    Error::new(Code::OutOfRange, message).at(name)
}

/// The columns that a plan reads, each at the place of its slot.
#[derive(Debug)]
pub(super) struct Bound<'c> {
    pub(super) slots: Vec<Option<Column<'c>>>,
    topics: Vec<Option<String>>,
    verbatim: Option<Column<'c>>,
    at: Option<u16>,
    times: &'c [i64],
}

impl<'c> Bound<'c> {
    pub(super) fn new(plan: &Plan, columns: &Columns<'c>) -> Self {
        let names = plan.layout().names();
        Self {
            slots: names
                .iter()
                .map(|name| columns.find(name).cloned())
                .collect(),
            topics: names
                .iter()
                .map(|name| Layout::topic_of(name).map(str::to_owned))
                .collect(),
            verbatim: columns.find("verbatim").cloned(),
            at: plan.layout().find("at"),
            times: columns.at(),
        }
    }

    #[inline]
    pub(super) fn column(&self, slot: u16) -> Option<&Column<'c>> {
        self.slots.get(usize::from(slot))?.as_ref()
    }

    #[inline]
    pub(super) fn cell(&self, plan: &Plan, slot: u16, row: usize) -> Cell<'_> {
        if let Some(column) = self.column(slot) {
            return column.cell(row);
        }
        if self.at == Some(slot) {
            let at = self.times.get(row).copied();
            return at.map_or(Cell::Absent, |at| Cell::Time(Time::clamped(at)));
        }
        match self.topics.get(usize::from(slot)) {
            Some(Some(topic)) => {
                let verbatim = self.verbatim.as_ref().map(|column| column.cell(row));
                match verbatim {
                    Some(Cell::Text(text)) => plan.topic(topic, Some(text)),
                    _ => Cell::Absent,
                }
            }
            _ => Cell::Absent,
        }
    }
}

impl Column<'_> {
    /// Whether a row has a value.
    #[cfg(not(small))]
    #[inline]
    pub(crate) fn has(&self, row: usize) -> bool {
        match self {
            Self::Text { codes, .. } => codes.get(row).is_some_and(|code| *code != ABSENT),
            Self::Int { valid, .. } | Self::Number { valid, .. } | Self::Bool { valid, .. } => {
                is_valid(*valid, row)
            }
        }
    }

    #[inline]
    pub(crate) fn cell(&self, row: usize) -> Cell<'_> {
        match self {
            Self::Text { codes, texts } => codes
                .get(row)
                .and_then(|code| texts.get(*code as usize))
                .map_or(Cell::Absent, |text| Cell::Text(text)),
            Self::Int { values, valid } if is_valid(*valid, row) => values
                .get(row)
                .map_or(Cell::Absent, |value| Cell::Int(*value)),
            Self::Number { values, valid } if is_valid(*valid, row) => values
                .get(row)
                .map_or(Cell::Absent, |value| Cell::Number(*value)),
            Self::Bool { bits, valid } if is_valid(*valid, row) => Cell::Bool(bit(bits, row)),
            _ => Cell::Absent,
        }
    }
}

/// One row, as compiled conditions read it.
pub(super) struct BatchRow<'b, 'c> {
    pub(super) plan: &'b Plan,
    pub(super) bound: &'b Bound<'c>,
    pub(super) row: usize,
}

impl Row for BatchRow<'_, '_> {
    #[inline]
    fn cell(&self, slot: u16) -> Cell<'_> {
        self.bound.cell(self.plan, slot, self.row)
    }
}
