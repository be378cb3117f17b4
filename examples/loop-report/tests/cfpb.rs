//! Real complaints: the report's totals against a plain count of the file, made here.
//! The data is no part of the project; without it these tests say SKIPPED and count nothing.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod common;

use common::{Ended, Folder, project, report, shared_data};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// What a plain count of some rows gives.
#[derive(Debug, Default, PartialEq, Eq)]
struct Plain {
    rows: u64,
    closed: u64,
    disputed: u64,
    undisputed: u64,
    no_verdict: u64,
    closed_without_verdict: u64,
    late: u64,
    sent_before_received: u64,
}

impl Plain {
    fn add(&mut self, row: &BTreeMap<String, String>) {
        let is_closed = row["Company response to consumer"].starts_with("Closed");
        let verdict = row["Consumer disputed?"].as_str();
        self.rows += 1;
        self.closed += u64::from(is_closed);
        self.disputed += u64::from(verdict == "Yes");
        self.undisputed += u64::from(verdict == "No");
        self.no_verdict += u64::from(verdict.is_empty());
        self.closed_without_verdict += u64::from(verdict.is_empty() && is_closed);
        self.late += u64::from(row["Timely response?"] == "No");
        self.sent_before_received +=
            u64::from(day(&row["Date sent to company"]) < day(&row["Date received"]));
    }
}

/// Month/day/year as something that can be compared.
fn day(text: &str) -> (u32, u32, u32) {
    let parts: Vec<u32> = text.split('/').map(|part| part.parse().unwrap()).collect();
    (parts[2], parts[0], parts[1])
}

/// Counts the file without the project's code.
fn plain(path: &Path, by: &str) -> (Plain, BTreeMap<String, Plain>) {
    let mut all = Plain::default();
    let mut groups: BTreeMap<String, Plain> = BTreeMap::new();
    let mut reader = csv::Reader::from_path(path).unwrap();
    for row in reader.deserialize() {
        let row: BTreeMap<String, String> = row.unwrap();
        all.add(&row);
        groups.entry(row[by].clone()).or_default().add(&row);
    }
    (all, groups)
}

/// One run, which all tests look at.
fn run(data: PathBuf) -> &'static Ended {
    static RUN: OnceLock<(Folder, Ended)> = OnceLock::new();
    let (_, ended) = RUN.get_or_init(|| {
        let folder = Folder::new();
        let (program, map) = (
            project("examples/cfpb/program.yaml"),
            project("examples/cfpb/map.yaml"),
        );
        let ended = report(
            &program,
            &[map],
            &[data],
            &folder.path("out"),
            &["--by", "product"],
        );
        (folder, ended)
    });
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    ended.adds_up();
    ended
}

/// What the report says of a loop, in the words of a plain count.
fn told(found: &Value) -> [u64; 6] {
    let n = |pointer: &str| found.pointer(pointer).and_then(Value::as_u64).unwrap_or(0);
    assert_eq!(n("/verdicts/confirmed"), 0, "undisputed is never confirmed");
    assert_eq!(n("/closed/confirmed"), 0, "undisputed is never confirmed");
    assert_eq!(n("/reopened"), n("/false_resolutions"));
    assert_eq!(n("/verdicts/disputed"), n("/false_resolutions"));
    assert_eq!(n("/closed/undisputed"), n("/verdicts/undisputed"));
    [
        n("/cases"),
        n("/answered"),
        n("/false_resolutions"),
        n("/verdicts/undisputed"),
        n("/verdicts/not_asked"),
        n("/answered_without_verdict"),
    ]
}

fn counted(plain: &Plain) -> [u64; 6] {
    let Plain {
        rows,
        closed,
        disputed,
        undisputed,
        no_verdict,
        closed_without_verdict,
        ..
    } = plain;
    [
        *rows,
        *closed,
        *disputed,
        *undisputed,
        *no_verdict,
        *closed_without_verdict,
    ]
}

#[test]
fn totals_equal_a_plain_count_needs_shared_data() {
    let Some(data) = shared_data("cfpb-complaints.csv", "totals_equal_a_plain_count") else {
        return;
    };
    let (all, _) = plain(&data, "Product");
    assert_eq!(
        all,
        Plain {
            rows: 3186,
            closed: 3157,
            disputed: 595,
            undisputed: 2534,
            no_verdict: 57,
            closed_without_verdict: 28,
            late: 93,
            sent_before_received: 6,
        }
    );
    let ended = run(data);
    let summary = ended.summary();
    assert_eq!(told(&summary["whole"]), counted(&all));
    assert_eq!(ended.number("/rows/read"), all.rows);
    assert_eq!(ended.number("/rows/refused"), 0);
    assert_eq!(ended.number("/inputs/refused"), 0);
    assert_eq!(ended.number("/whole/concerns"), all.rows);
    assert_eq!(
        ended.number("/notes/sent-before-received"),
        all.sent_before_received
    );
    assert_eq!(
        ended.number("/notes/answered-without-verdict"),
        all.closed_without_verdict
    );
    let late = &summary["metrics"][0];
    assert_eq!(
        (late["id"].as_str(), late["n"].as_u64()),
        (Some("late"), Some(all.rows))
    );
    #[expect(clippy::cast_precision_loss, reason = "small counts")]
    let share = all.late as f64 / all.rows as f64;
    assert!((late["value"].as_f64().unwrap() - share).abs() < 1e-12);
}

#[test]
fn groups_equal_a_plain_count_needs_shared_data() {
    let Some(data) = shared_data("cfpb-complaints.csv", "groups_equal_a_plain_count") else {
        return;
    };
    let summary = run(data.clone()).summary();
    for (by, header) in [
        ("product", "Product"),
        ("channel", "Submitted via"),
        ("unit", "Company"),
    ] {
        let (_, groups) = plain(&data, header);
        let expected: BTreeMap<String, [u64; 6]> = groups
            .iter()
            .map(|(group, plain)| {
                // The map writes channels as ids.
                let id = if by == "channel" {
                    group.to_lowercase().replace(' ', "-")
                } else {
                    group.clone()
                };
                (id, counted(plain))
            })
            .collect();
        let breakdowns = summary["breakdowns"].as_array().unwrap();
        let breakdown = breakdowns
            .iter()
            .find(|breakdown| breakdown["by"] == by)
            .unwrap();
        let found: BTreeMap<String, [u64; 6]> = breakdown["groups"]
            .as_array()
            .unwrap()
            .iter()
            .map(|group| (group["group"].as_str().unwrap().to_owned(), told(group)))
            .collect();
        assert_eq!(found, expected, "by {by}");
    }
}

#[test]
fn cases_tell_the_same_needs_shared_data() {
    let Some(data) = shared_data("cfpb-complaints.csv", "cases_tell_the_same") else {
        return;
    };
    let ended = run(data);
    let cases = ended.lines("cases.ndjson");
    let count = |test: &dyn Fn(&Value) -> bool| cases.iter().filter(|case| test(case)).count();
    assert_eq!(cases.len(), 3186);
    assert_eq!(
        count(&|case| case["disputed"] == 1
            && case["reopened"] == 1
            && case["verdict"] == "disputed"),
        595
    );
    assert_eq!(
        count(&|case| case["state"] == "closed" && case["verdict"] == "undisputed"),
        2534
    );
    assert_eq!(
        count(&|case| case["state"] == "resolved" && case["verdict"] == "not_asked"),
        28
    );
    assert_eq!(count(&|case| case["state"] == "new"), 29);
    let sources = |case: &&Value| case["verdict_source"] == "consumer, asked by the bureau";
    assert_eq!(cases.iter().filter(sources).count(), 595 + 2534);
    let raised = ended
        .lines("alerts.ndjson")
        .iter()
        .filter(|event| event["type"] == "alert_raised")
        .count();
    assert_eq!(raised, 3186);
}

#[test]
fn the_headline_sets_both_numbers_side_by_side_needs_shared_data() {
    let Some(data) = shared_data(
        "cfpb-complaints.csv",
        "the_headline_sets_both_numbers_side_by_side",
    ) else {
        return;
    };
    let page = run(data).text("report.html");
    for words in [
        "3,157 of 3,186 cases were answered; customers confirmed none of these answers, and disputed 595.",
        "of cases answered: 3,157 of 3,186",
        "of answers disputed: 595 of 3,157, each a false resolution",
        "Confirmed by the customer: 0.",
        "Sent before received",
    ] {
        assert!(page.contains(words), "{words}");
    }
    assert!(
        !page.contains("/shared/"),
        "the report names no folder of this machine"
    );
}

#[test]
fn the_digests_are_those_of_a_run_in_memory_needs_shared_data() {
    let Some(data) = shared_data(
        "cfpb-complaints.csv",
        "the_digests_are_those_of_a_run_in_memory",
    ) else {
        return;
    };
    let text = |path: &str| std::fs::read_to_string(project(path)).unwrap();
    let program = voc_core::Program::parse(&text("examples/cfpb/program.yaml")).unwrap();
    let mapping = voc_core::Mapping::parse(&text("examples/cfpb/map.yaml")).unwrap();
    let mut reader = csv::Reader::from_path(&data).unwrap();
    let headers: Vec<String> = reader
        .headers()
        .unwrap()
        .iter()
        .map(str::to_owned)
        .collect();
    let bound = mapping.bind(&headers).unwrap();
    let mut inputs = Vec::new();
    for (number, record) in reader.records().enumerate() {
        let record = record.unwrap();
        let row = bound.row(number as u64 + 1, &|place| {
            record.get(place).map(voc_core::mapping::Cell::from)
        });
        inputs.extend(row.unwrap().inputs);
    }
    let run = voc_core::run(&program, inputs, None);
    let summary = self::run(data).summary();
    assert_eq!(summary["digest"], run.engine.digest());
    assert_eq!(summary["facts_digest"], run.engine.facts_digest());
    // The report counts by itself, with praise and concerns by group: it must count as the core does.
    let core = serde_json::to_value(run.engine.loop_health()).unwrap();
    for key in [
        "cases",
        "cancelled",
        "answered",
        "verdicts",
        "false_resolutions",
        "reopened",
        "answered_without_verdict",
        "states",
    ] {
        assert_eq!(summary["whole"][key], core[key], "{key}");
    }
    // The tests in Python, Node and the browser hold themselves to these.
    let digests = serde_json::json!({
        "digest": run.engine.digest(),
        "facts_digest": run.engine.facts_digest(),
    });
    std::fs::create_dir_all(project("target")).unwrap();
    std::fs::write(project("target/cfpb-digest.json"), digests.to_string()).unwrap();
}
