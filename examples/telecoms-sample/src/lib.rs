//! A telecoms provider's year, made up: the same seed gives the same bytes on every platform.
//!
//! What pictures should show is put in on purpose: a change of the billing system in October, a
//! storm in the north in February, a service centre that closes fast and is disputed, a partner that
//! is slow, and few customers who make most of the contacts.

mod company;
mod dice;
mod follow_up;
mod life;
mod signal;
mod words;
mod work;
mod year;

pub use company::Person;
pub use follow_up::Command;
pub use signal::Signal;

use dice::Dice;
use serde::Serialize;
use signal::Customer;
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use year::Year;

/// What to make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// The seed: another one gives another year.
    pub seed: u64,
    /// How many customers.
    pub customers: u32,
    /// The calendar year.
    pub year: i32,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            seed: 1,
            customers: 20_000,
            year: 2025,
        }
    }
}

/// A year of a telecoms provider.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// What customers said and did, in the order in which it reached the provider.
    pub signals: Vec<Signal>,
    /// What the provider did about it, in order.
    pub commands: Vec<Command>,
    /// Who works where, by id.
    pub people: BTreeMap<String, Person>,
    /// Since when they do: the first second of the year, as text.
    pub since: String,
}

impl Sample {
    /// Makes a year; absent where the calendar has no such year.
    pub fn make(options: &Options) -> Option<Self> {
        let year = Year::new(options.year)?;
        let (mut signals, mut commands) = (Vec::new(), Vec::new());
        for number in 0..options.customers {
            let mut dice = Dice::new(options.seed, u64::from(number) + 1);
            let customer = Customer::new(number, year.days(), &mut dice);
            let life = life::signals(&customer, year, &mut dice);
            commands.extend(follow_up::commands(&life, year, &mut dice));
            signals.extend(life);
        }
        signals.extend(life::reviews(
            options.customers / 30,
            year,
            &mut Dice::new(options.seed, 0),
        ));
        signals.sort_by(|a, b| (a.received, &a.id).cmp(&(b.received, &b.id)));
        commands.sort_by(|a, b| (a.at, &a.id).cmp(&(b.at, &b.id)));
        Some(Self {
            signals,
            commands,
            people: company::people(),
            since: year::text(year.start),
        })
    }

    /// Writes `signals.csv`, `commands.csv` and `roster.ndjson` into `folder`.
    ///
    /// # Errors
    /// What the file system refuses.
    pub fn write(&self, folder: &Path) -> io::Result<()> {
        fs::create_dir_all(folder)?;
        write_csv(&self.signals, File::create(folder.join("signals.csv"))?)?;
        write_csv(&self.commands, File::create(folder.join("commands.csv"))?)?;
        let mut roster = BufWriter::new(File::create(folder.join("roster.ndjson"))?);
        writeln!(roster, "{}", self.roster())?;
        roster.flush()
    }

    /// The roster as an input of the engine.
    pub fn roster(&self) -> serde_json::Value {
        serde_json::json!({
            "id": "roster-1",
            "received": self.since,
            "roster": { "at": self.since, "people": self.people },
        })
    }
}

/// Writes rows with a header line.
///
/// # Errors
/// What the writer refuses.
pub fn write_csv<R: Serialize>(rows: &[R], to: impl Write) -> io::Result<()> {
    let mut csv = csv::Writer::from_writer(to);
    for row in rows {
        csv.serialize(row)?;
    }
    csv.flush()
}
