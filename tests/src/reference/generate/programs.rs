//! Random programs, as JSON, so that a failing one can be read and kept.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// The rules' ids: the order in which they may wait on each other is not that of their names.
pub(super) const NAMES: [&str; 8] = ["m", "c", "x", "a", "t", "f", "z", "k"];

const CONDITIONS: [&str; 9] = [
    "kind == \"contact\"",
    "kind == \"response\"",
    "kind == \"order\"",
    "true",
    "ltr <= 6",
    "kind == \"contact\" && has(claim)",
    "channel == \"web\" || kind == \"order\"",
    "customer.tier == \"gold\" && kind != \"order\"",
    "segment(\"gold\")",
];

const SPANS: [&str; 8] = ["PT30M", "PT1H", "PT2H", "PT5H", "P1D", "P2D", "P30D", "P1M"];
const PARTS: [&str; 5] = ["claim", "channel", "kind", "paid", "ltr"];
const PERIODS: [&str; 5] = ["day", "week", "month", "quarter", "year"];

fn condition() -> impl Strategy<Value = Value> {
    prop::sample::select(&CONDITIONS[..]).prop_map(Value::from)
}

fn span() -> impl Strategy<Value = Value> {
    prop::sample::select(&SPANS[..]).prop_map(Value::from)
}

fn part() -> impl Strategy<Value = Value> {
    prop::sample::select(&PARTS[..]).prop_map(Value::from)
}

fn same() -> impl Strategy<Value = Option<Value>> {
    prop::option::weighted(0.4, part())
}

/// An object of what is there.
fn object(entries: impl IntoIterator<Item = (&'static str, Option<Value>)>) -> Value {
    let there = entries
        .into_iter()
        .filter_map(|(key, value)| Some((key.to_owned(), value?)));
    Value::Object(there.collect::<Map<_, _>>())
}

/// `when`, or `alert` on one of the rules before.
fn subject(before: usize) -> BoxedStrategy<(&'static str, Value)> {
    let when = condition().prop_map(|condition| ("when", condition));
    if before == 0 {
        return when.boxed();
    }
    let alert = (0..before).prop_map(|rule| ("alert", Value::from(NAMES[rule])));
    prop_oneof![2 => when, 1 => alert].boxed()
}

fn count() -> impl Strategy<Value = Value> {
    let window = prop_oneof![
        3 => span().prop_map(|span| ("within", span)),
        1 => prop::sample::select(&PERIODS[..]).prop_map(|period| ("calendar", json!(period))),
    ];
    (1_u32..5, window, same(), same()).prop_map(|(at_least, window, same, distinct)| {
        let distinct = distinct.filter(|distinct| Some(distinct) != same.as_ref());
        object([
            ("at_least", Some(json!(at_least))),
            (window.0, Some(window.1)),
            ("same", same),
            ("distinct", distinct),
        ])
    })
}

fn nth() -> impl Strategy<Value = Value> {
    (1_u32..6, same(), any::<bool>()).prop_map(|(k, same, seeded)| {
        let seed = (seeded && same.is_none()).then(|| json!("renewals"));
        object([("k", Some(json!(k))), ("same", same), ("seed", seed)])
    })
}

fn sequence(before: usize) -> impl Strategy<Value = Value> {
    let step = (subject(before), prop::option::weighted(0.3, span()));
    let unless = prop::option::weighted(0.4, condition());
    (prop::collection::vec(step, 2..4), unless, span(), same()).prop_map(
        |(steps, unless, within, same)| {
            let step =
                |(index, (subject, gap)): (usize, ((&'static str, Value), Option<Value>))| {
                    let gap = gap.filter(|_| index > 0);
                    object([(subject.0, Some(subject.1)), ("gap", gap)])
                };
            let steps: Vec<Value> = steps.into_iter().enumerate().map(step).collect();
            object([
                ("steps", Some(json!(steps))),
                ("unless", unless),
                ("within", Some(within)),
                ("same", same),
            ])
        },
    )
}

fn absent(before: usize) -> impl Strategy<Value = Value> {
    (subject(before), span(), same()).prop_map(|(subject, within, same)| {
        object([
            (subject.0, Some(subject.1)),
            ("within", Some(within)),
            ("same", same),
        ])
    })
}

fn change() -> impl Strategy<Value = Value> {
    let since = prop_oneof![
        Just(None),
        Just(Some(json!("previous"))),
        Just(Some(json!("first"))),
        (1_u32..4).prop_map(|k| Some(json!({"mean": k}))),
    ];
    let by = prop::sample::select(&[-3.0, -1.0, -0.1, 0.1, 1.0, 2.5][..]);
    let field = prop::sample::select(&["ltr", "amount"][..]);
    (field, by, since, same()).prop_map(|(field, by, since, same)| {
        object([
            ("field", Some(json!(field))),
            ("by", Some(json!(by))),
            ("since", since),
            ("same", same),
        ])
    })
}

fn streak() -> impl Strategy<Value = Value> {
    (1_u32..4, condition(), same())
        .prop_map(|(k, of, same)| object([("k", Some(json!(k))), ("of", Some(of)), ("same", same)]))
}

/// A rule that may wait on the rules before it.
fn rule(before: usize) -> BoxedStrategy<Value> {
    let pattern = prop_oneof![
        count().prop_map(|value| ("count", value)),
        nth().prop_map(|value| ("nth", value)),
        nth().prop_map(|value| ("every", value)),
        absent(before).prop_map(|value| ("absent", value)),
        change().prop_map(|value| ("change", value)),
        streak().prop_map(|value| ("streak", value)),
    ];
    let with_pattern = (subject(before), pattern)
        .prop_map(|(on, pattern)| object([(on.0, Some(on.1)), (pattern.0, Some(pattern.1))]));
    let silence = (prop::option::of(condition()), span())
        .prop_map(|(when, silence)| object([("when", when), ("silence", Some(silence))]));
    prop_oneof![
        1 => subject(before).prop_map(|on| object([(on.0, Some(on.1))])),
        6 => with_pattern,
        4 => sequence(before).prop_map(|value| json!({"sequence": value})),
        1 => silence,
    ]
    .boxed()
}

fn rules() -> impl Strategy<Value = Value> {
    (1..=NAMES.len()).prop_flat_map(|number| {
        let rules: Vec<BoxedStrategy<Value>> = (0..number).map(rule).collect();
        rules.prop_map(|rules| {
            let named = NAMES.iter().zip(rules);
            Value::Object(
                named
                    .map(|(name, rule)| ((*name).to_owned(), rule))
                    .collect(),
            )
        })
    })
}

fn head(rules: &Value, zone: &str) -> Value {
    json!({
        "voc": 1,
        "name": "Random",
        "time_zone": zone,
        "lateness": "P2D",
        "kinds": {"contact": {}, "response": {"lateness": "P1D"}, "order": {}},
        "fields": {"claim": "text", "ltr": "int", "amount": "number", "paid": "bool"},
        "customer": {"tier": "text", "renewals": "int"},
        "channels": {"web": {}, "phone": {}},
        "segments": {"gold": "customer.tier == \"gold\""},
        "cases": {"recovery": {}, "billing": {}},
        "rules": rules,
    })
}

/// A program of one to eight rules of all patterns, some waiting on others, as JSON text.
pub fn program() -> impl Strategy<Value = String> {
    let zones = prop::sample::select(&["UTC", "Europe/London", "America/New_York"][..]);
    (rules(), zones).prop_map(|(rules, zone)| head(&rules, zone).to_string())
}

/// The same with cases, shadows, superseding and limits on alerts.
pub fn limited_program() -> impl Strategy<Value = String> {
    let raise = prop_oneof![
        2 => Just(json!({})),
        2 => Just(json!({"case": "recovery"})),
        1 => Just(json!({"case": "billing"})),
        2 => Just(json!({"praise": true})),
    ];
    let per = prop::sample::subsequence(vec!["customer", "rule", "respondent", "claim"], 1..=3);
    let limit = (1_u32..3, per, span(), 0..NAMES.len());
    let above = prop::collection::vec(prop::bool::weighted(0.5), NAMES.len());
    let options = (raise, prop::bool::weighted(0.1), above);
    (
        rules(),
        prop::collection::vec(options, NAMES.len()),
        prop::collection::vec(limit, 0..3),
    )
        .prop_map(|(mut rules, options, limits)| {
            let number = rules.as_object().map_or(0, Map::len);
            let live_later = options.iter().filter(|(_, _, above)| above[0]).count() % 5 == 0;
            for (index, (raise, shadow, above)) in options.into_iter().enumerate() {
                let Some(rule) = rules.get_mut(NAMES[index]) else {
                    continue;
                };
                rule["raise"] = raise;
                rule["shadow"] = json!(shadow);
                // Only earlier ones, so that nothing supersedes itself.
                let below: Vec<&str> = NAMES
                    .iter()
                    .zip(above)
                    .take(index)
                    .filter_map(|(name, above)| above.then_some(*name))
                    .collect();
                rule["supersedes"] = json!(below);
            }
            let mut program = head(&rules, "Europe/London");
            if live_later {
                program["live_from"] = json!("2026-03-28");
            }
            let mut suppress = Map::new();
            for (index, (alerts, per, within, except)) in limits.into_iter().enumerate() {
                let mut limit = json!({"alerts": alerts, "per": per, "within": within});
                if except < number {
                    limit["except"] = json!(NAMES[except]);
                }
                suppress.insert(format!("limit-{index}"), limit);
            }
            program["suppress"] = Value::Object(suppress);
            program.to_string()
        })
}
