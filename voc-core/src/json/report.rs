//! Reports, voices and goals: what is asked is a JSON object with one key.

use super::batch::read;
use super::{instant, read_json, text};
use crate::document::Read;
use crate::engine::{self, Engine, Record, Run, Spoken};
use crate::error::Error;
use crate::insight::VoicesQuery;
use crate::insight::accountability::Weighing;
use crate::picture::Scorecard;
use crate::program::Program;
use crate::signal::Input;
use crate::time::Span;
use serde::Deserialize;
use std::borrow::Cow;

/// What is asked.
#[derive(Debug, Clone, PartialEq, Deserialize, Read)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Ask {
    /// The voices behind a number.
    Voices(VoicesQuery),
    /// The report of a unit on a period.
    UnitReport {
        report: String,
        unit: String,
        period: String,
        #[serde(default)]
        person: Option<String>,
    },
    /// Whether reports are reviewed in time.
    Reviews {},
    /// Where the goals stand.
    Goals {},
    /// A stage across the units that serve it.
    StageScores { journey: String, stage: String },
    /// The same, to be drawn as a scorecard.
    StageCard { journey: String, stage: String },
    /// The moments of truth, ranked.
    MomentRanks(Weighing),
    /// What units came to in each period, beside their targets.
    UnitValues { metric: String, every: Span },
}

/// What is asked of an engine, with the record of its run where there is one. `ask` is a JSON object with one of
/// the keys `voices`, `unit_report`, `reviews`, `goals`, `stage_scores`, `stage_card`, `moment_ranks` and
/// `unit_values`.
///
/// # Errors
/// An object of another shape, and those of what is asked.
pub fn report(engine: &Engine, record: Option<&Record<'_>>, ask: &str) -> Result<String, Error> {
    match read_json(ask)? {
        Ask::Voices(query) => text(&engine.voices(&query, record)?),
        Ask::UnitReport {
            report,
            unit,
            period,
            person,
        } => text(&engine.unit_report(&report, &unit, &period, person.as_deref(), record)?),
        Ask::Reviews {} => text(&engine.reviews()?),
        Ask::Goals {} => text(&engine.goals()?),
        Ask::StageScores { journey, stage } => text(&engine.stage_scores(&journey, &stage)?),
        Ask::StageCard { journey, stage } => {
            let scores = engine.stage_scores(&journey, &stage)?;
            text(&Scorecard::of_stage(engine.program(), &scores))
        }
        Ask::MomentRanks(weighing) => text(&engine.moment_ranks(&weighing)?),
        Ask::UnitValues { metric, every } => text(&engine.unit_values(&metric, every)?),
    }
}

/// A run over a batch of inputs, with the record of it.
#[derive(Debug, Clone)]
pub struct RecordedRun {
    run: Run,
    spoken: Spoken,
}

impl RecordedRun {
    /// Runs a program over inputs, as [`run`](super::run) does.
    ///
    /// # Errors
    /// Those of [`run`](super::run).
    pub fn of(program: &Program, inputs: &str, until: Option<&str>) -> Result<Self, Error> {
        let until = instant(until)?;
        let (good, bad) = read(inputs)?;
        let in_time =
            |input: &&Input| until.is_none_or(|until| input.at().is_none_or(|at| at <= until));
        let spoken = Spoken::of(good.iter().filter(in_time));
        let mut run = engine::run(program, good, until);
        for (id, error) in bad {
            run.refuse(id, error);
        }
        Ok(Self { run, spoken })
    }

    /// What is asked of it: see [`report`].
    ///
    /// # Errors
    /// Those of [`report`].
    pub fn report(&self, ask: &str) -> Result<String, Error> {
        let record = Record::of(Cow::Borrowed(&self.spoken), self.run.alerts());
        report(&self.run.engine, Some(&record), ask)
    }

    /// Whether the loop works, with what only a run can tell.
    ///
    /// # Errors
    /// None of its own.
    pub fn loop_health(&self) -> Result<String, Error> {
        text(&self.run.loop_health())
    }
}
