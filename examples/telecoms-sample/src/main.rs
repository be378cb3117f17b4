//! `telecoms-sample --out DIR`: writes a made-up telecoms provider's year.

use clap::Parser;
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;
use telecoms_sample::{Options, Sample};

/// Makes a telecoms provider's year: signals.csv, commands.csv and roster.ndjson.
#[derive(Parser)]
#[command(version)]
struct Args {
    /// The folder to write to; made if it is not there.
    #[arg(long)]
    out: PathBuf,
    /// Another seed gives another year.
    #[arg(long, default_value_t = Options::default().seed)]
    seed: u64,
    /// How many customers.
    #[arg(long, default_value_t = Options::default().customers)]
    customers: u32,
    /// The calendar year.
    #[arg(long, default_value_t = Options::default().year)]
    year: i32,
}

fn main() -> ExitCode {
    match run(&Args::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("telecoms-sample: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &Args) -> io::Result<()> {
    let Args {
        out,
        seed,
        customers,
        year,
    } = args;
    let options = Options {
        seed: *seed,
        customers: *customers,
        year: *year,
    };
    let sample = Sample::make(&options)
        .ok_or_else(|| io::Error::other(format!("there is no year {year}")))?;
    sample.write(out)?;
    println!(
        "{} signals of {} customers, {} commands, {} people: {}",
        sample.signals.len(),
        customers,
        sample.commands.len(),
        sample.people.len(),
        out.display()
    );
    Ok(())
}
