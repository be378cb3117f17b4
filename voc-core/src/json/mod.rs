//! The engine in JSON text: what every binding passes through, so that all say the same.
//!
//! Text comes in and goes out as UTF-8 JSON; errors are [`Error`], whose own JSON is
//! `{code, message, path, hint}`.

mod batch;
mod columns;
#[cfg(not(small))]
mod histories;
#[cfg(not(small))]
mod outer;
#[cfg(not(small))]
mod paths;
#[cfg(not(small))]
mod picture;
#[cfg(not(small))]
mod report;
mod seen;
#[cfg(not(small))]
mod staff;
mod standalone;
#[cfg(not(small))]
mod standalone_improvement;
#[cfg(feature = "drivers")]
mod statistic;
#[cfg(not(small))]
mod study;
#[cfg(not(small))]
mod surveys;
mod table;
#[cfg(not(small))]
mod tallied;
#[cfg(not(small))]
mod tallies;

#[cfg(not(small))]
pub use batch::journey;
pub use batch::run;
pub use columns::Columns;
#[cfg(not(small))]
pub use histories::{histories, histories_about, histories_answer};
#[cfg(not(small))]
pub use outer::{
    causes, coaching, coaching_for, effect, improvement, improvement_allowed, improvements,
};
#[cfg(not(small))]
pub use paths::{log_answer, needs};
#[cfg(not(small))]
pub use picture::{deviations, journey_map, journey_paths, path_map, picture, scorecard};
#[cfg(not(small))]
pub use report::{RecordedRun, report};
pub use seen::{case_for, cases_for, loop_by_for, metric_for};
#[cfg(not(small))]
pub use staff::{dossier, preview, preview_roster, recognition, time_lost};
pub use standalone::StandaloneCase;
#[cfg(not(small))]
pub use standalone_improvement::StandaloneImprovement;
#[cfg(feature = "drivers")]
pub use statistic::{Moved, moved, places, statistic};
#[cfg(not(small))]
pub use study::study;
#[cfg(not(small))]
pub use surveys::{occasions, surveyed, uses};
pub use table::{Mapped, RefusedRow, map_table};
#[cfg(not(small))]
pub use tallied::{
    merge_tallies, read_tallies, retract_tallies, rows_of_tallies, tallies, write_tallies,
};
#[cfg(not(small))]
pub use tallies::{tally_rows, withhold};

use crate::document::{ProgramError, read_json, read_written};
use crate::engine::{Engine, FactsPart, Run};
use crate::error::{Code, Error};
use crate::metric::MetricQuery;
use crate::output;
use crate::program::Program;
use crate::rule::{Alert, Matcher, explain::paragraph};
use crate::signal::{Body, Input, Invitation, Roster};
use crate::time::Time;
use serde::Serialize;

/// Any of our values as JSON.
///
/// # Errors
/// None that our own types can bring about.
pub fn text<T: Serialize + ?Sized>(value: &T) -> Result<String, Error> {
    output::text(value)
}

/// A program from a JSON value or a YAML or JSON text.
///
/// # Errors
/// Everything that was found.
pub fn program(source: &str) -> Result<Program, ProgramError> {
    Program::parse(source)
}

/// What is probably not meant: a list of diagnostics.
///
/// # Errors
/// None of its own.
pub fn check(program: &Program) -> Result<String, Error> {
    text(program.check())
}

/// Takes one input; the events that it brought about, as a list.
///
/// # Errors
/// The refusal. Text that is no input is refused too, and counted.
pub fn handle(engine: &mut Engine, input: &str) -> Result<String, Error> {
    match Input::from_json(input) {
        Ok(input) => text(&engine.handle(input)?),
        Err(refusal) => {
            engine.refuse(&refusal);
            Err(refusal)
        }
    }
}

/// The facts of an engine that has a part of the customers, to be handed to [`facts_digest`] as they are.
///
/// # Errors
/// As [`Engine::part`].
pub fn part(engine: &Engine) -> Result<String, Error> {
    text(&engine.part()?)
}

/// The digest of the facts of several engines together: that of one engine with all customers.
///
/// # Errors
/// A text that is no part, no part at all, parts that do not belong together.
pub fn facts_digest(parts: &[String]) -> Result<String, Error> {
    together(parts)?.facts_digest()
}

fn together(parts: &[String]) -> Result<FactsPart, Error> {
    let parts: Result<Vec<FactsPart>, Error> =
        parts.iter().map(|part| read_written(part)).collect();
    FactsPart::together(parts?)
}

/// The same of a JSON list of these texts.
///
/// # Errors
/// A text that is no such list, or as [`facts_digest`].
pub fn facts_digest_of(parts: &str) -> Result<String, Error> {
    facts_digest(&read_written::<Vec<String>>(parts)?)
}

/// What rules over metrics come to on the answers of several engines together: a list of events. The
/// people are given as in the input `roster`; `after` leaves out what was due by then.
///
/// # Errors
/// As [`facts_digest`], a roster or a time that cannot be read, and as [`FactsPart::judge_metrics`].
pub fn judge_metrics(
    parts: &[String],
    roster: Option<&str>,
    after: Option<&str>,
) -> Result<String, Error> {
    let roster: Option<Roster> = roster.map(read_json).transpose()?;
    let after = after.map(Time::parse).transpose()?;
    text(&together(parts)?.judge_metrics(roster.as_ref(), after)?)
}

/// The same of a JSON list of these texts.
///
/// # Errors
/// A text that is no such list, or as [`judge_metrics`].
pub fn judge_metrics_of(
    parts: &str,
    roster: Option<&str>,
    after: Option<&str>,
) -> Result<String, Error> {
    judge_metrics(&read_written::<Vec<String>>(parts)?, roster, after)
}

/// The program that an engine runs, where it is another than the one of this digest, because a version
/// came in mid-stream: its JSON.
///
/// # Errors
/// None of its own.
pub fn newer_program(engine: &Engine, than: &str) -> Result<Option<String>, Error> {
    let program = engine.program();
    if program.digest() == than {
        return Ok(None);
    }
    text(program.spec()).map(Some)
}

/// What became of the inputs.
///
/// # Errors
/// None of its own.
pub fn counts(engine: &Engine) -> Result<String, Error> {
    text(engine.counts())
}

/// All cases, as a list in the order of their ids.
///
/// # Errors
/// None of its own.
pub fn cases(engine: &Engine) -> Result<String, Error> {
    text(&engine.cases().collect::<Vec<_>>())
}

/// One case, or `null`.
///
/// # Errors
/// None of its own.
pub fn case(engine: &Engine, id: &str) -> Result<String, Error> {
    text(&engine.case(id))
}

/// What a person may do to a case now, and why not the rest.
///
/// # Errors
/// An unknown case.
pub fn allowed(engine: &Engine, case: &str, person: &str) -> Result<String, Error> {
    text(&engine.allowed(case, person)?)
}

/// The clocks of a case at an instant; now if not said.
///
/// # Errors
/// An unknown case, a time that is none.
pub fn clocks(engine: &Engine, case: &str, at: Option<&str>) -> Result<String, Error> {
    text(&engine.clocks(case, instant(at)?)?)
}

/// Where the clock of a target stands at an instant, without its ledger; now if not said.
///
/// # Errors
/// An unknown case or target, a time that is none.
pub fn verdict_at(
    engine: &Engine,
    case: &str,
    target: &str,
    at: Option<&str>,
) -> Result<String, Error> {
    text(&engine.verdict_at(case, target, instant(at)?)?)
}

/// The promises of a case as they stand at an instant; now if not said.
///
/// # Errors
/// An unknown case, a time that is none.
pub fn promises(engine: &Engine, case: &str, at: Option<&str>) -> Result<String, Error> {
    text(&engine.promises(case, instant(at)?)?)
}

/// What became of the notices, by some of `role`, `unit` and `kind`, as a JSON list: a list of rows.
///
/// # Errors
/// An unknown name.
pub fn last_mile(engine: &Engine, by: &str) -> Result<String, Error> {
    text(&engine.last_mile(&read_written::<Vec<String>>(by)?)?)
}

/// Why an alert was raised and what came of it: an object with `paragraph`.
///
/// # Errors
/// An alert that no longer may change: its event has `why`, see [`explain_alert`].
pub fn explain(engine: &Engine, alert: &str) -> Result<String, Error> {
    text(&engine.explain(alert)?)
}

/// The same of an alert of a run, settled or not.
///
/// # Errors
/// An alert that was never raised, or was retracted.
pub fn explain_in_run(run: &Run, alert: &str) -> Result<String, Error> {
    text(&run.explain(alert)?)
}

/// Why a rule did not fire for a customer at an instant, now if not said: an object with `paragraph`.
///
/// # Errors
/// An unknown rule or customer, a time that is none, or one before which nothing is retained.
pub fn why_not(
    engine: &Engine,
    rule: &str,
    customer: &str,
    at: Option<&str>,
) -> Result<String, Error> {
    text(&engine.why_not(rule, customer, instant(at)?)?)
}

/// Why an alert was raised, in words: a paragraph. `alert` is JSON, as the event has it.
///
/// # Errors
/// A text that is no alert.
pub fn explain_alert(program: &Program, alert: &str) -> Result<String, Error> {
    let alert: Alert = read_written(alert)?;
    Ok(paragraph(program, &alert))
}

/// The days that the all-day events of an iCalendar text take up, from one day up to, not including,
/// another: a list of texts such as `2026-12-25`.
///
/// # Errors
/// A text that [`crate::calendar::holidays`] does not read, a day that is none.
#[cfg(feature = "ical")]
pub fn holidays(ical: &str, from: &str, to: &str) -> Result<String, Error> {
    let day = |name: &str, text: &str| {
        crate::time::written::date(text).ok_or_else(|| {
            Error::new(Code::BadTime, format!("`{text}` is not a date"))
                .hint("write it as 2026-12-25")
                .at(name)
        })
    };
    let days = crate::calendar::holidays(ical, day("from", from)?, day("to", to)?);
    text(&days.map_err(|error| error.at("ical"))?)
}

/// The rules that hold at one signal, by what it says itself: a list of ids. `input` brings the signal, as
/// [`handle`] takes it.
///
/// # Errors
/// The refusal with which the engine would meet the signal; an input that brings something else.
pub fn matching(matcher: &Matcher, input: &str) -> Result<String, Error> {
    let Body::Signal(signal) = Input::from_json(input)?.body else {
        return Err(Error::new(Code::Missing, "the input brings no signal").at("signal"));
    };
    let mut rules = Vec::new();
    matcher.matching_into(&signal, &mut rules)?;
    // A list of borrowed ids would need code of its own to be written.
    let mut ids: Vec<String> = Vec::new();
    for rule in rules {
        ids.extend(matcher.rule_id(rule).map(str::to_owned));
    }
    text(&ids)
}

/// A metric: a list of rows. `query` is a JSON object as [`MetricQuery`] is written; every key is optional.
///
/// # Errors
/// An unknown metric, a breakdown that is not kept, a query that is none.
pub fn metric(engine: &Engine, id: &str, query: &str) -> Result<String, Error> {
    let query: MetricQuery = read_json(query)?;
    text(&engine.metric(id, &query)?)
}

/// Whether the loop works: an object over all cases, or with `by` a list of groups.
///
/// # Errors
/// An unknown name to tell the cases apart by.
pub fn loop_health(engine: &Engine, by: Option<&str>) -> Result<String, Error> {
    match by {
        None => text(&engine.loop_health()),
        Some(by) => text(&engine.loop_by(by)?),
    }
}

/// Whether an invitation may be sent, and why not: an object with `may`, `earliest`, `held_by`. What is asked
/// is a JSON object with `customer`, `survey`, `at`, and what quarantines count by.
///
/// # Errors
/// An unknown survey, a part that is not as declared, an object of another shape.
pub fn may_invite(engine: &Engine, invitation: &str) -> Result<String, Error> {
    let invitation: Invitation = read_json(invitation)?;
    text(&engine.may_invite(&invitation)?)
}

/// The events of a run, as a list.
///
/// # Errors
/// None of its own.
pub fn events(run: &Run) -> Result<String, Error> {
    text(&run.events)
}

/// The refused inputs of a run, as a list.
///
/// # Errors
/// None of its own.
pub fn refused(run: &Run) -> Result<String, Error> {
    text(&run.refused)
}

/// A list of whole numbers, such as answers or counts.
///
/// # Errors
/// A text that is no such list.
pub fn whole_numbers(source: &str) -> Result<Vec<i64>, Error> {
    read_written(source).map_err(|error| {
        Error::new(
            Code::WrongType,
            format!("an answer is no whole number: {}", error.message),
        )
    })
}

fn instant(at: Option<&str>) -> Result<Option<Time>, Error> {
    at.map(Time::parse)
        .transpose()
        .map_err(|error| error.at("at"))
}
