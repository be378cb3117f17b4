//! Cases by what they are sought by, and by when something is due. Made again from the cases.

use super::announced::Announced;
use super::due::Due;
use super::event::What;
use super::facts::FactPlans;
use super::follow_up::FollowUp;
use super::notice::Notice;
use super::timers::{self, Timer};
use super::waits::Waits;
use crate::case::Case;
use crate::named::Named;
use crate::ordered::{Set, Sought, sort_by};
use crate::program::NoticeKind;
use crate::route::{Audience, Routed};
use crate::rule::Alert;
use crate::text::Text;
use crate::time::Time;
use std::sync::Arc;

/// A case that an alert could join: of one customer, one type and one `same` value.
pub(super) type Matter = (String, String, Option<String>);

/// What can be found again from the cases, by their places.
#[derive(Debug, Clone, Default)]
pub(super) struct Index {
    by_signal: Sought,
    by_customer: Sought,
    /// Those of customers who were merged, by who they were.
    formerly: Named<Vec<u32>>,
    pub(super) load: Named<u32>,
    pub(super) due: Due,
    /// By place.
    pub(super) waits: Vec<Waits>,
    /// The ways that alerts went lately, shared with those that go the same.
    ways: Vec<Arc<Routed>>,
    /// When the customer's words on a case are forgotten.
    pub(super) words: Set<(Time, String)>,
}

/// It is made again from the cases, and says nothing of its own.
impl PartialEq for Index {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// How many ways that alerts went are shared.
const WAYS_MAX: usize = 16;

impl Index {
    /// The way that an alert went, shared where another went it lately.
    pub(super) fn way(&mut self, way: Arc<Routed>) -> Arc<Routed> {
        if let Some(known) = self.ways.iter().find(|known| **known == way) {
            return Arc::clone(known);
        }
        if self.ways.len() >= WAYS_MAX {
            self.ways.remove(0);
        }
        self.ways.push(Arc::clone(&way));
        way
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
        String::from(case.customer.as_ref()?),
        String::from(&case.case_type),
        case.same.as_deref().map(String::from),
    ))
}

impl FollowUp {
    /// The cases at some places, in the order of their ids.
    fn at(&self, places: &[u32], is_meant: impl Fn(&Case) -> bool) -> Vec<&Case> {
        let cases = places.iter().filter_map(|at| self.cases.at(*at));
        let mut cases: Vec<&Case> = cases.filter(|case| is_meant(case)).collect();
        // Nearly always there is one.
        if cases.len() > 1 {
            sort_by(&mut cases, &|one, two| one.id.cmp(&two.id));
        }
        cases
    }

    /// The places of the cases of a customer. One who was merged keeps theirs, and so does the one that
    /// they were merged into.
    fn places_of(&self, customer: &str) -> Vec<u32> {
        let is_theirs = |place: &u32| {
            let case = self.cases.at(*place);
            case.is_some_and(|case| case.customer.as_deref() == Some(customer))
        };
        let mut places = self.index.by_customer.places(customer);
        places.retain(is_theirs);
        if let Some(former) = self.index.formerly.get(customer) {
            let others = former.iter().filter(|place| !is_theirs(place));
            places.extend(others);
        }
        places
    }

    /// A customer's case is another's from now on.
    pub(super) fn keep_former(&mut self, customer: &str, case: &str) {
        if let Some(place) = self.cases.place(case) {
            self.index.formerly.or_default(customer).push(place);
        }
    }

    /// The cases of a customer.
    pub(super) fn of_customer(&self, customer: &str) -> Vec<&Case> {
        self.at(&self.places_of(customer), |_| true)
    }

    /// The cases that keep words of a signal, or did.
    pub(super) fn with_words_of(&self, signal: &str) -> Vec<&Case> {
        let places = self.index.by_signal.places(signal);
        self.at(&places, |case| case.about.signal() == Some(signal))
    }

    /// The cases with an alert of a signal.
    pub(super) fn of_signal(&self, signal: &str) -> Vec<&Case> {
        let places = self.index.by_signal.places(signal);
        // Those of a duplicate are with the case that goes on.
        let bears = |case: &Case| case.alerts.iter().any(|alert| alert.signal == signal);
        self.at(&places, bears)
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
        let is_on = |case: &Case| {
            let own = case.same.as_deref().map(Text::as_str);
            case.case_type == *case_type && own == same.as_deref()
        };
        cases.retain(|case| case.is_open() && is_on(case));
        sort_by(&mut cases, &|one, two| one.opened_at.cmp(&two.opened_at));
        cases
    }

    /// The first timer that is due by an instant, and the place of its case: of one customer's cases, of
    /// one case, or of all.
    pub(super) fn due(&self, whose: Whose<'_>, by: Time) -> Option<(Time, u32)> {
        let due = match whose {
            Whose::All => self.index.due.first(),
            Whose::Customer(customer) => {
                let places = self.places_of(customer).into_iter();
                let due = places.filter_map(|place| self.due_at(place));
                due.min_by_key(|(at, place)| (*at, self.cases.at(*place).map(|case| &case.id)))
            }
            Whose::Case(id) => self.cases.place(id).and_then(|place| self.due_at(place)),
            Whose::Nobody => None,
        };
        due.filter(|(at, _)| *at <= by)
    }

    fn due_at(&self, place: u32) -> Option<(Time, u32)> {
        self.index.due.of(place).map(|at| (at, place))
    }

    /// Fires the first timer of the case at a place, at its own instant.
    pub(super) fn fire(&mut self, plans: &FactPlans, place: u32, out: &mut Vec<(Time, What)>) {
        let found = self
            .cases
            .at(place)
            .and_then(|case| Some((case, self.waits_of(place)?.first(case.opened_at)?)));
        let Some((case, (at, timer))) = found else {
            self.set_due(place, None);
            return;
        };
        let id = &case.id;
        match timer {
            Timer::Warn { target, due, round } => {
                let case = id.clone();
                let what = What::ClockWarned { case, target, due };
                self.fire_clock(place, (target, round, Some(due)), (at, what), out);
            }
            Timer::Breach { target, round } => {
                let (case, due) = (id.clone(), at);
                let what = What::ClockBreached { case, target, due };
                self.fire_clock(place, (target, round, None), (at, what), out);
            }
            Timer::Promise => self.break_promises(plans, &id.clone(), at, out),
            Timer::Escalate => self.escalate(plans, &id.clone(), at, out),
            Timer::Due => self.fall_due(plans, &id.clone(), out),
            Timer::Silence => {
                let policy = self.policy_of(plans, id, &case.case_type).ok();
                let events = policy.map(|policy| case.silence(&policy, at));
                self.apply(plans, &id.clone(), events.unwrap_or_default(), out);
            }
        }
    }

    /// A warning or a breach fires: it is announced, and whoever has the case is told.
    fn fire_clock(
        &mut self,
        place: u32,
        announced: Announced,
        what: (Time, What),
        out: &mut Vec<(Time, What)>,
    ) {
        let at = what.0;
        out.push(what);
        let Some(case) = self.cases.at(place) else {
            return;
        };
        let (target, _, due) = announced;
        if let Some(to) = holder(case) {
            let kind = match due {
                Some(_) => NoticeKind::ClockWarning,
                None => NoticeKind::ClockBreach,
            };
            let what = (Some(target), at);
            let notice = Notice::new(kind, to, None, Some(&case.id), &what);
            let notice = notice.of_clock(Some(target));
            out.push((at, What::notice(notice)));
        }
        if let Some(waits) = self.index.waits.get_mut(place as usize) {
            let (left, next) = waits.fired(case.opened_at, announced);
            *waits = left;
            self.set_due(place, next);
        }
    }

    fn waits_of(&self, place: u32) -> Option<&Waits> {
        self.index.waits.get(place as usize)
    }

    /// The timers that are ahead of the case at a place, in their order.
    pub(super) fn ahead_of(&self, place: u32, case: &Case) -> Vec<(Time, Timer)> {
        let waits = self.waits_of(place);
        waits.map_or_else(Vec::new, |waits| waits.ahead(case.opened_at))
    }

    /// What was announced of the case at a place, in order.
    pub(super) fn announced_at(&self, place: u32, case: &Case) -> Vec<Announced> {
        let waits = self.waits_of(place);
        waits.map_or_else(Vec::new, |waits| waits.announced(case.opened_at))
    }

    /// The case at a place waits for this from now on.
    pub(super) fn wait(
        &mut self,
        place: u32,
        opened: Time,
        ahead: &[(Time, Timer)],
        announced: &[Announced],
    ) {
        let (all, at) = (&mut self.index.waits, place as usize);
        if all.len() <= at {
            all.resize_with(at + 1, Waits::default);
        }
        if let Some(waits) = all.get_mut(at) {
            *waits = Waits::of(opened, ahead, announced);
        }
        self.set_due(place, ahead.first().map(|(at, _)| *at));
    }

    fn set_due(&mut self, place: u32, at: Option<Time>) {
        let cases = &self.cases;
        let id = |place| cases.at(place).map_or("", |case| case.id.as_str());
        self.index.due.set(place, at, &id);
    }

    /// Nothing comes of time to a case, until something happens to it.
    pub(super) fn rest(&mut self, id: &str) {
        if let Some(place) = self.cases.place(id) {
            self.set_due(place, None);
        }
    }

    /// Finds again what a case waits for.
    pub(super) fn wait_anew(&mut self, plans: &FactPlans, id: &str) {
        let Some(place) = self.cases.place(id) else {
            return;
        };
        let Some(case) = self.cases.at(place) else {
            return;
        };
        let opened = case.opened_at;
        let announced = self.announced_at(place, case);
        let policy = self.policy_of(plans, id, &case.case_type);
        let ahead = policy.map(|policy| timers::ahead(case, &policy, &announced));
        self.wait(place, opened, &ahead.unwrap_or_default(), &announced);
    }

    /// Takes a case into the index.
    pub(super) fn enter(&mut self, plans: &FactPlans, id: &str) {
        self.wait_anew(plans, id);
        let Some(place) = self.cases.place(id) else {
            return;
        };
        let (cases, index) = (&self.cases, &mut self.index);
        let Some(case) = cases.at(place) else { return };
        for alert in &case.alerts {
            index.by_signal.enter(&alert.signal, place);
        }
        if let Some(signal) = case.about.signal() {
            index.by_signal.enter(signal, place);
        }
        if let Some(customer) = &case.customer {
            index.by_customer.enter(customer, place);
        }
        if let Some(until) = case.about.forgotten_at() {
            index.words.insert((until, id.to_owned()));
        }
        if case.is_open()
            && let Some(person) = &case.person
        {
            *index.load.or_default(person) += 1;
        }
    }

    /// Takes out of the index what may change about a case.
    pub(super) fn leave(&mut self, id: &str) {
        let case = self.cases.get(id);
        if let Some(until) = case.and_then(|case| case.about.forgotten_at()) {
            self.index.words.remove(&(until, id.to_owned()));
        }
        let case = case.filter(|case| case.is_open());
        let load = &mut self.index.load;
        if let Some(person) = case.and_then(|case| case.person.as_ref())
            && let Some(count) = load.get_mut(person)
        {
            *count -= 1;
            if *count == 0 {
                load.remove(person);
            }
        }
    }
}

/// Who has a case: the person, or else the unit.
pub(super) fn holder(case: &Case) -> Option<Audience> {
    let person = case.person.clone().map(Audience::Person);
    person.or_else(|| case.unit.clone().map(Audience::Unit))
}
