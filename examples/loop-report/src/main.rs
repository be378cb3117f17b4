//! `loop-report`: see `--help`.

use clap::Parser;
use loop_report::{Args, REPORT};
use std::process::ExitCode;

fn main() -> ExitCode {
    let args = Args::parse();
    match loop_report::run(&args) {
        Ok(summary) => {
            for example in &summary.refused_examples {
                eprintln!("refused: {example}");
            }
            let (rows, inputs) = (summary.rows, summary.inputs);
            eprintln!(
                "rows: {} read = {} mapped + {} refused",
                rows.read, rows.mapped, rows.refused
            );
            eprintln!(
                "inputs: {} = {} accepted + {} duplicate + {} refused",
                inputs.read, inputs.accepted, inputs.duplicate, inputs.refused
            );
            println!("{}", args.out.join(REPORT).display());
            ExitCode::SUCCESS
        }
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::from(failure.code)
        }
    }
}
