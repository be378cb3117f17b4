//! The raised alerts that limits still count.

use crate::document::Read;
use crate::named::Named;
use crate::ordered::{Map, Set};
use crate::program::Limit;
use crate::rule::{Alert, Plan, rename_customer};
use crate::signal::Signal;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// A raised alert, as limits count it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
struct Counted {
    at: Time,
    /// What each limit that counts it counts it by.
    keys: Named<Vec<String>>,
}

/// The raised alerts within the longest window.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Read)]
#[serde(transparent)]
pub(super) struct Windows {
    counted: Named<Counted>,
    #[serde(skip)]
    index: Index,
}

/// When an alert was raised, and its id.
type Raised = (Time, String);

/// What can be found again from the alerts.
#[derive(Debug, Clone, Default, PartialEq)]
struct Index {
    /// By limit and key.
    windows: Map<(String, Vec<String>), Set<Raised>>,
    oldest: Set<Raised>,
}

impl Windows {
    pub(super) fn is_empty(&self) -> bool {
        self.counted.is_empty()
    }

    /// Restores what is not written down.
    pub(super) fn rebuild(&mut self) {
        self.index = Index::default();
        for (id, counted) in &self.counted {
            self.index.enter(id, counted);
        }
    }

    /// The raised alerts that a limit counts at an instant under a key, oldest first.
    pub(super) fn held(&self, plan: &Plan, limit: &Limit, key: Vec<String>, at: Time) -> Vec<&str> {
        let edge = limit.within.window_edge(at, plan.program().zone());
        let first = (edge.plus(1), String::new());
        let window = self.index.windows.get(&(plan.suppression_name(limit), key));
        window
            .into_iter()
            .flat_map(|window| window.from(&first))
            .take_while(|(raised, _)| *raised <= at)
            .map(|(_, id)| id.as_str())
            .collect()
    }

    /// Counts an alert that was raised.
    pub(super) fn count(
        &mut self,
        plan: &Plan,
        (id, rule, at): (&str, &str, Time),
        signal: &Signal,
    ) {
        let limits = plan.program().suppressions().iter();
        let keys: Named<Vec<String>> = limits
            .filter(|limit| limit.covers(rule))
            .filter_map(|limit| {
                Some((
                    plan.suppression_name(limit),
                    signal.limit_key(limit, Some(rule))?,
                ))
            })
            .collect();
        if keys.is_empty() {
            return;
        }
        let counted = Counted { at, keys };
        self.index.enter(id, &counted);
        self.counted.insert(id, counted);
    }

    /// No longer counts an alert.
    pub(super) fn free(&mut self, id: &str) {
        if let Some(counted) = self.counted.remove(id) {
            self.index.leave(id, &counted);
        }
    }

    /// A customer is another.
    pub(super) fn customers_merged(&mut self, plan: &Plan, from: &str, into: &str) {
        for (_, counted) in self.counted.iter_mut() {
            let limits = plan.all().flat_map(|plan| {
                let limits = plan.program().suppressions().iter();
                limits.map(|limit| (limit, plan.suppression_name(limit)))
            });
            rename_customer(limits, &mut counted.keys, Some(from), into);
        }
        self.rebuild();
    }

    /// An alert stands under another id, perhaps at another instant.
    pub(super) fn alert_moved(&mut self, from: &str, alert: &Alert) {
        if let Some(mut counted) = self.counted.remove(from) {
            self.index.leave(from, &counted);
            counted.at = alert.at;
            self.index.enter(&alert.id, &counted);
            self.counted.insert(alert.id.clone(), counted);
        }
    }

    /// Forgets what no alert decided from now on counts; those are of `horizon` or later.
    pub(super) fn forget(&mut self, plan: &Plan, horizon: Time) {
        if self.index.oldest.is_empty() {
            return;
        }
        let edge = plan.oldest_edge(horizon, |program| program.suppressions());
        while let Some((at, id)) = self.index.oldest.first().filter(|(at, _)| *at <= edge) {
            let entry = (*at, id.clone());
            self.free(&entry.1);
            self.index.oldest.remove(&entry);
        }
    }
}

impl Index {
    fn enter(&mut self, id: &str, counted: &Counted) {
        let entry = (counted.at, id.to_owned());
        for (limit, key) in &counted.keys {
            let place = (limit.clone(), key.clone());
            self.windows.or_default(&place).insert(entry.clone());
        }
        self.oldest.insert(entry);
    }

    fn leave(&mut self, id: &str, counted: &Counted) {
        let entry = (counted.at, id.to_owned());
        for (limit, key) in &counted.keys {
            let place = (limit.clone(), key.clone());
            if let Some(window) = self.windows.get_mut(&place) {
                window.remove(&entry);
                if window.is_empty() {
                    self.windows.remove(&place);
                }
            }
        }
        self.oldest.remove(&entry);
    }
}
