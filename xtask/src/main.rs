//! `cargo xtask`: what the project does to itself.

mod apt;
mod demo;
mod fuzz;
mod fuzz_seeds;
mod npm;
mod paths;
mod peers;
mod proc;
mod python;
mod schema;
mod steps;
mod test;
mod wasm;

use clap::{Parser, Subcommand};
use std::process::ExitCode;

/// What the project does to itself: tests, packages, schemas, the demonstration.
#[derive(Parser)]
#[command(bin_name = "cargo xtask")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Install what is missing and run every test there is.
    Test(test::Args),
    /// Build the npm package into voc-wasm/pkg.
    Wasm,
    /// Print the sizes of the npm package that was built last.
    Size,
    /// Build the Python package and install it into target/venv.
    Python,
    /// Generate a sample, run the loop report on it, and say where the report is.
    Demo,
    /// Write the JSON Schemas and the TypeScript types made from them.
    Schema(schema::Args),
    /// Measure our engine beside hand-written loops and its peers, and write benches/RESULTS.md.
    Peers(peers::Args),
}

fn main() -> ExitCode {
    let done = match Cli::parse().task {
        Task::Test(args) => test::run(&args),
        Task::Wasm => wasm::install().and_then(|()| wasm::build()),
        Task::Size => wasm::size(),
        Task::Python => python::install(),
        Task::Demo => demo::run(),
        Task::Schema(args) => schema::run(&args),
        Task::Peers(args) => peers::run(&args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
