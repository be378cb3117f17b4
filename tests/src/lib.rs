//! Runs the conformance vectors of `vectors/` as `README.md` defines them.
#![expect(
    clippy::indexing_slicing,
    reason = "a JSON value without the key reads as null"
)]

mod compare;
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_sign_loss,
    clippy::expect_used,
    clippy::float_cmp,
    reason = "counts are small, and a constant is a constant"
)]
pub mod coverage;
pub mod fuzz;
mod host;
mod matching;
pub mod reference;

pub use compare::check;
pub use host::{Host, Outcome};
pub use matching::Names;

use serde_json::{Map, Value};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A vector, read from its file.
#[derive(Debug, Clone)]
pub struct Vector {
    /// Where it stands.
    pub path: PathBuf,
    /// The file as it is.
    pub text: String,
    /// What it says.
    pub value: Value,
}

/// One log of inputs of a vector, and what must come of it.
#[derive(Debug, Clone)]
pub struct VectorRun {
    /// Its name; empty where the vector has just one.
    pub name: String,
    /// The inputs, in order.
    pub inputs: Vec<Value>,
    /// What must come of it.
    pub expect: Map<String, Value>,
}

/// All vectors, in the order of their names.
///
/// # Errors
/// What cannot be read, by file.
pub fn vectors() -> io::Result<Vec<Vector>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    paths.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "json")
    });
    paths.sort();
    paths.into_iter().map(Vector::read).collect()
}

impl Vector {
    /// Reads a vector.
    ///
    /// # Errors
    /// What cannot be read.
    pub fn read(path: PathBuf) -> io::Result<Self> {
        let text = fs::read_to_string(&path)?;
        let value = serde_json::from_str(&text)
            .map_err(|error| io::Error::other(format!("{}: {error}", path.display())))?;
        Ok(Self { path, text, value })
    }

    /// The name of its file, without the end.
    pub fn name(&self) -> &str {
        self.path
            .file_stem()
            .and_then(|stem| stem.to_str())
            .unwrap_or_default()
    }

    /// The program as text.
    pub fn program(&self) -> String {
        match &self.value["program"] {
            Value::String(yaml) => yaml.clone(),
            object => object.to_string(),
        }
    }

    /// What must come of it, but for what a run of its own expects.
    pub fn expect(&self) -> Map<String, Value> {
        self.value["expect"]
            .as_object()
            .cloned()
            .unwrap_or_default()
    }

    /// Its logs: those of `runs`, or the one of `inputs`.
    pub fn runs(&self) -> Vec<VectorRun> {
        let single = [self.value.clone()];
        let runs = self.value["runs"]
            .as_array()
            .map_or(&single[..], Vec::as_slice);
        let read = |run: &Value| {
            let mut expect = self.expect();
            expect.extend(run["expect"].as_object().cloned().unwrap_or_default());
            VectorRun {
                name: run["name"]
                    .as_str()
                    .filter(|_| runs.len() > 1)
                    .unwrap_or_default()
                    .to_owned(),
                inputs: run["inputs"].as_array().cloned().unwrap_or_default(),
                expect,
            }
        };
        runs.iter().map(read).collect()
    }
}

/// The README's quick start in Rust runs.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
