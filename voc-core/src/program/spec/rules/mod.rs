//! When an alert is raised: a condition, a pattern over one customer's signals, or a level of a
//! metric. What the patterns mean is in `rule/PATTERNS.md`.

mod forms;
mod limits;
mod metric;
mod patterns;

pub use forms::{Every, Names};
pub use limits::{QuarantineSpec, SuppressSpec};
pub use metric::Family;
pub use patterns::{
    AbsentSpec, ChangeSpec, CountSpec, NthSpec, Period, STEPS_MAX, SequenceSpec, Since, StepSpec,
    StreakSpec,
};

use super::super::Label;
use crate::document::Read;
use crate::time::Span;
use serde::{Serialize, Serializer};

/// When to raise an alert.
///
/// It looks at the signals that satisfy `when`, at the alerts of another rule (`alert`), or at a
/// `metric`. One pattern may stand beside `when` or `alert`; without one it fires at each.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct RuleSpec {
    /// The condition on a signal.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        serialize_with = "bare"
    )]
    pub when: Option<String>,
    /// Instead of `when`: the rule whose alerts it looks at. Each takes its place right after its
    /// last signal; suppressed ones count.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alert: Option<String>,
    /// A pattern: so many within a window.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<CountSpec>,
    /// A pattern: the one that is the k-th of the customer's life.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nth: Option<NthSpec>,
    /// A pattern: each k-th. With `metric`: how often it is judged, `P1D`, `P1W` or `P1M`, at the
    /// end of the local day, week (from Monday) or month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub every: Option<Every>,
    /// A pattern: steps, one after another. It stands instead of `when`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sequence: Option<SequenceSpec>,
    /// A pattern: something that did not follow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub absent: Option<AbsentSpec>,
    /// A pattern: a value that moved from the one before. With `metric`: a number that moved from
    /// the period before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<ChangeSpec>,
    /// A pattern: so many in a row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub streak: Option<StreakSpec>,
    /// A pattern: nothing at all from the customer for this long; where `when` is said, after a
    /// signal that satisfies it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub silence: Option<Span>,
    /// Instead of `when`: the metric that it judges at the ends of periods.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub metric: Option<String>,
    /// With `metric`: the groups judged each by itself, by `stage`, `touch_point`, `channel`, `unit`,
    /// `segment` or a field of the metric's own `by`; all together if not said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by: Vec<String>,
    /// With `metric`: the length of the window that ends with the period, in whole days, weeks,
    /// months or years; that of `every` if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub over: Option<Span>,
    /// With `metric`: it fires when the number is lower than this, in the metric's own unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub below: Option<f64>,
    /// With `metric`: it fires when the number is higher than this, in the metric's own unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub above: Option<f64>,
    /// With `below` or `above`: the number that must be reached again before it can fire once more;
    /// the level itself if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clear: Option<f64>,
    /// With `metric`: the fewest answers that it is judged on; 30 if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_n: Option<u32>,
    /// With `metric`: the confidence that the number itself lies beyond the level, between 0 and 1;
    /// the estimate alone decides if not said. With `change: {significant: true}`, 0.95 if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confidence: Option<f64>,
    /// With `confidence`: what it holds for; `groups` if not said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family: Option<Family>,
    /// The rules whose alerts at the same signal give way to this one's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub supersedes: Vec<String>,
    /// Whether its alerts are counted and raise nothing.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub shadow: bool,
    /// Whether its alerts are held back until nothing within `lateness` can change them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub settle: bool,
    /// What to raise; `{}` is an alert and no case.
    #[serde(default)]
    pub raise: RaiseSpec,
    /// Its name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label: Option<Label>,
}

/// Writes what may be left out as if it could not: a digest does not tell the two apart.
#[expect(clippy::ref_option, reason = "serde calls it so")]
fn bare<S: Serializer, T: Serialize>(value: &Option<T>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => value.serialize(serializer),
        None => serializer.serialize_none(),
    }
}

/// What a rule raises.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Read)]
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
    /// Whom to tell instead of what `routes` say: `employee`, `unit`, `owner`, `accountable`, `account`,
    /// a unit's id, or a role in the unit that served the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Whom to tell too: as `to`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copy: Option<String>,
}
