//! Measures paths and what follows what in event logs, and writes the logs for the peers.
//!
//! `paths FOLDER [--quick]`: the folder gets `log-paths_real.csv` (where the project has the real log beside
//! it), `log-paths.csv`, `expected-paths.json` and `rows-paths.jsonl`.

use std::cell::OnceCell;
use std::fs::{self, File};
use std::hint::black_box;
use std::io;
use std::path::PathBuf;
use voc_benches::data::Expected;
use voc_benches::paths::{Ours, PathLog, Read, of_ours};
use voc_benches::row::{Outcome, Path, Row, Section};
use voc_benches::timing::{Finds, Timing, median};
use voc_core::journey::EventLog;
use voc_workload::AlertSet;

const REPETITIONS: usize = 7;

fn main() -> io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next();
    let folder = PathBuf::from(folder.unwrap_or_else(|| "target/peers".to_owned()));
    let quick = arguments.next().is_some_and(|it| it == "--quick");
    fs::create_dir_all(&folder)?;
    let mut out = File::create(folder.join("rows-paths.jsonl"))?;
    let mut expected = Vec::new();
    let made = PathLog::made(if quick { 2_000 } else { 100_000 });
    let logs = [
        (Section::PathsReal, "paths_real", PathLog::incidents()),
        (Section::Paths, "paths", Some(made)),
    ];
    for (section, name, log) in logs {
        let path = folder.join(format!("log-{name}.csv"));
        let Some(log) = log else {
            println!("{name}: there is no log; peers have none either");
            let _ = fs::remove_file(path);
            continue;
        };
        fs::write(path, log.csv())?;
        let events = log.at.len();
        let set = log.set(&log.counted());
        expected.push(Expected::new(section, 1, events, set.found()));
        let row = |engine: &str, note: &str, timing: Result<Option<Timing>, String>| Row {
            section,
            rules: 1,
            engine: engine.to_owned(),
            version: String::new(),
            path: Path::Batch,
            threads: 1,
            events,
            note: note.to_owned(),
            result: Outcome::of(timing),
        };
        let by_hand = median(REPETITIONS, || {
            Ok(|| Read::new(log.counted(), |counted| log.set(counted)))
        });
        row("hand-written", "from columns; no times", by_hand).write(&mut out)?;
        let columns = median(REPETITIONS, || Ok(|| Owned::of(&log)));
        row("voc, columns", "from columns, with times", columns).write(&mut out)?;
        let read = log.ours().map_err(io::Error::other)?;
        let read = &read;
        let alone = median(REPETITIONS, || {
            let set = move |ours: &Ours<'_>| of_ours(read, ours);
            Ok(move || Read::new((read.paths(), read.transitions()), set))
        });
        row("voc, columns, prepared", "with times", alone).write(&mut out)?;
    }
    fs::write(
        folder.join("expected-paths.json"),
        serde_json::to_string(&expected)?,
    )
}

/// A log that was read and asked; what it answered is asked again once the clock has stopped, since it is
/// borrowed from the log.
struct Owned(EventLog, OnceCell<AlertSet>);

impl Owned {
    fn of(log: &PathLog) -> Self {
        let log = log.ours().unwrap_or_default();
        black_box((log.paths(), log.transitions()));
        Self(log, OnceCell::new())
    }
}

impl Finds for Owned {
    fn alerts(&self) -> &AlertSet {
        let ask = || of_ours(&self.0, &(self.0.paths(), self.0.transitions()));
        self.1.get_or_init(ask)
    }
}
