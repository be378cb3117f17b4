//! Who was passed over on the way to somebody, as it is explained.

use super::*;
use crate::route::{PassedBecause, PassedOver};
use serde_json::json;

const AT: &str = "2026-03-02T09:00:00Z";

/// Two concerns at the desk, where Ann is away and Bo, who gets the first, can have one case; Cy gets the
/// second.
fn run_of(carry: &str) -> (Run, String) {
    let program = format!(
        r"
voc: 1
name: Desk
fields: {{ltr: int}}
roles: {{adviser: {{level: front_line}}}}
units: {{desk: {{}}}}
routes: [{{to: unit, role: adviser}}]
rules: {{low: {{when: 'ltr <= 6', raise: {{case: recovery}}}}}}
cases: {{recovery: {carry}}}
"
    );
    let people = json!({
        "ann": {"units": ["desk"], "role": "adviser", "absent_until": "2026-03-06T00:00:00Z"},
        "bo": {"units": ["desk"], "role": "adviser", "capacity": 1},
        "cy": {"units": ["desk"], "role": "adviser"},
    });
    let concern = |id: &str| {
        let signal = json!({"at": AT, "kind": "response", "customer": id, "unit": "desk", "fields": {"ltr": 3}});
        json!({"id": id, "received": AT, "signal": signal})
    };
    let roster = json!({"id": "r", "received": AT, "roster": {"at": AT, "people": people}});
    let inputs = [roster, concern("s1"), concern("s2")];
    let inputs = inputs.map(|input| Input::from_json(&input.to_string()).unwrap());
    let run = run(&Program::parse(&program).unwrap(), inputs.to_vec(), None);
    let case = run
        .engine
        .cases()
        .find(|case| case.person.as_deref() == Some("cy"));
    let alert = case.unwrap().alerts[0].id.to_string();
    (run, alert)
}

fn passed(person: &str, because: PassedBecause) -> PassedOver {
    PassedOver {
        person: person.to_owned(),
        because,
    }
}

#[test]
fn an_engine_tells_who_was_passed_over_where_the_case_carries_it() {
    let told = "Passed over: `ann` (away), `bo` (as many cases as they can have).";
    let wanted = [
        passed("ann", PassedBecause::Absent),
        passed("bo", PassedBecause::Full),
    ];
    let (run, alert) = run_of("{carry: {route: true}}");
    for explained in [run.engine.explain(&alert), run.explain(&alert)] {
        let explained = explained.unwrap();
        assert_eq!(explained.routed.unwrap().passed_over, wanted);
        assert!(
            explained.paragraph.contains(told),
            "{}",
            explained.paragraph
        );
    }
}

#[test]
fn a_run_tells_it_always() {
    let (run, alert) = run_of("{}");
    let of_engine = run.engine.explain(&alert).unwrap();
    assert_eq!(of_engine.routed.unwrap().passed_over, []);
    assert!(!of_engine.paragraph.contains("Passed over"));
    let of_run = run.explain(&alert).unwrap();
    assert_eq!(of_run.routed.unwrap().passed_over.len(), 2);
    assert!(of_run.paragraph.contains("Passed over: `ann` (away)"));
}
