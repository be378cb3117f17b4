//! What is asked of all that customers said and did.

use super::text;
use crate::case::Case;
use crate::document::{Read, read_json};
use crate::error::{Code, Error};
use crate::insight::behaviour::{BehaviourQuery, FoundQuery, StagesQuery};
use crate::insight::consistency::ConsistencyQuery;
use crate::insight::histories::Histories;
use crate::insight::next::NextQuery;
use crate::insight::outcome::OutcomeQuery;
use crate::insight::recovered::RecoveredQuery;
use crate::program::Program;
use serde::Deserialize;

/// What is asked: an object with one key.
#[derive(Debug, Clone, PartialEq, Deserialize, Read)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
enum Ask {
    /// What came after answers, by band.
    Outcome(OutcomeQuery),
    /// How long until a customer comes again.
    Next(NextQuery),
    /// How often customers do something.
    Behaviour(BehaviourQuery),
    /// Who noticed first.
    Found(FoundQuery),
    /// What customers do beside what they say, by stage.
    Stages(StagesQuery),
    /// Whether the experience is the same everywhere.
    Consistency(ConsistencyQuery),
    /// Recovered customers beside comparable unrecovered ones.
    Recovered(RecoveredQuery),
}

/// Inputs as histories, given as [`super::run`] takes them.
///
/// # Errors
/// A text that is no list of inputs, an `until` that is no time.
pub fn histories(program: &Program, inputs: &str, until: Option<&str>) -> Result<Histories, Error> {
    let until = super::instant(until)?;
    let (good, bad) = super::batch::read(inputs)?;
    Ok(Histories::of(program, &good, bad, until))
}

/// The answer of histories: `ask` is an object with one of `outcome`, `next`, `behaviour`, `found`, `stages`,
/// `consistency` and `recovered`. The last takes the cases of a run over the same inputs.
///
/// # Errors
/// What cannot be asked; what the histories cannot answer; `recovered` without cases.
pub fn histories_answer(
    histories: &Histories,
    cases: Option<&mut dyn Iterator<Item = &Case>>,
    ask: &str,
) -> Result<String, Error> {
    match read_json(ask)? {
        Ask::Outcome(query) => text(&histories.outcome(&query)?),
        Ask::Next(query) => text(&histories.next(&query)?),
        Ask::Behaviour(query) => text(&histories.behaviour(&query)?),
        Ask::Found(query) => text(&histories.found(&query)?),
        Ask::Stages(query) => text(&histories.stages(&query)?),
        Ask::Consistency(query) => text(&histories.consistency(&query)?),
        Ask::Recovered(query) => {
            let cases = cases.ok_or_else(|| {
                Error::new(
                    Code::Missing,
                    "there are no cases: nobody followed anything up",
                )
                .hint("ask it of a run over these signals")
            })?;
            text(&histories.recovered(cases, &query)?)
        }
    }
}

/// How many customers and signals there are, up to when, and what was refused.
///
/// # Errors
/// None of its own.
pub fn histories_about(histories: &Histories) -> Result<String, Error> {
    #[derive(serde::Serialize)]
    struct About<'h> {
        customers: usize,
        signals: usize,
        until: Option<crate::Time>,
        refused: &'h [crate::engine::Refused],
    }
    text(&About {
        customers: histories.customers(),
        signals: histories.signals(),
        until: histories.now(),
        refused: histories.refused(),
    })
}
