//! Whether a customer may be asked, by the engine and by definition.

use super::generated::cases;
use proptest::prelude::*;
use serde_json::{Value, json};
use voc_conformance::reference::{History, Invitation, may_invite};
use voc_core::{Engine, Input, Program, Signal, Time};

const HOUR: i64 = 3_600_000_000;
/// 2026-01-26T09:00:00Z: months of 31, 28 and 31 days are near, and a change of clocks.
const START: i64 = 1_769_418_000_000_000;

fn time(hours: i64) -> Time {
    Time::from_micros(START + hours * HOUR).unwrap()
}

fn maybe(values: &'static [&'static str]) -> impl Strategy<Value = Option<&'static str>> {
    prop::option::weighted(0.8, prop::sample::select(values))
}

/// Whom, about what, to which survey.
fn about() -> impl Strategy<Value = Value> {
    (
        prop::sample::select(&["ann", "bob"][..]),
        maybe(&["p", "q"]),
        maybe(&["nps", "paid"]),
        maybe(&["a", "b"]),
    )
        .prop_map(|(customer, respondent, survey, claim)| {
            let mut form = json!({"kind": "invitation", "customer": customer, "fields": {}});
            for (name, value) in [("survey", survey), ("claim", claim)] {
                if let Some(value) = value {
                    form["fields"][name] = json!(value);
                }
            }
            if let Some(respondent) = respondent {
                form["respondent"] = json!(respondent);
            }
            form
        })
}

fn quarantine() -> impl Strategy<Value = Value> {
    let per = prop::sample::subsequence(vec!["customer", "respondent", "survey", "claim"], 1..=2);
    let span = prop::sample::select(&["PT5H", "P1D", "P7D", "P1M", "P2M"][..]);
    (1_u32..4, per, span, 0..4).prop_map(|(invitations, per, within, covers)| {
        let mut limit = json!({"invitations": invitations, "per": per, "within": within});
        match covers {
            0 => limit["surveys"] = json!("nps"),
            1 => limit["except"] = json!("paid"),
            _ => {}
        }
        limit
    })
}

fn program(quarantine: &[Value]) -> Program {
    let limits = quarantine.iter().enumerate();
    let limits = limits.map(|(number, limit)| (format!("q{number}"), limit.clone()));
    let text = json!({
        "voc": 1, "name": "t", "time_zone": "Europe/London", "lateness": "P3D",
        "fields": {"survey": "text", "claim": "text"},
        "surveys": {"nps": {"type": "relationship"}, "paid": {"type": "transactional"}},
        "quarantine": limits.collect::<serde_json::Map<_, _>>(),
    });
    Program::parse(&text.to_string()).unwrap()
}

/// Something that happens: so many hours after the one before, told so many hours later.
fn happening() -> impl Strategy<Value = (i64, i64, Value, u8)> {
    let gap = prop_oneof![4 => 0_i64..30, 1 => 200_i64..900];
    let delay = prop_oneof![3 => Just(0_i64), 2 => 0_i64..60, 1 => 80_i64..200];
    (gap, delay, about(), any::<u8>())
}

/// The inputs in the order in which they come in.
fn inputs(happenings: &[(i64, i64, Value, u8)]) -> Vec<Input> {
    let mut all: Vec<(i64, Value)> = Vec::new();
    let mut at = 0;
    for (number, (gap, delay, about, change)) in happenings.iter().enumerate() {
        at += gap;
        let id = format!("i{:03}-{number:02}", change.wrapping_mul(37));
        let told = at + delay;
        let input = |received: i64, revision: u32, about: &Value| {
            let form = json!({"id": id, "received": time(received), "revision": revision, "signal": about});
            (received, form)
        };
        let mut about = about.clone();
        about["at"] = json!(time(at));
        all.push(input(told, 0, &about));
        match change % 8 {
            0 if *delay < 60 => {
                let form = json!({"id": format!("r-{id}"), "received": time(told + 2), "retract": {"signal": id}});
                all.push((told + 2, form));
            }
            1 if *delay < 60 => {
                about["at"] = json!(time(at - 3));
                about["respondent"] = json!("q");
                all.push(input(told + 3, 1, &about));
            }
            _ => {}
        }
    }
    all.sort_by_key(|(received, form)| {
        (*received, form["id"].to_string(), form["revision"].as_u64())
    });
    let parse = |(_, form): (i64, Value)| serde_json::from_value(form).unwrap();
    all.into_iter().map(parse).collect()
}

fn invitation(signal: &Signal) -> Invitation {
    let survey = signal.fields.get("survey").map(ToString::to_string);
    Invitation {
        at: signal.at,
        survey,
        about: signal.clone(),
    }
}

/// What the engine says, in the words of the reference.
fn by_engine(engine: &Engine, asked: &Signal) -> Result<(), (Vec<String>, Time)> {
    let survey = asked.fields.get("survey").map(ToString::to_string);
    let mut invitation = voc_core::signal::Invitation::new(
        asked.customer.clone().unwrap(),
        survey.unwrap(),
        asked.at,
    );
    invitation.respondent.clone_from(&asked.respondent);
    invitation.fields.clone_from(&asked.fields);
    let answer = engine.may_invite(&invitation).unwrap();
    assert_eq!(answer.may, answer.earliest == asked.at);
    assert_eq!(answer.may, answer.held_by.is_empty());
    if answer.may {
        return Ok(());
    }
    let held = answer.held_by.into_iter().map(|held| held.quarantine);
    Err((held.collect(), answer.earliest))
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn the_engine_lets_through_what_the_definitions_do(
        limits in prop::collection::vec(quarantine(), 1..4),
        happenings in prop::collection::vec(happening(), 1..25),
        questions in prop::collection::vec((about(), -20_i64..40, any::<bool>()), 25),
    ) {
        let program = program(&limits);
        let inputs = inputs(&happenings);
        let mut engine = Engine::new(program.clone());
        for (number, (mut asked, later, restore)) in (0..inputs.len()).zip(questions.into_iter().cycle()) {
            engine.handle(inputs[number].clone()).unwrap();
            if restore {
                engine = Engine::restore(program.clone(), &engine.snapshot().unwrap()).unwrap();
            }
            let now = engine.now().unwrap();
            let known = History::of(&program, &inputs[..=number]);
            let sent: Vec<Invitation> = known.signals.iter().map(|told| invitation(&told.signal)).collect();
            asked["at"] = json!(now.plus(later * HOUR));
            if asked["fields"]["survey"].is_null() {
                asked["fields"]["survey"] = json!("nps");
            }
            let asked: Signal = serde_json::from_value(asked).unwrap();
            prop_assert_eq!(
                by_engine(&engine, &asked),
                may_invite(&program, &sent, &invitation(&asked)),
                "{:?} of {:?}", asked, sent
            );
        }
    }
}
