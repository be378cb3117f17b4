//! Measures W100 as a table in Rust, and writes it for the other languages.
//!
//! `tables FOLDER [--quick]`: the folder gets `program.yaml`, `year.parquet` (all signals), `columns/`
//! (a part, each column as its bytes), `expected-tables.json` and `rows-tables.jsonl`.

use serde_json::json;
use std::collections::HashMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path as Folder, PathBuf};
use std::sync::Arc;
use voc_benches::data::Expected;
use voc_benches::ours::borrowed;
use voc_benches::row::{Outcome, Path, Row, Section};
use voc_benches::table::{Shared, Signals, found, frame};
use voc_benches::timing::{Finds, Timing, median};
use voc_core::Program;
use voc_core::engine::columns::{Beside, FrameRun, run_frame};
use voc_core::rule::Plan;
use voc_core::rule::batch::alerts;
use voc_workload::rules::{Rule, w};
use voc_workload::{AlertSet, Size, Stream, TextColumn, customer_key, program, write_parquet};

const REPETITIONS: usize = 5;
/// The part of the signals that a browser gets.
const BROWSER_PART: usize = 10;

fn main() -> io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next();
    let folder = PathBuf::from(folder.unwrap_or_else(|| "target/peers".to_owned()));
    let quick = arguments.next().is_some_and(|it| it == "--quick");
    fs::create_dir_all(folder.join("columns"))?;
    let year = Stream::generate(Size::year(if quick { 10_000 } else { 1_000_000 }));
    let rules = w(100);
    let text = program::yaml(&rules, &year);
    let program = Program::parse(&text).map_err(io::Error::other)?;
    fs::write(folder.join("program.yaml"), text)?;
    let part = renumbered(year.head(year.len() / BROWSER_PART));
    write_columns(&folder.join("columns"), &part)?;
    let parquet = File::create(folder.join("year.parquet"))?;
    write_parquet(&year, BufWriter::new(parquet)).map_err(io::Error::other)?;
    let mut rows = File::create(folder.join("rows-tables.jsonl"))?;
    let mut expected = Vec::new();
    for (of, stream) in [(", the tenth part", part), ("", year)] {
        let bench = Bench {
            program: &program,
            rules: &rules,
            events: stream.len(),
        };
        let batch = bench.batch(&stream).map_err(io::Error::other)?;
        if let Some(timing) = &batch {
            let section = Section::Tables;
            expected.push(Expected::new(section, 100, stream.len(), timing.found));
        }
        bench
            .row(format!("voc, columns{of}"), batch)
            .write(&mut rows)?;
        let table = bench.table(stream).map_err(io::Error::other)?;
        bench
            .row(format!("voc, a table{of}"), table)
            .write(&mut rows)?;
    }
    fs::write(
        folder.join("expected-tables.json"),
        serde_json::to_string(&expected)?,
    )
}

/// The same with the customers that occur alone, numbered anew.
fn renumbered(mut stream: Stream) -> Stream {
    let mut numbers = HashMap::new();
    for customer in &mut stream.customer {
        let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
        *customer = *numbers.entry(*customer).or_insert(next);
    }
    stream.customers = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
    stream
}

struct Bench<'b> {
    program: &'b Program,
    rules: &'b [Rule],
    events: usize,
}

/// A run that is thrown away when the clock has stopped.
struct Ran(
    AlertSet,
    #[expect(dead_code, reason = "kept until then")] FrameRun,
);

impl Finds for Ran {
    fn alerts(&self) -> &AlertSet {
        &self.0
    }
}

impl Bench<'_> {
    fn number(&self, id: &str) -> u32 {
        let place = self.rules.iter().position(|rule| rule.id == id);
        place
            .and_then(|place| u32::try_from(place).ok())
            .unwrap_or(u32::MAX)
    }

    /// The batch path alone: alerts from columns.
    fn batch(&self, stream: &Stream) -> Result<Option<Timing>, voc_core::Error> {
        let plan = Plan::of(self.program);
        let rules: Vec<u32> = plan.rule_ids().map(|id| self.number(id)).collect();
        median(REPETITIONS, || {
            let columns = borrowed(stream)?;
            let (plan, rules) = (&plan, &rules);
            Ok(move || {
                let mut found = AlertSet::default();
                for alert in alerts(plan, &columns, None) {
                    let rule = rules.get(usize::from(alert.rule));
                    found.push(rule.copied().unwrap_or(u32::MAX), alert.row);
                }
                found
            })
        })
    }

    /// A whole run over a table.
    fn table(&self, stream: Stream) -> Result<Option<Timing>, voc_core::Error> {
        let signals = Arc::new(Signals::new(stream));
        median(REPETITIONS, || {
            let table = Box::new(Shared(signals.clone()));
            let frame = frame(self.program)?;
            Ok(move || {
                let run = run_frame(self.program, frame, table, Beside::default());
                Ran(found(&run, |id| self.number(id)), run)
            })
        })
    }

    fn row(&self, engine: String, timing: Option<Timing>) -> Row {
        Row {
            section: Section::Tables,
            rules: 100,
            engine,
            version: String::new(),
            path: Path::Batch,
            threads: 1,
            events: self.events,
            note: String::new(),
            result: Outcome::of(Ok(timing)),
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "the numbers are small")]
/// Each column as its bytes, and what they are in `columns.json`.
fn write_columns(folder: &Folder, stream: &Stream) -> io::Result<()> {
    let file = |name: &str, bytes: &mut dyn Iterator<Item = u8>| {
        let mut out = BufWriter::new(File::create(folder.join(name))?);
        for byte in bytes {
            out.write_all(&[byte])?;
        }
        out.flush()
    };
    let words = |values: &[u64]| -> Vec<u8> {
        let bytes = values.iter().flat_map(|word| word.to_le_bytes());
        bytes.take(stream.len().div_ceil(8)).collect()
    };
    file("at", &mut stream.at.iter().flat_map(|at| at.to_le_bytes()))?;
    let customers: Vec<String> = (0..stream.customers).map(customer_key).collect();
    let codes = stream.customer.iter().flat_map(|code| code.to_le_bytes());
    file("customer", &mut codes.into_iter())?;
    let mut columns = vec![
        json!({"name": "at", "type": "time"}),
        json!({"name": "customer", "type": "text", "texts": customers}),
    ];
    for column in [
        TextColumn::Kind,
        TextColumn::TouchPoint,
        TextColumn::Channel,
        TextColumn::Tier,
        TextColumn::Topic,
    ] {
        let texts = stream.texts(column);
        let codes = texts.codes.iter().flat_map(|code| code.to_le_bytes());
        file(column.name(), &mut codes.into_iter())?;
        columns.push(json!({"name": column.name(), "type": "text", "texts": texts.names}));
    }
    let ints = [
        ("order_id", &stream.order_id),
        ("ltr", &stream.ltr),
        ("csat", &stream.csat),
        ("effort", &stream.effort),
    ];
    for (name, ints) in ints {
        file(
            name,
            &mut ints.values.iter().flat_map(|it| (*it as f64).to_le_bytes()),
        )?;
        file(
            &format!("{name}.valid"),
            &mut words(&ints.valid.words).into_iter(),
        )?;
        columns.push(json!({"name": name, "type": "number", "valid": true}));
    }
    for (name, numbers) in [("amount", &stream.amount), ("wait", &stream.wait)] {
        file(
            name,
            &mut numbers.values.iter().flat_map(|it| it.to_le_bytes()),
        )?;
        file(
            &format!("{name}.valid"),
            &mut words(&numbers.valid.words).into_iter(),
        )?;
        columns.push(json!({"name": name, "type": "number", "valid": true}));
    }
    let meta = json!({"rows": stream.len(), "columns": columns});
    fs::write(folder.join("columns.json"), meta.to_string())
}
