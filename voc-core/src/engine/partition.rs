//! Several engines, each with a part of the customers, come to the facts of one.

use super::Engine;
use super::facts::Facts;
use super::joint::Awaiting;
use crate::digest::{SetHash, digest, hash};
use crate::document::Read;
use crate::error::{Code, Error};
#[cfg(not(small))]
use crate::metric::Totals;
use crate::metric::{CellKey, Cells, Tally};
use crate::named::Named;
use crate::ordered::{Few, Map};
use crate::serial::pairs;
use serde::{Deserialize, Serialize};

/// The version of the format of [`FactsPart`].
const PART_VERSION: u32 = 1;

/// The partition of a customer, from 0, of so many; the same on every machine, in every language and
/// release.
///
/// Merged customers belong together: ask for the one that they are merged into. Signals of nobody may
/// go to any one partition. Rosters, ticks and programs go to all of them, a retraction to that of its
/// signal, and every input says when it was `received`: no partition hears of the others' time. Engines
/// of parts are made by [`Engine::for_part`].
pub fn partition_of(customer: &str, of: u32) -> u32 {
    let bytes = hash(&("partition", customer));
    let (first, _) = bytes.split_at(8);
    let number = u64::from_le_bytes(first.try_into().unwrap_or_default());
    u32::try_from(number % u64::from(of.max(1))).unwrap_or_default()
}

/// What one engine knows of its customers, as far as the facts go.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
pub struct FactsPart {
    voc: u32,
    program: String,
    alerts: Named<SetHash>,
    nobody: SetHash,
    #[serde(with = "pairs")]
    tallies: Map<CellKey, Tally>,
    #[cfg(not(small))]
    #[serde(default, skip_serializing_if = "Map::is_empty", with = "pairs")]
    totals: Map<CellKey, Totals>,
    /// What rules over metrics are judged on; absent where there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) metrics: Option<Awaiting>,
}

impl Engine {
    /// The facts of this engine, to be put together with those of others by [`FactsPart::together`].
    ///
    /// # Errors
    /// Rules over metrics, of an engine that is not made by [`Engine::for_part`]: it has judged them as if
    /// it had all customers.
    pub fn part(&self) -> Result<FactsPart, Error> {
        let metrics = match self.plans.watch.rules().first() {
            Some(rule) => Some(self.awaiting(&rule.rule().id)?),
            None => None,
        };
        Ok(self.state.facts.part(&self.plans.digest(), metrics))
    }
}

impl Facts {
    fn part(&self, program: &str, metrics: Option<Awaiting>) -> FactsPart {
        let alerts = self.alert_sets().into_iter();
        FactsPart {
            voc: PART_VERSION,
            program: program.to_owned(),
            alerts: alerts.collect(),
            nobody: self.nobody_alerts(),
            tallies: self.cells().tallies.clone(),
            #[cfg(not(small))]
            totals: self.cells().totals.clone(),
            metrics,
        }
    }
}

impl FactsPart {
    /// The facts of all these engines together.
    ///
    /// # Errors
    /// No part, parts of several programs or of a format that this release does not read, a customer
    /// of whom two parts know.
    pub fn together(parts: impl IntoIterator<Item = Self>) -> Result<Self, Error> {
        let mut parts = parts.into_iter();
        let first = parts.next().ok_or_else(|| {
            Error::new(Code::Missing, "there is no part").hint("at least one engine's facts")
        })?;
        let mut all = first.checked()?;
        for part in parts {
            all.take(part.checked()?)?;
        }
        Ok(all)
    }

    /// The digest of the program, all versions of it, that the parts ran.
    pub(super) fn program(&self) -> &str {
        &self.program
    }

    fn checked(self) -> Result<Self, Error> {
        if self.voc == PART_VERSION {
            return Ok(self);
        }
        let message = format!(
            "facts of format {} are not read by this release, {PART_VERSION} are",
            self.voc
        );
        Err(Error::new(Code::Version, message))
    }

    fn take(&mut self, other: Self) -> Result<(), Error> {
        match (&mut self.metrics, other.metrics) {
            _ if other.program != self.program => return Err(different()),
            (Some(own), Some(others)) => own.take(others),
            (None, None) => {}
            _ => return Err(different()),
        }
        for (customer, alerts) in other.alerts {
            if self.alerts.contains_key(&customer) {
                let message = format!("two parts know of the customer `{customer}`");
                return Err(Error::new(Code::Ambiguous, message)
                    .hint("all signals of a customer, and of those merged, go to one partition"));
            }
            self.alerts.insert(customer, alerts);
        }
        self.nobody.join(&other.nobody);
        for (key, tally) in other.tallies {
            self.tallies.or_default(&key).merge(tally);
        }
        #[cfg(not(small))]
        for (key, totals) in other.totals {
            self.totals.or_default(&key).merge(&totals);
        }
        Ok(())
    }

    fn cells(&self) -> Cells<'_> {
        Cells {
            tallies: &self.tallies,
            #[cfg(not(small))]
            totals: &self.totals,
        }
    }

    /// The digest of the facts: what one engine with all customers says. 64 hex digits.
    ///
    /// # Errors
    /// With rules over metrics, parts that have heard of different times (`not_allowed`), and what
    /// [`FactsPart::judge_metrics`] refuses.
    pub fn facts_digest(&self) -> Result<String, Error> {
        let alerts = self.alerts.iter();
        let alerts = alerts.map(|(customer, set)| (customer.as_str(), *set));
        let facts = facts_digest(&self.program, alerts.collect(), self.nobody, self.cells());
        match &self.metrics {
            Some(metrics) => metrics.digest(&self.program, facts),
            None => Ok(facts),
        }
    }
}

fn different() -> Error {
    Error::new(Code::OtherProgram, "the parts ran different programs")
}

/// The digest of each customer's alerts and of the answers of the metrics.
pub(super) fn facts_digest(
    program: &str,
    alerts: Few<&str, SetHash>,
    nobody: SetHash,
    cells: Cells<'_>,
) -> String {
    let tallies: Vec<(&CellKey, &Tally)> = cells.tallies.iter().collect();
    #[cfg(not(small))]
    if !cells.totals.is_empty() {
        let totals: Vec<(&CellKey, &Totals)> = cells.totals.iter().collect();
        return digest(&("facts", program, alerts, nobody, tallies, totals));
    }
    digest(&("facts", program, alerts, nobody, tallies))
}
