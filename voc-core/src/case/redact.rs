//! A case for people who may know of it, but not what was said in it.

use super::{About, Case, CaseChange, CaseEvent, Promise, Transfer};
use crate::rare::Rare;
use crate::text::Text;

impl Case {
    /// The case without what anybody said or wrote in their own words: the verbatim, remarks, notes,
    /// reasons, what was promised and what was asked. What was done, by whom and when, stays.
    #[must_use]
    pub fn redacted(&self) -> Self {
        let mut case = self.clone();
        case.about.change(About::forget_verbatim);
        if let Some(waiver) = &mut case.waiver {
            waiver.reason.clear();
        }
        case.promises.iter_mut().for_each(Promise::redact);
        case.transfers.iter_mut().for_each(Transfer::redact);
        for escalation in &mut case.escalations {
            escalation.reason.clear();
        }
        for event in &mut case.history {
            event.redact();
        }
        case
    }
}

impl Promise {
    fn redact(&mut self) {
        self.text.clear();
        self.reason = None;
    }
}

impl Transfer {
    fn redact(&mut self) {
        self.ask.clear();
        self.why.clear();
    }
}

impl CaseEvent {
    /// What a history keeps of it: what a customer said can be taken back.
    pub(super) fn kept(&self) -> Self {
        let mut event = self.clone();
        event.forget_words();
        event
    }

    fn forget_words(&mut self) {
        if let CaseChange::WordsCorrected {
            verbatim,
            verbatim_until,
            topics,
        } = &mut self.change
        {
            (*verbatim, *verbatim_until) = (None, None);
            *topics = Rare::default();
        }
    }

    fn redact(&mut self) {
        // Every change is named, so that a new one with words in it is not forgotten here.
        match &mut self.change {
            CaseChange::Resolved { note } => *note = None,
            CaseChange::PromiseBroken { reason, .. } => *reason = None,
            CaseChange::PromiseMade { promise } => promise.redact(),
            CaseChange::Transferred { transfer } => transfer.redact(),
            CaseChange::TookOver { taken } => taken.promises.iter_mut().for_each(Promise::redact),
            CaseChange::Waived { reason: words }
            | CaseChange::Reopened { reason: words }
            | CaseChange::Cancelled { reason: words }
            | CaseChange::Commented { text: words } => words.clear(),
            CaseChange::Escalated { reason: words, .. }
            | CaseChange::PrioritySet { reason: words, .. }
            | CaseChange::Unassigned { reason: words, .. } => **words = Text::default(),
            CaseChange::WordsCorrected { .. } => self.forget_words(),
            CaseChange::Opened
            | CaseChange::AlertJoined { .. }
            | CaseChange::AlertWithdrawn { .. }
            | CaseChange::CustomerMerged { .. }
            | CaseChange::AlertMoved { .. }
            | CaseChange::UnitRemoved { .. }
            | CaseChange::PolicyMigrated { .. }
            | CaseChange::PriorityRaised { .. }
            | CaseChange::Assigned { .. }
            | CaseChange::Acknowledged
            | CaseChange::Started
            | CaseChange::Contacted { .. }
            | CaseChange::CustomerSpoke { .. }
            | CaseChange::PromiseKept { .. }
            | CaseChange::MergedInto { .. }
            | CaseChange::Resumed { .. }
            | CaseChange::Waiting { .. }
            | CaseChange::RootCauseFound { .. }
            | CaseChange::VerdictAsked { .. }
            | CaseChange::QuestionWithdrawn
            | CaseChange::VerdictRecorded { .. }
            | CaseChange::Closed { .. }
            | CaseChange::Flagged
            | CaseChange::HolderLeft { .. }
            | CaseChange::Placed { .. }
            | CaseChange::VerbatimForgotten
            | CaseChange::LinkedTo { .. }
            | CaseChange::UnlinkedFrom { .. }
            | CaseChange::ClockOvertaken { .. }
            | CaseChange::PromiseWarned { .. }
            | CaseChange::TransferWarned { .. }
            | CaseChange::TransferLapsed { .. }
            | CaseChange::TransferOvertaken { .. } => {}
        }
    }
}
