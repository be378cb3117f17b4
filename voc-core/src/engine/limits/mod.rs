//! What becomes of an alert: raised, suppressed, or counted as a shadow. `rule/PATTERNS.md` says when.

mod hooks;
mod order;
mod plan;
mod reason;
mod window;

pub(super) use order::arrange;
pub(super) use plan::LimitPlan;
pub use reason::Suppression;

use super::facts::Version;
use crate::document::Read;
use crate::insight::LimitCounts;
use crate::named::Named;
use crate::ordered::{Set, sort_by};
use crate::program::Program;
use crate::rule::{Alert, Plan};
use crate::signal::Signal;
use crate::time::Time;
use serde::{Deserialize, Serialize};
use window::Windows;

/// What becomes of an alert.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Decision {
    Raised,
    Shadow,
    Suppressed(Vec<Suppression>),
}

/// What there is to know when an alert is decided.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked<'a> {
    /// The version in force at the alert's instant.
    pub(super) version: &'a Version,
    pub(super) rules: &'a Plan,
    pub(super) alert: &'a Alert,
    /// Its bearing signal.
    pub(super) signal: &'a Signal,
    /// Whether suppressing it would leave a concern without a follow-up.
    pub(super) alone: bool,
    /// The latest time known.
    pub(super) now: Time,
}

/// A suppressed alert, for as long as it may change.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
struct Suppressed {
    until: Time,
    /// Whose alert it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    customer: Option<String>,
    reasons: Vec<Suppression>,
}

/// Which alerts were raised, and which were not.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Read)]
pub(super) struct Limits {
    #[serde(default, skip_serializing_if = "Windows::is_empty")]
    raised: Windows,
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    suppressed: Named<Suppressed>,
    #[serde(default, skip_serializing_if = "LimitCounts::is_empty")]
    pub(super) counts: LimitCounts,
    #[serde(skip)]
    ends: Set<(Time, String)>,
}

impl Limits {
    pub(super) fn is_empty(&self) -> bool {
        self.raised.is_empty() && self.suppressed.is_empty() && self.counts.is_empty()
    }

    /// Restores what is not written down.
    pub(super) fn rebuild(&mut self) {
        self.raised.rebuild();
        let suppressed = self.suppressed.iter();
        self.ends = suppressed
            .map(|(id, one)| (one.until, id.clone()))
            .collect();
    }

    /// Decides an alert, and remembers what became of it. `standing` are the customer's alerts.
    pub(super) fn decide<'s>(
        &mut self,
        asked: &Asked<'_>,
        standing: impl Iterator<Item = &'s Alert>,
        lateness: i64,
    ) -> Decision {
        let Asked { version, alert, .. } = asked;
        let program = &version.program;
        if is_shadow(program, &alert.rule) {
            *self.counts.shadowed.or_default(&alert.rule) += 1;
            return Decision::Shadow;
        }
        if program.live_from().is_some_and(|from| alert.at < from) {
            return Decision::Raised;
        }
        let reasons = if asked.alone {
            Vec::new()
        } else {
            self.reasons(asked, standing)
        };
        if reasons.is_empty() {
            let place = (alert.id.as_str(), alert.rule.as_str(), alert.at);
            self.raised.count(asked.rules, place, asked.signal);
            return Decision::Raised;
        }
        let names = reasons.iter().map(ToString::to_string);
        self.counts.add(&alert.rule, names, 1);
        let until = alert.at.max(asked.now).plus(lateness);
        self.ends.insert((until, alert.id.clone()));
        let suppressed = Suppressed {
            until,
            customer: alert.customer.clone(),
            reasons: reasons.clone(),
        };
        self.suppressed.insert(alert.id.clone(), suppressed);
        Decision::Suppressed(reasons)
    }

    /// Everything that would suppress an alert.
    fn reasons<'s>(
        &self,
        asked: &Asked<'_>,
        standing: impl Iterator<Item = &'s Alert>,
    ) -> Vec<Suppression> {
        let Asked { version, alert, .. } = asked;
        let above = version.limits.above(&alert.rule);
        let mut reasons = Vec::new();
        if !above.is_empty() {
            let same_place = |other: &&Alert| {
                above.contains(&other.rule)
                    && (&other.signal, other.at) == (&alert.signal, alert.at)
            };
            let mut superseding: Vec<&Alert> = standing.filter(same_place).collect();
            sort_by(&mut superseding, &|one, two| {
                (&one.rule, &one.id).cmp(&(&two.rule, &two.id))
            });
            reasons.extend(superseding.iter().map(|other| Suppression::Superseded {
                by: other.rule.clone(),
                alert: other.id.clone(),
            }));
        }
        for limit in version.program.suppressions() {
            let covered = limit.covers(&alert.rule);
            let key = asked.signal.limit_key(limit, Some(&alert.rule));
            let Some(key) = key.filter(|_| covered) else {
                continue;
            };
            let held = self.raised.held(asked.rules, limit, key, alert.at);
            if held.len() >= limit.at_most as usize {
                reasons.push(Suppression::Limited {
                    limit: limit.id.clone(),
                    alerts: held.into_iter().map(str::to_owned).collect(),
                });
            }
        }
        reasons
    }

    /// Whether an alert was suppressed and may still change.
    pub(super) fn is_suppressed(&self, alert: &str) -> bool {
        self.suppressed.contains_key(alert)
    }

    /// What holds a suppressed alert back, for as long as it may change.
    pub(super) fn reasons_of(&self, alert: &str) -> Option<&[Suppression]> {
        let suppressed = self.suppressed.get(alert);
        suppressed.map(|one| one.reasons.as_slice())
    }

    /// An alert no longer stands, or is decided anew; whether anybody was ever told of it.
    pub(super) fn withdraw(&mut self, program: &Program, alert: &Alert) -> bool {
        if is_shadow(program, &alert.rule) {
            *self.counts.shadowed.or_default(&alert.rule) -= 1;
            return false;
        }
        if let Some(one) = self.suppressed.remove(&alert.id) {
            self.ends.remove(&(one.until, alert.id.clone()));
            let names = one.reasons.iter().map(ToString::to_string);
            self.counts.add(&alert.rule, names, -1);
            return false;
        }
        self.raised.free(&alert.id);
        true
    }

    /// A customer is another: what was counted by the one is counted by the other.
    pub(in crate::engine) fn customers_merged(&mut self, plan: &Plan, from: &str, into: &str) {
        self.raised.customers_merged(plan, from, into);
    }

    /// An alert stands under another id.
    pub(in crate::engine) fn alert_moved(&mut self, from: &str, alert: &Alert) {
        self.raised.alert_moved(from, alert);
        if let Some(mut one) = self.suppressed.remove(from) {
            self.ends.remove(&(one.until, from.to_owned()));
            self.ends.insert((one.until, alert.id.clone()));
            one.customer.clone_from(&alert.customer);
            self.suppressed.insert(alert.id.clone(), one);
        }
    }

    /// Forgets the alerts past change before `now`, and the raised ones that no alert of `horizon` or
    /// later counts. One `stands` for longer where an older signal of its customer came late.
    pub(super) fn forget(
        &mut self,
        plan: &Plan,
        now: Time,
        horizon: Time,
        stands: impl Fn(Option<&str>, &str) -> bool,
    ) {
        while let Some((until, id)) = self.ends.first().filter(|(until, _)| *until < now) {
            let entry = (*until, id.clone());
            self.ends.remove(&entry);
            let id = entry.1;
            let of = self.suppressed.get_mut(&id);
            match of.filter(|one| stands(one.customer.as_deref(), &id)) {
                Some(one) => {
                    one.until = now.plus(plan.lateness_max());
                    self.ends.insert((one.until, id));
                }
                None => {
                    self.suppressed.remove(&id);
                }
            }
        }
        self.raised.forget(plan, horizon);
    }
}

/// Whether a rule is on trial.
pub(super) fn is_shadow(program: &Program, rule: &str) -> bool {
    let spec = program.spec().rules.get(rule);
    spec.is_some_and(|rule| rule.shadow)
}
