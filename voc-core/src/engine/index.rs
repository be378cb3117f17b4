//! Cases by what they are sought by, and by when something is due. Made again from the cases.

use super::announced::Announced;
use super::due::Due;
use super::event::What;
use super::facts::FactPlans;
use super::follow_up::FollowUp;
use super::notice::Notice;
use super::timers::{self, Timer};
use crate::case::Case;
use crate::named::Named;
use crate::ordered::{Keyed, Set, sort_by};
use crate::program::NoticeKind;
use crate::rule::Alert;
use crate::time::Time;

/// A case that an alert could join: of one customer, one type and one `same` value.
pub(super) type Matter = (String, String, Option<String>);

/// What can be found again from the cases, by their places.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Index {
    by_signal: Keyed<Places>,
    /// A customer who was merged keeps theirs, and so does the one that they were merged into.
    by_customer: Keyed<Places>,
    pub(super) load: Named<u32>,
    pub(super) due: Due,
    /// By place.
    pub(super) announced: Vec<Vec<Announced>>,
    /// When the customer's words on a case are forgotten.
    pub(super) words: Set<(Time, String)>,
}

/// The places of a few cases, nearly always of one.
#[derive(Debug, Clone, PartialEq)]
enum Places {
    One(u32),
    Several(Vec<u32>),
}

impl Default for Places {
    fn default() -> Self {
        Self::Several(Vec::new())
    }
}

impl Places {
    fn all(&self) -> &[u32] {
        match self {
            Self::One(place) => std::slice::from_ref(place),
            Self::Several(places) => places,
        }
    }

    fn enter(&mut self, place: u32) {
        match self {
            Self::Several(places) if places.is_empty() => *self = Self::One(place),
            Self::Several(places) if !places.contains(&place) => places.push(place),
            Self::One(known) if *known != place => *self = Self::Several(vec![*known, place]),
            _ => {}
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
    /// The cases at some places, in the order of their ids.
    fn at(&self, places: Option<&Places>) -> Vec<&Case> {
        let places = places.map(Places::all).unwrap_or_default();
        let mut cases: Vec<&Case> = places.iter().filter_map(|at| self.cases.at(*at)).collect();
        sort_by(&mut cases, &|one, two| one.id.cmp(&two.id));
        cases
    }

    /// The cases of a customer.
    pub(super) fn of_customer(&self, customer: &str) -> Vec<&Case> {
        self.at(self.index.by_customer.get(customer))
    }

    /// The cases that keep words of a signal, or did.
    pub(super) fn with_words_of(&self, signal: &str) -> Vec<&Case> {
        let mut cases = self.at(self.index.by_signal.get(signal));
        cases.retain(|case| case.about.signal.as_deref() == Some(signal));
        cases
    }

    /// The cases with an alert of a signal.
    pub(super) fn of_signal(&self, signal: &str) -> Vec<&Case> {
        let mut cases = self.at(self.index.by_signal.get(signal));
        // Those of a duplicate are with the case that goes on.
        cases.retain(|case| case.alerts.iter().any(|alert| alert.signal == signal));
        cases
    }

    /// The cases that an alert opened or joined.
    pub(super) fn of_alert(&self, id: &str, alert: &Alert) -> Vec<&Case> {
        let mut cases = match &alert.customer {
            Some(customer) => self.of_customer(customer),
            None => self.of_signal(&alert.signal),
        };
        cases.retain(|case| case.alerts.iter().any(|known| known.id == id));
        cases
    }

    /// The open cases on a matter, the oldest first: merged customers may have several.
    pub(super) fn open_on(&self, matter: &Matter) -> Vec<&Case> {
        let (customer, case_type, same) = matter;
        let mut cases = self.of_customer(customer);
        cases.retain(|case| case.is_open() && case.case_type == *case_type && case.same == *same);
        sort_by(&mut cases, &|one, two| one.opened_at.cmp(&two.opened_at));
        cases
    }

    /// The first timer that is due by an instant: of one customer's cases, of one case, or of all.
    pub(super) fn due(&self, whose: Whose<'_>, by: Time) -> Option<(Time, String)> {
        let due = match whose {
            Whose::All => self.index.due.first(),
            Whose::Customer(customer) => {
                let places = self.index.by_customer.get(customer);
                let places = places.map(Places::all).unwrap_or_default().iter();
                let due = places.filter_map(|place| self.due_at(*place));
                due.min_by_key(|(at, place)| (*at, self.cases.key_at(*place)))
            }
            Whose::Case(id) => self.cases.place(id).and_then(|place| self.due_at(place)),
            Whose::Nobody => None,
        };
        let (at, place) = due.filter(|(at, _)| *at <= by)?;
        Some((at, self.cases.key_at(place)?.to_string()))
    }

    fn due_at(&self, place: u32) -> Option<(Time, u32)> {
        self.index.due.of(place).map(|at| (at, place))
    }

    /// Fires the first timer of a case, at its own instant.
    pub(super) fn fire(&mut self, plans: &FactPlans, id: &str, out: &mut Vec<(Time, What)>) {
        let Some((at, timer)) = self.next_timer(plans, id) else {
            self.leave(id);
            return;
        };
        let case = id.to_owned();
        let (kind, what) = match timer {
            Timer::Warn { target, due, round } => {
                self.announce_clock(id, (target, round, Some(due)));
                (
                    NoticeKind::ClockWarning,
                    What::ClockWarned { case, target, due },
                )
            }
            Timer::Breach { target, round } => {
                self.announce_clock(id, (target, round, None));
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
            Timer::Due => {
                self.fall_due(plans, id, out);
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
        let place = self.cases.place(id)?;
        let case = self.cases.at(place)?;
        let policy = self.policy_of(plans, id, &case.case_type).ok()?;
        timers::next(case, &policy, self.announced_of(place))
    }

    /// Takes a case into the index.
    pub(super) fn enter(&mut self, plans: &FactPlans, id: &str) {
        let due = self.next_timer(plans, id).map(|(at, _)| at);
        let Some(place) = self.cases.place(id) else {
            return;
        };
        let (cases, index) = (&self.cases, &mut self.index);
        let Some(case) = cases.at(place) else { return };
        for alert in &case.alerts {
            index.by_signal.or_default(&alert.signal).enter(place);
        }
        if let Some(signal) = &case.about.signal {
            index.by_signal.or_default(signal).enter(place);
        }
        if let Some(customer) = &case.customer {
            index.by_customer.or_default(customer).enter(place);
        }
        if let Some(until) = case.about.forgotten_at() {
            index.words.insert((until, id.to_owned()));
        }
        if case.is_open()
            && let Some(person) = &case.person
        {
            *index.load.or_default(person) += 1;
        }
        let id_at = |place| cases.key_at(place).map_or("", |id| id.as_str());
        index.due.set(place, due, id_at);
    }

    /// Takes out of the index what may change about a case.
    pub(super) fn leave(&mut self, id: &str) {
        let Some(place) = self.cases.place(id) else {
            return;
        };
        let (cases, index) = (&self.cases, &mut self.index);
        let id_at = |place| cases.key_at(place).map_or("", |id| id.as_str());
        index.due.set(place, None, id_at);
        let until = cases.at(place).and_then(|case| case.about.forgotten_at());
        if let Some(until) = until {
            index.words.remove(&(until, id.to_owned()));
        }
        let person = cases.at(place).filter(|case| case.is_open());
        if let Some(person) = person.and_then(|case| case.person.as_ref())
            && let Some(load) = index.load.get_mut(person)
        {
            *load -= 1;
            if *load == 0 {
                index.load.remove(person);
            }
        }
    }
}
