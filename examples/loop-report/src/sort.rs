//! Sorting more inputs than fit into memory: sorted runs in temporary files, then merged.
//!
//! The order is that of `voc_core::run`: by instant, then by id as bytes; what is equal in both stays
//! in the order in which it came.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};

/// How many bytes of inputs are held in memory.
const HELD_MAX: usize = 64 << 20;
/// How many runs are merged at once; bounds open files and buffers.
const RUNS_MAX: usize = 64;

/// An input on its way to the engine: where it belongs, where it comes from, and its JSON text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Item {
    /// Microseconds since 1970.
    pub(crate) at: i64,
    pub(crate) id: String,
    pub(crate) file: u32,
    pub(crate) row: u64,
    pub(crate) json: String,
}

/// Takes items in any order and gives them back sorted.
pub(crate) struct Sorter {
    held: Vec<Item>,
    held_bytes: usize,
    held_max: usize,
    runs: Vec<File>,
    count: u64,
}

impl Sorter {
    pub(crate) fn new() -> Self {
        Self::holding(HELD_MAX)
    }

    fn holding(held_max: usize) -> Self {
        Self { held: Vec::new(), held_bytes: 0, held_max, runs: Vec::new(), count: 0 }
    }

    /// How many items were taken.
    pub(crate) fn count(&self) -> u64 {
        self.count
    }

    pub(crate) fn push(&mut self, item: Item) -> io::Result<()> {
        self.count += 1;
        self.held_bytes += size_of::<Item>() + item.id.len() + item.json.len();
        self.held.push(item);
        if self.held_bytes < self.held_max {
            return Ok(());
        }
        self.sort_held();
        let held = std::mem::take(&mut self.held);
        self.held_bytes = 0;
        self.runs.push(write_run(held.into_iter().map(Ok))?);
        if self.runs.len() == RUNS_MAX {
            let merged = Merge::new(std::mem::take(&mut self.runs), Vec::new())?;
            self.runs.push(write_run(merged)?);
        }
        Ok(())
    }

    /// All items in order.
    pub(crate) fn sorted(mut self) -> io::Result<Merge> {
        self.sort_held();
        Merge::new(self.runs, self.held)
    }

    fn sort_held(&mut self) {
        self.held.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
    }
}

/// Items of several sorted runs, in order.
pub(crate) struct Merge {
    runs: Vec<Run>,
    /// The next item of each run; an earlier run goes first where instant and id are equal.
    next: BinaryHeap<Reverse<(i64, String, usize, Entry)>>,
}

/// What an item is beside its place in the order.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    file: u32,
    row: u64,
    json: String,
}

enum Run {
    File(BufReader<File>),
    Held(std::vec::IntoIter<Item>),
}

impl Merge {
    fn new(files: Vec<File>, held: Vec<Item>) -> io::Result<Self> {
        let mut runs: Vec<Run> =
            files.into_iter().map(|file| Run::File(BufReader::with_capacity(1 << 16, file))).collect();
        runs.push(Run::Held(held.into_iter()));
        let mut merge = Self { runs, next: BinaryHeap::new() };
        for run in 0..merge.runs.len() {
            merge.advance(run)?;
        }
        Ok(merge)
    }

    fn advance(&mut self, run: usize) -> io::Result<()> {
        let item = match self.runs.get_mut(run) {
            Some(Run::File(file)) => read_item(file)?,
            Some(Run::Held(items)) => items.next(),
            None => None,
        };
        if let Some(Item { at, id, file, row, json }) = item {
            self.next.push(Reverse((at, id, run, Entry { file, row, json })));
        }
        Ok(())
    }
}

impl Iterator for Merge {
    type Item = io::Result<Item>;

    fn next(&mut self) -> Option<io::Result<Item>> {
        let Reverse((at, id, run, Entry { file, row, json })) = self.next.pop()?;
        Some(self.advance(run).map(|()| Item { at, id, file, row, json }))
    }
}

fn write_run(items: impl Iterator<Item = io::Result<Item>>) -> io::Result<File> {
    let mut writer = BufWriter::with_capacity(1 << 16, tempfile::tempfile()?);
    for item in items {
        let item = item?;
        writer.write_all(&item.at.to_le_bytes())?;
        writer.write_all(&item.file.to_le_bytes())?;
        writer.write_all(&item.row.to_le_bytes())?;
        write_text(&mut writer, &item.id)?;
        write_text(&mut writer, &item.json)?;
    }
    let mut file = writer.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.seek(SeekFrom::Start(0))?;
    Ok(file)
}

fn write_text(writer: &mut impl Write, text: &str) -> io::Result<()> {
    writer.write_all(&(text.len() as u64).to_le_bytes())?;
    writer.write_all(text.as_bytes())
}

fn read_item(reader: &mut impl Read) -> io::Result<Option<Item>> {
    let mut at = [0; 8];
    match reader.read_exact(&mut at) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
        other => other?,
    }
    let (mut file, mut row) = ([0; 4], [0; 8]);
    reader.read_exact(&mut file)?;
    reader.read_exact(&mut row)?;
    Ok(Some(Item {
        at: i64::from_le_bytes(at),
        file: u32::from_le_bytes(file),
        row: u64::from_le_bytes(row),
        id: read_text(reader)?,
        json: read_text(reader)?,
    }))
}

fn read_text(reader: &mut impl Read) -> io::Result<String> {
    let mut length = [0; 8];
    reader.read_exact(&mut length)?;
    let mut text = String::new();
    reader.take(u64::from_le_bytes(length)).read_to_string(&mut text)?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Items in no order: a multiplicative walk through the numbers, some of them twice.
    fn items(count: u64) -> Vec<Item> {
        (0..count)
            .map(|row| {
                let mixed = row.wrapping_mul(7919) % count;
                Item {
                    at: i64::try_from(mixed / 7).unwrap(),
                    id: format!("s#{:04}", mixed % 50),
                    file: 0,
                    row,
                    json: format!("{{\"row\":{row}}}"),
                }
            })
            .collect()
    }

    #[test]
    fn runs_on_disk_give_the_order_of_a_stable_sort() {
        let mut expected = items(20_000);
        expected.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
        // Small enough for more than one merge of runs into a longer run.
        for held_max in [8 << 10, 1 << 20, 1 << 30] {
            let mut sorter = Sorter::holding(held_max);
            for item in items(20_000) {
                sorter.push(item).unwrap();
            }
            assert_eq!(sorter.count(), 20_000);
            let found: Vec<Item> = sorter.sorted().unwrap().map(Result::unwrap).collect();
            assert!(found == expected, "held_max {held_max}");
        }
    }
}
