//! The invitations that a customer was sent, for as long as a quarantine counts them.

use super::customer::{CustomerState, Key};
use super::plan::Plan;
use crate::document::Read;
use crate::named::Named;
use crate::ordered::sort_plain;
use crate::program::{INVITATION, Limit, Program, SURVEY};
use crate::rare::Rare;
use crate::signal::Signal;
use crate::time::Time;
use crate::value::Value;
use serde::{Deserialize, Serialize};

/// Whether a customer may be invited to a survey, and why not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MayInvite {
    /// Yes or no.
    pub may: bool,
    /// From when it may, as things stand: the instant asked about, or the first after it at which no quarantine
    /// holds the invitation back.
    pub earliest: Time,
    /// The quarantines that hold it back.
    pub held_by: Vec<HeldBy>,
    /// The quarantines on this survey that do not limit it, because it lacks what they count by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub not_limited_by: Vec<String>,
}

/// A quarantine that holds an invitation back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HeldBy {
    /// Its id.
    pub quarantine: String,
    /// The invitations that it counts, oldest first.
    pub invitations: Vec<InvitationSent>,
    /// Until when it holds, by itself.
    pub until: Time,
}

/// An invitation that was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InvitationSent {
    /// The id of the input that told of it.
    pub id: String,
    /// When it was sent.
    pub at: Time,
}

/// An invitation as quarantines count it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
pub(super) struct Counted {
    pub(super) key: Key,
    /// What each quarantine that counts it counts it by.
    pub(super) by: Named<Vec<String>>,
}

/// The invitations of one customer, in order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Read)]
#[serde(transparent)]
pub(crate) struct Invitations {
    pub(super) sent: Rare<Vec<Counted>>,
}

/// The survey of an invitation, where it names one.
fn survey(signal: &Signal) -> Option<&str> {
    match signal.fields.get(SURVEY) {
        Some(Value::Text(survey)) => Some(survey),
        _ => None,
    }
}

/// What a quarantine counts an invitation by; nothing where it does not cover it.
fn key_of(limit: &Limit, survey: Option<&str>, signal: &Signal) -> Option<Vec<String>> {
    limit.covers_survey(survey).then_some(())?;
    signal.limit_key(limit, survey)
}

impl CustomerState {
    /// A signal came into its place, or was taken out of it.
    pub(crate) fn hear_invitation(&mut self, plan: &Plan, key: &Key, signal: Option<&Signal>) {
        if !self.invitations.is_empty() {
            self.invitations.sent.retain(|one| one.key != *key);
        }
        let Some(signal) = signal.filter(|signal| signal.kind == INVITATION) else {
            return;
        };
        let survey = survey(signal);
        let plan = plan.at(key.0);
        let limits = plan.program().quarantines().iter();
        let by: Named<Vec<String>> = limits
            .filter_map(|limit| Some((plan.quarantine_name(limit), key_of(limit, survey, signal)?)))
            .collect();
        if !by.is_empty() {
            let sent = &mut *self.invitations.sent;
            let place = sent.partition_point(|one| one.key < *key);
            let key = key.clone();
            sent.insert(place, Counted { key, by });
        }
    }
}

impl Invitations {
    pub(crate) fn is_empty(&self) -> bool {
        self.sent.is_empty()
    }

    /// Forgets what no quarantine counts at this instant or later.
    pub(crate) fn forget(&mut self, plan: &Plan, horizon: Time) {
        if !self.sent.is_empty() {
            let edge = plan.oldest_edge(horizon, |program| program.quarantines());
            self.sent.retain(|one| one.key.0 > edge);
            self.sent.tidy();
        }
    }

    /// Whether this invitation, not sent yet, may be.
    pub(crate) fn may_invite(&self, plan: &Plan, survey: &str, asked: &Signal) -> MayInvite {
        let plan = plan.at(asked.at);
        let program = plan.program();
        let mut windows: Vec<Window<'_>> = Vec::new();
        let mut not_limited_by = Vec::new();
        for limit in program.quarantines() {
            match key_of(limit, Some(survey), asked) {
                Some(key) => windows.push(Window {
                    program,
                    limit,
                    sent: self.counted(&plan.quarantine_name(limit), &key),
                }),
                None if limit.covers(survey) => not_limited_by.push(limit.id.clone()),
                None => {}
            }
        }
        let at = asked.at;
        let held_by: Vec<HeldBy> = windows
            .iter()
            .filter(|window| window.holds(at))
            .map(|window| HeldBy {
                quarantine: window.limit.id.clone(),
                invitations: window.told(at),
                until: first_free(std::slice::from_ref(window), at),
            })
            .collect();
        MayInvite {
            may: held_by.is_empty(),
            earliest: first_free(&windows, at),
            held_by,
            not_limited_by,
        }
    }

    /// The invitations that a quarantine counts under a key.
    fn counted(&self, limit: &str, key: &Vec<String>) -> Vec<&Key> {
        let same = |one: &&Counted| one.by.get(limit) == Some(key);
        self.sent.iter().filter(same).map(|one| &one.key).collect()
    }
}

/// What one quarantine counts.
struct Window<'w> {
    program: &'w Program,
    limit: &'w Limit,
    sent: Vec<&'w Key>,
}

impl Window<'_> {
    fn within(&self, at: Time) -> impl Iterator<Item = &Key> {
        let edge = self.limit.within.window_edge(at, self.program.zone());
        let sent = self.sent.iter().copied();
        sent.filter(move |key| edge < key.0 && key.0 <= at)
    }

    fn holds(&self, at: Time) -> bool {
        self.within(at).count() >= self.limit.at_most as usize
    }

    fn told(&self, at: Time) -> Vec<InvitationSent> {
        let told = |(at, id): &Key| InvitationSent {
            id: id.to_string(),
            at: *at,
        };
        self.within(at).map(told).collect()
    }
}

/// The first instant from `at` on at which none of these holds: a quarantine lets go at an instant at
/// which an invitation leaves its window, and at no other.
fn first_free(windows: &[Window<'_>], at: Time) -> Time {
    let free = |at: Time| !windows.iter().any(|window| window.holds(at));
    if free(at) {
        return at;
    }
    let leaves = windows.iter().flat_map(|window| {
        let (within, zone) = (window.limit.within, window.program.zone());
        window
            .sent
            .iter()
            .map(move |key| within.leaves(key.0, zone))
    });
    let mut leaves: Vec<Time> = leaves.filter(|leaves| *leaves > at).collect();
    sort_plain(&mut leaves);
    leaves.into_iter().find(|at| free(*at)).unwrap_or(Time::MAX)
}
