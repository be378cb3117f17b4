//! What peers read: the signals, the rules and what a run must find.

use crate::row::Section;
use serde::Serialize;
use serde_json::{Value, json};
use std::fs::File;
use std::io::{self, BufWriter};
use std::path::Path;
use voc_workload::rules::{Pattern, Rule, Test};
use voc_workload::{Found, Stream, write_ndjson, write_parquet};

/// What a run over the first `events` signals must find.
#[derive(Debug, Clone, Serialize)]
pub struct Expected {
    /// What is measured.
    pub section: Section,
    /// How many rules.
    pub rules: u32,
    /// Over so many signals.
    pub events: usize,
    /// How many alerts.
    pub alerts: u64,
    /// Which.
    pub hash: String,
}

impl Expected {
    /// What the oracle found.
    pub fn new(section: Section, rules: u32, events: usize, found: Found) -> Self {
        Self {
            section,
            rules,
            events,
            alerts: found.alerts,
            hash: found.hash.to_string(),
        }
    }
}

/// Writes `signals.parquet` and `signals.ndjson`.
///
/// # Errors
/// Those of the file system.
pub fn write_signals(folder: &Path, stream: &Stream) -> io::Result<()> {
    let parquet = File::create(folder.join("signals.parquet"))?;
    write_parquet(stream, BufWriter::new(parquet)).map_err(io::Error::other)?;
    let lines = BufWriter::new(File::create(folder.join("signals.ndjson"))?);
    write_ndjson(stream, stream.len(), lines)
}

/// Rules with their texts written out: `[[column, operator, value], …]` for each condition.
pub fn rules_json(rules: &[Rule], stream: &Stream) -> Value {
    let tests = |tests: &[Test]| -> Value {
        let one = |test: &Test| match *test {
            Test::Is { column, code } => {
                json!([
                    column.name(),
                    "==",
                    stream.texts(column).names.get(code as usize)
                ])
            }
            Test::AtMost { column, value } => json!([column.name(), "<=", value]),
            Test::Above { column, value } => json!([column.name(), ">", value]),
        };
        tests.iter().map(one).collect()
    };
    let pattern = |rule: &Rule| match &rule.pattern {
        Pattern::Absent { absent, within, .. } => {
            json!({"pattern": "absent", "absent": tests(absent), "within": within})
        }
        other => json!(other),
    };
    let one =
        |rule: &Rule| json!({"id": rule.id, "when": tests(&rule.when), "waits_for": pattern(rule)});
    rules.iter().map(one).collect()
}
