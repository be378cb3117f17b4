//! What became of an alert that stands.

use super::words;
use crate::document::Read;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// What became of an alert that stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Standing {
    /// It was raised.
    Raised,
    /// Its rule has `settle`: it is announced then, if it still stands.
    Held {
        /// When.
        until: Time,
    },
    /// It lies before `live_from`: it is known, and raised nothing.
    NotLive,
    /// Its rule is on trial (`shadow`): it is counted, and raised nothing.
    Shadow,
    /// Something holds it back: nobody was told.
    Suppressed {
        /// What does, each in words.
        by: Vec<String>,
    },
}

impl Standing {
    /// In words; nothing is said of an alert that was simply raised.
    pub(crate) fn words(&self) -> Option<String> {
        Some(match self {
            Self::Raised => return None,
            Self::Held { until } => format!(
                "It is held back until {}, when nothing can change it any more.",
                words::time(*until)
            ),
            Self::NotLive => {
                "It lies before `live_from`, so nobody was told and no case was opened.".to_owned()
            }
            Self::Shadow => {
                "The rule is on trial (`shadow`), so it was counted and nobody was told.".to_owned()
            }
            Self::Suppressed { by } => {
                format!(
                    "Nobody was told, for it is suppressed: {}.",
                    words::list(by)
                )
            }
        })
    }
}
