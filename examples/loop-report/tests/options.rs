//! `--until` and `--by`, and what tests do where the shared data is not there.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod common;

use common::{Ended, Folder, report};
use std::process::Command;

const PROGRAM: &str = "voc: 1
name: Test
kinds: {response: {fields: [ltr]}}
fields: {ltr: int}
channels: {web: {}, phone: {}}
rules:
  detractor: {when: 'ltr <= 6', raise: {case: recovery}}
cases: {recovery: {targets: {acknowledge: {within: P2D}}}}
";

const MAP: &str = "voc_map: 1
source: test
columns:
  at: {from: at, type: time}
  customer: customer
  channel: channel
  ltr: {from: ltr, type: int}
inputs:
  - signal: {kind: response, at: $at, customer: $customer, channel: $channel, fields: {ltr: $ltr}}
";

/// Days 1, 3, 5 and 7 of March: three concerns, the second by phone.
const ROWS: &str = "at,customer,channel,ltr
2026-03-01T12:00:00Z,c-1,web,3
2026-03-03T12:00:00Z,c-2,phone,6
2026-03-05T12:00:00Z,c-3,web,9
2026-03-07T12:00:00Z,c-4,web,0
";

fn run(more: &[&str]) -> (Folder, Ended) {
    let folder = Folder::new();
    let program = folder.write("program.yaml", PROGRAM);
    let map = folder.write("map.yaml", MAP);
    let rows = folder.write("rows.csv", ROWS);
    let ended = report(&program, &[map], &[rows], &folder.path("out"), more);
    (folder, ended)
}

#[test]
fn until_leaves_out_what_comes_after_it_and_lets_time_go_on_to_it() {
    let (_folder, ended) = run(&["--until", "2026-03-05T12:00:00Z"]);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    ended.adds_up();
    assert_eq!(ended.number("/rows/read"), 4);
    assert_eq!(ended.number("/inputs/after_until"), 1);
    assert_eq!(ended.number("/signals/total"), 3);
    assert_eq!(ended.number("/whole/cases"), 2);
    // Two days after the 1st and the 3rd: both have passed by the 5th at noon.
    assert_eq!(
        ended.summary()["whole"]["clocks"]["acknowledge"],
        serde_json::json!([0, 2, 0])
    );

    let (_folder, ended) = run(&["--until", "2026-03-08T12:00:00Z"]);
    assert_eq!(ended.number("/inputs/after_until"), 0);
    assert_eq!(ended.number("/whole/cases"), 3);
    assert_eq!(
        ended.summary()["whole"]["clocks"]["acknowledge"],
        serde_json::json!([0, 2, 1])
    );
}

#[test]
fn an_until_that_is_no_time_is_told() {
    let (_folder, ended) = run(&["--until", "tomorrow"]);
    assert_eq!(ended.code, 2, "{}", ended.stderr);
    assert!(ended.stderr.contains("tomorrow"), "{}", ended.stderr);
}

#[test]
fn by_breaks_down_and_an_unknown_name_is_told_with_the_nearest() {
    let (_folder, ended) = run(&["--by", "channel"]);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    let breakdowns = ended.summary()["breakdowns"].clone();
    let channel = breakdowns.as_array().unwrap().iter();
    let channel = channel.clone().find(|one| one["by"] == "channel").unwrap();
    let groups: Vec<_> = channel["groups"]
        .as_array()
        .unwrap()
        .iter()
        .map(|group| (group["group"].clone(), group["cases"].clone()))
        .collect();
    assert_eq!(
        groups,
        [("web".into(), 2.into()), ("phone".into(), 1.into())]
    );

    let (_folder, ended) = run(&["--by", "chanel"]);
    assert_eq!(ended.code, 2, "{}", ended.stderr);
    assert!(ended.stderr.contains("`chanel`"), "{}", ended.stderr);
    assert!(
        ended.stderr.contains("did you mean `channel`?"),
        "{}",
        ended.stderr
    );
}

/// Runs the tests of the real complaints with the shared data pointed at an empty folder.
#[test]
fn without_the_shared_data_its_tests_say_that_they_are_skipped() {
    let folder = Folder::new();
    let output = Command::new(std::env::current_exe().unwrap())
        .args([
            "--exact",
            "looks_for_shared_data",
            "--ignored",
            "--nocapture",
        ])
        .env("VOC_SHARED_ONLY", folder.path(""))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
    assert!(
        said.contains(
            "SKIPPED: looks_for_shared_data: the shared data `cfpb-complaints.csv` is not here"
        ),
        "{said}"
    );
}

/// For the test above, which runs it in a process of its own.
#[test]
#[ignore = "run by another test"]
fn looks_for_shared_data() {
    assert!(common::shared_data("cfpb-complaints.csv", "looks_for_shared_data").is_none());
}
