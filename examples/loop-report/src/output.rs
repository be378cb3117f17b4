//! Files that are written line by line.

use crate::failure::Failure;
use serde::Serialize;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

/// A file of one JSON value a line.
pub(crate) struct NdjsonFile {
    path: PathBuf,
    writer: BufWriter<File>,
}

impl NdjsonFile {
    pub(crate) fn new(path: PathBuf) -> Result<Self, Failure> {
        let file = File::create(&path).map_err(|error| Failure::io(&path, &error))?;
        Ok(Self {
            path,
            writer: BufWriter::new(file),
        })
    }

    pub(crate) fn write(&mut self, value: &impl Serialize) -> Result<(), Failure> {
        write_line(&mut self.writer, value).map_err(|error| Failure::io(&self.path, &error))
    }

    pub(crate) fn finish(mut self) -> Result<(), Failure> {
        self.writer
            .flush()
            .map_err(|error| Failure::io(&self.path, &error))
    }
}

/// Writes a value as one line of JSON.
pub(crate) fn write_line(writer: &mut impl Write, value: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *writer, value)?;
    writer.write_all(b"\n")
}
