//! What a run found, in a form that is compared in any language: how many alerts, and a hash of the
//! set of (rule, firing row).

use crate::random::mix;
use serde::{Deserialize, Serialize};

/// An alert as one number. The row says the customer; of an absence it is the trigger's.
#[inline]
pub const fn alert_key(rule: u32, row: u32) -> u64 {
    (rule as u64) << 32 | row as u64
}

/// How many alerts, and which: the sum of their mixed keys, modulo 2^64, so that nobody need sort.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// How many.
    pub alerts: u64,
    /// Which.
    pub hash: u64,
}

/// The alerts of a run, in the order in which they were found.
#[derive(Debug, Clone, Default)]
pub struct AlertSet {
    /// See [`alert_key`].
    pub keys: Vec<u64>,
}

impl AlertSet {
    /// Adds an alert.
    #[inline]
    pub fn push(&mut self, rule: u32, row: u32) {
        self.keys.push(alert_key(rule, row));
    }

    /// What is compared.
    pub fn found(&self) -> Found {
        self.found_before(u32::MAX)
    }

    /// The same of the first rows alone; for rules on single signals that is what a shorter run finds.
    pub fn found_before(&self, row: u32) -> Found {
        let mut found = Found::default();
        for key in self.keys.iter().filter(|key| (**key as u32) < row) {
            found.alerts += 1;
            found.hash = found.hash.wrapping_add(mix(*key));
        }
        found
    }

    /// How many alerts each of the first `rules` rules raised.
    pub fn by_rule(&self, rules: usize) -> Vec<u64> {
        let mut counts = vec![0; rules];
        for key in &self.keys {
            counts[(key >> 32) as usize] += 1;
        }
        counts
    }
}
