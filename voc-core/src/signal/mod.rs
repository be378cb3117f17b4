//! What customers say and do, and the other inputs of the engine.

mod cell;
mod coder;
mod frame;
mod input;
mod input_form;
mod intake;
mod invitation;
mod packed;
mod packing;
mod part;
mod plain;
mod program_text;
mod table;
mod unpacking;

pub use cell::Cell;
pub(crate) use cell::{revision, text, time, value};
pub use coder::Coder;
pub(crate) use coder::are_different;
pub use frame::{Frame, FrameOptions};
pub(crate) use frame::{Own, Target};
pub use input::{
    Body, CaseRef, Command, CustomerStatement, INPUT_VERSION, Input, Merge, NoticeMark, Retract,
    Roster, Tick,
};
#[cfg(not(small))]
pub use input::{CoachingCommand, ImprovementCommand, Reviewed};
pub use intake::check_signal;
pub(crate) use intake::{amendments, check_values, typed};
pub use invitation::Invitation;
pub(crate) use packed::{OwnText, Packed};
pub(crate) use packing::{put_bytes, put_number, put_text, put_value};
pub(crate) use plain::Plain;
pub use program_text::{Migrate, ProgramChange, ProgramText};
pub use table::{CellReader, Series, Table};
pub(crate) use unpacking::Unpacking;

use crate::document::Read;
use crate::ordered::Few;
use crate::time::Time;
use crate::value::Value;
use serde::{Deserialize, Serialize};

/// One thing that a customer said or did, or that we measured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Signal {
    /// When it happened.
    pub at: Time,
    /// Its kind, such as `response` or `contact`.
    pub kind: String,
    /// The customer's opaque key. Without one it counts in metrics and may alert a unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
    /// Who spoke, where an account has several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub respondent: Option<String>,
    /// In which role they spoke.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub respondent_role: Option<String>,
    /// The interaction that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub touch_point: Option<String>,
    /// The stage of the journey; that of the touch point if not said and there is just one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// The channel.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<String>,
    /// The unit that served the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// The person who served the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub employee: Option<String>,
    /// The customer's own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verbatim: Option<String>,
    /// Answers and facts, by declared field.
    #[serde(default, skip_serializing_if = "Few::is_empty")]
    pub fields: Few<String, Value>,
    /// What is known of the customer as of this signal, by declared attribute.
    #[serde(default, skip_serializing_if = "Few::is_empty")]
    pub attributes: Few<String, Value>,
}
