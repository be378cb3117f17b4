//! Cases by what they are sought by, and by when something is due. Made again from the cases.

use super::event::What;
use super::facts::FactPlans;
use super::follow_up::FollowUp;
use super::notice::Notice;
use super::timers::{self, Timer};
use crate::case::Case;
use crate::named::Named;
use crate::ordered::{Map, Set, insert_in_order};
use crate::program::NoticeKind;
use crate::time::Time;

/// A case that an alert could join: of one customer, one type and one `same` value.
pub(super) type Matter = (String, String, Option<String>);

/// What can be found again from the cases.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Index {
    /// Those of one matter, oldest first: merged customers may have several.
    pub(super) open: Map<Matter, Vec<(Time, String)>>,
    pub(super) by_signal: Named<Vec<String>>,
    pub(super) by_alert: Named<Vec<String>>,
    pub(super) by_customer: Named<Vec<String>>,
    pub(super) load: Named<u32>,
    pub(super) due: Set<(Time, String)>,
    pub(super) due_of: Named<Time>,
    /// When the words on a case are to be forgotten.
    pub(super) words: Set<(Time, String)>,
}

impl Index {
    /// The alerts of a duplicate are another case's.
    pub(super) fn give_over(&mut self, duplicate: &Case) {
        for alert in &duplicate.alerts {
            for (index, key) in [
                (&mut self.by_signal, &alert.signal),
                (&mut self.by_alert, &alert.id),
            ] {
                if let Some(cases) = index.get_mut(key) {
                    cases.retain(|case| *case != duplicate.id);
                }
            }
        }
    }
}

/// Whose timers are looked at.
#[derive(Debug, Clone, Copy)]
pub(super) enum Whose<'w> {
    /// Everybody's.
    All,
    /// Those of one customer's cases.
    Customer(&'w str),
    /// Those of one case.
    Case(&'w str),
    /// None of a customer or case.
    Nobody,
}

pub(super) fn matter_of(case: &Case) -> Option<Matter> {
    Some((
        case.customer.clone()?,
        case.case_type.clone(),
        case.same.clone(),
    ))
}

impl FollowUp {
    /// The first timer that is due by an instant: of one customer's cases, of one case, or of all.
    pub(super) fn due(&self, whose: Whose<'_>, by: Time) -> Option<(Time, String)> {
        let due = match whose {
            Whose::All => self.index.due.first().cloned(),
            Whose::Customer(customer) => {
                let ids = self.index.by_customer.get(customer);
                ids.into_iter()
                    .flatten()
                    .filter_map(|id| self.due_of(id))
                    .min()
            }
            Whose::Case(id) => self.due_of(id),
            Whose::Nobody => None,
        };
        due.filter(|(at, _)| *at <= by)
    }

    fn due_of(&self, id: &str) -> Option<(Time, String)> {
        self.index.due_of.get(id).map(|at| (*at, id.to_owned()))
    }

    /// Fires the first timer of a case, at its own instant.
    pub(super) fn fire(&mut self, plans: &FactPlans, id: &str, out: &mut Vec<(Time, What)>) {
        let Some((at, timer)) = self.next_timer(plans, id) else {
            self.leave(id);
            return;
        };
        let case = id.to_owned();
        let (kind, what) = match timer {
            Timer::Warn { target, due } => {
                self.announced.insert((case.clone(), target, Some(due)));
                (
                    NoticeKind::ClockWarning,
                    What::ClockWarned { case, target, due },
                )
            }
            Timer::Breach { target } => {
                self.announced.insert((case.clone(), target, None));
                (
                    NoticeKind::ClockBreach,
                    What::ClockBreached {
                        case,
                        target,
                        due: at,
                    },
                )
            }
            Timer::Promise => {
                self.break_promises(plans, id, at, out);
                return;
            }
            Timer::Escalate => {
                self.escalate(plans, id, at, out);
                return;
            }
            Timer::Silence => {
                let events = self.cases.get(id).and_then(|case| {
                    let policy = self.policy_of(plans, id, &case.case_type).ok()?;
                    Some(case.silence(&policy, at))
                });
                self.apply(plans, id, events.unwrap_or_default(), out);
                return;
            }
        };
        out.push((at, what));
        if let Some(to) = self.holder(id) {
            let what = (timer.target(), at);
            let notice = Notice::new(kind, to, None, Some(id), &what).of_clock(timer.target());
            out.push((at, What::Notice { notice }));
        }
        self.leave(id);
        self.enter(plans, id);
    }

    fn next_timer(&self, plans: &FactPlans, id: &str) -> Option<(Time, Timer)> {
        let case = self.cases.get(id)?;
        let policy = self.policy_of(plans, id, &case.case_type).ok()?;
        let announced = |target, due| self.announced.contains(&(id.to_owned(), target, due));
        timers::next(case, &policy, announced)
    }

    /// Takes a case into the index.
    pub(super) fn enter(&mut self, plans: &FactPlans, id: &str) {
        let due = self.next_timer(plans, id).map(|(at, _)| at);
        let Some(case) = self.cases.get(id) else {
            return;
        };
        let index = &mut self.index;
        for alert in &case.alerts {
            insert_in_order(index.by_signal.or_default(&alert.signal), id.to_owned());
            insert_in_order(index.by_alert.or_default(&alert.id), id.to_owned());
        }
        if let Some(customer) = &case.customer {
            insert_in_order(index.by_customer.or_default(customer), id.to_owned());
        }
        if let Some(until) = case.about.forgotten_at() {
            index.words.insert((until, id.to_owned()));
        }
        if case.is_open() {
            if let Some(matter) = matter_of(case) {
                let entry = (case.opened_at, id.to_owned());
                insert_in_order(index.open.or_default(&matter), entry);
            }
            if let Some(person) = &case.person {
                *index.load.or_default(person) += 1;
            }
        }
        if let Some(at) = due {
            index.due.insert((at, id.to_owned()));
            index.due_of.insert(id.to_owned(), at);
        }
    }

    /// Takes out of the index what may change about a case.
    pub(super) fn leave(&mut self, id: &str) {
        let index = &mut self.index;
        if let Some(at) = index.due_of.remove(id) {
            index.due.remove(&(at, id.to_owned()));
        }
        let Some(case) = self.cases.get(id).filter(|case| case.is_open()) else {
            return;
        };
        if let Some(matter) = matter_of(case)
            && let Some(open) = index.open.get_mut(&matter)
        {
            open.retain(|(_, other)| other != id);
            if open.is_empty() {
                index.open.remove(&matter);
            }
        }
        if let Some(person) = &case.person
            && let Some(load) = index.load.get_mut(person)
        {
            *load -= 1;
            if *load == 0 {
                index.load.remove(person);
            }
        }
    }
}
