//! `loop-report-huge`: a file of 1 GB with one bad row in its middle, through `loop-report` in a
//! process of its own, whose peak of memory is printed. Not part of the usual tests.

use clap::Parser;
use serde_json::Value;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode};
use std::time::{Duration, Instant};

const PROGRAM: &str = r#"voc: 1
name: A file of any size
lateness: P2D
kinds: {response: {fields: [ltr]}, complaint: {fields: [ltr]}}
fields: {ltr: int}
metrics: {nps: {kind: nps, of: ltr}}
rules:
  complaint: {when: 'kind == "complaint"', raise: {case: recovery}}
  thrice: {when: 'kind == "response" && ltr <= 2', count: {at_least: 3, within: P7D}, raise: {}}
cases: {recovery: {}}
"#;

const MAP: &str = r"voc_map: 1
source: huge
columns:
  at: {from: at, type: time}
  kind: kind
  customer: customer
  unit: unit
  channel: channel
  ltr: {from: ltr, type: int}
  words: words
inputs:
  - signal: {kind: $kind, at: $at, customer: $customer, unit: $unit, channel: $channel, verbatim: $words, fields: {ltr: $ltr}}
";

/// The row that is bad: its quote is never closed.
const BAD_ROW: &str = "2026-01-01T00:00:00Z,response,c1,unit-1,web,7,\"no closing quote\n";
/// Seconds between two rows.
const STEP: u64 = 20;
/// One row in so many is a complaint, which opens a case.
const COMPLAINT_EVERY: u64 = 5_000;

/// Makes a large file, runs loop-report on it, and checks that one bad row costs one row.
#[derive(Parser)]
struct Args {
    /// The size of the file.
    #[arg(long, default_value_t = 1_000_000_000)]
    bytes: u64,
    /// The most memory that the run may take, in mebibytes.
    #[arg(long, default_value_t = 512)]
    memory_max: u64,
}

fn main() -> ExitCode {
    let args = Args::parse();
    match run(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("loop-report-huge: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &Args) -> io::Result<()> {
    // The folder, and the file with it, goes when this is dropped.
    let folder = tempfile::tempdir()?;
    let file = |name: &str| folder.path().join(name);
    std::fs::write(file("program.yaml"), PROGRAM)?;
    std::fs::write(file("map.yaml"), MAP)?;
    let rows = write_rows(&file("rows.csv"), args.bytes)?;
    let bytes = std::fs::metadata(file("rows.csv"))?.len();
    println!("{rows} good rows and 1 bad row in {bytes} bytes");
    let started = Instant::now();
    let mut child = Command::new(beside("loop-report")?)
        .arg("--program")
        .arg(file("program.yaml"))
        .arg("--map")
        .arg(file("map.yaml"))
        .arg("--out")
        .arg(file("out"))
        .arg(file("rows.csv"))
        .env("TMPDIR", folder.path())
        .spawn()?;
    let peak = watch(&mut child)?;
    println!(
        "read, sorted and run in {:.1} s; peak memory {} MiB",
        started.elapsed().as_secs_f64(),
        peak.map_or_else(|| "unknown".to_owned(), |peak| (peak >> 10).to_string())
    );
    check(&file("out"), rows)?;
    println!("the bad row is counted, the other {rows} are kept");
    match peak {
        Some(peak) if peak >> 10 > args.memory_max => Err(io::Error::other(format!(
            "more than {} MiB of memory",
            args.memory_max
        ))),
        _ => Ok(()),
    }
}

/// Writes rows until the file is large enough, the bad one in the middle; how many are good.
fn write_rows(path: &Path, bytes: u64) -> io::Result<u64> {
    let mut writer = BufWriter::with_capacity(1 << 20, File::create(path)?);
    let header = "at,kind,customer,unit,channel,ltr,words\n";
    writer.write_all(header.as_bytes())?;
    let (mut written, mut rows, mut has_bad) = (header.len() as u64, 0_u64, false);
    let words =
        "I called, and called \"\"again\"\"; nobody knew of my case.\nThen I wrote. ".repeat(10);
    while written < bytes {
        if !has_bad && written >= bytes / 2 {
            has_bad = true;
            writer.write_all(BAD_ROW.as_bytes())?;
        }
        let seconds = rows * STEP;
        // A multiplicative walk spreads customers without any order.
        let customer = rows.wrapping_mul(2_654_435_761) % 5_000;
        let kind = if rows % COMPLAINT_EVERY == 7 {
            "complaint"
        } else {
            "response"
        };
        let line = format!(
            "{},{kind},c{customer},unit-{},{},{},\"{words}{rows}\"\n",
            instant(seconds),
            customer % 20,
            ["web", "phone", "branch"]
                .get((rows % 3) as usize)
                .unwrap_or(&"web"),
            (rows.wrapping_mul(40_503) >> 4) % 11,
        );
        writer.write_all(line.as_bytes())?;
        written += line.len() as u64;
        rows += 1;
    }
    writer.flush()?;
    Ok(rows)
}

/// So many seconds after 2026 began.
fn instant(seconds: u64) -> String {
    let start = 1_767_225_600_000_000_i64;
    let micros = i64::try_from(seconds).unwrap_or(0) * 1_000_000;
    voc_core::Time::from_micros(start + micros).map_or_else(String::new, |time| time.to_string())
}

/// The program that was built beside this one.
fn beside(name: &str) -> io::Result<PathBuf> {
    let path = std::env::current_exe()?.with_file_name(name);
    if path.is_file() {
        return Ok(path);
    }
    Err(io::Error::other(format!(
        "{} is not built: cargo build -p loop-report --bins",
        path.display()
    )))
}

/// Waits for the end; the peak of resident memory in kibibytes, where the system tells it.
fn watch(child: &mut Child) -> io::Result<Option<u64>> {
    let status = format!("/proc/{}/status", child.id());
    let mut peak = None;
    loop {
        let told = std::fs::read_to_string(&status).ok().and_then(|text| {
            let line = text
                .lines()
                .find(|line| line.starts_with("VmHWM:"))?
                .to_owned();
            line.split_whitespace().nth(1)?.parse::<u64>().ok()
        });
        peak = told.or(peak);
        if let Some(ended) = child.try_wait()? {
            return if ended.success() {
                Ok(peak)
            } else {
                Err(io::Error::other(format!("loop-report: {ended}")))
            };
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn check(out: &Path, rows: u64) -> io::Result<()> {
    let summary: Value = serde_json::from_str(&std::fs::read_to_string(out.join("summary.json"))?)?;
    let number = |path: &str| summary.pointer(path).and_then(Value::as_u64);
    let complaints = rows / COMPLAINT_EVERY + u64::from(rows % COMPLAINT_EVERY > 7);
    for (path, expected) in [
        ("/rows/read", rows + 1),
        ("/rows/mapped", rows),
        ("/rows/refused", 1),
        ("/signals/total", rows),
        ("/signals/by_kind/complaint", complaints),
        ("/metrics/0/n", rows),
        // The tick that ends the run.
        ("/inputs/accepted", rows + 1),
        ("/inputs/refused", 0),
    ] {
        if number(path) != Some(expected) {
            let found = summary.pointer(path);
            return Err(io::Error::other(format!(
                "{path}: expected {expected}, found {found:?}"
            )));
        }
    }
    let refused = std::fs::read_to_string(out.join("refused.ndjson"))?;
    print!("{refused}");
    if refused.lines().count() == 1 {
        Ok(())
    } else {
        Err(io::Error::other("more than one refusal"))
    }
}
