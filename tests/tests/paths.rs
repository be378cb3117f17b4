//! What is read off paths, worked out by hand: the files of `tests/paths`, through the core's JSON. Python
//! and Node read the same.

#![allow(
    clippy::unwrap_used,
    reason = "a test stops where its own material is wrong"
)]

use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use voc_conformance::Names;
use voc_core::Error;
use voc_core::journey::{DetailText, EventLog};
use voc_core::json::{Columns, log_answer};

fn log(file: &Value) -> EventLog {
    let rows = file["rows"].as_array().unwrap();
    let mut columns = Columns::default();
    for (place, name) in file["columns"].as_array().unwrap().iter().enumerate() {
        let mut codes = Vec::new();
        let mut texts = Vec::new();
        for (row, code) in rows.iter().zip(0_u32..) {
            let text = row[place].as_str();
            codes.push(text.map_or(u32::MAX, |_| code));
            texts.extend(text.unwrap_or_default().bytes().chain([0]));
        }
        let name = name.as_str().unwrap().to_owned();
        columns.texts(name, codes, texts, rows.len()).unwrap();
    }
    columns.event_log(&file["of"].to_string()).unwrap()
}

fn answer(log: &EventLog, asked: &Value) -> Result<String, Error> {
    let ask = asked["ask"].to_string();
    let Some(only) = asked.get("only") else {
        return log_answer(log, &ask);
    };
    let by = DetailText::named(only["by"].as_str().unwrap())?;
    log_answer(&log.only(by, only["name"].as_str().unwrap())?, &ask)
}

#[test]
fn paths_are_as_worked_out_by_hand() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("paths");
    let mut files = 0;
    for entry in fs::read_dir(folder).unwrap() {
        files += 1;
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        let file: Value = serde_json::from_str(&text).unwrap();
        let log = log(&file);
        for asked in file["answers"].as_array().unwrap() {
            let found = match answer(&log, asked) {
                Ok(text) => serde_json::from_str(&text).unwrap(),
                Err(error) => json!({ "error": error }),
            };
            let place = format!("{}: {}", file["name"], asked["ask"]);
            let matched = Names::default().matches(&place, &asked["is"], &found);
            matched.unwrap();
        }
    }
    assert!(files > 0);
}
