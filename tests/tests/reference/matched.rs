//! Which rules hold at one signal, asked without an engine, against a fresh engine that hears of nothing
//! else.

use super::generated::cases;
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use voc_conformance::reference::generate::{Shape, inputs, limited_program};
use voc_core::engine::What;
use voc_core::ordered::Few;
use voc_core::program::{Pattern, Subject};
use voc_core::rule::Matcher;
use voc_core::signal::{Body, Tick};
use voc_core::{Engine, Input, Program, Refusal, Signal, Time, Value};

/// Whether one signal decides a rule.
fn is_single(program: &Program, rule: &str) -> bool {
    let rule = program.rule(rule).unwrap();
    rule.pattern == Pattern::Each
        && match &rule.subject {
            Subject::Any => false,
            Subject::Signal(_) => true,
            Subject::Alert(other) => is_single(program, other),
        }
}

/// The rules that one signal decides whose alert an engine finds for a signal alone, whatever comes of it.
fn by_engine(program: &Program, input: &Input) -> Result<BTreeSet<String>, Refusal> {
    let mut engine = Engine::new(program.clone());
    let mut events = engine.handle(input.clone())?;
    // What `settle` holds back comes out.
    let tick = Body::Tick(Tick { at: Time::MAX });
    events.extend(engine.handle(Input::new("end", tick))?);
    let rule = |what: What| match what {
        What::AlertRaised { alert }
        | What::AlertShadowed { alert }
        | What::AlertSuppressed { alert, .. } => Some(alert.rule),
        _ => None,
    };
    let rules = events.into_iter().filter_map(|event| rule(event.what));
    Ok(rules.filter(|rule| is_single(program, rule)).collect())
}

fn signal_of(input: &Input) -> Option<&Signal> {
    match &input.body {
        Body::Signal(signal) => Some(signal),
        _ => None,
    }
}

fn by_matcher(matcher: &Matcher, signal: &Signal) -> Result<BTreeSet<String>, Refusal> {
    let ids = matcher.matching(signal)?;
    let mut places = vec![7];
    matcher.matching_into(signal, &mut places)?;
    // What was there stays, and the places are those of the ids, in order.
    assert_eq!(places.remove(0), 7);
    assert!(places.is_sorted_by(|one, two| one < two), "{places:?}");
    let named: Vec<&str> = matcher.rule_ids().collect();
    let by_place = places.iter().map(|place| named[usize::from(*place)]);
    assert!(by_place.eq(ids.iter().copied()));
    Ok(ids.into_iter().map(str::to_owned).collect())
}

/// The same program with touch points, topics and a segment that reads a topic.
fn told(text: &str) -> String {
    let mut program: Json = serde_json::from_str(text).unwrap();
    program["fields"]["paid"] = json!("bool");
    program["touch_points"] = json!({"desk": {}, "shop": {}});
    program["journeys"] = json!({
        "claim": {"stages": [{"id": "tell", "touch_points": ["desk"]}]},
        "buy": {"stages": [{"id": "look", "touch_points": ["shop"]}, {"id": "pay", "touch_points": ["shop"]}]},
    });
    program["topics"] = json!({"price": ["dear", "too much"]});
    program["segments"]["cross"] = json!("topic(\"price\") && ltr <= 6");
    let more = json!({
        "told": {"when": "stage == \"tell\""},
        "dear": {"when": "topic(\"price\")", "shadow": true},
        "cross": {"when": "segment(\"cross\") || paid"},
        "after": {"alert": "cross"},
    });
    let rules = program["rules"].as_object_mut().unwrap();
    rules.extend(more.as_object().unwrap().clone());
    program.to_string()
}

fn set(values: &mut Few<String, Value>, name: &str, value: Value) {
    values.insert(name.to_owned(), value);
}

/// What is done to a signal on its way; of the last ones the engine takes none.
fn spoil(signal: &mut Signal, die: u8) {
    let text = |text: &str| Some(text.to_owned());
    match die % 16 {
        0 | 1 => signal.touch_point = text("desk"),
        2 => signal.touch_point = text("shop"),
        3 | 4 => signal.verbatim = text("It was much Too Much for me."),
        5 => signal.verbatim = text("fine"),
        6 => signal.stage = text("pay"),
        // An int of a number, and a number of an int.
        7 => set(&mut signal.fields, "amount", Value::Int(3)),
        8 => set(&mut signal.fields, "ltr", Value::Number(4.0)),
        9 => signal.customer = None,
        10 => set(&mut signal.fields, "ltr", Value::Number(4.5)),
        11 => set(&mut signal.fields, "none", Value::Int(4)),
        12 => signal.touch_point = text("dsk"),
        13 => signal.customer = text(""),
        14 => set(&mut signal.attributes, "tier", Value::Int(4)),
        _ => {}
    }
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn the_rules_of_one_signal_are_those_that_an_engine_finds(
        program in limited_program(),
        inputs in inputs(Shape::Shuffled, 20),
        dice in prop::collection::vec((any::<u8>(), any::<u8>()), 20),
    ) {
        let program = Program::parse(&told(&program)).map_err(|error| TestCaseError::fail(error.to_string()))?;
        let matcher = Matcher::of(&program);
        let single: BTreeSet<&str> = program.rules().map(|rule| rule.id.as_str()).filter(|id| is_single(&program, id)).collect();
        prop_assert_eq!(matcher.rule_ids().collect::<BTreeSet<_>>(), single);
        let signals = inputs.into_iter().filter(|input| signal_of(input).is_some());
        for (mut input, (one, two)) in signals.zip(dice) {
            if let Body::Signal(signal) = &mut input.body {
                spoil(signal, one);
                spoil(signal, two);
            }
            input.received = None;
            let found = by_matcher(&matcher, signal_of(&input).unwrap());
            prop_assert_eq!(found, by_engine(&program, &input), "{:?}", input);
        }
    }
}
