//! What can no longer change is folded into the base, and forgotten.

use super::book::{Recent, bits};
use super::customer::{CustomerState, settled_form};
use super::place::Signal as Read;
use super::plan::Plan;
use super::reading::Reading;
use super::report::reported_id;
use super::track::Track;
use crate::condition::Cell;
use crate::signal::Packed;
use crate::time::Time;

impl CustomerState {
    /// Folds into the base what can no longer change. The room of a signal that is let go is given back.
    pub(crate) fn settle(
        &mut self,
        customer: Option<&str>,
        plan: &Plan,
        now: Time,
        consent: Option<&str>,
    ) -> Packed {
        let mut room = Packed::default();
        if !self.is_unsettled() && plan.next_deadline(&self.base).is_none() {
            return room;
        }
        let horizon = now.plus(-plan.lateness_max());
        let done = |one: &Recent| {
            let known = one.key.0.max(one.retained.received);
            known.plus(plan.lateness_max()) < now
        };
        let folded = self.book.recent.iter().take_while(|one| done(one)).count();
        for one in self.book.recent.iter().take(folded) {
            self.consent = answer(one, consent).or(self.consent);
        }
        // Deadlines before the first signal that may change are past change where nothing can come
        // before them any more.
        let first = self.book.recent.get(folded);
        let first = first.map_or(Time::MAX, |one| one.key.0);
        let edge = horizon.min(first).min(self.passed.unwrap_or(Time::MIN));
        if folded > 0 && self.head_is_past(folded, edge) {
            self.fold_head();
        } else {
            self.fold(customer, plan, folded, edge);
        }
        for track in [Some(&mut self.base), self.head.track_mut()] {
            plan.tidy(track, edge.micros());
        }
        while let Some(one) = self.book.take_alone(done) {
            self.consent = answer(&one, consent).or(self.consent);
            for id in &*one.alerts {
                self.settle_alert(id);
            }
        }
        if folded > 0 {
            self.base.tidy();
            room = self.book.let_go(folded, horizon, &self.base);
            if self.book.tidy(&self.base) {
                self.head.reset();
                self.rebuild(plan);
            }
        }
        if self.book.recent.is_empty() && !self.head.stale && self.base_is_head(plan) {
            self.head.reset();
        }
        let first = self.book.first();
        self.book.settle_statements(horizon.min(first));
        self.invitations.forget(plan, horizon);
        room
    }

    /// Gives back the room that was kept for the next signal.
    pub(crate) fn tidy(&mut self) {
        self.head.tidy();
    }

    /// Whether all that was read is past change, so that the head is what the base will be.
    fn head_is_past(&self, folded: usize, edge: Time) -> bool {
        let head = &self.head;
        let is_read = head.is_known() && !head.unread && !head.stale;
        is_read
            && folded == self.book.recent.len()
            && head
                .deadline
                .is_none_or(|deadline| deadline < edge.micros())
    }

    /// Folds all that was read, as it was read.
    fn fold_head(&mut self) {
        self.head.fold_into(&mut self.base);
        if self.standing.is_empty() {
            return;
        }
        let ids: Vec<String> = self.read_alerts().cloned().collect();
        for id in &ids {
            self.settle_alert(id);
        }
    }

    /// Reads the first signals into the base, and the deadlines before an instant.
    fn fold(&mut self, customer: Option<&str>, plan: &Plan, signals: usize, edge: Time) {
        let passed = self.passed.map_or(i64::MIN, Time::micros);
        let mut fired = Vec::new();
        let mut reading = Reading::new(plan, &mut self.book, &mut self.base, &mut fired);
        for index in 0..signals {
            let Some(one) = reading.book.recent.get(index) else {
                break;
            };
            let (at, handle, tests) = (one.key.0.micros(), one.handle, bits(&one.tests));
            reading.deadlines(at.min(passed));
            reading.signal(Read {
                at,
                handle,
                tests: &tests,
                late: false,
            });
        }
        reading.deadlines(edge.micros() - 1);
        for fired in &fired {
            let plan = plan.at(Time::clamped(fired.at));
            if let Some(id) = reported_id(customer, plan, &self.book, fired) {
                self.settle_alert(&id);
            }
        }
    }

    /// Up to when settling would change nothing, if nothing else happens: until the first signal is past
    /// change. Nothing is found where patterns, statements or invitations go by time too.
    pub(super) fn rests_until(&self, plan: &Plan) -> Option<Time> {
        let waits_for_signals = self.base == Track::default()
            && self.book.has_signals_alone()
            && self.invitations.is_empty();
        let signals = self.book.recent.iter().chain(&*self.book.alone);
        let known = signals
            .map(|one| one.key.0.max(one.retained.received))
            .min();
        let known = known.filter(|_| waits_for_signals);
        known.map(|known| known.plus(plan.lateness_max()))
    }

    /// Whether time still has something to settle here.
    pub(super) fn is_unsettled(&self) -> bool {
        self.book.is_unsettled() || !self.standing.is_empty() || !self.invitations.is_empty()
    }

    fn settle_alert(&mut self, id: &str) {
        if self.standing.is_empty() {
            return;
        }
        if let Some(alert) = self.standing.remove(id) {
            self.standing.tidy();
            self.settled.add(&settled_form(&alert));
        }
    }
}

/// The answer of a signal to the question of consent.
fn answer(one: &Recent, field: Option<&str>) -> Option<bool> {
    match one.retained.signal.field(field?) {
        Cell::Bool(answer) => Some(answer),
        _ => None,
    }
}
