//! Tallies of columns, worked out by hand: the files of `tests/tallies`, through the core's JSON. Python and
//! Node read the same.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops where its own material is wrong"
)]

use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use voc_conformance::Names;
use voc_core::Error;
use voc_core::json::{
    merge_tallies, read_tallies, retract_tallies, rows_of_tallies, tallies, text, write_tallies,
};
use voc_core::metric::table::{Answers, Codes, Columns, Dimension, Values};

/// The rows of a file, each as often as it says.
fn rows(file: &Value) -> Vec<&Value> {
    let rows = file["rows"].as_array().unwrap().iter();
    let times = |row: &Value| row["times"].as_u64().unwrap_or(1);
    rows.flat_map(|row| (0..times(row)).map(move |_| row))
        .collect()
}

fn counted(file: &Value, rows: &[&Value]) -> String {
    let answers: Vec<f64> = rows
        .iter()
        .map(|row| row["answer"].as_f64().unwrap_or(f64::NAN))
        .collect();
    let weights: Vec<f64> = rows
        .iter()
        .filter_map(|row| row["weight"].as_f64())
        .collect();
    let is_weighted = file["written"]["weighted"] == true;
    let codes: Vec<u32> = (0..u32::try_from(rows.len()).unwrap()).collect();
    let names = file["by"].as_array().unwrap().iter().enumerate();
    let by: Vec<Dimension<'_>> = names
        .map(|(place, name)| Dimension {
            name: name.as_str().unwrap(),
            codes: Codes::U32(&codes),
            // An empty text is none.
            texts: rows
                .iter()
                .map(|row| row["group"][place].as_str().unwrap_or_default())
                .collect(),
        })
        .collect();
    let columns = Columns {
        answers: Answers {
            values: Values::F64(&answers),
            valid: None,
        },
        by: &by,
        weights: is_weighted.then_some(weights.as_slice()),
    };
    let ask = json!({"scale": file["scale"]}).to_string();
    write_tallies(&tallies(&ask, columns).unwrap()).unwrap()
}

fn asked(written: &str, ask: &Value) -> Result<Value, Error> {
    let rows = rows_of_tallies(&read_tallies(written)?, &ask.to_string())?;
    Ok(serde_json::from_str(&text(&rows)?).unwrap())
}

fn held(file: &Value, source: &str) {
    let all = rows(file);
    let whole = counted(file, &all);
    let written: Value = serde_json::from_str(&whole).unwrap();
    assert_eq!(written, file["written"], "{}", file["name"]);
    // The text itself, in the order of the file's keys.
    let compact: String = source.split_whitespace().collect();
    assert!(compact.contains(&whole), "{whole}");
    for cut in 0..=all.len() {
        let (first, last) = all.split_at(cut);
        let (first, last) = (counted(file, first), counted(file, last));
        assert_eq!(merge_tallies(&last, &first).unwrap(), whole);
        assert_eq!(retract_tallies(&whole, &last).unwrap(), first);
    }
    for metric in file["metrics"].as_array().unwrap() {
        let (wanted, found) = match asked(&whole, &metric["ask"]) {
            Ok(rows) => (&metric["rows"], rows),
            Err(error) => (&metric["error"], json!(error)),
        };
        let place = format!("{}: {}", file["name"], metric["ask"]);
        Names::default().matches(&place, wanted, &found).unwrap();
    }
    for one in file["strangers"].as_array().unwrap() {
        let error = merge_tallies(&whole, &one["with"].to_string()).unwrap_err();
        let place = format!("{}: {}", file["name"], one["with"]);
        Names::default()
            .matches(&place, &one["error"], &json!(error))
            .unwrap();
    }
}

#[test]
fn tallies_are_as_worked_out_by_hand() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tallies");
    let mut files = 0;
    for entry in fs::read_dir(folder).unwrap() {
        files += 1;
        let source = fs::read_to_string(entry.unwrap().path()).unwrap();
        held(&serde_json::from_str(&source).unwrap(), &source);
    }
    assert!(files > 0);
}
