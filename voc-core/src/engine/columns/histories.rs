//! What every customer said, of a table's rows.

use super::source::Source;
use super::{Beside, FrameRun};
use crate::insight::histories::Histories;
use crate::program::Program;
use crate::signal::{Frame, Input, Table};

/// What every customer said and did, of the rows of a table and the inputs beside them; as
/// [`run_frame`](super::run_frame) reads both.
pub fn histories_of_frame(
    program: &Program,
    frame: Frame,
    table: Box<dyn Table>,
    beside: Beside,
) -> Histories {
    of_source(program, &Source::of(frame, table, beside))
}

impl FrameRun {
    /// What every customer said and did.
    pub fn histories(&self) -> Histories {
        of_source(&self.program, &self.source)
    }
}

fn of_source(program: &Program, source: &Source) -> Histories {
    let reader = source.reader();
    let (mut inputs, mut unread): (Vec<Input>, Vec<_>) = (Vec::new(), source.unread.clone());
    for row in 0..source.table.len() {
        match reader.input(row) {
            Ok(input) => inputs.push(input),
            Err(error) => unread.push(error),
        }
    }
    inputs.extend(source.others.iter().cloned());
    Histories::of(program, &inputs, unread, source.until)
}
