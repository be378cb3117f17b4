//! Stage 1: every customer's signals, alerts and tallies. It knows of no case and no person.

mod consent;
mod refits;
mod waiting;

use super::cells::{CellsMut, cells_mut, contributions};
use super::partition::facts_digest;
pub(super) use super::plans::{FactPlans, Version};
use crate::digest::SetHash;
use crate::document::Read;
#[cfg(not(small))]
use crate::metric::Totals;
use crate::metric::{CellKey, Cells, Tally};
use crate::ordered::{Few, Keyed, Map, Set};
use crate::rule::{Alert, Change, CustomerState, Place, Plan, Resting, Room, Seen};
use crate::serial::pairs;
use crate::signal::Packed;
use crate::text::Text;
use crate::time::Time;
pub(super) use consent::Consent;
use consent::consent;
use serde::{Deserialize, Serialize};
pub(super) use waiting::Next;
use waiting::{Timers, Unsettled};

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
        let Some((_, resting)) = self.customers.entry_at_mut(place) else {
            return;
        };
        let is_other = resting.set_due(due);
        if resting.lay(state, &mut self.room) {
            self.unsettled.0.push(place);
        }
        if is_other {
            self.due.set(&self.customers, place, due);
        }
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
        let known = place.and_then(|place| self.customers.entry_at(place));
        Found {
            name: known.map_or_else(|| customer.into(), |(name, _)| name.clone()),
            place,
            due: known.and_then(|(_, resting)| resting.due()),
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

    /// An alert that may still change.
    pub(super) fn standing_alert(&self, id: &str) -> Option<&Alert> {
        let known = self.customers.values().filter_map(Resting::whole);
        let mut all = known.chain([&self.nobody]);
        all.find_map(|state| state.standing_alert(id))
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
