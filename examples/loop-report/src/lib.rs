//! From files of customers' signals to alerts, cases and one report: a host program of `voc-core`.
//!
//! [`run`] does what the command `loop-report` does. What it does is what [`voc_core::run`] does, on
//! files that need not fit into memory.
#![deny(missing_docs)]

mod args;
mod drive;
mod failure;
mod gather;
mod journeys;
mod output;
mod progress;
mod read;
mod refused;
pub mod report;
mod sort;
mod source;
pub mod summary;
mod tally;

pub use args::Args;
pub use failure::{EXIT_DATA, EXIT_DECLARED, EXIT_IO, Failure, findings};

use read::Feed;
use refused::RefusedLog;
use std::fs;
use std::path::Path;
use summary::{Rows, Summary};
use voc_core::{Engine, Mapping, Program, ProgramError};

/// The name of the report in the folder that is written to.
pub const REPORT: &str = "report.html";
/// The name of the file with all numbers.
pub const SUMMARY: &str = "summary.json";

/// Reads the files, runs the program over them and writes what came of it.
///
/// # Errors
/// What stops the run: see [`Failure`]. A row or an input that is refused does not.
pub fn run(args: &Args) -> Result<Summary, Failure> {
    let program = program(&args.program)?;
    let feeds = feeds(args)?;
    let mut engine = Engine::new(program);
    for name in gather::breakdown_names(&args.by) {
        engine
            .loop_by(&name)
            .map_err(|error| Failure::usage(format!("--by: {error}")))?;
    }
    fs::create_dir_all(&args.out).map_err(|error| Failure::io(&args.out, &error))?;
    let mut refused = RefusedLog::new(args.out.join("refused.ndjson"))?;
    let read = read::read(&feeds, &mut engine, &mut refused)?;
    let mut summary = Summary {
        files: read.files,
        notes: read.notes,
        ..Summary::default()
    };
    for file in &summary.files {
        summary.rows = Rows {
            read: summary.rows.read + file.rows.read,
            mapped: summary.rows.mapped + file.rows.mapped,
            refused: summary.rows.refused + file.rows.refused,
        };
    }
    let driven = drive::drive(&mut engine, read.inputs, &feeds, args, &mut refused)?;
    refused.finish()?;
    summary.inputs.after_until = driven.after_until;
    gather::gather(&engine, &driven, &args.by, &mut summary)?;
    summary.refusals = refused.by_code;
    summary.refused_examples = refused.examples;
    write(args, &summary)?;
    Ok(summary)
}

fn program(path: &Path) -> Result<Program, Failure> {
    let program = Program::parse(&text(path)?).map_err(|error| Failure::declared(path, &error))?;
    if !program.check().is_empty() {
        let warnings = ProgramError {
            diagnostics: program.check().to_vec(),
        };
        eprintln!("{}", findings(path, &warnings));
    }
    Ok(program)
}

fn feeds(args: &Args) -> Result<Vec<Feed>, Failure> {
    let mut feeds = Vec::new();
    for (path, map) in args.map_of_each()? {
        let map = match map {
            None => None,
            Some(map) => {
                let mapping =
                    Mapping::parse(&text(map)?).map_err(|error| Failure::declared(map, &error))?;
                Some((map.to_owned(), mapping))
            }
        };
        feeds.push(Feed {
            path: path.to_owned(),
            map,
        });
    }
    Ok(feeds)
}

fn text(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|error| Failure::usage(format!("{}: {error}", path.display())))
}

fn write(args: &Args, summary: &Summary) -> Result<(), Failure> {
    let page = report::page(summary).map_err(|error| {
        Failure::io(
            &args.out.join(REPORT),
            &std::io::Error::other(error.to_string()),
        )
    })?;
    let numbers =
        serde_json::to_string_pretty(summary).map_err(|error| Failure::usage(error.to_string()))?;
    for (name, content) in [(REPORT, page), (SUMMARY, numbers + "\n")] {
        let path = args.out.join(name);
        fs::write(&path, content).map_err(|error| Failure::io(&path, &error))?;
    }
    Ok(())
}
