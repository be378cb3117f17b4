//! What an engine with a part of the customers counts at the ends of periods, instead of judging.

use super::watch::Due;
use crate::document::Read;
use crate::metric::watch::{Answers, Group};
use crate::ordered::Map;
use crate::serial::pairs;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// The answers of each group at each end, as they were when it was due.
///
/// Answers add up, so what the parts count together is what one engine with all customers would have
/// judged.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Read)]
pub(super) struct Counted {
    #[serde(with = "pairs")]
    ends: Map<Due, Vec<(Group, Answers)>>,
}

impl Counted {
    /// Adds the answers of an end.
    pub(super) fn add(&mut self, due: Due, groups: Map<Group, Answers>) {
        if !groups.is_empty() {
            self.ends.insert(due, groups.into_iter().collect());
        }
    }

    /// Adds what another part counted.
    pub(super) fn join(&mut self, other: Self) {
        for (due, groups) in other.ends {
            let own = self.ends.or_default(&due);
            let mut all: Map<Group, Answers> = std::mem::take(own).into_iter().collect();
            for (group, answers) in groups {
                all.or_default(&group).merge(&answers);
            }
            *own = all.into_iter().collect();
        }
    }

    /// The ends that were due by an instant, as they fell due.
    pub(super) fn due_by(&self, by: Time) -> impl Iterator<Item = (Due, Map<Group, Answers>)> + '_ {
        let ends = self.ends.iter().take_while(move |((at, ..), _)| *at <= by);
        ends.map(|(due, groups)| (*due, groups.iter().cloned().collect()))
    }
}
