//! Lines of bounded length.

use std::io::{self, BufRead};

/// A line of a file, with its line end where it has one.
pub(super) struct Line {
    /// Its number, from 1.
    pub(super) number: u64,
    pub(super) bytes: Vec<u8>,
    /// Whether it was longer than the limit; the rest was passed over.
    pub(super) is_cut: bool,
}

/// The lines of a file.
pub(super) struct Lines<R> {
    reader: R,
    length_max: usize,
    number: u64,
    bytes_read: u64,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(reader: R, length_max: usize) -> Self {
        Self {
            reader,
            length_max,
            number: 0,
            bytes_read: 0,
        }
    }

    pub(super) fn bytes_read(&self) -> u64 {
        self.bytes_read
    }

    /// The next line, or none at the end.
    pub(super) fn next(&mut self) -> io::Result<Option<Line>> {
        let mut bytes = Vec::new();
        let mut is_cut = false;
        loop {
            let chunk = match self.reader.fill_buf() {
                Ok(chunk) => chunk,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(error),
            };
            let end = chunk
                .iter()
                .position(|byte| *byte == b'\n')
                .map(|at| at + 1);
            let part = chunk.get(..end.unwrap_or(chunk.len())).unwrap_or_default();
            let room = self.length_max.saturating_sub(bytes.len());
            bytes.extend_from_slice(part.get(..room.min(part.len())).unwrap_or_default());
            is_cut |= part.len() > room;
            let used = part.len();
            self.reader.consume(used);
            self.bytes_read += used as u64;
            if end.is_some() || used == 0 {
                break;
            }
        }
        if bytes.is_empty() {
            return Ok(None);
        }
        self.number += 1;
        Ok(Some(Line {
            number: self.number,
            bytes,
            is_cut,
        }))
    }
}

impl Line {
    /// Whether nothing stands on it.
    pub(super) fn is_blank(&self) -> bool {
        !self.is_cut && self.bytes.iter().all(u8::is_ascii_whitespace)
    }
}
