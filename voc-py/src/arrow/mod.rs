//! Frames and columns in and out, by the Arrow `PyCapsule` interface.

mod answers;
mod read;
mod sheet;
mod table;
mod take;
mod texts;

pub(crate) use answers::{Groups, Stored, number};
pub(crate) use read::reader;
pub(crate) use sheet::{Cells, Sheet};
pub(crate) use table::Frame;
pub(crate) use take::{Taken, take};
