//! How long it takes from one activity to another, whatever lies between.

use super::durations::Durations;
use super::log::EventLog;
use crate::error::Error;
use crate::metric::{CONFIDENCE, Estimate, rate};
use serde::Serialize;

/// From the first time of one activity in an instance to the next time of another after it.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Between {
    /// The activity before.
    pub from: String,
    /// The activity after.
    pub to: String,
    /// Of the instances that reach the one, the share that come to the other after it. With Wilson's
    /// interval.
    pub reached: Estimate,
    /// How long it took those that did; absent where none did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub durations: Option<Durations>,
}

impl EventLog {
    /// How long it takes from the first `from` of an instance to the next `to`; the same activity twice
    /// is how long it takes until it comes again.
    ///
    /// # Errors
    /// An activity that the log does not have.
    pub fn between(&self, from: &str, to: &str) -> Result<Between, Error> {
        let (before, after) = (self.number_of(from, "from")?, self.number_of(to, "to")?);
        let mut times = Vec::new();
        let mut with = 0;
        for one in self.instances() {
            let mut events = one.events.iter();
            let Some(first) = events.find(|event| event.activity == before) else {
                continue;
            };
            with += 1;
            let next = events.find(|event| event.activity == after);
            times.extend(next.map(|next| next.at.micros().saturating_sub(first.at.micros())));
        }
        let reached = i64::try_from(times.len()).unwrap_or(i64::MAX);
        Ok(Between {
            from: from.to_owned(),
            to: to.to_owned(),
            reached: rate(reached, with, CONFIDENCE)?,
            durations: Durations::of(&mut times),
        })
    }
}
