//! Several engines, each with a part of the customers, come to the facts of one.

use super::Engine;
use super::facts::Facts;
use crate::digest::{SetHash, digest, hash};
use crate::document::Read;
use crate::error::{Code, Error};
use crate::metric::watch::Watched;
use crate::metric::{CellKey, Tally};
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
/// signal, and every input says when it was `received`: no partition hears of the others' time.
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
}

impl Engine {
    /// The facts of this engine, to be put together with those of others by [`FactsPart::together`].
    ///
    /// # Errors
    /// A program with rules over metrics: they are judged on the tallies of all customers, which no
    /// engine with a part of them has.
    pub fn part(&self) -> Result<FactsPart, Error> {
        if let Some(rule) = self.plans.watch.rules().first().map(Watched::rule) {
            let message = format!(
                "the rule `{}` is judged on the tallies of all customers, and this engine has a part of them",
                rule.id
            );
            return Err(Error::new(Code::NotAllowed, message)
                .at(format!("rules.{}", rule.id))
                .hint("leave rules over metrics to an engine that has all answers"));
        }
        Ok(self.state.facts.part(&self.plans.digest()))
    }
}

impl Facts {
    fn part(&self, program: &str) -> FactsPart {
        let alerts = self.alert_sets().into_iter();
        FactsPart {
            voc: PART_VERSION,
            program: program.to_owned(),
            alerts: alerts.collect(),
            nobody: self.nobody_alerts(),
            tallies: self.tallies().clone(),
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
        if other.program != self.program {
            return Err(Error::new(
                Code::OtherProgram,
                "the parts ran different programs",
            ));
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
        Ok(())
    }

    /// The digest of the facts: what one engine with all customers says. 64 hex digits.
    pub fn facts_digest(&self) -> String {
        let alerts = self.alerts.iter();
        let alerts = alerts.map(|(customer, set)| (customer.as_str(), *set));
        facts_digest(&self.program, alerts.collect(), self.nobody, &self.tallies)
    }
}

/// The digest of each customer's alerts and of the tallies.
pub(super) fn facts_digest(
    program: &str,
    alerts: Few<&str, SetHash>,
    nobody: SetHash,
    tallies: &Map<CellKey, Tally>,
) -> String {
    let tallies: Vec<(&CellKey, &Tally)> = tallies.iter().collect();
    digest(&("facts", program, alerts, nobody, tallies))
}
