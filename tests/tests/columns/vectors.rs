//! Every conformance vector whose signals can stand in a table.

use super::same::check;
use super::table::{Layout, columns};
use voc_conformance::vectors;
use voc_core::signal::Body;
use voc_core::{Input, Program};

#[test]
fn every_vector_as_a_table() {
    let (mut runs, mut by_columns, mut failed) = (0, 0, Vec::new());
    for vector in vectors().unwrap() {
        let Ok(program) = Program::parse(&vector.program()) else {
            continue;
        };
        for run in vector.runs() {
            let inputs = run.inputs.iter();
            let inputs: Vec<Input> = inputs
                .filter_map(|input| Input::from_json(&input.to_string()).ok())
                .collect();
            let (signals, others): (Vec<&Input>, Vec<&Input>) = inputs
                .iter()
                .partition(|input| matches!(input.body, Body::Signal(_)));
            let others: Vec<Input> = others.into_iter().cloned().collect();
            let mut punctual: Vec<Input> = signals.iter().map(|input| (*input).clone()).collect();
            for input in &mut punctual {
                input.received = None;
            }
            let punctual: Vec<&Input> = punctual.iter().collect();
            for (signals, others) in [
                (&signals, &others),
                (&punctual, &others),
                (&punctual, &vec![]),
            ] {
                for layout in [Layout::Typed, Layout::Cells] {
                    runs += 1;
                    match check(&program, columns(signals), layout, others, None) {
                        Ok(run) => by_columns += usize::from(run.found().is_some()),
                        Err(error) => failed.push(format!("{}: {error}", vector.name())),
                    }
                }
            }
        }
    }
    println!("{by_columns} of {runs} runs by columns");
    assert!(failed.is_empty(), "{}", failed.join("\n\n"));
    assert!(by_columns > runs / 3, "{by_columns} of {runs}");
}
