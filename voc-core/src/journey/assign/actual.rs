//! Actual journeys: the instances of one journey, each with its steps in order.

use super::machine::Reason;
use crate::journey::plan::{Journey, NO_PLACE};
use crate::text::Text;
use crate::time::Time;
use std::sync::Arc;

/// The instances of one journey as signals show them, and the signals that belong to none.
#[derive(Debug, Clone)]
pub struct Actual {
    pub(in crate::journey) journey: Arc<Journey>,
    pub(super) names: Arc<Names>,
    /// By customer, and in the order in which they begin.
    pub(in crate::journey) heads: Arc<Vec<Head>>,
    pub(super) steps: Vec<Step>,
    pub(super) marks: Vec<Mark>,
    /// Of each instance a bit for each segment, in whole words.
    pub(super) segments: Vec<u64>,
    /// What rules over several signals raised, by instance.
    pub(super) raised: Vec<Raised>,
    /// What customers answered, by instance.
    pub(super) answers: Vec<Answer>,
    /// By step a bit: whether it carries the key; empty where the journey has none.
    pub(super) keyed: Vec<u64>,
    /// By step, where it happened; empty where no signal says.
    pub(super) units: Vec<u32>,
    pub(super) unassigned: [u64; Reason::ALL.len()],
    /// The latest instant that was heard of.
    pub(super) now: Option<Time>,
}

/// The names of what instances hold as numbers.
#[derive(Debug, Clone, Default)]
pub(super) struct Names {
    /// The planned touch points, then others in any order.
    pub(super) activities: Vec<String>,
    /// In any order.
    pub(super) channels: Vec<String>,
    /// In any order.
    pub(super) units: Vec<String>,
    pub(super) customers: Vec<Text>,
    pub(super) keys: Vec<Text>,
}

/// An instance.
#[derive(Debug, Clone)]
pub(in crate::journey) struct Head {
    pub(super) customer: u32,
    /// Of a journey that has a key: an instance begins with a signal that carries it.
    pub(super) key: u32,
    pub(super) number: u32,
    pub(super) has_ended: bool,
    pub(in crate::journey) from: Time,
    pub(in crate::journey) until: Time,
    /// The id of its first signal.
    pub(super) first: Text,
    pub(super) signals: u32,
    pub(super) steps: (u32, u32),
    pub(super) marks: (u32, u32),
    /// Its place among all.
    pub(super) place: u32,
}

/// A step of an instance: something that happened, not what was said of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::journey) struct Step {
    pub(in crate::journey) at: Time,
    pub(in crate::journey) activity: u32,
    pub(in crate::journey) channel: u16,
    pub(in crate::journey) stage: u16,
}

/// A signal of an instance satisfies what a moment or an outcome looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::journey) struct Mark {
    pub(in crate::journey) at: Time,
    pub(in crate::journey) activity: u32,
    pub(in crate::journey) test: u16,
    pub(in crate::journey) stage: u16,
    /// Which signal of its customer it is.
    pub(in crate::journey) signal: u32,
    /// The step of its instance that it is, or speaks of.
    pub(in crate::journey) step: u32,
}

/// What stands for no step.
pub(in crate::journey) const NO_STEP: u32 = u32::MAX;

/// An alert of a rule over several signals, read over those of an instance; one that time alone will raise
/// lies ahead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::journey) struct Raised {
    /// The place of its instance.
    pub(super) head: u32,
    pub(in crate::journey) at: Time,
    pub(in crate::journey) rule: u16,
    /// The step at which it was raised, or that the signal speaks of at which it was.
    pub(in crate::journey) step: u32,
}

/// A number that a customer answered.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Answer {
    /// The place of its instance.
    pub(super) head: u32,
    /// Which score it is.
    pub(super) of: u16,
    /// The step that it is at, or speaks of.
    pub(super) step: u32,
    pub(super) value: f64,
}

impl Actual {
    /// The journey.
    pub fn journey(&self) -> &Journey {
        &self.journey
    }

    /// How many instances there are.
    pub fn len(&self) -> usize {
        self.heads.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.heads.is_empty()
    }

    /// How many signals are assigned to instances.
    pub fn assigned(&self) -> u64 {
        self.heads.iter().map(|head| u64::from(head.signals)).sum()
    }

    /// The latest instant that was heard of.
    pub fn now(&self) -> Option<Time> {
        self.now
    }

    pub(in crate::journey) fn steps(&self, head: &Head) -> &[Step] {
        let (from, to) = head.steps;
        let own = self.steps.get(from as usize..to as usize);
        own.unwrap_or_default()
    }

    pub(in crate::journey) fn marks(&self, head: &Head) -> &[Mark] {
        let (from, to) = head.marks;
        let own = self.marks.get(from as usize..to as usize);
        own.unwrap_or_default()
    }

    /// What rules over several signals raised on an instance.
    pub(in crate::journey) fn raised(&self, head: &Head) -> &[Raised] {
        let from = self.raised.partition_point(|it| it.head < head.place);
        let rest = self.raised.get(from..).unwrap_or_default();
        let own = rest.partition_point(|it| it.head == head.place);
        rest.get(..own).unwrap_or_default()
    }

    /// Whether an instance is of a segment, by the segment's place.
    pub(in crate::journey) fn is_in(&self, head: &Head, segment: usize) -> bool {
        let words = words(&self.journey);
        let word = self
            .segments
            .get(head.place as usize * words + segment / 64);
        word.is_some_and(|word| word >> (segment % 64) & 1 == 1)
    }

    pub(in crate::journey) fn activity(&self, activity: u32) -> &str {
        let name = self.names.activities.get(activity as usize);
        name.map_or("", String::as_str)
    }

    pub(in crate::journey) fn channel(&self, channel: u16) -> Option<&str> {
        if channel == NO_PLACE {
            return None;
        }
        let name = self.names.channels.get(usize::from(channel));
        name.map(String::as_str)
    }

    pub(in crate::journey) fn channel_names(&self) -> &[String] {
        &self.names.channels
    }

    /// The value of the key of an instance; absent where the journey has none.
    pub(in crate::journey) fn key(&self, head: &Head) -> Option<&str> {
        self.names.key(&self.journey, head)
    }

    pub(in crate::journey) fn customer(&self, head: &Head) -> &str {
        self.names.customer(head)
    }
}

impl Names {
    pub(super) fn key(&self, journey: &Journey, head: &Head) -> Option<&str> {
        let name = self.keys.get(head.key as usize);
        name.filter(|_| journey.keyed).map(Text::as_str)
    }

    pub(super) fn customer(&self, head: &Head) -> &str {
        let name = self.customers.get(head.customer as usize);
        name.map_or("", Text::as_str)
    }
}

/// How many words the segments of an instance take.
pub(super) fn words(journey: &Journey) -> usize {
    journey.segments.len().div_ceil(64)
}
