//! A new version of the program in mid-stream. `rule/PATTERNS.md` says what that means.

use super::event::{Changed, RuleChange, What};
use super::facts::FactPlans;
use super::index::Whose;
use super::limits::is_shadow;
use super::{Accepted, Engine};
use crate::digest::Content;
use crate::document::{ProgramError, Read, Severity};
use crate::error::{Code, Error, Refusal};
use crate::output;
use crate::program::Program;
use crate::rule::{Alert, Change};
use crate::signal::{Body, Migrate};
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// A version of the program, as a snapshot holds it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub(super) struct StoredVersion {
    /// From when it is in force; absent of the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    from: Option<Time>,
    /// What it says, as JSON.
    program: String,
}

impl StoredVersion {
    pub(super) fn of(from: Option<Time>, program: &Program) -> Result<Self, Error> {
        Ok(Self {
            from,
            program: output::text(program.spec())?,
        })
    }

    /// What is compiled of versions; absent where there are none.
    ///
    /// # Errors
    /// A version that is no program: the snapshot was tampered with.
    pub(super) fn compiled(versions: &[Self]) -> Result<Option<FactPlans>, Error> {
        let mut plans: Option<FactPlans> = None;
        for version in versions {
            let program = Program::parse(&version.program).map_err(refusal)?;
            plans = Some(match (plans, version.from) {
                (Some(mut plans), Some(from)) => {
                    plans.follow(plans.rules.followed_by(&program, from)?, from);
                    plans
                }
                _ => FactPlans::of(program),
            });
        }
        Ok(plans)
    }
}

/// A version of the program that an input brings, compiled.
pub(super) struct NewVersion {
    at: Time,
    program: Program,
    migrate: Option<Migrate>,
}

impl NewVersion {
    /// The version that an input brings, where it brings one.
    ///
    /// # Errors
    /// A program that cannot be used, with all that was found; a case type to migrate that it does not
    /// have.
    pub(super) fn of(body: &Body) -> Result<Option<Self>, Refusal> {
        let Body::Program(change) = body else {
            return Ok(None);
        };
        let program = change.program.parse().map_err(refusal)?;
        if let Some(Migrate::Types(types)) = &change.migrate {
            let cases = &program.spec().cases;
            for case_type in types {
                if !cases.contains_key(case_type) {
                    let message = format!("the new program has no case type `{case_type}`");
                    return Err(Error::new(Code::Unknown, message)
                        .at("program.migrate")
                        .nearest(case_type, cases.keys().map(String::as_str)));
                }
            }
        }
        Ok(Some(Self {
            at: change.at,
            program,
            migrate: change.migrate.clone(),
        }))
    }

    /// The digest of what it says, however it is written.
    pub(super) fn content(&self) -> Content {
        Content::of(&("program", self.at, self.program.digest(), &self.migrate))
    }
}

/// A program that cannot be used, as the refusal of the input that brings it.
fn refusal(error: ProgramError) -> Refusal {
    let mut found = error.diagnostics.iter();
    let first = found.find(|found| found.severity == Severity::Error);
    let message = first.map_or_else(String::new, |first| format!(": {}", first.message));
    Error {
        diagnostics: error.diagnostics.into(),
        ..Error::new(
            Code::Malformed,
            format!("the new program cannot be used{message}"),
        )
        .at("program.program")
        .hint("`diagnostics` has all that was found")
    }
}

impl Engine {
    /// A new version is in force from its instant on: what has been judged since is judged anew, and
    /// open cases find their owners.
    ///
    /// # Errors
    /// A version out of order, one that would change what can no longer change, or one that signals
    /// that came already do not fit.
    pub(super) fn follow_program(
        &mut self,
        version: &NewVersion,
        accepted: Accepted,
        out: &mut Vec<(Time, What)>,
    ) -> Result<(), Refusal> {
        let from = version.at;
        let received = accepted.received;
        self.is_in_time(from, received)?;
        let rules = self.plans.rules.followed_by(&version.program, from)?;
        let refits = self
            .state
            .facts
            .refits(self.plans.program(), &version.program, from)?;
        let stored = self.stored(version)?;
        // From here on nothing is refused. What is due before it is judged by the version before.
        let before = received.map(|received| received.min(from.plus(-1)));
        self.fire(Whose::All, before, out);
        let now = received.map_or(from, |received| received.max(from));
        let lateness = self.plans.rules.lateness_max();
        self.plans.follow(rules, from);
        let longest = self.plans.rules.set_lateness(lateness);
        out.push((now, changed(&self.plans, version)));
        let judged = before.max(self.state.now);
        self.state.watch.follow(&self.plans.watch, judged, from);
        let changes = self.state.facts.follow_program(&self.plans, from, refits);
        for (customer, changes) in changes {
            let customer = customer.as_deref();
            let changes = self.decide_anew(customer, from, changes, now, out);
            self.follow(customer, changes, now, out);
        }
        self.state
            .follow_up
            .reorganise(&self.plans, version.migrate.as_ref(), now, out);
        self.fire(Whose::All, received, out);
        self.state.versions.extend(stored);
        self.accept(accepted, None);
        self.lengthen(lateness, longest);
        Ok(())
    }

    /// Takes back what was said of alerts whose rule was on trial and is not, or the other way round, so
    /// that it is said anew. What was done about the others stays done.
    fn decide_anew(
        &mut self,
        customer: Option<&str>,
        from: Time,
        changes: Vec<Change>,
        now: Time,
        out: &mut Vec<(Time, What)>,
    ) -> Vec<Change> {
        let before = self.plans.before().program.clone();
        let after = self.plans.program().clone();
        let turns = |alert: &Alert| {
            let rule = alert.rule.as_str();
            is_shadow(&before, rule) != is_shadow(&after, rule)
        };
        let told: Vec<String> = changes
            .iter()
            .map(|change| change.alert().id.clone())
            .collect();
        let state = self.state.facts.of(customer);
        let standing = state.iter().flat_map(|state| state.standing());
        let unchanged: Vec<Alert> = standing
            .filter(|alert| alert.at >= from && turns(alert) && !told.contains(&alert.id))
            .cloned()
            .collect();
        drop(state);
        let mut rest = Vec::new();
        for change in changes {
            match change {
                Change::Retracted(alert) if turns(&alert) => {
                    if !self.take_back(&before, &alert, now, out) {
                        rest.push(Change::Retracted(alert));
                    }
                }
                Change::Moved { from, alert } if turns(&alert) => {
                    let was = Alert {
                        id: from.clone(),
                        ..alert.clone()
                    };
                    rest.push(if self.take_back(&before, &was, now, out) {
                        Change::Raised(alert)
                    } else {
                        Change::Moved { from, alert }
                    });
                }
                other => rest.push(other),
            }
        }
        for alert in unchanged {
            if self.take_back(&before, &alert, now, out) {
                rest.push(Change::Raised(alert));
            }
        }
        rest
    }

    /// Takes back what was said of an alert by the version before; whether anything was.
    fn take_back(
        &mut self,
        before: &Program,
        alert: &Alert,
        now: Time,
        out: &mut Vec<(Time, What)>,
    ) -> bool {
        if self.state.facts.is_held(&alert.id) {
            return false;
        }
        let retracted = Box::new(alert.clone());
        out.push((now, What::AlertRetracted { alert: retracted }));
        let follow_up = &mut self.state.follow_up;
        follow_up.retracted(&self.plans, before, alert, now, out);
        true
    }

    /// What comes in may come later than before: inputs are remembered for as long as signals are
    /// retained, and what is past change stays so.
    fn lengthen(&mut self, lateness: i64, longest: i64) {
        if let Some(now) = self.state.now {
            self.state.facts.settle_all(&self.plans, now);
        }
        if longest > lateness {
            self.state.floor = Some(self.horizon());
            self.state.ids.extend(longest - lateness);
            self.plans.rules.set_lateness(longest);
        }
    }

    /// Refuses a version that comes out of order, or too late.
    fn is_in_time(&self, from: Time, received: Option<Time>) -> Result<(), Refusal> {
        if let Some(last) = self.plans.newest().from.filter(|last| from <= *last) {
            let message = format!(
                "a version in force from {last} came before; each comes after those before it"
            );
            return Err(Error::new(Code::OutOfOrder, message).at("program.at"));
        }
        let settled = |message: String| {
            let hint = "let it be in force from a later instant, or run the history again with it";
            Err(Error::new(Code::Settled, message)
                .at("program.at")
                .hint(hint))
        };
        let Some(received) = received else {
            return Ok(());
        };
        let lateness = self.plans.rules.lateness_max();
        let horizon = received
            .plus(-lateness)
            .max(self.state.floor.unwrap_or(Time::MIN));
        if from < horizon {
            return settled(format!(
                "what happened from {from} on is judged, and before {horizon} can no longer change"
            ));
        }
        if let Some(lateness) = self.plans.watch.lateness_of_programs()
            && from.plus(lateness) < received
        {
            return settled(format!(
                "rules over metrics may have judged what happened from {from} on, and are not judged again"
            ));
        }
        Ok(())
    }

    /// What a snapshot holds of a version; of the first too, where this is the second.
    fn stored(&self, version: &NewVersion) -> Result<Vec<StoredVersion>, Error> {
        let mut stored = Vec::new();
        if self.state.versions.is_empty() {
            stored.push(StoredVersion::of(None, self.plans.program())?);
        }
        stored.push(StoredVersion::of(Some(version.at), &version.program)?);
        Ok(stored)
    }
}

/// What a new version changes.
fn changed(new: &FactPlans, version: &NewVersion) -> What {
    let (before, now) = (&new.before().program, &version.program);
    let mut rules = Vec::new();
    let ids = before.spec().rules.keys().chain(now.spec().rules.keys());
    let ids: crate::ordered::Set<String> = ids.cloned().collect();
    for id in ids.iter() {
        let had = before.spec().rules.contains_key(id);
        let has = now.spec().rules.contains_key(id);
        let begins = new.begins(id, version.at);
        let change = match (had, has) {
            (true, false) => Changed::Removed,
            (false, _) => Changed::Added,
            (true, true) if begins => Changed::Changed,
            (true, true) => continue,
        };
        rules.push(RuleChange {
            rule: id.clone(),
            change,
            warming_until: if has {
                new.warming_until(id, version.at)
            } else {
                None
            },
        });
    }
    let metrics = now.spec().metrics.keys();
    let anew = metrics.filter(|metric| new.newest().metrics.since(metric) == Some(version.at));
    What::ProgramChanged {
        program: now.digest().to_owned(),
        from: version.at,
        rules,
        metrics: anew.cloned().collect(),
    }
}
