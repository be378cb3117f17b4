//! Actual journeys as rows of tables, and as an event log.

use super::actual::{Actual, Head, Names};
use super::machine::Reason;
use crate::digest::id_of_texts;
use crate::journey::plan::Journey;
use crate::time::Time;
use serde::Serialize;

/// Why an instance is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Over {
    /// Its end came.
    Ends,
    /// Nothing came of it for the gap.
    Gap,
}

impl Over {
    /// Its name in every format.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ends => "ends",
            Self::Gap => "gap",
        }
    }
}

/// An instance of a journey.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InstanceRow {
    /// Its id: a hash of journey, customer, key, and instant and id of its first signal.
    pub instance: String,
    /// The customer.
    pub customer: String,
    /// The value of the journey's key; absent where it has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Which one of this customer and key it is, from 1.
    pub number: u32,
    /// When it began.
    pub from: Time,
    /// When its last signal was.
    pub until: Time,
    /// Why it is over; absent where it is still open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub over: Option<Over>,
    /// How many signals belong to it.
    pub signals: u32,
    /// How many of them are steps: not questions, and not answers.
    pub steps: u32,
    /// The segments that held as of its first signal, by name.
    pub segments: Vec<String>,
}

/// How many signals belong to no instance of a journey, for one reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct UnassignedRow {
    /// The reason.
    pub reason: Reason,
    /// How many.
    pub signals: u64,
}

impl Actual {
    /// The instances, by customer and in the order in which they began.
    pub fn instances(&self) -> impl ExactSizeIterator<Item = InstanceRow> {
        self.heads.iter().map(|head| InstanceRow {
            instance: self.id(head),
            customer: self.customer(head).to_owned(),
            key: self.key(head).map(str::to_owned),
            number: head.number,
            from: head.from,
            until: head.until,
            over: self.over(head),
            signals: head.signals,
            steps: u32::try_from(self.steps(head).len()).unwrap_or(u32::MAX),
            segments: self.segments_of(head),
        })
    }

    /// The signals that belong to no instance, by reason. With those assigned they are all signals.
    pub fn unassigned(&self) -> Vec<UnassignedRow> {
        let counted = Reason::ALL.into_iter().zip(self.unassigned);
        let rows = counted.map(|(reason, signals)| UnassignedRow { reason, signals });
        rows.collect()
    }

    /// The id of an instance.
    pub(in crate::journey) fn id(&self, head: &Head) -> String {
        id(&self.journey, &self.names, head)
    }

    /// Why an instance is over.
    pub(in crate::journey) fn over(&self, head: &Head) -> Option<Over> {
        if head.has_ended {
            return Some(Over::Ends);
        }
        let ends = self.journey.after(head.until, self.journey.gap?);
        (self.now? >= ends).then_some(Over::Gap)
    }

    /// The names of the segments of an instance.
    pub(in crate::journey) fn segments_of(&self, head: &Head) -> Vec<String> {
        let segments = self.journey.segments.iter().enumerate();
        let own = segments.filter(|(place, _)| self.is_in(head, *place));
        own.map(|(_, (name, _))| name.clone()).collect()
    }
}

/// The id of an instance: a hash of what it begins with.
pub(super) fn id(journey: &Journey, names: &Names, head: &Head) -> String {
    let (has_key, key) = names
        .key(journey, head)
        .map_or(("", ""), |key| ("key", key));
    let at = head.from.micros().to_string();
    let customer = names.customer(head);
    let texts = [journey.id(), customer, has_key, key, &at, &head.first];
    id_of_texts("j", &texts)
}
