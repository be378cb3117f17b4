//! What fuzzing begins with: programs and conditions of the project, and the words of both languages.

use crate::paths::{root, target};
use anyhow::{Context, Result};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const SCHEMA: &str = "schemas/program.schema.json";
const CEL: &str = "tests/cel/cases.json";

/// Texts with YAML in them: programs, and pages that show some.
const YAML: [&str; 6] = [
    "examples/cfpb/program.yaml",
    "examples/insurance/program.yaml",
    "examples/service-desk/program.yaml",
    "examples/telecoms-sample/program.yaml",
    "README.md",
    "voc-py/README.md",
];

/// Words of a program that its schema does not name.
const WORDS: [&str; 22] = [
    "P1D",
    "PT30M",
    "P1M",
    "2026-01-01",
    "09:00-17:30",
    "mon-fri",
    "Europe/London",
    "customer.",
    "waiting.customer",
    "\\\"",
    "\\\\n",
    "\\\\",
    "\\x00",
    "\\xe2\\x82\\xac",
    "{}",
    "[]",
    ": ",
    "- ",
    "| ",
    "&a ",
    "*a",
    "1e999",
];

/// The file with the words of a target's language.
pub(crate) fn dictionary(name: &str) -> PathBuf {
    match name {
        "condition" => root("tests/fuzz/condition.dict"),
        _ => target("fuzz").join(format!("{name}.dict")),
    }
}

/// Writes the seeds of both targets and the dictionary of programs.
pub(crate) fn write() -> Result<()> {
    let mut programs = BTreeSet::new();
    let mut conditions = BTreeSet::new();
    for entry in fs::read_dir(root("tests/vectors"))? {
        let vector = json(&entry?.path())?;
        match vector.get("program") {
            Some(Value::String(text)) => programs.insert(text.clone()),
            Some(program) => {
                texts(program, &mut conditions);
                programs.insert(serde_json::to_string_pretty(program)?);
                programs.insert(program.to_string())
            }
            None => false,
        };
    }
    for file in YAML {
        let text = fs::read_to_string(root(file)).with_context(|| format!("cannot read {file}"))?;
        conditions.extend(text.split('\'').map(str::to_owned));
        if file.contains("README") {
            programs.extend(text.split("```").map(str::to_owned));
        } else {
            programs.insert(text);
        }
    }
    texts(&json(&root(CEL))?, &mut conditions);
    keep("program", &programs)?;
    keep("condition", &conditions)?;
    words()
}

fn json(path: &Path) -> Result<Value> {
    let text = fs::read_to_string(path)?;
    serde_json::from_str(&text).with_context(|| format!("{} is no JSON", path.display()))
}

/// All texts of a value.
fn texts(value: &Value, into: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => {
            into.insert(text.clone());
        }
        Value::Array(items) => items.iter().for_each(|item| texts(item, into)),
        Value::Object(entries) => entries.values().for_each(|value| texts(value, into)),
        _ => {}
    }
}

fn keep(name: &str, seeds: &BTreeSet<String>) -> Result<()> {
    let folder = target("fuzz").join("seeds").join(name);
    fs::create_dir_all(&folder)?;
    for (index, seed) in seeds.iter().enumerate() {
        fs::write(folder.join(format!("{index:04}")), seed)?;
    }
    Ok(())
}

/// The keys and names of the program's schema, as the fuzzer reads them.
fn words() -> Result<()> {
    let mut words: BTreeSet<String> = WORDS.map(str::to_owned).into();
    keys(&json(&root(SCHEMA))?, &mut words);
    let lines: Vec<String> = words.iter().map(|word| format!("\"{word}\"\n")).collect();
    fs::write(dictionary("program"), lines.concat())?;
    Ok(())
}

fn keys(schema: &Value, into: &mut BTreeSet<String>) {
    match schema {
        Value::Object(entries) => {
            for (key, value) in entries {
                match (key.as_str(), value) {
                    ("properties", Value::Object(properties)) => {
                        into.extend(properties.keys().cloned());
                    }
                    ("const", Value::String(name)) => {
                        into.insert(name.clone());
                    }
                    ("enum", Value::Array(names)) => {
                        into.extend(names.iter().filter_map(Value::as_str).map(str::to_owned));
                    }
                    _ => {}
                }
                keys(value, into);
            }
        }
        Value::Array(items) => items.iter().for_each(|item| keys(item, into)),
        _ => {}
    }
}
