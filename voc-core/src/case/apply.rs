//! What an event makes of a case. Every event is applied here and nowhere else.

use super::{
    About, Case, CaseAlert, CaseChange, CaseEvent, Contact, Escalation, State, Verdict, Waiver,
};
use crate::program::TargetName;
use crate::time::Time;

impl Case {
    /// Applies an event and adds it to the history, in order of `at`; of those of one instant, the one
    /// that is told last comes last.
    pub fn apply(&mut self, event: &CaseEvent) {
        let place = self.history.partition_point(|known| known.at <= event.at);
        self.change(event, place);
        if self.history.len() == self.history.capacity() {
            // Most histories are short.
            self.history.reserve_exact(1 + self.history.len() / 2);
        }
        self.history.insert(place, event.kept());
    }

    fn change(&mut self, event: &CaseEvent, place: usize) {
        match &event.change {
            CaseChange::Opened
            | CaseChange::Commented { .. }
            | CaseChange::CustomerSpoke { .. }
            | CaseChange::PolicyMigrated { .. }
            | CaseChange::PromiseWarned { .. }
            | CaseChange::TransferWarned { .. }
            | CaseChange::TransferLapsed { .. }
            | CaseChange::TransferOvertaken { .. } => {}
            CaseChange::ClockOvertaken { target, due } => {
                self.overtaken(*target, *due, event.at);
            }
            CaseChange::UnitRemoved { to, .. } => self.unit.clone_from(to),
            CaseChange::AlertJoined { alert } => self.joined(alert),
            CaseChange::Escalated { .. } => self.escalated(event),
            CaseChange::MergedInto { case } => self.give_over(case),
            CaseChange::TookOver { taken } => self.take_over(taken),
            CaseChange::AlertWithdrawn { alert } => {
                for known in self.alerts.iter_mut().filter(|known| known.id == *alert) {
                    known.standing = false;
                }
            }
            CaseChange::CustomerMerged { into } => self.customer = Some(into.into()),
            CaseChange::AlertMoved { alert, to } => {
                for known in self.alerts.iter_mut().filter(|known| known.id == *alert) {
                    known.id.clone_from(to);
                }
            }
            CaseChange::PriorityRaised { priority } | CaseChange::PrioritySet { priority, .. } => {
                self.priority = priority.into();
            }
            CaseChange::Unassigned { .. } => self.person = None,
            CaseChange::Assigned { to } | CaseChange::HolderLeft { to, .. } => {
                self.person = Some(to.clone());
            }
            CaseChange::Acknowledged => self.move_to(State::Acknowledged),
            CaseChange::Started => self.move_to(State::InProgress),
            CaseChange::Contacted { channel, reached } => self.contacted(Contact {
                at: event.at,
                channel: channel.clone(),
                reached: *reached,
            }),
            CaseChange::PromiseMade { .. }
            | CaseChange::PromiseKept { .. }
            | CaseChange::PromiseBroken { .. } => self.promise_changed(event),
            CaseChange::Waiting { on } => {
                self.move_to(State::Waiting);
                self.waiting_on = Some(*on);
            }
            CaseChange::Resumed { to } => self.move_to(*to),
            CaseChange::Transferred { transfer } => {
                self.unit.clone_from(&transfer.to_unit);
                self.person.clone_from(&transfer.to_person);
                self.transfers.push((**transfer).clone());
            }
            CaseChange::RootCauseFound { root_cause } => {
                let mut later = self.history.iter().skip(place);
                let found =
                    |event: &CaseEvent| matches!(event.change, CaseChange::RootCauseFound { .. });
                if !later.any(found) {
                    self.root_cause = Some(root_cause.as_str().into());
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
                let reason = reason.clone();
                self.waiver = Some(Box::new(Waiver { by, reason }));
            }
            CaseChange::Closed { .. } => self.move_to(State::Closed),
            CaseChange::Reopened { .. } => self.reopen(),
            CaseChange::Flagged => self.flagged = true,
            CaseChange::Placed { sub_state } => self.sub_state = Some(sub_state.as_str().into()),
            CaseChange::VerbatimForgotten => self.about.change(About::forget_verbatim),
            CaseChange::WordsCorrected { .. } => {
                self.about.change(|about| about.correct(&event.change));
            }
            CaseChange::LinkedTo { improvement } => self.improvements.push(improvement.clone()),
            CaseChange::UnlinkedFrom { improvement } => {
                self.improvements.retain(|known| known != improvement);
            }
            CaseChange::Cancelled { .. } => self.move_to(State::Cancelled),
        }
    }

    pub(super) fn joined(&mut self, alert: &CaseAlert) {
        match self.alerts.iter_mut().find(|known| known.id == alert.id) {
            Some(known) => known.standing |= alert.standing,
            None => self.alerts.push(alert.clone()),
        }
        self.flagged &= !alert.standing;
    }

    fn escalated(&mut self, event: &CaseEvent) {
        let CaseChange::Escalated {
            to,
            reason,
            unit,
            step,
            target,
        } = &event.change
        else {
            return;
        };
        let escalation = Escalation {
            at: event.at,
            by: event.by.clone(),
            to: to.as_deref().map(String::from),
            reason: String::from(&**reason),
            unit: unit.as_deref().map(String::from),
            step: step.as_deref().map(String::from),
            target: *target,
            overtaken_at: None,
        };
        in_order(&mut self.escalations, escalation, |one| one.at);
    }

    /// What was called for because a target's time was up stands, and says that it was not.
    fn overtaken(&mut self, target: TargetName, due: Time, at: Time) {
        let of = |one: &&mut Escalation| one.target == Some(target) && one.at >= due;
        for escalation in self.escalations.iter_mut().filter(of) {
            escalation.overtaken_at.get_or_insert(at);
        }
    }

    pub(super) fn contacted(&mut self, contact: Contact) {
        in_order(&mut self.contacts, contact, |one| one.at);
    }

    pub(super) fn move_to(&mut self, state: State) {
        self.state = state;
        self.waiting_on = None;
        self.sub_state = None;
    }

    fn record(&mut self, verdict: Verdict, source: &str) {
        if verdict == Verdict::Disputed && matches!(self.state, State::Resolved | State::Closed) {
            self.disputed += 1;
        }
        self.verdict = verdict;
        self.verdict_source = Some(source.into());
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

/// Adds to a list in order of an instant; of those of one instant, what is told last comes last.
pub(super) fn in_order<T>(list: &mut Vec<T>, item: T, at: impl Fn(&T) -> Time) {
    let place = list.partition_point(|known| at(known) <= at(&item));
    list.insert(place, item);
}
