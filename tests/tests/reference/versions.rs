//! New versions of a program in mid-stream, held to the definitions.

use crate::generated::{by_engine, cases};
use crate::merged::patient;
use crate::parts::{parts, run, same_judgements};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use voc_conformance::reference::generate::{
    Shape, changes, inputs, limited_program, merges, program, watches,
};
use voc_conformance::reference::{differ_over, evaluate, evaluate_over};
use voc_core::engine::{Changed, What};
use voc_core::signal::Body;
use voc_core::{Engine, Input, Program, json};

fn parsed(text: &str) -> Result<Program, TestCaseError> {
    Program::parse(text).map_err(|error| TestCaseError::fail(error.to_string()))
}

/// The program with numbers whose meaning hangs on segments.
fn measured(text: &str) -> String {
    let mut program: serde_json::Value = serde_json::from_str(text).unwrap();
    program["metrics"] = serde_json::json!({
        "nps": {"kind": "nps", "of": "ltr", "by": ["claim"]},
        "gold": {"kind": "rate", "of": "segment(\"gold\")", "out_of": "has(customer.tier)"},
    });
    program.to_string()
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn the_engine_agrees_over_versions(
        text in program(),
        log in prop_oneof![inputs(Shape::InOrder, 40), inputs(Shape::Shuffled, 40), inputs(Shape::Late, 40)],
        changes in changes(),
    ) {
        let program = parsed(&text)?;
        let log = changes.among(&text, &log);
        let mut engine = Engine::new(program.clone());
        for input in log.clone() {
            let handled = engine.handle(input);
            prop_assert!(handled.is_ok(), "{:?}", handled.err());
        }
        differ_over(&program, &log, by_engine).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn merged_customers_agree_over_versions(
        text in program(),
        log in prop_oneof![inputs(Shape::InOrder, 40), inputs(Shape::Late, 40)],
        changes in changes(),
        merging in merges(),
    ) {
        let program = patient(&text);
        let text = serde_json::to_string(program.spec()).unwrap();
        let log = merging.among(&changes.patient().among(&text, &log));
        differ_over(&program, &log, by_engine).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn any_number_of_partitions_takes_versions(
        text in program(),
        log in inputs(Shape::Late, 60),
        changes in changes(),
        merging in merges(),
        of in 1_u32..=5,
    ) {
        let text = measured(&text);
        let program = parsed(&text)?;
        let log = changes.among(&text, &merging.among(&log));
        let whole = run(&program, log.iter().cloned());
        let parts = parts(&program, of, &merging, &log);
        prop_assert_eq!(json::facts_digest(&parts).unwrap(), whole.facts_digest());
    }

    #[test]
    fn any_number_of_partitions_judges_by_versions(
        text in program(),
        watches in watches(),
        log in inputs(Shape::Late, 60),
        changes in changes(),
        merging in merges(),
        of in 1_u32..=5,
        beginning in any::<usize>(),
    ) {
        let text = watches.among(&text);
        let log = changes.among(&text, &merging.among(&log));
        same_judgements(&parsed(&text)?, of, &merging, &log, beginning)?;
    }

    #[test]
    fn a_restored_engine_goes_on_with_all_versions(
        text in prop_oneof![program().boxed(), limited_program().boxed()],
        log in inputs(Shape::Late, 40),
        changes in changes(),
        cuts in prop::collection::vec(any::<bool>(), 80),
    ) {
        let text = measured(&text);
        let program = parsed(&text)?;
        let log = changes.among(&text, &log);
        let (mut whole, mut cut) = (Engine::new(program.clone()), Engine::new(program.clone()));
        for (input, restore) in log.into_iter().zip(cuts.into_iter().cycle()) {
            let told = whole.handle(input.clone());
            prop_assert_eq!(&cut.handle(input), &told);
            if restore {
                cut = Engine::restore(program.clone(), &cut.snapshot().unwrap()).unwrap();
            }
            prop_assert_eq!(cut.next_due(), whole.next_due());
        }
        prop_assert_eq!(cut.digest(), whole.digest());
        prop_assert_eq!(cut.facts_digest(), whole.facts_digest());
    }

    /// Versions come in their own order; all else in any.
    #[test]
    fn it_does_not_matter_when_a_version_comes(
        text in program(),
        log in inputs(Shape::Shuffled, 40),
        changes in changes(),
        order in prop::collection::vec(any::<u32>(), 120),
    ) {
        let text = measured(&text);
        let program = parsed(&text)?;
        let log = changes.among(&text, &log);
        let (mut log, end): (Vec<Input>, Vec<Input>) =
            log.into_iter().partition(|input| !matches!(input.body, Body::Tick(_)));
        // Without any time told nothing is late; the tick at the end tells it.
        for input in &mut log {
            input.received = None;
        }
        let is_version = |input: &Input| matches!(input.body, Body::Program(_));
        let mut keyed: Vec<(u32, Input)> = order.into_iter().cycle().zip(log.clone()).collect();
        let mut places: Vec<u32> =
            keyed.iter().filter(|(_, input)| is_version(input)).map(|(key, _)| *key).collect();
        places.sort_unstable();
        let versions = keyed.iter_mut().filter(|(_, input)| is_version(input));
        for ((key, _), place) in versions.zip(places) {
            *key = place;
        }
        keyed.sort_by_key(|(key, _)| *key);
        let run = |inputs: Vec<Input>| {
            let mut engine = Engine::new(program.clone());
            for input in inputs.into_iter().chain(end.clone()) {
                // Of two revisions that come in the other order the older one is refused.
                let told = engine.handle(input.clone());
                prop_assert!(told.is_ok() || !is_version(&input), "{:?}", told.err());
            }
            Ok(engine.facts_digest())
        };
        let shuffled = keyed.into_iter().map(|(_, input)| input).collect();
        prop_assert_eq!(run(shuffled)?, run(log)?);
    }
}

#[test]
fn versions_change_enough_to_be_tested() {
    let mut runner = TestRunner::deterministic();
    let (mut anew, mut went_on, mut late, mut moved) = (0, 0, 0, 0);
    for _ in 0..250 {
        let text = program().new_tree(&mut runner).unwrap().current();
        let log = inputs(Shape::Late, 40)
            .new_tree(&mut runner)
            .unwrap()
            .current();
        let changes = changes().new_tree(&mut runner).unwrap().current();
        let program = Program::parse(&text).unwrap();
        let log = changes.among(&text, &log);
        let with = evaluate_over(&program, &log);
        let without = evaluate(&program, &log);
        anew += with.difference(&without).count();
        let mut engine = Engine::new(program);
        for input in log {
            let is_version = matches!(input.body, Body::Program(_));
            for event in engine.handle(input).unwrap() {
                match event.what {
                    What::ProgramChanged { rules, .. } => {
                        let began = |rule: &str| {
                            let mut all = rules.iter();
                            all.any(|one| one.rule == rule && one.change != Changed::Removed)
                        };
                        let all = engine.program().rules();
                        went_on += all.filter(|rule| !began(&rule.id)).count();
                    }
                    What::AlertRetracted { .. } | What::AlertRaised { .. } if is_version => {
                        late += 1;
                    }
                    What::AlertMoved { .. } if is_version => moved += 1,
                    _ => {}
                }
            }
        }
    }
    println!("{anew} anew, {went_on} rules went on, {late} judged anew, {moved} moved");
    assert!(anew >= 200 && went_on >= 200 && late >= 60 && moved >= 10);
}
