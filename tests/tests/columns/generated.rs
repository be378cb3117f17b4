//! Random programs, histories and commands.

use super::same::check;
use super::table::{Cells, Layout, columns};
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use std::cell::Cell;
use std::collections::BTreeMap;
use voc_conformance::reference::generate::{Shape, inputs, limited_program, program};
use voc_core::signal::Body;
use voc_core::{Input, Program, Time, Value};

const MINUTE: i64 = 60_000_000;

/// How many cases each test runs; `VOC_CASES` for the long run.
fn cases() -> ProptestConfig {
    let cases = std::env::var("VOC_CASES")
        .ok()
        .and_then(|text| text.parse().ok());
    ProptestConfig::with_cases(cases.unwrap_or(200))
}

/// The same program with people, routes, clocks and consent.
fn peopled(text: &str, consent: &str) -> String {
    let mut program: Json = serde_json::from_str(text).unwrap();
    program["privacy"] = json!({"contact_consent": consent});
    program["fields"]["paid"] = json!("bool");
    program["customer"]["agreed"] = json!("bool");
    program["units"] = json!({"company": {}, "claims": {"parent": "company"}});
    program["roles"] = json!({
        "manager": {"level": "middle"}, "adviser": {"level": "front_line"},
    });
    program["touch_points"] = json!({"desk": {"owner": "claims"}, "shop": {"owner": "company"}});
    program["journeys"] = json!({"claim": {"stages": [{"id": "tell", "touch_points": ["desk"]}]}});
    program["routes"] = json!([
        {"if": "segment(\"gold\")", "to": "company", "role": "manager"},
        {"if": "stage == \"tell\"", "to": "claims", "role": "adviser"},
        {"to": "claims", "role": "manager"},
    ]);
    program["cases"]["recovery"] = json!({
        "priorities": ["normal", "high"],
        "targets": {
            "acknowledge": {"within": "PT3H", "warn": "PT1H"},
            "resolve": {"within": "P2D", "on_reopen": "continue"},
        },
        "close": {"ask": "survey", "undisputed_after": "P1D", "waive": ["manager"]},
    });
    program["metrics"] = json!({"nps": {"kind": "nps", "of": "ltr", "scale": [0, 10]}});
    program.to_string()
}

fn roster(at: Time) -> Input {
    let person = |role: &str, unit: &str| json!({"role": role, "units": [unit]});
    let people = json!({
        "ana": person("manager", "company"), "bea": person("manager", "claims"),
        "cem": person("adviser", "claims"), "dai": person("adviser", "claims"),
    });
    let form = json!({"id": "roster", "roster": {"at": at, "people": people}});
    serde_json::from_value(form).unwrap()
}

fn action() -> impl Strategy<Value = Json> {
    prop::sample::select(vec![
        json!("acknowledge"),
        json!("start"),
        json!({"wait": {"on": "customer"}}),
        json!({"contact": {"reached": true}}),
        json!({"resolve": {}}),
        json!({"resolve": {}}),
        json!("ask_verdict"),
        json!({"record_verdict": {"verdict": "confirmed", "source": "survey"}}),
        json!({"record_verdict": {"verdict": "disputed", "source": "survey"}}),
        json!("close"),
        json!({"assign": {"to": "dai"}}),
        json!({"cancel": {"reason": "none"}}),
    ])
}

/// What is done: the signal of the case, how long after it, and what.
type Deed = (prop::sample::Index, i64, Json);

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let deed = (any::<prop::sample::Index>(), 0_i64..3000, action());
    prop::collection::vec(deed, 0..14)
}

fn commands(signals: &[Input], deeds: &[Deed], ticks: &[i64]) -> Vec<Input> {
    let Some(first) = signals.iter().filter_map(Input::at).min() else {
        return Vec::new();
    };
    let mut others = vec![roster(first)];
    for (number, (which, minutes, action)) in deeds.iter().enumerate() {
        let signal = which.get(signals);
        // Now and then at the very instant of a signal.
        let minutes = if minutes % 5 == 0 { 0 } else { *minutes };
        let at = signal.at().unwrap().plus(minutes * MINUTE);
        let form = json!({"id": format!("s{number}-deed"), "command": {
            "case": {"signal": signal.id}, "by": "bea", "at": at, "do": action,
        }});
        others.push(serde_json::from_value(form).unwrap());
    }
    for (number, hours) in ticks.iter().enumerate() {
        let at = first.plus(hours * 60 * MINUTE);
        let form = json!({"id": format!("tick-{number}"), "tick": {"at": at}});
        others.push(serde_json::from_value(form).unwrap());
    }
    others
}

/// The signals of a log, with touch points and consent, in some order.
fn signals(log: Vec<Input>, dice: &[u8]) -> Vec<Input> {
    let dice = dice.iter().copied().chain(std::iter::repeat(0));
    let mut signals = Vec::new();
    for (mut input, die) in log.into_iter().zip(dice) {
        let Body::Signal(signal) = &mut input.body else {
            continue;
        };
        input.received = None;
        input.revision = 0;
        signal.touch_point = match die % 4 {
            0 => Some("desk".to_owned()),
            1 => Some("shop".to_owned()),
            _ => None,
        };
        if die % 5 == 0 {
            let agreed = Value::Bool(die % 2 == 0);
            signal.attributes.insert("agreed".to_owned(), agreed);
        }
        signals.push((die, input));
    }
    // With few different dice the rows mostly stand in their order.
    if dice_says_shuffle(&signals) {
        signals.sort_by_key(|(die, _)| *die);
    }
    signals.into_iter().map(|(_, input)| input).collect()
}

fn dice_says_shuffle(signals: &[(u8, Input)]) -> bool {
    signals.first().is_some_and(|(die, _)| die % 2 == 1)
}

/// A row that is spoilt: which, and how.
type Fault = (prop::sample::Index, u8);

fn spoil(columns: &mut BTreeMap<String, Cells>, faults: &[Fault]) {
    for (which, how) in faults {
        let rows = columns["at"].0.len();
        let row = which.index(rows);
        let (name, value) = match how % 12 {
            0 => ("kind", Some(Value::Text("riddle".into()))),
            1 => ("kind", None),
            2 => ("at", None),
            3 => ("at", Some(Value::Text("yesterday".into()))),
            4 => ("ltr", Some(Value::Int(77))),
            5 => ("ltr", Some(Value::Number(2.5))),
            6 => ("ltr", Some(Value::Number(3.0))),
            7 => ("touch_point", Some(Value::Text("moon".into()))),
            8 => ("amount", Some(Value::Number(f64::INFINITY))),
            9 => ("paid", Some(Value::Text("maybe".into()))),
            10 => ("customer", Some(Value::Text(String::new()))),
            _ => ("tier", Some(Value::Bool(true))),
        };
        let column = columns.entry(name.to_owned()).or_default();
        column.0.resize(rows, None);
        column.0[row] = value;
    }
}

fn layout() -> impl Strategy<Value = Layout> {
    prop::sample::select(vec![Layout::Typed, Layout::Twice, Layout::Cells])
}

thread_local! {
    /// How many runs there were, and how many by columns.
    static RUNS: Cell<(u32, u32)> = const { Cell::new((0, 0)) };
}

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn columns_say_what_rows_say(
        text in prop_oneof![program(), limited_program()],
        consent in prop::sample::select(vec!["paid", "customer.agreed"]),
        log in inputs(Shape::InOrder, 50),
        dice in prop::collection::vec(any::<u8>(), 60),
        deeds in deeds(),
        ticks in prop::collection::vec(0_i64..1500, 0..3),
        faults in prop_oneof![2 => Just(Vec::new()), 1 => prop::collection::vec(any::<Fault>(), 1..5)],
        until in prop::option::weighted(0.3, 0_i64..1500),
        layout in layout(),
    ) {
        let text = peopled(&text, consent);
        let program = Program::parse(&text).map_err(|error| TestCaseError::fail(error.to_string()))?;
        let signals = signals(log, &dice);
        if signals.is_empty() {
            return Ok(());
        }
        let others = commands(&signals, &deeds, &ticks);
        let until = until.and_then(|hours| Some(signals.first()?.at()?.plus(hours * 60 * MINUTE)));
        let rows: Vec<&Input> = signals.iter().collect();
        let mut columns = columns(&rows);
        spoil(&mut columns, &faults);
        let run = check(&program, columns, layout, &others, until).map_err(TestCaseError::fail)?;
        let (runs, by_columns) = RUNS.get();
        RUNS.set((runs + 1, by_columns + u32::from(run.found().is_some())));
        prop_assert!(runs < 50 || 2 * by_columns > runs, "{} of {}", by_columns, runs);
    }

    #[test]
    fn a_table_that_columns_cannot_tell_is_run_row_by_row(
        text in program(),
        log in prop_oneof![inputs(Shape::Shuffled, 40), inputs(Shape::Late, 40)],
        layout in layout(),
    ) {
        let program = Program::parse(&text).map_err(|error| TestCaseError::fail(error.to_string()))?;
        let (signals, others): (Vec<Input>, Vec<Input>) =
            log.into_iter().partition(|input| matches!(input.body, Body::Signal(_)));
        let rows: Vec<&Input> = signals.iter().collect();
        check(&program, columns(&rows), layout, &others, None).map_err(TestCaseError::fail)?;
    }
}
