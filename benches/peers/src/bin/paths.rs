//! Paths and what follows what in RWTH Aachen's crate `process_mining`, on the logs that ours are measured on.
//!
//! `paths FOLDER [--quick]` writes `rows-paths-rust.jsonl`. The log is in memory, its events in order, before
//! the clock starts.

use process_mining::EventLog;
use process_mining::core::event_data::case_centric::utils::activity_projection::{
    EventLogActivityProjection, ProcessVariant, get_variants,
};
use process_mining::core::event_data::case_centric::{Event, Trace};
use process_mining::core::process_models::case_centric::dfg::DirectlyFollowsGraph;
use process_mining::discovery::case_centric::dfg::discover_dfg;
use std::fs::{self, File};
use std::io;
use std::path::PathBuf;
use voc_benches::paths::{PathLog, Read, key};
use voc_benches::row::{Outcome, Path, Row, Section};
use voc_benches::timing::median;
use voc_workload::AlertSet;

type Answers = (Vec<ProcessVariant>, DirectlyFollowsGraph<'static>);

fn main() -> io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next();
    let folder = PathBuf::from(folder.unwrap_or_else(|| "target/peers".to_owned()));
    let quick = arguments.next().is_some_and(|it| it == "--quick");
    let mut out = File::create(folder.join("rows-paths-rust.jsonl"))?;
    for (section, name) in [
        (Section::PathsReal, "paths_real"),
        (Section::Paths, "paths"),
    ] {
        let Ok(text) = fs::read_to_string(folder.join(format!("log-{name}.csv"))) else {
            continue;
        };
        let log = PathLog::read(&text);
        let theirs = theirs(&log);
        let timing = median::<_, _, String>(if quick { 1 } else { 5 }, || {
            Ok(|| {
                let projection = EventLogActivityProjection::from(&theirs);
                Read::new((get_variants(&projection), discover_dfg(&theirs)), set)
            })
        });
        let row = Row {
            section,
            rules: 1,
            engine: "process_mining, prepared".to_owned(),
            version: version("process_mining"),
            path: Path::Batch,
            threads: 1,
            events: log.at.len(),
            note: "no times; processor time of all its threads".to_owned(),
            result: Outcome::of(timing),
        };
        row.write(&mut out)?;
    }
    Ok(())
}

/// The same events as the crate holds them, each instance's in order of time.
fn theirs(log: &PathLog) -> EventLog {
    let mut by_instance: Vec<Vec<(i64, &str)>> = vec![Vec::new(); log.instance_names.len()];
    for (place, (_, activity, at)) in log.events().enumerate() {
        by_instance[log.instances[place] as usize].push((at, activity));
    }
    let mut theirs = EventLog::new();
    for mut events in by_instance {
        events.sort_by_key(|event| event.0);
        let mut trace = Trace::new();
        trace.events = events.iter().map(|event| Event::new(event.1.to_owned())).collect();
        theirs.traces.push(trace);
    }
    theirs
}

fn set((variants, graph): &Answers) -> AlertSet {
    let variants = variants.iter();
    let variants = variants.map(|it| key("path", it.activities.iter().map(AsRef::as_ref), it.count));
    let edges = graph.directly_follows_relations.iter();
    let edges = edges.map(|((from, to), count)| {
        let names = [from.as_ref(), to.as_ref()].into_iter();
        key("pair", names, u64::from(*count))
    });
    AlertSet {
        keys: variants.chain(edges).collect(),
    }
}

/// The release of a crate, from the lock file.
fn version(of: &str) -> String {
    let mut lines = include_str!("../../Cargo.lock").lines();
    lines.find(|line| *line == format!("name = \"{of}\""));
    let version = lines.next().and_then(|line| line.split('"').nth(1));
    version.unwrap_or_default().to_owned()
}
