//! What a company declares: the program file, key by key. Maps are by id.

use super::Label;
use crate::document::short_or_full;
use crate::time::Span;
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeMap;

/// A program file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ProgramSpec {
    /// The version of the format: 1.
    pub voc: u32,
    /// The name of the program.
    pub name: String,
    /// The IANA time zone of its days and months; UTC if not said.
    #[serde(default = "utc")]
    pub time_zone: String,
    /// How late a signal may come and still count in patterns; two days if not said.
    #[serde(default = "two_days")]
    pub lateness: Span,
    /// Signals before this date (or time) build state, and raise no case and no notice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub live_from: Option<String>,
    /// Whom we may speak to.
    #[serde(default)]
    pub privacy: PrivacySpec,
    /// The kinds of signal; where left out, any kind is accepted.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub kinds: BTreeMap<String, KindSpec>,
    /// The fields that signals carry.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub fields: BTreeMap<String, FieldSpec>,
    /// What we know of a customer: `customer.x` in conditions.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub customer: BTreeMap<String, FieldSpec>,
    /// The roles in which somebody answers for an account; where left out, any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub respondent_roles: Vec<String>,
    /// Answers made into numbers.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub metrics: BTreeMap<String, MetricSpec>,
    /// Named conditions: `segment("…")`.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub segments: BTreeMap<String, String>,
    /// The roles that people hold in units.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub roles: BTreeMap<String, RoleSpec>,
    /// The tree of units; where left out, any unit is accepted and stands alone.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub units: BTreeMap<String, UnitSpec>,
    /// The channels; where left out, any channel is accepted.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub channels: BTreeMap<String, ChannelSpec>,
    /// The interactions; where left out, any touch point is accepted.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub touch_points: BTreeMap<String, TouchPointSpec>,
    /// The customer's paths.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub journeys: BTreeMap<String, JourneySpec>,
    /// Business hours.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub calendars: BTreeMap<String, CalendarSpec>,
    /// Who gets an alert: the first route whose `if` holds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub routes: Vec<RouteSpec>,
    /// When to raise an alert.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub rules: BTreeMap<String, RuleSpec>,
    /// The types of case: how each is followed up.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub cases: BTreeMap<String, CaseSpec>,
}

fn utc() -> String {
    "UTC".to_owned()
}

fn two_days() -> Span {
    Span::of_days(2)
}

/// Whom we may speak to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PrivacySpec {
    /// The bool field, or customer attribute, that says whether the customer may be contacted.
    /// Without it nobody is: no notice goes to a customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_consent: Option<String>,
}

/// A kind of signal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct KindSpec {
    /// The fields it may carry; where left out, any declared field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fields: Option<Vec<String>>,
    /// Its name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
}

/// The type of a field or attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum FieldType {
    /// A whole number within ±2^53.
    Int,
    /// A double.
    Number,
    /// `true` or `false`.
    Bool,
    /// Text.
    Text,
}

impl FieldType {
    const NAMES: [(&'static str, Self); 4] = [
        ("int", Self::Int),
        ("number", Self::Number),
        ("bool", Self::Bool),
        ("text", Self::Text),
    ];
}

/// A field or attribute; `ltr: int` is short for `ltr: {type: int}`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(with = "FieldForm"))]
pub struct FieldSpec {
    /// Its type.
    #[serde(rename = "type")]
    pub of: FieldType,
    /// The only texts that it may have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub one_of: Option<Vec<String>>,
    /// Its name for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
}

#[derive(Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct FullField {
    #[serde(rename = "type")]
    of: FieldType,
    #[serde(default)]
    one_of: Option<Vec<String>>,
    #[serde(default)]
    label: Option<Label>,
}

/// A field as it may be written: its type alone, or with more.
#[cfg(feature = "schema")]
#[derive(schemars::JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its schema is used")]
enum FieldForm {
    Short(FieldType),
    Full(FullField),
}

impl<'de> Deserialize<'de> for FieldSpec {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        short_or_full(
            deserializer,
            "a type such as `int`, or {type: …}",
            |text| {
                let found = FieldType::NAMES.iter().find(|(name, _)| *name == text);
                found
                    .map(|(_, of)| Self {
                        of: *of,
                        one_of: None,
                        label: None,
                    })
                    .ok_or_else(|| format!("`{text}` is no type: use int, number, bool or text"))
            },
            |full: FullField| Self {
                of: full.of,
                one_of: full.one_of,
                label: full.label,
            },
        )
    }
}

/// How answers become a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum MetricKind {
    /// Net Promoter Score: share of promoters less share of detractors, times 100; −100 to 100.
    Nps,
    /// Share of answers among the `top_box` best of the scale; 0 to 1.
    Csat,
    /// Share of the signals of `out_of` for which `of` holds; 0 to 1.
    Rate,
}

/// A metric.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MetricSpec {
    /// How answers become a number.
    pub kind: MetricKind,
    /// The field with the answer; for a rate, a condition.
    pub of: String,
    /// For a rate, the condition on the signals that count; all signals if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub out_of: Option<String>,
    /// The lowest and highest answer; `[0, 10]` for NPS if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale: Option<[i64; 2]>,
    /// For CSAT, how many of the best answers count as satisfied; 2 if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub top_box: Option<u32>,
    /// Fields to break it down by, beside stage, touch point, channel and unit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<String>,
    /// Its name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
}

/// The level of a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Answers for the company.
    Executive,
    /// Manages a unit.
    Middle,
    /// Serves customers.
    FrontLine,
}

/// A role that people hold in units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RoleSpec {
    /// Its level.
    pub level: Level,
    /// Its name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
}

/// Who runs a unit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Party {
    /// We do.
    #[default]
    Own,
    /// A partner does.
    Partner,
}

/// A unit of the organisation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct UnitSpec {
    /// The unit above it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Its business hours; those of the nearest unit above if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<String>,
    /// Who runs it; we do if not said.
    #[serde(default)]
    pub party: Party,
    /// Its name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
}

/// A channel.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChannelSpec {
    /// Its name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
}

/// An interaction with the customer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TouchPointSpec {
    /// The channels in which it is offered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<String>,
    /// The unit that answers for its design.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// The touch points that it needs upstream.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<String>,
    /// Its name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
}

/// The customer's path towards a goal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct JourneySpec {
    /// Its phases, in order.
    pub stages: Vec<StageSpec>,
    /// What decides loyalty on it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub moments_of_truth: BTreeMap<String, MomentSpec>,
    /// Its name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
}

/// A phase of a journey, named from the customer's side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct StageSpec {
    /// Its id.
    pub id: String,
    /// Its touch points.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub touch_points: Vec<String>,
    /// The metric that it is judged by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metric: Option<String>,
    /// The units that answer for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accountable: Vec<String>,
    /// Its name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
}

/// A moment of truth: at a touch point, or seen by a rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct MomentSpec {
    /// The touch point at which it happens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// The rule that sees it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
    /// Its rank by our own judgement, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declared_rank: Option<u32>,
    /// Its name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
}

/// Business hours on a weekly calendar with holidays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CalendarSpec {
    /// Its IANA time zone; the program's if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// Shifts by day: `mon-fri: ["09:00-12:30", "13:30-17:30"]`; a shift may end at 24:00.
    pub hours: BTreeMap<String, Vec<String>>,
    /// Days without any hours.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holidays: Vec<String>,
    /// Its name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
}

/// A rule of routing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RouteSpec {
    /// The condition under which it is taken; always if not said.
    #[serde(default, rename = "if", skip_serializing_if = "Option::is_none")]
    pub when: Option<String>,
    /// `unit` (the one that served the customer), `owner` (of the touch point), a unit's id, or a
    /// text field or attribute (`customer.agent_code`) that holds one.
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

/// When to raise an alert.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RuleSpec {
    /// The condition on a signal.
    pub when: String,
    /// A pattern: so many such signals of one customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<CountSpec>,
    /// What to raise; `{}` is an alert and no case.
    #[serde(default)]
    pub raise: RaiseSpec,
    /// Its name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
}

/// So many signals of one customer within a rolling window (t − within, t].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CountSpec {
    /// It fires at the signal that brings the count to this.
    pub at_least: u32,
    /// The length of the window.
    pub within: Span,
    /// Only signals of the same value of this field count together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same: Option<String>,
}

/// What a rule raises.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RaiseSpec {
    /// The type of case to open, or to join where the customer has an unclosed one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// The case's priority; the first of its type if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<String>,
    /// Whether it is praise instead of a concern.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub praise: bool,
    /// Whom to tell instead of what `routes` say: `employee`, `unit`, `owner`, a unit's id, or a role
    /// in the unit that served the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Whom to tell too: as `to`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copy: Option<String>,
}

/// A type of case.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CaseSpec {
    /// Its priorities, the usual one first, the highest last; `[normal]` if not said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub priorities: Vec<String>,
    /// Its service-level targets.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub targets: BTreeMap<TargetName, TargetSpec>,
    /// What must be on record before a command.
    #[serde(default)]
    pub require: RequireSpec,
    /// How it may be closed beside by the customer's confirmation.
    #[serde(default)]
    pub close: CloseSpec,
    /// The root causes to choose from; any text if not said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub root_causes: Vec<String>,
    /// Its name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
}

/// What a service-level target asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum TargetName {
    /// Somebody has taken it up.
    Acknowledge,
    /// The customer was contacted.
    FirstContact,
    /// It is resolved.
    Resolve,
}

impl TargetName {
    /// Its name in every format.
    pub fn name(self) -> &'static str {
        match self {
            Self::Acknowledge => "acknowledge",
            Self::FirstContact => "first_contact",
            Self::Resolve => "resolve",
        }
    }
}

/// A service-level target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TargetSpec {
    /// How long it may take, in time of the calendar.
    pub within: Span,
    /// Other lengths for some priorities.
    #[serde(default)]
    pub by: ByPriority,
    /// The calendar: an id, `unit` (that of the case's unit), or `always`, which is the default.
    #[serde(default = "always")]
    pub calendar: String,
    /// How long before a breach to warn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warn: Option<Span>,
    /// The states in which its clock stands: `waiting.customer` and the like.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pause_when: Vec<String>,
    /// What its clock does when the case is reopened; goes on if not said.
    #[serde(default)]
    pub on_reopen: OnReopen,
}

fn always() -> String {
    "always".to_owned()
}

/// Other lengths for some priorities.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ByPriority {
    /// By priority.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub priority: BTreeMap<String, Span>,
}

/// What a clock does when its case is reopened.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum OnReopen {
    /// It goes on from where it stood.
    #[default]
    Continue,
    /// It begins again.
    Restart,
}

/// What must be on record before a command.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RequireSpec {
    /// Before it is resolved.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resolve: Vec<Requirement>,
}

/// Something that must be on record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Requirement {
    /// A root cause.
    RootCause,
    /// At least one attempt to reach the customer.
    ContactAttempt,
}

/// How a case may be closed beside by the customer's confirmation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CloseSpec {
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct UnreachableSpec {
    /// How many attempts that reached nobody.
    pub attempts: u32,
    /// How much time must lie between the first and the last.
    pub over: Span,
}
