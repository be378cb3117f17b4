//! A case for people who may know of it, but not what was said in it.

use super::{Case, CaseChange, CaseEvent};

impl Case {
    /// The case without what anybody wrote in their own words: remarks, notes and reasons. What was done,
    /// by whom and when, stays.
    #[must_use]
    pub fn redacted(&self) -> Self {
        let mut case = self.clone();
        if let Some(waiver) = &mut case.waiver {
            waiver.reason.clear();
        }
        for event in &mut case.history {
            event.redact();
        }
        case
    }
}

impl CaseEvent {
    fn redact(&mut self) {
        // Every change is named, so that a new one with words in it is not forgotten here.
        match &mut self.change {
            CaseChange::Resolved { note } => *note = None,
            CaseChange::Waived { reason: words }
            | CaseChange::Reopened { reason: words }
            | CaseChange::Cancelled { reason: words }
            | CaseChange::Commented { text: words } => words.clear(),
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
            | CaseChange::Waiting { .. }
            | CaseChange::RootCauseFound { .. }
            | CaseChange::VerdictAsked { .. }
            | CaseChange::QuestionWithdrawn
            | CaseChange::VerdictRecorded { .. }
            | CaseChange::Closed { .. }
            | CaseChange::Flagged => {}
        }
    }
}
