//! What else is counted of the cases of a group: how they waited, promises kept, answers that were no more
//! than thanks.

use super::loop_health::share;
use super::waiting::waits;
use crate::case::{Case, CaseChange};
use crate::document::Read;
use crate::metric::Estimate;
use crate::ordered::Few;
use crate::program::WaitingOn;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// What else is counted of the cases of a group; left out where there is nothing to count.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Further {
    /// How the cases waited, by what they waited on.
    #[serde(default, skip_serializing_if = "Few::is_empty")]
    pub waited: Few<WaitingOn, Waited>,
    /// Thank-you only: cases that we answered, and no action, promise, root cause or improvement is on
    /// record. An action is what was done, as it is noted on resolving, a transfer, or help that a person
    /// called for; remarks are none.
    #[serde(default, skip_serializing_if = "is_none")]
    pub thank_you_only: i64,
    /// Thank-you only, as a share of the cases that we answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thank_you_only_rate: Option<Estimate>,
    /// Cases reopened at least once, as a share of those that we answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reopened_rate: Option<Estimate>,
    /// Promises kept, as a share of those kept or broken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promises_kept_rate: Option<Estimate>,
}

/// How cases waited on somebody.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Waited {
    /// How many waits; one in which a case changes hands counts with each unit that had it.
    pub n: u64,
    /// How long they were together, in microseconds, day and night; one that goes on, up to now.
    pub elapsed_us: i64,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_none(count: &i64) -> bool {
    *count == 0
}

impl Further {
    pub(super) fn add(&mut self, case: &Case, is_answered: bool, now: Option<Time>) {
        self.thank_you_only += i64::from(is_answered && is_thank_you_only(case));
        let until = now.unwrap_or(case.opened_at);
        let all = waits(case, until).into_iter();
        for wait in all.filter(|wait| wait.from < wait.to) {
            self.waited.update(wait.on, |waited| {
                waited.n += 1;
                waited.elapsed_us = waited.elapsed_us.saturating_add(wait.to.since(wait.from));
            });
        }
    }

    /// With the shares, of so many cases answered and reopened, and promises kept and broken.
    pub(super) fn rated(self, answered: i64, reopened: i64, (kept, broken): (i64, i64)) -> Self {
        let of = |hits: i64, n: i64| (n > 0).then(|| share(hits, n));
        Self {
            thank_you_only_rate: of(self.thank_you_only, answered),
            reopened_rate: of(reopened.min(answered), answered),
            promises_kept_rate: of(kept, kept + broken),
            ..self
        }
    }
}

/// Whether nothing is on record of a case that goes beyond words.
pub(crate) fn is_thank_you_only(case: &Case) -> bool {
    let is_action = |change: &CaseChange| matches!(change, CaseChange::Resolved { note: Some(_) });
    case.promises.is_empty()
        && case.root_cause.is_none()
        && case.improvements.is_empty()
        && case.transfers.is_empty()
        && !case.escalations.iter().any(|one| one.by.is_some())
        && !case.history.iter().any(|event| is_action(&event.change))
}
