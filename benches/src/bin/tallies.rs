//! Measures one metric by three columns, and what moves an outcome; writes both for the peers.
//!
//! `tallies FOLDER [--quick]`: the folder gets `survey/` and `drivers-FEATURES` (columns as their bytes),
//! `expected-tallies.json` and `rows-tallies.jsonl`.

use std::fs::{self, File};
use std::hint::black_box;
use std::io;
use std::path::PathBuf;
use voc_benches::data::Expected;
use voc_benches::paths::Read;
use voc_benches::row::{Outcome, Path, Row, Section};
use voc_benches::survey::{Answered, Survey, of_ours, text_key};
use voc_benches::timing::{Timing, median};
use voc_core::insight::drivers::{DriverColumns, DriverMethod, DriverQuery, Drivers, drivers};
use voc_core::metric::bootstrap::Drawing;
use voc_workload::AlertSet;

const REPETITIONS: usize = 7;
/// Where intervals are made.
const REPLICATES: u32 = 1000;

struct Bench {
    out: File,
    expected: Vec<Expected>,
}

fn main() -> io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next();
    let folder = PathBuf::from(folder.unwrap_or_else(|| "target/peers".to_owned()));
    let quick = arguments.next().is_some_and(|it| it == "--quick");
    fs::create_dir_all(&folder)?;
    let mut bench = Bench {
        out: File::create(folder.join("rows-tallies.jsonl"))?,
        expected: Vec::new(),
    };
    let survey = Survey::made(if quick { 100_000 } else { 10_000_000 });
    survey.write(&folder.join("survey"))?;
    bench.tallies(&survey)?;
    drop(survey);
    let rows = if quick { 20_000 } else { 1_000_000 };
    for features in [10, 20] {
        let answered = Answered::made(rows, features);
        answered.write(&folder.join(format!("drivers-{features}")))?;
        bench.drivers(&answered)?;
    }
    fs::write(
        folder.join("expected-tallies.json"),
        serde_json::to_string(&bench.expected)?,
    )
}

impl Bench {
    fn tallies(&mut self, survey: &Survey) -> io::Result<()> {
        let rows = survey.answers.len();
        let set = survey.of_hand(&survey.by_hand());
        self.expected
            .push(Expected::new(Section::Tallies, 1, rows, set.found()));
        let by_hand = median(REPETITIONS, || {
            Ok(|| Read::new(survey.by_hand(), |groups| survey.of_hand(groups)))
        });
        self.row(
            Section::Tallies,
            1,
            ("hand-written", 1),
            rows,
            "no intervals",
            by_hand,
        )?;
        for threads in [1, 2] {
            let ours = median(REPETITIONS, || {
                Ok(|| {
                    Read::new(survey.ours(threads).unwrap_or_default(), |rows| {
                        of_ours(rows)
                    })
                })
            });
            self.row(
                Section::Tallies,
                1,
                ("voc, columns", threads),
                rows,
                "",
                ours,
            )?;
        }
        Ok(())
    }

    fn drivers(&mut self, answered: &Answered) -> io::Result<()> {
        let (rows, features) = (answered.outcome.len(), answered.features.len());
        for (section, method) in [
            (Section::Drivers, DriverMethod::RelativeWeights),
            (Section::DriversShapley, DriverMethod::Shapley),
        ] {
            let ask = |replicates: u32| {
                move || {
                    let found = found(answered, method, replicates);
                    Read::new(found, |found| AlertSet {
                        keys: keys(found.as_ref()),
                    })
                }
            };
            let plain = median(3, || Ok(ask(0)));
            if let Ok(Some(timing)) = &plain {
                let rules = u32::try_from(features).unwrap_or_default();
                self.expected
                    .push(Expected::new(section, rules, rows, timing.found));
            }
            self.row(
                section,
                features,
                ("voc, columns", 1),
                rows,
                "no intervals",
                plain,
            )?;
            if method == DriverMethod::RelativeWeights {
                let note = "with intervals, of 1,000 replicates";
                let drawn = median(3, || Ok(ask(REPLICATES)));
                self.row(
                    section,
                    features,
                    ("voc, columns, intervals", 1),
                    rows,
                    note,
                    drawn,
                )?;
            }
        }
        Ok(())
    }

    fn row(
        &mut self,
        section: Section,
        rules: usize,
        (engine, threads): (&str, usize),
        events: usize,
        note: &str,
        timing: Result<Option<Timing>, String>,
    ) -> io::Result<()> {
        Row {
            section,
            rules: u32::try_from(rules).unwrap_or_default(),
            engine: engine.to_owned(),
            version: String::new(),
            path: Path::Batch,
            threads: u32::try_from(threads).unwrap_or_default(),
            events,
            note: note.to_owned(),
            result: Outcome::of(timing),
        }
        .write(&mut self.out)
    }
}

fn found(answered: &Answered, method: DriverMethod, replicates: u32) -> Option<Drivers> {
    let names: Vec<String> = (0..answered.features.len())
        .map(|place| format!("f{place}"))
        .collect();
    let features = names.iter().map(String::as_str);
    let features: Vec<(&str, &[f64])> = features
        .zip(answered.features.iter().map(Vec::as_slice))
        .collect();
    let columns = DriverColumns {
        outcome: &answered.outcome,
        features: &features,
    };
    let query = DriverQuery {
        method,
        drawing: (replicates > 0).then_some(Drawing {
            seed: 1,
            replicates,
        }),
        confidence: 0.95,
    };
    black_box(drivers(columns, query).ok())
}

/// A feature with its weight, to eight places.
fn keys(found: Option<&Drivers>) -> Vec<u64> {
    let rows = found.into_iter().flat_map(|it| &it.rows);
    let text = |row: &voc_core::insight::drivers::DriverRow| {
        format!("{}\u{1f}{:.8}", row.feature, row.weight.unwrap_or(f64::NAN))
    };
    rows.map(|row| text_key(&text(row))).collect()
}
