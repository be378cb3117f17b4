//! Files into inputs: every row mapped, or refused and counted.

use crate::failure::Failure;
use crate::progress::Progress;
use crate::refused::{Origin, RefusedLog};
use crate::sort::{Item, Sorter};
use crate::source::{self, Content, Row, Source};
use crate::summary::{FileRows, Rows};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use voc_core::error::{Code, Error};
use voc_core::mapping::{BoundMapping, MappedRow};
use voc_core::{Engine, Input, Mapping, Refusal};

/// A file of data and how to read it.
pub(crate) struct Feed {
    pub(crate) path: PathBuf,
    /// The mapping and where it came from; without one the rows are inputs.
    pub(crate) map: Option<(PathBuf, Mapping)>,
}

/// What was read.
pub(crate) struct Read {
    pub(crate) inputs: Sorter,
    pub(crate) files: Vec<FileRows>,
    pub(crate) notes: BTreeMap<String, u64>,
}

/// How the rows of a file become inputs.
enum Reader {
    Mapped {
        mapping: BoundMapping,
        keys: Vec<String>,
    },
    Inputs,
}

/// Reads all files. A line that should have been an input and cannot be read is the engine's to count.
pub(crate) fn read(
    feeds: &[Feed],
    engine: &mut Engine,
    refused: &mut RefusedLog,
) -> Result<Read, Failure> {
    let mut read = Read {
        inputs: Sorter::new(),
        files: Vec::new(),
        notes: BTreeMap::new(),
    };
    let mut rows_by_map: BTreeMap<&Path, u64> = BTreeMap::new();
    for (number, feed) in feeds.iter().enumerate() {
        if let Some((_, mapping)) = &feed.map {
            for note in mapping.notes() {
                read.notes.entry(note.to_owned()).or_default();
            }
        }
        // Files with one mapping are one source, and number their rows through.
        let before = feed
            .map
            .as_ref()
            .map(|(map, _)| rows_by_map.entry(map).or_default());
        let rows_before = before.as_ref().map_or(0, |rows| **rows);
        let number = u32::try_from(number).unwrap_or(u32::MAX);
        let rows = read_file(feed, (number, rows_before), &mut read, engine, refused)?;
        if let Some(before) = before {
            *before += rows.read;
        }
        read.files.push(FileRows {
            file: feed.path.display().to_string(),
            rows,
        });
    }
    Ok(read)
}

fn read_file(
    feed: &Feed,
    (number, rows_before): (u32, u64),
    read: &mut Read,
    engine: &mut Engine,
    refused: &mut RefusedLog,
) -> Result<Rows, Failure> {
    let mut source = source::open(&feed.path)?;
    let reader = Reader::new(feed, source.as_ref(), rows_before)?;
    let length = std::fs::metadata(&feed.path).map_or(0, |found| found.len());
    let mut progress = Progress::bytes("reading", length);
    let mut rows = Rows::default();
    loop {
        let Some(row) = source.next_row()? else {
            return Ok(rows);
        };
        rows.read += 1;
        let row_number = row.number;
        match reader.take(row) {
            Ok(mapped) => {
                rows.mapped += 1;
                for note in mapped.notes {
                    *read.notes.entry(note).or_default() += 1;
                }
                for input in &mapped.inputs {
                    let item = item(input, number, row_number)?;
                    read.inputs
                        .push(item)
                        .map_err(|error| Failure::io(&std::env::temp_dir(), &error))?;
                }
            }
            Err(refusal) => {
                rows.refused += 1;
                refused.add(
                    &Origin {
                        file: &feed.path,
                        row: row_number,
                        input: None,
                    },
                    &refusal,
                )?;
                if matches!(reader, Reader::Inputs) {
                    engine.refuse(&refusal);
                }
            }
        }
        progress.at(|| source.bytes_read());
    }
}

fn item(input: &Input, file: u32, row: u64) -> Result<Item, Failure> {
    let json = serde_json::to_string(input).map_err(|error| Failure::usage(error.to_string()))?;
    Ok(Item {
        // Inputs without an instant come first, as in `voc_core::run`.
        at: input.arrival().map_or(i64::MIN, voc_core::Time::micros),
        id: input.id.clone(),
        revision: input.revision,
        file,
        row,
        json,
    })
}

impl Reader {
    fn new(feed: &Feed, source: &dyn Source, rows_before: u64) -> Result<Self, Failure> {
        let Some((map, mapping)) = &feed.map else {
            return Ok(Self::Inputs);
        };
        let keys: Vec<String> = match source.headers() {
            Some(headers) => headers.to_vec(),
            None => mapping.headers().into_iter().map(str::to_owned).collect(),
        };
        let bound = mapping
            .bind(&keys)
            .map_err(|error| Failure::unbound(&feed.path, map, &error))?;
        Ok(Self::Mapped {
            mapping: bound.after(rows_before),
            keys,
        })
    }

    fn take(&self, row: Row<'_>) -> Result<MappedRow, Refusal> {
        let content = row.content?;
        let at_row = |error: Error| error.at(format!("row {}", row.number));
        match (self, content) {
            (Self::Mapped { mapping, keys }, Content::Json(text)) => {
                let object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(text)
                    .map_err(|error| {
                        at_row(Error::new(
                            Code::Malformed,
                            format!("not a JSON object: {error}"),
                        ))
                    })?;
                mapping.row(row.number, &|place| {
                    keys.get(place)
                        .and_then(|key| object.get(key))
                        .and_then(source::json_cell)
                })
            }
            (Self::Mapped { mapping, .. }, content) => {
                mapping.row(row.number, &|place| content.cell(place))
            }
            (Self::Inputs, Content::Json(text)) => {
                let input = Input::from_json(text)?;
                Ok(MappedRow {
                    inputs: vec![input],
                    notes: Vec::new(),
                })
            }
            (Self::Inputs, _) => Err(at_row(Error::new(
                Code::Missing,
                "the file needs a mapping",
            ))),
        }
    }
}
