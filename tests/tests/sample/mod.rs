//! The telecoms sample as inputs, through its own program and mapping files.

use std::fs;
use std::path::{Path, PathBuf};
use telecoms_sample::{Options, Sample, write_csv};
use voc_core::mapping::{Cell, Mapping};
use voc_core::{Input, Program};

fn file(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/telecoms-sample");
    let path: PathBuf = folder.join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The program of the sample.
pub(crate) fn program() -> Program {
    Program::parse(&file("program.yaml")).unwrap_or_else(|error| panic!("{error}"))
}

/// The roster, then every signal and command of so many customers in the order of receipt.
pub(crate) fn inputs(customers: u32) -> Vec<Input> {
    let sample = Sample::make(&Options {
        customers,
        ..Options::default()
    })
    .unwrap();
    let (mut signals, mut commands) = (Vec::new(), Vec::new());
    write_csv(&sample.signals, &mut signals).unwrap();
    write_csv(&sample.commands, &mut commands).unwrap();
    let mut inputs = vec![Input::from_json(&sample.roster().to_string()).unwrap()];
    inputs.extend(map("signals.map.yaml", &signals));
    inputs.extend(map("commands.map.yaml", &commands));
    inputs.sort_by(|one, two| (one.received, &one.id).cmp(&(two.received, &two.id)));
    inputs
}

fn map(mapping: &str, rows: &[u8]) -> Vec<Input> {
    let mapping = Mapping::parse(&file(mapping)).unwrap_or_else(|error| panic!("{error}"));
    let mut reader = csv::Reader::from_reader(rows);
    let headers: Vec<String> = reader
        .headers()
        .unwrap()
        .iter()
        .map(str::to_owned)
        .collect();
    let bound = mapping
        .bind(&headers)
        .unwrap_or_else(|error| panic!("{error}"));
    let mut inputs = Vec::new();
    for (number, row) in (1..).zip(reader.records()) {
        let row = row.unwrap();
        let mapped = bound.row(number, &|column| row.get(column).map(Cell::from));
        inputs.extend(mapped.unwrap_or_else(|error| panic!("{error}")).inputs);
    }
    inputs
}
