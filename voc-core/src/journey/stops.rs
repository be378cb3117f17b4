//! Where instances stop without having come to an end.

use super::durations::Durations;
use super::log::EventLog;
use crate::document::{Read, read_json};
use crate::error::{Code, Error};
use crate::metric::{CONFIDENCE, Estimate, rate};
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// What an instance must have come to.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Read)]
#[serde(deny_unknown_fields)]
pub struct Stops {
    /// The activities that end a journey: whoever comes to one of them has not stopped.
    pub ends: Vec<String>,
    /// Instances with an event at or after this instant may still go on, and are left out; none are if
    /// not said.
    #[serde(default)]
    pub quiet_since: Option<Time>,
}

/// Instances that stop after an activity without an end.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct StopRow {
    /// The activity.
    pub activity: String,
    /// How many instances stop after it.
    pub stopped: i64,
    /// Of the instances that reach it, the share that stop there. With Wilson's interval.
    pub share: Estimate,
    /// How long those had taken by then, from their first event.
    pub durations: Durations,
}

impl Stops {
    /// Reads it from a JSON object.
    ///
    /// # Errors
    /// Text that is no such object.
    pub fn from_json(text: &str) -> Result<Self, Error> {
        read_json(text)
    }
}

impl EventLog {
    /// After which activities instances stop without coming to an end: most instances first, and by name
    /// where as many.
    ///
    /// # Errors
    /// No end, or one that the log does not have.
    pub fn stops(&self, of: &Stops) -> Result<Vec<StopRow>, Error> {
        let ends = (0..).zip(&of.ends);
        let ends =
            ends.map(|(place, name): (usize, _)| self.number_of(name, &format!("ends.{place}")));
        let ends = ends.collect::<Result<Vec<u32>, _>>()?;
        if ends.is_empty() {
            return Err(Error::new(Code::Missing, "no activity ends a journey").at("ends"));
        }
        let mut reached = vec![(0_i64, 0_usize); self.activity_names().len()];
        let mut stopped: Vec<Vec<i64>> = vec![Vec::new(); reached.len()];
        for (place, one) in (1..).zip(self.instances()) {
            let Some(last) = one.events.last() else {
                continue;
            };
            if of.quiet_since.is_some_and(|since| last.at >= since) {
                continue;
            }
            for event in one.events {
                if let Some((count, seen)) = reached.get_mut(event.activity as usize)
                    && *seen != place
                {
                    (*count, *seen) = (*count + 1, place);
                }
            }
            if !one
                .events
                .iter()
                .any(|event| ends.contains(&event.activity))
                && let Some(times) = stopped.get_mut(last.activity as usize)
            {
                times.push(one.elapsed_us());
            }
        }
        let mut rows = Vec::new();
        for ((name, (reached, _)), mut times) in
            self.activity_names().iter().zip(reached).zip(stopped)
        {
            let Some(durations) = Durations::of(&mut times) else {
                continue;
            };
            rows.push(StopRow {
                activity: name.clone(),
                stopped: durations.n,
                share: rate(durations.n, reached, CONFIDENCE)?,
                durations,
            });
        }
        rows.sort_by(|one, two| (two.stopped, &one.activity).cmp(&(one.stopped, &two.activity)));
        Ok(rows)
    }
}
