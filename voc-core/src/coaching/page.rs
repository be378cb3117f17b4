//! What coach and employee look at together.

use super::{Agreement, Coaching, CoachingChange, Observation};
use crate::case::{Promise, PromiseState};
use crate::named::Named;
use crate::time::Time;
use crate::value::Value;
use serde::Serialize;

/// The coaching of one employee as it stands at an instant.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CoachingPage {
    /// The employee, by id.
    pub employee: String,
    /// What was seen of their work, in order.
    pub observations: Vec<Observation>,
    /// What was agreed, in order, with what was seen before and later.
    pub agreed: Vec<AgreementStanding>,
    /// What was remarked, in order.
    pub notes: Vec<Remark>,
    /// How often customers praised them: once for each alert of praise that stands.
    pub recognition: u64,
}

/// What was agreed, and what was seen before and later. That one came after the other says nothing of
/// why.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AgreementStanding {
    /// Where it stands.
    pub state: PromiseState,
    /// Who does it, by id.
    pub owner: String,
    /// What, and by when.
    pub action: Promise,
    /// The signals behind what was seen until it was agreed.
    pub before: Vec<String>,
    /// The signals behind what was seen later.
    pub later: Vec<String>,
    /// The values of each field, side by side.
    pub fields: Named<SideBySide>,
}

/// The values of a field, in the order of the observations that have it.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SideBySide {
    /// Until it was agreed.
    pub before: Vec<Value>,
    /// Later.
    pub later: Vec<Value>,
}

/// A remark.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Remark {
    /// When.
    pub at: Time,
    /// The person who made it.
    pub by: String,
    /// The remark.
    pub text: String,
}

impl Coaching {
    /// The coaching as it stands at an instant, beside how often customers praised the employee.
    pub fn page(&self, at: Time, recognition: u64) -> CoachingPage {
        let notes = self.history.iter().filter_map(|event| {
            let CoachingChange::Noted { text } = &event.change else {
                return None;
            };
            Some(Remark {
                at: event.at,
                by: event.by.clone()?,
                text: text.clone(),
            })
        });
        CoachingPage {
            employee: self.employee.clone(),
            observations: self.observations.clone(),
            agreed: self
                .agreed
                .iter()
                .map(|one| self.standing(one, at))
                .collect(),
            notes: notes.collect(),
            recognition,
        }
    }

    fn standing(&self, one: &Agreement, at: Time) -> AgreementStanding {
        let cut = self
            .observations
            .partition_point(|observation| observation.at <= one.action.made_at);
        let (before, later) = self.observations.split_at(cut);
        let mut fields: Named<SideBySide> = Named::new();
        for (name, value) in before.iter().flat_map(|one| &one.fields) {
            fields.or_default(name.as_str()).before.push(value.clone());
        }
        for (name, value) in later.iter().flat_map(|one| &one.fields) {
            fields.or_default(name.as_str()).later.push(value.clone());
        }
        let signals = |all: &[Observation]| all.iter().map(|one| one.signal.clone()).collect();
        AgreementStanding {
            state: one.action.state(at),
            owner: one.owner.clone(),
            action: one.action.clone(),
            before: signals(before),
            later: signals(later),
            fields,
        }
    }
}
