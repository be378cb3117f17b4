//! Why an alert was suppressed.

use crate::document::Read;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Why an alert was suppressed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Suppression {
    /// An alert of a rule that supersedes this one's has the same bearing signal and instant.
    Superseded {
        /// The superseding rule.
        by: String,
        /// Its alert.
        alert: String,
    },
    /// A limit of `suppress` was reached.
    Limited {
        /// The limit.
        limit: String,
        /// The raised alerts in its window, oldest first.
        alerts: Vec<String>,
    },
}

impl fmt::Display for Suppression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Superseded { by, .. } => write!(f, "supersedes {by}"),
            Self::Limited { limit, .. } => write!(f, "suppress {limit}"),
        }
    }
}

impl Suppression {
    /// In plain English.
    pub(in crate::engine) fn words(&self) -> String {
        match self {
            Self::Superseded { by, .. } => {
                format!("the rule `{by}`, which supersedes it, fired at the same signal")
            }
            Self::Limited { limit, alerts } => {
                let plural = if alerts.len() == 1 { " was" } else { "s were" };
                format!(
                    "{} alert{plural} raised within the limit `{limit}`",
                    alerts.len()
                )
            }
        }
    }
}
