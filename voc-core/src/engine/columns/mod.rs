//! A run over the columns of a table: the same as [`run`](crate::engine::run) over its rows, sooner.
//!
//! Stage 1 reads columns, and what follows is fed with its alerts. Whatever needs each customer's whole
//! state, such as digests, events and metrics, is read off an engine that takes the rows one after
//! another: when it is asked for, and once. Where columns cannot tell what one row after another would,
//! because rows come late, correct others or share an id, or because the program has rules over metrics
//! or with `settle`, the rows are taken one after another from the start. Nothing differs but time.

mod about;
mod bind;
mod bits;
mod check;
mod follow;
mod found;
mod hash;
#[cfg(not(small))]
mod histories;
#[cfg(not(small))]
mod journey;
mod order;
mod read;
mod replay;
mod source;
mod stored;

use super::facts::FactPlans;
use super::rows::{alerts, notices};
use super::{AlertRow, Counts, Engine, Event, Explanation, NoticeRow, Refused, Run, What};
use crate::case::Case;
use crate::error::{Error, Refusal};
use crate::insight::{LoopHealth, LoopRow};
use crate::ordered::sort_by;
use crate::program::Program;
use crate::rule::WhyNot;
use crate::rule::batch::BatchAlert;
use crate::signal::{Frame, Input, Table};
use crate::time::Time;
use follow::{After, follow};
use found::{Found, find};
#[cfg(not(small))]
pub use histories::histories_of_frame;
#[cfg(not(small))]
pub use journey::{JourneyRun, journey_of_frame, journey_of_inputs};
use source::Source;
use std::sync::OnceLock;

/// Whether this build reads columns; the compiler leaves out what only that needs.
const BY_COLUMNS: bool = cfg!(feature = "columns");

/// What came of a table of signals.
pub struct FrameRun {
    program: Program,
    plans: FactPlans,
    source: Source,
    /// What was found by columns; absent where rows are taken one after another.
    found: Option<Found>,
    after: OnceLock<Option<After>>,
    /// The engine after the last row, without events.
    engine: OnceLock<Run>,
    /// The same with events.
    whole: OnceLock<Run>,
}

/// What a table is run with.
#[derive(Default)]
pub struct Beside {
    /// Inputs beside the rows, such as the roster and commands.
    pub inputs: Vec<Input>,
    /// Those that could not be read, by id: they are refused.
    pub unread: Vec<(String, Refusal)>,
    /// Time goes on to this instant, or to the last input.
    pub until: Option<Time>,
}

/// Runs a program over the rows of a table, as [`run`](crate::engine::run) runs it over inputs.
pub fn run_frame(
    program: &Program,
    frame: Frame,
    table: Box<dyn Table>,
    beside: Beside,
) -> FrameRun {
    let source = Source::of(frame, table, beside);
    let plans = FactPlans::of(program.clone());
    let found = BY_COLUMNS.then(|| find(program, &plans.rules, &source));
    FrameRun {
        program: program.clone(),
        plans,
        source,
        found: found.flatten(),
        after: OnceLock::new(),
        engine: OnceLock::new(),
        whole: OnceLock::new(),
    }
}

impl FrameRun {
    /// The program.
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// The alerts of stage 1 by column: rules by their places in [`FrameRun::rule_ids`], and for rows
    /// their places in the order in which they were run. Absent where rows were taken one after another.
    pub fn found(&self) -> Option<&[BatchAlert]> {
        self.found.as_ref().map(|found| found.alerts.as_slice())
    }

    /// The ids of the rules, by place.
    pub fn rule_ids(&self) -> impl Iterator<Item = &str> {
        self.plans.rules.rule_ids()
    }

    /// What happened and when, but for the acceptance of signals. Alerts may lack `why`: only the
    /// events have it for certain.
    pub fn what(&self) -> Box<dyn Iterator<Item = (Time, &What)> + '_> {
        if let Some((_, after)) = self.after() {
            return Box::new(after.out.iter().map(|(at, what)| (*at, what)));
        }
        let accepted = |event: &&Event| !matches!(event.what, What::SignalAccepted { .. });
        let events = self.whole().events.iter().filter(accepted);
        Box::new(events.map(|event| (event.at, &event.what)))
    }

    /// The standing alerts that were raised, by time and id.
    pub fn alerts(&self) -> Vec<AlertRow> {
        alerts(self.what(), &mut self.cases())
    }

    /// What the host should tell somebody, in order.
    pub fn notices(&self) -> Vec<NoticeRow> {
        notices(self.what())
    }

    /// All cases, by id.
    pub fn cases(&self) -> Box<dyn Iterator<Item = &Case> + '_> {
        match self.after() {
            Some((_, after)) => Box::new(after.follow_up.cases.in_order().into_iter()),
            None => Box::new(self.whole().engine.cases()),
        }
    }

    /// The rows and inputs that were refused.
    pub fn refused(&self) -> Vec<Refused> {
        match self.after() {
            Some((found, after)) => self.refused_by_columns(found, after),
            None => self.whole().refused.clone(),
        }
    }

    /// What became of rows and inputs.
    pub fn counts(&self) -> Counts {
        match self.after() {
            Some((found, after)) => self.counts_by_columns(found, after),
            None => self.whole().engine.counts().clone(),
        }
    }

    /// Whether the loop works, over all cases.
    pub fn loop_health(&self) -> LoopHealth {
        match self.after() {
            Some((_, after)) => {
                let health = after.follow_up.loop_health(&self.plans, after.now);
                #[cfg(not(small))]
                let health = LoopHealth {
                    praise_reach: self.praise_reach(),
                    ..health
                };
                health
            }
            #[cfg(not(small))]
            None => self.whole().loop_health(),
            #[cfg(small)]
            None => self.whole().engine.loop_health(),
        }
    }

    /// Whether the loop works, by group; see [`Engine::loop_by`].
    ///
    /// # Errors
    /// An unknown name.
    pub fn loop_by(&self, by: &str) -> Result<Vec<LoopRow>, Error> {
        match self.after() {
            Some((_, after)) => after.follow_up.loop_by(&self.plans, by, after.now),
            None => self.whole().engine.loop_by(by),
        }
    }

    /// Everything that happened, in order. Takes the rows one after another, once.
    pub fn events(&self) -> &[Event] {
        &self.whole().events
    }

    /// The engine after the last input. Takes the rows one after another, once.
    pub fn engine(&self) -> &Engine {
        let run = self.whole.get();
        let run = run.unwrap_or_else(|| {
            if self.found.is_none() {
                return self.whole();
            }
            self.engine.get_or_init(|| self.replay(false))
        });
        &run.engine
    }

    /// Why an alert was raised, see [`Run::explain`]. Takes the rows one after another, once.
    ///
    /// # Errors
    /// An alert that was never raised, or was retracted.
    pub fn explain(&self, alert: &str) -> Result<Explanation, Error> {
        self.whole().explain(alert)
    }

    /// Why a rule did not fire for a customer, see [`Engine::why_not`].
    ///
    /// # Errors
    /// Those of [`Engine::why_not`].
    pub fn why_not(&self, rule: &str, customer: &str, at: Option<Time>) -> Result<WhyNot, Error> {
        self.engine().why_not(rule, customer, at)
    }

    /// The rows that can be read, as inputs, then the inputs beside them, up to the end of the run.
    #[cfg(not(small))]
    pub fn inputs(&self) -> impl Iterator<Item = Input> + '_ {
        let rows = self.source.reader();
        let all = (0..self.source.table.len()).filter_map(move |row| rows.input(row).ok());
        let until = self.source.until;
        let in_time =
            move |input: &Input| until.is_none_or(|until| input.at().is_none_or(|at| at <= until));
        all.filter(in_time)
            .chain(self.source.others.iter().cloned())
    }

    /// Everything that one row after another comes to. Takes the rows one after another, once.
    pub fn whole(&self) -> &Run {
        self.whole.get_or_init(|| self.replay(true))
    }

    /// What was found by columns, and what came of it; absent where rows are taken one after another.
    fn after(&self) -> Option<(&Found, &After)> {
        let found = self.found.as_ref().filter(|_| BY_COLUMNS)?;
        let after = self
            .after
            .get_or_init(|| follow(&self.program, &self.plans, &self.source, found));
        Some((found, after.as_ref()?))
    }

    fn refused_by_columns(&self, found: &Found, after: &After) -> Vec<Refused> {
        let refused = found.refused.iter().chain(&after.refused);
        let mut refused: Vec<(Time, Refused)> = refused.cloned().collect();
        sort_by(&mut refused, &|one, two| {
            (one.0, &one.1.id).cmp(&(two.0, &two.1.id))
        });
        let refused = refused.into_iter().map(|(_, refused)| refused);
        let unread = found.unread.iter().chain(&self.source.unread);
        let unread = unread.map(|(id, error)| Refused {
            id: id.clone(),
            error: error.clone(),
        });
        refused.chain(unread).collect()
    }

    fn counts_by_columns(&self, found: &Found, after: &After) -> Counts {
        let mut counts = Counts::default();
        let refused = found.refused.iter().chain(&after.refused);
        let refused = refused.map(|(_, refused)| &refused.error);
        let unread = found.unread.iter().chain(&self.source.unread);
        for error in refused.chain(unread.map(|(_, error)| error)) {
            counts.refuse(error);
        }
        let rows = found.len(&self.source) as u64;
        // The tick at the end, where there is one.
        let end = u64::from(after.now.is_some());
        let others = self.source.others.len() as u64 - after.refused.len() as u64;
        counts.signals = rows;
        counts.accepted = rows + others + end;
        counts.inputs += counts.accepted;
        counts
    }
}
