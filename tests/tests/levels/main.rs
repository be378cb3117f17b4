//! Rules over metrics: the engine against the definitions, in whatever order answers come in.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may panic"
)]

mod reference;

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use reference::{Answer, Fired, evaluate};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use voc_core::engine::{Event, FactsPart, What, partition_of};
use voc_core::{Engine, Input, Program, Time};

const HOUR: i64 = 3_600_000_000;
const DAYS: i64 = 80;
/// 2026-02-16T00:00:00Z: the clocks of London change on 29 March.
const START: i64 = 1_771_200_000_000_000;

fn at(minutes: i64) -> Time {
    Time::from_micros(START + minutes * HOUR / 60).unwrap()
}

fn program(rules: &[Value], zone: &str, lateness: &str) -> Value {
    let rules: BTreeMap<String, &Value> = rules
        .iter()
        .enumerate()
        .map(|(index, rule)| (format!("r{index}"), rule))
        .collect();
    json!({
        "voc": 1, "name": "Levels", "time_zone": zone, "lateness": lateness,
        "kinds": {"response": {"fields": ["ltr", "csat", "topic"]}},
        "fields": {"ltr": "int", "csat": "int", "topic": "text"},
        "customer": {"tier": "text", "old": "bool"},
        "segments": {"gold": "customer.tier == \"gold\"", "old": "customer.old"},
        "metrics": {
            "nps": {"kind": "nps", "of": "ltr", "by": ["topic"]},
            "csat": {"kind": "csat", "of": "csat", "scale": [1, 5], "by": ["topic"]},
            "fine": {"kind": "rate", "of": "csat >= 3 && ltr >= 5", "out_of": "has(csat)", "by": ["topic"]},
        },
        "rules": rules,
    })
}

fn rule() -> impl Strategy<Value = Value> {
    let by = prop::sample::subsequence(vec!["touch_point", "unit", "topic", "segment"], 0..=2);
    let every = prop::sample::select(vec!["P1D", "P1D", "P1W", "P1M"]);
    let over = prop::sample::select(vec!["P1D", "P3D", "P7D", "P28D", "P1M", "P2M"]);
    let metric = prop::sample::select(vec!["nps", "csat", "fine"]);
    let confidence = prop::option::of(prop::sample::select(vec![0.5, 0.8, 0.95]));
    let family = prop::option::of(prop::sample::select(vec!["test", "groups", "year"]));
    let test = (0_u8..5, 3_i32..=7, 0_i32..=1);
    (by, every, over, metric, 1_u32..=12, confidence, family, test).prop_map(
        |(by, every, over, metric, min_n, confidence, family, (test, level, clear))| {
            let unit = if metric == "nps" { 20.0 } else { 0.1 };
            let middle = if metric == "nps" { 5 } else { 0 };
            let level_of = |level: i32| f64::from(level - middle) * unit;
            let mut rule = json!({"metric": metric, "by": by, "every": every, "over": over, "min_n": min_n});
            let keys = rule.as_object_mut().unwrap();
            let mut significant = false;
            match test {
                0 | 1 => {
                    let (key, sign) = if test == 0 { ("below", 1) } else { ("above", -1) };
                    keys.insert(key.into(), json!(level_of(level)));
                    keys.insert("clear".into(), json!(level_of(level + sign * clear)));
                }
                2 => {
                    keys.insert("change".into(), json!({"by": unit * f64::from(2 * level - 9)}));
                }
                _ => {
                    significant = true;
                    let mut change = json!({"significant": true});
                    if test == 4 {
                        change["by"] = json!(unit * f64::from(2 * level - 9));
                    }
                    keys.insert("change".into(), change);
                }
            }
            if let Some(confidence) = confidence {
                keys.insert("confidence".into(), json!(confidence));
            }
            if let Some(family) = family.filter(|_| confidence.is_some() || significant) {
                keys.insert("family".into(), json!(family));
            }
            rule
        },
    )
}

fn answer(late: bool) -> impl Strategy<Value = Answer> {
    let part =
        |values: &'static [&'static str]| prop::option::weighted(0.9, prop::sample::select(values));
    let parts = (part(&["a", "b"]), part(&["u", "v", "w"]), part(&["x", "y"]));
    let delay_max: i64 = if late { 6 * 1440 } else { 2880 };
    let when = (
        0..DAYS * 1440,
        0..=delay_max,
        prop::option::weighted(0.05, 0_i64..=2880),
    );
    // Moods last ten days, so that numbers move.
    (when, parts, any::<(bool, bool)>(), 0_i64..=5, 0_i64..=2).prop_map(
        |((minutes, delay, taken), (touch_point, unit, topic), (gold, old), ltr, csat)| {
            let mood = minutes / 14_400 % 3;
            let named = [
                ("touch_point", touch_point),
                ("unit", unit),
                ("topic", topic),
            ];
            let segments = [("gold", gold), ("old", old)];
            let received = minutes + delay;
            Answer {
                at: at(minutes),
                received: at(received),
                retracted: taken.map(|later| at(received + later)),
                parts: named
                    .into_iter()
                    .filter_map(|(name, value)| Some((name, value?.to_owned())))
                    .collect(),
                segments: segments
                    .into_iter()
                    .filter(|(_, holds)| *holds)
                    .map(|(name, _)| name)
                    .collect(),
                ltr: ltr + mood * 2 + 1,
                csat: csat + mood + 1,
            }
        },
    )
}

fn input(id: &str, answer: &Answer) -> Value {
    let mut signal = json!({
        "at": answer.at, "kind": "response", "customer": format!("c-{id}"),
        "fields": {"ltr": answer.ltr, "csat": answer.csat},
        "attributes": {
            "tier": if answer.segments.contains(&"gold") { "gold" } else { "none" },
            "old": answer.segments.contains(&"old"),
        },
    });
    for (name, value) in &answer.parts {
        let place = if *name == "topic" {
            &mut signal["fields"]
        } else {
            &mut signal
        };
        place[*name] = json!(value);
    }
    json!({"id": id, "received": answer.received, "signal": signal})
}

/// The inputs as they come in, each with the customer whom it is about; the last is about all.
fn arriving(answers: &[Answer], until: Time) -> Vec<(Option<String>, Input)> {
    let mut arriving = Vec::new();
    for (index, answer) in answers.iter().enumerate() {
        let id = format!("s{index:04}");
        let customer = Some(format!("c-{id}"));
        arriving.push((answer.received, customer.clone(), input(&id, answer)));
        if let Some(at) = answer.retracted {
            let retract =
                json!({"id": format!("x{index:04}"), "received": at, "retract": {"signal": id}});
            arriving.push((at, customer, retract));
        }
    }
    arriving.sort_by_key(|(received, ..)| *received);
    arriving.push((until, None, json!({"id": "end", "tick": {"at": until}})));
    let input = |input: Value| Input::from_json(&input.to_string()).unwrap();
    let arriving = arriving.into_iter();
    arriving
        .map(|(_, whose, form)| (whose, input(form)))
        .collect()
}

/// What events say of alerts.
fn fired(events: Vec<Event>) -> BTreeSet<Fired> {
    let mut fired = BTreeSet::new();
    for event in events {
        let What::AlertRaised { alert } = event.what else {
            continue;
        };
        let found = alert.why.metric.unwrap();
        let fresh = fired.insert(Fired {
            rule: alert.rule,
            group: found.group.into_iter().collect(),
            at: alert.at,
            announced: event.at,
            n: found.estimate.n,
        });
        assert!(fresh);
    }
    fired
}

/// What engines that have a part of the customers each come to together.
fn by_parts(
    program: &Program,
    answers: &[Answer],
    until: Time,
    of: u32,
) -> (BTreeSet<Fired>, String) {
    let mut engines = vec![Engine::for_part(program.clone()); of as usize];
    for (whose, input) in arriving(answers, until) {
        for (part, engine) in (0..).zip(&mut engines) {
            if whose
                .as_deref()
                .is_none_or(|customer| partition_of(customer, of) == part)
            {
                assert_eq!(
                    fired(engine.handle(input.clone()).unwrap()),
                    BTreeSet::new()
                );
            }
        }
    }
    let parts = engines.iter().map(|engine| engine.part().unwrap());
    let all = FactsPart::together(parts).unwrap();
    let judged = all.judge_metrics(None, None).unwrap();
    (fired(judged), all.facts_digest().unwrap())
}

/// What the engine announces; it is saved and restored after every so many inputs.
fn by_engine(
    program: &Program,
    answers: &[Answer],
    until: Time,
    every: usize,
) -> (BTreeSet<Fired>, String) {
    let mut engine = Engine::new(program.clone());
    let mut all = Vec::new();
    for (index, (_, input)) in arriving(answers, until).into_iter().enumerate() {
        let due = engine.next_due();
        for event in engine.handle(input).unwrap() {
            assert!(
                !matches!(event.what, What::AlertRaised { .. })
                    || due.is_some_and(|due| due <= event.at),
                "nobody was told of {}",
                event.at
            );
            all.push(event);
        }
        if index % every == 0 {
            let snapshot = engine.snapshot().unwrap();
            let digest = engine.digest();
            engine = Engine::restore(program.clone(), &snapshot).unwrap();
            assert_eq!(engine.digest(), digest);
        }
    }
    (fired(all), engine.facts_digest())
}

fn case(late: bool) -> impl Strategy<Value = (Value, Vec<Answer>)> {
    let zone = prop::sample::select(vec!["UTC", "Europe/London", "Pacific/Auckland"]);
    let program = (prop::collection::vec(rule(), 1..4), zone)
        .prop_map(|(rules, zone)| program(&rules, zone, "P2D"));
    (program, prop::collection::vec(answer(late), 0..250))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn an_engine_fires_what_the_definitions_say(
        (program, answers) in case(true),
        until in 0..(DAYS + 40) * 1440,
        every in 20_usize..200,
    ) {
        let program = Program::parse(&program.to_string()).unwrap();
        // No word comes in after the last tick.
        let last = answers.iter().map(|one| one.received.max(one.retracted.unwrap_or(one.received))).max();
        let until = at(until).max(last.unwrap_or(at(0)));
        let wanted = evaluate(&program, &answers, until);
        let (found, _) = by_engine(&program, &answers, until, every);
        prop_assert_eq!(found, wanted);
    }

    #[test]
    fn parts_of_the_customers_come_to_the_same(
        (program, answers) in case(true),
        until in 0..(DAYS + 40) * 1440,
        of in 1_u32..=6,
    ) {
        let program = Program::parse(&program.to_string()).unwrap();
        let last = answers.iter().map(|one| one.received.max(one.retracted.unwrap_or(one.received))).max();
        let until = at(until).max(last.unwrap_or(at(0)));
        let whole = by_engine(&program, &answers, until, usize::MAX);
        let parts = by_parts(&program, &answers, until, of);
        prop_assert_eq!(&parts.0, &evaluate(&program, &answers, until));
        prop_assert_eq!(parts, whole);
    }

    #[test]
    fn the_order_of_arrival_leaves_no_trace(
        (program, answers) in case(false),
        delays in prop::collection::vec(0_i64..=2880, 250),
    ) {
        let program = Program::parse(&program.to_string()).unwrap();
        let until = at((DAYS + 40) * 1440);
        let mut answers = answers;
        // What is taken back later than `lateness` after it happened may have been judged before.
        for answer in &mut answers {
            answer.retracted = None;
        }
        let shuffled: Vec<Answer> = answers
            .iter()
            .zip(&delays)
            .map(|(answer, delay)| Answer {
                received: answer.at.plus(delay * HOUR / 60),
                ..answer.clone()
            })
            .collect();
        let straight = by_engine(&program, &answers, until, usize::MAX);
        let other = by_engine(&program, &shuffled, until, 7);
        prop_assert_eq!(straight, other);
    }
}

#[test]
fn every_test_fires_often_enough_to_be_tested() {
    let mut runner = TestRunner::deterministic();
    let mut fired: BTreeMap<String, usize> = BTreeMap::new();
    for _ in 0..100 {
        let (program, answers) = case(true).new_tree(&mut runner).unwrap().current();
        let compiled = Program::parse(&program.to_string()).unwrap();
        for alert in evaluate(&compiled, &answers, at((DAYS + 40) * 1440)) {
            let rule = &program["rules"][&alert.rule];
            for key in ["below", "above", "change", "family", "confidence"] {
                if !rule[key].is_null() {
                    *fired.entry(key.to_owned()).or_default() += 1;
                }
            }
            for name in rule["by"].as_array().unwrap() {
                *fired.entry(name.to_string()).or_default() += 1;
            }
            *fired.entry(rule["every"].to_string()).or_default() += 1;
        }
    }
    println!("{fired:?}");
    assert!(
        fired.len() >= 12 && fired.values().all(|number| *number >= 20),
        "{fired:?}"
    );
}
