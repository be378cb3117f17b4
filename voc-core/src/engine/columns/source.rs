//! What a run is made from.

use super::Beside;
use crate::error::Refusal;
use crate::ordered::sort_by;
use crate::signal::{Cell, CellReader, Frame, Input, Table, Target, text};
use crate::time::Time;
use std::borrow::Cow;

/// What a run is made from.
pub(super) struct Source {
    pub(super) frame: Frame,
    pub(super) table: Box<dyn Table>,
    /// The inputs beside the rows.
    pub(super) others: Vec<Input>,
    /// Those that could not be read, by id.
    pub(super) unread: Vec<(String, Refusal)>,
    pub(super) until: Option<Time>,
}

/// The readers of all columns that are read.
pub(super) struct Rows<'s> {
    frame: &'s Frame,
    readers: Vec<Option<CellReader<'s>>>,
}

impl Source {
    pub(super) fn of(frame: Frame, table: Box<dyn Table>, beside: Beside) -> Self {
        let until = beside.until;
        let mut others = beside.inputs;
        others.retain(|input| until.is_none_or(|until| input.at().is_none_or(|at| at <= until)));
        sort_by(&mut others, &|one, two| {
            (one.arrival(), &one.id, one.revision).cmp(&(two.arrival(), &two.id, two.revision))
        });
        Self {
            frame,
            table,
            others,
            unread: beside.unread,
            until,
        }
    }

    pub(super) fn reader(&self) -> Rows<'_> {
        let reader = |column| self.frame.reads(column).then(|| self.table.reader(column));
        Rows {
            frame: &self.frame,
            readers: (0..self.frame.width()).map(reader).collect(),
        }
    }

    /// The column that this is.
    pub(super) fn column(&self, wanted: &Target) -> Option<usize> {
        let mut targets = self.frame.targets();
        targets
            .find(|(_, target)| *target == wanted)
            .map(|(column, _)| column)
    }

    /// A reader of the ids, where the rows have any.
    pub(super) fn ids(&self) -> Option<CellReader<'_>> {
        self.column(&Target::Id)
            .map(|column| self.table.reader(column))
    }

    /// The id of a row.
    pub(super) fn id<'s>(&'s self, ids: Option<&CellReader<'s>>, row: usize) -> Cow<'s, str> {
        let own = match ids.map(|read| read(row)) {
            Some(Cell::Text(id)) => Some(id),
            None | Some(Cell::Absent) => None,
            Some(Cell::Number(number)) if number.is_nan() => None,
            Some(cell) => text(cell).ok().map(Cow::Owned),
        };
        own.filter(|id| !id.is_empty())
            .unwrap_or_else(|| Cow::Owned(self.frame.row_id(row as u64 + 1)))
    }
}

impl Rows<'_> {
    /// The input of a row, or its id and why it cannot be read.
    pub(super) fn input(&self, row: usize) -> Result<Input, (String, Refusal)> {
        let cells = self.readers.iter().map(|read| match read {
            Some(read) => read(row),
            None => Cell::Absent,
        });
        self.frame.input(row as u64 + 1, cells)
    }

    /// A cell.
    pub(super) fn cell(&self, column: usize, row: usize) -> Cell<'_> {
        let read = self.readers.get(column).and_then(Option::as_ref);
        read.map_or(Cell::Absent, |read| read(row))
    }
}
