//! GoRules' engine: all rules in one decision table that collects its hits.

use crate::Run;
use serde_json::{Value, json};
use std::sync::Arc;
use voc_workload::rules::{Rule, Test};
use voc_workload::{AlertSet, Stream, write_ndjson};
use zen_engine::{Decision, Variable};

pub(crate) fn prepare(rules: &[Rule], stream: &Stream) -> Run {
    let mut decision = Decision::from(Arc::new(
        serde_json::from_value(graph(rules, stream)).unwrap(),
    ));
    decision.compile();
    let mut lines = Vec::new();
    write_ndjson(stream, stream.len(), &mut lines).unwrap();
    let signals: Vec<Value> = lines
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_slice(line).unwrap())
        .collect();
    let signals: Vec<Variable> = signals.into_iter().map(Variable::from).collect();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .unwrap();
    Box::new(move || {
        let mut alerts = AlertSet::default();
        runtime.block_on(async {
            for (row, signal) in (0..).zip(&signals) {
                let Ok(found) = decision.evaluate(signal.clone()).await else {
                    continue;
                };
                let Some(hits) = found.result.as_array() else {
                    continue;
                };
                for hit in hits.borrow().iter() {
                    let number = hit.dot("rule").map(|rule| rule.to_value());
                    let number = number.and_then(|number| number.as_f64());
                    if let Some(number) = number {
                        alerts.push(number as u32, row);
                    }
                }
            }
        });
        alerts
    })
}

fn graph(rules: &[Rule], stream: &Stream) -> Value {
    let columns = ["kind", "ltr", "tier", "channel", "amount"];
    let inputs: Vec<Value> = columns
        .iter()
        .map(|name| json!({"id": name, "name": name, "field": name}))
        .collect();
    let row = |(number, rule): (usize, &Rule)| {
        let mut row = json!({"_id": rule.id, "rule": number.to_string()});
        for test in &rule.when {
            let (column, text) = match *test {
                Test::Is { column, code } => {
                    let name = stream.texts(column).names.get(code as usize);
                    (
                        column.name(),
                        format!("{name:?}").replace("Some(", "").replace(')', ""),
                    )
                }
                Test::AtMost { column, value } => (column.name(), format!("<= {value}")),
                Test::Above { column, value } => (column.name(), format!("> {value}")),
            };
            row[column] = text.into();
        }
        row
    };
    json!({
        "nodes": [
            {"id": "in", "name": "in", "type": "inputNode", "content": {}},
            {"id": "table", "name": "table", "type": "decisionTableNode", "content": {
                "hitPolicy": "collect",
                "inputs": inputs,
                "outputs": [{"id": "rule", "name": "rule", "field": "rule"}],
                "rules": rules.iter().enumerate().map(row).collect::<Vec<Value>>(),
            }},
            {"id": "out", "name": "out", "type": "outputNode", "content": {}},
        ],
        "edges": [
            {"id": "1", "sourceId": "in", "targetId": "table"},
            {"id": "2", "sourceId": "table", "targetId": "out"},
        ],
    })
}
