//! Service-level targets: what is due, how soon, and when their clocks stand.

use crate::document::Read;
use crate::named::Named;
use crate::time::Span;
use serde::{Deserialize, Serialize};

/// What a service-level target asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TargetName {
    /// Somebody has taken it up.
    Acknowledge,
    /// The customer was contacted.
    FirstContact,
    /// It is resolved.
    Resolve,
    /// Each time that the customer has spoken, they are reached. The first answer belongs to
    /// `first_contact`, where that is a target too.
    Reply,
    /// The customer knows that it is resolved: they are reached once it is, or say so themselves.
    TellCustomer,
}

impl TargetName {
    /// Every target.
    pub const ALL: [Self; 5] = [
        Self::Acknowledge,
        Self::FirstContact,
        Self::Resolve,
        Self::Reply,
        Self::TellCustomer,
    ];

    /// Its name in every format.
    pub fn name(self) -> &'static str {
        match self {
            Self::Acknowledge => "acknowledge",
            Self::FirstContact => "first_contact",
            Self::Resolve => "resolve",
            Self::Reply => "reply",
            Self::TellCustomer => "tell_customer",
        }
    }
}

/// A service-level target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TargetSpec {
    /// How long it may take, in time of the calendar.
    pub within: Span,
    /// Other lengths for some priorities, segments and units.
    #[serde(default)]
    pub by: By,
    /// The calendar: an id, `unit` (that of the unit that has the case at the time), or `always`, which is
    /// the default.
    #[serde(default = "always")]
    pub calendar: String,
    /// How long before a breach to warn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warn: Option<Span>,
    /// The states in which its clock stands: `waiting.customer` and the like.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pause_when: Vec<String>,
    /// What its clock does when the case is reopened, of `resolve` and `tell_customer`; goes on if not
    /// said.
    #[serde(default)]
    pub on_reopen: OnReopen,
}

pub(super) fn always() -> String {
    "always".to_owned()
}

/// Other lengths for some cases: the first that is named counts, in the order in which these stand.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct By {
    /// By priority.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub priority: Named<Span>,
    /// By segment of the customer, as judged when the case was opened; of several, the shortest.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub segment: Named<Span>,
    /// By the unit in which the case was opened, or else the nearest above it. A transfer changes
    /// nothing.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub unit: Named<Span>,
}

impl By {
    /// All the lengths.
    pub fn spans(&self) -> impl Iterator<Item = Span> {
        let all = [&self.priority, &self.segment, &self.unit].into_iter();
        all.flat_map(|lengths| lengths.values().copied())
    }
}

/// What a clock does when its case is reopened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum OnReopen {
    /// It goes on from where it stood; a breach stays one.
    #[default]
    Continue,
    /// It begins again: a round of its own, with its own verdict.
    Restart,
}

/// What a waiting case waits on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum WaitingOn {
    /// The customer's answer.
    Customer,
    /// Something that we must find out.
    Information,
    /// Somebody's leave.
    Authorisation,
    /// A partner.
    Partner,
}

impl WaitingOn {
    /// Everything that a case may wait on.
    pub const ALL: [Self; 4] = [
        Self::Customer,
        Self::Information,
        Self::Authorisation,
        Self::Partner,
    ];

    /// Its name in every format.
    pub fn name(self) -> &'static str {
        match self {
            Self::Customer => "customer",
            Self::Information => "information",
            Self::Authorisation => "authorisation",
            Self::Partner => "partner",
        }
    }
}
