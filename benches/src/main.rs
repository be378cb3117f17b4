//! Writes the workload for the peers, and measures the hand-written loops and our engine on it.
//!
//! `voc-benches FOLDER [--quick]`: the folder gets `signals.*`, `rules.json`, `expected.json` and
//! `rows-voc.jsonl`.

#![allow(
    clippy::cast_possible_truncation,
    reason = "a workload has fewer than 2^32 signals"
)]

use serde_json::json;
use std::fs::{self, File};
use std::io;
use std::path::{Path as FsPath, PathBuf};
use std::process::Command;
use voc_benches::data::{Expected, rules_json, write_signals};
use voc_benches::hand::{Index, indexed_conditions, linear_conditions, whole_program};
use voc_benches::ours::{Material, WAYS, held_by_columns};
use voc_benches::row::{Outcome, Path, Row, Section};
use voc_benches::timing::median;
use voc_workload::rules::{Rule, four_patterns, peer_conditions, w};
use voc_workload::{AlertSet, Size, Stream};

/// Who is slow takes the first part of the signals; what a run must find there is written beside.
const PARTS: [usize; 4] = [1, 10, 100, 1000];

const QUICK: &str = "--quick";
const MEMORY: &str = "--memory";

fn main() -> io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    if std::env::args().nth(1).as_deref() == Some(MEMORY) {
        return memory(arguments.any(|argument| argument == QUICK));
    }
    let folder = PathBuf::from(
        arguments
            .next()
            .unwrap_or_else(|| "target/peers".to_owned()),
    );
    let quick = arguments.next().is_some_and(|argument| argument == QUICK);
    fs::create_dir_all(&folder)?;
    let mut bench = Bench {
        rows: File::create(folder.join("rows-voc.jsonl"))?,
        expected: Vec::new(),
        repetitions: if quick { 3 } else { 7 },
    };
    let quarter = Stream::generate(Size::quarter(if quick { 2_500 } else { 50_000 }));
    write_signals(&folder, &quarter)?;
    // Each smaller number of conditions is the first of these.
    let rules = json!({
        "conditions": rules_json(&peer_conditions(100), &quarter),
        "four": rules_json(&four_patterns(), &quarter),
    });
    fs::write(folder.join("rules.json"), rules.to_string())?;
    for n in [1, 10, 100] {
        bench.conditions(&quarter, &peer_conditions(n))?;
    }
    bench.program(Section::Four, &quarter, &four_patterns())?;
    drop(quarter);

    measure_memory(&folder, quick)?;
    let year = Stream::generate(year(quick));
    bench.repetitions = 3;
    for n in [1, 10, 100, 1000] {
        let rules = w(n);
        let singles: Vec<Rule> = rules
            .iter()
            .filter(|rule| rule.is_single())
            .cloned()
            .collect();
        bench.program(Section::WConditions, &year, &singles)?;
        bench.program(Section::W, &year, &rules)?;
    }
    fs::write(
        folder.join("expected.json"),
        serde_json::to_string(&bench.expected)?,
    )
}

const fn year(quick: bool) -> Size {
    Size::year(if quick { 10_000 } else { 1_000_000 })
}

/// Measures the memory of W100 in a process of its own: what others gave back would be taken again, and
/// not count.
fn measure_memory(folder: &FsPath, quick: bool) -> io::Result<()> {
    let mut command = Command::new(std::env::current_exe()?);
    command.arg(MEMORY).args(quick.then_some(QUICK));
    let output = command.output()?;
    print!("{}", String::from_utf8_lossy(&output.stdout));
    fs::write(folder.join("memory.json"), output.stdout)
}

/// Prints what a run of W100 over columns holds.
fn memory(quick: bool) -> io::Result<()> {
    let (stream, rules) = (&Stream::generate(year(quick)), &w(100));
    let held = held_by_columns(&Material { stream, rules }).map_err(io::Error::other)?;
    println!(
        "{}",
        json!({"bytes": held.bytes, "customers": held.customers})
    );
    Ok(())
}

struct Bench {
    rows: File,
    expected: Vec<Expected>,
    repetitions: usize,
}

impl Bench {
    fn conditions(&mut self, stream: &Stream, rules: &[Rule]) -> io::Result<()> {
        let section = Section::Conditions;
        let index = Index::of(rules, stream);
        self.expect(section, stream, rules, |part| {
            linear_conditions(rules, part)
        });
        let indexed = || indexed_conditions(&index, stream);
        self.hand("hand-written, indexed", section, stream, rules, indexed)?;
        let linear = || linear_conditions(rules, stream);
        self.hand("hand-written, linear", section, stream, rules, linear)?;
        self.ours(section, stream, rules)
    }

    fn program(&mut self, section: Section, stream: &Stream, rules: &[Rule]) -> io::Result<()> {
        let index = Index::of(rules, stream);
        let run = |stream: &Stream| {
            if section == Section::WConditions {
                indexed_conditions(&index, stream)
            } else {
                whole_program(rules, &index, stream)
            }
        };
        self.expect(section, stream, rules, run);
        self.hand("hand-written, indexed", section, stream, rules, || {
            run(stream)
        })?;
        self.ours(section, stream, rules)
    }

    fn expect(
        &mut self,
        section: Section,
        stream: &Stream,
        rules: &[Rule],
        oracle: impl Fn(&Stream) -> AlertSet,
    ) {
        for part in PARTS {
            let events = stream.len() / part;
            let found = oracle(&stream.head(events)).found();
            let expected = Expected::new(section, rules.len() as u32, events, found);
            self.expected.push(expected);
        }
    }

    fn hand(
        &mut self,
        name: &str,
        section: Section,
        stream: &Stream,
        rules: &[Rule],
        run: impl Fn() -> AlertSet,
    ) -> io::Result<()> {
        let timing = median::<_, _, String>(self.repetitions, || Ok(&run));
        self.row(
            name,
            section,
            rules,
            (Path::Batch, 1),
            stream.len(),
            Outcome::of(timing),
        )
    }

    /// Each way through our engine, over as many of the signals as it can take.
    fn ours(&mut self, section: Section, stream: &Stream, rules: &[Rule]) -> io::Result<()> {
        let has_patterns = matches!(section, Section::Four | Section::W);
        for way in WAYS
            .iter()
            .filter(|way| way.takes_patterns || !has_patterns)
        {
            let sizes = PARTS.iter().map(|part| stream.len() / part);
            let rows = sizes
                .filter(|rows| *rows <= way.rows_max)
                .max()
                .unwrap_or(0);
            let stream = &stream.head(rows);
            let material = Material { stream, rules };
            let repetitions = match way.path {
                Path::Batch => self.repetitions,
                Path::Single => self.repetitions.min(3),
            };
            let timing =
                (way.prepare)(&material).and_then(|mut ready| median(repetitions, || Ok(ready())));
            self.row(
                way.name,
                section,
                rules,
                (way.path, way.threads),
                rows,
                Outcome::of(timing),
            )?;
        }
        Ok(())
    }

    fn row(
        &mut self,
        engine: &str,
        section: Section,
        rules: &[Rule],
        (path, threads): (Path, u32),
        events: usize,
        result: Outcome,
    ) -> io::Result<()> {
        let row = Row {
            section,
            rules: rules.len() as u32,
            engine: engine.to_owned(),
            version: String::new(),
            path,
            threads,
            events,
            note: String::new(),
            result,
        };
        row.write(&mut self.rows)
    }
}
