//! The words of an improvement: its kinds and states, what may be done, and what happened.

use crate::document::Read;
use crate::ordered::Few;
pub use crate::program::Better;
use crate::signal::CaseRef;
use crate::time::{Span, Time};
use serde::{Deserialize, Serialize};

/// What is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ImprovementKind {
    /// How we work.
    Process,
    /// What we sell.
    Product,
    /// What we allow and ask for.
    Policy,
    /// What our people can do.
    Training,
    /// What we say, and how.
    Communication,
}

/// Where an improvement stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum ImprovementState {
    /// Somebody proposes it.
    Proposed,
    /// It will be done.
    Agreed,
    /// It is being done.
    UnderWay,
    /// It is done.
    Done,
    /// It will not be done.
    Dropped,
}

impl ImprovementState {
    /// Every state, in the order of the work.
    pub const ALL: [Self; 5] = [
        Self::Proposed,
        Self::Agreed,
        Self::UnderWay,
        Self::Done,
        Self::Dropped,
    ];

    /// Its name in every format.
    pub fn name(self) -> &'static str {
        match self {
            Self::Proposed => "proposed",
            Self::Agreed => "agreed",
            Self::UnderWay => "under_way",
            Self::Done => "done",
            Self::Dropped => "dropped",
        }
    }
}

/// What an improvement should bring about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Goal {
    /// Which way its metric should move.
    pub better: Better,
    /// By when it is to be done.
    pub by: Time,
}

/// What it takes to open an improvement. How its effect will be measured is said here, before anybody
/// knows the numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OpenImprovement {
    /// What it is, in a few words.
    pub title: String,
    /// What is changed.
    pub kind: ImprovementKind,
    /// The person who answers for it.
    pub owner: String,
    /// Where it is done: units, each with those below it.
    pub units: Vec<String>,
    /// The metric that it should move.
    pub metric: String,
    /// Which way, and by when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goal: Option<Goal>,
    /// The units to compare with, each with those below it; those beside its own in the tree if not said.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub compare: Vec<String>,
    /// How long before and after are looked at, in whole days; four weeks if not said.
    #[serde(default = "four_weeks")]
    pub over: Span,
    /// The least answers that a unit must have before, and after; 30 if not said.
    #[serde(default = "thirty")]
    pub min_n: u32,
}

fn four_weeks() -> Span {
    Span::of_days(28)
}

fn thirty() -> u32 {
    30
}

/// What a person does about an improvement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum ImprovementAction {
    /// Propose it.
    Open(Box<OpenImprovement>),
    /// Say that a case is behind it. The case has a root cause.
    Link {
        /// The case.
        case: CaseRef,
    },
    /// Say that a case is not behind it after all.
    Unlink {
        /// The case.
        case: CaseRef,
    },
    /// Decide that it will be done.
    Agree,
    /// Begin.
    Start,
    /// Say that it is done.
    Done,
    /// Decide that it will not be done.
    Drop {
        /// Why.
        reason: String,
    },
    /// Add a remark.
    Comment {
        /// The remark.
        text: String,
    },
    /// Give it to another owner.
    SetOwner {
        /// The person's id.
        owner: String,
    },
    /// Say what it should bring about.
    SetGoal(Goal),
}

impl ImprovementAction {
    /// Its name in every format.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Open(_) => "open",
            Self::Link { .. } => "link",
            Self::Unlink { .. } => "unlink",
            Self::Agree => "agree",
            Self::Start => "start",
            Self::Done => "done",
            Self::Drop { .. } => "drop",
            Self::Comment { .. } => "comment",
            Self::SetOwner { .. } => "set_owner",
            Self::SetGoal(_) => "set_goal",
        }
    }
}

/// Why a customer behind an improvement is not told that it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum NotTold {
    /// A case of nobody known.
    NoCustomer,
    /// Every alert behind the case was retracted: there is nothing that they said.
    CaseCancelled,
    /// The program does not say how customers agree to be contacted.
    NoConsentDeclared,
    /// The customer has not said whether they may be contacted.
    ConsentNotSaid,
    /// The customer does not want to be contacted.
    ConsentRefused,
}

/// Who was told that an improvement is done.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Told {
    /// How many customers.
    pub customers: i64,
    /// How many of our people.
    pub people: i64,
    /// How many customers were not told, by reason; cases, where there is no customer to tell.
    pub not_told: Few<NotTold, i64>,
}

/// Something that happened to an improvement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ImprovementEvent {
    /// When.
    pub at: Time,
    /// The person who did it; absent where the engine did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// What happened.
    pub change: ImprovementChange,
}

/// What happened to an improvement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ImprovementChange {
    /// It was proposed.
    Opened,
    /// A case is behind it.
    Linked {
        /// The case's id.
        case: String,
    },
    /// A case is not behind it after all.
    Unlinked {
        /// The case's id.
        case: String,
    },
    /// It will be done.
    Agreed,
    /// It was begun.
    Started,
    /// It is done.
    Done,
    /// It will not be done.
    Dropped {
        /// Why.
        reason: String,
    },
    /// Somebody remarked something.
    Commented {
        /// The remark.
        text: String,
    },
    /// Another person answers for it.
    OwnerSet {
        /// The person's id.
        owner: String,
    },
    /// It should bring this about.
    GoalSet {
        /// What.
        goal: Goal,
    },
    /// Customers and people were told that it is done.
    Told {
        /// How many.
        told: Told,
    },
}
