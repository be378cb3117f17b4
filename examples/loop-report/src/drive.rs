//! Sorted inputs through the engine: as `voc_core::run` has it, one at a time.

use crate::args::Args;
use crate::failure::Failure;
use crate::journeys::Journeys;
use crate::output::NdjsonFile;
use crate::progress::Progress;
use crate::read::Feed;
use crate::refused::{Origin, RefusedLog};
use crate::sort::Sorter;
use crate::tally::Tally;
use std::collections::BTreeMap;
use std::path::Path;
use voc_core::engine::{END, What};
use voc_core::signal::{Body, Tick};
use voc_core::{Engine, Event, Input};

/// What was seen on the way.
#[derive(Default)]
pub(crate) struct Driven {
    pub(crate) tally: Tally,
    /// Alerts that were retracted, by rule.
    pub(crate) retracted: BTreeMap<String, u64>,
    /// Inputs behind the instant at which the run ends.
    pub(crate) after_until: u64,
    pub(crate) journeys: Journeys,
}

/// Feeds the engine, and writes alerts as they come and cases as they stand at the end.
pub(crate) fn drive(
    engine: &mut Engine,
    inputs: Sorter,
    feeds: &[Feed],
    args: &Args,
    refused: &mut RefusedLog,
) -> Result<Driven, Failure> {
    let temporary = |error: std::io::Error| Failure::io(&std::env::temp_dir(), &error);
    let mut alerts = NdjsonFile::new(args.out.join("alerts.ndjson"))?;
    let told = |error: voc_core::Error| Failure::usage(error.to_string());
    let mut driven = Driven {
        journeys: Journeys::of(engine.program()).map_err(told)?,
        ..Driven::default()
    };
    let mut progress = Progress::count("running", inputs.count());
    for (done, item) in inputs.sorted().map_err(temporary)?.enumerate() {
        let item = item.map_err(temporary)?;
        progress.at(|| done as u64);
        let mut input =
            Input::from_json(&item.json).map_err(|error| Failure::usage(error.to_string()))?;
        if args
            .until
            .is_some_and(|until| input.at().is_some_and(|at| at > until))
        {
            driven.after_until += 1;
            continue;
        }
        input.received = input.arrival();
        let body = input.body.clone();
        let heard = (!driven.journeys.is_empty()).then(|| input.clone());
        match engine.handle(input) {
            Ok(events) => {
                driven.take(engine, &body, &events, &mut alerts)?;
                if let Some(input) = heard {
                    driven.journeys.take(&input).map_err(told)?;
                }
            }
            Err(refusal) => {
                let file = usize::try_from(item.file)
                    .ok()
                    .and_then(|file| feeds.get(file));
                let file = file.map_or(Path::new(""), |feed| &feed.path);
                refused.add(
                    &Origin {
                        file,
                        row: item.row,
                        input: Some(&item.id),
                    },
                    &refusal,
                )?;
            }
        }
    }
    if let Some(at) = args.until.or(engine.now()) {
        driven.journeys.pass(at);
        let tick = Body::Tick(Tick { at });
        let events = engine
            .handle(Input::new(END, tick.clone()))
            .map_err(|error| Failure::usage(format!("--until: {error}")))?;
        driven.take(engine, &tick, &events, &mut alerts)?;
    }
    alerts.finish()?;
    let mut cases = NdjsonFile::new(args.out.join("cases.ndjson"))?;
    for case in engine.cases() {
        cases.write(case)?;
    }
    cases.finish()?;
    Ok(driven)
}

impl Driven {
    fn take(
        &mut self,
        engine: &Engine,
        body: &Body,
        events: &[Event],
        alerts: &mut NdjsonFile,
    ) -> Result<(), Failure> {
        for event in events {
            match (&event.what, body) {
                (
                    What::SignalAccepted {
                        corrects: false, ..
                    },
                    Body::Signal(signal),
                ) => {
                    self.tally.add(signal, engine.program().zone());
                }
                (
                    What::AlertRaised { .. }
                    | What::AlertRevised { .. }
                    | What::AlertMoved { .. }
                    | What::AlertRouted { .. },
                    _,
                ) => {
                    alerts.write(event)?;
                }
                (What::AlertRetracted { alert }, _) => {
                    *self.retracted.entry(alert.rule.clone()).or_default() += 1;
                    alerts.write(event)?;
                }
                _ => {}
            }
        }
        Ok(())
    }
}
