//! Sorting more inputs than fit into memory: sorted runs in temporary files, then merged.
//!
//! The order is that of `voc_core::run`: by instant, id as bytes and revision; what is equal in all
//! three stays in the order in which it came.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};

/// How many bytes of inputs are held in memory.
const HELD_MAX: usize = 64 << 20;
/// How many runs are merged at once; bounds open files and buffers.
const RUNS_MAX: usize = 64;

/// An input on its way to the engine: where it belongs, where it comes from, and its JSON text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Item {
    /// Microseconds since 1970.
    pub(crate) at: i64,
    pub(crate) id: String,
    pub(crate) revision: u32,
    pub(crate) file: u32,
    pub(crate) row: u64,
    pub(crate) json: String,
}

impl Item {
    fn order(&self) -> (i64, &str, u32) {
        (self.at, &self.id, self.revision)
    }
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
        Self {
            held: Vec::new(),
            held_bytes: 0,
            held_max,
            runs: Vec::new(),
            count: 0,
        }
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
        self.held.sort_by(|a, b| a.order().cmp(&b.order()));
    }
}

/// Items of several sorted runs, in order.
pub(crate) struct Merge {
    runs: Vec<Run>,
    next: BinaryHeap<Reverse<Next>>,
}

/// The next item of a run; what is equal goes by run, as earlier runs hold what came earlier.
struct Next {
    item: Item,
    run: usize,
}

impl Next {
    fn order(&self) -> ((i64, &str, u32), usize) {
        (self.item.order(), self.run)
    }
}

impl Ord for Next {
    fn cmp(&self, other: &Self) -> Ordering {
        self.order().cmp(&other.order())
    }
}

impl PartialOrd for Next {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Next {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Next {}

enum Run {
    File(BufReader<File>),
    Held(std::vec::IntoIter<Item>),
}

impl Merge {
    fn new(files: Vec<File>, held: Vec<Item>) -> io::Result<Self> {
        let mut runs: Vec<Run> = files
            .into_iter()
            .map(|file| Run::File(BufReader::with_capacity(1 << 16, file)))
            .collect();
        runs.push(Run::Held(held.into_iter()));
        let mut merge = Self {
            runs,
            next: BinaryHeap::new(),
        };
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
        self.next
            .extend(item.map(|item| Reverse(Next { item, run })));
        Ok(())
    }
}

impl Iterator for Merge {
    type Item = io::Result<Item>;

    fn next(&mut self) -> Option<io::Result<Item>> {
        let Reverse(Next { item, run }) = self.next.pop()?;
        Some(self.advance(run).map(|()| item))
    }
}

fn write_run(items: impl Iterator<Item = io::Result<Item>>) -> io::Result<File> {
    let mut writer = BufWriter::with_capacity(1 << 16, tempfile::tempfile()?);
    for item in items {
        let item = item?;
        writer.write_all(&item.at.to_le_bytes())?;
        writer.write_all(&item.revision.to_le_bytes())?;
        writer.write_all(&item.file.to_le_bytes())?;
        writer.write_all(&item.row.to_le_bytes())?;
        write_text(&mut writer, &item.id)?;
        write_text(&mut writer, &item.json)?;
    }
    let mut file = writer
        .into_inner()
        .map_err(io::IntoInnerError::into_error)?;
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
    let (mut revision, mut file, mut row) = ([0; 4], [0; 4], [0; 8]);
    reader.read_exact(&mut revision)?;
    reader.read_exact(&mut file)?;
    reader.read_exact(&mut row)?;
    Ok(Some(Item {
        at: i64::from_le_bytes(at),
        revision: u32::from_le_bytes(revision),
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
    reader
        .take(u64::from_le_bytes(length))
        .read_to_string(&mut text)?;
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
                    revision: u32::try_from(row % 3).unwrap(),
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
        expected.sort_by(|a, b| a.order().cmp(&b.order()));
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
