//! Whatever is wrong with the input is told by file, row and field, and the good rows are kept.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod common;

use common::{Ended, Folder};

const PROGRAM: &str = "voc: 1
name: Test
kinds: {response: {fields: [ltr]}}
fields: {ltr: int}
touch_points: {payout: {}}
rules:
  detractor: {when: 'kind == \"response\" && ltr <= 6', raise: {case: recovery}}
cases: {recovery: {}}
";

const MAP: &str = "voc_map: 1
source: test
columns:
  at: {from: at, type: time}
  customer: customer
  touch_point: touch point
  ltr: {from: ltr, type: int}
inputs:
  - signal: {kind: response, at: $at, customer: $customer, touch_point: $touch_point, fields: {ltr: $ltr}}
";

fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("program.yaml", PROGRAM);
    folder.write("map.yaml", MAP);
    folder
}

/// Runs rows of a CSV file behind its header.
fn rows(folder: &Folder, rows: &[u8]) -> Ended {
    folder.write(
        "rows.csv",
        [b"at,customer,touch point,ltr\n", rows].concat(),
    );
    let ended = folder.report("program.yaml", &["map.yaml"], &["rows.csv"]);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    ended.adds_up();
    ended
}

/// The refusals as (row, field, code).
fn refused(ended: &Ended) -> Vec<(u64, String, String)> {
    let lines = ended.lines("refused.ndjson");
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    lines
        .iter()
        .inspect(|line| {
            assert!(
                text(&line["file"]).ends_with("rows.csv")
                    || text(&line["file"]).ends_with("rows.ndjson")
            );
        })
        .map(|line| {
            (
                line["row"].as_u64().unwrap(),
                text(&line["field"]),
                text(&line["code"]),
            )
        })
        .collect()
}

fn owned(refusals: &[(u64, &str, &str)]) -> Vec<(u64, String, String)> {
    refusals
        .iter()
        .map(|(row, field, code)| (*row, (*field).to_owned(), (*code).to_owned()))
        .collect()
}

#[test]
fn bad_rows_are_refused_by_row_and_column_and_good_rows_kept() {
    let folder = folder();
    let ended = rows(
        &folder,
        b"2026-03-01T10:00:00Z,c1,payout,3\n\
          yesterday,c2,payout,3\n\
          2026-03-01T10:00:00Z,c3,payout\n\
          2026-03-01T10:00:00Z,c4,payout,many\n\
          2026-03-01T10:00:00Z,\xff,payout,3\n\
          ,c5,payout,3\n\
          2026-03-01T10:00:00,c6,payout,3\n\
          2026-03-01T10:00:00Z,c7,payout,9\n",
    );
    let expected = [
        (2, "at", "bad_time"),
        (3, "", "malformed"),
        (4, "ltr", "wrong_type"),
        (5, "customer", "malformed"),
        (6, "at", "missing"),
        (7, "at", "bad_time"),
    ];
    assert_eq!(refused(&ended), owned(&expected));
    assert_eq!(ended.number("/rows/mapped"), 2);
    assert_eq!(ended.number("/signals/total"), 2);
    assert_eq!(ended.number("/whole/cases"), 1);
    assert!(
        ended
            .stderr
            .contains("rows.csv, row 2, at: `yesterday` is not a time"),
        "{}",
        ended.stderr
    );
    assert!(
        ended
            .text("report.html")
            .contains("`yesterday` is not a time")
    );
}

#[test]
fn an_unknown_touch_point_is_refused_by_row_and_field_with_the_nearest() {
    let folder = folder();
    let ended = rows(
        &folder,
        b"2026-03-01T10:00:00Z,c1,payuot,3\n2026-03-01T10:00:00Z,c2,payout,3\n",
    );
    assert_eq!(
        refused(&ended),
        owned(&[(1, "signal.touch_point", "unknown")])
    );
    let line = &ended.lines("refused.ndjson")[0];
    assert_eq!(line["input"], "test#0000001");
    assert_eq!(line["hint"], "did you mean `payout`?");
    assert_eq!(ended.number("/signals/total"), 1);
}

#[test]
fn a_signal_without_a_customer_is_no_error() {
    let folder = folder();
    let ended = rows(&folder, b"2026-03-01T10:00:00Z,,payout,3\n");
    assert!(refused(&ended).is_empty());
    assert_eq!(ended.number("/signals/total"), 1);
    assert_eq!(ended.number("/whole/concerns"), 1);
}

#[test]
fn inputs_without_id_with_a_taken_id_and_with_a_wrong_time() {
    let folder = folder();
    let signal = |id: &str, at: &str, ltr: u32| {
        format!(
            r#"{{{id}"signal":{{"kind":"response","at":"{at}","customer":"c1","fields":{{"ltr":{ltr}}}}}}}"#
        )
    };
    let noon = "2026-03-01T12:00:00Z";
    let lines = [
        signal(r#""id":"a","#, noon, 3),
        signal("", noon, 3),
        signal(r#""id":"a","#, noon, 4),
        signal(r#""id":"a","#, noon, 3),
        signal(r#""id":"b","#, "noon", 3),
        "{".to_owned(),
        signal(r#""id":"c","#, noon, 9),
    ];
    folder.write("rows.ndjson", lines.join("\n"));
    let ended = folder.report("program.yaml", &[], &["rows.ndjson"]);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    ended.adds_up();
    let mut found = refused(&ended);
    found.sort();
    assert_eq!(
        found,
        owned(&[
            (2, "id", "missing"),
            (3, "id", "id_taken"),
            (5, "signal.at", "bad_time"),
            (6, "", "malformed")
        ])
    );
    // `a`, its duplicate and `c`; the four above; the tick that ends the run.
    assert_eq!(ended.number("/inputs/read"), 8);
    assert_eq!(ended.number("/inputs/accepted"), 3);
    assert_eq!(ended.number("/inputs/duplicate"), 1);
    assert_eq!(ended.number("/inputs/refused"), 4);
}

#[test]
fn a_malformed_program_or_mapping_ends_with_2_and_its_place() {
    let folder = folder();
    folder.write("rows.csv", "at,customer,touch point,ltr\n");
    folder.write("bad.yaml", PROGRAM.replace("ltr <= 6", "lttr <= 6"));
    let ended = folder.report("bad.yaml", &["map.yaml"], &["rows.csv"]);
    assert_eq!(ended.code, 2);
    assert!(ended.stderr.contains("bad.yaml:7:44: "), "{}", ended.stderr);
    assert!(
        ended.stderr.contains("did you mean `ltr`?"),
        "{}",
        ended.stderr
    );
    folder.write("badmap.yaml", MAP.replace("$customer", "$custmer"));
    let ended = folder.report("program.yaml", &["badmap.yaml"], &["rows.csv"]);
    assert_eq!(ended.code, 2);
    assert!(ended.stderr.contains("badmap.yaml:9:"), "{}", ended.stderr);
    assert!(
        ended.stderr.contains("did you mean `customer`?"),
        "{}",
        ended.stderr
    );
    let ended = folder.report("program.yaml", &[], &["rows.csv"]);
    assert_eq!(ended.code, 2, "{}", ended.stderr);
}

#[test]
fn a_file_that_cannot_be_used_ends_with_3_and_its_name() {
    let folder = folder();
    folder.write("short.csv", "at,custmer,touch point,ltr\n");
    folder.write("empty.csv", "");
    folder.write("rows.xlsx", "x");
    folder.write("rows.parquet", "this is not Parquet");
    for (file, expected) in [
        (
            "short.csv",
            "the file has no column \"customer\" (did you mean `custmer`?)",
        ),
        ("empty.csv", "empty.csv: the file is empty"),
        ("absent.csv", "absent.csv: "),
        ("rows.xlsx", "its name ends in none of csv"),
        ("rows.parquet", "not a Parquet file"),
    ] {
        let ended = folder.report("program.yaml", &["map.yaml"], &[file]);
        assert_eq!(ended.code, 3, "{file}: {}", ended.stderr);
        assert!(ended.stderr.contains(expected), "{file}: {}", ended.stderr);
        assert!(ended.stderr.contains(file), "{file}: {}", ended.stderr);
    }
}

#[test]
fn a_header_alone_is_a_report_of_nothing() {
    let folder = folder();
    let ended = rows(&folder, b"");
    assert_eq!(ended.number("/rows/read"), 0);
    assert!(
        ended
            .text("report.html")
            .contains("0 of 0 cases were answered")
    );
}

#[test]
fn one_bad_row_in_a_large_file_costs_one_row() {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_loop-report-huge"))
        .args(["--bytes", "4000000"])
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
    assert!(told.contains("the bad row is counted"), "{told}");
}
