//! The words of the state machine: states, verdicts, and what may be done.

use crate::document::Read;
use crate::program::WaitingOn;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// Where the work on a case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Nobody has taken it up.
    New,
    /// Somebody has taken it up.
    Acknowledged,
    /// Somebody works on it.
    InProgress,
    /// It waits; see `waiting_on`.
    Waiting,
    /// We say that it is done.
    Resolved,
    /// It is closed.
    Closed,
    /// Its alerts were all retracted before anybody acted.
    Cancelled,
    /// It was a duplicate; the work goes on in the case that it was merged into.
    Merged,
}

impl State {
    /// Every state, in the order of the work.
    pub const ALL: [Self; 8] = [
        Self::New,
        Self::Acknowledged,
        Self::InProgress,
        Self::Waiting,
        Self::Resolved,
        Self::Closed,
        Self::Cancelled,
        Self::Merged,
    ];

    /// Its name in every format.
    pub fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Acknowledged => "acknowledged",
            Self::InProgress => "in_progress",
            Self::Waiting => "waiting",
            Self::Resolved => "resolved",
            Self::Closed => "closed",
            Self::Cancelled => "cancelled",
            Self::Merged => "merged",
        }
    }
}

/// The customer's own word.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Read,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Nobody has asked.
    #[default]
    NotAsked,
    /// Asked, no answer yet.
    Pending,
    /// The customer says that it is solved.
    Confirmed,
    /// The customer says that it is not.
    Disputed,
    /// Asked, and no objection in the policy's time. Never the same as confirmed.
    Undisputed,
    /// Could not be reached in the policy's attempts.
    Unreachable,
}

impl Verdict {
    /// Every verdict.
    pub const ALL: [Self; 6] = [
        Self::NotAsked,
        Self::Pending,
        Self::Confirmed,
        Self::Disputed,
        Self::Undisputed,
        Self::Unreachable,
    ];

    /// Its name in every format.
    pub fn name(self) -> &'static str {
        match self {
            Self::NotAsked => "not_asked",
            Self::Pending => "pending",
            Self::Confirmed => "confirmed",
            Self::Disputed => "disputed",
            Self::Undisputed => "undisputed",
            Self::Unreachable => "unreachable",
        }
    }
}

/// What a person does to a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Action {
    /// Give it to a person.
    Assign {
        /// The person's id.
        to: String,
    },
    /// Take it up.
    Acknowledge,
    /// Begin, or go on after waiting.
    Start,
    /// Record an attempt to reach the customer.
    Contact {
        /// Through which channel.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        channel: Option<String>,
        /// Whether the customer was reached.
        reached: bool,
    },
    /// The customer spoke to us, of their own accord or in answer.
    Hear {
        /// Through which channel.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        channel: Option<String>,
    },
    /// Promise the customer something.
    Promise {
        /// What.
        text: String,
        /// By when it will be done.
        due: Time,
    },
    /// Record that a promise was kept, in time or late.
    KeepPromise {
        /// Its id. If not said, it is the only open one, or else the only one not done.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        promise: Option<String>,
    },
    /// Say that a promise will not be kept.
    BreakPromise {
        /// Its id; the only open one if not said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        promise: Option<String>,
        /// Why.
        reason: String,
    },
    /// Wait on somebody.
    Wait {
        /// On whom.
        on: WaitingOn,
    },
    /// Go on after waiting, where it stood before.
    Resume,
    /// Put it into a sub-state of the state that it is in.
    Place {
        /// The sub-state, as the program declares it.
        sub_state: String,
    },
    /// Hand it over.
    Transfer {
        /// To a unit or a person.
        to: super::TransferTo,
        /// What is asked of them.
        ask: String,
        /// Why of them.
        why: String,
        /// By when.
        by: Time,
    },
    /// Call for help, or for a decision, from somebody else.
    Escalate {
        /// The person's id.
        to: String,
        /// Why.
        reason: String,
    },
    /// Say that it is a duplicate of an older case of the customer.
    Merge {
        /// The case that goes on.
        into: crate::signal::CaseRef,
    },
    /// Record the cause that was found.
    RootCause {
        /// One of the program's root causes, where it declares them.
        root_cause: String,
    },
    /// Say that it is done.
    Resolve {
        /// The cause that was found, unless it is on record.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        root_cause: Option<String>,
        /// What was done.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    },
    /// Ask the customer whether it is.
    AskVerdict,
    /// Record the customer's word.
    RecordVerdict {
        /// `confirmed`, `disputed`, `undisputed` or `unreachable`.
        verdict: Verdict,
        /// Who says so: a survey, a call, an ombudsman.
        source: String,
    },
    /// Close without the customer's word.
    Waive {
        /// Why.
        reason: String,
    },
    /// Close, on the customer's word.
    Close,
    /// Take it up again.
    Reopen {
        /// Why.
        reason: String,
    },
    /// Add a remark.
    Comment {
        /// The remark.
        text: String,
    },
    /// Cancel a case whose alerts were all retracted.
    Cancel {
        /// Why.
        reason: String,
    },
    /// Take it off whoever has it: it is their unit's again.
    Unassign {
        /// Why.
        reason: String,
    },
    /// Give it another priority: its targets go by that from now on, and what has run counts.
    SetPriority {
        /// The priority, as the program declares it.
        priority: String,
        /// Why.
        reason: String,
    },
}

impl Action {
    /// Its name in every format.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Assign { .. } => "assign",
            Self::Acknowledge => "acknowledge",
            Self::Start => "start",
            Self::Contact { .. } => "contact",
            Self::Hear { .. } => "hear",
            Self::Promise { .. } => "promise",
            Self::KeepPromise { .. } => "keep_promise",
            Self::BreakPromise { .. } => "break_promise",
            Self::Wait { .. } => "wait",
            Self::Resume => "resume",
            Self::Place { .. } => "place",
            Self::Transfer { .. } => "transfer",
            Self::Escalate { .. } => "escalate",
            Self::Merge { .. } => "merge",
            Self::RootCause { .. } => "root_cause",
            Self::Resolve { .. } => "resolve",
            Self::AskVerdict => "ask_verdict",
            Self::RecordVerdict { .. } => "record_verdict",
            Self::Waive { .. } => "waive",
            Self::Close => "close",
            Self::Reopen { .. } => "reopen",
            Self::Comment { .. } => "comment",
            Self::Cancel { .. } => "cancel",
            Self::Unassign { .. } => "unassign",
            Self::SetPriority { .. } => "set_priority",
        }
    }

    /// Whether it tells a fact of its own instant, which may be told late.
    pub(super) fn is_a_fact(&self) -> bool {
        matches!(
            self,
            Self::Contact { .. }
                | Self::Hear { .. }
                | Self::Promise { .. }
                | Self::KeepPromise { .. }
                | Self::BreakPromise { .. }
                | Self::RootCause { .. }
                | Self::Escalate { .. }
                | Self::Comment { .. }
        )
    }

    /// Whether the customer says that it is not solved.
    pub(super) fn disputes(&self) -> bool {
        matches!(
            self,
            Self::RecordVerdict {
                verdict: Verdict::Disputed,
                ..
            }
        )
    }
}
