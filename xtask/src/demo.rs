//! `cargo xtask demo`: a sample of our own making, and the report on it.

use crate::paths::{root, shown};
use crate::proc::Cmd;
use anyhow::{Result, bail};
use std::time::Instant;

/// Makes the sample: a telecoms provider's year.
const SAMPLE: &str = "run --profile demo -p telecoms-sample -- --out target/demo/data";

/// Reads it and writes the report. The sample is CSV: the build does without Parquet, half its length.
const REPORT: &str = "run --profile demo -p loop-report --no-default-features --bin loop-report -- \
    --program examples/telecoms-sample/program.yaml \
    --map examples/telecoms-sample/signals.map.yaml \
    --map examples/telecoms-sample/commands.map.yaml \
    --out target/demo/report \
    target/demo/data/roster.ndjson target/demo/data/signals.csv target/demo/data/commands.csv";

const REPORT_PAGE: &str = "target/demo/report/report.html";

/// Builds and runs the demonstration.
pub(crate) fn run() -> Result<()> {
    let started = Instant::now();
    for line in [SAMPLE, REPORT] {
        Cmd::cargo().args(line.split_whitespace()).run()?;
    }
    let page = root(REPORT_PAGE);
    if !page.is_file() {
        bail!("the report ended well but wrote no {}", shown(&page));
    }
    println!(
        "\nDone in {:.1} s. The report: {}",
        started.elapsed().as_secs_f64(),
        shown(&page)
    );
    Ok(())
}
