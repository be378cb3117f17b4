//! What the host should tell somebody.

use crate::digest::id;
use crate::document::Read;
use crate::route::Audience;
use serde::{Deserialize, Serialize};

/// Why somebody is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// There is an alert.
    Alert,
    /// The alert has changed.
    AlertRevised,
    /// The alert no longer stands.
    AlertRetracted,
    /// There is praise.
    Praise,
    /// A case has been given to them, or has come back.
    Case,
    /// A clock comes near its breach.
    ClockWarning,
    /// A clock's time was up.
    ClockBreach,
    /// The customer is asked whether it is solved.
    VerdictQuestion,
    /// A promise was not kept in its time.
    PromiseBroken,
    /// Somebody calls for them.
    Escalation,
    /// What customers said has led to something.
    ImprovementDone,
    /// They are to do something that was agreed in coaching.
    Agreement,
    /// What was agreed in coaching was not done in its time.
    AgreementBroken,
}

/// A message that the host should deliver.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Notice {
    /// Its id, derived from what it says to whom: deliver each id once.
    pub id: String,
    /// Why.
    pub kind: NoticeKind,
    /// Whom.
    pub to: Audience,
    /// The alert that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alert: Option<String>,
    /// The case that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<String>,
    /// The improvement that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub improvement: Option<String>,
    /// The employee whose coaching it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub employee: Option<String>,
}

impl Notice {
    /// A notice; `what` tells it from others of its kind about the same alert or case.
    pub(super) fn new<T: Serialize>(
        kind: NoticeKind,
        to: Audience,
        alert: Option<&str>,
        case: Option<&str>,
        what: &T,
    ) -> Self {
        Self {
            id: id("n", &(kind, &to, alert, case, what)),
            kind,
            to,
            alert: alert.map(str::to_owned),
            case: case.map(str::to_owned),
            improvement: None,
            employee: None,
        }
    }
}
