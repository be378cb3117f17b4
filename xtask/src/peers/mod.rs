//! `cargo xtask peers`: our engine, hand-written loops and what users would pick instead, in one run.

mod goals;
mod install;
mod machine;
mod readme;
mod rows;
mod table;

use crate::paths::{find_program, root, shown, target};
use crate::proc::Cmd;
use crate::test::BROWSERS;
use crate::{python, wasm};
use anyhow::{Context, Result};
use rows::Rows;
use std::fs;
use std::path::Path;

const RESULTS: &str = "benches/RESULTS.md";
const README: &str = "README.md";
const PEERS_CRATE: &str = "benches/peers/Cargo.toml";

/// What runs longer than this hangs.
const RUN_SECONDS_MAX: u64 = 3600;

/// Options of `cargo xtask peers`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Small sizes, for a check that everything runs and agrees; the table goes to target/peers.
    #[arg(long)]
    quick: bool,
    /// Build and run zen-engine too; it takes minutes to compile.
    #[arg(long)]
    zen: bool,
    /// Measure nothing: write the table of the last run again.
    #[arg(long)]
    table: bool,
    /// The date that the table bears; today if not said.
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<String>,
}

/// Runs every peer that installs, compares what they found, and writes the table.
pub(crate) fn run(args: &Args) -> Result<()> {
    let folder = target("peers").join(if args.quick { "quick" } else { "full" });
    fs::create_dir_all(&folder)?;
    let load_file = folder.join("load.txt");
    let missing = if args.table {
        Vec::new()
    } else {
        fs::write(&load_file, machine::load())?;
        measure(args, &folder)?
    };
    let load = fs::read_to_string(load_file).unwrap_or_else(|_| "unknown".to_owned());
    let date = args.date.clone().unwrap_or_else(machine::today);
    let rows = Rows::read(&folder)?;
    let page = table::page(&rows, &missing, &date, &load, args.quick);
    let path = if args.quick {
        folder.join("RESULTS.md")
    } else {
        root(RESULTS)
    };
    fs::write(&path, &page)?;
    if !args.quick {
        let readme = fs::read_to_string(root(README))?;
        let shown = table::summary(&rows, &date);
        fs::write(root(README), readme::with_table(&readme, &shown)?)?;
    }
    println!("\n{page}\nWritten to {}", shown(&path));
    Ok(())
}

/// Runs some peers, and writes their rows into the folder.
type Tool = fn(&Args, &Path) -> Result<()>;

/// Runs everybody; returns who could not be run, and why.
fn measure(args: &Args, folder: &Path) -> Result<Vec<String>> {
    forget_rows(folder)?;
    ours(args, folder)?;
    clocks(args, folder)?;
    cases(args, folder)?;
    let peers: [(&str, Tool); 12] = [
        ("cel, datalogic-rs, zen-engine", rust),
        (
            "polars, DuckDB, lambdas, businesstimedelta, workalendar",
            python_peers,
        ),
        ("json-rules-engine, closures, XState", node),
        ("our own engine over a table", tables),
        ("our own package in Python", tables_in_python),
        ("our own package in Node and Chromium", tables_in_javascript),
        ("our own journeys", journeys),
        ("our own event logs", paths),
        ("our own event logs in Python, pm4py", paths_in_python),
        ("process_mining", paths_in_rust),
        ("our own tallies and drivers", tallies),
        (
            "the same in Python, polars, DuckDB, numpy, pingouin",
            tallies_in_python,
        ),
    ];
    let mut missing = Vec::new();
    for (names, peer) in peers {
        if let Err(error) = peer(args, folder) {
            missing.push(format!("{names}: {error:#}"));
        }
    }
    Ok(missing)
}

/// A row of an earlier run must not stand for a peer that failed in this one.
fn forget_rows(folder: &Path) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|kind| kind == "jsonl") {
            fs::remove_file(&path).with_context(|| format!("cannot remove {}", shown(&path)))?;
        }
    }
    Ok(())
}

fn with_size(command: Cmd, args: &Args, folder: &Path) -> Result<()> {
    let command = command.arg(folder);
    let size = if args.quick { &["--quick"][..] } else { &[] };
    command.args(size).limit_seconds(RUN_SECONDS_MAX).run()
}

fn ours(args: &Args, folder: &Path) -> Result<()> {
    let command = Cmd::cargo().args(["run", "--quiet", "--release", "-p", "voc-benches", "--"]);
    with_size(command, args, folder)
}

fn clocks(args: &Args, folder: &Path) -> Result<()> {
    let command = Cmd::cargo()
        .args(["run", "--quiet", "--release", "-p", "voc-benches"])
        .args(["--bin", "clocks", "--"]);
    with_size(command, args, folder)
}

fn cases(args: &Args, folder: &Path) -> Result<()> {
    let command = Cmd::cargo()
        .args(["run", "--quiet", "--release", "-p", "voc-benches"])
        .args(["--bin", "cases", "--"]);
    with_size(command, args, folder)
}

fn tables(args: &Args, folder: &Path) -> Result<()> {
    let command = Cmd::cargo()
        .args(["run", "--quiet", "--release", "-p", "voc-benches"])
        .args(["--bin", "tables", "--"]);
    with_size(command, args, folder)
}

fn tables_in_python(args: &Args, folder: &Path) -> Result<()> {
    python::install()?;
    let command = Cmd::new(python::program("python")).arg("benches/peers/python/table.py");
    with_size(command, args, folder)
}

fn tables_in_javascript(args: &Args, folder: &Path) -> Result<()> {
    wasm::install()?;
    wasm::assemble()?;
    let mut command = Cmd::new("node").arg("benches/peers/node/tables.js");
    if let Some(browser) = find_program(&BROWSERS) {
        command = command.env("VOC_BROWSER", browser);
    }
    with_size(command, args, folder)
}

fn paths(args: &Args, folder: &Path) -> Result<()> {
    let command = Cmd::cargo()
        .args(["run", "--quiet", "--release", "-p", "voc-benches"])
        .args(["--bin", "paths", "--"]);
    with_size(command, args, folder)
}

fn journeys(args: &Args, folder: &Path) -> Result<()> {
    let command = Cmd::cargo()
        .args(["run", "--quiet", "--release", "-p", "voc-benches"])
        .args(["--bin", "journeys", "--"]);
    with_size(command, args, folder)
}

fn paths_in_python(args: &Args, folder: &Path) -> Result<()> {
    python::install()?;
    let command = Cmd::new(python::program("python")).arg("benches/peers/python/paths.py");
    with_size(command, args, folder)
}

fn paths_in_rust(args: &Args, folder: &Path) -> Result<()> {
    with_size(rust_peers(args, "paths"), args, folder)
}

fn tallies(args: &Args, folder: &Path) -> Result<()> {
    let command = Cmd::cargo()
        .args(["run", "--quiet", "--release", "-p", "voc-benches"])
        .args(["--bin", "tallies", "--"]);
    with_size(command, args, folder)
}

fn tallies_in_python(args: &Args, folder: &Path) -> Result<()> {
    python::install()?;
    let command = Cmd::new(python::program("python")).arg("benches/peers/python/tallies.py");
    with_size(command, args, folder)
}

fn rust(args: &Args, folder: &Path) -> Result<()> {
    with_size(rust_peers(args, "voc-peers"), args, folder)
}

/// One of the programs that hold the peers in Rust.
fn rust_peers(args: &Args, program: &str) -> Cmd {
    let features = if args.zen { "zen" } else { "" };
    Cmd::cargo()
        .args(["run", "--quiet", "--release", "--bin", program])
        .args(["--manifest-path", PEERS_CRATE, "--features", features, "--"])
        .env("CARGO_TARGET_DIR", target("peers/build"))
}

fn python_peers(args: &Args, folder: &Path) -> Result<()> {
    let command = Cmd::new(install::python()?).arg("benches/peers/python/main.py");
    with_size(command, args, folder)
}

fn node(args: &Args, folder: &Path) -> Result<()> {
    install::node()?;
    with_size(
        Cmd::new("node").arg("benches/peers/node/main.js"),
        args,
        folder,
    )
}
