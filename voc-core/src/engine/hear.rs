//! What customers say comes in: signals, corrections, what is known of them, and what is taken back.

use super::ids::Standing;
use super::index::Whose;
use super::{Accepted, Engine, What};
use crate::case::{CaseChange, CaseEvent, Policy};
use crate::condition::Truth;
use crate::digest::Content;
use crate::rule::{Key, Place, Retained, SignalFacts};
use crate::signal::{Body, CustomerStatement, Signal};
use crate::time::Time;

/// A signal that comes to its place.
#[derive(Clone, Copy)]
pub(super) struct Heard<'s> {
    signal: &'s Signal,
    /// No pattern sees it.
    alone: bool,
    received: Time,
}

impl Engine {
    pub(super) fn signal(
        &mut self,
        signal: &Signal,
        corrected: Option<&Standing>,
        accepted: Accepted,
        out: &mut Vec<(Time, What)>,
    ) {
        let received = accepted.received;
        let customer = signal.customer.as_deref();
        let found = customer.map(|customer| self.state.facts.find(customer));
        let customer = found.as_ref().map(|found| found.name.clone());
        let whose = customer.as_deref().map_or(Whose::Nobody, Whose::Customer);
        let (place, due) = found.map_or((None, None), |found| (found.place, found.due));
        if received.is_none_or(|by| self.is_due(due, by)) {
            self.fire(whose, received, out);
        } else {
            self.state.watch.pass(&self.plans.watch, received);
        }
        let id = accepted.id.clone();
        let retracted = self.accept(accepted, Some((customer.clone(), signal.at)));
        let program = self.plans.program_at(signal.at);
        let lateness = program.lateness_of(&signal.kind);
        let about_employee = program.is_about_employee(&signal.kind);
        let late = received.is_some_and(|received| received.since(signal.at) > lateness);
        let now = received.map_or(signal.at, |received| received.max(signal.at));
        self.state.counts.signals += 1;
        self.state.counts.late += u64::from(late);
        out.push((
            now,
            What::SignalAccepted {
                late,
                corrects: corrected.is_some(),
            },
        ));
        if retracted {
            let content = Content::of(&Body::Signal(Box::new(signal.clone())));
            self.state.ids.keep_content(&id, content);
            return;
        }
        let (key, customer): (Key, _) = ((signal.at, id), customer.as_deref());
        let heard = Heard {
            signal,
            // What is seen of an employee is no part of what a customer goes through.
            alone: late || customer.is_none() || about_employee,
            received: now,
        };
        let is_new = corrected.is_none();
        // The same place: one change. Another customer or instant: out there, in here.
        if let Some((old_customer, old_at)) = corrected
            && (old_customer.as_deref(), *old_at) != (customer, key.0)
        {
            let old = (*old_at, key.1.clone());
            self.replace((old_customer.as_deref(), None), &old, None, now, false, out);
        }
        let words = if is_new {
            self.cases_that_hear(customer, signal.at)
        } else {
            Vec::new()
        };
        let praise = corrected.and_then(|old| self.praise_before(old, &key));
        self.replace((customer, place), &key, Some(heard), now, is_new, out);
        for case in words {
            self.heard(customer, &case, &key, signal, out);
        }
        if !is_new {
            let follow_up = &mut self.state.follow_up;
            follow_up.words_again(&self.plans, &key.1, Some(signal), now, out);
        }
        if let Some(before) = praise {
            self.praise_again(customer, &key, &before, now, out);
        }
    }

    /// The cases of a customer on which a signal of an instant may be a word: those that are open, and
    /// were by then.
    fn cases_that_hear(&self, customer: Option<&str>, at: Time) -> Vec<String> {
        let mut versions = self.plans.versions();
        let Some(customer) = customer.filter(|_| versions.any(|one| one.program.hears_any()))
        else {
            return Vec::new();
        };
        let cases = self.state.follow_up.of_customer(customer).into_iter();
        let cases = cases.filter(|case| case.is_open() && case.opened_at <= at);
        cases.map(|case| case.id.clone()).collect()
    }

    /// A signal is the customer's word on a case, if the case's policy says so.
    fn heard(
        &mut self,
        customer: Option<&str>,
        case: &str,
        key: &Key,
        signal: &Signal,
        out: &mut Vec<(Time, What)>,
    ) {
        let follow_up = &mut self.state.follow_up;
        // The alerts of the signal may have ended it meanwhile.
        let open = follow_up.cases.get(case).filter(|case| case.is_open());
        let Some(case_type) = open.map(|case| &case.case_type) else {
            return;
        };
        let policy = follow_up.policy_of(&self.plans, case, case_type);
        let program = policy.as_ref().ok().map(Policy::program);
        let condition = program.and_then(|program| program.hears(case_type));
        let state = self.state.facts.of(customer);
        let (Some(program), Some(condition), Some(state)) = (program, condition, state) else {
            return;
        };
        let facts = SignalFacts {
            program,
            signal,
            attributes: &state.as_of(key, signal),
        };
        if condition.holds(&facts) == Truth::Yes {
            let change = CaseChange::CustomerSpoke {
                channel: signal.channel.clone(),
                case: None,
            };
            let spoke = CaseEvent::of_itself(signal.at, change);
            follow_up.apply(&self.plans, case, vec![spoke], out);
        }
    }

    /// Puts a signal in its place, or takes it out, and follows up what that changes. What is known of the
    /// customer may have been found already.
    pub(super) fn replace(
        &mut self,
        (customer, found): (Option<&str>, Option<u32>),
        key: &Key,
        heard: Option<Heard<'_>>,
        now: Time,
        is_new: bool,
        out: &mut Vec<(Time, What)>,
    ) {
        let signal = heard.map(|heard| heard.signal);
        let program = self.plans.program_at(key.0);
        // What is seen of an employee is no part of what a customer goes through.
        let journey = signal.filter(|signal| !program.is_about_employee(&signal.kind));
        self.state.journeys.put(program, customer, key, journey);
        #[cfg(not(small))]
        self.observe(customer, key, signal, is_new);
        let mut tells =
            signal.is_some_and(|one| one.customer.is_some() && !one.attributes.is_empty());
        if !is_new {
            let before = self.state.facts.of(customer);
            let before = before.as_ref().and_then(|state| state.get(key));
            tells |= before.is_some_and(|one| one.signal.states());
        }
        let place = Place {
            signal,
            ..self.place(key, tells)
        };
        let limits = customer.is_some() && !self.plans.program_at(key.0).quarantines().is_empty();
        let packing = &mut self.room.packed;
        let changes =
            self.state
                .facts
                .change(&self.plans, (customer, found), &place, |state, room| {
                    if limits {
                        state.hear_invitation(&self.plans.rules, key, signal);
                    }
                    if !is_new {
                        state.remove(key);
                    }
                    if let Some(heard) = heard {
                        let signal = heard.signal;
                        let retained = Retained {
                            signal: room.again(signal, packing),
                            alone: heard.alone,
                            received: heard.received,
                        };
                        state.insert(&self.plans.rules, key.clone(), signal, retained);
                    }
                });
        self.follow(customer, changes, now, out);
    }

    pub(super) fn place<'k>(&self, key: &'k Key, reaches_on: bool) -> Place<'k> {
        Place {
            key,
            signal: None,
            reaches_on,
            horizon: self.horizon(),
            now: self.state.now,
        }
    }

    pub(super) fn customer(
        &mut self,
        statement: &CustomerStatement,
        accepted: Accepted,
        out: &mut Vec<(Time, What)>,
    ) {
        let received = accepted.received;
        self.fire(Whose::Customer(&statement.customer), received, out);
        let id = accepted.id.clone();
        self.accept(accepted, None);
        let customer = Some(statement.customer.as_str());
        let key: Key = (statement.at, id);
        let now = received.map_or(statement.at, |received| received.max(statement.at));
        let attributes = statement.attributes.clone();
        let place = self.place(&key, true);
        let changes = self
            .state
            .facts
            .change(&self.plans, (customer, None), &place, |state, _| {
                state.state(key.clone(), attributes);
            });
        self.follow(customer, changes, now, out);
    }

    pub(super) fn retract(
        &mut self,
        signal: &str,
        accepted: Accepted,
        out: &mut Vec<(Time, What)>,
    ) {
        let received = accepted.received;
        let known = self
            .state
            .ids
            .get(signal)
            .and_then(|known| known.place.clone());
        let known = self.state.merged.placed(known);
        let customer = known.as_ref().and_then(|(customer, _)| customer.as_deref());
        let whose = customer.map_or(Whose::Nobody, Whose::Customer);
        self.fire(whose, received, out);
        self.accept(accepted, None);
        let place = known.map(|(_, at)| at);
        let now = received.max(place).unwrap_or(Time::MIN);
        out.push((
            now,
            What::SignalRetracted {
                signal: signal.to_owned(),
            },
        ));
        // Without any time known it is remembered for as long as it takes.
        let until = self
            .state
            .now
            .map_or(Time::MAX, |now| now.plus(self.plans.rules.lateness_max()));
        let place = self.state.ids.retract(signal, until);
        if let Some((customer, at)) = self.state.merged.placed(place) {
            let key = (at, signal.into());
            let state = self.state.facts.of(customer.as_deref());
            if let Some(known) = state.as_ref().and_then(|state| state.get(&key)) {
                let content = Content::of(&Body::Signal(Box::new(known.signal.unpack())));
                self.state.ids.keep_content(signal, content);
            }
            drop(state);
            self.replace((customer.as_deref(), None), &key, None, now, false, out);
        }
        let follow_up = &mut self.state.follow_up;
        follow_up.words_again(&self.plans, signal, None, now, out);
    }
}
