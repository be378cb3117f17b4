//! The outer loop: what is changed because of what customers said, with the cases behind it and the
//! metric that it should move.
//!
//! [`Improvement::decide`] says what would happen, [`Improvement::apply`] makes it so; neither needs an
//! engine. [`effect`] says what came of it.

mod action;
mod decide;
pub mod effect;
mod open;

pub use action::{
    Better, Goal, ImprovementAction, ImprovementChange, ImprovementEvent, ImprovementKind,
    ImprovementState, NotTold, OpenImprovement, Told,
};
pub use decide::IMPROVEMENT_FORMS;

use crate::document::Read;
use crate::time::{Span, Time};
use serde::{Deserialize, Serialize};

/// A change made because of feedback.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Improvement {
    /// Its id, derived from what was proposed, by whom and when.
    pub id: String,
    /// What it is, in a few words.
    pub title: String,
    /// What is changed.
    pub kind: ImprovementKind,
    /// The person who answers for it.
    pub owner: String,
    /// Where it is done: units, each with those below it.
    pub units: Vec<String>,
    /// The metric that it should move.
    pub metric: String,
    /// Which way, and by when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goal: Option<Goal>,
    /// The units to compare with; those beside its own in the tree where there is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub compare: Vec<String>,
    /// How long before and after are looked at.
    pub over: Span,
    /// The least answers that a unit must have before, and after.
    pub min_n: u32,
    /// The cases behind it, by id.
    pub cases: Vec<String>,
    /// Where it stands.
    pub state: ImprovementState,
    /// When it was proposed.
    pub opened_at: Time,
    /// When it was begun.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_at: Option<Time>,
    /// When it was done, or dropped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Time>,
    /// Who was told that it is done, where an engine told them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told: Option<Told>,
    /// Everything that happened to it, in order.
    pub history: Vec<ImprovementEvent>,
}

impl Improvement {
    /// Applies an event and adds it to the history, in order of `at`; of those of one instant, the one
    /// that is told last comes last. Nothing changes anywhere else.
    pub fn apply(&mut self, event: &ImprovementEvent) {
        match &event.change {
            ImprovementChange::Opened | ImprovementChange::Commented { .. } => {}
            ImprovementChange::Linked { case } => self.cases.push(case.clone()),
            ImprovementChange::Unlinked { case } => self.cases.retain(|known| known != case),
            ImprovementChange::Agreed => self.state = ImprovementState::Agreed,
            ImprovementChange::Started => {
                self.state = ImprovementState::UnderWay;
                self.started_at = Some(event.at);
            }
            ImprovementChange::Done => {
                self.state = ImprovementState::Done;
                self.ended_at = Some(event.at);
            }
            ImprovementChange::Dropped { .. } => {
                self.state = ImprovementState::Dropped;
                self.ended_at = Some(event.at);
            }
            ImprovementChange::OwnerSet { owner } => self.owner.clone_from(owner),
            ImprovementChange::GoalSet { goal } => self.goal = Some(*goal),
            ImprovementChange::Told { told } => self.told = Some(told.clone()),
        }
        let place = self.history.partition_point(|known| known.at <= event.at);
        self.history.insert(place, event.clone());
    }
}

#[cfg(test)]
mod tests;
