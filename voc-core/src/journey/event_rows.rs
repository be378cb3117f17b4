//! A log as rows, with the names that process mining gives to columns.

use super::details::of_millionths;
use super::log::EventLog;
use crate::time::Time;
use serde::Serialize;
use std::borrow::Cow;

/// An event with its instance. A part of it that the log does not know is absent.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EventRow<'l> {
    /// The instance.
    #[serde(rename = "case:concept:name")]
    pub instance: Cow<'l, str>,
    /// What happened.
    #[serde(rename = "concept:name")]
    pub activity: &'l str,
    /// When.
    #[serde(rename = "time:timestamp")]
    pub at: Time,
    /// The unit that acted.
    #[serde(default, rename = "org:group", skip_serializing_if = "Option::is_none")]
    pub unit: Option<&'l str>,
    /// What the customer answered there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub score: Option<f64>,
    /// Whether it is a concern.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub concern: Option<bool>,
    /// The channel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<&'l str>,
    /// The customer's segment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub segment: Option<&'l str>,
}

impl EventLog {
    /// Every event with its instance: instances in the log's order, the events of each in theirs. Read
    /// again, with their names said where they are not the usual ones, they are the same log.
    pub fn rows(&self) -> impl Iterator<Item = EventRow<'_>> + Clone {
        let details = self.details();
        let has_concerns = details.has_concerns();
        self.placed().flat_map(move |(start, one)| {
            let events = (start..).zip(one.events);
            let name = one.name();
            events.map(move |(event, its)| EventRow {
                instance: name.clone(),
                activity: self.activity(its.activity),
                at: its.at,
                unit: details.units.text(event),
                score: details.score(event).map(of_millionths),
                concern: has_concerns.then(|| details.concern(event)),
                channel: details.channels.text(event),
                segment: details.segments.text(event),
            })
        })
    }
}
