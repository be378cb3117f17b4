//! What the tests share: a folder of files, and the program run on them.
#![allow(dead_code, unreachable_pub, reason = "each test takes what it needs")]

use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// A folder that goes when the test ends.
pub struct Folder(TempDir);

/// How a run ended, and what it said and wrote.
pub struct Ended {
    pub code: i32,
    pub stderr: String,
    pub out: PathBuf,
}

impl Folder {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        std::fs::write(self.path(name), content).unwrap();
        self.path(name)
    }

    /// Runs `loop-report` with a program, maps and data that were written here.
    pub fn report(&self, program: &str, maps: &[&str], data: &[&str]) -> Ended {
        let maps: Vec<PathBuf> = maps.iter().map(|map| self.path(map)).collect();
        let data: Vec<PathBuf> = data.iter().map(|data| self.path(data)).collect();
        report(&self.path(program), &maps, &data, &self.path("out"), &[])
    }
}

/// Runs `loop-report`.
pub fn report(
    program: &Path,
    maps: &[PathBuf],
    data: &[PathBuf],
    out: &Path,
    more: &[&str],
) -> Ended {
    let mut command = Command::new(env!("CARGO_BIN_EXE_loop-report"));
    command
        .arg("--program")
        .arg(program)
        .arg("--out")
        .arg(out)
        .args(more);
    for map in maps {
        command.arg("--map").arg(map);
    }
    let output = command.args(data).output().unwrap();
    Ended {
        code: output.status.code().unwrap_or(-1),
        stderr: String::from_utf8(output.stderr).unwrap(),
        out: out.to_owned(),
    }
}

impl Ended {
    pub fn summary(&self) -> Value {
        serde_json::from_str(&self.text("summary.json")).unwrap()
    }

    pub fn text(&self, name: &str) -> String {
        std::fs::read_to_string(self.out.join(name)).unwrap_or_else(|error| {
            panic!("{name}: {error}\nexit code {}\n{}", self.code, self.stderr)
        })
    }

    /// The lines of an NDJSON file.
    pub fn lines(&self, name: &str) -> Vec<Value> {
        self.text(name)
            .lines()
            .map(|line| serde_json::from_str(line).unwrap())
            .collect()
    }

    /// A number of the summary, by its JSON pointer.
    pub fn number(&self, pointer: &str) -> u64 {
        let summary = self.summary();
        summary
            .pointer(pointer)
            .and_then(Value::as_u64)
            .unwrap_or_else(|| panic!("{pointer} in {summary}"))
    }

    /// Rows and inputs add up.
    pub fn adds_up(&self) {
        let n = |pointer| self.number(pointer);
        assert_eq!(n("/rows/read"), n("/rows/mapped") + n("/rows/refused"));
        assert_eq!(
            n("/inputs/read"),
            n("/inputs/accepted") + n("/inputs/duplicate") + n("/inputs/refused")
        );
        let refusals: u64 = self.summary()["refusals"]
            .as_object()
            .unwrap()
            .values()
            .filter_map(Value::as_u64)
            .sum();
        assert_eq!(refusals, self.lines("refused.ndjson").len() as u64);
    }
}

/// The folder of the project's own files.
pub fn project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(path)
}

/// A file of the shared data, which is no part of the project; absent, it says so. It is looked for in
/// `VOC_SHARED`, then beside the project; only in `VOC_SHARED_ONLY` where that is set.
pub fn shared_data(name: &str, test: &str) -> Option<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let beside = here.ancestors().map(|folder| folder.join("shared"));
    let named = |name| std::env::var_os(name).map(PathBuf::from).into_iter();
    let only: Vec<PathBuf> = named("VOC_SHARED_ONLY").collect();
    let folders: Vec<PathBuf> = if only.is_empty() {
        named("VOC_SHARED").chain(beside).collect()
    } else {
        only
    };
    let found = folders
        .into_iter()
        .map(|folder| folder.join("data").join(name))
        .find(|file| file.is_file());
    if found.is_none() {
        eprintln!(
            "SKIPPED: {test}: the shared data `{name}` is not here (set VOC_SHARED to its folder)"
        );
    }
    found
}
