//! What comes out of the engine.

use crate::case::{CaseChange, TargetKind};
use crate::rule::Alert;
use crate::time::Time;
use serde::{Deserialize, Serialize};

/// The version of the event format.
pub const EVENT_VERSION: u32 = 1;

/// Something that happened because of an input.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Event {
    /// The version of the format: 1.
    pub voc: u32,
    /// The input that brought it about.
    pub input: String,
    /// When it happened.
    pub at: Time,
    /// What happened.
    #[serde(flatten)]
    pub what: What,
}
