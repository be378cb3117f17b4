//! Kill the host after any input, and go on from the last snapshot plus the inputs since.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test may panic"
)]

mod sample;

use serde_json::json;
use voc_core::{Engine, Input};

const LENGTH: usize = 500;
/// How many inputs lie between two snapshots of the host.
const EVERY: usize = 50;

/// Five hundred inputs of all kinds: the sample's, and among them duplicates, retractions,
/// corrections, statements, ticks and refusals.
fn log() -> Vec<Input> {
    let mut log = Vec::new();
    for (number, input) in sample::inputs(60).into_iter().enumerate() {
        let received = input.received.unwrap();
        let id = input.id.clone();
        let signal = serde_json::to_value(&input).unwrap().get("signal").cloned();
        log.push(input.clone());
        let extra = match number % 35 {
            5 => Some(serde_json::to_value(&input).unwrap()),
            10 => Some(
                json!({"id": format!("x{number}"), "received": received, "retract": {"signal": id}}),
            ),
            15 => Some(json!({"id": format!("t{number}"), "tick": {"at": received}})),
            20 => Some(
                json!({"id": format!("u{number}"), "received": received, "customer":
                {"at": received, "customer": "c00007", "attributes": {"tier": "gold"}}}),
            ),
            25 => signal
                .filter(|signal| signal["fields"].get("ltr").is_some())
                .map(|mut signal| {
                    signal["fields"]["ltr"] = json!(0);
                    json!({"id": id, "received": received, "revision": 1, "signal": signal})
                }),
            30 => Some(
                json!({"id": format!("r{number}"), "received": received, "signal":
                {"at": received, "kind": "contact", "channel": "fax"}}),
            ),
            _ => None,
        };
        log.extend(extra.map(|extra| Input::from_json(&extra.to_string()).unwrap()));
    }
    log.truncate(LENGTH);
    log
}

#[test]
fn every_cut_of_a_log_of_five_hundred_inputs_comes_to_the_same() {
    let log = log();
    assert_eq!(log.len(), LENGTH);
    let program = sample::program();
    let mut engine = Engine::new(program.clone());
    let mut snapshots = vec![engine.snapshot().unwrap()];
    let mut digests = Vec::new();
    for (number, input) in log.iter().enumerate() {
        let _ = engine.handle(input.clone());
        digests.push(engine.digest());
        if (number + 1) % EVERY == 0 {
            snapshots.push(engine.snapshot().unwrap());
        }
    }
    let counts = engine.counts();
    assert!(
        counts.duplicate > 5 && counts.refused > 5 && counts.late > 0,
        "{counts:?}"
    );
    assert!(
        engine.cases().count() > 10,
        "{} cases",
        engine.cases().count()
    );

    for cut in 0..LENGTH {
        let last = (cut + 1) / EVERY;
        let mut host = Engine::restore(program.clone(), &snapshots[last]).unwrap();
        for input in &log[last * EVERY..=cut] {
            let _ = host.handle(input.clone());
        }
        assert_eq!(
            host.digest(),
            digests[cut],
            "after the cut at input {}",
            cut + 1
        );
        // What a snapshot leaves out, such as an index, shows only in what comes later.
        let later = (cut + EVERY).min(LENGTH - 1);
        for input in &log[cut + 1..=later] {
            let _ = host.handle(input.clone());
        }
        assert_eq!(
            host.digest(),
            digests[later],
            "at input {}, cut at {}",
            later + 1,
            cut + 1
        );
    }
}

#[test]
fn the_sample_runs_and_few_of_its_commands_are_refused() {
    let mut engine = Engine::new(sample::program());
    let inputs = sample::inputs(400);
    let total = inputs.len();
    let mut refusals = Vec::new();
    for input in inputs {
        let id = input.id.clone();
        if let Err(refusal) = engine.handle(input) {
            refusals.push(format!("{id}: {refusal}"));
        }
    }
    refusals
        .iter()
        .take(20)
        .for_each(|refusal| println!("{refusal}"));
    assert!(
        refusals.len() * 200 < total,
        "{} of {total} were refused",
        refusals.len()
    );
    let disputed = engine
        .cases()
        .filter(|case| case.is_false_resolution())
        .count();
    assert!(disputed > 10, "{disputed} false resolutions");
}
