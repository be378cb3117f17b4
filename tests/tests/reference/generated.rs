//! What the generators make: programs that parse, inputs that are accepted, alerts of every pattern.

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::collections::{BTreeMap, BTreeSet};
use voc_conformance::reference::generate::{Shape, inputs, limited_program, program};
use voc_conformance::reference::{
    Fired, History, Standing, decide, differ, evaluate, evaluate_history,
};
use voc_core::engine::What;
use voc_core::program::Pattern;
use voc_core::signal::Body;
use voc_core::{Engine, Input, Program};

/// The alerts that stand after the engine has told everything.
pub(crate) fn by_engine(program: &Program, inputs: Vec<Input>) -> BTreeSet<Fired> {
    let mut engine = Engine::new(program.clone());
    let mut standing = BTreeMap::new();
    for input in inputs {
        for event in engine.handle(input).unwrap_or_default() {
            match event.what {
                What::AlertRaised { alert } | What::AlertRevised { alert } => {
                    standing.insert(alert.id.clone(), alert);
                }
                What::AlertRetracted { alert } => {
                    standing.remove(&alert.id);
                }
                What::AlertMoved { from, alert } => {
                    standing.remove(&from);
                    standing.insert(alert.id.clone(), alert);
                }
                _ => {}
            }
        }
    }
    standing
        .into_values()
        .map(|alert| Fired {
            rule: alert.rule,
            customer: alert.customer,
            same: alert.same,
            at: alert.at,
            anchor: alert
                .number
                .map_or_else(|| alert.signal.clone(), |number| number.to_string()),
            signal: alert.signal,
            signals: alert.signals,
        })
        .collect()
}

/// How many cases each test runs; `VOC_CASES` for the long run.
pub(crate) fn cases() -> ProptestConfig {
    let cases = std::env::var("VOC_CASES")
        .ok()
        .and_then(|text| text.parse().ok());
    ProptestConfig::with_cases(cases.unwrap_or(150))
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn every_program_parses_and_every_input_is_accepted(
        program in program(),
        inputs in inputs(Shape::Late, 30),
    ) {
        let program = Program::parse(&program).map_err(|error| TestCaseError::fail(error.to_string()))?;
        let mut engine = Engine::new(program.clone());
        for input in inputs.clone() {
            let handled = engine.handle(input);
            prop_assert!(handled.is_ok(), "{:?}", handled.err());
        }
        for alert in evaluate(&program, &inputs) {
            prop_assert!(alert.signals.contains(&alert.signal), "{alert:?}");
        }
    }

    #[test]
    fn the_engine_agrees(
        program in program(),
        inputs in prop_oneof![inputs(Shape::InOrder, 40), inputs(Shape::Shuffled, 40), inputs(Shape::Late, 40)],
    ) {
        let program = Program::parse(&program).map_err(|error| TestCaseError::fail(error.to_string()))?;
        differ(&program, &inputs, by_engine).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn a_restored_engine_goes_on_as_if_nothing_had_happened(
        program in program(),
        inputs in inputs(Shape::Late, 40),
        cuts in prop::collection::vec(any::<bool>(), 80),
    ) {
        let program = Program::parse(&program).map_err(|error| TestCaseError::fail(error.to_string()))?;
        let mut whole = Engine::new(program.clone());
        let mut cut = Engine::new(program.clone());
        for (input, restore) in inputs.into_iter().zip(cuts.into_iter().cycle()) {
            let told = whole.handle(input.clone()).unwrap_or_default();
            prop_assert_eq!(&cut.handle(input).unwrap_or_default(), &told);
            if restore {
                cut = Engine::restore(program.clone(), &cut.snapshot().unwrap()).unwrap();
            }
            prop_assert_eq!(cut.next_due(), whole.next_due());
        }
        prop_assert_eq!(cut.digest(), whole.digest());
    }

    #[test]
    fn any_order_of_arrival_leaves_the_same_facts(
        program in program(),
        inputs in inputs(Shape::Shuffled, 40),
        order in prop::collection::vec(any::<u32>(), 120),
    ) {
        let program = Program::parse(&program).map_err(|error| TestCaseError::fail(error.to_string()))?;
        // Without any time told nothing is late; the tick at the end tells it.
        let (mut inputs, end): (Vec<Input>, Vec<Input>) = inputs
            .into_iter()
            .partition(|input| !matches!(input.body, Body::Tick(_)));
        for input in &mut inputs {
            input.received = None;
        }
        let mut shuffled: Vec<(u32, Input)> = order.into_iter().zip(inputs.clone()).collect();
        shuffled.extend(inputs.iter().skip(120).map(|input| (0, input.clone())));
        shuffled.sort_by_key(|(order, _)| *order);
        let run = |inputs: Vec<Input>| {
            let mut engine = Engine::new(program.clone());
            for input in inputs.into_iter().chain(end.clone()) {
                // Of two revisions that come in the other order the older one is refused.
                let _ = engine.handle(input);
            }
            engine.facts_digest()
        };
        let shuffled = shuffled.into_iter().map(|(_, input)| input).collect();
        prop_assert_eq!(run(shuffled), run(inputs));
    }

    #[test]
    fn no_alert_depends_on_what_comes_after_it(
        program in program(),
        inputs in inputs(Shape::InOrder, 25),
    ) {
        let program = Program::parse(&program).map_err(|error| TestCaseError::fail(error.to_string()))?;
        let whole = History::of(&program, &inputs);
        let alerts = evaluate_history(&program, &whole);
        for last in &whole.signals {
            let edge = (last.signal.at, &last.id);
            let mut so_far = whole.clone();
            so_far.signals.retain(|told| (told.signal.at, &told.id) <= edge);
            so_far.until = Some(edge.0);
            // An alert at a deadline comes before the signals of that instant.
            let known = |alert: &&Fired| {
                let at_signal = whole.signal(&alert.signal).unwrap().at == alert.at;
                alert.at < edge.0 || alert.at == edge.0 && (!at_signal || alert.signal <= *edge.1)
            };
            let expected: BTreeSet<Fired> = alerts.iter().filter(known).cloned().collect();
            prop_assert_eq!(evaluate_history(&program, &so_far), expected);
        }
    }

    #[test]
    fn no_alert_gets_lost_and_no_concern_its_follow_up(
        program in limited_program(),
        inputs in inputs(Shape::InOrder, 30),
    ) {
        let program = Program::parse(&program).map_err(|error| TestCaseError::fail(error.to_string()))?;
        let history = History::of(&program, &inputs);
        let alerts = evaluate(&program, &inputs);
        let decided = decide(&program, &history, &alerts, &[]);
        prop_assert_eq!(decided.len(), alerts.len());
        for one in &decided {
            let case = &program.spec().rules.get(&one.fired.rule).unwrap().raise.case;
            if let (Standing::Suppressed(by), Some(case)) = (&one.standing, case) {
                prop_assert!(!by.is_empty());
                let opened = decided.iter().any(|other| {
                    other.standing == Standing::Raised
                        && other.fired.at <= one.fired.at
                        && other.fired.customer == one.fired.customer
                        && other.fired.same == one.fired.same
                        && program.spec().rules.get(&other.fired.rule).unwrap().raise.case.as_ref() == Some(case)
                });
                prop_assert!(opened, "{one:?}");
            }
        }
    }
}

/// A start whose way is too long for a `gap` finds no other way once the items on it are used.
#[test]
fn a_start_that_came_to_nothing_stays_so() {
    let program = Program::parse(
        r#"{"voc": 1, "name": "t", "rules": {"m": {"sequence": {"within": "P30D", "steps": [
            {"when": "true"}, {"when": "kind == \"order\""},
            {"when": "kind == \"order\"", "gap": "PT2H"}]}}}}"#,
    )
    .unwrap();
    let signals = [
        ("s0", "27T20:00", "contact"),
        ("s1", "27T20:30", "order"),
        ("s2", "29T23:00", "order"),
        ("s3", "30T00:30", "order"),
        ("s4", "30T20:00", "order"),
        ("s5", "30T21:00", "order"),
    ];
    let inputs: Vec<Input> = signals
        .iter()
        .map(|(id, at, kind)| {
            let at = format!("2026-03-{at}:00Z");
            let signal = serde_json::json!({"at": at, "kind": kind, "customer": "c"});
            let form = serde_json::json!({"id": id, "received": at, "signal": signal});
            serde_json::from_value(form).unwrap()
        })
        .collect();
    assert_eq!(evaluate(&program, &inputs).len(), 1);
    differ(&program, &inputs, by_engine).unwrap();
}

fn name(pattern: &Pattern) -> &'static str {
    match pattern {
        Pattern::Each => "each",
        Pattern::Count(count) if count.distinct.is_some() => "count distinct",
        Pattern::Count(_) => "count",
        Pattern::Nth(_) => "nth",
        Pattern::Every(_) => "every",
        Pattern::Sequence(sequence) if sequence.unless.is_some() => "sequence unless",
        Pattern::Sequence(_) => "sequence",
        Pattern::Absent(_) => "absent",
        Pattern::Change(_) => "change",
        Pattern::Streak(_) => "streak",
        Pattern::Silence(_) => "silence",
    }
}

#[test]
fn every_pattern_fires_often_enough_to_be_tested() {
    let mut runner = TestRunner::deterministic();
    let mut fired: BTreeMap<&str, usize> = BTreeMap::new();
    let mut standings: BTreeMap<&str, usize> = BTreeMap::new();
    let mut on_alerts = 0;
    for _ in 0..250 {
        let text = limited_program().new_tree(&mut runner).unwrap().current();
        let program = Program::parse(&text).unwrap();
        let inputs = inputs(Shape::InOrder, 40)
            .new_tree(&mut runner)
            .unwrap()
            .current();
        let alerts = evaluate(&program, &inputs);
        for alert in &alerts {
            let rule = program.rule(&alert.rule).unwrap();
            *fired.entry(name(&rule.pattern)).or_default() += 1;
            on_alerts += usize::from(rule.subjects().iter().any(|on| on.alert().is_some()));
        }
        let history = History::of(&program, &inputs);
        for one in decide(&program, &history, &alerts, &[]) {
            let standing = match &one.standing {
                Standing::Raised => "raised",
                Standing::Shadow => "shadow",
                Standing::NotLive => "not live",
                Standing::Suppressed(by) if by[0].starts_with("supersedes") => "superseded",
                Standing::Suppressed(_) => "suppressed",
            };
            *standings.entry(standing).or_default() += 1;
        }
    }
    println!("{fired:?}, {on_alerts} on alerts; {standings:?}");
    assert_eq!(fired.len(), 11, "{fired:?}");
    assert!(fired.values().all(|number| *number >= 20), "{fired:?}");
    assert!(on_alerts >= 100, "{on_alerts}");
    assert!(
        standings["superseded"] >= 20 && standings["suppressed"] >= 20,
        "{standings:?}"
    );
}
