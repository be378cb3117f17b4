//! Random logs of inputs: few customers, clustered times, ties, missing values, statements,
//! corrections and retractions.

use proptest::prelude::*;
use serde_json::{Value, json};
use voc_core::{Input, Time};

const MINUTE: i64 = 60_000_000;
pub(super) const SLOT: i64 = 30 * MINUTE;
pub(super) const DAY: i64 = 24 * 60 * MINUTE;
/// 2026-03-27T20:00:00Z: the clocks of London change on the 29th.
const START: i64 = 1_774_641_600_000_000;
/// What happens comes in clusters, so many days after the start.
const CLUSTERS: [i64; 7] = [0, 0, 1, 2, 3, 31, 62];
/// Less than every `lateness` of the programs.
const IN_TIME: i64 = 20 * 60 * MINUTE;

/// How inputs come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Each when it happens, in order; no corrections and no retractions.
    InOrder,
    /// Up to `lateness` late, with corrections, retractions, duplicates and late attributes.
    Shuffled,
    /// As `Shuffled`, and some later than `lateness`.
    Late,
}

#[derive(Debug, Clone)]
struct Happening {
    at: i64,
    delay: i64,
    what: What,
    change: Change,
}

#[derive(Debug, Clone)]
enum What {
    Signal(Value),
    Statement(Value),
}

#[derive(Debug, Clone)]
enum Change {
    None,
    Duplicate,
    Correction(i64),
    Retraction,
    RetractionBefore,
}

fn maybe(weight: f64, values: &'static [&'static str]) -> impl Strategy<Value = Value> {
    prop::option::weighted(weight, prop::sample::select(values)).prop_map(|value| json!(value))
}

/// Without the keys that are absent.
fn dense(value: Value) -> Value {
    match value {
        Value::Object(entries) => entries
            .into_iter()
            .filter(|(_, value)| !value.is_null())
            .map(|(key, value)| (key, dense(value)))
            .collect(),
        other => other,
    }
}

fn attributes() -> impl Strategy<Value = Value> {
    (maybe(0.7, &["gold", "basic"]), prop::option::of(0_i64..8))
        .prop_map(|(tier, renewals)| json!({"tier": tier, "renewals": renewals}))
}

fn customer() -> impl Strategy<Value = Value> {
    prop_oneof![
        4 => Just(json!("ann")),
        2 => Just(json!("bob")),
        1 => Just(json!("cy")),
    ]
}

fn signal() -> impl Strategy<Value = Value> {
    let who = prop_oneof![12 => customer(), 1 => Just(Value::Null)];
    let fields = (
        maybe(0.7, &["a", "b"]),
        prop::option::weighted(0.7, 0_i64..=10),
        prop::option::weighted(0.6, prop::sample::select(&[0.1, 0.2, 0.3, 1.0, 2.5][..])),
        prop::option::weighted(0.5, any::<bool>()),
    )
        .prop_map(|(claim, ltr, amount, paid)| {
            json!({"claim": claim, "ltr": ltr, "amount": amount, "paid": paid})
        });
    (
        who,
        prop::sample::select(&["contact", "contact", "response", "order"][..]),
        maybe(0.8, &["web", "phone"]),
        maybe(0.6, &["p", "q"]),
        fields,
        prop::option::weighted(0.2, attributes()),
    )
        .prop_map(
            |(customer, kind, channel, respondent, fields, attributes)| {
                json!({
                    "customer": customer, "kind": kind, "channel": channel,
                    "respondent": respondent, "fields": fields,
                    "attributes": attributes.unwrap_or_else(|| json!({})),
                })
            },
        )
}

fn statement() -> impl Strategy<Value = Value> {
    (customer(), attributes())
        .prop_map(|(customer, attributes)| json!({"customer": customer, "attributes": attributes}))
}

fn happening(shape: Shape) -> impl Strategy<Value = Happening> {
    let at = (prop::sample::select(&CLUSTERS[..]), 0_i64..14)
        .prop_map(|(day, slot)| day * DAY + slot * SLOT);
    let delay = match shape {
        Shape::InOrder => Just(0).boxed(),
        Shape::Shuffled => (0..IN_TIME / MINUTE)
            .prop_map(|minutes| minutes * MINUTE)
            .boxed(),
        Shape::Late => prop_oneof![
            4 => (0..IN_TIME / MINUTE).prop_map(|minutes| minutes * MINUTE),
            1 => 2 * DAY..4 * DAY,
        ]
        .boxed(),
    };
    let change = match shape {
        Shape::InOrder => Just(Change::None).boxed(),
        _ => prop_oneof![
            12 => Just(Change::None),
            1 => Just(Change::Duplicate),
            2 => (-3_i64..=3).prop_map(Change::Correction),
            1 => Just(Change::Retraction),
            1 => Just(Change::RetractionBefore),
        ]
        .boxed(),
    };
    let what = prop_oneof![
        8 => signal().prop_map(What::Signal),
        1 => statement().prop_map(What::Statement),
    ];
    (at, delay, what, change).prop_map(|(at, delay, what, change)| Happening {
        at,
        delay,
        what,
        change,
    })
}

pub(super) fn time(micros: i64) -> Value {
    json!(Time::from_micros(START + micros))
}

fn input(id: &str, received: i64, revision: u32, body: (&str, Value)) -> (i64, Value) {
    let mut form = json!({"id": id, "received": time(received), "revision": revision});
    form[body.0] = dense(body.1);
    (received, form)
}

/// The inputs of one happening, each with when it comes in.
fn arrivals(id: &str, one: &Happening) -> Vec<(i64, Value)> {
    let received = one.at + one.delay;
    let mut body = match &one.what {
        What::Statement(statement) => {
            let mut statement = statement.clone();
            statement["at"] = time(one.at);
            // A statement is never late: what it changes must still be there.
            let received = one.at + one.delay.min(IN_TIME);
            return vec![input(id, received, 0, ("customer", statement))];
        }
        What::Signal(signal) => signal.clone(),
    };
    body["at"] = time(one.at);
    if one.delay > IN_TIME {
        // What is known of the customer would change where nothing can change any more.
        body["attributes"] = json!({});
    }
    let mut all = vec![input(id, received, 0, ("signal", body.clone()))];
    if one.delay > IN_TIME {
        return all;
    }
    match one.change {
        Change::None => {}
        Change::Duplicate => all.push(input(id, received + SLOT, 0, ("signal", body))),
        Change::Correction(slots) => {
            let at = (one.at + slots * SLOT).min(received);
            body["at"] = time(at);
            body["fields"]["ltr"] = json!(slots + 3);
            all.push(input(id, at.max(received) + SLOT, 1, ("signal", body)));
        }
        Change::Retraction | Change::RetractionBefore => {
            let before = matches!(one.change, Change::RetractionBefore);
            let at = if before {
                received - SLOT
            } else {
                received + SLOT
            };
            let retract = json!({"signal": id});
            all.push(input(&format!("r-{id}"), at, 0, ("retract", retract)));
        }
    }
    all
}

/// A log of at most `most` happenings in the order in which they come in, and a last tick up to 40
/// days after the last of them.
pub fn inputs(shape: Shape, most: usize) -> impl Strategy<Value = Vec<Input>> {
    let happenings = prop::collection::vec((happening(shape), any::<u8>()), 1..most);
    (happenings, 0_i64..40).prop_map(|(happenings, rest)| {
        let mut all: Vec<(i64, Value)> = Vec::new();
        for (number, (one, shuffle)) in happenings.iter().enumerate() {
            // The ids of one instant stand in no order of coming in.
            all.extend(arrivals(&format!("s{shuffle:03}-{number:02}"), one));
        }
        all.sort_by_key(|(received, form)| {
            (*received, form["id"].to_string(), form["revision"].as_u64())
        });
        let last = all.last().map_or(0, |(received, _)| *received);
        let end = last + rest * DAY + SLOT;
        all.push((end, json!({"id": "end", "tick": {"at": time(end)}})));
        all.into_iter()
            .filter_map(|(_, form)| serde_json::from_value(form).ok())
            .collect()
    })
}
