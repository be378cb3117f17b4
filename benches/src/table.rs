//! The signals as a host's table, for a run of the whole program over its columns.

use voc_core::engine::columns::FrameRun;
use voc_core::signal::{Cell, CellReader, Series, Table};
use voc_core::{Program, Time};
use voc_workload::{ABSENT, AlertSet, NumberColumn, Stream, TextColumn, customer_key};

/// The names of the columns. There are no ids: the run gives them.
pub const COLUMNS: [&str; 13] = [
    "at",
    "customer",
    "kind",
    "touch_point",
    "channel",
    "tier",
    "topic",
    "order_id",
    "ltr",
    "csat",
    "effort",
    "amount",
    "wait",
];

const TEXTS: [TextColumn; 5] = [
    TextColumn::Kind,
    TextColumn::TouchPoint,
    TextColumn::Channel,
    TextColumn::Tier,
    TextColumn::Topic,
];

const NUMBERS: [NumberColumn; 5] = [
    NumberColumn::Ltr,
    NumberColumn::Csat,
    NumberColumn::Effort,
    NumberColumn::Amount,
    NumberColumn::Wait,
];

/// A stream, and the keys of its customers.
pub struct Signals {
    stream: Stream,
    customers: Vec<String>,
}

impl Signals {
    /// As a table.
    pub fn new(stream: Stream) -> Self {
        let customers = (0..stream.customers).map(customer_key).collect();
        Self { stream, customers }
    }
}

impl Table for Signals {
    fn len(&self) -> usize {
        self.stream.len()
    }

    fn reader(&self, column: usize) -> CellReader<'_> {
        let stream = &self.stream;
        let time = |at: i64| Time::from_micros(at).map_or(Cell::Absent, Cell::Time);
        match column {
            0 => Box::new(move |row| time(stream.at[row])),
            1 => Box::new(move |row| {
                let code = stream.customer[row];
                let key = self.customers.get(code as usize);
                key.map_or(Cell::Absent, |key| Cell::Text(key.into()))
            }),
            7 => Box::new(move |row| stream.order_id.get(row).map_or(Cell::Absent, Cell::Int)),
            2..7 => {
                let texts = stream.texts(TEXTS[column - 2]);
                Box::new(move |row| {
                    texts
                        .get(row)
                        .map_or(Cell::Absent, |text| Cell::Text(text.into()))
                })
            }
            _ => {
                let column = NUMBERS[column - 8];
                Box::new(move |row| {
                    let value = stream.number(column, row);
                    if value.is_nan() {
                        Cell::Absent
                    } else if column.is_int() {
                        Cell::Int(value as i64)
                    } else {
                        Cell::Number(value)
                    }
                })
            }
        }
    }

    fn series(&self, column: usize) -> Series<'_> {
        let stream = &self.stream;
        match column {
            0 => Series::Time {
                values: &stream.at,
                valid: None,
            },
            1 => Series::Text {
                codes: &stream.customer,
                texts: self.customers.iter().map(String::as_str).collect(),
            },
            2..7 => {
                let texts = stream.texts(TEXTS[column - 2]);
                Series::Text {
                    codes: &texts.codes,
                    texts: texts.names.iter().map(String::as_str).collect(),
                }
            }
            7..11 => {
                let ints =
                    [&stream.order_id, &stream.ltr, &stream.csat, &stream.effort][column - 7];
                Series::Int {
                    values: &ints.values,
                    valid: Some(&ints.valid.words),
                }
            }
            _ => {
                let numbers = [&stream.amount, &stream.wait][column - 11];
                Series::Number {
                    values: &numbers.values,
                    valid: Some(&numbers.valid.words),
                }
            }
        }
    }
}

const _: () = assert!(ABSENT == u32::MAX, "both sides have one code for nothing");

/// The alerts that a run by columns found, by the numbers of the rules.
pub fn found(run: &FrameRun, numbers: impl Fn(&str) -> u32) -> AlertSet {
    let rules: Vec<u32> = run.rule_ids().map(numbers).collect();
    let mut found = AlertSet::default();
    for alert in run.found().unwrap_or_default() {
        found.push(rules[usize::from(alert.rule)], alert.row);
    }
    found
}

/// Binds the table's columns to a program.
///
/// # Errors
/// Those of binding.
pub fn frame(program: &Program) -> Result<voc_core::signal::Frame, voc_core::Error> {
    let options = voc_core::signal::FrameOptions {
        source: "signals".to_owned(),
        ..Default::default()
    };
    voc_core::signal::Frame::bind(program.spec(), &COLUMNS, options)
}

/// The same table for several runs.
pub struct Shared(pub std::sync::Arc<Signals>);

impl Table for Shared {
    fn len(&self) -> usize {
        self.0.len()
    }

    fn reader(&self, column: usize) -> CellReader<'_> {
        self.0.reader(column)
    }

    fn series(&self, column: usize) -> Series<'_> {
        self.0.series(column)
    }
}
