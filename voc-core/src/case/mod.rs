//! The closed loop with one customer: what was done, what the customer says of it, and the clocks.
//!
//! [`Case::decide`] says what would happen, [`Case::apply`] makes it so; neither needs an engine.

mod action;
mod allowed;
mod apply;
mod carried;
mod change;
mod clock;
mod decide;
mod due;
mod escalate;
mod merge;
mod open;
mod policy;
mod promise;
mod redact;
mod states;
mod transfer;
mod verdict;

pub use crate::program::{FORMS, Form, WaitingOn};
pub use action::{Action, State, Verdict};
pub use allowed::Allowed;
pub use carried::Carried;
pub use change::{CaseChange, CaseEvent, ClosedBy};
pub use clock::{Clock, ClockState, Interval, IntervalKind, Round};
#[cfg(not(small))]
pub(crate) use due::TransferState;
pub use escalate::NextStep;
pub use merge::Taken;
pub use open::{About, OpenCase};
pub use policy::{Policy, Target};
pub use promise::{Promise, PromiseStanding, PromiseState};
pub use transfer::{Transfer, TransferTo};

use crate::document::Read;
use crate::program::TargetName;
use crate::rare::Rare;
use crate::text::Text;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// The follow-up to one or more alerts of a customer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Case {
    /// Its id, derived from what opened it.
    pub id: String,
    /// Its type, as the program declares it.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub case_type: Text,
    /// Its priority.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub priority: Text,
    /// The priority that it was opened with.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub opened_priority: Text,
    /// When it was opened.
    pub opened_at: Time,
    /// The customer; absent where nobody is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub customer: Option<Text>,
    /// The value that its alerts have in common, by the rule's `same`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub same: Option<Box<Text>>,
    /// The segments that it was opened in, as far as targets of its type tell them apart.
    #[serde(default, skip_serializing_if = "Rare::is_empty")]
    #[cfg_attr(feature = "schema", schemars(with = "Vec<String>"))]
    pub segments: Rare<Vec<String>>,
    /// The unit that answers for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The person who answers for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// Where the work stands.
    pub state: State,
    /// What it waits on, in the state `waiting`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiting_on: Option<WaitingOn>,
    /// The sub-state of its state, where it was put into one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub sub_state: Option<Box<Text>>,
    /// The customer's own word.
    pub verdict: Verdict,
    /// Who says that this is the verdict.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub verdict_source: Option<Box<Text>>,
    /// When the pending question was put.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_at: Option<Time>,
    /// Closed without the customer's word: by whom and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waiver: Option<Box<Waiver>>,
    /// The cause that was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub root_cause: Option<Box<Text>>,
    /// How often it was resolved by us.
    pub resolved: u32,
    /// How often it was reopened.
    pub reopened: u32,
    /// How often the customer disputed what we had resolved or closed. One or more is a false
    /// resolution, whatever comes after.
    pub disputed: u32,
    /// The attempts to reach the customer, in order.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<Contact>"))]
    pub contacts: Rare<Vec<Contact>>,
    /// What we promised the customer.
    #[serde(default, skip_serializing_if = "Rare::is_empty")]
    #[cfg_attr(feature = "schema", schemars(with = "Vec<Promise>"))]
    pub promises: Rare<Vec<Promise>>,
    /// How it was handed over.
    #[serde(default, skip_serializing_if = "Rare::is_empty")]
    #[cfg_attr(feature = "schema", schemars(with = "Vec<Transfer>"))]
    pub transfers: Rare<Vec<Transfer>>,
    /// Who was called for, and why.
    #[serde(default, skip_serializing_if = "Rare::is_empty")]
    #[cfg_attr(feature = "schema", schemars(with = "Vec<Escalation>"))]
    pub escalations: Rare<Vec<Escalation>>,
    /// The case that it was merged into, in the state `merged`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub merged_into: Option<Box<Text>>,
    /// By what it was decided who gets it, when it was opened, where its type carries that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub routed: Option<Box<crate::route::Routed>>,
    /// The improvements that it is behind, by id.
    #[serde(default, skip_serializing_if = "Rare::is_empty")]
    #[cfg_attr(feature = "schema", schemars(with = "Vec<String>"))]
    pub improvements: Rare<Vec<String>>,
    /// The alerts behind it.
    pub alerts: Vec<CaseAlert>,
    /// No alert stands any more, but somebody has acted: look at it.
    pub flagged: bool,
    /// The signal that opened it.
    #[cfg_attr(feature = "schema", schemars(with = "About"))]
    pub about: Carried,
    /// Everything that happened to it, in order.
    pub history: Vec<CaseEvent>,
}

/// An alert behind a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CaseAlert {
    /// Its id.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub id: Text,
    /// Its rule.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub rule: Text,
    /// The signal at which it fired.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub signal: Text,
    /// Whether it still stands.
    pub standing: bool,
}

/// An attempt to reach the customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// When.
    pub at: Time,
    /// Through which channel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// Whether the customer was reached.
    pub reached: bool,
}

/// Somebody else called for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Escalation {
    /// When.
    pub at: Time,
    /// The person who called for them; absent where the program did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The person's id; absent where a unit is called for, or nobody was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Why.
    pub reason: String,
    /// The unit in which they were found, or which is called for as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The program's step of escalation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<String>,
    /// The target whose time was up, where that is why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<TargetName>,
    /// When it turned out that the target had been met in time after all. The escalation stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overtaken_at: Option<Time>,
}

/// The customer's word waived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Waiver {
    /// The person who waived it.
    pub by: String,
    /// Why.
    pub reason: String,
}

impl Case {
    /// Whether the customer disputed what we had resolved or closed.
    pub fn is_false_resolution(&self) -> bool {
        self.disputed > 0
    }

    /// Whether it is neither closed nor cancelled nor merged.
    pub fn is_open(&self) -> bool {
        !matches!(self.state, State::Closed | State::Cancelled | State::Merged)
    }

    /// Whether any of its alerts still stands.
    pub fn has_standing_alert(&self) -> bool {
        self.alerts.iter().any(|alert| alert.standing)
    }

    /// Whether a person has acted on it; being opened, assigned or joined by an alert is no act.
    pub fn was_acted_on(&self) -> bool {
        self.history.iter().any(|event| event.by.is_some())
    }
}

#[cfg(test)]
mod allowed_tests;
#[cfg(test)]
mod by_hand_tests;
#[cfg(test)]
mod change_tests;
#[cfg(test)]
mod due_tests;
#[cfg(test)]
mod merge_tests;
#[cfg(test)]
mod minutes_tests;
#[cfg(test)]
mod model_holds;
#[cfg(test)]
mod model_tests;
#[cfg(test)]
mod promise_tests;
#[cfg(test)]
mod regressions;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod transfer_tests;
#[cfg(test)]
mod verdict_tests;
