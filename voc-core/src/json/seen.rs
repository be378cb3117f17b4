//! What one person may see, as JSON.

use super::{read_json, text};
use crate::engine::{Engine, SeenCase};
use crate::error::Error;
use crate::metric::MetricQuery;

/// The cases that a person sees, in the order of their ids: a list of objects with `redacted` and `case`.
///
/// # Errors
/// None of its own.
pub fn cases_for(engine: &Engine, person: &str) -> Result<String, Error> {
    let seen: Vec<SeenCase> = engine.cases_for(person).collect();
    text(&seen)
}

/// One case as a person sees it.
///
/// # Errors
/// A case that is not known, or that they do not see.
pub fn case_for(engine: &Engine, person: &str, id: &str) -> Result<String, Error> {
    text(&engine.case_for(person, id)?)
}

/// A metric as a person sees it; the query as of [`metric`](super::metric).
///
/// # Errors
/// Those of [`metric`](super::metric), and numbers of the company that they do not see.
pub fn metric_for(engine: &Engine, person: &str, id: &str, query: &str) -> Result<String, Error> {
    let query: MetricQuery = read_json(query)?;
    text(&engine.metric_for(person, id, &query)?)
}

/// Whether the loop works, by group, as a person sees it.
///
/// # Errors
/// An unknown name to tell the cases apart by, and numbers of the company that they do not see.
pub fn loop_by_for(engine: &Engine, person: &str, by: &str) -> Result<String, Error> {
    text(&engine.loop_by_for(person, by)?)
}
