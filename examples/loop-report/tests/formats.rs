//! The same rows in every format give the same digests, and those of `voc_core::run`.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod common;

use common::{Ended, Folder};
use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use std::path::Path;
use std::sync::Arc;

const PROGRAM: &str = "voc: 1
name: Test
kinds: {response: {fields: [ltr]}}
fields: {ltr: int}
metrics: {nps: {kind: nps, of: ltr}}
rules:
  twice: {when: 'kind == \"response\" && ltr <= 6', count: {at_least: 2, within: P7D}, raise: {case: recovery}}
cases: {recovery: {}}
";

const MAP: &str = "voc_map: 1
source: test
columns:
  at: {from: at, type: time, time_zone: Europe/Berlin}
  customer: customer
  ltr: {from: ltr, type: int}
inputs:
  - signal: {kind: response, at: $at, customer: $customer, fields: {ltr: $ltr}}
";

const ROWS: usize = 2_000;

/// A row: microseconds since 1970 on Berlin's clocks, the customer, the answer.
fn row(number: usize) -> (i64, String, i64) {
    // A winter's weeks, not in order: 2026-01-01 on, six minutes apart, walked in steps of 1,301.
    let walked = i64::try_from(number * 1_301 % ROWS).unwrap();
    let at = 1_767_225_600_000_000 + walked * 360_000_000;
    (at, format!("c{}", number % 37), walked % 11)
}

fn local(micros: i64) -> String {
    voc_core::Time::from_micros(micros)
        .unwrap()
        .to_string()
        .trim_end_matches('Z')
        .to_owned()
}

fn csv() -> String {
    let lines = (0..ROWS)
        .map(row)
        .map(|(at, customer, ltr)| format!("{},{customer},{ltr}\n", local(at)));
    "at,customer,ltr\n".to_owned() + &lines.collect::<String>()
}

fn ndjson() -> String {
    let lines = (0..ROWS).map(row).map(|(at, customer, ltr)| {
        format!(
            "{{\"customer\":\"{customer}\",\"ltr\":{ltr},\"at\":\"{}\"}}\n",
            local(at)
        )
    });
    lines.collect()
}

fn write_parquet(path: &Path) {
    let schema = "message rows {
        required int64 at (TIMESTAMP(NANOS,false));
        required binary customer (UTF8);
        optional int64 ltr;
    }";
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let properties = Arc::new(WriterProperties::builder().build());
    let file = std::fs::File::create(path).unwrap();
    let mut writer = SerializedFileWriter::new(file, schema, properties).unwrap();
    let rows: Vec<_> = (0..ROWS).map(row).collect();
    let mut group = writer.next_row_group().unwrap();
    let at: Vec<i64> = rows.iter().map(|row| row.0 * 1000).collect();
    let mut column = group.next_column().unwrap().unwrap();
    column
        .typed::<Int64Type>()
        .write_batch(&at, None, None)
        .unwrap();
    column.close().unwrap();
    let customers: Vec<ByteArray> = rows.iter().map(|row| row.1.as_str().into()).collect();
    let mut column = group.next_column().unwrap().unwrap();
    column
        .typed::<ByteArrayType>()
        .write_batch(&customers, None, None)
        .unwrap();
    column.close().unwrap();
    let answers: Vec<i64> = rows.iter().map(|row| row.2).collect();
    let mut column = group.next_column().unwrap().unwrap();
    column
        .typed::<Int64Type>()
        .write_batch(&answers, Some(&vec![1; ROWS]), None)
        .unwrap();
    column.close().unwrap();
    group.close().unwrap();
    writer.close().unwrap();
}

fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("program.yaml", PROGRAM);
    folder.write("map.yaml", MAP);
    folder.write("rows.csv", csv());
    folder
}

fn digests(ended: &Ended) -> (String, String) {
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    ended.adds_up();
    let summary = ended.summary();
    let text = |key: &str| summary[key].as_str().unwrap().to_owned();
    assert_eq!(summary["rows"]["mapped"], ROWS);
    assert!(summary["whole"]["cases"].as_u64().unwrap() > 0);
    (text("digest"), text("facts_digest"))
}

#[test]
fn csv_ndjson_and_parquet_give_the_digests_of_a_run_in_memory() {
    let folder = folder();
    folder.write("rows.ndjson", ndjson());
    write_parquet(&folder.path("rows.parquet"));
    let program = voc_core::Program::parse(PROGRAM).unwrap();
    let bound = voc_core::Mapping::parse(MAP)
        .unwrap()
        .bind(&["at", "customer", "ltr"])
        .unwrap();
    let inputs = (0..ROWS).flat_map(|number| {
        let (at, customer, ltr) = row(number);
        let cells = [local(at), customer, ltr.to_string()];
        bound
            .row(number as u64 + 1, &|place| {
                Some(cells[place].as_str().into())
            })
            .unwrap()
            .inputs
    });
    let run = voc_core::run(&program, inputs.collect(), None);
    let expected = (run.engine.digest(), run.engine.facts_digest());
    for file in ["rows.csv", "rows.ndjson", "rows.parquet"] {
        let ended = folder.report("program.yaml", &["map.yaml"], &[file]);
        assert_eq!(digests(&ended), expected, "{file}");
    }
}

#[test]
fn a_source_in_two_files_is_the_source_in_one() {
    let folder = folder();
    let whole = digests(&folder.report("program.yaml", &["map.yaml"], &["rows.csv"]));
    let text = csv();
    let (header, rest) = text.split_once('\n').unwrap();
    let lines: Vec<&str> = rest.lines().collect();
    for (name, part) in [("first.csv", &lines[..700]), ("second.csv", &lines[700..])] {
        folder.write(name, format!("{header}\n{}\n", part.join("\n")));
    }
    let parts = folder.report("program.yaml", &["map.yaml"], &["first.csv", "second.csv"]);
    assert_eq!(digests(&parts), whole);
}

#[test]
fn inputs_may_stand_beside_rows() {
    let folder = folder();
    let roster = "{\"id\":\"roster\",\"roster\":{\"at\":\"2026-01-01T00:00:00Z\",\"people\":{}}}\n";
    folder.write("people.ndjson", roster);
    let ended = folder.report(
        "program.yaml",
        &["map.yaml"],
        &["people.ndjson", "rows.csv"],
    );
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    ended.adds_up();
    assert_eq!(ended.number("/rows/read"), ROWS as u64 + 1);
    // The roster and the tick that ends the run.
    assert_eq!(ended.number("/inputs/accepted"), ROWS as u64 + 2);
}
