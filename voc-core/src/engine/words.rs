//! The customers' words on cases are forgotten as soon as any input tells that their time has passed.

use super::event::What;
use super::facts::FactPlans;
use super::follow_up::FollowUp;
use crate::case::CaseChange;
use crate::time::Time;

impl FollowUp {
    /// When the next words are to be forgotten.
    pub(super) fn next_forgotten(&self) -> Option<Time> {
        self.index.words.first().map(|(at, _)| *at)
    }

    /// Forgets the words whose time has passed, whosever case they are on, each at its own instant: what
    /// is read of a case never has them any more.
    pub(super) fn forget_words(
        &mut self,
        plans: &FactPlans,
        now: Option<Time>,
        out: &mut Vec<(Time, What)>,
    ) {
        let is_due = |(at, _): &&(Time, String)| now.is_some_and(|now| *at <= now);
        while let Some((at, id)) = self.index.words.first().filter(is_due).cloned() {
            self.index.words.remove(&(at, id.clone()));
            let kept = self
                .cases
                .get(&id)
                .and_then(|case| case.about.forgotten_at());
            if kept == Some(at) {
                self.happens(plans, &id, CaseChange::VerbatimForgotten, at, out);
            }
        }
    }
}
