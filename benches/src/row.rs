//! One line of the results, as every tool writes it whatever its language.

use crate::timing::Timing;
use serde::Serialize;
use std::io::{self, Write};

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Section {
    /// The conditions that the peers are measured on.
    Conditions,
    /// The four patterns alone.
    Four,
    /// The conditions of W(n) alone.
    WConditions,
    /// W(n), the whole.
    W,
    /// W100 as a table, through each language.
    Tables,
    /// When so much business time has passed.
    ClockDue,
    /// How much business time lies between two instants.
    ClockHours,
    /// On which day so many whole business days have passed.
    ClockDays,
    /// Where the clock of a case stands.
    ClockVerdict,
    /// What is done to cases.
    CaseCommands,
    /// Paths and what follows what in a service desk's log.
    PathsReal,
    /// The same in a made one.
    Paths,
    /// Signals assigned to journeys, held against their plan and read as an event log.
    Journeys,
    /// One metric of many answers by three columns, with its intervals.
    Tallies,
    /// Relative weights of many features.
    Drivers,
    /// Shapley values (LMG) of many features.
    DriversShapley,
}

/// How signals reach the engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Path {
    /// All at once, as columns.
    Batch,
    /// One by one.
    Single,
}

/// What somebody measured, or why not.
#[derive(Debug, Clone, Serialize)]
pub struct Row {
    /// What is measured.
    pub section: Section,
    /// How many rules.
    pub rules: u32,
    /// Who.
    pub engine: String,
    /// Which release.
    pub version: String,
    /// How signals reach it.
    pub path: Path,
    /// How many threads it may use.
    pub threads: u32,
    /// How many signals.
    pub events: usize,
    /// Anything to know.
    pub note: String,
    /// What was measured, or why not.
    #[serde(flatten)]
    pub result: Outcome,
}

/// What was measured, or why not.
#[derive(Debug, Clone, Serialize)]
#[serde(untagged)]
pub enum Outcome {
    /// A time and what was found in it.
    Measured {
        /// Processor seconds.
        cpu: f64,
        /// Seconds on the clock.
        wall: f64,
        /// How many alerts.
        alerts: u64,
        /// Which; a text, since JavaScript's numbers are too short.
        hash: String,
    },
    /// No time, and why.
    Missing {
        /// Why.
        missing: String,
    },
}

impl Outcome {
    /// What came of a measurement.
    pub fn of(timing: Result<Option<Timing>, String>) -> Self {
        match timing {
            Ok(Some(timing)) => Self::Measured {
                cpu: timing.cpu.as_secs_f64(),
                wall: timing.wall.as_secs_f64(),
                alerts: timing.found.alerts,
                hash: timing.found.hash.to_string(),
            },
            Ok(None) => Self::Missing {
                missing: "two runs found different alerts".to_owned(),
            },
            Err(missing) => Self::Missing { missing },
        }
    }
}

impl Row {
    /// Writes it as a line, and shows the rate.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write(&self, mut out: impl Write) -> io::Result<()> {
        writeln!(out, "{}", serde_json::to_string(self)?)?;
        let what = format!("{:?} {:>4} {:<28}", self.section, self.rules, self.engine);
        match &self.result {
            Outcome::Measured { cpu, alerts, .. } => {
                let rate = self.events as f64 / cpu / 1e6;
                println!("{what} {rate:>9.3} M signals a cpu second, {alerts} alerts");
            }
            Outcome::Missing { missing } => println!("{what} {missing}"),
        }
        Ok(())
    }
}
