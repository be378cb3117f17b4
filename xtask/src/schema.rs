//! JSON Schemas of the formats, and TypeScript types made from them.

use crate::npm;
use crate::paths::{root, shown, target};
use crate::proc::Cmd;
use crate::steps::Done;
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

const TYPES_FILE: &str = "voc-wasm/js/types.d.ts";

/// Options of `cargo xtask schema`.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Write nothing; fail when a file in the repository is not current.
    #[arg(long)]
    check: bool,
}

/// Writes the files, or with `check` compares them.
pub(crate) fn run(args: &Args) -> Result<()> {
    npm::install()?;
    let mut files = schema_files()?;
    let types = typescript(&files)?;
    files.insert(root(TYPES_FILE), types);
    let stale = stale_files(&files);
    if args.check {
        if !stale.is_empty() {
            bail!(
                "not current, run `cargo xtask schema`: {}",
                stale.join(", ")
            );
        }
        println!("{} files are current", files.len());
        return Ok(());
    }
    for (path, text) in &files {
        fs::create_dir_all(path.parent().context("a file is in a folder")?)?;
        fs::write(path, text)?;
    }
    println!(
        "{} files written, of which changed: {}",
        files.len(),
        stale.len()
    );
    Ok(())
}

/// Compares the files with what the code gives now.
pub(crate) fn check() -> Result<Done> {
    if !has_schemas() {
        return Ok(Done::Skipped("voc-core prints no schemas yet".to_owned()));
    }
    run(&Args { check: true })?;
    Ok(Done::Ran)
}

fn has_schemas() -> bool {
    root("voc-core/examples/schemas.rs").is_file()
}

/// The schemas by file, as voc-core prints them.
fn schema_files() -> Result<BTreeMap<PathBuf, String>> {
    let printed = Cmd::cargo()
        .args(["run", "--quiet", "-p", "voc-core", "--features", "schema"])
        .args(["--example", "schemas"])
        .read()?;
    let schemas: BTreeMap<String, Value> = serde_json::from_str(&printed)?;
    schemas
        .into_iter()
        .map(|(name, schema)| {
            let text = serde_json::to_string_pretty(&schema)? + "\n";
            Ok((root(format!("schemas/{name}.schema.json")), text))
        })
        .collect()
}

/// TypeScript types of all schemas in one file.
fn typescript(schemas: &BTreeMap<PathBuf, String>) -> Result<String> {
    let folder = target("schemas");
    fs::create_dir_all(&folder)?;
    for (path, text) in schemas {
        let name = path.file_name().context("a schema has a file name")?;
        fs::write(folder.join(name), text)?;
    }
    Cmd::new("node")
        .arg(root("tests/tools/types.js"))
        .arg(folder)
        .read()
}

fn stale_files(files: &BTreeMap<PathBuf, String>) -> Vec<String> {
    files
        .iter()
        .filter(|(path, text)| fs::read_to_string(path).ok().as_ref() != Some(text))
        .map(|(path, _)| shown(path))
        .collect()
}
