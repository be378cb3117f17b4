//! The order of arrival within `lateness` leaves no trace in the facts.
#![expect(clippy::unwrap_used, reason = "a test may panic")]

use proptest::prelude::*;
use serde_json::{Value, json};
use voc_core::{Engine, Input, Program, Time};

const PROGRAM: &str = r#"
voc: 1
name: Shuffled
lateness: P2D
kinds: {response: {fields: [ltr, topic]}, contact: {fields: [topic]}}
fields: {ltr: int, topic: text}
customer: {tier: text, worth: int}
segments: {gold: 'customer.tier == "gold"'}
units: {north: {}, south: {}}
metrics:
  nps: {kind: nps, of: ltr, by: [topic]}
  gold: {kind: rate, of: 'segment("gold")', out_of: 'has(customer.tier)'}
  mean: {kind: mean, of: ltr, scale: [0, 10], by: [respondent_role, segment]}
  median: {kind: median, of: ltr, scale: [0, 10]}
  topic: {kind: points, of: topic, points: {bill: 2.5}}
  weighted: {kind: mean, of: ltr, weight: customer.worth}
rules:
  detractor: {when: 'kind == "response" && ltr <= 6', raise: {case: recovery}}
  gold-detractor: {when: 'kind == "response" && ltr <= 6 && segment("gold")', raise: {case: recovery, priority: high}}
  three: {when: 'kind == "contact"', count: {at_least: 3, within: P1D}, raise: {case: recovery}}
  two-alike: {when: 'kind == "contact"', count: {at_least: 2, within: PT12H, same: topic}, raise: {case: recovery}}
  month: {when: 'true', count: {at_least: 4, within: P1M}}
cases: {recovery: {priorities: [normal, high], close: {undisputed_after: P1D}}}
"#;

const HOUR: i64 = 3_600_000_000;
/// 2026-03-02T00:00:00Z.
const START: i64 = 1_772_409_600_000_000;

/// Something that happens at an hour, and comes in so many minutes later.
#[derive(Debug, Clone)]
struct Happening {
    hour: i64,
    delay_minutes: i64,
    what: What,
}

#[derive(Debug, Clone)]
enum What {
    Contact(u8, bool),
    Response(u8, i64, Option<bool>),
    Nobody(i64),
    Statement(u8, bool),
    /// Takes back the signal of this number, wherever it stands.
    Retract(usize),
}

fn what() -> impl Strategy<Value = What> {
    prop_oneof![
        5 => (0_u8..3, any::<bool>()).prop_map(|(who, topic)| What::Contact(who, topic)),
        4 => (0_u8..3, 0_i64..=10, prop::option::of(any::<bool>()))
            .prop_map(|(who, ltr, tier)| What::Response(who, ltr, tier)),
        1 => (0_i64..=10).prop_map(What::Nobody),
        1 => (0_u8..3, any::<bool>()).prop_map(|(who, gold)| What::Statement(who, gold)),
        1 => (0_usize..30).prop_map(What::Retract),
    ]
}

fn happenings(hours: i64, delay_minutes_max: i64) -> impl Strategy<Value = Vec<Happening>> {
    let one = (0..hours, 0..=delay_minutes_max, what()).prop_map(|(hour, delay_minutes, what)| {
        Happening {
            hour,
            delay_minutes,
            what,
        }
    });
    prop::collection::vec(one, 1..30)
}

fn time(micros: i64) -> String {
    Time::from_micros(START + micros).unwrap().to_string()
}

fn body(happening: &Happening) -> (&'static str, Value) {
    let at = time(happening.hour * HOUR);
    let tier = |gold: bool| if gold { "gold" } else { "standard" };
    let topic = |bill: bool| if bill { "bill" } else { "line" };
    match &happening.what {
        What::Contact(who, about) => (
            "signal",
            json!({
            "at": at, "kind": "contact", "customer": format!("c{who}"), "fields": {"topic": topic(*about)}}),
        ),
        What::Response(who, ltr, gold) => {
            let mut signal = json!({
                "at": at, "kind": "response", "customer": format!("c{who}"), "unit": "north",
                "fields": {"ltr": ltr}});
            if let (Some(gold), Some(keys)) = (gold, signal.as_object_mut()) {
                let worth = i64::from(*who) + ltr;
                keys.insert(
                    "attributes".into(),
                    json!({"tier": tier(*gold), "worth": worth}),
                );
            }
            ("signal", signal)
        }
        What::Nobody(ltr) => (
            "signal",
            json!({"at": at, "kind": "response", "unit": "south", "fields": {"ltr": ltr}}),
        ),
        What::Statement(who, gold) => (
            "customer",
            json!({
            "at": at, "customer": format!("c{who}"), "attributes": {"tier": tier(*gold)}}),
        ),
        What::Retract(number) => ("retract", json!({"signal": format!("i{number:02}")})),
    }
}

/// The facts after the happenings arrive in the order of `received`.
fn facts(happenings: &[Happening], received: impl Fn(usize, &Happening) -> i64) -> String {
    let mut arriving: Vec<(i64, usize, &Happening)> = happenings
        .iter()
        .enumerate()
        .map(|(number, happening)| (received(number, happening), number, happening))
        .collect();
    arriving.sort_by_key(|(received, number, _)| (*received, *number));
    let mut engine = Engine::new(Program::parse(PROGRAM).unwrap());
    for (received, number, happening) in arriving {
        let (key, body) = body(happening);
        let input = json!({"id": format!("i{number:02}"), "received": time(received), key: body});
        engine
            .handle(Input::from_json(&input.to_string()).unwrap())
            .unwrap();
    }
    engine.facts_digest()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_day_and_a_half_in_any_order(
        happenings in happenings(36, 0),
        order in prop::collection::vec(any::<u32>(), 30),
    ) {
        // Everything comes on the second day, in the order of random numbers, or of their ids.
        let end = 37 * HOUR;
        let straight = facts(&happenings, |number, _| end + i64::try_from(number).unwrap());
        let shuffled = facts(&happenings, |number, _| end + i64::from(order[number]) / 8);
        prop_assert_eq!(straight, shuffled);
    }

    #[test]
    fn three_weeks_with_delays_up_to_lateness(happenings in happenings(21 * 24, 48 * 60)) {
        // Retractions come with a delay too, and reach only what is not yet forgotten: leave them out.
        let happenings: Vec<Happening> = happenings
            .into_iter()
            .filter(|one| !matches!(one.what, What::Retract(_)))
            .collect();
        let straight = facts(&happenings, |_, one| one.hour * HOUR);
        let delayed = facts(&happenings, |_, one| one.hour * HOUR + one.delay_minutes * HOUR / 60);
        prop_assert_eq!(straight, delayed);
    }
}
