//! The words of the state machine: states, verdicts, what may be done, and what happened.

use crate::document::Read;
use crate::program::{TargetName, WaitingOn};
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

/// On what ground a case was closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ClosedBy {
    /// The customer confirmed.
    Confirmed,
    /// Asked, and no objection in the policy's time.
    Undisputed,
    /// Could not be reached in the policy's attempts.
    Unreachable,
    /// The customer's word was waived.
    Waiver,
}

/// Something that happened to a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CaseEvent {
    /// When.
    pub at: Time,
    /// The person who did it; absent where the engine did, by rule or timer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// What happened.
    pub change: CaseChange,
}

/// What happened to a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum CaseChange {
    /// It was opened.
    Opened,
    /// Another alert joined it.
    AlertJoined {
        /// The alert.
        alert: super::CaseAlert,
    },
    /// An alert behind it no longer stands.
    AlertWithdrawn {
        /// The alert's id.
        alert: String,
    },
    /// Its customer turned out to be another.
    CustomerMerged {
        /// The customer whose case it is now.
        into: String,
    },
    /// An alert behind it stands under another id, since its customer turned out to be another, or its
    /// rule began anew in time for it.
    AlertMoved {
        /// The id that it had.
        alert: String,
        /// The id that it has now.
        to: String,
    },
    /// Its unit is not in the new version of the program.
    UnitRemoved {
        /// The unit that answered for it.
        unit: String,
        /// The unit that answers for it now: the nearest above that is still there; none where the
        /// program has no unit at the top.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<String>,
    },
    /// It is followed up by the policy of a new version of the program from now on.
    PolicyMigrated {
        /// The digest of the program.
        program: String,
    },
    /// Its priority was raised by an alert that joined.
    PriorityRaised {
        /// The new priority.
        priority: String,
    },
    /// It was given to a person.
    Assigned {
        /// The person's id.
        to: String,
    },
    /// It was taken up.
    Acknowledged,
    /// Work began, or went on.
    Started,
    /// The customer was contacted, or an attempt was made.
    Contacted {
        /// Through which channel.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        channel: Option<String>,
        /// Whether the customer was reached.
        reached: bool,
    },
    /// The customer spoke to us.
    CustomerSpoke {
        /// Through which channel.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        channel: Option<String>,
    },
    /// The customer was promised something.
    PromiseMade {
        /// What, and by when.
        promise: Box<super::Promise>,
    },
    /// What was promised was done.
    PromiseKept {
        /// The id of the promise.
        promise: String,
    },
    /// A promise is broken.
    PromiseBroken {
        /// Its id.
        promise: String,
        /// Why, where somebody said so; absent where its time was up.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// It began to wait.
    Waiting {
        /// On whom.
        on: WaitingOn,
    },
    /// Work went on after waiting.
    Resumed {
        /// The state in which it goes on: that before it waited.
        to: State,
    },
    /// It was handed over.
    Transferred {
        /// To whom, what is asked, why, and by when.
        transfer: Box<super::Transfer>,
    },
    /// Somebody else was called for.
    Escalated {
        /// The person's id; absent where a unit is called for, or nobody was found.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        to: Option<String>,
        /// Why.
        reason: String,
        /// The unit in which they were found, or which is called for as a whole.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        unit: Option<String>,
        /// The program's step of escalation; absent where a person called for them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        step: Option<String>,
        /// The target whose time was up, where that is why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        target: Option<TargetName>,
    },
    /// It was a duplicate.
    MergedInto {
        /// The case that goes on.
        case: String,
    },
    /// A duplicate was merged into it.
    TookOver {
        /// What it had.
        taken: Box<super::Taken>,
    },
    /// The cause was found.
    RootCauseFound {
        /// The cause.
        root_cause: String,
    },
    /// We say that it is done.
    Resolved {
        /// What was done.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    },
    /// The customer was asked.
    VerdictAsked {
        /// How.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        how: Option<String>,
    },
    /// The question was withdrawn, because there is a new concern.
    QuestionWithdrawn,
    /// The customer's word.
    VerdictRecorded {
        /// The verdict.
        verdict: Verdict,
        /// Who says so.
        source: String,
    },
    /// The customer's word was waived.
    Waived {
        /// Why.
        reason: String,
    },
    /// It was closed.
    Closed {
        /// On what ground.
        on: ClosedBy,
    },
    /// It was taken up again.
    Reopened {
        /// Why.
        reason: String,
    },
    /// Somebody remarked something.
    Commented {
        /// The remark.
        text: String,
    },
    /// No alert stands any more, but somebody has acted.
    Flagged,
    /// It was cancelled.
    Cancelled {
        /// Why.
        reason: String,
    },
    /// Whoever had it is not in the roster any more.
    HolderLeft {
        /// The person who had it.
        person: String,
        /// The person who has it now.
        to: String,
    },
    /// The customer's words were forgotten, as `privacy.retain` says.
    VerbatimForgotten,
    /// It is behind an improvement.
    LinkedTo {
        /// The improvement's id.
        improvement: String,
    },
    /// It is not behind an improvement after all.
    UnlinkedFrom {
        /// The improvement's id.
        improvement: String,
    },
    /// A breach was announced, and then something of an earlier date came that makes it none.
    ClockOvertaken {
        /// The target.
        target: TargetName,
        /// When its time was said to be up.
        due: Time,
    },
}

impl CaseEvent {
    /// What the engine does, by rule or timer.
    pub(crate) fn of_itself(at: Time, change: CaseChange) -> Self {
        Self {
            at,
            by: None,
            change,
        }
    }
}

impl CaseChange {
    /// Whether a command dated earlier would now mean something else. Alerts that come and go, and
    /// remarks, do not stand in its way.
    pub(super) fn moves_the_case(&self) -> bool {
        !matches!(
            self,
            Self::AlertJoined { .. }
                | Self::AlertWithdrawn { .. }
                | Self::CustomerMerged { .. }
                | Self::AlertMoved { .. }
                | Self::UnitRemoved { .. }
                | Self::PolicyMigrated { .. }
                | Self::PriorityRaised { .. }
                | Self::CustomerSpoke { .. }
                | Self::Escalated { .. }
                | Self::PromiseMade { .. }
                | Self::PromiseKept { .. }
                | Self::PromiseBroken { .. }
                | Self::Commented { .. }
                | Self::Flagged
                | Self::HolderLeft { .. }
                | Self::VerbatimForgotten
                | Self::LinkedTo { .. }
                | Self::UnlinkedFrom { .. }
                | Self::ClockOvertaken { .. }
        )
    }
}
