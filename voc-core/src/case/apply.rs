//! What an event makes of a case. Every event is applied here and nowhere else.

use super::{Case, CaseChange, CaseEvent, Contact, State, Verdict, Waiver};

impl Case {
    /// Applies an event and adds it to the history, in order of `at`; of those of one instant, the one
    /// that is told last comes last.
    pub fn apply(&mut self, event: &CaseEvent) {
        let place = self.history.partition_point(|known| known.at <= event.at);
        self.change(event, place);
        self.history.insert(place, event.clone());
    }

    fn change(&mut self, event: &CaseEvent, place: usize) {
        match &event.change {
            CaseChange::Opened
            | CaseChange::Commented { .. }
            | CaseChange::CustomerSpoke { .. }
            | CaseChange::PolicyMigrated { .. } => {}
            CaseChange::UnitRemoved { to, .. } => self.unit.clone_from(to),
            CaseChange::AlertJoined { alert } => {
                match self.alerts.iter_mut().find(|known| known.id == alert.id) {
                    Some(known) => known.standing = true,
                    None => self.alerts.push(alert.clone()),
                }
                self.flagged = false;
            }
            CaseChange::AlertWithdrawn { alert } => {
                for known in self.alerts.iter_mut().filter(|known| known.id == *alert) {
                    known.standing = false;
                }
            }
            CaseChange::CustomerMerged { into } => self.customer = Some(into.clone()),
            CaseChange::AlertMoved { alert, to } => {
                for known in self.alerts.iter_mut().filter(|known| known.id == *alert) {
                    known.id.clone_from(to);
                }
            }
            CaseChange::PriorityRaised { priority } => self.priority.clone_from(priority),
            CaseChange::Assigned { to } => self.person = Some(to.clone()),
            CaseChange::Acknowledged => self.move_to(State::Acknowledged),
            CaseChange::Started => self.move_to(State::InProgress),
            CaseChange::Contacted { channel, reached } => self.contacted(Contact {
                at: event.at,
                channel: channel.clone(),
                reached: *reached,
            }),
            CaseChange::Waiting { on } => {
                self.move_to(State::Waiting);
                self.waiting_on = Some(*on);
            }
            CaseChange::RootCauseFound { root_cause } => {
                let mut later = self.history.iter().skip(place);
                let found =
                    |event: &CaseEvent| matches!(event.change, CaseChange::RootCauseFound { .. });
                if !later.any(found) {
                    self.root_cause = Some(root_cause.clone());
                }
            }
            CaseChange::Resolved { .. } => {
                self.move_to(State::Resolved);
                self.resolved += 1;
            }
            CaseChange::VerdictAsked { .. } => {
                self.verdict = Verdict::Pending;
                self.verdict_source = None;
                self.asked_at = Some(event.at);
            }
            CaseChange::QuestionWithdrawn => {
                self.verdict = Verdict::NotAsked;
                self.asked_at = None;
            }
            CaseChange::VerdictRecorded { verdict, source } => self.record(*verdict, source),
            CaseChange::Waived { reason } => {
                let by = event.by.clone().unwrap_or_default();
                self.waiver = Some(Waiver {
                    by,
                    reason: reason.clone(),
                });
            }
            CaseChange::Closed { .. } => self.move_to(State::Closed),
            CaseChange::Reopened { .. } => self.reopen(),
            CaseChange::Flagged => self.flagged = true,
            CaseChange::Cancelled { .. } => self.move_to(State::Cancelled),
        }
    }

    fn contacted(&mut self, contact: Contact) {
        let place = self
            .contacts
            .partition_point(|known| known.at <= contact.at);
        self.contacts.insert(place, contact);
    }

    fn move_to(&mut self, state: State) {
        self.state = state;
        self.waiting_on = None;
    }

    fn record(&mut self, verdict: Verdict, source: &str) {
        if verdict == Verdict::Disputed && matches!(self.state, State::Resolved | State::Closed) {
            self.disputed += 1;
        }
        self.verdict = verdict;
        self.verdict_source = Some(source.to_owned());
        self.asked_at = None;
    }

    /// What was said of the resolution before is void, but for a dispute.
    fn reopen(&mut self) {
        self.move_to(State::InProgress);
        self.reopened += 1;
        self.waiver = None;
        self.asked_at = None;
        if self.verdict != Verdict::Disputed {
            self.verdict = Verdict::NotAsked;
            self.verdict_source = None;
        }
    }
}
