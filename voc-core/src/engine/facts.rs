//! Stage 1: every customer's signals, alerts and tallies. It knows of no case and no person.

use super::cells::{CellsMut, cells_mut, contributions, contributions_to};
use super::due::Due;
use super::partition::facts_digest;
pub(super) use super::plans::{FactPlans, Version};
use crate::condition::Cell;
use crate::digest::SetHash;
use crate::document::Read;
use crate::error::{Code, Error};
#[cfg(not(small))]
use crate::metric::Totals;
use crate::metric::{CellKey, Cells, Tally};
use crate::ordered::{Few, Keyed, Map, Set};
use crate::program::Program;
use crate::rule::{Alert, Change, CustomerState, Key, Place, Plan, Resting, Room, Seen};
use crate::serial::pairs;
use crate::signal::{Packed, Signal, check_signal, check_values};
use crate::text::Text;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// The facts so far.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Read)]
pub(super) struct Facts {
    customers: Keyed<Resting>,
    /// Signals of nobody known; no pattern joins them.
    nobody: CustomerState,
    #[serde(with = "pairs")]
    tallies: Map<CellKey, Tally>,
    /// Answers of the metrics that are no plain counts.
    #[cfg(not(small))]
    #[serde(default, skip_serializing_if = "Map::is_empty", with = "pairs")]
    totals: Map<CellKey, Totals>,
    /// Alerts that are announced when nothing can change them any more: when, whose, which.
    #[serde(default, skip_serializing_if = "Set::is_empty")]
    held: Set<(Time, Option<String>, String)>,
    #[serde(skip)]
    due: Timers,
    #[serde(skip)]
    unsettled: Unsettled,
    #[serde(skip)]
    room: Room,
}

/// The places of the customers of whom something may still change, or be forgotten; each knows that it is
/// here.
#[derive(Debug, Clone, Default)]
struct Unsettled(Vec<u32>);

/// It is made again from the customers, and says nothing of its own.
impl PartialEq for Unsettled {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// The places of the customers for whom time alone will make a rule fire.
#[derive(Debug, Clone, Default)]
struct Timers(Due);

/// They are made again from the customers, and say nothing of their own.
impl PartialEq for Timers {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Timers {
    /// Enters when time makes a rule of the customer at a place fire.
    fn set(&mut self, customers: &Keyed<Resting>, place: u32, at: Option<Time>) {
        if self.0.of(place) != at {
            let key = |place| customers.key_at(place).map_or("", Text::as_str);
            self.0.set(place, at, &key);
        }
    }
}

/// A customer whose state was taken up, to be laid down again.
struct Taken {
    place: u32,
    state: Box<CustomerState>,
}

/// A customer who was looked up.
pub(super) struct Found {
    /// The key, shared with what is known of them.
    pub(super) name: Text,
    /// Where that is; absent of whom nothing is known yet.
    pub(super) place: Option<u32>,
    /// When time alone makes a rule fire.
    pub(super) due: Option<Time>,
}

/// What a customer said to being contacted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Consent {
    /// Yes.
    Given,
    /// No.
    Refused,
    /// Nothing.
    NotSaid,
    /// The program has no word for it.
    NotDeclared,
}

/// What time brings next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Next {
    /// A customer's rules fire.
    Rules(Text),
    /// An alert that was held back is announced.
    Held(Option<String>, String),
}

impl Facts {
    /// Restores what is not written down.
    pub(super) fn rebuild(&mut self, plans: &FactPlans) {
        self.due = Timers::default();
        self.unsettled = Unsettled::default();
        let places: Vec<u32> = self.customers.places().map(|(place, _)| place).collect();
        for place in places {
            if let Some(mut taken) = self.take(place) {
                taken.state.rebuild(&plans.rules);
                self.lay(&plans.rules, taken);
            }
        }
    }

    /// Takes up the state of the customer at a place.
    fn take(&mut self, place: u32) -> Option<Taken> {
        let (_, resting) = self.customers.entry_at_mut(place)?;
        let state = resting.take(&mut self.room);
        Some(Taken { place, state })
    }

    /// Lays down a state to which something happened.
    fn lay(&mut self, plan: &Plan, taken: Taken) {
        let Taken { place, state } = taken;
        let due = state.next_due(plan);
        if let Some((_, resting)) = self.customers.entry_at_mut(place)
            && resting.lay(state, &mut self.room)
        {
            self.unsettled.0.push(place);
        }
        self.due.set(&self.customers, place, due);
    }

    pub(super) fn cells(&self) -> Cells<'_> {
        Cells {
            tallies: &self.tallies,
            #[cfg(not(small))]
            totals: &self.totals,
        }
    }

    /// The state of every customer, in order, and that of nobody.
    #[cfg(not(small))]
    pub(super) fn states(&self) -> impl Iterator<Item = Seen<'_>> {
        let known = self.customers.in_order().into_iter();
        let known = known.map(|(_, resting)| resting.see());
        known.chain([Seen::Whole(&self.nobody)])
    }

    pub(super) fn of(&self, customer: Option<&str>) -> Option<Seen<'_>> {
        match customer {
            Some(customer) => self.customers.get(customer).map(Resting::see),
            None => Some(Seen::Whole(&self.nobody)),
        }
    }

    /// A customer, and what is to be known of them at once.
    pub(super) fn find(&self, customer: &str) -> Found {
        let place = self.customers.place(customer);
        let name = place.and_then(|place| self.customers.key_at(place));
        Found {
            name: name.map_or_else(|| customer.into(), Text::clone),
            place,
            due: place.and_then(|place| self.due.0.of(place)),
        }
    }

    /// Whether no alert is held back.
    pub(super) fn holds_nothing(&self) -> bool {
        self.held.is_empty()
    }

    /// Changes a customer's signals, and brings tallies and alerts to what they now say. Where what is
    /// known of them was found already, they are not looked up again. The change is given the room of a signal
    /// that is not needed any more.
    pub(super) fn change(
        &mut self,
        plans: &FactPlans,
        (customer, found): (Option<&str>, Option<u32>),
        place: &Place<'_>,
        change: impl FnOnce(&mut CustomerState, Packed),
    ) -> Vec<Change> {
        let Some(customer) = customer else {
            let mut nobody = std::mem::take(&mut self.nobody);
            let changes = self.change_state(plans, (None, &mut nobody), place, change);
            self.nobody = nobody;
            return changes;
        };
        let at = found.unwrap_or_else(|| self.customers.place_or_default(customer));
        let Some(mut taken) = self.take(at) else {
            return Vec::new();
        };
        let whose = (Some(customer), &mut *taken.state);
        let changes = self.change_state(plans, whose, place, change);
        self.lay(&plans.rules, taken);
        changes
    }

    fn change_state(
        &mut self,
        plans: &FactPlans,
        (customer, state): (Option<&str>, &mut CustomerState),
        place: &Place<'_>,
        change: impl FnOnce(&mut CustomerState, Packed),
    ) -> Vec<Change> {
        let room = match place.now {
            Some(now) => state.settle(customer, &plans.rules, now, consent(plans)),
            None => Packed::default(),
        };
        let room = if room.has_room() {
            room
        } else {
            self.room.of_signal()
        };
        let measures = plans.measures();
        if measures {
            cells_mut!(self).retract(contributions(plans, state, place));
        }
        change(state, room);
        if measures {
            cells_mut!(self).count(contributions(plans, state, place));
        }
        state.refresh(customer, &plans.rules, place)
    }

    /// The signals from an instant on that a new version of the program reads otherwise than the one
    /// before it.
    ///
    /// # Errors
    /// A signal, or a statement, that came already and does not fit it.
    pub(super) fn refits(
        &self,
        old: &Program,
        new: &Program,
        from: Time,
    ) -> Result<Vec<Refit>, Error> {
        let mut refits = Vec::new();
        let known = self.customers.in_order().into_iter();
        let known = known.map(|(customer, resting)| (Some(customer), resting.see()));
        for (customer, state) in known.chain([(None, Seen::Whole(&self.nobody))]) {
            for (key, retained) in state.from(from) {
                let refit = refit(old, new, key, &retained.signal.unpack())?;
                refits.extend(refit.map(|signal| (customer.cloned(), key.clone(), signal)));
            }
            for (key, attributes) in state.stated_from(from) {
                let mut typed = attributes.clone();
                let fits = check_values("attributes", &new.spec().customer, &mut typed);
                if fits.is_err() || typed != *attributes {
                    return Err(unfit(&key.1, fits.err()));
                }
            }
        }
        Ok(refits)
    }

    /// Judges anew what happened from an instant on, by the version of the program that is in force
    /// then.
    pub(super) fn follow_program(
        &mut self,
        plans: &FactPlans,
        from: Time,
        refits: Vec<Refit>,
    ) -> Vec<(Option<Text>, Vec<Change>)> {
        let first = (from, "".into());
        let place = Place {
            key: &first,
            signal: None,
            reaches_on: true,
            horizon: from,
            now: None,
        };
        let customers = self.customers.in_order().into_iter();
        let customers: Vec<Text> = customers.map(|(key, _)| key.clone()).collect();
        let mut refits = refits.into_iter().peekable();
        let mut all = Vec::new();
        let mut follow = |facts: &mut Self, customer: Option<&Text>, state: &mut CustomerState| {
            let before = contributions_to(state, &place, |_| plans.before());
            cells_mut!(facts).retract(before);
            while let Some((_, key, signal)) =
                refits.next_if(|(whose, ..)| whose.as_ref() == customer)
            {
                state.refit(&key, &signal);
            }
            if consent_of(&plans.before().program) != consent(plans) {
                state.forget_consent();
            }
            let changes = state.follow_program(customer.map(Text::as_str), &plans.rules, from);
            cells_mut!(facts).count(contributions(plans, state, &place));
            all.push((customer.cloned(), changes));
        };
        for key in customers {
            let taken = self.customers.place(&key).and_then(|at| self.take(at));
            if let Some(mut taken) = taken {
                follow(self, Some(&key), &mut taken.state);
                self.lay(&plans.rules, taken);
            }
        }
        let mut nobody = std::mem::take(&mut self.nobody);
        follow(self, None, &mut nobody);
        self.nobody = nobody;
        all
    }

    /// Forgets of a customer what can no longer matter, where all that is due has fired.
    pub(super) fn settle(&mut self, plans: &FactPlans, customer: &str, now: Option<Time>) {
        let Some(now) = now else { return };
        let place = self.customers.place(customer);
        if let Some(mut taken) = place.and_then(|at| self.take(at)) {
            let state = &mut taken.state;
            state.passed_to(now);
            state.settle(Some(customer), &plans.rules, now, consent(plans));
            self.lay(&plans.rules, taken);
        }
    }

    /// Takes a customer out, all but what the signals add to the tallies.
    pub(super) fn leave(&mut self, customer: &str) -> Option<CustomerState> {
        let place = self.customers.place(customer)?;
        self.due.set(&self.customers, place, None);
        self.customers
            .remove_at(place)
            .map(|one: Resting| one.into())
    }

    /// Takes out of the tallies what a customer's signals add to them.
    pub(super) fn uncount(&mut self, plans: &FactPlans, state: &CustomerState, place: &Place<'_>) {
        cells_mut!(self).retract(contributions(plans, state, place));
    }

    /// What time brings first, up to an instant, to one customer or to all.
    pub(super) fn next(&self, customer: Option<&str>, by: Time) -> Option<(Time, Next)> {
        let timers = &self.due.0;
        if timers.first().is_none() && self.held.is_empty() {
            return None;
        }
        let rules = match customer {
            Some(customer) => {
                let place = self.customers.place(customer)?;
                let at = timers.of(place).filter(|at| *at <= by);
                at.map(|at| (at, place))
            }
            None => timers.first(),
        };
        let key = |place| self.customers.key_at(place).cloned().unwrap_or_default();
        let rules = rules.map(|(at, place)| (at, Next::Rules(key(place))));
        let mut held = self.held.iter();
        let held = held.find(|(_, whose, _)| customer.is_none() || whose.as_deref() == customer);
        let held = held.map(|(at, whose, id)| (*at, Next::Held(whose.clone(), id.clone())));
        let next = match (rules, held) {
            (Some(rules), Some(held)) if held.0 < rules.0 => Some(held),
            (rules, held) => rules.or(held),
        };
        next.filter(|(at, _)| *at <= by)
    }

    /// When time brings something next.
    pub(super) fn next_due(&self) -> Option<Time> {
        self.next(None, Time::MAX).map(|(at, _)| at)
    }

    /// Lets a customer's rules fire up to an instant.
    pub(super) fn pass(&mut self, plans: &FactPlans, customer: &str, until: Time) -> Vec<Change> {
        let place = self.customers.place(customer);
        let Some(mut taken) = place.and_then(|at| self.take(at)) else {
            return Vec::new();
        };
        let changes = taken.state.pass(Some(customer), &plans.rules, until);
        self.lay(&plans.rules, taken);
        changes
    }

    /// Holds an alert back.
    pub(super) fn hold(&mut self, until: Time, alert: &Alert) {
        let entry = (until, alert.customer.clone(), alert.id.clone());
        self.held.insert(entry);
    }

    /// No longer holds an alert back; whether it was held.
    pub(super) fn let_go(&mut self, alert: &str) -> bool {
        let found = self.held.iter().find(|(_, _, id)| id == alert).cloned();
        found.is_some_and(|entry| self.held.remove(&entry))
    }

    /// Whether an alert is held back.
    pub(super) fn is_held(&self, alert: &str) -> bool {
        self.held.iter().any(|(_, _, id)| id == alert)
    }

    /// An alert that may still change.
    pub(super) fn standing_alert(&self, id: &str) -> Option<&Alert> {
        let known = self.customers.values().filter_map(Resting::whole);
        let mut all = known.chain([&self.nobody]);
        all.find_map(|state| state.standing_alert(id))
    }

    /// Lets go of an alert that was held back: itself, where it stands.
    pub(super) fn release(&mut self, at: Time, customer: Option<&str>, id: &str) -> Option<Alert> {
        self.held
            .remove(&(at, customer.map(str::to_owned), id.to_owned()));
        let state = self.of(customer)?;
        let mut standing = state.standing();
        standing.find(|alert| alert.id == id).cloned()
    }

    /// Forgets of every customer what can no longer matter.
    pub(super) fn settle_all(&mut self, plans: &FactPlans, now: Time) {
        let consent = consent(plans);
        let Self {
            customers,
            unsettled,
            room,
            ..
        } = self;
        unsettled.0.retain(|place| {
            // Another may have come to the place of one who was merged.
            let Some((customer, resting)) = customers.entry_at_mut(*place) else {
                return false;
            };
            if resting.rests(now) {
                return true;
            }
            let mut state = resting.take(room);
            // What is restored from a snapshot must settle the same.
            if resting.stays_unsettled(&state) {
                state.settle(Some(customer), &plans.rules, now, consent);
                state.tidy();
            }
            let stays = resting.stays_unsettled(&state);
            resting.lay_settled(state, &plans.rules, room);
            stays
        });
        self.nobody.settle(None, &plans.rules, now, consent);
    }

    /// Whether a customer has agreed to be contacted, by the newest word.
    pub(super) fn may_contact(&self, program: &Program, customer: &str) -> bool {
        self.consent(program, customer) == Consent::Given
    }

    /// What a customer said to being contacted, by the newest word.
    pub(super) fn consent(&self, program: &Program, customer: &str) -> Consent {
        let Some(name) = consent_of(program) else {
            return Consent::NotDeclared;
        };
        let Some(state) = self.of(Some(customer)) else {
            return Consent::NotSaid;
        };
        let said = match name.strip_prefix("customer.") {
            Some(attribute) => match state.newest(attribute) {
                Cell::Bool(said) => Some(said),
                _ => None,
            },
            None => state.newest_answer(name),
        };
        match said {
            Some(true) => Consent::Given,
            Some(false) => Consent::Refused,
            None => Consent::NotSaid,
        }
    }

    /// The digest of the alerts of each customer and of the tallies: independent of arrival order.
    pub(super) fn digest(&self, plans: &FactPlans) -> String {
        facts_digest(
            &plans.digest(),
            self.alert_sets(),
            self.nobody_alerts(),
            self.cells(),
        )
    }

    /// The alerts of each customer who has any, as sets.
    pub(super) fn alert_sets(&self) -> Few<&str, SetHash> {
        let sets = self.customers.iter();
        sets.map(|(customer, resting)| (customer.as_str(), resting.see().alerts_hash()))
            .filter(|(_, alerts)| !alerts.is_empty())
            .collect()
    }

    /// The alerts at signals of nobody.
    pub(super) fn nobody_alerts(&self) -> SetHash {
        self.nobody.alerts_hash()
    }
}

/// A signal as a new version reads it: whose, and where.
pub(super) type Refit = (Option<Text>, Key, Box<Signal>);

/// A signal as a new version reads it, where it reads it otherwise.
fn refit(
    old: &Program,
    new: &Program,
    key: &Key,
    signal: &Signal,
) -> Result<Option<Box<Signal>>, Error> {
    let stages = |program: &Program| {
        let touch_point = signal.touch_point.as_deref();
        touch_point.map_or_else(Vec::new, |name| program.stages_of(name).to_vec())
    };
    // Which stage was said, and which was filled in, is not known any more.
    if stages(old) != stages(new) {
        let message = "its touch point stands at other stages".to_owned();
        return Err(unfit(&key.1, Some(Error::new(Code::NotAllowed, message))));
    }
    let mut fitted = Box::new(signal.clone());
    check_signal(new, &mut fitted).map_err(|error| unfit(&key.1, Some(error)))?;
    Ok((*fitted != *signal).then_some(fitted))
}

/// The refusal of a version that something that came already does not fit.
fn unfit(id: &str, error: Option<Error>) -> Error {
    let why = error.map_or_else(
        || "a value has another type".to_owned(),
        |error| error.to_string(),
    );
    let message = format!("`{id}` came already, lies in its time and does not fit it: {why}");
    Error::new(Code::NotAllowed, message)
        .at("program.at")
        .hint("let it be in force from a later instant")
}

pub(super) fn consent(plans: &FactPlans) -> Option<&str> {
    consent_of(plans.program())
}

fn consent_of(program: &Program) -> Option<&str> {
    program.spec().privacy.contact_consent.as_deref()
}
