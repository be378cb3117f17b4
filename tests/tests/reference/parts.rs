//! Several engines, each with a part of the customers, leave the facts of one.

use crate::generated::cases;
use proptest::prelude::*;
use std::collections::BTreeMap;
use voc_conformance::reference::generate::{Merging, Shape, inputs, merges, program};
use voc_core::engine::{FactsPart, partition_of};
use voc_core::signal::Body;
use voc_core::{Engine, Input, Program, json};

/// The partitions that an input belongs to: one, or all.
fn partition(of: u32, merging: &Merging, log: &[Input], body: &Body) -> Option<u32> {
    let root = |customer: &str| {
        let merged: BTreeMap<&str, &str> = merging.pairs.iter().copied().collect();
        let mut customer = customer;
        while let Some(into) = merged.get(customer) {
            customer = into;
        }
        partition_of(customer, of)
    };
    match body {
        Body::Signal(signal) => Some(signal.customer.as_deref().map_or(0, root)),
        Body::Customer(statement) => Some(root(&statement.customer)),
        Body::Merge(merge) => Some(root(&merge.into)),
        Body::Retract(retract) => {
            let mut whole = log.iter().filter(|input| input.id == retract.signal);
            whole.find_map(|input| partition(of, merging, log, &input.body))
        }
        _ => None,
    }
}

/// What each of so many engines has, told each its own part of the log.
pub(crate) fn parts(program: &Program, of: u32, merging: &Merging, log: &[Input]) -> Vec<String> {
    (0..of)
        .map(|part| {
            let own = |input: &&Input| {
                partition(of, merging, log, &input.body).is_none_or(|of| of == part)
            };
            json::part(&run(program, log.iter().filter(own).cloned())).unwrap()
        })
        .collect()
}

pub(crate) fn run(program: &Program, inputs: impl Iterator<Item = Input>) -> Engine {
    let mut engine = Engine::new(program.clone());
    for input in inputs {
        engine.handle(input).unwrap();
    }
    engine
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn any_number_of_partitions_leaves_the_same_facts(
        text in program(),
        log in inputs(Shape::Late, 60),
        merging in merges(),
        of in 1_u32..=8,
    ) {
        let mut text: serde_json::Value = serde_json::from_str(&text).unwrap();
        text["metrics"] = serde_json::json!({
            "nps": {"kind": "nps", "of": "ltr", "by": ["claim"]},
            "gold": {"kind": "rate", "of": "segment(\"gold\")", "out_of": "has(customer.tier)"},
        });
        let program = Program::parse(&text.to_string()).unwrap();
        let log = merging.among(&log);
        let whole = run(&program, log.iter().cloned());
        let parts = parts(&program, of, &merging, &log);
        prop_assert_eq!(json::facts_digest(&parts).unwrap(), whole.facts_digest());
        let read = parts.iter().rev().map(|part| serde_json::from_str::<FactsPart>(part).unwrap());
        prop_assert_eq!(FactsPart::together(read).unwrap().facts_digest(), whole.facts_digest());
    }
}

/// Worked out with another SHA-256, so that no release moves a customer: the first eight bytes, least
/// first, of the hash of what `digest` feeds for ("partition", customer).
#[test]
fn a_customer_stays_in_its_partition() {
    let found: Vec<u32> = ["c1", "c2", "ann", "", "Zo\u{eb}"]
        .into_iter()
        .map(|customer| partition_of(customer, 1000))
        .collect();
    assert_eq!(found, [761, 107, 20, 227, 17]);
    assert_eq!(partition_of("c1", 1), 0);
    let mut counts = [0_u32; 8];
    for number in 0..8000 {
        counts[partition_of(&format!("customer-{number}"), 8) as usize] += 1;
    }
    // Eight standard deviations of a binomial with n = 8000 and p = 1/8 are 237.
    assert!(
        counts.iter().all(|count| count.abs_diff(1000) < 237),
        "{counts:?}"
    );
}

#[test]
fn parts_that_do_not_belong_together_are_refused() {
    let program = |name: &str| {
        Program::parse(&format!(
            "voc: 1\nname: {name}\nrules: {{any: {{when: 'true'}}}}\n"
        ))
        .unwrap()
    };
    let part = |program: &Program| {
        let signal =
            serde_json::json!({"at": "2026-03-01T09:00:00Z", "kind": "k", "customer": "c"});
        let input = serde_json::json!({"id": "s", "signal": signal});
        let engine = run(
            program,
            [serde_json::from_value(input).unwrap()].into_iter(),
        );
        json::part(&engine).unwrap()
    };
    let (one, other) = (program("one"), program("other"));
    let code = |parts: &[String]| json::facts_digest(parts).unwrap_err().code.name();
    assert_eq!(code(&[]), "missing");
    assert_eq!(code(&[part(&one), part(&one)]), "ambiguous");
    assert_eq!(code(&[part(&one), part(&other)]), "other_program");
    assert_eq!(code(&["{}".to_owned()]), "malformed");
    let later = part(&one).replace("\"voc\":1", "\"voc\":2");
    assert_eq!(code(&[later]), "version");
    let watched = Program::parse(
        "voc: 1\nname: m\nfields: {ltr: int}\nmetrics: {nps: {kind: nps, of: ltr}}\nrules: {low: {metric: nps, every: P1D, below: 0}}\n",
    )
    .unwrap();
    let error = Engine::new(watched).part().unwrap_err();
    assert_eq!(
        (error.code.name(), error.path.as_deref()),
        ("not_allowed", Some("rules.low"))
    );
}
