//! Who serves the customer, where on the journey, and when.

use super::super::Label;
use super::plan::is_unsaid;
use super::{ExpectSpec, ForData};
use crate::document::Read;
use crate::named::Named;
use crate::time::Span;
use serde::{Deserialize, Serialize};

/// The level of a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Read)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RoleSpec {
    /// Its level.
    pub level: Level,
    /// What the people who hold it see; nothing of what is not said.
    #[serde(default, skip_serializing_if = "SeesSpec::is_nothing")]
    pub sees: SeesSpec,
    /// Its name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
}

/// How far somebody sees; each scope has all of those before it.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Read,
)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Nothing.
    #[default]
    None,
    /// The cases that they hold, or whose holder they stand in for.
    OwnCases,
    /// Their units.
    Unit,
    /// Their units, and those below.
    Subtree,
    /// Everything.
    Company,
}

/// What the people who hold a role see.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct SeesSpec {
    /// Whose numbers: `unit`, `subtree`, `company` or `none`.
    #[serde(default)]
    pub numbers: Scope,
    /// Of which cases what was said and written, in the words of whoever said it.
    #[serde(default)]
    pub verbatims: Scope,
    /// Which cases; those whose verbatims they see if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cases: Option<Scope>,
}

impl SeesSpec {
    /// The cases that they see.
    pub fn cases(&self) -> Scope {
        self.cases.unwrap_or(self.verbatims)
    }

    fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

/// Who runs a unit.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, Read)]
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
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Read)]
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
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChannelSpec {
    /// Its name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
}

/// An interaction with the customer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Read)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct JourneySpec {
    /// The field whose value tells its instances apart, such as a claim's number; one at a time for each
    /// customer if not said.
    #[serde(default, skip_serializing_if = "is_unsaid")]
    pub key: ForData<Option<String>>,
    /// The condition on the signal that begins an instance; the first signal of the journey if not said.
    #[serde(default, skip_serializing_if = "is_unsaid")]
    pub starts: ForData<Option<String>>,
    /// The condition on the signal that ends an instance, as its last.
    #[serde(default, skip_serializing_if = "is_unsaid")]
    pub ends: ForData<Option<String>>,
    /// How long without any signal of an instance ends it.
    #[serde(default, skip_serializing_if = "is_unsaid")]
    pub gap: ForData<Option<Span>>,
    /// Its phases, in order.
    pub stages: Vec<StageSpec>,
    /// What decides loyalty on it.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub moments_of_truth: Named<MomentSpec>,
    /// Its name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
}

/// A phase of a journey, named from the customer's side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Read)]
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
    /// What is promised.
    #[serde(default, skip_serializing_if = "is_unsaid")]
    pub expect: ForData<Option<ExpectSpec>>,
    /// Its name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
}

/// A moment of truth: at a touch point, or seen by a rule. One by a rule with `absent` is that something
/// does not happen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Read)]
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
    /// What is promised.
    #[serde(default, skip_serializing_if = "is_unsaid")]
    pub expect: ForData<Option<ExpectSpec>>,
    /// Its name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
}

/// Business hours on a weekly calendar with holidays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CalendarSpec {
    /// Its IANA time zone; the program's if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// Shifts by day: `mon-fri: ["09:00-12:30", "13:30-17:30"]`; a shift may end at 24:00.
    pub hours: Named<Vec<String>>,
    /// Days without any hours.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holidays: Vec<String>,
    /// More of them: the whole-day events of an iCalendar text, as holidays are published. What repeats
    /// every year does so until 2099. Not in the build for pages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ical: Option<String>,
    /// What holds from a later day on, in order: time before that day still goes by what held then.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub versions: Vec<CalendarVersionSpec>,
    /// Its name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
}

/// Business hours from a day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CalendarVersionSpec {
    /// The first day, in the calendar's time zone.
    pub from: String,
    /// Shifts by day; as before if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours: Option<Named<Vec<String>>>,
    /// Days without any hours; as before if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holidays: Option<Vec<String>>,
    /// More of them, as an iCalendar text; as before if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ical: Option<String>,
}
