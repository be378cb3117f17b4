//! The fuzz targets of `tests/fuzz/`: seeds from the project's own files, then random ones, led by coverage.
//!
//! These are `cargo fuzz`'s targets, built as it builds them, but by the tool chain at hand: without a
//! sanitizer, which safe code can do without, no nightly compiler is needed.

use crate::paths::{find_program, target};
use crate::proc::Cmd;
use crate::steps::Done;
use crate::{apt, fuzz_seeds};
use anyhow::{Context, Result, anyhow, bail};
use std::fs;
use std::thread;

/// How long each target runs, unless `VOC_FUZZ_SECONDS` says otherwise.
const SECONDS: u64 = 60;

/// What one text may take before it counts as hanging, on however slow a machine.
const HANG_SECONDS: u32 = 30;

/// What the process, and one allocation of it, may take, in MiB.
const MEMORY_MAX: u32 = 512;
const ALLOCATION_MAX: u32 = 128;

/// The stack, in KiB: as much as a page gives to wasm.
const STACK: u32 = 1024;

/// The longest text, in bytes: above every limit of a condition, and enough for a program.
const LENGTH_MAX: u32 = 20_000;

/// What makes the compiler count branches; the same as `cargo fuzz --sanitizer none`.
const COUNT_BRANCHES: &str = "--cfg fuzzing -Cpasses=sancov-module \
    -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares";

const TARGETS: [&str; 2] = ["program", "condition"];

/// Installs the C++ compiler that the fuzzer is built with.
pub(crate) fn tools() -> Result<Done> {
    if find_program(&["c++", "g++", "clang++"]).is_some() {
        return Ok(Done::AlreadyThere);
    }
    apt::install(&["g++"])?;
    Ok(Done::Ran)
}

/// Builds the targets and runs them side by side.
pub(crate) fn run() -> Result<Done> {
    if !cfg!(unix) {
        return Ok(Done::Skipped("it needs a Unix system".to_owned()));
    }
    let host = host()?;
    Cmd::cargo()
        .args([
            "build",
            "--release",
            "--manifest-path",
            "tests/fuzz/Cargo.toml",
        ])
        .args(["--target", &host])
        .env("CARGO_TARGET_DIR", target("fuzz"))
        .env("RUSTFLAGS", COUNT_BRANCHES)
        .run()?;
    fuzz_seeds::write()?;
    thread::scope(|scope| {
        let runs = TARGETS.map(|name| scope.spawn(|| one(name, &host)));
        for run in runs {
            run.join()
                .map_err(|_| anyhow!("a fuzz target panicked"))??;
        }
        Ok(Done::Ran)
    })
}

fn one(name: &str, host: &str) -> Result<()> {
    let folder = |kind: &str| target("fuzz").join(kind).join(name);
    let (corpus, seeds, found) = (folder("corpus"), folder("seeds"), folder("found"));
    fs::create_dir_all(&corpus)?;
    fs::create_dir_all(&found)?;
    let seconds = match std::env::var("VOC_FUZZ_SECONDS") {
        Ok(text) => text
            .parse()
            .context("VOC_FUZZ_SECONDS is no whole number")?,
        Err(_) => SECONDS,
    };
    let program = target("fuzz").join(host).join("release").join(name);
    Cmd::new("sh")
        .args(["-c", &format!("ulimit -s {STACK} && exec \"$0\" \"$@\"")])
        .arg(program)
        .args([corpus, seeds])
        .arg(format!("-dict={}", fuzz_seeds::dictionary(name).display()))
        .arg(format!("-artifact_prefix={}/", found.display()))
        .arg(format!("-max_total_time={seconds}"))
        .arg(format!("-timeout={HANG_SECONDS}"))
        .arg(format!("-rss_limit_mb={MEMORY_MAX}"))
        .arg(format!("-malloc_limit_mb={ALLOCATION_MAX}"))
        .arg(format!("-max_len={LENGTH_MAX}"))
        .arg(format!("-seed={}", std::process::id()))
        .args([
            "-print_final_stats=1",
            "-print_funcs=0",
            "-reload=0",
            "-verbosity=0",
        ])
        .run()
        .with_context(|| format!("the {name} parser fails on the text named above"))
}

/// The machine that the compiler compiles for, in its words.
fn host() -> Result<String> {
    let told = Cmd::new("rustc").arg("-vV").read()?;
    let Some(host) = told.lines().find_map(|line| line.strip_prefix("host: ")) else {
        bail!("rustc -vV names no host");
    };
    Ok(host.to_owned())
}
