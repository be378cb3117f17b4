//! Who gets an alert, and how it is followed up.

use super::super::Label;
use super::targets::always;
use super::{EscalateSpec, ProgramSpec, StateSpec, TargetName, TargetSpec};
use crate::document::Read;
use crate::ordered::Few;
use crate::time::Span;
use serde::{Deserialize, Serialize};

/// A rule of routing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RouteSpec {
    /// The condition under which it is taken; always if not said.
    #[serde(default, rename = "if", skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// `unit` (the one that served the customer), `owner` (of the touch point), `accountable` (for the
    /// stage of the signal or of its touch point: the first holds the case, the others get a copy),
    /// `account` (whoever has the customer's account), a unit's id, or a text field or attribute
    /// (`customer.agent_code`) that holds one.
    pub to: String,
    /// The role sought there, and in the units above; any role of the middle level if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Where to go where `to` is absent: as `to`.
    #[serde(default, rename = "else", skip_serializing_if = "Option::is_none")]
    pub otherwise: Option<String>,
    /// A unit that gets a copy: as `to`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copy: Option<String>,
}

/// Who has a customer's account; the person if both are known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AccountSpec {
    /// The text attribute (`customer.account_manager`), or field, that holds a person's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    /// The text attribute, or field, that holds a unit's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
}

/// Who gets what no route leads anywhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct FallbackSpec {
    /// A unit's id.
    pub to: String,
    /// The role sought there, and in the units above; any role of the middle level if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
}

impl RouteSpec {
    /// Whether the next route is tried where this one leads nowhere.
    pub(crate) fn may_give_way(&self, spec: &ProgramSpec) -> bool {
        let otherwise = self.otherwise.as_deref();
        spec.gives_way(&self.to) || otherwise.is_some_and(|to| spec.gives_way(to))
    }
}

impl ProgramSpec {
    /// Whether a target of routing means whoever has the customer's account.
    pub(crate) fn is_account(&self, to: &str) -> bool {
        to == "account" && self.account.is_some()
    }

    /// Whether a target of routing means those accountable for the stage.
    pub(crate) fn is_accountable(&self, to: &str) -> bool {
        let taken = self.units.contains_key(to) || self.fields.contains_key(to);
        to == "accountable" && !taken
    }

    /// Whether what comes next is tried where a target leads nowhere.
    pub(crate) fn gives_way(&self, to: &str) -> bool {
        self.is_account(to) || self.is_accountable(to)
    }
}

/// A type of case.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CaseSpec {
    /// Its priorities, the usual one first, the highest last; `[normal]` if not said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub priorities: Vec<String>,
    /// Its service-level targets.
    #[serde(default, skip_serializing_if = "Few::is_empty")]
    pub targets: Few<TargetName, TargetSpec>,
    /// The signals of the customer that count as their word on an open case, as the command `hear` does:
    /// a condition on the signal. A signal from before the case was opened is none, nor does a correction
    /// change what was heard.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hears: Option<String>,
    /// What must be on record before a command.
    #[serde(default)]
    pub require: RequireSpec,
    /// How it may be closed beside by the customer's confirmation.
    #[serde(default)]
    pub close: CloseSpec,
    /// The roles that may give a command, by its name; everybody may where it is not said. Who may
    /// `waive` is said under `close`.
    #[serde(default, skip_serializing_if = "Few::is_empty")]
    pub may: Few<String, Vec<String>>,
    /// What a case keeps of the signal that opens it, for those who follow it up.
    #[serde(default, skip_serializing_if = "CarrySpec::is_nothing")]
    pub carry: CarrySpec,
    /// When to warn of promises that near their due; nobody is warned where it is not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promises: Option<DueSpec>,
    /// That it is told when a transfer passes its due before it was taken up; and when to warn of that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transfers: Option<DueSpec>,
    /// What its states are called, and their sub-states: by `new`, `acknowledged`, `in_progress`,
    /// `waiting.customer` and the like, `resolved`, `closed`, `cancelled`, `merged`.
    #[serde(default, skip_serializing_if = "Few::is_empty")]
    pub states: Few<String, StateSpec>,
    /// Whom it is escalated to, and when.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub escalate: Vec<EscalateSpec>,
    /// The root causes to choose from; any text if not said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub root_causes: Vec<String>,
    /// Its name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
}

/// When to warn of something that has a due of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DueSpec {
    /// How long before, in time of the calendar; at once where it was due sooner than that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warn: Option<Span>,
    /// The calendar: an id, `unit` (that of the unit that has the case), or `always`, which is the default.
    #[serde(default = "always")]
    pub calendar: String,
}

/// What a case keeps of the signal that opens it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CarrySpec {
    /// The customer's own words, for as long as `privacy.retain` says.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub verbatim: bool,
    /// The topics that these words touch.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub topics: bool,
    /// By what it was decided who gets the case, how, and who was passed over.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub route: bool,
    /// How many of the customer's last signals its dossier has; none if not said.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub journey: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
fn is_zero(journey: &u32) -> bool {
    *journey == 0
}

impl CarrySpec {
    fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

/// What must be on record before a command.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RequireSpec {
    /// Before it is resolved.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resolve: Vec<Requirement>,
}

/// Something that must be on record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Requirement {
    /// A root cause.
    RootCause,
    /// At least one attempt to reach the customer.
    ContactAttempt,
    /// No promise is open: each was kept, is broken, or was called off.
    PromisesSettled,
}

/// How a case may be closed beside by the customer's confirmation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CloseSpec {
    /// A person closes it once the customer's word is there, by the command `close`: until then it is
    /// resolved. The word closes it by itself if not said.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_hand: bool,
    /// How the customer is asked: free text for the host, such as `survey`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ask: Option<String>,
    /// How long after the question silence counts as undisputed. Without it, it never does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undisputed_after: Option<Span>,
    /// The attempts after which a customer counts as unreachable. Without it, never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unreachable_after: Option<UnreachableSpec>,
    /// The roles that may waive the customer's word.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waive: Vec<String>,
}

/// The attempts after which a customer counts as unreachable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct UnreachableSpec {
    /// How many attempts that reached nobody.
    pub attempts: u32,
    /// How much time must lie between the first and the last.
    pub over: Span,
}
