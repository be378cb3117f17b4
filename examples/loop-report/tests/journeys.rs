//! The pictures of the program's journeys: the bytes that Python and a browser come to of the same inputs.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests"
)]

mod common;

use common::Folder;
use std::fs;
use voc_core::{Engine, Input, Program, json};

const PROGRAM: &str = r#"voc: 1
name: Claims
kinds: {opened: {}, call: {}, paid: {}, response: {}}
fields: {csat: int}
units: {claims: {label: Claims}}
channels: {phone: {}, web: {}}
metrics: {csat: {kind: csat, of: csat, scale: [1, 5]}, all: {kind: rate, of: 'kind == "call"'}}
surveys: {settled: {type: transactional, after: paid, questions: {csat: {text: How satisfied were you?, scale: [1, 5]}}}}
touch_points:
  report: {label: I report it, channels: [phone, web], owner: claims}
  status: {channels: [phone], owner: claims}
  payout: {channels: [web], owner: claims}
rules: {low: {when: 'csat <= 2', raise: {case: recovery}}, often: {when: 'kind == "call"', count: {at_least: 2, within: P9D}}}
cases: {recovery: {}}
journeys:
  claim:
    label: A claim
    starts: 'kind == "opened"'
    ends: 'kind == "paid"'
    stages:
      - {id: tell, touch_points: [report], metric: csat, accountable: [claims]}
      - {id: wait, touch_points: [status, payout], expect: {within: P5D}}
    moments_of_truth: {soon: {at: status, declared_rank: 1, expect: {within: P2D}}, calls: {rule: often, declared_rank: 2}}
"#;

/// Two claims: one as planned, one with two calls and a bad word.
const SIGNALS: [(&str, u32, &str, &str, &str); 8] = [
    ("a", 1, "opened", "report", ""),
    ("a", 2, "call", "status", ""),
    ("a", 4, "paid", "payout", ""),
    ("b", 1, "opened", "report", ""),
    ("b", 5, "call", "status", ""),
    ("b", 6, "call", "status", ""),
    ("b", 9, "paid", "payout", ""),
    ("b", 11, "response", "payout", r#", "fields": {"csat": 1}"#),
];

#[test]
fn the_report_shows_what_the_bindings_draw() {
    let lines = SIGNALS.iter().enumerate().map(|(place, (customer, day, kind, point, more))| {
        format!(
            r#"{{"id": "s{place}", "signal": {{"at": "2026-03-{day:02}T09:00:00Z", "kind": "{kind}", "customer": "{customer}", "touch_point": "{point}", "channel": "phone"{more}}}}}"#
        )
    });
    let lines: Vec<String> = lines.collect();
    let folder = Folder::new();
    folder.write("program.yaml", PROGRAM);
    folder.write("inputs.ndjson", lines.join("\n"));
    let ended = folder.report("program.yaml", &[], &["inputs.ndjson"]);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    let page = fs::read_to_string(ended.out.join("report.html")).unwrap();

    let program = Program::parse(PROGRAM).unwrap();
    let mut engine = Engine::new(program.clone());
    for line in &lines {
        engine.handle(Input::from_json(line).unwrap()).unwrap();
    }
    let actual = json::journey(&program, "claim", &lines.join("\n"), None).unwrap();
    let actual = actual.actual;
    let of = [
        (
            "journey_map",
            "map",
            json::journey_map(&engine, "claim", None, Some(&actual), "{}"),
        ),
        (
            "scorecard",
            "scorecard",
            json::scorecard(&engine, "claim", None),
        ),
        ("path_map", "paths", json::journey_paths(&actual, 0.02)),
        ("deviations", "deviations", json::deviations(&actual)),
    ];
    for (kind, name, of) in of {
        let of = of.unwrap();
        for (width, screen) in [(950, "desk"), (360, "phone")] {
            let canvas =
                format!(r#"{{"width": {width}, "id_prefix": "journey-1-{name}-{screen}"}}"#);
            let svg = json::picture(kind, &of, &canvas).unwrap();
            assert!(page.contains(&svg), "{kind} {width}: {svg}");
        }
    }
    // Of two, one was called twice: the moment that is broken as often as the first, which came late once.
    assert_eq!(
        page.matches("rank in the data 1").count(),
        page.matches("rank in the data").count()
    );
    assert_eq!(ended.number("/journeys/0/deviations/instances"), 2);
}
