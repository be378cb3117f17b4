//! Whom a case is escalated to when it does not go on as it should.

use crate::document::Read;
use crate::time::Span;
use serde::Serialize;
use std::fmt;

/// A step of escalation: one cause, and whom it calls for. It is taken once in the life of a case, and
/// never while the case is resolved.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct EscalateSpec {
    /// Its name; what it waits for if not said, such as `after acknowledge` or `reopened 2`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// A target whose time is up, or the name of another step that nobody has acted on since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// How much later, if it is still so; at once if not said. A step after another needs it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wait: Option<Span>,
    /// How long the case is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age: Option<Span>,
    /// The calendar of `wait` and `age`, as that of a target. If not said: after a target, the target's;
    /// else `always`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub calendar: Option<String>,
    /// How often it was reopened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reopened: Option<u32>,
    /// How often the customer disputed what we had resolved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disputed: Option<u32>,
    /// How many promises are broken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promises_broken: Option<u32>,
    /// Whom: a role, sought in the case's unit and those above; a unit's id, for whoever manages it; or
    /// `up`, for whoever manages the unit above the one last called for. Never the person who has the
    /// case.
    pub to: String,
    /// Whether the case is given to them.
    #[serde(default, skip_serializing_if = "is_not")]
    pub assign: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
fn is_not(said: &bool) -> bool {
    !said
}

/// What a step of escalation waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EscalateCause<'s> {
    /// A target's time is up, or nobody has acted on another step.
    After(&'s str),
    /// The case has been open for so long.
    Age(Span),
    /// It was reopened so often.
    Reopened(u32),
    /// It was disputed so often.
    Disputed(u32),
    /// So many promises are broken.
    PromisesBroken(u32),
}

impl fmt::Display for EscalateCause<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::After(what) => write!(f, "after {what}"),
            Self::Age(age) => write!(f, "age {age}"),
            Self::Reopened(times) => write!(f, "reopened {times}"),
            Self::Disputed(times) => write!(f, "disputed {times}"),
            Self::PromisesBroken(times) => write!(f, "promises_broken {times}"),
        }
    }
}

impl EscalateSpec {
    /// What it waits for. A checked program says exactly one cause of each step.
    pub fn causes(&self) -> impl Iterator<Item = EscalateCause<'_>> {
        let causes = [
            self.after.as_deref().map(EscalateCause::After),
            self.age.map(EscalateCause::Age),
            self.reopened.map(EscalateCause::Reopened),
            self.disputed.map(EscalateCause::Disputed),
            self.promises_broken.map(EscalateCause::PromisesBroken),
        ];
        causes.into_iter().flatten()
    }

    /// Its name: what stands in the case's history.
    pub fn name(&self) -> String {
        if let Some(id) = &self.id {
            return id.clone();
        }
        let cause = self.causes().next().map(|cause| cause.to_string());
        let wait = self.wait.map(|wait| format!(" wait {wait}"));
        cause.unwrap_or_default() + &wait.unwrap_or_default()
    }
}
