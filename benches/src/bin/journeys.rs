//! Measures journeys: assigning signals to instances, holding these against the plan, and reading them as an
//! event log.
//!
//! `journeys [SIGNALS] [CUSTOMERS] [SEED]` says how long each part takes: 10 million signals of a million
//! customers, if not said. `journeys FOLDER [--quick]` measures the whole for the table of `cargo xtask peers`:
//! the folder gets `expected-journeys.json` and `rows-journeys.jsonl`.

use cpu_time::ThreadTime;
use std::cell::OnceCell;
use std::env::args;
use std::fs::{self, File};
use std::path::Path;
use std::str::FromStr;
use std::sync::Arc;
use voc_benches::data::Expected;
use voc_benches::journeys::{Workload, journey};
use voc_benches::paths::{Read, of_ours};
use voc_benches::row::{Outcome, Path as Way, Row, Section};
use voc_benches::timing::{Finds, Timing, median};
use voc_core::journey::{Actual, By, Conformance, EventLog, Journey};
use voc_workload::AlertSet;

const SIGNALS: usize = 10_000_000;
const CUSTOMERS: u32 = 1_000_000;
const REPETITIONS: usize = 3;

fn main() -> Result<(), String> {
    let first = args().nth(1);
    match first.filter(|first| first.parse::<u64>().is_err()) {
        Some(folder) => rows(Path::new(&folder), args().any(|it| it == "--quick")),
        None => parts(),
    }
}

/// Everything that was made of the signals; what its log says is asked again once the clock has stopped.
struct Made {
    log: EventLog,
    conformance: Conformance,
    found: OnceCell<AlertSet>,
}

impl Made {
    fn of(load: &Workload, journey: &Arc<Journey>) -> Result<Self, voc_core::Error> {
        let actual = load.assigned(journey)?;
        let conformance = actual.conformance(None)?;
        let log = actual.log();
        std::hint::black_box((log.paths(), log.transitions()));
        Ok(Self {
            log,
            conformance,
            found: OnceCell::new(),
        })
    }
}

impl Finds for Made {
    fn alerts(&self) -> &AlertSet {
        std::hint::black_box(&self.conformance);
        let ask = || of_ours(&self.log, &(self.log.paths(), self.log.transitions()));
        self.found.get_or_init(ask)
    }
}

fn rows(folder: &Path, quick: bool) -> Result<(), String> {
    let told = |error: std::io::Error| error.to_string();
    fs::create_dir_all(folder).map_err(told)?;
    let (signals, customers) = if quick {
        (20_000, 2_000)
    } else {
        (SIGNALS, CUSTOMERS)
    };
    let load = Workload::generate(signals, customers, 1);
    let journey = journey()?;
    let set = load.set(&load.counted());
    let expected = [Expected::new(Section::Journeys, 1, signals, set.found())];
    let text = serde_json::to_string(&expected).map_err(|error| error.to_string())?;
    fs::write(folder.join("expected-journeys.json"), text).map_err(told)?;
    let mut out = File::create(folder.join("rows-journeys.jsonl")).map_err(told)?;
    let row = |engine: &str, note: &str, timing: Result<Option<Timing>, String>| Row {
        section: Section::Journeys,
        rules: 1,
        engine: engine.to_owned(),
        version: String::new(),
        path: Way::Batch,
        threads: 1,
        events: signals,
        note: note.to_owned(),
        result: Outcome::of(timing),
    };
    let by_hand = median(REPETITIONS, || {
        Ok(|| Read::new(load.counted(), |counted| load.set(counted)))
    });
    let note = "paths and pairs alone: no customers, no plan, no times";
    row("hand-written", note, by_hand)
        .write(&mut out)
        .map_err(told)?;
    // That it can be made was seen just now.
    Made::of(&load, &journey).map_err(|error| error.to_string())?;
    let ours = median(REPETITIONS, || {
        Ok(|| Made::of(&load, &journey).unwrap_or_else(|error| unreachable!("{error}")))
    });
    row("voc, columns", "assigned, conformed, with times", ours)
        .write(&mut out)
        .map_err(told)
}

#[expect(clippy::cast_precision_loss, reason = "far below 2^53")]
fn millions(signals: usize) -> f64 {
    signals as f64 / 1e6
}

/// Does something, and says how many signals a second of the processor that is.
fn measured<T>(name: &str, signals: usize, total: &mut f64, act: impl FnOnce() -> T) -> T {
    let begun = ThreadTime::now();
    let done = act();
    let seconds = begun.elapsed().as_secs_f64();
    *total += seconds;
    println!(
        "{name:<40} {seconds:>8.3} s {:>8.2} M signals/s",
        millions(signals) / seconds
    );
    done
}

fn parts() -> Result<(), String> {
    fn given<T: FromStr>(at: usize, default: T) -> T {
        let given = args().nth(at).and_then(|text| text.parse().ok());
        given.unwrap_or(default)
    }
    let (signals, customers) = (given(1, SIGNALS), given(2, CUSTOMERS));
    let load = Workload::generate(signals, customers, given(3, 1));
    let told = |error: voc_core::Error| error.to_string();
    let journey = journey()?;
    println!("{signals} signals of {customers} customers, one thread, by time of the processor");
    let (mut whole, mut beside) = (0.0, 0.0);
    let actual: Actual =
        measured("assign", signals, &mut whole, || load.assigned(&journey)).map_err(told)?;
    let conformance = measured(
        "conform, with deviations counted",
        signals,
        &mut whole,
        || actual.conformance(None),
    )
    .map_err(told)?;
    let log = measured("aggregate: as an event log", signals, &mut whole, || {
        actual.log()
    });
    let variants = measured("aggregate: variants", signals, &mut whole, || {
        log.variants()
    });
    let pairs = measured("aggregate: transitions", signals, &mut whole, || {
        log.transitions()
    });
    println!(
        "{:<40} {whole:>8.3} s {:>8.2} M signals/s",
        "whole",
        millions(signals) / whole
    );
    let by_channel = measured("beside: conform by channel", signals, &mut beside, || {
        actual.conformance(Some(By::Channel))
    })
    .map_err(told)?;
    let unassigned: u64 = actual.unassigned().iter().map(|row| row.signals).sum();
    println!(
        "{} instances, {} signals assigned, {unassigned} not; mean fitness {:.4}; {} deviations, {} by channel; \
         {} variants, {} transitions",
        actual.len(),
        actual.assigned(),
        conformance.fitness.mean.unwrap_or_default(),
        conformance.deviations.len(),
        by_channel.deviations.len(),
        variants.len(),
        pairs.len()
    );
    Ok(())
}
