//! Measures one of our ways alone, for a profiler: `single w|c N PART-OF-THE-NAME [ROWS] [CUSTOMERS]`.

#![allow(
    clippy::cast_possible_truncation,
    reason = "a workload has fewer than 2^32 signals"
)]

use std::env::args;
use voc_benches::ours::{Material, WAYS};
use voc_benches::timing::median;
use voc_workload::rules::{peer_conditions, w};
use voc_workload::{Size, Stream};

const REPETITIONS: usize = 3;

fn main() -> Result<(), String> {
    let arguments: Vec<String> = args().skip(1).collect();
    let [which, n, name, rest @ ..] = arguments.as_slice() else {
        return Err("single w|c N PART-OF-THE-NAME [ROWS] [CUSTOMERS]".to_owned());
    };
    let number = |at: usize, default: u32| {
        let given = rest.get(at).and_then(|text| text.parse().ok());
        given.unwrap_or(default)
    };
    let n = n
        .parse()
        .map_err(|_| format!("{n} is no number of rules"))?;
    let customers = number(1, if which == "w" { 1_000_000 } else { 50_000 });
    let (rules, size) = match which.as_str() {
        "w" => (w(n), Size::year(customers)),
        _ => (peer_conditions(n), Size::quarter(customers)),
    };
    let stream = Stream::generate(size);
    let way = WAYS.iter().find(|way| way.name.contains(name.as_str()));
    let way = way.ok_or_else(|| format!("no way is named {name}"))?;
    let rows = (number(0, u32::MAX) as usize)
        .min(way.rows_max)
        .min(stream.len());
    let stream = stream.head(rows);
    let material = Material {
        stream: &stream,
        rules: &rules,
    };
    let mut ready = (way.prepare)(&material)?;
    let timing = median::<_, _, String>(REPETITIONS, || Ok(ready()))?;
    let timing = timing.ok_or("its repetitions find different alerts")?;
    println!(
        "{} {rows} rows: {:.3} M/s of the processor, {} alerts",
        way.name,
        f64::from(rows as u32) / timing.cpu.as_secs_f64() / 1e6,
        timing.found.alerts
    );
    Ok(())
}
