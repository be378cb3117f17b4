//! Two customers who turn out to be one leave the facts of one customer.

use crate::generated::{by_engine, cases};
use proptest::prelude::*;
use serde_json::Value;
use voc_conformance::reference::differ;
use voc_conformance::reference::generate::{Shape, inputs, limited_program, merges, program};
use voc_core::signal::Body;
use voc_core::{Engine, Input, Program};

/// The program, in which nothing is ever past change.
pub(crate) fn patient(text: &str) -> Program {
    let mut program: Value = serde_json::from_str(text).unwrap();
    program["lateness"] = "P400D".into();
    for kind in program["kinds"].as_object_mut().unwrap().values_mut() {
        *kind = serde_json::json!({});
    }
    Program::parse(&program.to_string()).unwrap()
}

fn facts(program: &Program, inputs: Vec<Input>) -> Result<Engine, TestCaseError> {
    let mut engine = Engine::new(program.clone());
    for input in inputs {
        let id = input.id.clone();
        let handled = engine.handle(input);
        prop_assert!(handled.is_ok(), "{id}: {:?}", handled.err());
    }
    Ok(engine)
}

fn whose(input: &Input) -> Option<&str> {
    match &input.body {
        Body::Signal(signal) => signal.customer.as_deref(),
        Body::Customer(statement) => Some(&statement.customer),
        _ => None,
    }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn a_merge_anywhere_within_lateness_leaves_one_customer(
        program in program(),
        log in prop_oneof![inputs(Shape::InOrder, 40), inputs(Shape::Late, 40)],
        merging in merges(),
    ) {
        let program = patient(&program);
        differ(&program, &merging.among(&log), by_engine).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn it_does_not_matter_when_the_merge_comes(
        program in limited_program(),
        log in inputs(Shape::Late, 40),
        one in merges(),
        other in merges(),
    ) {
        let program = patient(&program);
        let first = facts(&program, one.among(&log))?.facts_digest();
        prop_assert_eq!(&facts(&program, one.placed_as(&other).among(&log))?.facts_digest(), &first);
        let mut before = one.inputs(None);
        before.extend(log);
        prop_assert_eq!(&facts(&program, before)?.facts_digest(), &first);
    }

    /// The history of `into` may be past change, as long as that of `from` is not.
    #[test]
    fn what_is_past_change_of_the_one_goes_on_for_both(
        program in program(),
        log in inputs(Shape::InOrder, 60),
        from in prop::sample::select(&["ann", "bob", "cy"][..]),
        into in prop::sample::select(&["ann", "bob", "cy", "new"][..]),
        place in 0_usize..60,
    ) {
        prop_assume!(from != into);
        let program = Program::parse(&program).unwrap();
        let place = place % log.len();
        let edge = log[place].arrival().unwrap().plus(-2 * 86_400_000_000);
        let mut inputs: Vec<Input> = Vec::new();
        for (index, input) in log.iter().enumerate() {
            if index == place {
                let merge = serde_json::json!({
                    "id": "m", "received": input.arrival(), "merge": {"from": from, "into": into},
                });
                inputs.push(serde_json::from_value(merge).unwrap());
            }
            let too_old = index < place && input.at().unwrap() < edge;
            if !(too_old && whose(input) == Some(from)) {
                inputs.push(input.clone());
            }
        }
        differ(&program, &inputs, by_engine).map_err(TestCaseError::fail)?;
    }

    /// Whatever is past change: the order of the merges leaves no trace, and no restart does.
    #[test]
    fn merges_may_come_in_any_order(
        program in limited_program(),
        log in inputs(Shape::Late, 60),
        place in 0_usize..60,
        which in 0_usize..3,
        cuts in prop::collection::vec(any::<bool>(), 80),
    ) {
        let program = Program::parse(&program).unwrap();
        let place = place % log.len();
        let pairs = [
            [("bob", "ann"), ("cy", "ann")],
            [("cy", "bob"), ("bob", "ann")],
            [("ann", "bob"), ("bob", "cy")],
        ][which];
        let run = |pairs: [(&str, &str); 2], cuts: &[bool]| -> Result<Engine, TestCaseError> {
            let mut all = log.clone();
            for (from, into) in pairs {
                let merge = serde_json::json!({
                    "id": format!("m-{from}"), "received": log[place].arrival(),
                    "merge": {"from": from, "into": into},
                });
                all.insert(place, serde_json::from_value(merge).unwrap());
            }
            let mut engine = Engine::new(program.clone());
            for (input, cut) in all.into_iter().zip(cuts.iter().cycle()) {
                let handled = engine.handle(input);
                prop_assert!(handled.is_ok(), "{:?}", handled.err());
                if *cut {
                    engine = Engine::restore(program.clone(), &engine.snapshot().unwrap()).unwrap();
                }
            }
            Ok(engine)
        };
        let whole = run(pairs, &[false])?;
        prop_assert_eq!(run(pairs, &cuts)?.digest(), whole.digest());
        let other = run([pairs[1], pairs[0]], &[false])?;
        prop_assert_eq!(other.facts_digest(), whole.facts_digest());
    }
}

/// A copy of an input is one, by whatever key its customer went when it came.
#[test]
fn a_copy_is_known_after_a_merge() {
    let program = Program::parse(r#"{"voc": 1, "name": "t", "rules": {"any": {"when": "true"}}}"#);
    let mut engine = Engine::new(program.unwrap());
    let mut give = |text: serde_json::Value| engine.handle(serde_json::from_value(text).unwrap());
    let signal = |id: &str, kind: &str| {
        let signal =
            serde_json::json!({"at": "2026-03-01T09:00:00Z", "kind": kind, "customer": "a"});
        serde_json::json!({"id": id, "signal": signal})
    };
    let merge = |id: &str, from: &str, into: &str| serde_json::json!({"id": id, "merge": {"from": from, "into": into}});
    give(signal("stands", "contact")).unwrap();
    give(signal("goes", "contact")).unwrap();
    give(merge("m1", "a", "b")).unwrap();
    give(serde_json::json!({"id": "r", "retract": {"signal": "goes"}})).unwrap();
    give(merge("m2", "b", "c")).unwrap();
    for id in ["stands", "goes"] {
        let copy = give(signal(id, "contact")).unwrap();
        assert_eq!(
            serde_json::to_value(&copy[0]).unwrap()["type"],
            "duplicate",
            "{id}"
        );
        assert_eq!(
            give(signal(id, "order")).unwrap_err().code.name(),
            "id_taken"
        );
    }
    assert_eq!(give(merge("m1", "a", "b")).unwrap().len(), 1);
}
