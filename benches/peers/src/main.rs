//! Rule engines in Rust, on the signals and conditions that our own engine is measured on.
//!
//! `voc-peers FOLDER [--quick]` writes `rows-rust.jsonl`. Each engine gets its signals as it likes them
//! best, made before the clock starts: nobody parses JSON on the clock.

#![allow(
    clippy::unwrap_used,
    reason = "a bench stops where its own material is wrong"
)]

mod cel;
mod datalogic;
#[cfg(feature = "zen")]
mod zen;

use std::fs::File;
use std::io;
use std::path::PathBuf;
use voc_benches::row::{Outcome, Path, Row, Section};
use voc_benches::timing::median;
use voc_workload::rules::{Rule, peer_conditions};
use voc_workload::{AlertSet, Size, Stream};

/// A run that is ready: only this is timed.
type Run = Box<dyn Fn() -> AlertSet>;

/// An engine.
struct Peer {
    name: &'static str,
    /// The crate that it is.
    of: &'static str,
    note: &'static str,
    /// Makes a run ready.
    prepare: fn(&[Rule], &Stream) -> Run,
}

const PEERS: &[Peer] = &[
    Peer {
        name: "cel",
        of: "cel",
        note: "variables by resolver, typed",
        prepare: cel::prepare,
    },
    Peer {
        name: "datalogic-rs",
        of: "datalogic-rs",
        note: "parsed data, one arena a session",
        prepare: datalogic::prepare,
    },
    #[cfg(feature = "zen")]
    Peer {
        name: "zen-engine",
        of: "zen-engine",
        note: "one decision table, collect",
        prepare: zen::prepare,
    },
];

fn main() -> io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(
        arguments
            .next()
            .unwrap_or_else(|| "target/peers".to_owned()),
    );
    let quick = arguments
        .next()
        .is_some_and(|argument| argument == "--quick");
    let mut out = File::create(folder.join("rows-rust.jsonl"))?;
    let stream = Stream::generate(Size::quarter(if quick { 2_500 } else { 50_000 }));
    let stream = stream.head(stream.len() / 10);
    for rules in [1, 10, 100] {
        let conditions = peer_conditions(rules);
        for peer in PEERS {
            let run = (peer.prepare)(&conditions, &stream);
            let repetitions = if quick { 1 } else { 3 };
            let timing = median::<_, _, String>(repetitions, || Ok(&run));
            let row = Row {
                section: Section::Conditions,
                rules,
                engine: peer.name.to_owned(),
                version: version(peer.of),
                path: Path::Single,
                threads: 1,
                events: stream.len(),
                note: peer.note.to_owned(),
                result: Outcome::of(timing),
            };
            row.write(&mut out)?;
        }
    }
    Ok(())
}

/// The release of a crate, from the lock file.
fn version(of: &str) -> String {
    let mut lines = include_str!("../Cargo.lock").lines();
    lines.find(|line| *line == format!("name = \"{of}\""));
    let version = lines.next().and_then(|line| line.split('"').nth(1));
    version.unwrap_or_default().to_owned()
}
