//! A rule, checked and compiled: what it looks at, and its pattern with its conditions by role. What
//! each pattern means is in `rule/PATTERNS.md`.

mod limit;
mod metric;
mod pattern;

pub use limit::{INVITATION, Limit, SURVEY};
pub use metric::{MetricRule, MetricTest};
pub use pattern::{Absent, Change, Count, CountWindow, Nth, Sequence, Step, Streak};

use crate::condition::Condition;
use crate::time::Span;

/// A rule over a customer's signals, compiled.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// Its id.
    pub id: String,
    /// What it looks at; for a sequence, what its first step looks at.
    pub subject: Subject,
    /// When it fires.
    pub pattern: Pattern,
}

/// What a rule, a step of a sequence or an absence looks at.
#[derive(Debug, Clone, PartialEq)]
pub enum Subject {
    /// Every signal; only of a silence.
    Any,
    /// The signals that satisfy a condition.
    Signal(Condition),
    /// The alerts of a rule.
    Alert(String),
}

/// When a rule fires.
#[derive(Debug, Clone, PartialEq)]
pub enum Pattern {
    /// At each that it looks at.
    Each,
    /// At the one that brings their number from below `at_least` to it.
    Count(Count),
    /// At the k-th.
    Nth(Nth),
    /// At each k-th.
    Every(Nth),
    /// At the last step.
    Sequence(Sequence),
    /// At the deadline.
    Absent(Absent),
    /// At a value far from another.
    Change(Change),
    /// At the last of k in a row.
    Streak(Streak),
    /// After so long without any signal.
    Silence(Span),
}

/// Whatever signals, alerts and invitations are grouped or counted by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The customer.
    Customer,
    /// The kind of signal.
    Kind,
    /// Who spoke.
    Respondent,
    /// In which role they spoke.
    RespondentRole,
    /// The interaction.
    TouchPoint,
    /// The stage.
    Stage,
    /// The channel.
    Channel,
    /// The unit.
    Unit,
    /// The person who served the customer.
    Employee,
    /// A declared field.
    Field(String),
    /// The rule: only of a limit on alerts.
    Rule,
    /// The survey: only of a limit on invitations.
    Survey,
}

impl Subject {
    /// The condition, where it is one.
    pub fn condition(&self) -> Option<&Condition> {
        match self {
            Self::Signal(condition) => Some(condition),
            Self::Any | Self::Alert(_) => None,
        }
    }

    /// The rule whose alerts it is, where it is one.
    pub fn alert(&self) -> Option<&str> {
        match self {
            Self::Alert(rule) => Some(rule),
            Self::Any | Self::Signal(_) => None,
        }
    }
}

impl Rule {
    /// Everything that it looks at: itself, the steps of a sequence, what an absence waits for.
    pub fn subjects(&self) -> Vec<&Subject> {
        match &self.pattern {
            Pattern::Sequence(sequence) => {
                sequence.steps.iter().map(|step| &step.subject).collect()
            }
            Pattern::Absent(absent) => vec![&self.subject, &absent.of],
            _ => vec![&self.subject],
        }
    }

    /// What its signals are grouped by.
    pub fn same(&self) -> Option<&Part> {
        match &self.pattern {
            Pattern::Count(count) => count.same.as_ref(),
            Pattern::Nth(nth) | Pattern::Every(nth) => nth.same.as_ref(),
            Pattern::Sequence(sequence) => sequence.same.as_ref(),
            Pattern::Absent(absent) => absent.same.as_ref(),
            Pattern::Change(change) => change.same.as_ref(),
            Pattern::Streak(streak) => streak.same.as_ref(),
            Pattern::Each | Pattern::Silence(_) => None,
        }
    }

    /// Whether time alone can make it fire.
    pub fn is_timed(&self) -> bool {
        matches!(self.pattern, Pattern::Absent(_) | Pattern::Silence(_))
    }
}

impl Part {
    /// Its name in a program.
    pub fn name(&self) -> &str {
        match self {
            Self::Customer => "customer",
            Self::Kind => "kind",
            Self::Respondent => "respondent",
            Self::RespondentRole => "respondent_role",
            Self::TouchPoint => "touch_point",
            Self::Stage => "stage",
            Self::Channel => "channel",
            Self::Unit => "unit",
            Self::Employee => "employee",
            Self::Field(name) => name,
            Self::Rule => "rule",
            Self::Survey => "survey",
        }
    }

    /// The part or field of this name, as `same` and `distinct` may name it: not the customer, to
    /// whom all of a pattern belongs, and not the words.
    pub(super) fn of_signal(name: &str) -> Option<Self> {
        Some(match name {
            "kind" => Self::Kind,
            "respondent" => Self::Respondent,
            "respondent_role" => Self::RespondentRole,
            "touch_point" => Self::TouchPoint,
            "stage" => Self::Stage,
            "channel" => Self::Channel,
            "unit" => Self::Unit,
            "employee" => Self::Employee,
            _ => return None,
        })
    }
}
