//! What a company calls the states of its cases, and the finer ones that it adds.

use super::super::Label;
use crate::document::Read;
use crate::ordered::Few;
use serde::Serialize;

/// A state of a case: what people call it, and what it is made of. Its name in every format stays, and so
/// do the ways in and out of it: a sub-state has none of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StateSpec {
    /// Its name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
    /// Its sub-states, by name: the command `place` puts a case into one, and whatever changes the state
    /// takes it out.
    #[serde(default, skip_serializing_if = "Few::is_empty")]
    pub sub_states: Few<String, SubStateSpec>,
}

/// A sub-state.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SubStateSpec {
    /// Its name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
}
