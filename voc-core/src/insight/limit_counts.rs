//! The alerts that nobody was told of.

use crate::document::Read;
use crate::named::Named;
use serde::{Deserialize, Serialize};

/// The alerts that stand and that nobody was told of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct LimitCounts {
    /// What rules on trial (`shadow`) would have raised, by rule.
    pub shadowed: Named<i64>,
    /// What was suppressed, by rule.
    pub suppressed: Named<i64>,
    /// What was suppressed, by reason: `supersedes` and the rule, or `suppress` and the limit. An alert
    /// may have several.
    pub suppressed_by: Named<i64>,
}

impl LimitCounts {
    /// Whether there was none.
    pub fn is_empty(&self) -> bool {
        self.shadowed.is_empty() && self.suppressed.is_empty() && self.suppressed_by.is_empty()
    }

    /// Counts a suppressed alert of a rule, or with −1 no longer.
    pub(crate) fn add(&mut self, rule: &str, reasons: impl Iterator<Item = String>, number: i64) {
        *self.suppressed.or_default(rule) += number;
        for reason in reasons {
            *self.suppressed_by.or_default(&reason) += number;
        }
    }
}
