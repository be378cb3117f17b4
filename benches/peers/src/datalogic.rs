//! JSON Logic in Rust: each signal parsed once beforehand, one session whose arena is emptied after each.

use crate::Run;
use datalogic_rs::{Engine, Logic, ParsedData};
use serde_json::{Value, json};
use voc_workload::rules::{Rule, Test};
use voc_workload::{AlertSet, Stream, write_ndjson};

pub(crate) fn prepare(rules: &[Rule], stream: &Stream) -> Run {
    let engine = Engine::new();
    let compile = |rule: &Rule| {
        engine
            .compile(logic(rule, stream).to_string().as_str())
            .unwrap()
    };
    let rules: Vec<Logic> = rules.iter().map(compile).collect();
    let mut lines = Vec::new();
    write_ndjson(stream, stream.len(), &mut lines).unwrap();
    let lines = String::from_utf8(lines).unwrap();
    let signals: Vec<ParsedData> = lines
        .lines()
        .map(|line| ParsedData::from_json(line).unwrap())
        .collect();
    Box::new(move || {
        let mut session = engine.session();
        let mut alerts = AlertSet::default();
        for (row, signal) in (0..).zip(&signals) {
            for (number, rule) in (0..).zip(&rules) {
                let result = session.eval_borrowed(rule, signal);
                if result.is_ok_and(|value| value.as_bool() == Some(true)) {
                    alerts.push(number, row);
                }
            }
            session.reset();
        }
        alerts
    })
}

fn logic(rule: &Rule, stream: &Stream) -> Value {
    let var = |name: &str| json!({"var": name});
    let test = |test: &Test| match *test {
        Test::Is { column, code } => {
            json!({"==": [var(column.name()), stream.texts(column).names.get(code as usize)]})
        }
        Test::AtMost { column, value } => json!({"<=": [var(column.name()), value]}),
        Test::Above { column, value } => json!({">": [var(column.name()), value]}),
    };
    json!({"and": rule.when.iter().map(test).collect::<Vec<Value>>()})
}
