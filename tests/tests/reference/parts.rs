//! Several engines, each with a part of the customers, leave the facts of one.

use crate::generated::cases;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::collections::{BTreeMap, BTreeSet};
use voc_conformance::reference::generate::{
    Merging, Shape, inputs, limited_program, merges, program, watches,
};
use voc_core::engine::{Event, FactsPart, What, partition_of};
use voc_core::signal::Body;
use voc_core::{Engine, Input, Program, Time, json};

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

/// So many engines, each told its own part of the log, and taken from a snapshot before the end.
pub(crate) fn engines(program: &Program, of: u32, merging: &Merging, log: &[Input]) -> Vec<Engine> {
    let (rest, last) = log.split_at(log.len().saturating_sub(1));
    let engine = |part| {
        let own =
            |input: &&Input| partition(of, merging, log, &input.body).is_none_or(|of| of == part);
        let engine = Engine::for_part(program.clone());
        let engine = fed(engine, rest.iter().filter(own).cloned()).0;
        let engine = Engine::restore(engine.program().clone(), &engine.snapshot().unwrap());
        fed(engine.unwrap(), last.iter().filter(own).cloned()).0
    };
    (0..of).map(engine).collect()
}

/// What each of so many engines has, told each its own part of the log.
pub(crate) fn parts(program: &Program, of: u32, merging: &Merging, log: &[Input]) -> Vec<String> {
    let engines = engines(program, of, merging, log);
    engines
        .iter()
        .map(|engine| json::part(engine).unwrap())
        .collect()
}

/// An engine that is given inputs, and what it says of them.
fn fed(mut engine: Engine, inputs: impl Iterator<Item = Input>) -> (Engine, Vec<Event>) {
    let mut events = Vec::new();
    for input in inputs {
        engine.handle_into(&input, &mut events).unwrap();
    }
    (engine, events)
}

pub(crate) fn run(program: &Program, inputs: impl Iterator<Item = Input>) -> Engine {
    fed(Engine::new(program.clone()), inputs).0
}

/// What is said of alerts of rules over metrics, and when.
fn of_metrics(events: Vec<Event>) -> Vec<(Time, What)> {
    let mut alerts = BTreeSet::new();
    let events = events.into_iter().map(|event| (event.at, event.what));
    events
        .filter(|(_, what)| match what {
            What::AlertRaised { alert } => {
                alert.why.metric.is_some() && alerts.insert(alert.id.clone())
            }
            What::AlertRouted { alert, .. } => alerts.contains(alert),
            What::Notice { notice } => notice
                .alert
                .as_ref()
                .is_some_and(|alert| alerts.contains(alert)),
            _ => false,
        })
        .collect()
}

/// What the parts come to together.
fn together(engines: &[Engine]) -> FactsPart {
    let parts = engines.iter().map(|engine| engine.part().unwrap());
    FactsPart::together(parts).unwrap()
}

/// Holds parts with rules over metrics to the engine that has all customers, at the end of a log and
/// after any beginning of it.
pub(crate) fn same_judgements(
    program: &Program,
    of: u32,
    merging: &Merging,
    log: &[Input],
    beginning: usize,
) -> Result<(), TestCaseError> {
    let (whole, events) = fed(Engine::new(program.clone()), log.iter().cloned());
    let wanted = of_metrics(events);
    let judged = |part: &FactsPart| of_metrics(part.judge_metrics(None, None).unwrap());
    let all = together(&engines(program, of, merging, log));
    prop_assert_eq!(all.facts_digest().unwrap(), whole.facts_digest());
    prop_assert_eq!(&judged(&all), &wanted);
    let texts = parts(program, of, merging, log);
    prop_assert_eq!(json::facts_digest(&texts).unwrap(), whole.facts_digest());
    // Before the end some parts have heard of a later time than others.
    let engines = engines(program, of, merging, &log[..beginning % log.len()]);
    let heard = engines.iter().map(Engine::now).min().flatten();
    let before = together(&engines);
    let early: Vec<_> = wanted
        .iter()
        .filter(|(at, _)| heard.is_some_and(|heard| *at <= heard))
        .cloned()
        .collect();
    prop_assert_eq!(judged(&before), early);
    if engines.iter().any(|engine| engine.now() != heard) {
        prop_assert_eq!(
            before.facts_digest().unwrap_err().code.name(),
            "not_allowed"
        );
    }
    // What was told before is not told again.
    let later: Vec<_> = wanted
        .iter()
        .filter(|(at, _)| heard.is_none_or(|heard| *at > heard))
        .cloned()
        .collect();
    prop_assert_eq!(of_metrics(all.judge_metrics(None, heard).unwrap()), later);
    Ok(())
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
        let all = FactsPart::together(read).unwrap();
        prop_assert_eq!(all.facts_digest().unwrap(), whole.facts_digest());
    }

    #[test]
    fn any_number_of_partitions_comes_to_the_same_judgements(
        text in prop_oneof![program().boxed(), limited_program().boxed()],
        watches in watches(),
        log in inputs(Shape::Late, 60),
        merging in merges(),
        of in 1_u32..=8,
        beginning in any::<usize>(),
    ) {
        let program = Program::parse(&watches.among(&text)).unwrap();
        same_judgements(&program, of, &merging, &merging.among(&log), beginning)?;
    }
}

#[test]
fn enough_is_judged_to_be_tested() {
    let mut runner = TestRunner::deterministic();
    let (mut alerts, mut shared) = (0, 0);
    for _ in 0..150 {
        let case = (program(), watches(), inputs(Shape::Late, 60), merges());
        let (text, watches, log, merging) = case.new_tree(&mut runner).unwrap().current();
        let program = Program::parse(&watches.among(&text)).unwrap();
        let log = merging.among(&log);
        let events = fed(Engine::new(program.clone()), log.iter().cloned()).1;
        let wanted = of_metrics(events);
        alerts += wanted.len();
        // Those that no part would have come to by itself.
        let own = (0..8).flat_map(|part| {
            let own = |input: &&Input| {
                partition(8, &merging, &log, &input.body).is_none_or(|of| of == part)
            };
            let inputs = log.iter().filter(own).cloned();
            of_metrics(fed(Engine::new(program.clone()), inputs).1)
        });
        let own: Vec<_> = own.collect();
        shared += wanted.iter().filter(|one| !own.contains(one)).count();
    }
    println!("{alerts} said, {shared} of them of several parts");
    assert!(alerts >= 300 && shared >= 80);
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
    let error = Engine::new(watched.clone()).part().unwrap_err();
    assert_eq!(
        (error.code.name(), error.path.as_deref()),
        ("not_allowed", Some("rules.low"))
    );
    assert!(error.hint.unwrap().contains("`for_part`"));
    let part = json::part(&Engine::for_part(watched)).unwrap();
    assert!(json::judge_metrics(std::slice::from_ref(&part), None, None).is_ok());
    let other = part.replace("below", "under");
    assert_ne!(other, part);
    let error = json::judge_metrics(&[other], None, None).unwrap_err();
    assert_eq!(error.code.name(), "malformed");
    let other = part.replace("name\\\":\\\"m", "name\\\":\\\"n");
    assert_ne!(other, part);
    assert_eq!(code(&[other]), "other_program");
    let json = [part];
    let judge = |roster, after| json::judge_metrics(&json, roster, after).unwrap_err().code;
    assert_eq!(judge(Some("{}"), None).name(), "missing");
    assert_eq!(judge(None, Some("yesterday")).name(), "bad_time");
}
