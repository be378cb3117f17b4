//! What happened to a case: every change there is.

use super::{State, Verdict};
use crate::document::Read;
use crate::program::{TargetName, WaitingOn};
use crate::rare::Rare;
use crate::text::Text;
use crate::time::Time;
use serde::{Deserialize, Serialize};

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
        alert: Box<super::CaseAlert>,
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
        #[cfg_attr(feature = "schema", schemars(with = "String"))]
        to: Box<Text>,
    },
    /// Its unit is not in the new version of the program.
    UnitRemoved {
        /// The unit that answered for it.
        #[cfg_attr(feature = "schema", schemars(with = "String"))]
        unit: Box<Text>,
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
        /// The duplicate on which they spoke, where that was merged before anybody answered: they have
        /// waited since, whatever was done here meanwhile.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
        case: Option<Box<Text>>,
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
        #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
        reason: Option<Box<Text>>,
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
        #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
        to: Option<Box<Text>>,
        /// Why.
        #[cfg_attr(feature = "schema", schemars(with = "String"))]
        reason: Box<Text>,
        /// The unit in which they were found, or which is called for as a whole.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
        unit: Option<Box<Text>>,
        /// The program's step of escalation; absent where a person called for them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
        step: Option<Box<Text>>,
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
        #[cfg_attr(feature = "schema", schemars(with = "String"))]
        person: Box<Text>,
        /// The person who has it now.
        to: String,
    },
    /// It was put into a sub-state of its state.
    Placed {
        /// The sub-state.
        sub_state: String,
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
    /// The customer's words on it were corrected, or taken back. The history keeps that, and not the words.
    WordsCorrected {
        /// The words that it shows now; none where they were taken back.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
        verbatim: Option<Box<Text>>,
        /// When these are to be forgotten.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        verbatim_until: Option<Time>,
        /// The topics that they touch.
        #[serde(default, skip_serializing_if = "Rare::is_empty")]
        #[cfg_attr(feature = "schema", schemars(with = "Vec<String>"))]
        topics: Rare<Vec<String>>,
    },
    /// A promise comes near its due.
    PromiseWarned {
        /// Its id.
        promise: String,
        /// When it is due.
        due: Time,
    },
    /// The last transfer comes near its due, and was not taken up.
    TransferWarned {
        /// When it is due.
        due: Time,
    },
    /// The last transfer was not taken up by its due.
    TransferLapsed {
        /// When it was due.
        due: Time,
    },
    /// That the last transfer was not taken up was announced, and then something of an earlier date came
    /// by which it was.
    TransferOvertaken {
        /// When it was due.
        due: Time,
    },
    /// Somebody gave it another priority.
    PrioritySet {
        /// The priority.
        priority: String,
        /// Why.
        #[cfg_attr(feature = "schema", schemars(with = "String"))]
        reason: Box<Text>,
    },
    /// It was taken off the person who had it: it is their unit's.
    Unassigned {
        /// The person's id.
        person: String,
        /// Why.
        #[cfg_attr(feature = "schema", schemars(with = "String"))]
        reason: Box<Text>,
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
    /// Whether the case is in a state from here on, or in it anew: it leaves its sub-state.
    pub(super) fn sets_the_state(&self) -> bool {
        matches!(
            self,
            Self::Acknowledged
                | Self::Started
                | Self::Waiting { .. }
                | Self::Resumed { .. }
                | Self::Resolved { .. }
                | Self::Closed { .. }
                | Self::Reopened { .. }
                | Self::Cancelled { .. }
                | Self::MergedInto { .. }
        )
    }

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
                | Self::WordsCorrected { .. }
                | Self::PromiseWarned { .. }
                | Self::TransferWarned { .. }
                | Self::TransferLapsed { .. }
                | Self::TransferOvertaken { .. }
        )
    }
}
