//! What a company declares: the program file, key by key. Maps are by id.

mod accountability;
mod escalate;
mod follow_up;
mod metric;
mod notices;
mod organisation;
mod outcomes;
mod plan;
mod rules;
mod states;
mod surveys;
mod targets;
mod uses;

pub use accountability::*;
pub use escalate::*;
pub use follow_up::*;
pub use metric::*;
pub use notices::*;
pub use organisation::*;
pub use outcomes::*;
pub use plan::*;
pub use rules::*;
pub use states::*;
pub use surveys::*;
pub use targets::*;
pub use uses::*;

use super::Label;
use crate::document::{Content, Node, Read, Reader};
use crate::error::{Code, Error};
use crate::named::Named;
use crate::time::Span;
use serde::{Deserialize, Serialize};

/// A program file.
#[derive(Debug, Clone, PartialEq, Serialize, Read)]
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
    /// Whom we may speak to, and what is kept and told of anybody.
    #[serde(default)]
    pub privacy: PrivacySpec,
    /// The kinds of signal; where left out, any kind is accepted.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub kinds: Named<KindSpec>,
    /// The fields that signals carry.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub fields: Named<FieldSpec>,
    /// What we know of a customer: `customer.x` in conditions.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub customer: Named<FieldSpec>,
    /// The roles in which somebody answers for an account; where left out, any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub respondent_roles: Vec<String>,
    /// What customers are asked.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub surveys: Named<SurveySpec>,
    /// Answers made into numbers.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub metrics: Named<MetricSpec>,
    /// What each score is used for: a register. Beside it stands whether a score can be trusted.
    #[serde(default, skip_serializing_if = "is_unsaid")]
    pub uses: ForData<Vec<UseSpec>>,
    /// What the company is after: what customers do later.
    #[serde(default, skip_serializing_if = "is_unsaid")]
    pub outcomes: ForData<Named<OutcomeSpec>>,
    /// Words and phrases by topic: `topic("…")`. Whole words, whatever their case.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub topics: Named<Vec<String>>,
    /// Named conditions: `segment("…")`.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub segments: Named<String>,
    /// The roles that people hold in units.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub roles: Named<RoleSpec>,
    /// The tree of units; where left out, any unit is accepted and stands alone.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub units: Named<UnitSpec>,
    /// The channels; where left out, any channel is accepted.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub channels: Named<ChannelSpec>,
    /// The interactions; where left out, any touch point is accepted.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub touch_points: Named<TouchPointSpec>,
    /// The customer's paths.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub journeys: Named<JourneySpec>,
    /// Business hours.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub calendars: Named<CalendarSpec>,
    /// Who gets an alert: the first route whose `if` holds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub routes: Vec<RouteSpec>,
    /// Who has a customer's account: where routes to `account` lead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountSpec>,
    /// Who gets what no route leads anywhere; nobody if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fallback: Option<FallbackSpec>,
    /// When to raise an alert.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub rules: Named<RuleSpec>,
    /// The types of case: how each is followed up.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub cases: Named<CaseSpec>,
    /// What becomes of notices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notices: Option<NoticesSpec>,
    /// How often alerts are raised.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub suppress: Named<SuppressSpec>,
    /// How often a customer is asked.
    #[serde(default, skip_serializing_if = "Named::is_empty")]
    pub quarantine: Named<QuarantineSpec>,
    /// What metrics are to come to, by when, and who shares that.
    #[serde(default, skip_serializing_if = "is_unsaid")]
    pub goals: ForData<Named<GoalSpec>>,
    /// The reports on units, and who reviews them.
    #[serde(default, skip_serializing_if = "is_unsaid")]
    pub reports: ForData<Named<ReportSpec>>,
}

fn utc() -> String {
    "UTC".to_owned()
}

fn two_days() -> Span {
    Span::of_days(2)
}

/// Whom we may speak to, and what is kept and told of anybody.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PrivacySpec {
    /// The bool field, or customer attribute, that says whether the customer may be contacted.
    /// Without it nobody is: no notice goes to a customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_consent: Option<String>,
    /// How long what is private is kept.
    #[serde(default, skip_serializing_if = "RetainSpec::is_nothing")]
    pub retain: RetainSpec,
    /// Groups of fewer answers are withheld wherever a metric is told by groups, with as many others as it
    /// takes that none is told by a difference.
    #[serde(default, skip_serializing_if = "is_unsaid")]
    pub min_n: ForData<Option<u32>>,
}

/// How long what is private is kept.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RetainSpec {
    /// How long after a signal its words are kept on the case that it opened; for good if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verbatim: Option<Span>,
}

impl RetainSpec {
    fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

/// A kind of signal.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct KindSpec {
    /// The fields it may carry; where left out, any declared field.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fields: Option<Vec<String>>,
    /// How late it may come and still count in patterns; that of the program if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lateness: Option<Span>,
    /// Whom it is about; the customer if not said. One about an employee names them, and joins no pattern
    /// of the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<KindSubject>,
    /// Its name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
}

/// Whom signals of a kind are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum KindSubject {
    /// The customer.
    Customer,
    /// The employee: what was seen of their work.
    Employee,
}

/// The type of a field or attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
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

    fn named(name: &str) -> Result<Self, Error> {
        let found = Self::NAMES.iter().find(|(known, _)| *known == name);
        found.map(|(_, of)| *of).ok_or_else(|| {
            let message = format!("`{name}` is no type: use int, number, bool or text");
            Error::new(Code::Malformed, message)
        })
    }
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
    /// The decimal places that tallies keep of a number; 6 if not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decimals: Option<u32>,
    /// Its name for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
}

#[derive(Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
struct FullField {
    #[serde(rename = "type")]
    of: FieldType,
    #[serde(default)]
    one_of: Option<Vec<String>>,
    #[serde(default)]
    decimals: Option<u32>,
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

impl Read for FieldSpec {
    fn read<'n>(reader: &mut Reader<'n>, node: Option<&'n Node>) -> Self {
        let FullField {
            of,
            one_of,
            decimals,
            label,
        } = match node.map(|node| &node.content) {
            None | Some(Content::Map(_)) => FullField::read(reader, node),
            Some(Content::Text(..)) => FullField {
                of: reader
                    .parsed(node, FieldType::named)
                    .unwrap_or(FieldType::Int),
                one_of: None,
                decimals: None,
                label: None,
            },
            Some(other) => {
                reader.mismatch("a type such as `int`, or {type: …}", other);
                FullField::read(reader, None)
            }
        };
        Self {
            of,
            one_of,
            decimals,
            label,
        }
    }
}
