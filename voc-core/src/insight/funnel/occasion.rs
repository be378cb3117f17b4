//! One time that a customer could be asked.

use crate::document::{Content, Node, Read, Reader};
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// A step of the funnel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// They could be asked.
    Eligible,
    /// An invitation was sent.
    Invited,
    /// It reached them.
    Delivered,
    /// They began to answer.
    Started,
    /// They answered.
    Completed,
}

impl Step {
    /// All of them, in order.
    pub const ALL: [Self; 5] = [
        Self::Eligible,
        Self::Invited,
        Self::Delivered,
        Self::Started,
        Self::Completed,
    ];

    /// Its name in every format.
    pub fn name(self) -> &'static str {
        match self {
            Self::Eligible => "eligible",
            Self::Invited => "invited",
            Self::Delivered => "delivered",
            Self::Started => "started",
            Self::Completed => "completed",
        }
    }
}

/// Whether a step was reached: yes or no, or since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum Reached {
    /// Yes or no.
    Told(bool),
    /// At this instant.
    At(Time),
}

impl Reached {
    /// Whether it was reached.
    pub fn is_reached(self) -> bool {
        self != Self::Told(false)
    }

    /// When, where that is known.
    pub fn at(self) -> Option<Time> {
        match self {
            Self::At(at) => Some(at),
            Self::Told(_) => None,
        }
    }
}

impl Read for Reached {
    fn read<'n>(reader: &mut Reader<'n>, node: Option<&'n Node>) -> Self {
        match node.map(|node| &node.content) {
            Some(Content::Bool(told)) => Self::Told(*told),
            _ => Self::At(Time::read(reader, node)),
        }
    }
}

/// One time that a customer could be asked, or was. A step that is left out was not reached; a step that no
/// occasion of a survey mentions is not known of that survey.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Occasion {
    /// The survey.
    pub survey: String,
    /// The customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
    /// The channel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// The unit that served the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The interaction that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub touch_point: Option<String>,
    /// The stage of the journey.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// In which role they would speak.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub respondent_role: Option<String>,
    /// The segments of the customer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub segments: Vec<String>,
    /// They could be asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub eligible: Option<Reached>,
    /// An invitation was sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invited: Option<Reached>,
    /// It reached them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivered: Option<Reached>,
    /// They began to answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started: Option<Reached>,
    /// They answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completed: Option<Reached>,
    /// Why they were not invited, where that is known: `no_consent`, `quarantine:…` or a word of the host.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Whether the customer was known to have a concern before anybody was invited.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub concern: Option<bool>,
    /// What they answered, on the scale of the question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<f64>,
}

impl Occasion {
    /// What is told of a step.
    pub fn told(&self, step: Step) -> Option<Reached> {
        match step {
            Step::Eligible => self.eligible,
            Step::Invited => self.invited,
            Step::Delivered => self.delivered,
            Step::Started => self.started,
            Step::Completed => self.completed,
        }
    }

    /// Whether a step was reached.
    pub fn has(&self, step: Step) -> bool {
        self.told(step).is_some_and(Reached::is_reached)
    }

    /// When a step was reached, where that is known.
    pub fn at(&self, step: Step) -> Option<Time> {
        self.told(step)?.at()
    }

    pub(super) fn reach(&mut self, step: Step, at: Time) {
        let place = match step {
            Step::Eligible => &mut self.eligible,
            Step::Invited => &mut self.invited,
            Step::Delivered => &mut self.delivered,
            Step::Started => &mut self.started,
            Step::Completed => &mut self.completed,
        };
        *place = Some(Reached::At(at));
    }
}
