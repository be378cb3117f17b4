//! What the tools wrote, and what they should have found.

use anyhow::{Context, Result};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::fs;
use std::path::Path;

const FILES: [&str; 17] = [
    "voc",
    "rust",
    "python",
    "node",
    "clocks",
    "cases",
    "cases-node",
    "tables",
    "table-python",
    "table-node",
    "table-chromium",
    "journeys",
    "paths",
    "paths-python",
    "paths-rust",
    "tallies",
    "tallies-python",
];

/// A line of a tool.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Row {
    pub(super) section: String,
    pub(super) rules: u32,
    pub(super) engine: String,
    pub(super) version: String,
    pub(super) path: String,
    pub(super) threads: u32,
    pub(super) events: u64,
    pub(super) note: String,
    #[serde(default)]
    pub(super) missing: Option<String>,
    #[serde(default)]
    cpu: f64,
    #[serde(default)]
    wall: f64,
    #[serde(default)]
    alerts: u64,
    #[serde(default)]
    hash: String,
}

#[derive(Deserialize)]
struct Expected {
    section: String,
    rules: u32,
    events: u64,
    alerts: u64,
    hash: String,
}

/// Everything that was measured.
pub(super) struct Rows {
    pub(super) all: Vec<Row>,
    expected: Vec<Expected>,
    memory: Option<Memory>,
    open_cases: Option<OpenCases>,
}

/// Many open cases with their timers, in an engine.
#[derive(Deserialize)]
pub(super) struct OpenCases {
    pub(super) cases: u32,
    /// Bytes a case, with all that is kept of its customer.
    pub(super) bytes: Option<u64>,
    /// Bytes a case beyond what the same engine holds without any case.
    pub(super) alone_bytes: Option<u64>,
    pub(super) next_due_ns: u64,
    /// How long a day over all of them takes, in seconds.
    pub(super) day_s: f64,
    /// What happened in that day.
    pub(super) events: u32,
}

/// What a run of W100 over columns held besides its input and its alerts.
#[derive(Deserialize)]
struct Memory {
    bytes: Option<u64>,
    customers: u64,
}

/// How a row stands.
pub(super) enum Standing {
    /// Signals a second; the alerts are the oracle's.
    Rate(f64),
    /// Other alerts than the oracle's: the time does not count.
    Wrong,
    /// Nothing was measured; the row says why.
    Missing,
}

fn read_if_there<T: DeserializeOwned>(path: &Path) -> Option<T> {
    serde_json::from_str(&fs::read_to_string(path).ok()?).ok()
}

impl Rows {
    pub(super) fn read(folder: &Path) -> Result<Self> {
        let mut expected: Vec<Expected> = Vec::new();
        for name in [
            "expected.json",
            "expected-clocks.json",
            "expected-cases.json",
            "expected-tables.json",
            "expected-paths.json",
            "expected-tallies.json",
            "expected-journeys.json",
        ] {
            if let Ok(text) = fs::read_to_string(folder.join(name)) {
                let more: Vec<Expected> = serde_json::from_str(&text).context(name)?;
                expected.extend(more);
            }
        }
        let mut rows = Vec::new();
        for name in FILES {
            // A tool that failed wrote no file; the page says so.
            let text = fs::read_to_string(folder.join(format!("rows-{name}.jsonl")));
            for line in text.unwrap_or_default().lines() {
                let row = serde_json::from_str(line);
                rows.push(row.with_context(|| format!("rows-{name}.jsonl: {line}"))?);
            }
        }
        Ok(Self {
            all: rows,
            expected,
            memory: read_if_there(&folder.join("memory.json")),
            open_cases: read_if_there(&folder.join("open-cases.json")),
        })
    }

    /// Bytes a customer that a run of W100 over columns held.
    pub(super) fn bytes_per_customer(&self) -> Option<u64> {
        let memory = self.memory.as_ref()?;
        memory.bytes?.checked_div(memory.customers)
    }

    /// What many open cases hold, and how long a day over them takes.
    pub(super) fn open_cases(&self) -> Option<&OpenCases> {
        self.open_cases.as_ref()
    }

    pub(super) fn standing(&self, row: &Row) -> Standing {
        if row.missing.is_some() {
            return Standing::Missing;
        }
        let is_right = self.expected.iter().any(|wanted| {
            (&wanted.section, wanted.rules, wanted.events) == (&row.section, row.rules, row.events)
                && (wanted.alerts, &wanted.hash) == (row.alerts, &row.hash)
        });
        if !is_right {
            return Standing::Wrong;
        }
        Standing::Rate(row.signals() / row.seconds())
    }

    pub(super) fn rate(&self, row: &Row) -> Option<f64> {
        match self.standing(row) {
            Standing::Rate(rate) => Some(rate),
            _ => None,
        }
    }

    /// The best rate of the rows that are asked for.
    pub(super) fn best(&self, is_asked: impl Fn(&Row) -> bool) -> Option<f64> {
        let asked = self.all.iter().filter(|row| is_asked(row));
        asked.filter_map(|row| self.rate(row)).reduce(f64::max)
    }
}

impl Row {
    /// Processor time on one thread, which a busy machine does not lengthen; on more, the clock's.
    fn seconds(&self) -> f64 {
        if self.threads == 1 {
            self.cpu
        } else {
            self.wall
        }
    }

    fn signals(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "signals are fewer than 2^53")]
        let events = self.events as f64;
        events
    }

    /// Signals a processor second: what a busy machine does to the clock's rate is not in it.
    pub(super) fn per_cpu(&self) -> f64 {
        self.signals() / self.cpu
    }

    pub(super) fn clock(&self) -> &'static str {
        if self.threads == 1 { "cpu s" } else { "wall s" }
    }

    pub(super) fn is_ours(&self) -> bool {
        self.engine.starts_with("voc")
    }

    pub(super) fn is_by_hand(&self) -> bool {
        self.engine.starts_with("hand-written")
    }
}
