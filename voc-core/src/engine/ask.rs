//! What can be asked of an engine: its cases, its numbers, its digests. Nothing changes.

use super::{Counts, Engine};
use crate::case::{Allowed, Case, Clock, ClockState, Policy, PromiseStanding};
use crate::digest::digest;
use crate::error::{Code, Error};
use crate::insight::{LoopHealth, LoopRow};
use crate::metric::{MetricQuery, MetricRow};
use crate::time::Time;

impl Engine {
    /// What became of the inputs.
    pub fn counts(&self) -> &Counts {
        &self.state.counts
    }

    /// All cases, by id.
    pub fn cases(&self) -> impl Iterator<Item = &Case> {
        self.state.follow_up.cases.in_order().into_iter()
    }

    /// One case.
    pub fn case(&self, id: &str) -> Option<&Case> {
        self.state.follow_up.cases.get(id)
    }

    /// What a person may do to a case now, and why not the rest.
    ///
    /// # Errors
    /// An unknown case.
    pub fn allowed(&self, case: &str, person: &str) -> Result<Vec<Allowed>, Error> {
        let case = self.known_case(case)?;
        let policy = self.policy_of(case)?;
        Ok(case.allowed(&policy, self.state.follow_up.role_of(person)))
    }

    /// The clocks of a case at an instant, now if not said.
    ///
    /// # Errors
    /// An unknown case.
    pub fn clocks(&self, case: &str, at: Option<Time>) -> Result<Vec<Clock>, Error> {
        let case = self.known_case(case)?;
        let policy = self.policy_of(case)?;
        Ok(case.clocks(&policy, at.or(self.state.now).unwrap_or(case.opened_at)))
    }

    /// Where the clock of a target of a case stands at an instant, now if not said: exactly, however late it
    /// is asked. It keeps no ledger, and takes under a microsecond.
    ///
    /// # Errors
    /// An unknown case, a target that its type does not have.
    pub fn verdict_at(
        &self,
        case: &str,
        target: &str,
        at: Option<Time>,
    ) -> Result<ClockState, Error> {
        let case = self.known_case(case)?;
        let target = self.policy_of(case)?.target_named(target)?;
        Ok(case.verdict_at(&target, at.or(self.state.now).unwrap_or(case.opened_at)))
    }

    /// The promises of a case as they stand at an instant, now if not said.
    ///
    /// # Errors
    /// An unknown case.
    pub fn promises(&self, case: &str, at: Option<Time>) -> Result<Vec<PromiseStanding>, Error> {
        let case = self.known_case(case)?;
        Ok(case.promises_at(at.or(self.state.now).unwrap_or(case.opened_at)))
    }

    pub(super) fn policy_of(&self, case: &Case) -> Result<Policy<'_>, Error> {
        let follow_up = &self.state.follow_up;
        follow_up.policy_of(&self.plans, &case.id, &case.case_type)
    }

    pub(super) fn known_case(&self, id: &str) -> Result<&Case, Error> {
        self.case(id).ok_or_else(|| Self::no_case(id))
    }

    pub(super) fn no_case(id: &str) -> Error {
        Error::new(Code::NotFound, format!("there is no case `{id}`"))
    }

    /// A metric, by group and period. Small groups are withheld as the newest version of the program says,
    /// whichever is asked for.
    ///
    /// # Errors
    /// An unknown metric, a breakdown that is not kept, a period of another kind; where small groups are
    /// withheld, a rolling metric, or a table that is too large for it.
    pub fn metric(&self, id: &str, query: &MetricQuery) -> Result<Vec<MetricRow>, Error> {
        let version = match query.version_at {
            Some(at) => self.plans.at(at),
            None => self.plans.newest(),
        };
        #[cfg(not(small))]
        let query = &MetricQuery {
            min_n: query.min_n.max(self.program().spec().privacy.min_n),
            ..query.clone()
        };
        version.metrics.read(self.state.facts.cells(), id, query)
    }

    /// Whether the loop works, over all cases.
    pub fn loop_health(&self) -> LoopHealth {
        let health = self
            .state
            .follow_up
            .loop_health(&self.plans, self.state.now);
        #[cfg(not(small))]
        let health = LoopHealth {
            without_insight: self.without_insight(),
            ..health
        };
        health
    }

    /// Whether the loop works, by a part of the signal that opened the case (`unit`, `channel`, …), a
    /// part of the case (`case_type`, `person`, `priority`), or a field.
    ///
    /// # Errors
    /// An unknown name.
    pub fn loop_by(&self, by: &str) -> Result<Vec<LoopRow>, Error> {
        self.state
            .follow_up
            .loop_by(&self.plans, by, self.state.now)
    }

    /// The time that cases lost in waiting, by the `unit` that had them then, or by `case_type`.
    ///
    /// # Errors
    /// Another name.
    #[cfg(not(small))]
    pub fn time_lost(&self, by: &str) -> Result<Vec<crate::insight::TimeLostRow>, Error> {
        let now = self.state.now.unwrap_or(Time::MIN);
        crate::insight::time_lost(by, self.cases(), now)
    }

    /// The digest of the facts: each customer's alerts, and the tallies. It depends neither on the
    /// order of arrival within `lateness` nor on partitions. 64 hex digits.
    pub fn facts_digest(&self) -> String {
        let facts = self.state.facts.digest(&self.plans);
        self.state.watch.digest(facts)
    }

    /// The digest of everything; a function of the program and the log of inputs. 64 hex digits.
    pub fn digest(&self) -> String {
        digest(&("engine", self.program().digest(), &self.state))
    }
}
